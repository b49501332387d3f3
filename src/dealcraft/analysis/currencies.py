"""What each currency of a sheet contributes to the value of a structure, and what a move of its rate would do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from dealcraft.engine.axes import Outcome
from dealcraft.engine.result import Run
from dealcraft.engine.stack import outcomes
from dealcraft.terms.paths import replace_all
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path, read_quantity
from dealcraft.units.spelling import plain

MOVE: Final = Decimal("0.1")
"""How far a rate of exchange is moved, down and up."""
_STEP: Final = Decimal("0.00001")
"""A move so small that it crosses no tier, cap or threshold."""
_SAME: Final = 1e-8
"""Times the largest value: a figure below this is what rounding left of 0."""
_KEPT: Final = ("chance", "known")
"""Keys of a distribution that hold no amounts."""


@dataclass(frozen=True, slots=True)
class Currency:
    """One currency in which a sheet states amounts; figures by party, in the valuation currency."""

    code: str
    contribution: Mapping[str, float]
    """The part of the value that moves with it; those of all currencies sum to the expected value."""
    weaker: Mapping[str, float] | None = None
    """How the value changes where it is worth a tenth less; None of the valuation currency itself."""
    stronger: Mapping[str, float] | None = None
    """The same where it is worth a tenth more."""


def currencies(sheet: Sheet, structure: str, *, run: Run = "expected", seed: int = 0) -> tuple[Currency, ...]:
    """What each currency contributes to *structure*; none where only the valuation currency does.

    Scaling all money scales every value (a law of the engine), so that the value V is the sum over all currencies c of
    dV / d ln(rate of c), whatever tiers, caps and taxes stand between: the contribution of c. What is left over after
    the other currencies is that of the valuation currency, in which everything else is stated.
    """
    if not sheet.fx:
        return ()
    moves = (_STEP, -MOVE, MOVE)
    sheets = [sheet, *(_with_rate(sheet, code, 1 + move) for code in sheet.fx for move in moves)]
    now, *moved = (found[structure] for found in outcomes(sheets, run=run, seed=seed, structures=[structure]))
    nothing = _SAME * max((abs(now.npv(party)) for party in now.npvs), default=0.0)
    found = [
        _currency(code, now, moved[at : at + len(moves)], nothing)
        for code, at in zip(sheet.fx, range(0, len(moved), len(moves)), strict=True)
    ]
    found = [one for one in found if _matters(one)]
    if not found:
        return ()
    rest = {
        party: _or_nothing(now.npv(party) - sum(one.contribution[party] for one in found), nothing)
        for party in now.npvs
    }
    return (Currency(sheet.valuation.currency, rest), *found)


def _currency(code: str, now: Outcome, moved: list[Outcome], nothing: float) -> Currency:
    step, weaker, stronger = (
        {party: other.npv(party) - now.npv(party) for party in now.npvs} for other in moved
    )
    return Currency(
        code,
        {party: _or_nothing(change / float(_STEP), nothing) for party, change in step.items()},
        {party: _or_nothing(change, nothing) for party, change in weaker.items()},
        {party: _or_nothing(change, nothing) for party, change in stronger.items()},
    )


def _or_nothing(amount: float, nothing: float) -> float:
    """*amount*, or 0 where it is what rounding left."""
    return amount if abs(amount) > nothing else 0.0


def _matters(one: Currency) -> bool:
    return any(amount for by_party in (one.weaker, one.stronger) if by_party for amount in by_party.values())


def _with_rate(sheet: Sheet, code: str, factor: Decimal) -> Sheet:
    """*sheet* with another rate of exchange; an uncertain one is moved as a whole."""
    return replace_all(sheet, {Path(("fx", code)): _times(sheet.data["fx"][code], factor)})


def _times(term: Any, factor: Decimal) -> Any:
    match term:
        case dict():
            return {key: value if key in _KEPT else _times(value, factor) for key, value in term.items()}
        case list():
            return [_times(value, factor) for value in term]
        case _:
            return plain(read_quantity(str(term)).value * factor)
