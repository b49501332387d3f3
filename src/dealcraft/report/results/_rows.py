"""The figures of a structure for a party, each as one cell: the same in a table, a block and in depth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from dealcraft.analysis.sources import takes_part
from dealcraft.analysis.tax_path import TaxPath, tax_path
from dealcraft.engine.result import PartyValue
from dealcraft.report.figures import FIGURES
from dealcraft.report.inert import inert
from dealcraft.report.results._bars import Scale
from dealcraft.report.results._bars import spread as picture
from dealcraft.report.results._figures import NONE, Unit, percent, unit_for, year
from dealcraft.report.results._grid import Cell, Row
from dealcraft.report.results._look import BEST, FAINT, LOSS, STRONG
from dealcraft.report.results.answer import Answer

_SHORT: Final = 14
_ROOM_FOR_NOTES: Final = 27
_ROOM_FOR_GAPS: Final = 20
_ROOM_FOR_BARS: Final = 16
_PERCENTILES: Final = ("p5", "p50", "p95")
_SHOWS: Final = 0.0005
"""The least error of a chance that reads as more than 0.0%."""
BELOW: Final = "▼"
FIRST: Final = "◀"


class Place(NamedTuple):
    """One column: a structure as a party sees it."""

    structure: str
    party: str


CellOf = Callable[["Rows", Place], Cell]


class Rows:
    """Makes cells of an answer's figures, in one unit; *party* is the one they are read for."""

    def __init__(self, answer: Answer, party: str) -> None:
        self.answer, self.party, self.unit = answer, party, page_unit(answer)
        self.structures = answer.valuation.structures
        self.certain = answer.valuation.weight.size == 1

    def rows(
        self, wanted: Sequence[str], places: Sequence[Place], width: int, *, bars: bool = True
    ) -> tuple[Row, ...]:
        """The rows named in *wanted* for *places*, columns of *width*; rows that say nothing are left out.

        *bars* draws each spread, all on one scale, where columns have room.
        """
        found = list[Row]()
        for name in wanted:
            if (name == "standard-error" and width >= _ROOM_FOR_NOTES) or (
                name in _UNCERTAIN and self.certain
            ):
                continue
            cells = self._cells(name, places, width)
            if any(cell.text not in ("", NONE) for cell in cells):
                found.append(Row("  " + self._label(name, places), cells, "" if name in _PLAIN else FAINT))
            if name == "percentiles":
                found += self._errors(places, width)
            if name == "percentiles" and bars and width >= _ROOM_FOR_BARS:
                found.append(self._bars(places, width - 4))
        return tuple(found)

    def _cells(self, name: str, places: Sequence[Place], width: int) -> tuple[Cell, ...]:
        made = [_CELLS[name](self, place) if self.takes_part(place) else None for place in places]
        figures = any(cell.figure for cell in made if cell)
        cells = [cell or Cell(NONE, FAINT, figures) for cell in made]
        if width < _ROOM_FOR_NOTES:
            cells = [replace(cell, note="") for cell in cells]
        if width < _ROOM_FOR_GAPS:
            cells = [replace(cell, text=cell.text.replace(" · ", "·")) for cell in cells]
        return tuple(cells)

    def _label(self, name: str, places: Sequence[Place]) -> str:
        if name == "chance-ahead":
            bests = {self.answer.comparison.best(place.party) for place in places}
            best = bests.pop() if len(bests) == 1 else "the best"
            return f"{FIGURES[name].label} of {best if len(best) <= _SHORT else 'the best'}"
        if name == "standard-error":
            return "sampling error"
        return (
            ("  " if name in _ON_THE_WAY[1:] else "")
            + FIGURES[name].label
            + (", undiscounted" if name in _UNDISCOUNTED else "")
        )

    def takes_part(self, place: Place) -> bool:
        """Whether anything flows to or from the party in the structure, or it holds anything under it."""
        structure = self.structures[place.structure]
        return takes_part(structure, place.party) or structure.parties[place.party].keeps is not None

    def value(self, place: Place) -> PartyValue:
        """What the structure is worth to the party."""
        return self.structures[place.structure].parties[place.party]

    def money(self, amount: float | None, style: str = "") -> Cell:
        """An amount, red where it is below nothing."""
        text = self.unit.money(amount)
        return Cell(text, f"{style} {LOSS}".strip() if _is_loss(text) else style, figure=True)

    def some(self, amount: float, style: str = "") -> Cell:
        """An amount that does not apply where it is nothing."""
        return self.money(amount if self.unit.shows(amount) else None, style)

    def on_the_way(self, place: Place, figure: Callable[[TaxPath], float]) -> Cell:
        """A figure of what comes from abroad, where tax is withheld from it."""
        path = tax_path(self.answer.sheet, self.structures[place.structure], place.party)
        return self.some(figure(path) if self.unit.shows(path.withheld) else 0.0, FAINT)

    def expected(self, place: Place) -> Cell:
        """The figure that decides, its error and its marks."""
        ranked = self.answer.comparison.place(place.party, place.structure)
        verdict = self.answer.comparison.verdict(place.party)
        first = verdict.first == (place.structure,) and bool(verdict.behind)
        accent = BEST if place.party == self.party else STRONG
        cell = self.money(ranked.npv, accent if first else STRONG)
        below = place.party in ranked.below_outside
        return Cell(
            cell.text, cell.style, True,
            note=self._error(place, " ±"),
            mark=(FIRST if first else "") + (BELOW if below else ""),
            mark_style=LOSS if below else accent if place.party == self.party else FAINT,
        )  # fmt: skip

    def _error(self, place: Place, before: str = "") -> str:
        error = self.value(place).distribution.se
        text = "" if error is None else self.unit.error(error)
        return before + text if text else ""

    def error(self, place: Place) -> Cell:
        """The standard error of the expected value, where columns have no room to show it beside."""
        return Cell(self._error(place, "±"), FAINT)

    def against_best(self, place: Place) -> Cell:
        """How far behind the best."""
        ranked = self.answer.comparison.place(place.party, place.structure)
        if ranked.lead is None or place.structure == self.answer.comparison.best(place.party):
            return Cell()
        return Cell(self.unit.money(ranked.lead, sign=True), FAINT, True)

    def ahead(self, place: Place) -> Cell:
        """How likely it turns out better than the best."""
        ranked = self.answer.comparison.place(place.party, place.structure)
        best = self.answer.comparison.best(place.party)
        if best not in ranked.chance_ahead:
            return Cell()
        return Cell(_chance(ranked.chance_ahead[best], ranked.chance_ahead_error[best]), FAINT)

    def loss(self, place: Place) -> Cell:
        """How likely a loss is."""
        spread = self.value(place).distribution
        return Cell(_chance(spread.chance_of_loss, spread.errors.get("chance_of_loss")))

    def own_view(self, place: Place) -> Cell:
        """What it is worth on the sheet as the party sees it."""
        value = self.value(place)
        return self._noted(self.money(value.view), value.view_error)

    def shortfall(self, place: Place) -> Cell:
        """How bad the worst twentieth is on average."""
        spread = self.value(place).distribution
        return self._noted(self.money(spread.shortfall_5), spread.errors.get("shortfall_5"))

    def _noted(self, cell: Cell, error: float | None) -> Cell:
        """A figure with its standard error beside it, where that shows."""
        text = self.unit.error(error or 0.0)
        return replace(cell, note=f" ±{text}" if text else "")

    def spread(self, place: Place) -> Cell:
        """5% · median · 95%, without decimals where they do not matter."""
        spread = self.value(place).distribution
        texts = [self.unit.brief(amount) for amount in (spread.p5, spread.p50, spread.p95)]
        return Cell(" · ".join(texts))

    def _errors(self, places: Sequence[Place], width: int) -> list[Row]:
        """Standard errors of the percentiles above, where any would show."""
        spreads = [self.value(place).distribution for place in places if self.takes_part(place)]
        if not any(self.unit.error(s.errors.get(p, 0.0)) for s in spreads for p in _PERCENTILES):
            return []
        return [Row("    sampling error", self._cells("percentile-errors", places, width), FAINT)]

    def spread_errors(self, place: Place) -> Cell:
        """Standard errors of 5% · median · 95%."""
        errors = self.value(place).distribution.errors
        texts = [self.unit.error(errors.get(p, 0.0)) for p in _PERCENTILES]
        return Cell("±" + " · ".join(text or "0" for text in texts) if any(texts) else "", FAINT)

    def _bars(self, places: Sequence[Place], width: int) -> Row:
        spreads = [self.value(place).distribution for place in places if self.takes_part(place)]
        ends = [0.0] + [end for s in spreads for end in (s.p5, s.p95, s.mean)]
        scale = Scale(min(ends), max(ends), width)
        cells = [
            Cell(picture(self.value(place).distribution, scale), FAINT) if self.takes_part(place) else Cell()
            for place in places
        ]
        return Row("", tuple(cells))


