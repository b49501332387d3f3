"""What becomes of money from abroad, and what single changes are worth, worked by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from dealcraft.analysis.tax_changes import TaxChange, tax_changes
from dealcraft.analysis.tax_path import TaxPath, tax_path
from dealcraft.engine.value import value
from dealcraft.law.withholding import withholding
from dealcraft.terms.sheet import Sheet
from tests.engine.worked import LICENCE, sheet

PAID = 20 + 10 + 20 + 30
"""An upfront and 10% of sales of 100, 200 and 300."""
TERMS = "upfront: 20, royalty: {rate: 10%}"
ASSETS = "{x: {rights: {one: {kind: patent, countries: worldwide, expires: 2060-01-01}}}}"


def deal(
    payments: str, *, a: str = "KR", b: str = "US", more_of_a: str = "", structure: str = LICENCE, **top: str
) -> Sheet:
    """A licence from *a* to *b* of patents, without discounting, and no tax at home unless said."""
    parties = f"{{a: {{country: {a}, discount_rate: 0%{more_of_a}}}, b: {{country: {b}, discount_rate: 0%}}}}"
    return sheet(
        f"deal: {{{structure}, payments: {{{payments}}}}}", **{"parties": parties, "assets": ASSETS, **top}
    )


def path(of: Sheet, party: str = "a") -> TaxPath:
    """The way of what *party* receives from abroad."""
    return tax_path(of, value(of).structures["deal"], party)


def changes(of: Sheet, party: str = "a") -> dict[str, TaxChange]:
    """Each change by its kind, in order."""
    found = tax_changes(of, value(of).structures["deal"], party)
    assert len({change.kind for change in found}) == len(found)
    return {change.kind: change for change in found}


# what becomes of it


def test_what_is_withheld_and_not_credited_is_lost() -> None:
    """At home 10% on the same income: of 15% withheld 10 points are credited, 5 never."""
    taxed = ", tax_rate: 10%, losses: offset, foreign_tax_credit: {carry_forward: 1 years}"
    found = path(deal(f"{TERMS}, withholding: {{rate: 15%}}", more_of_a=taxed))
    assert found.gross == pytest.approx(PAID)
    assert found.withheld == pytest.approx(0.15 * PAID)
    assert found.credited == pytest.approx(0.10 * PAID)
    assert found.leaked == pytest.approx(0.05 * PAID)
    assert found.net == pytest.approx(0.95 * PAID)


def test_a_gross_up_is_part_of_what_comes_from_abroad() -> None:
    found = path(deal(f"{TERMS}, withholding: {{rate: 15%, gross_up: true}}"))
    assert found.gross == pytest.approx(PAID / 0.85)
    assert found.withheld == pytest.approx(0.15 * PAID / 0.85)
    assert found.net == pytest.approx(PAID)


def test_nothing_comes_from_abroad_at_home_or_from_customers() -> None:
    assert path(deal(TERMS, b="KR")) == TaxPath(0.0, 0.0, 0.0)
    assert path(deal(f"{TERMS}, withholding: {{rate: 15%}}"), "b") == TaxPath(0.0, 0.0, 0.0)


# what would change it


def test_a_gross_up_moves_the_tax_to_who_pays_and_raises_it() -> None:
    found = changes(deal(f"{TERMS}, withholding: {{rate: 15%}}"))["gross_up"]
    assert found.effect == pytest.approx({"a": 0.15 * PAID, "b": PAID - PAID / 0.85})
    assert sum(found.effect.values()) < 0
    assert found.answer is None


def test_without_its_gross_up_a_payer_keeps_the_tax_that_it_bears() -> None:
    found = changes(deal(f"{TERMS}, withholding: {{rate: 15%, gross_up: true}}"), "b")
    assert found["no_gross_up"].effect == pytest.approx({"a": -0.15 * PAID, "b": PAID / 0.85 - PAID})


def test_a_payee_elsewhere_is_at_the_lowest_rate_that_the_table_is_sure_of() -> None:
    found = changes(deal(f"{TERMS}, withholding: {{rate: 15%}}"))["country"]
    assert found.rate == 0.0
    assert found.effect == pytest.approx({"a": 0.15 * PAID, "b": 0.0}, abs=1e-9)
    assert {"KR", "US"}.isdisjoint(found.countries)
    for country in found.countries:
        answer = withholding("US", country, kind="patent", on=dt.date(2026, 1, 1))
        assert answer.certain
        assert answer.rate == 0
    assert found.answer is not None
    assert found.answer.source
    assert "beneficial owner" in found.answer.conditions


def test_a_country_of_a_party_is_named_first() -> None:
    parties = "{a: {country: KR, discount_rate: 0%}, b: {country: US, discount_rate: 0%}, c: {country: CH, discount_rate: 0%}}"
    found = changes(deal(f"{TERMS}, withholding: {{rate: 15%}}", parties=parties))["country"]
    assert found.countries[0] == "CH"


def test_a_stated_rate_above_the_tables_could_be_the_tables() -> None:
    own = withholding("US", "KR", kind="patent", on=dt.date(2026, 1, 1))
    assert own.rate is not None
    found = changes(deal(f"{TERMS}, withholding: {{rate: 25%}}"))["rate"]
    assert found.rate == pytest.approx(float(own.rate))
    assert found.effect["a"] == pytest.approx((0.25 - float(own.rate)) * PAID)
    assert found.now.answer is None
    assert "rate" not in changes(deal(f"{TERMS}, withholding: {{rate: 5%}}"))


KOREA_AND_JAPAN = (
    "{kr: {territory: KR, launch: effective, sales: {by_year: [100, 100, 100]}}, "
    "jp: {territory: JP, launch: effective, sales: {by_year: [300, 300, 300]}}}"
)


def test_use_where_the_markets_are_is_a_quarter_of_the_tax() -> None:
    """A payer in Korea, which taxes by use since 18 September 2025, with a quarter of its sales there."""
    found = changes(deal("royalty: {rate: 10%}", a="US", b="KR", markets=KOREA_AND_JAPAN))
    answer = withholding("KR", "US", kind="patent", on=dt.date(2026, 1, 1))
    assert answer.taxes_by_use
    whole = float(answer.upper) * 0.10 * 1200
    assert found["use"].use == pytest.approx(0.25)
    assert found["use"].rate == pytest.approx(float(answer.upper) / 4)
    assert found["use"].effect == pytest.approx({"a": 0.75 * whole, "b": 0.0}, abs=1e-9)
    assert found["use"].now.answer == answer


def test_use_that_the_sheet_places_there_already_is_no_change() -> None:
    placed = "royalty: {rate: 10%}, withholding: {use: {KR: 25%}}"
    assert "use" not in changes(deal(placed, a="US", b="KR", markets=KOREA_AND_JAPAN))
    all_there = "{kr: {territory: KR, launch: effective, sales: {by_year: [100]}}}"
    assert "use" not in changes(deal("royalty: {rate: 10%}", a="US", b="KR", markets=all_there))


def test_before_the_rule_changed_use_made_no_difference() -> None:
    early = "{date: 2025-01-01, currency: USD, grid: year, timing: start, horizon: 3 years}"
    found = changes(deal("royalty: {rate: 10%}", a="US", b="KR", markets=KOREA_AND_JAPAN, valuation=early))
    assert "use" not in found
    assert "gross_up" in found


def test_a_lower_rate_is_worth_nothing_where_all_of_it_is_credited() -> None:
    taxed = ", tax_rate: 25%, losses: offset"
    found = changes(deal(f"{TERMS}, withholding: {{rate: 15%}}", more_of_a=taxed))
    assert "country" not in found
    assert found["gross_up"].effect["a"] > 0


def test_nothing_can_be_saved_where_nothing_is_withheld() -> None:
    assert changes(deal(TERMS, b="KR")) == {}
    assert changes(deal(f"{TERMS}, withholding: {{rate: 0%}}")) == {}


def test_where_both_sides_pay_across_the_border_one_rate_is_not_changed_for_both() -> None:
    both = f"{TERMS}, fees: {{back: {{payer: a, pay: 5, at: effective}}}}, withholding: {{rate: 15%}}"
    assert changes(deal(both)) == {}


def test_what_is_worth_most_to_the_party_comes_first() -> None:
    of = deal(f"{TERMS}, withholding: {{rate: 15%}}", more_of_a=", tax_rate: 10%, losses: offset")
    for party in "ab":
        worth = [change.effect[party] for change in changes(of, party).values()]
        assert worth == sorted(worth, reverse=True)
