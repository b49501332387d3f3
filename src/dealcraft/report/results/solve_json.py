"""The values of a term that meet a target as solution.v1 JSON, at full precision."""

from __future__ import annotations

from dataclasses import asdict
from math import isnan

from dealcraft.analysis.solve import Solution, Stand
from dealcraft.report.models_solution import Leapt, NotSound, Solutions, SolvedNumber
from dealcraft.report.models_valuation import ValuedSettings
from dealcraft.report.results._solved import changes, reason
from dealcraft.report.results.answer import Answer
from dealcraft.report.results.json import dumped, found_sheet


def json(answer: Answer, found: Solution) -> str:
    """One object, laid out."""
    model = Solutions(
        sheet=found_sheet(answer),
        settings=ValuedSettings.model_validate(asdict(answer.valuation.settings)),
        path=str(found.lever.path),
        target=found.target.text,
        bracket=found.bracket,
        now=_stand(found.now, {}),
        solutions=tuple(_stand(stand, changes(found, stand)) for stand in found.solutions),
        leaps=tuple(Leapt(value=one.at, before=one.before, after=one.after) for one in found.leaps),
        unsound=tuple(NotSound(value=one.at, error=one.wrong) for one in found.unsound),
        between=found.between,
        reason=reason(found),
    )
    return dumped([model])


def _stand(stand: Stand, made: dict[str, str]) -> SolvedNumber:
    return SolvedNumber(
        value=stand.value, changes=made, left=_known(stand.left), right=_known(stand.right),
        residual=_known(stand.residual), npv={name: dict(worth) for name, worth in stand.npv.items()},
    )  # fmt: skip


def _known(amount: float) -> float | None:
    return None if isnan(amount) else amount
