"""What the examples once broke: sums that differ where dates do not, and payers who are no party of the sheet."""

from __future__ import annotations

import pytest

from dealcraft.engine.value import value
from tests.engine.worked import read


def test_a_phase_of_sure_length_may_cost_what_the_exchange_rate_makes_of_it() -> None:
    """A cost of 100m won, at anything from 0.8 to 1.2 dollars a thousand."""
    sheet = read("""
dealcraft: 1
valuation: {date: 2026-01-01, currency: USD, grid: year, horizon: 5 years}
fx: {KRW: {uniform: [0.0008, 0.0012]}}
decides: a
parties: {a: {discount_rate: 0%}}
assets: {x: {development: {trial: {duration: 1 years, cost: KRW 100m, success: 50%}}}}
markets: {world: {territory: worldwide, sales: {by_year: [0]}}}
structures: {keep: {kind: retain}}
""")
    found = value(sheet).structures["keep"].parties["a"]
    assert found.npv == pytest.approx(-100_000.0, rel=5e-3)


def test_nothing_is_withheld_from_what_a_sublicensee_pays() -> None:
    """Half of 100 a year is sublicensed at 10%: 5 a year to the licensee, of which 40% and a tax of 15% go on."""
    sheet = read("""
dealcraft: 1
valuation: {date: 2026-01-01, currency: USD, grid: year, horizon: 2 years}
decides: a
parties: {a: {discount_rate: 0%, country: KR}, b: {discount_rate: 0%, country: JP}}
assets: {x: {}}
markets: {world: {territory: worldwide, launch: effective, sales: {by_year: [100, 100]}}}
structures:
  deal:
    kind: licence
    licensee: b
    grant:
      exclusivity: exclusive
      territory: worldwide
      sublicensing: {allowed: yes, income_share: 40%, plan: {share_of_sales: 50%, rate: 10%}}
    payments: {withholding: {rate: 15%}}
""")
    found = value(sheet).structures["deal"].parties
    assert found["a"].npv == pytest.approx(2 * 2 * 0.85)
    assert found["b"].npv == pytest.approx(100 + 2 * 3)
