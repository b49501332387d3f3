"""From the terms of an agreement to its plan."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.engine.leaves import Leaves
from dealcraft.engine.plan_terms import (
    AgreementPlan,
    ClausePlan,
    Credit,
    ExtensionPlan,
    MinimumPlan,
    RecoveryPlan,
    RoyaltyPlan,
    StepPlan,
    SumPlan,
)
from dealcraft.terms.diligence import Diligence, Recovery, StepIn
from dealcraft.terms.events import Event, FirstSale, Moment
from dealcraft.terms.milestones import Creditable, Milestone
from dealcraft.terms.payments import Payments
from dealcraft.terms.royalties import Combination, Holiday, Minimum, Royalty, Stacking, StepDown
from dealcraft.terms.sheet import Sheet, sides
from dealcraft.terms.structures import (
    Agreement,
    AssignmentFields,
    AssignmentTax,
    CollaborationFields,
    LicenceFields,
)
from dealcraft.units import Path

NEVER = float("inf")
DEFAULT_LIFE = 10.0
"""Years over which acquired rights are deducted unless the sheet says otherwise."""
DEFAULT_KEEP = 0.5
"""Part of a cell that a licensee made non-exclusive keeps at most."""


def lower_agreement(
    leaves: Leaves, sheet: Sheet, path: Path, term: Agreement, assets: tuple[str, ...], cells: tuple[str, ...]
) -> AgreementPlan:
    """The plan of one agreement over those of *cells* that its grant covers."""
    chosen = tuple(term.grant.assets) or assets
    grantor, acquirer = sides(sheet, term, sheet.owner_of(chosen[0]) if chosen else sheet.decides)
    covered = tuple(cell for cell in cells if sheet.asset_of(cell) in chosen and _covers(sheet, term, cell))
    share, shares_cells, until = 1.0, False, None
    clauses: list[ClausePlan] = []
    seller = acquirer
    if isinstance(term, LicenceFields):
        share = leaves.read(term.grant.share, path.child("grant", "share"), 1.0)  # type: ignore[assignment]
        shares_cells = term.grant.exclusivity != "exclusive"
        until = term.grant.until
        clauses = [_date(leaves, path.child("diligence", key), d) for key, d in term.diligence.items()]
        clauses += [_trigger(leaves, path.child("step_in", key), s) for key, s in term.step_in.items()]
    if isinstance(term, AssignmentFields):
        clauses = [_trigger(leaves, path.child("reversion", key), s) for key, s in term.reversion.items()]
    shared: dict[str, dict[str, object]] = {}
    if isinstance(term, CollaborationFields):
        seller = term.lead or acquirer
        clauses = [_trigger(leaves, path.child("step_in", key), s) for key, s in term.step_in.items()]
        shared = {
            "cost_share": {p: leaves.read(s, path.child("cost_share", p)) for p, s in term.cost_share.items()},
            "profit_share": {p: leaves.read(s, path.child("profit_share", p)) for p, s in term.profit_share.items()},
            "phase_cost_share": {
                phase: {p: leaves.read(s, path.child("phase_cost_share", phase, p)) for p, s in split.items()}
                for phase, split in term.phase_cost_share.items()
            },
        }
    payments, at = term.payments, path.child("payments")
    withheld = payments.withholding
    deduct = term.tax.amortise_over if term.tax else None
    seller_rate = term.tax.seller_rate if isinstance(term.tax, AssignmentTax) else None
    default_life = 0.0 if isinstance(term, CollaborationFields) else DEFAULT_LIFE
    return AgreementPlan(
        path=path,
        kind=term.kind,
        grantor=grantor,
        acquirer=acquirer,
        seller=seller,
        effective=term.effective,
        assets=chosen,
        cells=covered,
        rights=frozenset(term.grant.rights),
        share=share,
        shares_cells=shares_cells,
        until=until,
        clauses=tuple(clauses),
        sums=tuple(_sums(leaves, at, payments, grantor, acquirer, covered)),
        royalties=tuple(_royalties(leaves, at, payments, grantor, acquirer, covered)),
        withholding=leaves.read(withheld.rate, at.child("withholding", "rate")) if withheld else 0.0,
        gross_up=bool(withheld and withheld.gross_up),
        amortise=0.0 if isinstance(term, CollaborationFields) else leaves.read(
            deduct, path.child("tax", "amortise_over"), default_life
        ),
        seller_rate=None if seller_rate is None else leaves.read(seller_rate, path.child("tax", "seller_rate")),
        **shared,  # type: ignore[arg-type]
    )  # fmt: skip


def _covers(sheet: Sheet, term: Agreement, cell: str) -> bool:
    market, grant = sheet.markets[cell], term.grant
    inside = grant.territory is None or grant.territory.covers(market.territory)
    return inside and grant.field.covers(market.field)


def _recovery(leaves: Leaves, path: Path, term: Recovery) -> RecoveryPlan:
    at = path.child("recovery")
    return RecoveryPlan(
        develop=term.develop == "yes",
        delay=leaves.read(term.delay, at.child("delay")),
        sales=None if term.sales is None else leaves.read(term.sales, at.child("sales")),
        cost=leaves.read(term.cost, at.child("cost")),
        keep=leaves.read(term.keep, at.child("keep"), DEFAULT_KEEP),
        licensee_share=leaves.read(term.licensee_share, at.child("licensee_share")),
        reverse_royalty=leaves.read(term.reverse_royalty, at.child("reverse_royalty")),
        reverse_cap=leaves.read(term.reverse_cap, at.child("reverse_cap"), NEVER),
    )


def _date(leaves: Leaves, path: Path, term: Diligence) -> ClausePlan:
    more = term.extension
    at = path.child("extension")
    extension = None
    if more is not None:
        fee, extend = leaves.read(more.fee, at.child("fee")), leaves.read(more.extend, at.child("extend"))
        extension = ExtensionPlan(fee, extend, more.times)
    return ClausePlan(
        path, term.remedy, leaves.read(term.cure, path.child("cure")), _recovery(leaves, path, term.recovery),
        achieve=term.achieve, by=term.by, extension=extension,
    )  # fmt: skip


def _trigger(leaves: Leaves, path: Path, term: StepIn) -> ClausePlan:
    when, at = term.when, path.child("when")
    sales, spend = when.annual_net_sales_below, when.development_spend_below
    return ClausePlan(
        path, term.remedy, leaves.read(term.cure, path.child("cure")), _recovery(leaves, path, term.recovery),
        below=None if sales is None else leaves.read(sales, at.child("annual_net_sales_below")),
        spend_below=None if spend is None else leaves.read(spend, at.child("development_spend_below")),
        lasting=leaves.read(when.for_, at.child("for")),
        from_=when.from_,
    )  # fmt: skip


def _sums(
    leaves: Leaves, at: Path, payments: Payments, grantor: str, acquirer: str, cells: tuple[str, ...]
) -> Iterator[SumPlan]:
    """Upfront, instalments, fees and milestones, each in written order."""

    def between(payer: str | None) -> tuple[str, str]:
        pays = payer or payments.payer or acquirer
        return pays, acquirer if pays == grantor else grantor

    def credit(term: Creditable | None, path: Path) -> Credit | None:
        if term is None:
            return None
        below = path.child("creditable")
        return Credit(
            leaves.read(term.share, below.child("share"), 1.0), leaves.read(term.per_year, below.child("per_year"), 1.0)
        )

    if payments.upfront is not None:
        path = at.child("upfront")
        yield SumPlan(path, "upfront", *between(None), leaves.read(payments.upfront, path))
    for key, part in payments.instalments.items():
        path = at.child("instalments", key)
        amount = leaves.read(part.pay, path.child("pay"))
        yield SumPlan(
            path, "instalment", *between(part.payer), amount, part.at, credit=credit(part.creditable, path)
        )  # fmt: skip
    for key, fee in payments.fees.items():
        path = at.child("fees", key)
        amount = leaves.read(fee.pay, path.child("pay"))
        yield SumPlan(
            path, "fee", *between(fee.payer), amount, fee.at or fee.from_,
            every=float(fee.every) if fee.every else None, until=fee.until, credit=credit(fee.creditable, path),
        )  # fmt: skip
    for key, milestone in payments.milestones.items():
        path = at.child("milestones", key)
        for scope in _scopes(milestone, cells):
            when = milestone.when
            yield SumPlan(
                path, "milestone", *between(milestone.payer), leaves.read(milestone.pay, path.child("pay")),
                _at(milestone, scope),
                annual=None if when is None or when.annual_net_sales is None
                else leaves.read(when.annual_net_sales, path.child("when", "annual_net_sales")),
                cumulative=None if when is None or when.cumulative_net_sales is None
                else leaves.read(when.cumulative_net_sales, path.child("when", "cumulative_net_sales")),
                cells=scope, credit=credit(milestone.creditable, path),
            )  # fmt: skip


def _scopes(milestone: Milestone, cells: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [(cell,) for cell in cells] if milestone.per == "market" else [()]


def _at(milestone: Milestone, scope: tuple[str, ...]) -> Event | None:
    """The event of a milestone; once for each cell, `first sale` is that of the cell."""
    event = milestone.at
    if scope and isinstance(event, Moment) and event.anchor == FirstSale():
        return Moment(FirstSale(scope[0]), event.later, event.earlier, event.text)
    return event


def _royalties(
    leaves: Leaves, at: Path, payments: Payments, grantor: str, acquirer: str, cells: tuple[str, ...]
) -> Iterator[RoyaltyPlan]:
    pays = payments.payer or acquirer
    gets = acquirer if pays == grantor else grantor
    lines = {at.child("royalty"): payments.royalty} if payments.royalty else {}
    lines |= {at.child("royalties", key): line for key, line in payments.royalties.items()}
    for path, line in lines.items():
        yield _royalty(leaves, path, line, pays, gets, cells)


def _royalty(leaves: Leaves, path: Path, line: Royalty, payer: str, payee: str, cells: tuple[str, ...]) -> RoyaltyPlan:
    tiers = line.tiers or []
    rates = tuple(leaves.read(tier.rate, path.child("tiers", i, "rate")) for i, tier in enumerate(tiers))
    if line.rate is not None:
        rates = (leaves.read(line.rate, path.child("rate")),)
    ends = [tier.up_to for tier in tiers]
    if ends and ends[-1] is not None:
        rates = (*rates, 0.0)
    floor, cap, minimum = line.floor, line.cap, line.minimum
    return RoyaltyPlan(
        path=path,
        payer=payer,
        payee=payee,
        rates=rates,
        ends=tuple(leaves.read(end, path.child("tiers", i, "up_to")) for i, end in enumerate(ends) if end is not None),
        cells=tuple(cell for cell in cells if not line.markets or cell in line.markets),
        from_=line.from_,
        until=line.until,
        steps=tuple(_steps(leaves, path.child("adjust"), line)),
        floor_share=None if floor is None or floor.share is None else leaves.read(floor.share, path.child("floor", "share")),
        floor_rate=None if floor is None or floor.rate is None else leaves.read(floor.rate, path.child("floor", "rate")),
        cap_year=None if cap is None or cap.per_year is None else leaves.read(cap.per_year, path.child("cap", "per_year")),
        cap_life=None if cap is None or cap.lifetime is None else leaves.read(cap.lifetime, path.child("cap", "lifetime")),
        minimum=None if minimum is None else _minimum(leaves, path.child("minimum"), minimum),
    )


def _minimum(leaves: Leaves, path: Path, term: Minimum) -> MinimumPlan:
    rungs = tuple(leaves.read(rung, path.child("ladder", i)) for i, rung in enumerate(term.ladder or ()))
    if term.amount is not None:
        rungs = (leaves.read(term.amount, path.child("amount")),)
    return MinimumPlan(path, rungs, term.from_, term.until)


def _steps(leaves: Leaves, at: Path, line: Royalty) -> Iterator[StepPlan]:
    for index, step in enumerate(line.adjust):
        path = at.child(index)
        match step:
            case StepDown():
                size = leaves.read(step.step_down, path.child("step_down"))
                yield StepPlan("step_down", path, size, when=step.when, at=step.at)
            case Stacking():
                size = leaves.read(step.stacking, path.child("stacking"))
                yield StepPlan("stacking", path, size, of=tuple(step.of))
            case Combination():
                yield StepPlan("combination", path, leaves.read(step.combination, path.child("combination")))
            case Holiday():
                yield StepPlan("holiday", path, leaves.read(step.holiday, path.child("holiday")))