def page_unit(answer: Answer) -> Unit:
    """The one unit of a page: of the largest expected value."""
    structures = answer.valuation.structures.values()
    return unit_for(value.npv for structure in structures for value in structure.parties.values())


def _chance(chance: float, error: float | None) -> str:
    """A chance and its standard error, in percentage points, where that shows."""
    return percent(chance) + (f" ±{percent(error, decimals=1)}" if error and error >= _SHOWS else "")


def _is_loss(text: str) -> bool:
    return text.startswith("−")


_CELLS: Final[dict[str, CellOf]] = {
    "npv": Rows.expected,
    "standard-error": Rows.error,
    "against-the-best": Rows.against_best,
    "view": Rows.own_view,
    "npv-if-success": lambda rows, at: rows.money(rows.value(at).npv_if_success),
    "percentiles": Rows.spread,
    "percentile-errors": Rows.spread_errors,
    "chance-ahead": Rows.ahead,
    "chance-of-loss": Rows.loss,
    "needs-at-most": lambda rows, at: rows.some(abs(rows.value(at).peak_funding)),
    "first-cash": lambda rows, at: Cell(year(rows.value(at).first_cash)),
    "payback": lambda rows, at: Cell(year(rows.value(at).payback)),
    "irr": lambda rows, at: Cell(percent(rows.value(at).irr)),
    "shortfall-5": Rows.shortfall,
    "tax": lambda rows, at: rows.some(rows.value(at).tax, FAINT),
    "from-abroad": lambda rows, at: rows.on_the_way(at, lambda path: path.gross),
    "withholding": lambda rows, at: rows.on_the_way(at, lambda path: path.withheld),
    "credited": lambda rows, at: rows.on_the_way(at, lambda path: path.credited),
    "leakage": lambda rows, at: rows.on_the_way(at, lambda path: path.leaked),
    "left-of-it": lambda rows, at: rows.on_the_way(at, lambda path: path.net),
    "keeps": lambda rows, at: Cell(inert(rows.value(at).keeps or NONE)),
    "share": lambda rows, at: Cell(percent(rows.value(at).share)),
}
_UNCERTAIN: Final = frozenset({"percentiles", "chance-of-loss", "chance-ahead", "shortfall-5"})
"""Rows that say nothing where there is one scenario only."""
_UNDISCOUNTED: Final = frozenset({"tax", "from-abroad"})
_PLAIN: Final = frozenset(
    {"npv", "npv-if-success", "percentiles", "chance-of-loss", "needs-at-most", "first-cash", "keeps"}
)

_ON_THE_WAY: Final = ("from-abroad", "withholding", "credited", "leakage", "left-of-it")
DECIDING: Final = (
    "npv", "standard-error", "view", "against-the-best", "npv-if-success", "percentiles", "chance-of-loss", "chance-ahead",
    "needs-at-most", "first-cash", "tax", *_ON_THE_WAY, "keeps",
)  # fmt: skip
"""Rows of the party whose decision it is."""
OTHERS: Final = ("npv", "standard-error", "view", "npv-if-success", "chance-of-loss", "needs-at-most")
"""Rows of every other party."""
DEPTH: Final = (
    "npv", "standard-error", "view", "share", "npv-if-success", "percentiles", "shortfall-5", "chance-of-loss", "needs-at-most",
    "first-cash", "payback", "irr", "tax", *_ON_THE_WAY, "keeps",
)  # fmt: skip
"""Rows of one structure in depth."""


def joined(parts: Iterable[str]) -> str:
    """Parts of a line, set apart."""
    return " · ".join(part for part in parts if part)
