"""The tornado and the table of two numbers say what the analysis found, at every width and in every encoding."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path as File

import pytest
from rich.cells import cell_len

from dealcraft.analysis.compare import compare
from dealcraft.analysis.outside import outside
from dealcraft.analysis.sensitivity import Grid, Sensitivity, sensitivity
from dealcraft.engine.value import value
from dealcraft.report.results import Answer, Look
from dealcraft.report.results._bars import Scale, swing
from dealcraft.report.results.sensitivity import sensitivity as printed
from dealcraft.source import parse
from dealcraft.terms.load import load
from dealcraft.units import Path

SHEET = File(__file__).parents[3] / "examples" / "two_partners" / "two_partners.deal.yaml"
KOREAN = (("parties.sorae.name", "소래머티리얼즈 주식회사"), ("title", "분리막 기술 이전"))
ASKED = "tidewater_exclusive"
UPFRONT = Path.parse(f"structures.{ASKED}.payments.upfront")
RATE = Path.parse("structures.morimoto_exclusive.payments.royalty.rate")


@cache
def found(*changes: tuple[str, str]) -> tuple[Answer, Sensitivity]:
    """The base case of the sheet with other texts at some paths, and what it hangs on."""
    made = {Path.parse(path): text for path, text in changes}
    loaded = load(parse(SHEET.read_bytes(), SHEET.name), changes=made)
    assert loaded.sheet is not None, loaded.diagnostics
    valuation = value(loaded.sheet, run="base", structures=[ASKED])
    without = outside(
        loaded.sheet, valuation, value=lambda of, names: value(of, run="base", structures=names)
    )
    answer = Answer(loaded.sheet, SHEET.name, "0" * 64, valuation, compare(valuation, outside=without))
    return answer, sensitivity(loaded.sheet, structure=ASKED, run="base", grid=(UPFRONT, RATE))


def page(answer: Answer, told: Sensitivity, look: Look, *, most: int = 12) -> str:
    return printed(answer, told, look, most=most)


def line(text: str, start: str) -> str:
    return next(row for row in text.splitlines() if row.strip().startswith(start))


@pytest.mark.parametrize("width", [60, 72, 80, 100, 120, 200])
@pytest.mark.parametrize("words", [(), KOREAN], ids=["latin", "korean"])
def test_no_line_is_wider_than_the_window(width: int, words: tuple[tuple[str, str], ...]) -> None:
    for text in page(*found(*words), Look(width)).splitlines():
        assert cell_len(text) <= width, text
        assert text == text.rstrip()


def test_the_page_says_what_the_structure_is_worth_and_where_that_puts_it() -> None:
    answer, told = found()
    text = page(answer, told, Look(100))
    assert "tidewater_exclusive is worth 33.2 to Sorae Materials, 1.8 more than morimoto_exclusive." in text
    behind = page(answer, replace(told, structure="morimoto_exclusive"), Look(100))
    assert "morimoto_exclusive is worth 33.2 to Sorae Materials, 1.8 less than tidewater_exclusive." in behind
    alone = page(answer, replace(told, every={ASKED: told.every[ASKED]}, rows=(), grid=None), Look(100))
    assert "tidewater_exclusive is worth 33.2 to Sorae Materials." in alone
    assert "◀" not in alone


def test_a_row_has_both_values_and_the_bars_between_their_worths() -> None:
    row = line(page(*found(), Look(100)), "payments.upfront")
    # 20% of 18m either way; one upfront for another is worth its difference after tax and what is withheld
    assert row.split()[1:5] == ["14.4m", "30.4", "21.6m", "36.1"]
    low, high = row.split()[5].split("┊")
    assert set(low) == {"░"}
    assert set(high) == {"█"}


def test_a_number_that_changes_the_answer_is_marked_and_both_leads_are_told() -> None:
    answer, told = found()
    row = next(row for row in told.rows if row.lever.path == UPFRONT)
    assert told.lead(row.every_low) < 0  # type: ignore[operator]
    text = page(answer, told, Look(120))
    assert line(text, "payments.upfront").rstrip().endswith("◀ morimoto_exclusive")
    after = text[text.index("◀ morimoto_exclusive comes before tidewater_exclusive") :]
    assert line(after, "payments.upfront").split() == ["payments.upfront", "14.4m", "−1.0", "21.6m", "+4.7"]
    steady = replace(
        told,
        rows=tuple(r for r in told.rows if all(told.lead(e) > 0 for e in (r.every_low, r.every_high))),  # type: ignore[operator]
    )
    assert "None of them alone puts another structure before" in page(answer, steady, Look(120))


def test_every_structure_is_told_with_the_order_in_which_they_come() -> None:
    answer, told = found()
    text = page(answer, told, Look(100))
    after = text[text.index("Every structure for Sorae Materials, low → high") :]
    rate = line(after, "structures.morimoto_exclusive.payments.royalty.rate").split()
    row = next(row for row in told.rows if row.lever.path == RATE)
    swing_of = row.every_high["morimoto_exclusive"] - row.every_low["morimoto_exclusive"]
    assert rate[1:5] == ["–", f"+{swing_of / 1e6:.1f}", "–", "–"]
    # at 4.8% as the sheet stands, at 7.2% the second before the first
    assert rate[5:] == ["b", "a", "c", "d"]
    assert "a tidewater_exclusive, b morimoto_exclusive, c" in after


def test_a_third_structure_that_overtakes_is_named() -> None:
    answer, told = found()
    row = next(row for row in told.rows if row.lever.path == UPFRONT)
    overtaken = replace(row, every_high={**row.every_high, "alone": 1e9})
    text = page(answer, replace(told, rows=(overtaken,)), Look(120))
    assert "◀ Another structure comes before tidewater_exclusive" in text
    after = text[text.index("◀ Another") :]
    assert line(after, "payments.upfront").split()[3] == "morimoto_exclusive"
    assert line(after, "payments.upfront").split()[-1] == "alone"


def test_no_more_rows_than_asked_for_and_the_rest_is_counted() -> None:
    answer, told = found()
    text = page(answer, told, Look(100), most=3)
    moving = sum(row.width("sorae") >= 0.05e6 for row in told.rows)
    assert f"{moving - 3} numbers move it by less (--most {moving} shows all)" in text
    assert f"{told.still} numbers move nothing" in text
    assert len([row for row in text.splitlines() if "┊" in row]) == 3


def test_a_line_divides_the_pairs_where_another_structure_comes_first() -> None:
    answer, told = found()
    assert told.grid is not None
    text = page(answer, told, Look(100)).splitlines()
    start = next(index for index, row in enumerate(text) if row.startswith("tidewater_exclusive at"))
    rows = [
        row
        for row in text[start:]
        if row.strip().startswith(("14.4m", "15.6m", "18m", "21.6m")) and "." in row
    ]
    table = rows[:4]
    for row, first in zip(table, (told.grid.first[i] for i in (0, 1, 3, 6)), strict=True):
        changes = sum(one != other for one, other in pairwise(first))
        assert row.count("│") == changes
        assert row.split().count("b") == first.count("morimoto_exclusive")
    assert any(set(row.strip()) == {"─"} for row in text[start:])


def test_the_same_structure_everywhere_needs_no_line() -> None:
    answer, told = found()
    grid = told.grid
    assert grid is not None
    same = Grid(grid.levers, grid.values, grid.npv, tuple((ASKED,) * len(row) for row in grid.first))
    text = page(answer, replace(told, grid=same), Look(100))
    assert "tidewater_exclusive comes first for Sorae Materials everywhere." in text
    assert "│" not in text


def test_nothing_but_ascii_where_nothing_else_can_be_shown() -> None:
    text = page(*found(), Look(100, encoding="ascii"))
    assert text.isascii()
    assert line(text, "payments.upfront").split()[5].strip("-").strip("#") == ":"


def test_a_case_at_few_scenarios_says_so() -> None:
    answer, told = found()
    assert "about 512 scenarios" not in page(answer, told, Look(100))
    assert "about 512 scenarios" in " ".join(page(answer, replace(told, sketched=True), Look(100)).split())


@pytest.mark.parametrize(
    ("low", "high", "drawn"),
    [
        (0.0, 10.0, "░░░░░┊████"),
        (10.0, 0.0, "█████┊░░░░"),
        (5.0, 10.0, "     ┊████"),
        (0.0, 5.0, "░░░░░┊    "),
        (0.0, 3.0, "░░░██┊    "),
        (8.0, 10.0, "     ┊░░░█"),
    ],
)
def test_both_bars_begin_at_the_base(low: float, high: float, drawn: str) -> None:
    assert swing(low, high, 5.0, Scale(0.0, 10.0, 10)) == drawn
