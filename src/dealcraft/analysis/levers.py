"""The numbers of a sheet as levers: where each stands, how far it may go, what gives way when it moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import inf, isfinite
from typing import Any, Final

import numpy as np

from dealcraft.analysis.sound import sound
from dealcraft.engine.axes import Case
from dealcraft.engine.leaves import spread_of
from dealcraft.engine.quantiles import inverse, mean_of
from dealcraft.errors import Unreadable, UsageError
from dealcraft.findings import Finding, catalogue
from dealcraft.terms.paths import DISTRIBUTIONS, PLAIN, Leaf, Plain, get, leaves, replace, replace_all, spell
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.wholes import wholes
from dealcraft.units import Duration, Path, Rate
from dealcraft.units.uncertain import Discrete

STEP: Final = 0.2
"""How far a certain number is moved, as a share of itself."""
TIMES: Final = 10.0
"""How many times what the sheet has an amount is looked for."""
TAILS: Final = (0.1, 0.9)
"""The probabilities between which an uncertain number is moved."""
_SETTINGS: Final = frozenset({"context", "covenants", "valuation", "uncertainty", "exceptions", "view"})
"""Parts of a sheet whose numbers are no term and no fact of the deal, or are read under another path."""
_MAY_FALL: Final = frozenset({"growth"})
"""Keys of rates that may be negative."""


@dataclass(frozen=True, slots=True)
class Lever:
    """One number of a sheet, in its own unit: money in its currency, per year where it runs; rates as fractions."""

    path: Path
    leaf: Leaf
    now: float
    """As the sheet has it; of a distribution its base, else its mean."""
    low: float
    high: float
    """What is tried around it: the 10% and 90% points of a distribution (the ends of a discrete one), else 20%."""
    floor: float
    ceiling: float
    """Between these its place can hold it."""
    others: Mapping[Path, float]
    """Shares of the same whole, as they are: they give way in proportion."""

    def case(self, number: float) -> Case:
        """The sheet with *number* here."""
        rest = sum(self.others.values())
        keep = (1.0 - number) / rest if rest > 0.0 else 0.0
        return {self.path: number, **{path: share * keep for path, share in self.others.items()}}

    def held(self, number: float) -> float:
        """*number*, or the nearest that its place can hold."""
        return min(max(number, self.floor), self.ceiling)

    def spelled(self, number: float) -> str:
        """*number* as the sheet would write it, exactly."""
        return spell(self.leaf, number)

    @property
    def unit(self) -> Plain:
        """A quantity in the unit of the leaf."""
        return _sample(self.leaf)

    @property
    def uncertain(self) -> bool:
        """Whether the sheet states a distribution."""
        return not isinstance(self.leaf, PLAIN)


def lever(sheet: Sheet, path: Path) -> Lever:
    """The number at *path*.

    Raises UnknownPath where the sheet states nothing there, UsageError where that is no number.
    """
    leaf = get(sheet, path)
    if not isinstance(leaf, (*PLAIN, *DISTRIBUTIONS)):
        raise UsageError(f"{path} is no number of the sheet, so it cannot be moved")
    return _lever(path, leaf, _others(sheet).get(path, {}))


def levers(sheet: Sheet) -> Iterator[Lever]:
    """Every number of *sheet* that is a term or a fact of the deal and not 0; of the shares of a whole the first."""
    others, seen = _others(sheet), set[Path]()
    for path, leaf in leaves(sheet):
        if _SETTINGS.isdisjoint(path) and path not in seen:
            found = _lever(path, leaf, others.get(path, {}))
            if found.low < found.high:
                yield found
            seen.update(found.others)


def held(sheet: Sheet, one: Lever, bracket: tuple[float, float] | None) -> tuple[float, float]:
    """The *bracket* in which a number is looked for; without one shares from 0% to 100%, others up to ten times.

    Raises UsageError where its place cannot hold an end of it.
    """
    if bracket is None:
        top = one.ceiling if isfinite(one.ceiling) else TIMES * abs(one.now)
        if isinstance(_sample(one.leaf), Duration):
            top = min(top, float(sheet.valuation.horizon))
        bracket = _standing(sheet, one, max(one.floor, 0.0)), _standing(sheet, one, top or 1.0)
    low, high = bracket
    if not low < high:
        raise UsageError(
            f"nothing lies between {one.spelled(low)} and {one.spelled(high)}; write the lower first"
        )
    for end in bracket:
        if changed(sheet, one.case(end)) is None:
            raise UsageError(f"{one.path} cannot be {one.spelled(end)}")
    return low, high


def _standing(sheet: Sheet, one: Lever, end: float) -> float:
    """*end*, or a tenth of the way back from it where its place holds everything but that, as a price all but 0 and a tax
    that the payer bears all but 100%.
    """
    made = changed(sheet, one.case(end))
    problem = None if made is None else sound(made.data)
    refused = made is None or (isinstance(problem, Finding) and problem.path == one.path)
    return end + (one.now - end) / TIMES if refused else end


def changed(sheet: Sheet, case: Case) -> Sheet | None:
    """The sheet with the numbers of *case*; None where a place cannot hold its own."""
    try:
        return replace_all(sheet, {path: spell(get(sheet, path), number) for path, number in case.items()})
    except Unreadable:
        return None


def read(sheet: Sheet, one: Lever, text: str) -> float:
    """The number that *text*, spelled as the sheet would, says in the place of *one*.

    Raises UsageError where it cannot stand there, or is in another currency.
    """
    try:
        leaf = get(replace(sheet, one.path, text), one.path)
    except Unreadable as problem:
        said = catalogue.entry(problem.code).say(problem.values)
        raise UsageError(f"{text} cannot stand at {one.path}: {said}") from None
    unit = one.unit
    if not isinstance(leaf, PLAIN) or type(leaf) is not type(unit):
        raise UsageError(f"{text} is no single number as {one.path} is; write it like {one.spelled(one.now)}")
    own = getattr(unit, "currency", None) or _currency_at(sheet, one.path)
    named = getattr(leaf, "currency", None)
    if named not in (None, own):
        raise UsageError(
            f"{text} is in {named}, and {one.path} in {own}; write it like {one.spelled(one.now)}"
        )
    return float(leaf)


def _currency_at(sheet: Sheet, path: Path) -> str:
    """The currency of a bare amount at *path*: of a market its own, where it has one; else the valuation's."""
    market = sheet.markets.get(str(path[1])) if path[:1] == ("markets",) else None
    return (market.currency if market else None) or sheet.valuation.currency


