"""The pages on clauses and redlines keep to the window and to what it can show, whatever a sheet says."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from rich.cells import cell_len

from dealcraft.analysis.clauses import clauses
from dealcraft.analysis.compare import compare as ranked
from dealcraft.analysis.diff import diff
from dealcraft.analysis.outside import outside
from dealcraft.analysis.study import How
from dealcraft.engine.result import Valuation
from dealcraft.engine.value import value
from dealcraft.report.results import Answer, Look
from dealcraft.report.results._redline import Redlined, Version
from dealcraft.report.results.clauses import clauses as clauses_page
from dealcraft.report.results.diff import diff as diff_page
from dealcraft.report.results.diff_markdown import markdown
from dealcraft.source import parse
from dealcraft.terms.load import load
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path as DealPath

SHEET = Path(__file__).parents[2] / "cases" / "hb12.deal.yaml"
LATIN = ("Hanbit Bio", "Rhein Pharma")
KOREAN = ("한빛바이오 주식회사", "라인제약")
LONG = ("A name of a party that nobody would ever want to print twice", "`|<b>[x](y)")


def base(sheet: Sheet, names: tuple[str, ...] | None = None) -> Valuation:
    return value(sheet, run="base", structures=names)


@cache
def version(names: tuple[str, str], *changes: tuple[str, str | None]) -> Version:
    """The base case of a sheet with other names and other terms."""
    parties = zip(("parties.hanbit.name", "parties.rhein.name"), names, strict=True)
    made = {DealPath.parse(path): text for path, text in (*parties, *changes)}
    loaded = load(parse(SHEET.read_bytes(), "hb12.deal.yaml"), changes=made)
    assert loaded.sheet is not None, loaded.diagnostics
    valuation = base(loaded.sheet)
    comparison = ranked(valuation, outside=outside(loaded.sheet, valuation, value=base))
    answer = Answer(loaded.sheet, "hb12.deal.yaml", "0" * 64, valuation, comparison)
    return Version(answer, loaded.document)


@cache
def redlined(names: tuple[str, str]) -> Redlined:
    old = version(names)
    new = version(
        names,
        ("structures.licence.payments.upfront", "25m"),
        ("structures.licence.step_in.dormancy", None),
        ("markets.us.sales.time_to_peak", "5 years"),
        ("title", "Another | `title` that is long enough to be broken where the window is narrow"),
    )
    ends = (one.answer.valuation for one in (old, new))
    return Redlined(old, new, diff(old.answer.sheet, new.answer.sheet, *ends, how=How("base", 0)))


@pytest.mark.parametrize("names", [LATIN, KOREAN, LONG], ids=["latin", "korean", "long"])
def test_no_line_is_wider_than_the_window(names: tuple[str, str]) -> None:
    answer = version(names).answer
    prices = clauses(answer.sheet, answer.valuation, structure="sale", value=base)
    for width in (60, 72, 80, 100, 120):
        page = diff_page(redlined(names), Look(width)) + clauses_page(answer, prices, Look(width))
        for line in page.splitlines():
            assert cell_len(line) <= width, line
            assert line == line.rstrip()


def test_a_window_without_signs_gets_ascii() -> None:
    page = diff_page(redlined(LATIN), Look(100, encoding="ascii"))
    assert page.isascii()
    assert "\\u" not in page
    assert "o" in page


def test_colour_changes_no_character() -> None:
    plain, coloured = (diff_page(redlined(LATIN), Look(100, colour=colour)) for colour in (False, True))
    assert "\x1b[31m" in coloured
    assert len(plain.splitlines()) == len(coloured.splitlines())


def test_the_waterfall_ends_where_the_new_value_lies() -> None:
    lines = diff_page(redlined(LATIN), Look(100)).splitlines()
    start = next(index for index, line in enumerate(lines) if line.startswith("licence "))
    rows = [line for line in lines[start + 1 :] if line.startswith("  ")]
    before, after = (
        next(row for row in rows if row.strip().startswith(word)) for word in ("before", "after")
    )
    drop = next(row for row in rows if "payments.upfront" in row)
    assert "░" in drop
    assert before.index("●") > after.index("●"), "worth less than before"


def test_markdown_holds_names_in_code_and_tables_together() -> None:
    page = markdown(redlined(LONG))
    outside_of_code = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", page)
    assert "<b>" in page
    assert not {"<", "[", "`"} & set(outside_of_code)
    rows = [line for line in page.splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in rows} <= {3, 4, 6}
