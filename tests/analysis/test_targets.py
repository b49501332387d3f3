"""A target is read as people write it; each of its figures is what a valuation says."""

from __future__ import annotations

import numpy as np
import pytest

from dealcraft.analysis.study import Study
from dealcraft.analysis.targets import MEASURES, Measure, read_target
from dealcraft.engine.value import value
from dealcraft.errors import UsageError
from tests.engine.worked import LICENCE, SALE, sales, sheet

SHEET = sheet(
    f"licence: {{{LICENCE}, payments: {{upfront: 10, royalty: {{rate: 10%}}}}}}, sale: {{{SALE}, payments: {{upfront: 50}}}}",
    parties="{a: {discount_rate: 10%, outside: {npv: 4}}, b: {discount_rate: 5%}}",
    assets="{x: {development: {trial: {duration: 1 years, cost: 30, success: 60%}}}}",
    markets=sales(100, 200, launch="approval"),
)  # fmt: skip


def test_a_figure_without_a_structure_is_of_the_one_of_the_path() -> None:
    found = read_target("npv( a ) =  npv(a,sale)", SHEET, structure="licence")
    assert (found.left, found.right) == (Measure("npv", "a", "licence"), Measure("npv", "a", "sale"))
    assert found.text == "npv( a ) = npv(a,sale)"
    assert found.structures == ("licence", "sale")


def test_a_number_may_stand_on_either_side() -> None:
    for text in ("npv(a, sale) = 25m", "25m = npv(a, sale)"):
        found = read_target(text, SHEET, structure=None)
        assert (found.left, found.right) == (Measure("npv", "a", "sale"), 25e6)
    assert read_target("npv(a, sale) = -1.5m", SHEET, structure=None).right == -1.5e6
    assert read_target("share(a, sale) = 37.5%", SHEET, structure=None).right == 0.375
    assert read_target("together(sale) = 0", SHEET, structure=None).structures == ("sale",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("npv(a)", "write npv"),
        ("25m = 30m", "names no figure"),
        ("npv(a, sale) = npv(a", "cannot be read"),
        ("npw(a) = 3m", "did you mean npv"),
        ("npv(c) = 3m", "no party c; there are a, b"),
        ("npv() = 3m", "a party is missing"),
        ("npv(a, licens) = 3m", "did you mean licence"),
        ("npv(a) = 3m", "names no structure; there are licence, sale"),
        ("npv(a, sale) = 40%", "40% is no amount of money"),
        ("share(a, sale) = 40", "40 is no rate"),
        ("npv(a, sale) = EUR 3m", "not in USD"),
        ("npv(a, sale) = irr(a, sale)", "an amount of money, irr(a, sale) is a rate"),
    ],
)  # fmt: skip
def test_what_is_no_target_is_told_in_a_line(text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_target(text, SHEET, structure=None)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_every_figure_is_what_the_valuation_says() -> None:
    study = Study(SHEET, [])
    timeline = study.axes.plan.timeline
    (worth,) = study.worths([{}], nets=True)
    valued = value(SHEET).structures["licence"]
    a, spread = valued.parties["a"], valued.parties["a"].distribution
    said = {
        "npv": a.npv, "view": a.npv, "outside": 4.0, "together": sum(p.npv for p in valued.parties.values()), "irr": a.irr,
        "p5": spread.p5, "p50": spread.p50, "p95": spread.p95, "share": a.share, "chance_of_loss": spread.chance_of_loss,
    }  # fmt: skip
    assert set(said) == set(MEASURES)
    for name, expected in said.items():
        measure = Measure(name, "" if name == "together" else "a", "licence")
        if expected is None:
            assert np.isnan(measure.of(worth, timeline)), name
        else:
            assert measure.of(worth, timeline) == pytest.approx(expected, rel=1e-9), name
