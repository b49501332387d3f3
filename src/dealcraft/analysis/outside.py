"""What each party has without this deal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from dealcraft.analysis.compare import Outside
from dealcraft.engine.leaf import at_base
from dealcraft.engine.leaves import Leaves
from dealcraft.engine.result import PartyValue, Valuation
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path

RETAIN: Final = "retain_all"
"""The name of the structure that is added where the sheet does not retain."""

ValueStructures = Callable[[Sheet, tuple[str, ...]], Valuation]
"""Values the named structures of a sheet, under the scenarios of the valuation at hand."""


@dataclass(frozen=True, slots=True)
class Fallback:
    """Where a party stands without this deal."""

    path: Path
    """Where the sheet says so, or would."""
    amount: float | None = None
    """What it states as a present value, in the valuation currency."""
    structures: tuple[str, ...] = ()
    """Else the structures of which it would have the best."""
    or_nothing: bool = True
    """Whether it may also have none of them: not where it names the one it falls back on."""


def fallbacks(sheet: Sheet) -> tuple[Sheet, Mapping[str, Fallback]]:
    """By party: what `outside` states, else of an owner the best of retaining and 0, of others 0.

    The sheet is the same, with a structure that retains everything where an owner needs one and it has none.
    """
    owners = {sheet.owner_of(asset) for asset in sheet.assets}
    retaining = tuple(name for name, terms in sheet.structures.items() if terms.kind == "retain")
    if not retaining and any(
        sheet.parties[party].outside is None for party in owners if party in sheet.parties
    ):
        sheet, added = _with_retain(sheet)
        retaining = (added,)
    return sheet, {
        party: _fallback(sheet, party, retaining if party in owners else ()) for party in sheet.parties
    }


def _fallback(sheet: Sheet, party: str, retaining: tuple[str, ...]) -> Fallback:
    stated, path = sheet.parties[party].outside, Path(("parties", party, "outside"))
    if stated is None:
        return Fallback(path, structures=retaining)
    if stated.structure is not None:
        return Fallback(path, structures=(stated.structure,), or_nothing=False)
    leaves = Leaves(sheet.valuation.currency)
    leaves.rates(sheet.fx)
    below = path.child("npv")
    return Fallback(below, amount=at_base(leaves.read(stated.npv, below)))


def outside(sheet: Sheet, valuation: Valuation, *, value: ValueStructures) -> Mapping[str, Outside]:
    """By party what it has without this deal; *value* is asked for structures that *valuation* lacks."""
    sheet, found = fallbacks(sheet)
    known = dict(valuation.structures)
    for fallback in found.values():
        for name in fallback.structures:
            if name not in known:
                known |= value(sheet, (name,)).structures
    return {
        party: _outside(fallback, {name: known[name].parties[party] for name in fallback.structures})
        for party, fallback in found.items()
    }


def _outside(fallback: Fallback, values: Mapping[str, PartyValue]) -> Outside:
    if fallback.amount is not None:
        return Outside(fallback.amount)
    options = [
        Outside(value.npv if value.view is None else value.view, value.replicates, name)
        for name, value in values.items()
    ]
    best = max(options, key=lambda option: option.npv, default=Outside(0.0))
    return best if best.npv > 0 or not fallback.or_nothing else Outside(0.0)


def _with_retain(sheet: Sheet) -> tuple[Sheet, str]:
    name = RETAIN
    while name in sheet.structures:
        name += "_"
    structures = {**sheet.data["structures"], name: {"kind": "retain"}}
    return Sheet.model_validate({**sheet.data, "structures": structures}), name
