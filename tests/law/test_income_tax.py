"""Losses, credits, IP boxes and reliefs are those of the cited tables on that day, or are not known."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import get_args

import pytest

from dealcraft.law.income_tax import (
    UNITS,
    corporate_rate,
    countries,
    credit_rule,
    ip_box,
    loss_rule,
    relief,
    reliefs,
)
from dealcraft.law.parameters import Citation, parameter, read_table
from dealcraft.law.territories import is_country
from dealcraft.terms.assets import RightKind
from dealcraft.terms.parties import Size

DAY = date(2026, 1, 1)


@pytest.mark.parametrize("country", countries())
def test_every_value_has_its_unit_a_source_and_a_date(country: str) -> None:
    table = read_table("income_tax", country)
    assert table is not None
    assert table["country"] == country
    assert is_country(country)
    assert set(table) <= {*UNITS, "country", "sources", "ip_box", "reliefs"}
    for key, unit in UNITS.items():
        for entry in table.get(key, ()):
            found = parameter(entry, unit, table, f"{country}, {key}")
            assert "http" in found.citation.source
            assert key != "credit_limit" or found.value in ("by_country", "in_all")
    used = {entry["source"] for key in (*UNITS, "ip_box") for entry in table.get(key, ())}
    used |= {entry["source"] for entries in table.get("reliefs", {}).values() for entry in entries}
    assert used == set(table["sources"])
    box = ip_box(country, DAY)
    assert box is None or "http" in box.citation.source


def test_of_one_value_no_two_hold_on_a_day() -> None:
    for country in countries():
        table = read_table("income_tax", country)
        assert table is not None
        for key in (*UNITS, "ip_box"):
            cited = [_citation(entry) for entry in table.get(key, ())]
            edges = {edge for one in cited for edge in (one.since, one.until) if edge}
            for day in {DAY, *edges, *(edge + timedelta(1) for edge in edges)}:
                assert sum(one.holds_on(day) for one in cited) <= 1, (country, key, day)


def _citation(entry: dict[str, str]) -> Citation:
    since, until = entry.get("from"), entry.get("until")
    return Citation(
        "",
        DAY,
        "high",
        date.fromisoformat(since) if since else None,
        date.fromisoformat(until) if until else None,
    )


@pytest.mark.parametrize(
    ("country", "years", "by_country"),
    [
        ("KR", 10, True), ("US", 10, False), ("DE", 0, True), ("CN", 5, False), ("JP", 3, False), ("CA", 0, True),
        ("IT", 8, True), ("SE", 5, None), ("ES", float("inf"), None),
    ],
)  # fmt: skip
def test_unused_foreign_tax_is_carried_forward_as_the_country_allows(
    country: str, years: float, by_country: bool | None
) -> None:
    found = credit_rule(country, DAY)
    assert found is not None
    assert (found.years, found.by_country) == (years, by_country)
    assert found.citation.source


def test_korea_carried_foreign_tax_forward_for_five_years_before_2021() -> None:
    before = credit_rule("KR", date(2020, 12, 31))
    assert before is not None
    assert before.years == 5


@pytest.mark.parametrize("country", ["GB", "FR", "SG", "CH", "BR", "XX", "kr", ""])
def test_where_the_carry_forward_is_not_known_there_is_no_rule(country: str) -> None:
    assert credit_rule(country, DAY) is None


def test_rates_of_companies_change_with_the_day() -> None:
    rates = [corporate_rate("KR", day) for day in (date(2025, 12, 31), DAY)]
    assert [rate and rate.share for rate in rates] == [Decimal("0.264"), Decimal("0.275")]
    assert corporate_rate("XX", DAY) is None


def test_losses_have_a_life_and_a_limit() -> None:
    korea = loss_rule("KR", DAY)
    assert korea.expires is not None
    assert korea.expires.years == 15
    assert korea.limit is not None
    assert korea.limit.share == Decimal("0.8")
    germany = [loss_rule("DE", date(year, 1, 1)).limit for year in (2023, 2024, 2027, 2028)]
    assert [limit and limit.value for limit in germany] == ["60%", "70%", "70%", "60%"]
    assert loss_rule("XX", DAY).expires is None


def test_boxes_are_those_of_the_day() -> None:
    box = ip_box("IE", DAY)
    assert box is not None
    assert (box.name, box.rate, box.nexus) == ("Knowledge Development Box", Decimal("0.1"), True)
    assert ip_box("IE", date(2027, 1, 1)) is None
    assert ip_box("JP", date(2025, 3, 31)) is None
    japan = ip_box("JP", date(2025, 4, 1))
    assert japan is not None
    assert japan.rate is None
    assert ip_box("DE", DAY) is None
    assert ip_box("KR", DAY) is None


def test_korea_relieves_small_and_mid_size_firms_of_tax_on_technology_until_the_end_of_2026() -> None:
    assert reliefs() == ("kr_technology_transfer", "kr_technology_lease")
    sale, lease = (relief(name, DAY) for name in reliefs())
    assert sale is not None
    assert lease is not None
    assert (sale.share, sale.income, sale.payers) == (Decimal("0.5"), "price", ("KR",))
    assert (lease.share, lease.income, lease.payers) == (Decimal("0.25"), "licence", ())
    for found in (sale, lease):
        assert found.country == "KR"
        assert found.sizes == ("sme", "mid")
        assert set(found.sizes) <= set(get_args(Size))
        assert set(found.rights) == {"patent", "know_how"} <= set(get_args(RightKind))
        assert found.unrelated
        assert found.citation.as_of == date(2026, 9, 15)
        assert relief(found.id, date(2026, 12, 31)) == found
        assert relief(found.id, date(2027, 1, 1)) is None


@pytest.mark.parametrize("name", ["", "kr", "kr_", "xx_box", "technology_lease", "KR_technology_lease"])
def test_no_other_name_is_a_relief(name: str) -> None:
    assert relief(name, DAY) is None
