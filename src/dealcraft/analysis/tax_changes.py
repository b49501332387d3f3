"""Which single change of a structure would leave less on the way to tax withheld, and what it costs the other side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final, Literal

from dealcraft.engine.leaf import at_base
from dealcraft.engine.leaves import Leaves
from dealcraft.engine.lower import lower
from dealcraft.engine.plan_terms import AgreementPlan
from dealcraft.engine.result import Run, StructureValue
from dealcraft.engine.stack import outcomes
from dealcraft.law.rates import payer_table
from dealcraft.law.withholding import Answer, highest
from dealcraft.terms.border import answer_of, day_of, facts_of, kinds_of
from dealcraft.terms.paths import replace_all, spell
from dealcraft.terms.sheet import Sheet, agreements_of
from dealcraft.terms.structures import Agreement
from dealcraft.units import Path, Rate

ChangeKind = Literal["rate", "country", "use", "gross_up", "no_gross_up"]
"""The dated table's own rate, a payee in another country, the place of use, the tax on the payer's side, or off it."""
_LEAST: Final = 1e-6
"""Rates closer than this are the same, and amounts closer than this times the largest value."""
_OF_THE_DEAL: Final = ("registered",)
"""Facts that hold of the rights, whoever is paid for them."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """What an agreement leaves to tax as the sheet stands."""

    path: Path
    """Of the agreement's withholding."""
    payer: str
    payee: str
    rate: float
    answer: Answer | None
    """What the dated table says, where the sheet leaves the rate to it."""


@dataclass(frozen=True, slots=True)
class TaxChange:
    """One change of `payments.withholding`, and how the value of each party changes with it."""

    kind: ChangeKind
    now: Withheld
    rate: float
    """At which tax would be withheld."""
    effect: Mapping[str, float] = field(default_factory=dict)
    """By party, in money: the sheet so changed is valued under the same scenarios."""
    answer: Answer | None = None
    """What the dated table says, where the change rests on it."""
    countries: tuple[str, ...] = ()
    """Of a payee in another country: all that bear the rate."""
    use: float | None = None
    """Of a place of use: the part of the sales under the agreement in markets that hold the payer's country."""


@dataclass(frozen=True, slots=True)
class _Option:
    """A change before it is valued: what is to stand where."""

    change: TaxChange
    terms: Mapping[Path, object]


def tax_changes(
    sheet: Sheet, value: StructureValue, party: str, *, run: Run = "expected", seed: int = 0
) -> tuple[TaxChange, ...]:
    """What would leave less to withholding under the structure of *value*, what is worth most to *party* first.

    A change that makes nobody's value differ is left out; where nothing is withheld there are none.
    """
    options = [option for crossing in _crossings(sheet, value) for option in crossing.options()]
    if not options:
        return ()
    sheets = [sheet, *(replace_all(sheet, option.terms) for option in options)]
    now, *then = (
        found[value.name] for found in outcomes(sheets, run=run, seed=seed, structures=[value.name])
    )
    nothing = _LEAST * max(abs(now.npv(name)) for name in now.npvs)
    found = []
    for option, outcome in zip(options, then, strict=True):
        effect = {name: outcome.npv(name) - now.npv(name) for name in now.npvs}
        effect = {name: amount if abs(amount) > nothing else 0.0 for name, amount in effect.items()}
        if any(effect.values()):
            found.append(replace(option.change, effect=effect))
    return tuple(sorted(found, key=lambda change: -change.effect[party]))


def _crossings(sheet: Sheet, value: StructureValue) -> Iterator[_Crossing]:
    """Every agreement of the structure under which tax is withheld, where only one side pays across the border."""
    plans = {plan.path: plan for plan in lower(sheet).structures[value.name].agreements}
    for path, agreement in agreements_of(sheet, value.name):
        at = path.child("payments", "withholding")
        payees = {c.payer for c in value.clauses if c.path == at and c.kind == "withholding"}
        if len(payees) == 1:
            (payee,), plan = payees, plans[path]
            payer = plan.grantor if payee == plan.acquirer else plan.acquirer
            sold = {
                str(c.path[1]): c.nominal for c in value.clauses if c.kind == "sales" and c.payee == payer
            }
            yield _Crossing(sheet, agreement, plan, at, payer, payee, sold)


