"""The page of a solution: every value and what to write for it, at every width and in every encoding."""

from __future__ import annotations

from functools import cache

import pytest
from rich.cells import cell_len
from tests.engine.worked import LICENCE, SHARED, sales, sheet

from dealcraft.analysis.compare import compare
from dealcraft.analysis.outside import outside
from dealcraft.analysis.solve import Solution, solve_for
from dealcraft.analysis.study import How
from dealcraft.engine.value import value
from dealcraft.report.results import Answer, Look
from dealcraft.report.results._course import LINES, course
from dealcraft.report.results.solve import solve as printed
from dealcraft.terms.sheet import Sheet

KOREAN = "{a: {name: 한빛바이오 주식회사, discount_rate: 0%}, b: {discount_rate: 0%}}"
LATIN = "{a: {discount_rate: 0%}, b: {discount_rate: 0%}}"
UPFRONT = "structures.deal.payments.upfront"


@cache
def simple(parties: str = LATIN, upfront: str = "30") -> Sheet:
    """A licence for an upfront and 10% of sales of 600."""
    terms = f"upfront: {upfront}, funding: {{team: {{pay: 5 per year, until: 2029-01-01}}}}, royalty: {{rate: 10%}}"
    return sheet(f"deal: {{{LICENCE}, payments: {{{terms}}}}}", parties=parties)


def page(
    of: Sheet, path: str, target: str, between: tuple[str, str] | None = None, look: Look | None = None
) -> str:
    found: Solution = solve_for(of, path, target, between=between, how=How("base"))
    valuation = value(of, run="base")
    without = outside(of, valuation, value=lambda one, names: value(one, run="base", structures=names))
    answer = Answer(of, "x.deal.yaml", "0" * 64, valuation, compare(valuation, outside=without))
    return printed(answer, found, look or Look(100))


@pytest.mark.parametrize("width", [60, 72, 80, 100, 200])
@pytest.mark.parametrize("parties", [LATIN, KOREAN], ids=["latin", "korean"])
def test_no_line_is_wider_than_the_window(width: int, parties: str) -> None:
    text = page(simple(parties), UPFRONT, "npv(a) = 100", look=Look(width))
    assert [line for line in text.splitlines() if cell_len(line) > width or line != line.rstrip()] == []


def test_signs_that_cannot_be_shown_are_replaced() -> None:
    text = page(simple(), UPFRONT, "npv(a) = 100", look=Look(80, encoding="ascii"))
    assert text.isascii()
    assert "o npv(a, deal) | - 100" in text


def test_an_option_with_a_space_is_quoted_for_the_shell() -> None:
    text = page(simple(), "structures.deal.payments.funding.team.pay", "npv(a) = 111")
    assert "--set 'structures.deal.payments.funding.team.pay=7 per year'" in text  # 30 + 60 + 3 x 7


def test_all_shares_of_a_whole_are_told() -> None:
    shares = "cost_share: {a: 40%, b: 60%}, profit_share: {a: 40%, b: 60%}"
    text = page(sheet(f"deal: {{{SHARED}, {shares}}}"), "structures.deal.profit_share.a", "share(a) = 45%")
    assert "--set structures.deal.profit_share.a=45%" in text
    assert "--set structures.deal.profit_share.b=55%" in text
    assert "The other shares of the whole give way in proportion." in text


def test_an_uncertain_number_is_told_to_be_replaced() -> None:
    text = page(simple(upfront="{uniform: [20, 40]}"), UPFRONT, "npv(a) = 100")
    assert "Met at 25; the sheet has about 30, uncertain." in text  # 100 - 60 - 3 x 5
    assert "A certain number stands in the place" in text


def test_a_figure_that_the_number_does_not_move_stays() -> None:
    text = page(simple(), UPFRONT, "together(deal) = 1000")
    assert "No solution in [0, 300]: together(deal) stays at 600." in text


def test_a_figure_without_value_is_told() -> None:
    text = page(simple(), UPFRONT, "irr(a) = 10%")
    assert "irr(a, deal) has no value anywhere there" in text


def test_a_leap_is_told() -> None:
    trial = sheet(
        f"deal: {{{LICENCE}, payments: {{royalty: {{rate: 10%}}}}}}", markets=sales(300, launch="approval"),
        assets="{x: {development: {trial: {duration: 1 years, cost: 30, success: 60%, spend: start}}}}",
    )  # fmt: skip
    text = page(trial, "structures.deal.payments.royalty.rate", "chance_of_loss(b) = 70%")
    assert "at 90% chance_of_loss(b, deal) leaps past the target, from 40% to 100%." in text


def test_the_picture_has_both_sides_and_stands_at_the_solution() -> None:
    points = [(0.0, 0.0, 4.5), (10.0, 9.0, 4.5)]
    lines = [
        line.plain
        for line in course(points, [5.0], ("low", "high"), ("least", "most"), Look(4 + len("least") + 11))
    ]
    assert len(lines) == LINES + 1
    assert lines[0].split() == ["most", "┊", "●●"]
    assert lines[-2].split()[:2] == ["least", "●●"]
    assert lines[4].count("─") >= 8  # the right side runs level, in the middle of the scale
    assert lines[-1].split() == ["low", "high"]
