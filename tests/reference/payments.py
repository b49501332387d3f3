"""What an agreement pays besides royalties: price, fees, options, funding, equity and the like."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.terms.structures import LicenceFields
from tests.reference.clock import FOREVER, TINY, overlap
from tests.reference.deal import Agreement, number
from tests.reference.ledger import Ledger
from tests.reference.milestones import add_milestones
from tests.reference.rights import extensions
from tests.reference.sums import Credit, credit, is_due, pay
from tests.reference.world import World


def add_payments(world: World, ledger: Ledger, agreement: Agreement) -> list[Credit]:
    """Every sum of *agreement* except royalties; the creditable ones are returned, in the order of their use."""
    if agreement.terms.option:
        _option(world, ledger, agreement)
    if world.effective(agreement) is None:
        return []
    _price(world, ledger, agreement)
    credits = [
        *_instalments(world, ledger, agreement),
        *_fees(world, ledger, agreement),
        *add_milestones(world, ledger, agreement),
    ]
    _extensions(world, ledger, agreement)
    _funding(world, ledger, agreement)
    _equity(world, ledger, agreement)
    _success_fee(world, ledger, agreement)
    _transfer(world, ledger, agreement)
    return credits


def _option(world: World, ledger: Ledger, agreement: Agreement) -> None:
    """The fee is due at the sheet's effective date, taken or not; the exercise price when it is taken."""
    option = agreement.terms.option
    assert option is not None
    other = agreement.other(option.holder)
    path, money = f"{agreement.path}.option", world.deal.money
    date = world.deal.sheet.effective_date
    due = world.clock.t(date) if date else 0.0
    ledger.dated(f"{path}.fee", "fee", option.holder, other, money(option.fee), due, agreement.path)
    taken = world.effective(agreement)
    if taken is not None:
        price = money(option.exercise)
        ledger.dated(f"{path}.exercise", "upfront", option.holder, other, price, taken, agreement.path)


def _price(world: World, ledger: Ledger, agreement: Agreement) -> None:
    """The upfront, less what is held back of it and of the instalments; and what is held back, less claims."""
    terms, money = agreement.payments, world.deal.money
    held, until = held_back(world, agreement)
    begin = world.effective(agreement)
    assert begin is not None
    share = held if begin < until - TINY else 0.0
    path, payer = f"{agreement.path}.payments", agreement.payer()
    pay(
        world,
        ledger,
        agreement,
        f"{path}.upfront",
        "upfront",
        payer,
        money(terms.upfront) * (1 - share),
        begin,
    )
    if terms.holdback and until < FOREVER:
        due: list[tuple[float, float | None]] = [(money(terms.upfront), begin)]
        due += [(money(i.pay), world.time(i.at, agreement)) for i in terms.instalments.values()]
        kept = sum(
            a for a, t in due if t is not None and -TINY <= t < until - TINY and is_due(world, agreement, t)
        )
        paid = held * kept * (1 - number(terms.holdback.claims))
        pay(world, ledger, agreement, f"{path}.holdback", "holdback", payer, paid, until)


def held_back(world: World, agreement: Agreement) -> tuple[float, float]:
    """The share held back, and until when."""
    holdback = agreement.payments.holdback
    if holdback is None:
        return 0.0, -FOREVER
    until = world.time(holdback.until, agreement)
    return number(holdback.share), FOREVER if until is None else until


def _instalments(world: World, ledger: Ledger, agreement: Agreement) -> Iterator[Credit]:
    held, until = held_back(world, agreement)
    for name, terms in agreement.payments.instalments.items():
        t = world.time(terms.at, agreement)
        path, payer = f"{agreement.path}.payments.instalments.{name}", agreement.payer(terms)
        full = world.deal.money(terms.pay)
        amount = full * (1 - held) if t is not None and t < until - TINY else full
        if pay(world, ledger, agreement, path, "instalment", payer, amount, t) and t is not None:
            yield from credit(terms.creditable, payer, amount, world.clock.period_of(t), path)


def _fees(world: World, ledger: Ledger, agreement: Agreement) -> Iterator[Credit]:
    """Fees once or again and again; a step-in suspends them, failure ends the recurring ones on its day."""
    for name, terms in agreement.payments.fees.items():
        path, payer = f"{agreement.path}.payments.fees.{name}", agreement.payer(terms)
        amount = world.deal.money(terms.pay)
        for t in fee_dates(world, agreement, name):
            if _suspended(world, agreement, t):
                continue
            recurring = terms.every is not None
            if pay(world, ledger, agreement, path, "fee", payer, amount, t, recurring=recurring):
                yield from credit(terms.creditable, payer, amount, world.clock.period_of(t), path)