def within(sheet: Sheet, structure: str) -> Iterator[Lever]:
    """The numbers that are terms of *structure*."""
    root = Path(("structures", structure))
    return (found for found in levers(sheet) if found.path.within(root))


def _lever(path: Path, leaf: Any, others: Mapping[Path, float]) -> Lever:
    floor, ceiling = _limits(path, leaf)
    if isinstance(leaf, PLAIN):
        now = float(leaf)
        low, high = sorted((now * (1.0 - STEP), now * (1.0 + STEP)))
    else:
        spread = spread_of(leaf)
        now = mean_of(spread) if spread.stated is None else spread.stated
        if isinstance(leaf, Discrete):
            low, high = min(spread.values), max(spread.values)
        else:
            low, high = (float(x) for x in inverse(spread, np.array(TAILS)))
    return Lever(path, leaf, now, max(low, floor), min(high, ceiling), floor, ceiling, others)


def _limits(path: Path, leaf: object) -> tuple[float, float]:
    """What the place of a number can hold: nothing below 0 but growth and delays; no share above 100%."""
    sample = _sample(leaf)
    floor = (
        -1.0 if path[-1] in _MAY_FALL else min(0.0, float(sample)) if isinstance(sample, Duration) else 0.0
    )
    return floor, 1.0 if isinstance(sample, Rate) and sample.value <= Decimal(1) and path[
        -1
    ] not in _MAY_FALL else inf


def _sample(leaf: Any) -> Plain:
    """A quantity of the leaf's unit."""
    if isinstance(leaf, PLAIN):
        return leaf
    if isinstance(leaf, Discrete):
        return leaf.cases[0].value  # type: ignore[no-any-return]
    return next(value for name in leaf.__slots__ if isinstance(value := getattr(leaf, name), PLAIN))


def _others(sheet: Sheet) -> dict[Path, Mapping[Path, float]]:
    """By share of a whole, the other shares, where all are plain."""
    found = dict[Path, Mapping[Path, float]]()
    for place, shares in wholes(sheet):
        if len(shares) > 1 and all(isinstance(share, Rate) for share in shares.values()):
            for party in shares:
                found[place.child(party)] = {
                    place.child(other): float(share) for other, share in shares.items() if other != party
                }
    return found
