"""A sheet with open leaves is worth what the sheet with those numbers written into it is worth."""

from __future__ import annotations

from pathlib import Path as File

import numpy as np
import pytest

from dealcraft import load
from dealcraft.engine.axes import Axes
from dealcraft.engine.stack import numbers_apart, outcomes
from dealcraft.engine.value import value
from dealcraft.terms import paths
from dealcraft.units import Path

EXAMPLES = sorted((File(__file__).parents[2] / "examples").glob("*/*.deal.yaml"))
CLOSE = 1e-9


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.name.split(".")[0])
def test_every_number_of_an_example_can_be_left_open(file: File) -> None:
    sheet = load(file)
    everything = [path for path, _ in paths.leaves(sheet)]
    axes = Axes(sheet, everything, run="base")
    assert len(axes.index) >= 0.8 * len(everything)
    chosen = sorted(axes.index)[:: max(1, len(axes.index) // 4)]
    cases = [{}, *({path: 0.9 * axes.plan.slots[axes.index[path]].base} for path in chosen)]
    for case, found in zip(cases, axes.outcomes(cases), strict=True):
        valuation = value(paths.replace_all(sheet, case), run="base")
        for name, structure in valuation.structures.items():
            for party, worth in structure.parties.items():
                assert found[name].npv(party) == pytest.approx(
                    worth.npv, rel=CLOSE, abs=CLOSE * axes.plan.largest
                )


@pytest.mark.parametrize("run", ["expected", "plain", "success"])
def test_open_leaves_share_the_draws_of_the_sheet(run: str) -> None:
    sheet = load(next(file for file in EXAMPLES if file.name == "game.deal.yaml"))
    path = Path.parse("structures.licence.payments.upfront")
    rate = Path.parse("parties.studio.discount_rate")
    axes = Axes(sheet, [path, rate], run=run, trials=None if run == "success" else 2048)  # type: ignore[arg-type]
    case = {path: 3e6, rate: 0.1}
    (found,) = axes.outcomes([case], nets=True)
    written = value(paths.replace_all(sheet, case), run=run, trials=2048)  # type: ignore[arg-type]
    worth = written.structures["licence"].parties["studio"]
    assert found["licence"].npv("studio") == pytest.approx(worth.npv, rel=CLOSE)
    assert float(np.sum(found["licence"].nets["studio"])) == pytest.approx(
        sum(worth.net_by_year.values()), rel=CLOSE
    )


def test_what_the_engine_does_not_read_makes_no_other_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = load(next(file for file in EXAMPLES if file.name == "hb12.deal.yaml"))
    idle, read = (
        Path.parse(path)
        for path in (
            "structures.licence.governance.audit.lookback",  # nothing is under-reported in this sheet
            "parties.hanbit.foreign_tax_credit.carry_forward",
        )
    )
    axes, valued = Axes(sheet, [idle, read], run="base"), list[int]()
    own = Axes._own

    def counted(self: Axes, cases: list[dict[int, float]], *rest: object) -> object:
        valued.append(len(cases))
        return own(self, cases, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Axes, "_own", counted)
    start, same, other = axes.outcomes([{}, {idle: 1.0}, {read: 1.0}], structures=["licence"])
    assert sorted(valued) == [1, 2]
    assert same["licence"].npv("hanbit") == start["licence"].npv("hanbit")
    expected = value(paths.replace_all(sheet, {read: 1.0}), run="base", structures=["licence"])
    worth = expected.structures["licence"].parties["hanbit"].npv
    assert other["licence"].npv("hanbit") == pytest.approx(worth, rel=CLOSE)


def test_an_uncertain_input_can_be_fixed() -> None:
    sheet = load(next(file for file in EXAMPLES if file.name == "hb12.deal.yaml"))
    peak, sales = Path.parse("markets.us.sales.peak"), Path.parse("parties.rhein.capability.sales")
    case = {peak: 1.2e9, sales: 0.8}
    found = Axes(sheet, [peak, sales], run="base").outcomes([{}, case])[1]
    written = value(paths.replace_all(sheet, {peak: "1.2bn", sales: "80%"}), run="base")
    assert found["licence"].npv("hanbit") == pytest.approx(
        written.structures["licence"].parties["hanbit"].npv, rel=CLOSE
    )


def test_sheets_that_differ_in_numbers_are_told_from_those_that_differ_in_more() -> None:
    sheet = load(next(file for file in EXAMPLES if file.name == "hb12.deal.yaml"))
    upfront = Path.parse("structures.licence.payments.upfront")
    assert numbers_apart(sheet, paths.replace(sheet, upfront, 40e6)) == {upfront: 40e6}
    assert numbers_apart(sheet, paths.replace(sheet, upfront, "EUR 40m")) is None
    assert (
        numbers_apart(sheet, paths.replace(sheet, Path.parse("structures.licence.grant.exclusivity"), "sole"))
        is None
    )
    assert numbers_apart(sheet, paths.replace(sheet, Path.parse("structures.licence.step_in"), None)) is None


def test_sheets_of_other_shape_are_valued_beside_those_of_the_same() -> None:
    sheet = load(next(file for file in EXAMPLES if file.name == "hb12.deal.yaml"))
    without = paths.replace(sheet, Path.parse("structures.licence.step_in"), None)
    dearer = paths.replace(sheet, Path.parse("structures.sale.payments.upfront"), 60e6)
    found = outcomes([sheet, without, dearer], run="base")
    for one, outcome in zip((sheet, without, dearer), found, strict=True):
        written = value(one, run="base").structures
        for name in written:
            assert outcome[name].npv("hanbit") == pytest.approx(
                written[name].parties["hanbit"].npv, rel=CLOSE
            )
