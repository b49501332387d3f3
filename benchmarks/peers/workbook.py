"""The reference deal as an analyst's workbook: terms and results on one sheet, the quarters on another.

Every cell is text as LibreOffice's API takes it (English names, semicolons); nothing here needs LibreOffice. In the
templates of the first sheet `{cap}` is the cell of a line, `{peak[0]}` one of several side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from peers import deal, quarters

NEVER: Final = 999
"""The year of what does not happen; its discount factor is still a number."""


@dataclass(frozen=True)
class Page:
    """A sheet of the workbook."""

    title: str
    cells: list[list[str]] = field(default_factory=list)
    """Rows, as long as they are."""
    headings: list[int] = field(default_factory=list)
    """Rows, from 0, that say what stands below."""
    inputs: list[int] = field(default_factory=list)
    """Rows, from 0, whose numbers are given rather than computed."""


@dataclass(frozen=True)
class Workbook:
    """Both sheets, and where the lines of the first stand."""

    deal: Page = field(default_factory=lambda: Page("Deal"))
    quarters: Page = field(default_factory=lambda: Page("Quarters"))
    lines: dict[str, list[str]] = field(default_factory=dict)
    """Cells of the first sheet by the name of their line: `$B$4`, `$C$4`."""

    def range(self, first: str, last: str) -> str:
        """From the first cell of line *first* to the last of line *last*: `B4:E6`."""
        return f"{self.lines[first][0]}:{self.lines[last][-1]}".replace("$", "")

    def cells(self, sheet: str = "") -> dict[str, str | list[str]]:
        """What templates may name: a cell, or several side by side."""
        named = {name: [sheet + cell for cell in cells] for name, cells in self.lines.items()}
        return {name: cells[0] if len(cells) == 1 else cells for name, cells in named.items()}

    def heading(self, *titles: str) -> None:
        """Open a section of the first sheet."""
        if self.deal.cells:
            self.deal.cells.append([])
        self.deal.headings.append(len(self.deal.cells))
        self.deal.cells.append(list(titles))

    def given(self, name: str, label: str, *values: float | str) -> None:
        """A line of numbers, or of empty cells for them."""
        self.deal.inputs.append(len(self.deal.cells))
        self._line(name, label, [str(value) for value in values])

    def formulas(self, name: str, label: str, *templates: str) -> None:
        """A line of formulas."""
        cells = self.cells()
        self._line(name, label, [template.format(**cells) for template in templates])

    def each(self, name: str, label: str, template: str, *, count: int) -> None:
        """A line of like formulas, `[i]` being each one's own column."""
        self.formulas(name, label, *(template.replace("[i]", f"[{i}]") for i in range(count)))

    def _line(self, name: str, label: str, texts: Sequence[str]) -> None:
        row = len(self.deal.cells) + 1
        self.lines[name] = [f"${quarters.letters(1 + i)}${row}" for i in range(len(texts))]
        self.deal.cells.append([label, *texts])


def workbook() -> Workbook:
    """The deal, nothing drawn yet."""
    book = Workbook()
    for part in (_drawn, _development, _markets, _terms, _values):
        part(book)
    book.quarters.cells.extend(quarters.table(book.cells(f"${book.deal.title}.")))
    book.quarters.headings.extend(range(quarters.FIRST - 1))
    return book


def _drawn(book: Workbook) -> None:
    book.heading("One trial", "1", "2", "3", "4")
    book.given("threshold", "Phase succeeds if this is below its chance", *[""] * 4)
    book.given("duration", "Phase lasts, years", *[""] * 4)
    book.given("peak", "Peak sales of the market, m", *[""] * 4)


def _development(book: Workbook) -> None:
    book.heading("Development", *quarters.PHASES)
    book.given("success", "Chance of success", *deal.SUCCESS)
    book.given("cost", "Cost, m", *deal.COST)
    book.given("on_success", "Paid on success, m", *deal.ON_SUCCESS)
    book.each("ends", "Ends, year", "=SUM({duration[0]}:{duration[i]})", count=4)
    book.each("begins", "Begins, year", "={ends[i]}-{duration[i]}", count=4)
    book.each("succeeds", "Succeeds", "=IF({threshold[i]}<{success[i]};1;0)", count=4)
    book.each("passed", "Every phase so far succeeds", "=PRODUCT({succeeds[0]}:{succeeds[i]})", count=4)
    book.formulas("runs", "Begun", "=1", "={passed[0]}", "={passed[1]}", "={passed[2]}")
    book.formulas("approval", "Approved, year", f"=IF({{passed[3]}}=1;{{ends[3]}};{NEVER})")


