"""The library as it is imported: flat, named, sorted, and cheap until it is used."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import dealcraft

HB12 = Path(__file__).parent.parent / "examples" / "hb12" / "hb12.deal.yaml"


def test_names_are_sorted_and_each_can_be_had() -> None:
    assert dealcraft.__all__ == sorted(dealcraft.__all__)
    assert set(dealcraft.__all__) <= set(dir(dealcraft))
    for name in dealcraft.__all__:
        assert getattr(dealcraft, name) is not None
    with pytest.raises(AttributeError, match="nonsense"):
        dealcraft.nonsense  # noqa: B018


@pytest.mark.parametrize("name", [name for name in dealcraft.__all__ if name != "__version__"])
def test_every_public_name_is_documented(name: str) -> None:
    assert inspect.getdoc(getattr(dealcraft, name))


def test_importing_it_is_cheap() -> None:
    script = "import dealcraft, sys; print('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert not {"numpy", "pydantic", "yaml", "rich", "typer"} & set(done.stdout.split())


def test_a_sheet_is_loaded_checked_and_compared() -> None:
    assert not [found for found in dealcraft.check(HB12) if found.severity is dealcraft.Severity.ERROR]
    sheet = dealcraft.load(HB12)
    comparison = dealcraft.compare(sheet, run="base")
    assert set(comparison.ranking) == {"hanbit", "rhein"}
    assert {place.structure for place in comparison.ranking["hanbit"]} == set(sheet.structures)


def test_a_number_is_solved_for_and_set() -> None:
    sheet, path = dealcraft.load(HB12), "structures.licence.payments.upfront"
    found = dealcraft.solve(sheet, path, "npv(hanbit) = 50m", between=("0m", "80m"), run="base")
    (met,) = found.solutions
    again = dealcraft.replace(sheet, {path: found.lever.spelled(met.value)})
    worth = dealcraft.value(again, run="base", structures=["licence"]).structures["licence"]
    assert worth.parties["hanbit"].npv == pytest.approx(50e6, rel=1e-9)
    with pytest.raises(dealcraft.UsageError, match="is no path"):
        dealcraft.solve(sheet, "structures..x", "npv(hanbit) = 50m")


def test_a_changed_sheet_is_worth_something_else() -> None:
    sheet = dealcraft.load(HB12)
    more = dealcraft.replace(sheet, {"structures.sale.payments.upfront": "55m"})
    worth = [
        dealcraft.value(each, run="base", structures=["sale"]).structures["sale"].parties["hanbit"].npv
        for each in (sheet, more)
    ]
    assert worth[1] - worth[0] == pytest.approx(
        10e6 * (1 - 0.22), rel=0.05
    )  # an upfront, less tax at the year's end
    with pytest.raises(dealcraft.UnknownPath, match="did you mean"):
        dealcraft.replace(sheet, {"structures.sale.payments.upfrnt": "55m"})


def test_what_is_no_sheet_is_refused_with_its_place(tmp_path: Path) -> None:
    broken = tmp_path / "broken.deal.yaml"
    lines = [
        "dealcraft: 1",
        "valuation: {currency: USD}",
        "decides: a",
        "parties: {a: {discount_rate: 8}}",
        "structures: {keep: {kind: retain}}",
    ]
    broken.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(dealcraft.SheetError) as refused:
        dealcraft.load(broken)
    assert [found.span.line for found in refused.value.diagnostics if found.span] == [4]
    assert [found.code for found in dealcraft.check(broken)] == [d.code for d in refused.value.diagnostics]
    with pytest.raises(dealcraft.UsageError, match="there is no"):
        dealcraft.load(tmp_path / "missing.deal.yaml")


def test_what_cannot_be_valued_is_refused() -> None:
    sheet = dealcraft.replace(dealcraft.load(HB12), {"assets.hb12.development.phase_2.success": None})
    with pytest.raises(dealcraft.SheetError) as refused:
        dealcraft.value(sheet)
    assert [str(found.path) for found in refused.value.diagnostics] == [
        "assets.hb12.development.phase_2.success"
    ]


def test_what_hangs_on_what_is_one_call_each() -> None:
    sheet, upfront = dealcraft.load(HB12), "structures.licence.payments.upfront"
    moved = dealcraft.sensitivity(sheet, "licence", run="base")
    assert moved.rows[0].width("hanbit") >= moved.rows[-1].width("hanbit")
    zone = dealcraft.negotiate(sheet, upfront, "licence", run="base")
    assert zone.zone[0][0] < 35e6 < zone.zone[0][1]
    price = next(row for row in dealcraft.clauses(sheet, "sale", run="base").rows if row.path[-1] == "second")
    assert price.price["hanbit"] > 0.0 > price.price["rhein"]


def test_a_redline_says_what_changed_and_what_that_is_worth() -> None:
    sheet, path = dealcraft.load(HB12), "structures.sale.payments.upfront"
    redline = dealcraft.diff(sheet, dealcraft.replace(sheet, {path: "55m"}), run="base")
    assert [str(change.path) for change in redline.changes] == [path]
    assert redline.bridge is not None
