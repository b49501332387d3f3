"""Every number of a sheet that matters is moved by itself; what it does is what the sheet with that number says."""

from __future__ import annotations

from pathlib import Path as File

import pytest

from dealcraft import load
from dealcraft.analysis.levers import lever, levers
from dealcraft.analysis.sensitivity import STEPS, sensitivity
from dealcraft.engine.value import value
from dealcraft.errors import UsageError
from dealcraft.terms import paths
from dealcraft.units import Path

EXAMPLES = File(__file__).parents[2] / "examples"
HB12 = load(EXAMPLES / "hb12" / "hb12.deal.yaml")
UPFRONT = Path.parse("structures.licence.payments.upfront")


def npv(sheet, structure: str, party: str) -> float:  # type: ignore[no-untyped-def]
    return value(sheet, run="base", structures=[structure]).structures[structure].parties[party].npv


def test_a_swing_is_what_the_changed_sheets_are_worth() -> None:
    found = sensitivity(HB12, structure="licence", run="base")
    for row in found.rows[:: len(found.rows) // 5]:
        for number, worth in ((row.lever.low, row.low), (row.lever.high, row.high)):
            changed = paths.replace_all(HB12, row.lever.case(number))
            for party in ("hanbit", "rhein"):
                assert worth[party] == pytest.approx(npv(changed, "licence", party), rel=1e-9)


def test_the_upfront_moves_the_owner_by_its_value_after_tax() -> None:
    found = sensitivity(HB12, structure="licence", run="base")
    row = next(row for row in found.rows if row.lever.path == UPFRONT)
    # 40% of 35m at the valuation date, less 10% withheld then, less 22% - 10% tax at the end of the first year, at 13%
    assert (row.lever.low, row.lever.high) == (28e6, 42e6)
    assert row.width("hanbit") == pytest.approx(14e6 * (1 - 0.10 - 0.12 / 1.13), rel=1e-9)


def test_the_widest_swing_comes_first_and_the_lead_moves_with_it() -> None:
    found = sensitivity(HB12, structure="licence", run="base")
    widths = [row.width("hanbit") for row in found.rows]
    assert widths == sorted(widths, reverse=True)
    assert len(found.rows) > 40
    assert found.leading == ("licence", "codevelopment")
    row = next(row for row in found.rows if row.lever.path == UPFRONT)
    low, high = found.lead(row.every_low), found.lead(row.every_high)
    assert high - low == pytest.approx(row.width("hanbit"), rel=1e-9)  # type: ignore[operator]


def test_every_structure_is_told_and_any_may_take_the_first_place() -> None:
    sheet = load(EXAMPLES / "in_licensing" / "in_licensing.deal.yaml")
    found = sensitivity(sheet, structure="option_in", run="base")
    assert list(found.every) == ["option_in", "licence_in", "both", "own_programme"]
    row = next(row for row in found.rows if str(row.lever.path) == "parties.taebaek.capability.success")
    for number, worths in ((row.lever.low, row.every_low), (row.lever.high, row.every_high)):
        changed = paths.replace_all(sheet, row.lever.case(number))
        for name in sheet.structures:
            assert worths[name] == pytest.approx(npv(changed, name, "taebaek"), rel=1e-9)
    # the fourth of the sheet, not the second, is what overtakes
    assert max(row.every_high, key=row.every_high.__getitem__) == "both"
    assert found.lead(row.every_high) == pytest.approx(row.every_high["option_in"] - row.every_high["both"])
    assert row.widest == pytest.approx(max(row.every_high[n] - row.every_low[n] for n in sheet.structures))


def test_a_term_of_one_structure_leaves_the_others_as_they_are() -> None:
    found = sensitivity(HB12, structure="sale", run="base")
    row = next(row for row in found.rows if row.lever.path == UPFRONT)
    moved = {name for name, low in row.every_low.items() if low != row.every_high[name]}
    assert moved == {"licence"}
    assert row.every_low["keep"] == pytest.approx(found.every["keep"], rel=1e-12)


def test_what_moves_nothing_is_counted_and_left_out() -> None:
    found = sensitivity(HB12, structure="keep", run="base")
    assert found.still + len(found.rows) == len(list(levers(HB12)))
    assert all(row.lever.path != Path.parse("parties.rhein.fit.strategic") for row in found.rows)


def test_one_share_of_a_whole_takes_the_others_along() -> None:
    share = lever(HB12, Path.parse("structures.codevelopment.profit_share.hanbit"))
    case = share.case(0.5)
    assert case == {
        share.path: 0.5,
        Path.parse("structures.codevelopment.profit_share.rhein"): pytest.approx(0.5),
    }
    tried = [str(one.path) for one in levers(HB12)]
    assert "structures.codevelopment.profit_share.hanbit" in tried
    assert "structures.codevelopment.profit_share.rhein" not in tried


def test_an_uncertain_number_moves_between_its_tails() -> None:
    peak = lever(HB12, Path.parse("markets.us.sales.peak"))
    # triangular 300m, 1.1bn, 2.4bn: F(x) = (x - 300m)^2 / (2.1bn 0.8bn) = 10%, 1 - (2.4bn - x)^2 / (2.1bn 1.3bn) = 90%
    assert peak.low == pytest.approx(300e6 + (0.1 * 2.1e9 * 0.8e9) ** 0.5)
    assert peak.high == pytest.approx(2.4e9 - (0.1 * 2.1e9 * 1.3e9) ** 0.5)


def test_a_chance_is_never_moved_above_certainty() -> None:
    assert lever(HB12, Path.parse("assets.hb12.development.review.success")).high == 1.0


def test_what_is_no_number_cannot_be_moved() -> None:
    with pytest.raises(UsageError, match="no number"):
        lever(HB12, Path.parse("structures.licence.payments"))


def test_a_grid_holds_every_pair_of_values() -> None:
    sale = Path.parse("structures.sale.payments.upfront")
    found = sensitivity(HB12, structure="licence", run="base", grid=(UPFRONT, sale)).grid
    assert found is not None
    assert [len(row) for row in found.npv["hanbit"]] == [STEPS] * STEPS
    corner = paths.replace_all(HB12, {UPFRONT: found.values[0][-1], sale: found.values[1][0]})
    assert found.npv["hanbit"][-1][0] == pytest.approx(npv(corner, "licence", "hanbit"), rel=1e-9)
    worths = {name: npv(corner, name, "hanbit") for name in HB12.structures}
    assert found.first[-1][0] == max(worths, key=worths.__getitem__)


def test_the_base_of_an_expected_run_is_that_of_the_valuation() -> None:
    found = sensitivity(load(EXAMPLES / "game" / "game.deal.yaml"), structure="licence")
    sheet = load(EXAMPLES / "game" / "game.deal.yaml")
    assert found.base["studio"] == pytest.approx(
        value(sheet).structures["licence"].parties["studio"].npv, rel=1e-9
    )
