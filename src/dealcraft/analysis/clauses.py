"""The price of a clause: what a structure is worth with it less what it is worth without, under the same draws."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic.fields import FieldInfo

from dealcraft.analysis.compare import error_of_difference
from dealcraft.analysis.outside import ValueStructures
from dealcraft.analysis.sound import sound, told
from dealcraft.engine.lower import lower
from dealcraft.engine.result import PartyValue, Valuation
from dealcraft.terms.diligence import Recovery
from dealcraft.terms.grant import LicenceGrant, Sublicensing
from dealcraft.terms.known import fields_of
from dealcraft.terms.payments import Payments
from dealcraft.terms.royalties import Royalty
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.term import Term
from dealcraft.terms.walk import stated
from dealcraft.units import ROOT, Path, Step

_NO_BARGAIN: Final = frozenset({"context", "covenants", "tax", "withholding", "governance", "sublicensing"})
"""Keys of facts, and of blocks that only hold clauses: no clause themselves."""
_FACTS: Final = frozenset({"context", "covenants"})
_SINGLE: Final[Mapping[type[Term], tuple[str, ...]]] = {
    Payments: ("upfront", "lag"),
    Royalty: ("until",),
    LicenceGrant: ("until",),
    Sublicensing: ("income_share",),
    Recovery: ("reverse_royalty", "licensee_share"),
}
"""Values that are a clause of their own; all other clauses are terms, items of a map or a list, or flags."""


@dataclass(frozen=True, slots=True)
class Price:
    """What one clause is worth."""

    path: Path
    price: Mapping[str, float]
    """By party: the expected value with the clause less that without."""
    error: Mapping[str, float | None]
    """Standard error of the price; None where nothing was drawn."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A clause that cannot be taken out alone."""

    path: Path
    reason: str
    """What is wrong with the sheet without it."""


@dataclass(frozen=True, slots=True)
class Prices:
    """Every clause of one structure, the one that matters most first."""

    structure: str
    worth: Mapping[str, float]
    """What the structure is worth to each party, with all its clauses."""
    rows: tuple[Price, ...]
    left_out: tuple[LeftOut, ...]
    outermost: tuple[Path, ...]
    """The priced clauses that lie in no other priced one."""
    one_by_one: Mapping[str, float]
    """The sum of the prices of those."""
    together: Mapping[str, float] | None
    """What they are worth taken out at once; None where the sheet cannot do without all of them."""


def clauses(sheet: Sheet, valuation: Valuation, *, structure: str, value: ValueStructures) -> Prices:
    """Price every optional clause of *structure*, which *valuation* has valued as *value* would, ranked.

    The rank is by what a clause is worth, one way or the other, to whoever decides, then to the others.
    """
    return _Pricing(sheet, valuation, structure, value).prices()


def optional(sheet: Sheet, structure: str) -> Iterator[Path]:
    """The clauses of *structure* that the language does not demand, in the order of the sheet."""
    root = Path(("structures", structure))
    for path, term in sheet.terms:
        if path.within(root) and not _FACTS.intersection(path):
            for key, value in stated(term):
                field = fields_of(type(term))[key]
                if _is_clause(term, key, value, field):
                    yield path.child(key)
                for item in _items(key, value, field):
                    yield path.child(key, item)


def without(data: Mapping[str, Any], gone: Collection[Path]) -> dict[str, Any]:
    """A copy of the plain tree *data* in which nothing stands at the paths that are *gone*."""
    pruned: dict[str, Any] = _pruned(data, ROOT, frozenset(gone))
    return pruned


def _is_clause(term: Term, key: str, value: Any, field: FieldInfo) -> bool:
    if key in _NO_BARGAIN or field.is_required():
        return False
    if value is True:
        return field.default is False
    single = any(isinstance(term, model) and key in keys for model, keys in _SINGLE.items())
    return field.default is None and value is not None and (single or isinstance(value, Term))


def _items(key: str, value: Any, field: FieldInfo) -> Iterator[Step]:
    """Those of a map or a list that may be empty, where they are more than a number."""
    if key not in _NO_BARGAIN and field.default_factory is not None and isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        yield from (step for step, item in items if isinstance(item, Term | dict))


def _pruned(here: Any, path: Path, gone: frozenset[Path]) -> Any:
    if isinstance(here, Mapping):
        kept = ((key, path.child(key)) for key in here)
        return {key: _pruned(here[key], at, gone) for key, at in kept if at not in gone}
    if isinstance(here, list):
        places = [(item, path.child(index)) for index, item in enumerate(here)]
        return [_pruned(item, at, gone) for item, at in places if at not in gone]
    return here


class _Pricing:
    """Values the sheet once for each clause."""

    def __init__(self, sheet: Sheet, valuation: Valuation, structure: str, value: ValueStructures) -> None:
        self.sheet, self.structure, self.value = sheet, structure, value
        self.plan = lower(sheet)
        self.parties = valuation.structures[structure].parties

    def prices(self) -> Prices:
        """All of them, and all at once."""
        rows, left_out = list[Price](), list[LeftOut]()
        for path in optional(self.sheet, self.structure):
            found = self._price((path,))
            if isinstance(found, str):
                left_out.append(LeftOut(path, found))
            else:
                rows.append(Price(path, *found))
        outermost = tuple(row.path for row in rows if not _lies_in_another(row.path, rows))
        together = self._price(outermost)
        return Prices(
            structure=self.structure,
            worth={party: value.npv for party, value in self.parties.items()},
            rows=tuple(sorted(rows, key=self._rank)),
            left_out=tuple(one for one in left_out if not _lies_in_another(one.path, rows)),
            outermost=outermost,
            one_by_one={
                party: sum(row.price[party] for row in rows if row.path in outermost)
                for party in self.parties
            },
            together=None if isinstance(together, str) else together[0],
        )

    def _rank(self, row: Price) -> tuple[float, float]:
        everyone = sum(abs(amount) for amount in row.price.values())
        return -abs(row.price[self.sheet.decides]), -everyone

    def _price(self, gone: Sequence[Path]) -> tuple[dict[str, float], dict[str, float | None]] | str:
        """Price and error by party of the clauses that are *gone*, or what is wrong without them."""
        sheet = sound(without(self.sheet.data, gone))
        if not isinstance(sheet, Sheet):
            return told(sheet)
        if lower(sheet) == self.plan:  # moves nothing as it is written
            return dict.fromkeys(self.parties, 0.0), dict.fromkeys(self.parties)
        others = self.value(sheet, (self.structure,)).structures[self.structure].parties
        pairs = {party: (value, others[party]) for party, value in self.parties.items()}
        return (
            {party: one.npv - other.npv for party, (one, other) in pairs.items()},
            {party: _error(one, other) for party, (one, other) in pairs.items()},
        )


def _error(one: PartyValue, other: PartyValue) -> float | None:
    return error_of_difference(one.replicates, other.replicates)


def _lies_in_another(path: Path, rows: Sequence[Price]) -> bool:
    return any(path != row.path and path.within(row.path) for row in rows)
