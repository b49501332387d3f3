"""Figures that terms are compared with have a source, a date and a confidence, and are those of the published rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dealcraft.law.benchmarks import (
    Stage,
    cited,
    every_figure,
    rates_of,
    sales_part_of_headline,
    sector_of,
    upfront_shares,
    without_attrition,
)


@pytest.mark.parametrize("name", every_figure())
def test_every_figure_says_what_it_is_and_where_it_stands(name: str) -> None:
    figure = every_figure()[name]
    assert 0 < figure.share < 1
    assert figure.citation.note
    assert date(2000, 1, 1) <= figure.citation.as_of <= date(2026, 12, 31)
    assert all(cited(figure).values())


def test_a_sector_is_known_by_its_other_spellings() -> None:
    assert sector_of("Semiconductor") == "semiconductors"
    assert sector_of(" biotech ") == "biopharma"
    assert sector_of("instruments") is None
    assert rates_of("instruments", "any") is None


@pytest.mark.parametrize(
    ("sector", "stage", "low", "high"),
    [
        ("biopharma", "early", "0.03", "0.113"),  # PLOS ONE 2023; J. Open Innovation 2015, table 15
        ("biopharma", "late", "0.03", "0.15"),  # review of life-science licences, 2024
        ("software", "early", "0.05", "0.08"),
        ("games", "any", "0.1", "0.25"),
        ("semiconductors", "late", "0.01", "0.045"),
    ],
)
def test_rates_are_those_of_the_sources(sector: str, stage: Stage, low: str, high: str) -> None:
    found = rates_of(sector, stage)
    assert found is not None
    assert (found.low.share, found.high.share) == (Decimal(low), Decimal(high))
    assert found.exclusive_over_others == 3


def test_the_low_end_of_every_range_is_below_its_high_end() -> None:
    figures = every_figure()
    lows = [name for name in figures if name.endswith(".low")]
    assert len(lows) > 10
    assert all(figures[name].share < figures[name[:-3] + "high"].share for name in lows)


def test_a_late_deal_pays_more_of_its_headline_at_signing_than_an_early_one() -> None:
    early, late = upfront_shares("early"), upfront_shares("late")
    assert early.low.share < late.low.share
    assert early.high.share < late.high.share


def test_the_other_figures_are_those_of_the_sources() -> None:
    assert sales_part_of_headline().share == Decimal("0.73")
    assert without_attrition().share == Decimal("0.2")
    figures = every_figure().items()
    assert without_attrition().share == max(figure.share for name, figure in figures if "discount" in name)
