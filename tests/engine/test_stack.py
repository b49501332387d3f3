"""Sheets that differ only in numbers come to the same valued together as one by one."""

from __future__ import annotations

from pathlib import Path as File

import pytest

import dealcraft
from dealcraft.engine.result import Run
from dealcraft.engine.stack import outcomes
from dealcraft.engine.value import value
from dealcraft.terms.sheet import Sheet

EXAMPLES = File(__file__).parents[2] / "examples"
WITHHOLDING = "structures.{}.payments.withholding"


def example(name: str) -> Sheet:
    """A sheet of the examples."""
    return dealcraft.load(EXAMPLES / name / f"{name}.deal.yaml")


def same_alone(sheets: list[Sheet], structure: str, run: Run) -> None:
    """Hold what *sheets* come to together to what each comes to by itself."""
    found = outcomes(sheets, run=run, structures=[structure])
    for sheet, outcome in zip(sheets, found, strict=True):
        alone = value(sheet, run=run, structures=[structure]).structures[structure]
        for party, worth in alone.parties.items():
            assert outcome[structure].npv(party) == pytest.approx(worth.npv, rel=1e-9, abs=1e-3)


@pytest.mark.parametrize("run", ["base", "expected"])
def test_rates_of_exchange_and_of_tax_stand_beside_a_gross_up(run: Run) -> None:
    sheet, part = example("memory_cross_licence"), "cross_licence.parts.to_piedmont"
    changes: list[dict[str, object]] = [
        {"fx.KRW": "0.0008"},
        {"parties.namsan.tax_rate": "10%"},
        {WITHHOLDING.format(part): {"rate": "5%", "gross_up": "true"}},
        {WITHHOLDING.format(part): {"rate": "15%", "gross_up": "false"}},
    ]
    sheets = [sheet, *(dealcraft.replace(sheet, change) for change in changes)]
    same_alone(sheets, "cross_licence", run)


def test_the_dollar_of_an_effective_royalty_is_a_number_too() -> None:
    sheet = example("webtoon_copyright")
    sheets = [sheet, dealcraft.replace(sheet, {"fx.USD": "1500"})]
    same_alone(sheets, "by_territory", "base")


def test_another_shape_and_an_open_decision_come_to_the_same() -> None:
    sheet = example("in_licensing")
    same_alone([sheet, dealcraft.replace(sheet, {"fx.KRW": "0.0008"})], "option_in", "base")
    sheet = example("hb12")
    same_alone([sheet, dealcraft.replace(sheet, {"valuation.grid": "year"})], "licence", "base")