@dataclass(frozen=True, slots=True)
class _Crossing:
    """An agreement under which *payer* pays *payee* in another country, and tax is withheld."""

    sheet: Sheet
    agreement: Agreement
    plan: AgreementPlan
    path: Path
    payer: str
    payee: str
    sold: Mapping[str, float]
    """By market, what the payer sells."""

    def options(self) -> Iterator[_Option]:
        """What could be changed, from the rate to the side that bears it."""
        yield from self._rates()
        yield from self._use()
        grossed_up = self.plan.gross_up != 0.0
        kind: ChangeKind = "no_gross_up" if grossed_up else "gross_up"
        change = TaxChange(kind, self.withheld, self.now)
        yield _Option(change, {self.path.child("gross_up"): "false" if grossed_up else "true"})

    @property
    def now(self) -> float:
        """The rate at which tax is withheld."""
        return at_base(self.plan.withholding[self.payer])

    @property
    def withheld(self) -> Withheld:
        """What is left to tax now."""
        terms = self.agreement.payments.withholding
        stated = terms is not None and terms.rate is not None
        return Withheld(self.path, self.payer, self.payee, self.now, None if stated else self.own)

    @property
    def home(self) -> str:
        """The payer's country."""
        return self.sheet.parties[self.payer].country or ""

    @property
    def own(self) -> Answer:
        """What the dated table says of the payee where it is."""
        abroad = self.sheet.parties[self.payee].country or ""
        return answer_of(self.sheet, self.agreement, self.plan.assets, home=self.home, abroad=abroad)

    def _rates(self) -> Iterator[_Option]:
        """The table's own rate, where the sheet states a higher one; and the lowest for a payee elsewhere."""
        own, least = self.own, self.now
        if own.certain and self._taken(own) < least - _LEAST:
            least = self._taken(own)
            yield self._at(least, own, "rate")
        elsewhere = self._elsewhere()
        lowest = min((self._taken(answer) for answer in elsewhere.values()), default=least)
        if lowest < least - _LEAST:
            countries = tuple(c for c, answer in elsewhere.items() if self._taken(answer) <= lowest + _LEAST)
            yield self._at(lowest, elsewhere[countries[0]], "country", countries)

    def _elsewhere(self) -> Mapping[str, Answer]:
        """By country of a payee, what the table says for certain; countries of the sheet's parties first."""
        table = payer_table(self.home)
        here = [party.country for party in self.sheet.parties.values()]
        kinds = kinds_of(self.sheet, self.agreement, self.plan.assets)
        known = facts_of(self.sheet, self.agreement, self.plan.assets, self.home)
        facts = {name: fact for name, fact in known.items() if name in _OF_THE_DEAL}
        left_out = (self.home, self.sheet.parties[self.payee].country)
        payees = [c for c in (table.payees if table else ()) if c not in left_out]
        on = day_of(self.sheet, self.home)
        answers = {
            c: highest(self.home, c, kinds=kinds, on=on, facts=facts)
            for c in sorted(payees, key=lambda c: c not in here)
        }
        return {c: answer for c, answer in answers.items() if answer.certain}

    def _taken(self, answer: Answer) -> float:
        """What *answer* takes of a payment, by use where the table says so."""
        return float(answer.upper) * (self._used if answer.taxes_by_use else 1.0)

    @property
    def _used(self) -> float:
        """The part of the payment that the sheet places in the payer's country."""
        terms = self.agreement.payments.withholding
        if terms is None or not terms.use:
            return 1.0
        return at_base(Leaves("").read(terms.use.get(self.home), self.path.child("use", self.home)))

    def _use(self) -> Iterator[_Option]:
        """Tax on the part of the payment for use in the payer's country, by where the payer's markets are."""
        own, used, whole = self.own, self._used, sum(self.sold.get(cell, 0.0) for cell in self.plan.cells)
        if not own.taxes_by_use or used <= 0.0 or whole <= 0.0:
            return
        markets = self.sheet.markets
        inside = [cell for cell in self.plan.cells if self.home in markets[cell].territory.countries]
        share = sum(self.sold.get(cell, 0.0) for cell in inside) / whole
        if share < used - _LEAST:
            yield self._at(self.now / used * share, own, "use", use=share)

    def _at(
        self, rate: float, answer: Answer, kind: ChangeKind, countries: tuple[str, ...] = (), use: float | None = None
    ) -> _Option:  # fmt: skip
        """The agreement with *rate* in all, stated."""
        terms = {self.path.child("rate"): spell(Rate(Decimal(0)), rate), self.path.child("use"): None}
        change = TaxChange(kind, self.withheld, rate, answer=answer, countries=countries, use=use)
        return _Option(change, terms)