def fee_dates(world: World, agreement: Agreement, name: str) -> list[float]:
    """When the fee *name* falls due inside the horizon (those before the valuation date included)."""
    terms = agreement.payments.fees[name]
    if terms.every is None:
        t = world.time(terms.at, agreement) if terms.at else world.effective(agreement)
        return [] if t is None else [t]
    begin = world.time(terms.from_, agreement) if terms.from_ else world.effective(agreement)
    end = world.time(terms.until, agreement) if terms.until else None
    failed = world.failure(agreement)
    ends = [e for e in (end, failed, world.clock.horizon) if e is not None]
    if begin is None:
        return []
    dates, j = [], 0
    while begin + j * float(terms.every) < min(ends) - TINY:
        dates.append(begin + j * float(terms.every))
        j += 1
    return dates


def _suspended(world: World, agreement: Agreement, t: float) -> bool:
    since = world.suspended(agreement)
    return since is not None and world.clock.period_of(t) >= since


def _extensions(world: World, ledger: Ledger, agreement: Agreement) -> None:
    """The fee of each extension that was taken, at the old date, on what was then to come; a step-in suspends it."""
    if not isinstance(agreement.terms, LicenceFields):
        return
    for name, clause in agreement.terms.diligence.items():
        by = world.time(clause.by, agreement)
        if by is None or clause.extension is None:
            continue
        path, fee = f"{agreement.path}.diligence.{name}.extension", world.deal.money(clause.extension.fee)
        for j in range(clause.extension.times):
            t = by + j * number(clause.extension.extend)
            then = world.as_of(world.clock.period_of(t))
            if j < (extensions(then, agreement, clause) or 0) and not _suspended(world, agreement, t):
                pay(world, ledger, agreement, path, "fee", agreement.acquirer, fee, t)


def _funding(world: World, ledger: Ledger, agreement: Agreement) -> None:
    """Research paid by the year; it ends with the agreement, at failure on its day."""
    clock = world.clock
    for name, terms in agreement.payments.funding.items():
        begin = world.time(terms.from_, agreement) if terms.from_ else world.effective(agreement)
        if begin is None:
            continue
        until = world.time(terms.until, agreement) if terms.until else None
        end = world.end(agreement)
        ends = [until, world.failure(agreement), None if end is None else clock.start(end)]
        run = (begin, min([e for e in ends if e is not None], default=FOREVER))
        rate = world.deal.money(terms.pay)
        if terms.pay is None:
            rate = number(terms.fte) * world.deal.money(terms.rate)
        payer = agreement.payer(terms)
        for k in range(clock.periods):
            amount = rate * overlap(run, clock.span(k))
            path = f"{agreement.path}.payments.funding.{name}"
            ledger.spread(path, "funding", payer, agreement.other(payer), amount, k, agreement.path)


def _equity(world: World, ledger: Ledger, agreement: Agreement) -> None:
    """Only what is paid above the shares' worth moves value."""
    terms = agreement.payments.equity
    if terms is None:
        return
    t = world.time(terms.at, agreement) if terms.at else world.effective(agreement)
    amount = world.deal.money(terms.pay) - world.deal.money(terms.fair_value)
    path = f"{agreement.path}.payments.equity"
    pay(world, ledger, agreement, path, "equity", agreement.payer(terms), amount, t)


def _success_fee(world: World, ledger: Ledger, agreement: Agreement) -> None:
    terms = agreement.payments.success_fee
    if terms is None:
        return
    amount = number(terms.share) * world.deal.money(terms.of)
    path, t = f"{agreement.path}.payments.success_fee", world.time(terms.at, agreement)
    pay(world, ledger, agreement, path, "success_fee", agreement.payer(terms), amount, t)


def _transfer(world: World, ledger: Ledger, agreement: Agreement) -> None:
    """Handing over the know-how costs whoever bears it."""
    governance = agreement.terms.governance
    terms = governance.technology_transfer if governance else None
    if terms is None:
        return
    t = world.time(terms.at, agreement) if terms.at else world.effective(agreement)
    if t is not None and is_due(world, agreement, t):
        path = f"{agreement.path}.governance.technology_transfer"
        ledger.dated(
            path, "transfer", terms.borne_by, "suppliers", world.deal.money(terms.cost), t, agreement.path
        )
