"""Small deals for tests worked by hand: a sheet written as YAML, valued, and its figures one at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from dealcraft.engine.result import ClauseValue, Decision, Run, StructureValue, Valuation
from dealcraft.engine.value import value
from dealcraft.findings import Severity
from dealcraft.rules.run import diagnose
from dealcraft.source.document import parse
from dealcraft.terms.load import load
from dealcraft.terms.sheet import Sheet

LICENCE = "kind: licence, licensee: b, grant: {exclusivity: exclusive, territory: worldwide}"
SALE = "kind: assignment, assignee: b, grant: {territory: worldwide}"
SHARED = "kind: collaboration, partner: b, lead: b, grant: {territory: worldwide}"
"""The owner a grants everything to b."""

USUAL: Mapping[str, str] = {
    "parties": "{a: {discount_rate: 0%}, b: {discount_rate: 0%}}",
    "assets": "{x: {name: x}}",
    "markets": "{world: {territory: worldwide, launch: effective, sales: {by_year: [100, 200, 300]}}}",
}
"""No discounting, no tax, no development, sales of 100, 200 and 300."""


def read(text: str) -> Sheet:
    """The sheet of *text*, which must have no errors."""
    loaded = load(parse(text.encode(), "worked.deal.yaml"))
    problems = [f"{d.path}: {d.code}" for d in diagnose(loaded, valuing=True) if d.severity is Severity.ERROR]
    assert loaded.sheet is not None, problems
    assert not problems, problems
    return loaded.sheet


def sheet(
    structures: str, *, years: float = 3, grid: str = "year", timing: str = "start", **top: str
) -> Sheet:
    """A sheet from 2026 with *structures* (the inside of a map) over the usual facts, or those in *top*."""
    valuation = f"{{date: 2026-01-01, currency: USD, grid: {grid}, timing: {timing}, horizon: {years} years}}"
    lines = ["dealcraft: 1", "title: worked by hand", "decides: a"]
    lines += [f"{key}: {text}" for key, text in {"valuation": valuation, **USUAL, **top}.items()]
    return read("\n".join([*lines, f"structures: {{{structures}}}", ""]))


@dataclass(frozen=True)
class Worked:
    """One structure of a valuation, named `deal`."""

    valuation: Valuation
    years: tuple[int, ...]
    name: str = "deal"

    @cached_property
    def structure(self) -> StructureValue:
        """All of it."""
        return self.valuation.structures[self.name]

    def npv(self, party: str) -> float:
        """What the structure is worth to *party*."""
        return self.structure.parties[party].npv

    def lines(self, path: str, payer: str, payee: str | None, kind: str | None) -> list[ClauseValue]:
        """The lines of the clause at *path* (below the structure, or of the sheet)."""
        places = {f"structures.{self.name}.{path}", path}
        return [
            line
            for line in self.structure.clauses
            if str(line.path) in places and line.payer == payer
            and payee in (None, line.payee) and kind in (None, line.kind)
        ]  # fmt: skip

    def paid(
        self, path: str, *, payer: str = "b", payee: str | None = None, kind: str | None = None
    ) -> list[float]:
        """What *payer* pays under the clause at *path*, year by year."""
        found = self.lines(path, payer, payee, kind)
        return [sum(line.by_year.get(year, 0.0) for line in found) for year in self.years]

    def pv(self, path: str, party: str, *, payer: str = "b") -> float:
        """The present value to *party* of what *payer* pays under the clause at *path*."""
        return sum(line.pv[party] for line in self.lines(path, payer, None, None))

    @property
    def states(self) -> list[tuple[str, str, float, str]]:
        """Each transition: the clause below the structure, the new state, its chance, and when."""
        return [
            (str(s.path).removeprefix(f"structures.{self.name}."), s.after, round(s.chance, 12), s.expected_date.isoformat())
            for s in self.structure.states
        ]  # fmt: skip

    @property
    def decision(self) -> Decision:
        """The only one."""
        (found,) = self.structure.decisions
        return found


def valued(of: Sheet, *, run: Run = "expected", name: str = "deal") -> Worked:
    """The valuation of *of*, seen at the structure *name*."""
    valuation = value(of, run=run)
    start, horizon = valuation.settings.valuation_date.year, valuation.settings.horizon_years
    return Worked(valuation, tuple(range(start, start + round(horizon))), name)


def deal(
    structure: str, *, years: float = 3, grid: str = "year", timing: str = "start", **top: str
) -> Worked:
    """The value of a sheet with one structure, `deal`, whose map holds *structure*."""
    return valued(sheet(f"deal: {{{structure}}}", years=years, grid=grid, timing=timing, **top))


def licence(
    payments: str, more: str = "", *, years: float = 3, grid: str = "year", timing: str = "start", **top: str
) -> Worked:
    """The value of a licence of everything from a to b with *payments*, and *more* keys."""
    return deal(
        f"{LICENCE}, payments: {{{payments}}}{more and ', ' + more}",
        years=years,
        grid=grid,
        timing=timing,
        **top,
    )


def sales(*by_year: object, launch: str = "effective", **more: str) -> str:
    """One market that launches at once: its sales of each year since, and other keys of it or of `sales`."""
    of_sales = {key: text for key, text in more.items() if key in ("deductions", "price")}
    inside = ", ".join(
        [f"by_year: [{', '.join(map(str, by_year))}]", *(f"{k}: {v}" for k, v in of_sales.items())]
    )
    outside = "".join(f", {key}: {text}" for key, text in more.items() if key not in of_sales)
    return f"{{world: {{territory: worldwide, launch: {launch}, sales: {{{inside}}}{outside}}}}}"
