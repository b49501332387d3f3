"""What is told to change the answer does change it, just beyond the number that is told and not just before."""

from __future__ import annotations

from pathlib import Path as File

import pytest

from dealcraft import load
from dealcraft.analysis.trades import bridging, trades
from dealcraft.analysis.turning import MOST, Turning, turning_points
from dealcraft.engine.value import value
from dealcraft.terms import paths
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path

EXAMPLES = File(__file__).parents[2] / "examples"


def of(name: str) -> Sheet:
    return load(EXAMPLES / name / f"{name}.deal.yaml")


def worths(sheet: Sheet, run: str = "base") -> dict[str, float]:
    """What each structure is worth to whoever decides, as it sees it."""
    found = value(sheet, run=run).structures  # type: ignore[arg-type]
    own = {name: structure.parties[sheet.decides] for name, structure in found.items()}
    return {name: worth.npv if worth.view is None else worth.view for name, worth in own.items()}


def first_at(sheet: Sheet, one: Turning, number: float) -> str:
    values = worths(paths.replace_all(sheet, one.lever.case(number)))
    return max(values, key=values.__getitem__)


@pytest.mark.parametrize(
    "name", ["hb12", "university_express", "business_sale_two_closings", "semiconductor_patents"]
)
def test_another_structure_comes_first_just_beyond_and_not_just_before(name: str) -> None:
    sheet = of(name)
    values = worths(sheet)
    best = max(values, key=values.__getitem__)
    found = turning_points(sheet, sheet.decides, values, run="base")
    assert 0 < len(found) <= MOST
    for one in found[:3]:
        away = 1e-5 * (one.to - one.lever.now)
        assert first_at(sheet, one, one.to - away) == best
        assert first_at(sheet, one, one.lever.held(one.to + away)) == one.makes_first


def test_the_nearest_comes_first() -> None:
    sheet = of("hb12")
    found = turning_points(sheet, "hanbit", worths(sheet), run="base")
    distances = [one.distance for one in found]
    assert distances == sorted(distances)


def test_the_price_at_which_a_sale_comes_first_is_what_it_lacks_after_tax() -> None:
    sheet = of("hb12")
    values = worths(sheet)
    found = turning_points(sheet, "hanbit", values, run="base")
    price = Path.parse("structures.sale.payments.upfront")
    at = next(one.to for one in found if one.lever.path == price)
    # the price of a sale is taxed at 22% at the end of the first year, discounted at 13%
    assert at == pytest.approx(45e6 + (values["licence"] - values["sale"]) / (1 - 0.22 / 1.13), rel=1e-7)


def test_one_structure_has_nothing_to_turn_to() -> None:
    assert turning_points(of("hb12"), "hanbit", {"licence": 1.0}, run="base") == ()


def test_what_is_told_makes_a_sheet_that_can_be_valued() -> None:
    for one in turning_points(of("two_partners"), "sorae", worths(of("two_partners")), run="base"):
        changed = paths.replace_all(of("two_partners"), one.lever.case(one.to))
        assert value(changed, run="base").structures


def test_a_sum_at_signing_costs_one_side_what_it_gives_the_other_but_for_tax() -> None:
    found = {str(trade.lever.path): trade for trade in trades(of("hb12"), structure="licence")}
    upfront = found["structures.licence.payments.upfront"]
    assert upfront.moves["hanbit"] == pytest.approx(3.5e6 * (1 - 0.10 - 0.12 / 1.13), rel=1e-6)
    assert upfront.gives == pytest.approx(-upfront.moves["rhein"] / upfront.moves["hanbit"])
    assert not upfront.rises


def test_a_term_that_depends_on_what_sides_see_otherwise_bridges() -> None:
    sheet = of("two_partners")
    bridge = bridging(sheet, "tidewater_exclusive", "sorae")
    assert bridge is not None
    assert bridge.gives > 1.0
    assert "upfront" not in bridge.lever.path
