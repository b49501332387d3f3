"""What a structure's value hangs on as sensitivity.v1 JSON, at full precision."""

from __future__ import annotations

from dataclasses import asdict

from dealcraft.analysis.sensitivity import Grid, Sensitivity, Swing
from dealcraft.report.models_sensitivity import Leading, MovedNumber, Sensitivities, TwoNumbers
from dealcraft.report.models_valuation import ValuedSettings
from dealcraft.report.results.answer import Answer
from dealcraft.report.results.json import dumped, found_sheet


def json(answer: Answer, found: Sensitivity) -> str:
    """One object, laid out."""
    model = Sensitivities(
        sheet=found_sheet(answer),
        settings=ValuedSettings.model_validate(asdict(answer.valuation.settings)),
        structure=found.structure,
        party=found.party,
        base=dict(found.base),
        every=dict(found.every),
        leading=_leading(found),
        rows=tuple(_moved(found, row) for row in found.rows),
        still=found.still,
        sketched=found.sketched,
        grid=None if found.grid is None else _grid(found.grid),
    )
    return dumped([model])


def _leading(found: Sensitivity) -> Leading | None:
    lead = found.lead()
    if found.leading is None or lead is None:
        return None
    return Leading(first=found.leading[0], second=found.leading[1], lead=lead)


def _moved(found: Sensitivity, row: Swing) -> MovedNumber:
    return MovedNumber(
        path=str(row.lever.path), now=row.lever.now, low=row.lever.low, high=row.lever.high,
        npv_low=dict(row.low), npv_high=dict(row.high), every_low=dict(row.every_low), every_high=dict(row.every_high),
        lead_low=found.lead(row.every_low), lead_high=found.lead(row.every_high),
    )  # fmt: skip


def _grid(grid: Grid) -> TwoNumbers:
    one, other = grid.levers
    return TwoNumbers(
        paths=(str(one.path), str(other.path)), values=grid.values, npv=dict(grid.npv), first=grid.first
    )
