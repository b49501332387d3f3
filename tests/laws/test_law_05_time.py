"""Law 5: without discounting value is the plain sum; quarters sum to the year."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealcraft.engine.value import value
from tests.engine.worked import deal, sales
from tests.laws.changes import largest
from tests.strategies import Tree, readable, sheets


@given(sheets())
def test_at_a_discount_rate_of_zero_value_is_the_plain_sum(data: Tree) -> None:
    for party in data["parties"].values():
        party["discount_rate"] = "0%"
    for structure in data["structures"].values():
        structure.pop("discount_rates", None)
    for found in value(readable(data)).structures.values():
        for party in found.parties.values():
            total = sum(party.net_by_year.values())
            assert party.npv == pytest.approx(total, rel=1e-9, abs=1e-9 * largest(found))


amounts = st.lists(st.integers(0, 300), min_size=2, max_size=5)


@given(
    yearly=amounts, ends=st.tuples(st.integers(10, 120), st.integers(121, 250)), rates=st.tuples(*[st.integers(3, 30)] * 3),
    cap=st.integers(5, 60), minimum=st.integers(0, 30), steps=st.sampled_from(["", "{step_down: 40%, at: 2028-01-01}", "{stacking: 60%}"]),
)  # fmt: skip
def test_with_constant_rates_of_sales_quarters_sum_to_the_year(
    yearly: list[int], ends: tuple[int, int], rates: tuple[int, int, int], cap: int, minimum: int, steps: str
) -> None:
    tiers = f"[{{rate: {rates[0]}%, up_to: {ends[0]}}}, {{rate: {rates[1]}%, up_to: {ends[1]}}}, {{rate: {rates[2]}%}}]"
    royalty = f"{{tiers: {tiers}, adjust: [{steps}], cap: {{per_year: {cap}}}, minimum: {{amount: {minimum} per year}}}}"
    milestone = "{level: {pay: 7, when: {annual_net_sales: 90}}}"
    terms = f"kind: licence, licensee: b, grant: {{exclusivity: exclusive, territory: worldwide}}, payments: {{royalty: {royalty}, milestones: {milestone}}}"
    year, quarter = (
        deal(
            terms, years=len(yearly), grid=grid, markets=sales(*yearly),
            assets="{x: {third_party: {lab: {rate: 5%}}}}",
        )
        for grid in ("year", "quarter")
    )  # fmt: skip
    for path in (
        "markets.world.sales",
        "payments.royalty",
        "payments.royalty.minimum",
        "payments.milestones.level",
    ):
        payer = "customers" if path == "markets.world.sales" else "b"
        assert quarter.paid(path, payer=payer) == pytest.approx(
            year.paid(path, payer=payer), rel=1e-9, abs=1e-9
        )
