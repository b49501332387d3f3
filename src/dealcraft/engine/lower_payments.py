"""From the payments of an agreement to its plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dealcraft.engine.leaf import Leaf, Product
from dealcraft.engine.leaves import Leaves
from dealcraft.engine.plan_decisions import DecisionPlan
from dealcraft.engine.plan_payments import (
    BuyOutPlan,
    Credit,
    EquityPlan,
    FundingPlan,
    HoldbackPlan,
    MinimumPlan,
    RoyaltyPlan,
    StepPlan,
    SumPlan,
)
from dealcraft.terms.events import Event, FirstSale, Moment
from dealcraft.terms.milestones import Creditable, Milestone
from dealcraft.terms.payments import Payments
from dealcraft.terms.royalties import Combination, Holiday, Minimum, Royalty, Stacking, StepDown
from dealcraft.units import Path


@dataclass(frozen=True)
class PaymentTerms:
    """The payments of one agreement between its two sides, over its cells."""

    leaves: Leaves
    path: Path
    payments: Payments
    grantor: str
    acquirer: str
    cells: tuple[str, ...]

    def between(self, payer: str | None = None) -> tuple[str, str]:
        """Payer and payee: the acquiring side pays unless an item or the block says otherwise."""
        pays = payer or self.payments.payer or self.acquirer
        return pays, self.acquirer if pays == self.grantor else self.grantor

    def sums(self) -> Iterator[SumPlan]:
        """Upfront, instalments, fees and milestones, each in written order; then a fee on a later sale."""
        leaves, payments = self.leaves, self.payments
        if payments.upfront is not None:
            path = self.path.child("upfront")
            yield SumPlan(path, "upfront", *self.between(), leaves.read(payments.upfront, path))
        for key, part in payments.instalments.items():
            path = self.path.child("instalments", key)
            amount, credit = leaves.read(part.pay, path.child("pay")), self._credit(part.creditable, path)
            yield SumPlan(path, "instalment", *self.between(part.payer), amount, part.at, credit=credit)
        for key, fee in payments.fees.items():
            path = self.path.child("fees", key)
            yield SumPlan(
                path, "fee", *self.between(fee.payer), leaves.read(fee.pay, path.child("pay")), fee.at or fee.from_,
                every=float(fee.every) if fee.every else None, until=fee.until, credit=self._credit(fee.creditable, path),
            )  # fmt: skip
        yield from self.milestones(self.path, payments.milestones)
        if payments.success_fee is not None:
            fee_, path = payments.success_fee, self.path.child("success_fee")
            share, of = leaves.read(fee_.share, path.child("share")), leaves.read(fee_.of, path.child("of"))
            yield SumPlan(path, "success_fee", *self.between(fee_.payer), Product(share, of), fee_.at)

    def milestones(
        self, at: Path, terms: Mapping[str, Milestone], between: tuple[str, str] | None = None
    ) -> Iterator[SumPlan]:
        """Milestones, once or once for each cell."""
        for key, milestone in terms.items():
            path, when = at.child("milestones", key), milestone.when
            payer, payee = between or self.between(milestone.payer)
            amount = self.leaves.read(milestone.pay, path.child("pay"))
            annual = self._level(path, "annual_net_sales", when.annual_net_sales if when else None)
            cumulative = self._level(
                path, "cumulative_net_sales", when.cumulative_net_sales if when else None
            )
            for scope in [(cell,) for cell in self.cells] if milestone.per == "market" else [()]:
                yield SumPlan(
                    path, "milestone", payer, payee, amount, _at(milestone, scope), annual=annual, cumulative=cumulative,
                    cells=scope, credit=self._credit(milestone.creditable, path),
                )  # fmt: skip

    def _level(self, path: Path, key: str, level: object) -> Leaf | None:
        return None if level is None else self.leaves.read(level, path.child("when", key))

    def _credit(self, term: Creditable | None, path: Path) -> Credit | None:
        if term is None:
            return None
        at = path.child("creditable")
        share = self.leaves.read(term.share, at.child("share"), 1.0)
        return Credit(share, self.leaves.read(term.per_year, at.child("per_year"), 1.0))

    def holdback(self) -> HoldbackPlan | None:
        """What is kept back of the price."""
        term, path = self.payments.holdback, self.path.child("holdback")
        if term is None:
            return None
        share, claims = (
            self.leaves.read(x, path.child(k)) for k, x in (("share", term.share), ("claims", term.claims))
        )
        return HoldbackPlan(path, share, term.until, claims)

    def funding(self) -> Iterator[FundingPlan]:
        """Research funding: money per year, or people times what one costs."""
        for key, term in self.payments.funding.items():
            path = self.path.child("funding", key)
            rate = self.leaves.read(term.pay, path.child("pay"))
            people = self.leaves.read(term.fte, path.child("fte"), 1.0)
            if term.rate is not None:
                rate = self.leaves.read(term.rate, path.child("rate"))
            yield FundingPlan(path, *self.between(term.payer), rate, people, term.from_, term.until)

    def equity(self) -> EquityPlan | None:
        """Shares bought as part of the deal."""
        term, path = self.payments.equity, self.path.child("equity")
        if term is None:
            return None
        pay, value = (
            self.leaves.read(term.pay, path.child("pay")),
            self.leaves.read(term.fair_value, path.child("fair_value")),
        )
        return EquityPlan(path, *self.between(term.payer), pay, value, term.at)

    def royalties(self) -> Iterator[RoyaltyPlan]:
        """Every royalty line, in written order."""
        lines = {self.path.child("royalty"): self.payments.royalty} if self.payments.royalty else {}
        lines |= {self.path.child("royalties", key): line for key, line in self.payments.royalties.items()}
        for path, line in lines.items():
            yield self.royalty(path, line, *self.between())

    def royalty(
        self, path: Path, line: Royalty, payer: str, payee: str, *, after_opt_out: bool = False
    ) -> RoyaltyPlan:
        """One royalty line."""
        read, tiers, floor, cap = self.leaves.read, line.tiers or [], line.floor, line.cap

        def maybe(value: object, *steps: str) -> Leaf | None:
            return None if value is None else read(value, path.child(*steps))

        rates = [
            read(tier.rate, path.child("tiers", i, "rate")) if tier.per_unit is None
            else read(tier.per_unit, path.child("tiers", i, "per_unit"))
            for i, tier in enumerate(tiers)
        ]  # fmt: skip
        if line.rate is not None:
            rates = [read(line.rate, path.child("rate"))]
        if line.per_unit is not None:
            rates = [read(line.per_unit, path.child("per_unit"))]
        ends = [
            read(tier.up_to, path.child("tiers", i, "up_to"))
            for i, tier in enumerate(tiers)
            if tier.up_to is not None
        ]
        if tiers and tiers[-1].up_to is not None:
            rates.append(0.0)
        return RoyaltyPlan(
            path=path,
            payer=payer,
            payee=payee,
            rates=tuple(rates),
            ends=tuple(ends),
            cells=tuple(cell for cell in self.cells if not line.markets or cell in line.markets),
            from_=line.from_,
            until=line.until,
            steps=tuple(self._steps(path.child("adjust"), line)),
            floor_share=maybe(floor.share if floor else None, "floor", "share"),
            floor_rate=maybe(floor.rate if floor else None, "floor", "rate"),
            cap_year=maybe(cap.per_year if cap else None, "cap", "per_year"),
            cap_life=maybe(cap.lifetime if cap else None, "cap", "lifetime"),
            cap_multiple=maybe(cap.multiple_of_paid if cap else None, "cap", "multiple_of_paid"),
            minimum=None if line.minimum is None else self._minimum(path.child("minimum"), line.minimum),
            base=line.base,
            lifetime=line.accumulate == "lifetime",
            buy_out=self._buy_out(path.child("buy_out"), line, payer),
            after_opt_out=after_opt_out,
        )

    def _buy_out(self, path: Path, line: Royalty, payer: str) -> BuyOutPlan | None:
        term = line.buy_out
        if term is None:
            return None
        return BuyOutPlan(
            DecisionPlan(path, payer, term.at, term.take), self.leaves.read(term.price, path.child("price"))
        )

    def _minimum(self, path: Path, term: Minimum) -> MinimumPlan:
        rungs = tuple(
            self.leaves.read(rung, path.child("ladder", i)) for i, rung in enumerate(term.ladder or ())
        )
        if term.amount is not None:
            rungs = (self.leaves.read(term.amount, path.child("amount")),)
        return MinimumPlan(path, rungs, term.from_, term.until, term.carry_forward)

    def _steps(self, at: Path, line: Royalty) -> Iterator[StepPlan]:
        read = self.leaves.read
        for index, step in enumerate(line.adjust):
            path = at.child(index)
            match step:
                case StepDown():
                    yield StepPlan(
                        "step_down", path, read(step.step_down, path.child("step_down")), step.when, step.at
                    )
                case Stacking():
                    size, of = read(step.stacking, path.child("stacking")), tuple(step.of)
                    yield StepPlan("stacking", path, size, of=of, carry_forward=step.carry_forward)
                case Combination():
                    yield StepPlan("combination", path, read(step.combination, path.child("combination")))
                case Holiday():
                    yield StepPlan("holiday", path, read(step.holiday, path.child("holiday")))


def _at(milestone: Milestone, scope: tuple[str, ...]) -> Event | None:
    """The event of a milestone; once for each cell, `first sale` is that of the cell."""
    event = milestone.at
    if scope and isinstance(event, Moment) and event.anchor == FirstSale():
        return Moment(FirstSale(scope[0]), event.later, event.earlier, event.text)
    return event
