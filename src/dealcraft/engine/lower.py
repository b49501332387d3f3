"""From a sheet to its plan: every default filled in, every quantity a plain number."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator

from dealcraft.engine.leaf import Leaf, at_base
from dealcraft.engine.leaves import Leaves
from dealcraft.engine.lower_clauses import with_abandonment
from dealcraft.engine.lower_terms import lower_agreement
from dealcraft.engine.plan import (
    AssetPlan,
    CellPlan,
    Losses,
    PartyPlan,
    PatentPlan,
    PhasePlan,
    Plan,
    ReliefPlan,
    SalesPlan,
    StructurePlan,
    ThirdPartyPlan,
)
from dealcraft.engine.timeline import PER_YEAR, THETA, Timeline
from dealcraft.law.income_tax import credit_rule, relief
from dealcraft.terms.assets import Asset, Right
from dealcraft.terms.markets import Costs, Market, Sales
from dealcraft.terms.parties import Capability, Party
from dealcraft.terms.sheet import Correlation, Sheet, agreements_of
from dealcraft.terms.structures import CollaborationFields, Retain, Structure
from dealcraft.units import Path

NEVER = float("inf")
EXPIRING = ("patent", "design")


def lower(sheet: Sheet, *, open_: frozenset[Path] = frozenset()) -> Plan:
    """The plan of *sheet*, which must have no errors; leaves at the paths *open_* get a slot each, certain as stated.

    Raises UsageError for an amount in a currency without a rate.
    """
    settings = sheet.valuation
    if settings.date is None:
        raise ValueError("a sheet without valuation date cannot be lowered")
    timeline = Timeline(
        settings.date, PER_YEAR[settings.grid], THETA[settings.timing], float(settings.horizon),
        settings.royalty_year == "anniversary",
    )  # fmt: skip
    pairs = sheet.uncertainty.correlations if sheet.uncertainty else []
    correlated = frozenset(Path.parse(text) for pair in pairs for text in pair.between)
    leaves = Leaves(settings.currency, correlated, open_=open_)
    leaves.rates(sheet.fx)
    parties = {name: _party(leaves, name, party, settings.date) for name, party in sheet.parties.items()}
    assets = {name: _asset(leaves, sheet, timeline, name, asset) for name, asset in sheet.assets.items()}
    cells = {name: _cell(leaves, sheet, timeline, name, market) for name, market in sheet.markets.items()}
    structures = {
        name: _structure(leaves, sheet, cells, name, term) for name, term in sheet.structures.items()
    }
    effective = timeline.t(sheet.effective_date or settings.date)
    usd = 1.0 if settings.currency == "USD" else leaves.fx.get("USD")
    return Plan(
        timeline, effective, sheet.decides, parties, assets, cells, structures, tuple(leaves.slots),
        tuple(_correlations(leaves, pairs)),
        leaves.largest, None if usd is None else at_base(usd),
    )  # fmt: skip


def _correlations(leaves: Leaves, pairs: list[Correlation]) -> Iterator[tuple[int, int, float]]:
    """Pairs of slots and 2 sin(pi rank / 6), the correlation of their normal copula."""
    for pair in pairs:
        first, second = (leaves.index_of(Path.parse(text)) for text in pair.between)
        if first is not None and second is not None:
            yield first, second, 2.0 * math.sin(math.pi * float(pair.rank) / 6.0)


def _credit(party: Party, on: dt.date) -> tuple[float, bool]:
    """How long unused foreign tax credit is carried forward, and whether by country: as stated, else by the table."""
    if party.foreign_tax_credit is not None:
        return float(party.foreign_tax_credit.carry_forward), False
    rule = credit_rule(party.country, on) if party.country else None
    return (0.0, False) if rule is None else (rule.years, bool(rule.by_country))


def _reliefs(party: Party, on: dt.date) -> Iterator[ReliefPlan]:
    """The reliefs claimed that are in force and open to a party of its size."""
    for name in party.reliefs:
        found = relief(name, on)
        if (
            found is not None
            and found.country == party.country
            and (not found.sizes or party.size in found.sizes)
        ):
            yield ReliefPlan(
                float(found.share), found.income == "price", frozenset(found.rights), frozenset(found.payers)
            )


def _party(leaves: Leaves, name: str, party: Party, on: dt.date) -> PartyPlan:
    path = Path(("parties", name))
    years, by_country = _credit(party, on)
    can = party.capability or Capability()
    at = path.child("capability")
    carried = party.loss_treatment.carry_forward
    losses = Losses(party.loss_treatment.treatment)
    if carried is not None:
        below = path.child("losses", "carry_forward")
        opening = leaves.read(carried.opening, below.child("opening"))
        limit = leaves.read(carried.limit, below.child("limit"), 1.0)
        losses = Losses("carry_forward", opening, limit, float(carried.expires) if carried.expires else None)
    return PartyPlan(
        id=name,
        country=party.country,
        rate=leaves.read(party.discount_rate, path.child("discount_rate")),
        tax_rate=leaves.read(party.tax_rate, path.child("tax_rate")),
        royalty_rate=None
        if party.royalty_tax_rate is None
        else leaves.read(party.royalty_tax_rate, path.child("royalty_tax_rate")),
        losses=losses,
        credit_years=years,
        credit_by_country=by_country,
        reliefs=tuple(_reliefs(party, on)),
        sales=leaves.read(can.sales, at.child("sales"), 1.0),
        launch_delay=leaves.read(can.launch_delay, at.child("launch_delay")),
        time=leaves.read(can.development_time, at.child("development_time"), 1.0),
        cost=leaves.read(can.development_cost, at.child("development_cost"), 1.0),
        success=leaves.read(can.success, at.child("success"), 1.0),
        cell_sales={
            cell: leaves.read(own.sales, at.child("markets", cell, "sales"))
            for cell, own in can.markets.items()
            if own.sales is not None
        },
        cell_delay={
            cell: leaves.read(own.launch_delay, at.child("markets", cell, "launch_delay"))
            for cell, own in can.markets.items()
            if own.launch_delay is not None
        },
        shelving=leaves.read(party.shelving, path.child("shelving")),
    )


def _asset(leaves: Leaves, sheet: Sheet, timeline: Timeline, name: str, asset: Asset) -> AssetPlan:
    path = Path(("assets", name))
    available = asset.available or sheet.effective_date
    phases = []
    for key, phase in asset.development.items():
        at = path.child("development", key)
        years = tuple(leaves.read(c, at.child("costs_by_year", i)) for i, c in enumerate(phase.costs_by_year))
        phases.append(
            PhasePlan(
                name=key,
                path=at.child("costs_by_year" if years else "cost"),
                duration=leaves.read(phase.duration, at.child("duration")),
                cost=leaves.read(phase.cost, at.child("cost")),
                by_year=years,
                spend=phase.spend,
                success=leaves.read(phase.success, at.child("success"), 1.0),
                goes_on=phase.continue_,
            )
        )
    own_cells = tuple(cell for cell in sheet.markets if sheet.asset_of(cell) == name)
    return AssetPlan(
        id=name,
        owner=sheet.owner_of(name),
        available=timeline.t(available) if available else 0.0,
        phases=tuple(phases),
        third_party=tuple(
            ThirdPartyPlan(
                key, path.child("third_party", key), leaves.read(owed.rate, path.child("third_party", key, "rate")),
                tuple(owed.markets) or own_cells, owed.from_, owed.until,
            )
            for key, owed in asset.third_party.items()
        ),
        patents=tuple(_patent(timeline, key, right) for key, right in asset.rights.items() if _counts(right)),
        kinds={key: right.kind for key, right in asset.rights.items()},
    )  # fmt: skip


def _counts(right: Right) -> bool:
    return right.kind == "patent" and right.status == "granted" and right.countries is not None


def _patent(timeline: Timeline, name: str, right: Right) -> PatentPlan:
    countries = right.countries.countries if right.countries else frozenset[str]()
    return PatentPlan(name, countries, _end_of(timeline, right.expires))


def _end_of(timeline: Timeline, day: dt.date | None) -> float:
    return NEVER if day is None else timeline.t(day)


def _cell(leaves: Leaves, sheet: Sheet, timeline: Timeline, name: str, market: Market) -> CellPlan:
    path, costs, after = Path(("markets", name)), market.costs or Costs(), market.after_exclusivity
    in_currency = market.currency

    def read(value: object, *steps: str | int, default: float = 0.0) -> Leaf:
        return leaves.read(value, path.child(*steps), default, currency=in_currency)

    return CellPlan(
        id=name,
        path=path,
        asset=sheet.asset_of(name) or "",
        countries=market.territory.countries,
        launch=market.launch,
        sales=_sales(leaves, timeline, path.child("sales"), market.sales or Sales(by_year=[]), in_currency),
        exclusivity=market.exclusivity_ends,
        decline=read(after.decline if after else None, "after_exclusivity", "decline"),
        over=read(after.over if after else None, "after_exclusivity", "over"),
        goods=read(costs.goods, "costs", "goods"),
        selling=read(costs.selling, "costs", "selling"),
        fixed=read(costs.fixed, "costs", "fixed"),
        launch_cost=read(costs.launch, "costs", "launch"),
        cost_by_year=tuple(read(c, "costs", "by_year", i) for i, c in enumerate(costs.by_year or ())),
        working_capital=read(market.working_capital, "working_capital"),
    )


def _sales(leaves: Leaves, timeline: Timeline, path: Path, sales: Sales, currency: str | None) -> SalesPlan:
    net = leaves.read(sales.deductions, path.child("deductions"))
    price = leaves.read(sales.price, path.child("price"), 1.0, currency=currency)
    if sales.peak is not None:
        return SalesPlan(
            "curve",
            peak=leaves.read(sales.peak, path.child("peak"), currency=currency),
            time_to_peak=leaves.read(sales.time_to_peak, path.child("time_to_peak")),
            s_curve=sales.shape == "s_curve",
            growth=leaves.read(sales.growth, path.child("growth"), positive=False),
            net=net,
            price=price,
        )
    if sales.calendar is not None:
        years = sorted(sales.calendar)
        figures = {
            int(y): leaves.read(sales.calendar[y], path.child("calendar", y), currency=currency)
            for y in years
        }
        span = range(int(years[0]), int(years[-1]) + 1) if years else range(0)
        starts = tuple(timeline.t(dt.date(year, 1, 1)) for year in (*span, span.stop)) if years else ()
        by_calendar = tuple(figures.get(year, 0.0) for year in span)
        return SalesPlan("calendar", figures=by_calendar, starts=starts, net=net, price=price)
    amounts = sales.by_year or ()
    figures_by_year = tuple(
        leaves.read(f, path.child("by_year", i), currency=currency) for i, f in enumerate(amounts)
    )
    return SalesPlan("by_year", figures=figures_by_year, net=net, price=price)


def _structure(
    leaves: Leaves, sheet: Sheet, cells: dict[str, CellPlan], name: str, term: Structure
) -> StructurePlan:
    path = Path(("structures", name))
    assets = tuple(term.assets) or tuple(sheet.assets)
    own_cells = tuple(cell for cell, plan in cells.items() if plan.asset in assets)
    owners = {asset: sheet.owner_of(asset) for asset in assets}
    owner = next(iter(owners.values()), sheet.decides)
    agreements = tuple(
        with_abandonment(lower_agreement(leaves, sheet, at, agreement, assets, own_cells), sheet)
        for at, agreement in agreements_of(sheet, name)
    )
    developers = dict(owners)
    for agreement in agreements:
        for asset in agreement.assets:
            developers[asset] = agreement.seller
    if not isinstance(term, Retain) and term.developer:
        developers = dict.fromkeys(owners, term.developer)
    costs = {p: leaves.read(s, path.child("development_costs", p)) for p, s in term.development_costs.items()}
    if isinstance(term, CollaborationFields) and term.cost_share:
        costs = {}
    return StructurePlan(
        name=name,
        path=path,
        kind=term.kind,
        assets=assets,
        cells=own_cells,
        agreements=agreements,
        developers=developers,
        development_costs=costs,
        idle=term.retained == "idle",
        overheads={
            owner if who == "owner" and who not in sheet.parties else who: leaves.read(
                cost,
                path.child("overheads")
                if who == "owner" and who not in sheet.parties
                else path.child("overheads", who),
            )
            for who, cost in term.overheads.items()
        },
        rates={p: leaves.read(r, path.child("discount_rates", p)) for p, r in term.discount_rates.items()},
    )
