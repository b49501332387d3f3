"""Values by path: read, listed, replaced, and refused with the nearest path."""

from __future__ import annotations

from typing import Any

import pytest

from dealcraft.errors import UnknownPath, Unreadable
from dealcraft.terms import paths
from dealcraft.terms.change import set_value
from dealcraft.terms.load import validate
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Money, Path, Rate, read_money, read_rate
from dealcraft.units.uncertain import Triangular
from tests.terms.sheets import everything

P = Path.parse


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    found, _ = validate(everything())
    assert found is not None
    return found


def test_a_leaf_a_term_and_a_list_are_read_by_their_path(sheet: Sheet) -> None:
    assert paths.get(sheet, P("parties.rhein.discount_rate")) == read_rate("9%")
    assert paths.get(sheet, P("structures.licence.payments.royalty.tiers[1].rate")) == read_rate("7%")
    assert isinstance(paths.get(sheet, P("parties.hanbit.discount_rate")), Triangular)
    assert paths.get(sheet, P("assets.hb12.third_party.linker.from")).text == "first sale in us"
    assert paths.get(sheet, Path()) is sheet


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("parties.hanbt.discount_rate", "parties.hanbit"),
        ("markets.us.sales.peek", "markets.us.sales.peak"),
        ("structures.licence.payments.royalty.tiers[7].rate", "structures.licence.payments.royalty.tiers[2]"),
        ("structures.keep.zzz", None),
        ("structures.keep[0]", None),
        ("title.a", None),
    ],
)
def test_an_unknown_path_is_told_the_nearest(sheet: Sheet, path: str, nearest: str | None) -> None:
    with pytest.raises(UnknownPath) as problem:
        paths.get(sheet, P(path))
    assert problem.value.nearest == nearest


def test_every_number_is_a_leaf_at_the_path_it_is_written_at(sheet: Sheet) -> None:
    found = dict(paths.leaves(sheet))
    assert P("markets.us.sales.peak") in found
    assert P("markets.us.sales.peak.base") not in found
    assert P("structures.keep.overheads") in found
    assert P("structures.licence.overheads.hanbit") in found
    assert P("markets.korea.sales.calendar.2031") in found
    assert P("structures.licence.payments.royalty.tiers[0].up_to") in found
    assert P("structures.sale.tax.amortise_over") in found
    assert P("valuation.horizon") in found
    for path in found:
        here: Any = sheet.data
        for step in path:
            here = here[step]


def test_every_leaf_reads_back_as_it_was(sheet: Sheet) -> None:
    for path, leaf in paths.leaves(sheet):
        if isinstance(leaf, paths.PLAIN):
            again = dict(paths.leaves(paths.replace(sheet, path, str(leaf))))
            assert float(again[path]) == float(leaf), path  # type: ignore[arg-type]


def test_a_bare_number_is_in_the_unit_of_its_leaf(sheet: Sheet) -> None:
    for path, leaf in paths.leaves(sheet):
        number = 0.3 if path[-1] != "horizon" else 20.0
        if path[-1] not in ("triangular",):
            changed = paths.replace(sheet, path, number)
            assert float(dict(paths.leaves(changed))[path]) == pytest.approx(number, rel=1e-12), (path, leaf)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("leaf", "number", "text"),
    [
        (read_money("EUR 5m"), 12.5, "EUR 12.5"),
        (read_money("5m"), 1e9 / 3, "333333333.3333333"),
        (read_rate("5%"), 0.123456789, "12.3456789%"),
        (read_rate("5%"), 1e-30, "0%"),
    ],
)
def test_a_number_is_spelled_as_the_sheet_would(leaf: Money | Rate, number: float, text: str) -> None:
    assert paths.spell(leaf, number) == text


def test_a_replaced_sheet_leaves_the_old_one_as_it_was(sheet: Sheet) -> None:
    path = P("structures.licence.payments.royalty.tiers[1].rate")
    changed = paths.replace(sheet, path, "8%")
    assert (paths.get(changed, path), paths.get(sheet, path)) == (read_rate("8%"), read_rate("7%"))
    assert changed.data["parties"] is sheet.data["parties"]


def test_a_value_that_does_not_fit_is_refused_at_its_place(sheet: Sheet) -> None:
    with pytest.raises(Unreadable) as problem:
        paths.replace(sheet, P("parties.rhein.discount_rate"), "9")
    assert problem.value.code == "bare-rate"
    assert problem.value.at == ("parties", "rhein", "discount_rate")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("parties.rhein.tax_rate", "20%"),
        ("structures.sale.payments.upfront", "5m"),
        ("structures.sale.payments.withholding.gross_up", "true"),
        ("structures.both.parts.west.payments.upfront", "5m"),
        ("structures.licence.payments.royalty.adjust[0].step_down", "40%"),
    ],
)
def test_a_key_that_the_language_knows_may_be_new(sheet: Sheet, path: str, value: str) -> None:
    changed, findings = validate(set_value(sheet.data, P(path), value))
    assert findings == ()
    assert changed is not None
    paths.get(changed, P(path))


@pytest.mark.parametrize(
    "path",
    [
        "parties.boston.tax_rate",
        "structures.sale.payments.milestones.proof.pay",
        "structures.licence.payments.royalty.tiers[3]",
        "title[0]",
    ],
)
def test_a_name_that_the_sheet_would_have_to_define_may_not(sheet: Sheet, path: str) -> None:
    with pytest.raises(UnknownPath):
        set_value(sheet.data, P(path), "1")


def test_none_takes_a_key_away(sheet: Sheet) -> None:
    changed = set_value(sheet.data, P("structures.licence.payments.royalty.cap"), None)
    assert "cap" not in changed["structures"]["licence"]["payments"]["royalty"]
    assert "cap" in sheet.data["structures"]["licence"]["payments"]["royalty"]


def test_a_party_sees_the_sheet_under_its_view(sheet: Sheet) -> None:
    seen = paths.as_seen_by(sheet, "hanbit")
    assert paths.get(seen, P("markets.us.sales.peak")) == read_money("900m")
    assert paths.as_seen_by(sheet, "rhein") is sheet
