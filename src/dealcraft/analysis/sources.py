"""Where the value of a structure comes from: its clauses, gathered under a few headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dealcraft.engine.result import ClauseValue, StructureValue

GATHERED = frozenset({"milestone", "instalment", "fee"})
"""Kinds whose clauses share one heading and are named beside it."""


_ONE_EACH = frozenset({"upfront", "withholding", "gross_up", "cost_share", "profit_share"})
_SAID = frozenset(
    {
        "payments",
        "royalty",
        "royalties",
        "minimum",
        "recovery",
        "cost",
        "governance",
        "grant",
        "technology_transfer",
    }
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What clauses are gathered under."""

    agreement: str
    """The part of a package; empty elsewhere."""
    kind: str
    """The kind of the flow, or `market` for what one market earns its sellers."""
    name: str
    """The market, or the clause where a heading holds one only; empty for a gathering."""


@dataclass(frozen=True, slots=True)
class Source:
    """One heading: expected present value to each party, and the clauses in it."""

    heading: Heading
    pv: Mapping[str, float]
    nominal: float
    """Expected undiscounted amount, receipts of markets less their costs."""
    parts: tuple[ClauseValue, ...]


def sources(structure: StructureValue, party: str) -> tuple[Source, ...]:
    """The headings of *structure*, from what gives *party* most to what costs it most; its share is their sum."""
    gathered = dict[Heading, list[ClauseValue]]()
    for clause in structure.clauses:
        gathered.setdefault(_heading(clause), []).append(clause)
    found = [
        Source(
            heading,
            {name: sum(part.pv.get(name, 0.0) for part in parts) for name in structure.parties},
            sum(_signed(part) for part in parts),
            tuple(sorted(parts, key=lambda part: -abs(part.pv.get(party, 0.0)))),
        )
        for heading, parts in gathered.items()
    ]
    return tuple(sorted(found, key=lambda source: (-source.pv[party], -sum(map(abs, source.pv.values())))))


def takes_part(structure: StructureValue, party: str) -> bool:
    """Whether anything flows to or from *party* in *structure*."""
    return any(party in (clause.payer, clause.payee) for clause in structure.clauses)


def by_kind(structure: StructureValue) -> tuple[Source, ...]:
    """The clauses of *structure* by kind of flow, in the order in which they first occur."""
    kinds = dict[str, list[ClauseValue]]()
    for clause in structure.clauses:
        kinds.setdefault(clause.kind, []).append(clause)
    return tuple(
        Source(
            Heading("", kind, ""),
            {name: sum(part.pv.get(name, 0.0) for part in parts) for name in structure.parties},
            sum(part.nominal for part in parts),
            tuple(parts),
        )
        for kind, parts in kinds.items()
    )


def yearly(clauses: Iterable[ClauseValue]) -> Mapping[int, float]:
    """What *clauses* move in each calendar year, expected and undiscounted."""
    years = dict[int, float]()
    for clause in clauses:
        for year, amount in clause.by_year.items():
            years[year] = years.get(year, 0.0) + amount
    return dict(sorted(years.items()))


def _heading(clause: ClauseValue) -> Heading:
    match clause.path:
        case ("markets", market, *_):
            return Heading("", "market", str(market))
        case ("structures", _, "parts", part, *rest):
            return _under(str(part), clause, rest)
        case ("structures", _, *rest):
            return _under("", clause, rest)
        case _:
            return Heading("", clause.kind, "")


def _under(agreement: str, clause: ClauseValue, rest: list[str | int]) -> Heading:
    if rest[0] in ("option", "opt_in"):
        return Heading(agreement, f"{rest[0]}_{rest[-1]}", "")
    if clause.kind == "upfront" and rest[0] == "opt_out":
        return Heading(agreement, clause.kind, "after opt-out")
    if clause.kind in GATHERED:
        return Heading(agreement, clause.kind, "")
    if clause.kind in _ONE_EACH:
        return Heading(agreement, clause.kind, "")
    return Heading(agreement, clause.kind, " ".join(_told(clause.kind, rest)))


def _told(kind: str, rest: list[str | int]) -> Iterator[str]:
    """What of the path says more than the kind does: the clause's own name."""
    for step in rest:
        if str(step) not in (*_SAID, kind) and str(step).removesuffix("s") not in kind.split("_"):
            yield str(step)


def _signed(clause: ClauseValue) -> float:
    cost_of_a_market = clause.path[:1] == ("markets",) and clause.payer != "customers"
    return -clause.nominal if cost_of_a_market else clause.nominal
