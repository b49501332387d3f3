"""The pages read the same at every width, in every encoding, with and without colour, whatever a sheet says."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from rich.cells import cell_len

from dealcraft.analysis.compare import compare as ranked
from dealcraft.analysis.outside import outside
from dealcraft.engine.value import value
from dealcraft.report.results import Answer, Look, compare, in_depth
from dealcraft.source import parse
from dealcraft.terms.load import load
from dealcraft.units import Path as DealPath

SHEET = Path(__file__).parents[2] / "cases" / "hb12.deal.yaml"
KOREAN = (("parties.hanbit.name", "한빛바이오 주식회사"), ("parties.rhein.name", "라인제약"))
_CODES = re.compile(r"\x1b\[[0-9;]*m")


@cache
def answer(*changes: tuple[str, str]) -> Answer:
    """The base case of a sheet in which other texts stand at some paths."""
    made = {DealPath.parse(path): text for path, text in changes}
    loaded = load(parse(SHEET.read_bytes(), "hb12.deal.yaml"), changes=made)
    assert loaded.sheet is not None, loaded.diagnostics
    valuation = value(loaded.sheet, run="base")
    without = outside(
        loaded.sheet, valuation, value=lambda of, names: value(of, run="base", structures=names)
    )
    return Answer(loaded.sheet, "hb12.deal.yaml", "0" * 64, valuation, ranked(valuation, outside=without))


def row(page: str, label: str) -> str:
    return next(line for line in page.splitlines() if line.strip().startswith(label))


@pytest.mark.parametrize("width", [60, 79, 80, 100, 120, 200])
@pytest.mark.parametrize("words", [(), KOREAN], ids=["latin", "korean"])
def test_no_line_is_wider_than_the_window(width: int, words: tuple[tuple[str, str], ...]) -> None:
    pages = [compare(answer(*words), Look(width))]
    pages += [
        in_depth(answer(*words), Look(width), structure="licence", by=by) for by in ("kind", "clause", "year")
    ]
    for line in "\n".join(pages).splitlines():
        assert cell_len(line) <= width, line
        assert line == line.rstrip()


def test_the_first_screen_answers_the_question() -> None:
    first = compare(answer(), Look(100)).splitlines()
    best = next(line for line in first if "expected value" in line)
    assert best.split()[2:] == ["10.9", "62.5", "◀", "48.2", "49.2"]
    assert "For Hanbit Bio: licence, by 13.3 over codevelopment, 14.2 over sale and 51.5 over keep." in first


@pytest.mark.parametrize("words", [(), KOREAN], ids=["latin", "korean"])
def test_decimal_points_stand_in_line(words: tuple[tuple[str, str], ...]) -> None:
    page = compare(answer(*words), Look(120))
    rows = [
        row(page, label)
        for label in ("expected value", "if everything succeeds", "needs at most", "together")
    ]
    places = [[match.start() for match in re.finditer(r"\d\.\d(?=\s|$)", line)] for line in rows]
    assert places[0] == places[1] == places[3]
    assert set(places[2]) <= set(places[0])


def test_below_80_columns_each_structure_has_a_block() -> None:
    page = compare(answer(), Look(79))
    assert page.count("expected value") == len(answer().valuation.structures)


def test_more_structures_than_fit_have_a_block_each() -> None:
    four = answer()
    names = [f"licence_{n}" for n in range(5)]
    sheet = four.sheet.model_copy(
        update={"structures": dict.fromkeys(names, four.sheet.structures["licence"])}
    )
    licence = four.valuation.structures["licence"]
    valuation = replace(four.valuation, structures={name: replace(licence, name=name) for name in names})
    five = Answer(
        sheet, four.file, four.sha256, valuation, ranked(valuation, outside=four.comparison.outside)
    )
    page = compare(five, Look(120))
    assert page.count("expected value") == 5
    assert "are all worth the same" in page.replace("\n", " ")


def test_an_ascii_stream_gets_ascii() -> None:
    page = compare(answer(*KOREAN), Look(100, encoding="ascii"))
    assert page.isascii()
    assert "62.5 <" in row(page, "expected value")
    assert "-51.5" in row(page, "+- against the best")


def test_a_korean_code_page_keeps_its_names() -> None:
    page = compare(answer(*KOREAN), Look(100, encoding="cp949"))
    page.encode("cp949")
    assert "한빛바이오 주식회사" in page


def test_colour_adds_nothing_but_codes() -> None:
    plain, coloured = compare(answer(), Look(100)), compare(answer(), Look(100, colour=True))
    assert "\x1b[" not in plain
    assert _CODES.sub("", coloured) == plain
    assert "\x1b[1;36m" in coloured


def test_what_a_sheet_says_commands_no_terminal() -> None:
    hostile = answer(("parties.hanbit.name", "Han\x1b[2Jbit [bold red]"), ("title", "HB\r\u202e-12 [/]"))
    for page in (compare(hostile, Look(100)), in_depth(hostile, Look(100), structure="licence")):
        assert not {"\x1b", "\r", "\u202e"} & set(page)
        assert "[bold red]" in page


def test_another_party_can_be_read_for() -> None:
    page = compare(answer(), Look(100), party="rhein")
    assert page.index("Rhein Pharma · DE") < page.index("Hanbit Bio · KR")
    assert "Where the 48.4 of sale comes from" in page


def test_another_structure_can_be_taken_apart() -> None:
    assert "Where the 49.2 of codevelopment comes from" in compare(
        answer(), Look(100), structure="codevelopment"
    )


def test_a_party_without_a_part_has_dashes_and_never_0() -> None:
    page = compare(answer(), Look(100))
    rhein = page[page.index("Rhein Pharma · DE") :]
    assert row(rhein, "expected value").split()[2] == "–"


def test_a_trace_shows_how_a_royalty_came_about() -> None:
    page = in_depth(answer(), Look(120), structure="licence", trace=True)
    steps = page[page.index("as tiered") : page.index("royalty.minimum")]
    assert "− stacking" in steps
    assert "binds in 100% of periods" in steps
    assert "active → reverted" in page


def test_clauses_stand_in_the_order_of_the_sheet() -> None:
    page = in_depth(answer(), Look(120), structure="licence")
    names = [
        "  upfront",
        "milestones.candidate",
        "milestones.double",
        "  royalty",
        "markets.us.sales",
        "markets.korea.sales",
    ]
    places = [page.index(name, page.index("structures.licence ")) for name in names]
    assert places == sorted(places)


def test_years_end_at_the_undiscounted_sum() -> None:
    page = in_depth(answer(), Look(120), structure="sale", by="year")
    total = sum(answer().valuation.structures["sale"].parties["hanbit"].net_by_year.values()) / 1e6
    assert f"{total:.1f}" in row(page, "2050")
