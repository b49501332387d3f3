"""A negotiation as negotiation.v1 JSON, at full precision."""

from __future__ import annotations

from dataclasses import asdict

from dealcraft.analysis.counter import Counter, Offer
from dealcraft.analysis.negotiation import Negotiation as Asked
from dealcraft.analysis.zone import Point, Zone
from dealcraft.report.models_negotiation import (
    CommonRate,
    CounterOffer,
    CounterTerms,
    FrontierPoint,
    Negotiation,
    TablePoint,
    TradedTerm,
)
from dealcraft.report.models_valuation import ValuedSettings
from dealcraft.report.results.answer import Answer
from dealcraft.report.results.json import dumped, found_sheet


def json(answer: Answer, found: Asked) -> str:
    """One object, laid out."""
    zone, front = found.zone, found.frontier
    levers = (zone.lever,) if zone else front.levers if front else ()
    model = Negotiation(
        sheet=found_sheet(answer),
        settings=ValuedSettings.model_validate(asdict(answer.valuation.settings)),
        structure=found.structure,
        paths=tuple(str(one.path) for one in levers),
        bracket=zone.bracket if zone else None,
        outside=dict(zone.outside) if zone else {},
        zone=zone.zone if zone else (),
        nash=zone.nash.value if zone and zone.nash else None,
        equal_gain=zone.equal_gain.value if zone and zone.equal_gain else None,
        points=tuple(_point(one) for one in points(zone)) if zone else (),
        common=CommonRate.model_validate(asdict(zone.common)) if zone and zone.common else None,
        short=dict(zone.short) if zone else {},
        frontier=tuple(FrontierPoint.model_validate(asdict(one)) for one in front.pairs) if front else (),
        counter=_counter(found.counter) if found.counter else None,
        trades=tuple(
            TradedTerm(path=str(t.lever.path), moves=dict(t.moves), gives=t.gives, rises=t.rises)
            for t in found.trades
        ),
    )
    return dumped([model])


def points(zone: Zone) -> list[Point]:
    """All that were looked at, in the order of their values."""
    known = [zone.now, *zone.across, *(one for one in (zone.nash, zone.equal_gain) if one)]
    return sorted({one.value: one for one in known}.values(), key=lambda one: one.value)


def _point(one: Point) -> TablePoint:
    return TablePoint(value=one.value, npv=dict(one.npv), gain=dict(one.gain))


def _counter(found: Counter) -> CounterOffer:
    return CounterOffer(
        party=found.party,
        conceded=tuple(str(path) for path in found.conceded),
        before=dict(found.before),
        after=dict(found.after),
        together=_offer(found.together),
        alone={str(path): _offer(offer) for path, offer in found.alone.items()},
    )


def _offer(offer: Offer | None) -> CounterTerms | None:
    if offer is None:
        return None
    terms = {str(path): number for path, number in offer.terms.items()}
    return CounterTerms(terms=terms, npv=dict(offer.npv), problem=offer.problem)
