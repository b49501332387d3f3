"""What each party has without this deal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from dealcraft.analysis.compare import Outside
from dealcraft.engine.leaf import at_base
from dealcraft.engine.leaves import Leaves
from dealcraft.engine.result import PartyValue, Valuation
from dealcraft.terms.parties import Outside as Stated
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path

RETAIN: Final = "retain_all"
"""The name of the structure that is added where the sheet does not retain."""

ValueStructures = Callable[[Sheet, tuple[str, ...]], Valuation]
"""Values the named structures of a sheet, under the scenarios of the valuation at hand."""
Parties = Mapping[str, PartyValue]


def outside(sheet: Sheet, valuation: Valuation, *, value: ValueStructures) -> Mapping[str, Outside]:
    """By party: what `outside` states, else of an owner the greater of retaining and 0, of others 0.

    Retaining is the best `retain` structure of the sheet; where it has none, *value* is asked for one.
    """
    return _Outside(sheet, valuation, value).by_party()


class _Outside:
    """Looks up what is valued, and has valued what is not."""

    def __init__(self, sheet: Sheet, valuation: Valuation, value: ValueStructures) -> None:
        self.sheet, self.valuation, self.value = sheet, valuation, value

    def by_party(self) -> dict[str, Outside]:
        """Stated or by default."""
        owners = {self.sheet.owner_of(asset) for asset in self.sheet.assets}
        stated = {party: terms.outside for party, terms in self.sheet.parties.items()}
        retained = self._retained() if any(stated[party] is None for party in owners) else {}
        return {
            party: self._stated(party, terms)
            if terms is not None
            else _greatest(party, retained if party in owners else {})
            for party, terms in stated.items()
        }

    def _stated(self, party: str, terms: Stated) -> Outside:
        if terms.structure is not None:
            return _worth(terms.structure, self._valued(self.sheet, terms.structure)[party])
        leaves = Leaves(self.sheet.valuation.currency)
        leaves.rates(self.sheet.fx)
        return Outside(at_base(leaves.read(terms.npv, Path(("parties", party, "outside", "npv")))))

    def _retained(self) -> dict[str, Parties]:
        sheet = self.sheet
        named = [name for name, terms in sheet.structures.items() if terms.kind == "retain"]
        if not named:
            sheet, added = _with_retain(sheet)
            named = [added]
        return {name: self._valued(sheet, name) for name in named}

    def _valued(self, sheet: Sheet, name: str) -> Parties:
        known = self.valuation if name in self.valuation.structures else self.value(sheet, (name,))
        return known.structures[name].parties


def _with_retain(sheet: Sheet) -> tuple[Sheet, str]:
    name = RETAIN
    while name in sheet.structures:
        name += "_"
    structures = {**sheet.data["structures"], name: {"kind": "retain"}}
    return Sheet.model_validate({**sheet.data, "structures": structures}), name


def _greatest(party: str, retained: Mapping[str, Parties]) -> Outside:
    options = [_worth(name, parties[party]) for name, parties in retained.items()]
    best = max(options, key=lambda option: option.npv, default=Outside(0.0))
    return best if best.npv > 0 else Outside(0.0)


def _worth(name: str, value: PartyValue) -> Outside:
    return Outside(value.npv if value.view is None else value.view, value.replicates, name)
