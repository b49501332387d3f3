"""From the royalties due to what is paid: credits, caps, the yearly minimum, buy-outs, period by period."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.reference.clock import FOREVER, TINY, Interval, overlap, part
from tests.reference.deal import Agreement, number
from tests.reference.ledger import Ledger
from tests.reference.royalties import Due, Line, due, lines_of, sales_by_period
from tests.reference.sums import Credit
from tests.reference.world import World


@dataclass
class Account:
    """What one line has come to: royalty and top-ups of the year and in all; the minimum being settled."""

    line: Line
    term: Interval | None
    """From when to when the minimum is in force."""
    year: float = 0.0
    lifetime: float = 0.0
    earned: float = 0.0
    required: float = 0.0
    topped_up: float = 0.0
    kept: dict[int, float] = field(default_factory=dict)
    """By period of this royalty year since a minimum was settled in it: the royalty due."""


MadeGood = dict[tuple[str, int], float]
"""By line and period: the part of a royalty that went unreported and that a minimum's top-up makes good."""


@dataclass
class Pool:
    """The creditable sums of an agreement and what has been used of them."""

    credits: list[Credit]
    used: dict[int, float] = field(default_factory=dict)
    taken: dict[str, float] = field(default_factory=dict)
    """By item: in this royalty year."""
    royalty: dict[str, float] = field(default_factory=dict)
    """By payer: in this royalty year, before credits."""

    def new_year(self) -> None:
        self.taken.clear()
        self.royalty.clear()

    def use(self, payer: str, amount: float, k: int) -> float:
        """What is set against *amount* in period *k*, the first item first."""
        total = 0.0
        for index, credit in enumerate(self.credits):
            if credit.payer != payer or credit.period > k:
                continue
            left = credit.amount - self.used.get(index, 0.0)
            limit = FOREVER
            if credit.per_year < FOREVER:
                limit = credit.per_year * self.royalty.get(payer, 0.0) - self.taken.get(credit.item, 0.0)
            take = max(0.0, min(left, limit, amount - total))
            self.used[index] = self.used.get(index, 0.0) + take
            self.taken[credit.item] = self.taken.get(credit.item, 0.0) + take
            total += take
        return total


def add_royalties(
    world: World, ledger: Ledger, agreement: Agreement, credits: list[Credit], more: list[Line]
) -> MadeGood:
    """Every royalty line of *agreement* (and *more*) from first to last period, as due; what minimums make good."""
    made_good = MadeGood()
    if world.effective(agreement) is None:
        return made_good
    accounts = [Account(line, minimum_term(world, line)) for line in [*lines_of(world, agreement), *more]]
    pool, clock = Pool(credits), world.clock
    for account in accounts:
        _buy_out(world, ledger, account.line)
    for k, sales in enumerate(sales_by_period(world, agreement)):
        if k > 0 and clock.royalty_year(k) != clock.royalty_year(k - 1):
            pool.new_year()
            for account in accounts:
                account.year = 0.0
                account.kept.clear()
        period = [due(world, account.line, sales, k) for account in accounts]
        for account, royalty in zip(accounts, period, strict=True):
            payer = account.line.payer
            pool.royalty[payer] = pool.royalty.get(payer, 0.0) + royalty.total
        for account, royalty in zip(accounts, period, strict=True):
            _pay(world, ledger, account, royalty, pool, k)
            made_good |= _minimum(world, ledger, account, k)
    return made_good


def _buy_out(world: World, ledger: Ledger, line: Line) -> None:
    if line.bought_out is not None and line.terms.buy_out:
        price = world.deal.money(line.terms.buy_out.price)
        path = f"{line.path}.buy_out"
        ledger.dated(path, "buy_out", line.payer, line.payee, price, line.bought_out, line.agreement.path)


def _pay(world: World, ledger: Ledger, account: Account, royalty: Due, pool: Pool, k: int) -> None:
    """Royalty after credits and cap; a lag turns it into a sum dated after the period's end."""
    line, before = account.line, royalty.total
    after = before - pool.use(line.payer, before, k)
    paid = min(after, room(world, ledger, account, k))
    account.year += paid
    account.lifetime += paid
    account.kept[k] = paid
    if account.term and before > 0:
        in_force = sum(a * part(royalty.runs[c], account.term) for c, a in royalty.by_cell.items())
        account.earned += paid * in_force / before
    lag = number(line.agreement.payments.lag)
    if lag > 0:
        under = line.agreement.path
        ledger.settled(line.path, "royalty", line.payer, line.payee, paid, k, under, lag=lag)
    else:
        ledger.spread(line.path, "royalty", line.payer, line.payee, paid, k, line.agreement.path)


