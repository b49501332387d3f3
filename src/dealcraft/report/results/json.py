"""A valuation as valuation.v1 JSON, at full precision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from json import dumps

from dealcraft.analysis.compare import Place
from dealcraft.analysis.currencies import Currency
from dealcraft.analysis.tax_changes import TaxChange
from dealcraft.analysis.tax_path import TaxPath, tax_path
from dealcraft.analysis.turning import Turning
from dealcraft.engine.result import PartyValue, StructureValue
from dealcraft.law.withholding import Answer as Told
from dealcraft.report.models import FoundSheet, Output
from dealcraft.report.models_valuation import (
    RankedStructure,
    ToldFinding,
    TurningPoint,
    Valuation,
    ValuedChecks,
    ValuedClause,
    ValuedCurrency,
    ValuedDecision,
    ValuedDistribution,
    ValuedLaunch,
    ValuedParty,
    ValuedSettings,
    ValuedState,
    ValuedStructure,
    ValuedTaxChange,
    ValuedTaxSource,
)
from dealcraft.report.results.answer import Answer


def json(answers: Sequence[Answer], *, alone: bool = True) -> str:
    """One object, laid out; several, or one that does not stand *alone* in its output, are one line each."""
    return dumped([model(answer) for answer in answers], alone=alone)


def dumped(models: Sequence[Output], *, alone: bool = True) -> str:
    """The same of any kind of output."""
    trees = [model.model_dump(mode="json", by_alias=True) for model in models]
    indent = 2 if alone and len(trees) == 1 else None
    return "".join(dumps(tree, ensure_ascii=False, allow_nan=False, indent=indent) + "\n" for tree in trees)


def found_sheet(answer: Answer) -> FoundSheet:
    """Which sheet *answer* is about."""
    return FoundSheet(
        id=answer.sheet.id or "",
        title=answer.sheet.title,
        file=readable(answer.file),
        sha256=answer.sha256,
    )


def model(answer: Answer) -> Valuation:
    """*answer* as valuation.v1."""
    return Valuation(
        sheet=found_sheet(answer),
        settings=ValuedSettings.model_validate(asdict(answer.valuation.settings)),
        structures={name: _structure(answer, value) for name, value in answer.valuation.structures.items()},
        ranking={
            party: tuple(_ranked(place) for place in places)
            for party, places in answer.comparison.ranking.items()
        },
        turning_points=None if answer.turning is None else tuple(_turning(one) for one in answer.turning),
        findings=tuple(
            ToldFinding(code=d.code, severity=d.severity.word, path=str(d.path), message=d.message)
            for d in answer.diagnostics
        ),
    )


def _turning(one: Turning) -> TurningPoint:
    found = {"path": str(one.lever.path), "from": one.lever.now, "to": one.to, "makes_first": one.makes_first}
    return TurningPoint.model_validate(found)


def _structure(answer: Answer, value: StructureValue) -> ValuedStructure:
    outside = {party: stands.npv for party, stands in answer.comparison.outside.items()}
    close = answer.closer if answer.closer is not None and answer.closer.structure == value.name else None
    return ValuedStructure(
        kind=value.kind,
        parties={
            party: _party(worth, outside.get(party, 0.0), tax_path(answer.sheet, value, party))
            for party, worth in value.parties.items()
        },
        clauses=tuple(
            ValuedClause(
                path=str(c.path),
                kind=c.kind,
                payer=c.payer,
                payee=c.payee,
                nominal=c.nominal,
                pv=dict(c.pv),
                errors=dict(c.errors),
            )
            for c in value.clauses
        ),
        states=tuple(_state(value)),
        decisions=tuple(
            ValuedDecision(path=str(d.path), holder=d.holder, at=d.at, chance=d.chance, worth=dict(d.worth))
            for d in value.decisions
        ),
        headline=value.headline,
        certain_share=value.certain_share,
        effective_royalty=dict(value.effective_royalty),
        ownership=value.ownership,
        horizon_value_beyond=dict(value.horizon_value_beyond),
        currencies=None if close is None else tuple(_currency(one) for one in close.currencies),
        tax_changes=None if close is None else tuple(_tax_change(change) for change in close.tax_changes),
        checks=ValuedChecks(conservation=value.conservation, clauses_sum_to_npv=value.clauses_sum_to_npv),
    )


def _state(value: StructureValue) -> Sequence[ValuedState]:
    lines: Sequence[Mapping[str, object]] = [
        {
            "agreement": str(s.agreement), "path": str(s.path), "from": s.before, "to": s.after,
            "chance": s.chance, "expected_date": s.expected_date,
        }
        for s in value.states
    ]  # fmt: skip
    return [ValuedState.model_validate(line) for line in lines]


def _currency(one: Currency) -> ValuedCurrency:
    return ValuedCurrency(
        code=one.code, contribution=dict(one.contribution), weaker=one.weaker, stronger=one.stronger
    )


def _tax_change(change: TaxChange) -> ValuedTaxChange:
    now = change.now
    return ValuedTaxChange(
        change=change.kind, path=str(now.path), payer=now.payer, payee=now.payee, now=now.rate,
        now_rests_on=_tax_source(now.answer), rate=change.rate, countries=change.countries,
        effect=dict(change.effect), rests_on=_tax_source(change.answer),
    )  # fmt: skip


def _tax_source(found: Told | None) -> ValuedTaxSource | None:
    if found is None:
        return None
    return ValuedTaxSource(
        rate=float(found.upper), certain=found.certain, basis=found.basis, source=found.source,
        as_of=found.as_of, confidence=found.confidence, conditions=found.conditions,
    )  # fmt: skip


def _party(value: PartyValue, outside: float, path: TaxPath) -> ValuedParty:
    launched = value.if_launched
    return ValuedParty(
        npv=value.npv, npv_if_success=value.npv_if_success, share=value.share, irr=value.irr,
        payback=value.payback, peak_funding=value.peak_funding, first_cash=value.first_cash, tax=value.tax,
        withholding=value.withholding, net_by_year=dict(value.net_by_year),
        distribution=ValuedDistribution.model_validate(asdict(value.distribution)),
        if_launched=ValuedLaunch.model_validate(asdict(launched)) if launched else None,
        outside=outside, view=value.view, view_error=value.view_error, from_abroad=path.gross, credited=path.credited, leakage=value.leakage,
        left_from_abroad=path.net, keeps=value.keeps,
    )  # fmt: skip


def _ranked(place: Place) -> RankedStructure:
    return RankedStructure(
        structure=place.structure,
        npv=place.npv,
        lead=place.lead,
        within_noise=place.within_noise,
        below_outside=place.below_outside,
        dominated_by=place.dominated_by,
        chance_ahead=dict(place.chance_ahead),
        chance_ahead_error=dict(place.chance_ahead_error),
    )


def readable(name: str) -> str:
    """A file's name as JSON can hold it: bytes of it that are no UTF-8 by their numbers."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