def _markets(book: Workbook) -> None:
    book.heading("Markets", *quarters.MARKETS)
    book.given("lag", "Launched after approval, years", *deal.LAG)
    book.given("patent", "Patent ends, year", *deal.PATENT)
    book.given("exclusive", "Exclusive from approval, years", *deal.EXCLUSIVE)
    book.given("decline", "Lost without exclusivity", *deal.DECLINE)
    book.given("over", "Lost over, years", *deal.OVER)
    book.given("on_sale", "Paid on first sale, m", *deal.ON_SALE)
    book.each("launch", "Launched, year", "={approval}+{lag[i]}", count=3)
    book.each("open", "Exclusivity ends, year", "=MAX({patent[i]};{approval}+{exclusive[i]})", count=3)


def _terms(book: Workbook) -> None:
    starts, rates = zip(*deal.TIERS, strict=True)
    reached, paid = zip(*deal.ON_SALES, strict=True)
    book.heading("Terms")
    book.given("start", "Royalty: tier above sales of, m a year", *starts)
    book.given("tier", "Royalty: rate", *rates)
    book.given("reach", "Milestone at sales of, m a year", *reached)
    book.given("on_reach", "Milestone paid, m", *paid)
    book.given("upfront", "Upfront, m", deal.UPFRONT)
    book.given("cap", "Cap of royalty and minimum, m", deal.CAP)
    book.given("minimum", "Minimum, m a year", deal.MINIMUM)
    book.given("minimum_after", "Minimum from approval and years", deal.MINIMUM_AFTER)
    book.given("dormant", "Dormant: four quarters sell below, m", deal.DORMANT)
    book.given("dormant_after", "Dormant from approval and years", deal.DORMANT_AFTER)
    book.given("dormant_for", "Rights return if dormant for, years", deal.DORMANT_FOR)
    book.given("net", "Left after tax withheld", deal.NET)
    book.given("rate", "Discount rate", deal.RATE)
    book.given("ramp", "Years to peak", deal.RAMP)
    book.given("margin", "Margin", deal.MARGIN)
    book.given("retained", "Licensor sells, of licensee's sales", deal.RETAINED)
    book.formulas("term", "Minimum from, year", "={approval}+{minimum_after}")


def _values(book: Workbook) -> None:
    book.heading("Present values, m")
    book.each(
        "at_success", "Milestones on success", "={on_success[i]}*{passed[i]}*(1+{rate})^-{ends[i]}", count=4
    )
    book.each(
        "at_launch", "Milestones on first sale", "={on_sale[i]}*{passed[3]}*(1+{rate})^-{launch[i]}", count=3
    )
    for name, label, flow, factor in (
        ("royalties", "Royalty", "royalty", "middle"),
        ("at_ends", "Minimum, and milestones on sales", "ends", "late"),
        ("own", "Licensor's margin once rights returned", "own", "middle"),
        ("theirs", "Licensee's margin less development", "theirs", "middle"),
    ):
        flows, factors = (f"${book.quarters.title}.{quarters.whole(column)}" for column in (flow, factor))
        book.formulas(name, label, f"=SUMPRODUCT({flows};{factors})")
    paid = "={upfront}+SUM({at_success[0]}:{at_success[3]})+SUM({at_launch[0]}:{at_launch[2]})+{royalties}+{at_ends}"
    book.formulas("paid", "Paid by the licensee", paid)
    book.formulas("withheld", "Tax withheld", "={paid}*(1-{net})")
    book.heading("Net present value, m")
    book.formulas("licensor", "Licensor", "={paid}-{withheld}+{own}")
    book.formulas("licensee", "Licensee", "={theirs}-{paid}")