def room(world: World, ledger: Ledger, account: Account, k: int) -> float:
    """What the cap leaves for this period."""
    cap = account.line.terms.cap
    if cap is None:
        return FOREVER
    limits = [FOREVER]
    if cap.per_year is not None:
        limits.append(world.deal.money(cap.per_year) - account.year)
    if cap.lifetime is not None:
        limits.append(world.deal.money(cap.lifetime) - account.lifetime)
    if cap.multiple_of_paid is not None:
        line = account.line
        funded = sum(
            f.amount
            for f in ledger.flows
            if f.agreement == line.agreement.path
            and (f.payer, f.payee) == (line.payee, line.payer)
            and f.period <= k
            and not f.refund
            and f.kind not in ("withholding", "income_tax")
        )
        limits.append(number(cap.multiple_of_paid) * funded - account.lifetime)
    return max(0.0, min(limits))


# The minimum


def unreported(agreement: Agreement) -> float:
    """The part of its royalties that the payer does not report."""
    governance = agreement.terms.governance
    return number(governance.audit.under_reporting) if governance and governance.audit else 0.0


def minimum_term(world: World, line: Line) -> Interval | None:
    """From when to when the minimum is in force: as written, else from the first cell's start to the last's end."""
    terms, agreement = line.terms.minimum, line.agreement
    if terms is None or (terms.until is None and not line.ends):
        return None
    begin = min((window[0] for window in line.windows.values()), default=None)
    end: float | None = max(line.ends.values(), default=None)
    if terms.from_:
        begin = world.time(terms.from_, agreement)
    if terms.until:
        end = world.time(terms.until, agreement)
    stop, pause = world.end(agreement), world.suspended(agreement)
    ends = [end, line.bought_out, world.failure(agreement)]
    ends += [None if k is None else world.clock.start(k) for k in (stop, pause)]
    last = min([e for e in ends if e is not None], default=FOREVER)
    begin = None if begin is None else max(begin, line.after)
    return None if begin is None or begin >= last else (begin, last)


def _minimum(world: World, ledger: Ledger, account: Account, k: int) -> MadeGood:
    """At the end of a royalty year, or of its term, what is missing of the minimum is topped up, as far as the cap allows.

    The payer tops up on what it reports; cap and accounts hold what is due.
    """
    line, clock, term = account.line, world.clock, account.term
    terms = line.terms.minimum
    if terms is None or term is None:
        return {}
    account.required += _per_year(world, line, term[0], k) * overlap(clock.span(k), term)
    begin, end = clock.span(k)
    ends_here = begin + TINY < term[1] <= end + TINY
    if not (clock.ends_royalty_year(k) or ends_here):
        return {}
    hidden = unreported(line.agreement)
    left, due = room(world, ledger, account, k), sum(account.kept.values())
    owing = max(0.0, min(account.required - account.earned, left))
    missing = account.required - account.earned * (1 - hidden)
    lag = number(line.agreement.payments.lag)
    path, under = f"{line.path}.minimum", line.agreement.path
    top_up = 0.0
    if missing > 0:
        top_up = min(missing, left + due * hidden)
        account.topped_up += top_up
        ledger.settled(path, "minimum", line.payer, line.payee, top_up, k, under, lag=lag)
    elif terms.carry_forward:
        back = min(account.topped_up, -missing)
        account.topped_up -= back
        ledger.settled(path, "minimum", line.payee, line.payer, back, k, under, lag=lag, refund=True)
    account.year += owing
    account.lifetime += owing
    account.required = account.earned = 0.0
    kept, account.kept = account.kept, {}
    return {(line.path, j): paid * (top_up - owing) / due for j, paid in kept.items() if due > 0}


def _per_year(world: World, line: Line, begin: float, k: int) -> float:
    """The minimum of the royalty year of period *k*: the same for all, or a step of the ladder."""
    terms = line.terms.minimum
    assert terms is not None
    if not terms.ladder:
        return world.deal.money(terms.amount)
    clock = world.clock
    first = clock.royalty_year_of(begin) if begin < 0 else clock.royalty_year(clock.period_of(begin))
    index = clock.royalty_year(k) - first
    return world.deal.money(terms.ladder[min(max(0, index), len(terms.ladder) - 1)])
