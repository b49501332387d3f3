"""Puts draws into a workbook and reads what it makes of them: run by a Python that has LibreOffice's `uno`.

    python3 calc.py PIPE

Answers each line of JSON on standard input with one on standard output. When the input ends it asks LibreOffice, which
listens on the pipe, to end.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any, Final

import uno  # type: ignore[import-not-found]
from com.sun.star.awt import FontWeight  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]
from com.sun.star.lang import Locale  # type: ignore[import-not-found]
from com.sun.star.sheet import CellFlags  # type: ignore[import-not-found]
from com.sun.star.table.CellHoriJustify import RIGHT  # type: ignore[import-not-found]

WAIT: Final = 60.0
"""Seconds that LibreOffice may take to start."""
NUMBERS: Final = "#,##0.00;-#,##0.00;0"
INPUT: Final = 0x0000FF
"""Analysts write in blue what is given."""
WIDE: Final = 2800
"""Of a column, in hundredths of a millimetre."""


def main() -> None:
    """Serve until the input ends."""
    desktop = _desktop(sys.argv[1])
    try:
        book = Book(desktop, json.loads(sys.stdin.readline()))
        answers: dict[str, Callable[[Any], object]] = {"price": book.price, "save": book.save}
        _say(None)
        for line in sys.stdin:
            [(verb, told)] = json.loads(line).items()
            _say(answers[verb](told))
    finally:
        desktop.terminate()


def _say(answer: object) -> None:
    print(json.dumps(answer), flush=True)


def _desktop(pipe: str) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    last = time.monotonic() + WAIT
    while True:
        try:
            remote = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
        except NoConnectException:
            if time.monotonic() > last:
                raise
            time.sleep(0.1)


def _property(name: str, value: object) -> Any:
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


class Book:
    """A hidden document that computes when it is told to."""

    def __init__(self, desktop: Any, told: dict[str, Any]) -> None:
        """Write the sheets; *told* names the ranges of draws, of chances of success, and of what is read."""
        hidden = (_property("Hidden", True),)
        self.document = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, hidden)
        self.document.enableAutomaticCalculation(False)
        sheets = self.document.Sheets
        for place, page in enumerate(told["pages"]):
            sheets.insertNewByName(page["title"], place)
        while sheets.Count > len(told["pages"]):
            sheets.removeByName(sheets.getByIndex(sheets.Count - 1).Name)
        numbers = self.document.NumberFormats.addNew(NUMBERS, Locale("en", "US", ""))
        for page in told["pages"]:
            _write(sheets.getByName(page["title"]), page, numbers)
        first = sheets.getByIndex(0)
        self.draws, self.success, self.read = (first.getCellRangeByName(r) for r in told["ranges"])

    def price(self, told: dict[str, Any]) -> list[list[float | None]]:
        """What both sides get, trial by trial: draws in, recalculate what depends on them, read."""
        self.success.setDataArray((tuple(told["success"]),))
        found = []
        for draws in told["trials"]:
            self.draws.setDataArray(tuple(map(tuple, draws)))
            self.document.calculate()
            found.append([value for row in self.read.getDataArray() for value in row])
        return found

    def save(self, told: dict[str, str]) -> None:
        """Keep the workbook, with the last trial in it."""
        url = uno.systemPathToFileUrl(told["file"])
        self.document.storeToURL(url, (_property("FilterName", told["filter"]),))


def _write(sheet: Any, page: dict[str, Any], number_format: int) -> None:
    """Cells of one width, then what makes them readable."""
    width = max(map(len, page["cells"]))
    rows = tuple((*row, *[""] * (width - len(row))) for row in page["cells"])
    cells = sheet.getCellRangeByPosition(0, 0, width - 1, len(rows) - 1)
    cells.setFormulaArray(rows)
    cells.queryContentCells(CellFlags.FORMULA).NumberFormat = number_format
    cells.Columns.Width = WIDE
    sheet.Columns.getByIndex(0).OptimalWidth = True
    for row in page["headings"]:
        sheet.getCellRangeByPosition(0, row, 0, row).CharWeight = FontWeight.BOLD
        titles = sheet.getCellRangeByPosition(1, row, width - 1, row)
        titles.CharWeight, titles.HoriJustify, titles.IsTextWrapped = FontWeight.BOLD, RIGHT, True
    for row in page["inputs"]:
        sheet.getCellRangeByPosition(1, row, width - 1, row).CharColor = INPUT


if __name__ == "__main__":
    main()
