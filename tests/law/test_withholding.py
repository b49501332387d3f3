"""What is withheld is what the cited table says of that day, or a bound that no rate of the table exceeds."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import date
from decimal import Decimal
from typing import get_args

import pytest

from dealcraft.law.facts import FACTS
from dealcraft.law.rates import OWN_LAW, Rate, compiled, covers, payer_table, payers
from dealcraft.law.territories import groups, is_country
from dealcraft.law.withholding import (
    HIGHEST,
    Answer,
    Kind,
    highest,
    newest,
    price_is_royalty,
    withholding,
)
from dealcraft.terms.assets import RightKind

DAY = date(2026, 1, 1)
KINDS: tuple[Kind, ...] = get_args(RightKind)


def asked(pair: str, kind: Kind = "patent", on: date = DAY, **facts: object) -> Answer:
    payer, payee = pair.split("-")
    return withholding(payer, payee, kind=kind, on=on, facts=facts)


def every_rate() -> list[tuple[str, str, Rate]]:
    found = []
    for payer in payers():
        table = payer_table(payer)
        assert table is not None
        for payee in (OWN_LAW, *table.payees):
            found += [(payer, payee, rate) for rate in table.rates(payee)]
    return found


RATES = every_rate()


def test_every_rate_has_a_source_a_date_and_a_confidence() -> None:
    assert len(RATES) > 800
    for payer, payee, rate in RATES:
        place = (payer, payee, rate.kinds)
        assert "http" in rate.citation.source, place
        assert date(2024, 1, 1) < rate.citation.as_of <= compiled(), place
        assert rate.citation.confidence in ("high", "medium", "low"), place
        if rate.withheld is not None:
            assert 0 <= rate.withheld < 1, place
        elif not rate.outside:
            assert rate.at_most is not None, place


def test_every_table_is_of_countries_and_names_each_payee_once() -> None:
    assert len(payers()) == 24
    for payer in payers():
        table = payer_table(payer)
        assert table is not None
        assert table.raw["payer"] == payer
        assert is_country(payer)
        assert len(set(table.payees)) == len(table.payees)
        assert all(map(is_country, table.payees))
        assert payer not in table.payees


def test_kinds_are_known_and_a_payee_has_one_rate_for_each() -> None:
    for payer, payee, rate in RATES:
        assert set(rate.kinds) <= {*get_args(Kind), "any"}, (payer, payee)
        assert set(rate.when) <= set(FACTS), (payer, payee)
    seen = [
        (payer, payee, kind)
        for payer, payee, rate in RATES
        for kind in rate.kinds
        if not rate.when and not rate.citation.since and not rate.citation.until
    ]
    assert len(seen) == len(set(seen))


def test_every_payer_has_a_general_rate_and_none_is_above_the_one_that_stands_in() -> None:
    general = {}
    for payer, payee, rate in RATES:
        if payee == OWN_LAW and covers(rate.kinds, "any") and not rate.when:
            assert rate.withheld is not None
            general[payer] = rate.withheld
    assert set(general) == set(payers())
    assert max(general.values()) == HIGHEST


def test_the_union_of_the_directive_is_the_group_of_the_territories() -> None:
    table = payer_table("DE")
    assert table is not None
    members = {payee for payee in groups()["EU"].members if table.directives(payee)}
    assert members == groups()["EU"].members - {"DE"}
    assert {payer for payer in payers() if (t := payer_table(payer)) and "directives" in t.raw} == (
        set(payers()) & groups()["EU"].members
    )


@pytest.mark.parametrize("payer", payers())
def test_no_answer_is_above_its_bound_and_none_lacks_a_source(payer: str) -> None:
    table = payer_table(payer)
    assert table is not None
    for payee in (*table.payees, "KY", "AQ"):
        for kind in get_args(Kind):
            answer = withholding(payer, payee, kind=kind, on=DAY)
            place = (payer, payee, kind)
            assert 0 <= answer.upper < 1, place
            assert answer.certain == (answer.rate is not None) == (not answer.doubt), place
            assert not answer.certain or answer.rate == answer.upper, place
            assert answer.source, place
            assert answer.basis, place
            own = [rate.withheld for rate in table.rates(OWN_LAW) if rate.withheld is not None]
            assert answer.upper <= max(own), place


@pytest.mark.parametrize(
    ("pair", "kind", "rate"),
    [
        # Korea and its main partners: research of 2026-11-22, PwC Worldwide Tax Summaries and the sources beside them.
        ("KR-US", "patent", "16.5"), ("KR-US", "know_how", "16.5"), ("KR-US", "trademark", "16.5"),
        ("KR-US", "copyright", "11"), ("US-KR", "patent", "15"), ("US-KR", "copyright", "10"),
        ("KR-CN", "patent", "10"), ("KR-JP", "software", "10"), ("KR-DE", "patent", "10"), ("KR-IE", "patent", "0"),
        ("KR-NL", "copyright", "15"), ("NL-KR", "copyright", "0"), ("KR-CH", "patent", "5"), ("CH-KR", "patent", "0"),
        ("KR-SG", "patent", "5"), ("KR-HK", "patent", "10"), ("HK-KR", "patent", "4.95"), ("KR-VN", "patent", "5"),
        ("KR-VN", "trademark", "10"), ("KR-VN", "design", "5"), ("KR-IN", "patent", "11"), ("IN-KR", "patent", "10"),
        ("KR-SE", "copyright", "15"), ("KR-DK", "patent", "10"), ("KR-DK", "trademark", "15"), ("KR-AU", "patent", "15"),
        ("LU-KR", "patent", "0"), ("KR-LU", "patent", "15"), ("KR-NO", "patent", "10"), ("KR-US", "design", "16.5"),
        # Other pairs of section 3.
        ("US-SG", "patent", None), ("US-GB", "patent", "0"), ("US-IN", "patent", "15"), ("CN-CH", "patent", "9"),
        ("DE-CH", "patent", "0"), ("FR-CH", "patent", "5"), ("FR-IN", "patent", None), ("BE-IN", "patent", None),
        ("IN-DK", "patent", "20"), ("JP-CN", "patent", "10"), ("JP-ES", "patent", None), ("SG-GB", "patent", "8"),
        ("CN-BE", "patent", "7"), ("JP-US", "patent", "0"), ("GB-SG", "patent", "8"),
        # The payer's own law.
        ("KR-US", "equipment", "2.2"), ("US-VN", "patent", None), ("US-HK", "patent", "30"),
        ("DE-HK", "patent", "15.825"), ("IT-KR", "patent", "10"), ("VN-DE", "patent", "10"),
    ],
)  # fmt: skip
def test_published_rates_are_answered(pair: str, kind: Kind, rate: str | None) -> None:
    answer = asked(pair, kind)
    assert answer.rate == (None if rate is None else Decimal(rate) / 100)


@pytest.mark.parametrize(
    ("pair", "kind", "upper"),
    [
        ("KR-US", "software", "16.5"),  # the highest class of the treaty, with the local tax on top
        ("US-KR", "software", "30"),
        ("FR-SG", "copyright", "25"),  # may lie outside the article: the payer's own law
        ("IL-DK", "patent", "10"),  # the two tables differ
        ("KR-RU", "patent", "22"),  # the treaty may be suspended
        ("KR-KY", "patent", "22"),  # no row
        ("FR-BR", "patent", "75"),  # no row, and the payee might sit in a listed place
        ("BR-KR", "patent", "30"),  # no table
        ("KR-US", "data", "16.5"),  # no class
        ("KR-US", "technical_fee", "22"),
    ],
)
def test_where_the_table_is_not_certain_the_highest_that_could_apply_is_the_bound(
    pair: str, kind: Kind, upper: str
) -> None:
    answer = asked(pair, kind)
    assert answer.rate is None
    assert answer.upper == Decimal(upper) / 100
    assert answer.doubt


def test_korea_taxes_by_use_since_18_september_2025() -> None:
    before, after = date(2025, 9, 17), date(2025, 9, 18)
    old = asked("KR-US", on=before, registered=False)
    assert (old.rate, old.certain, old.taxes_by_use) == (Decimal(0), True, False)
    assert "91Nu6887" in old.conditions
    new = asked("KR-US", on=after, registered=False)
    assert (new.rate, new.taxes_by_use) == (Decimal("0.165"), True)
    assert "2021Du59908" in new.conditions
    assert "bakermckenzie" in new.source
    assert asked("KR-US", on=before, registered=True).rate == Decimal("0.165")
    unstated = asked("KR-US", on=before)
    assert (unstated.rate, unstated.upper) == (None, Decimal("0.165"))
    assert unstated.settled_by == ("registered",)


def test_most_treaties_of_korea_go_by_the_payer() -> None:
    for payee in ("JP", "DE", "CN", "GB"):
        for day in (date(2025, 1, 1), DAY):
            answer = asked(f"KR-{payee}", on=day, registered=False)
            assert answer.rate == Decimal("0.1")
            assert not answer.taxes_by_use


def test_the_united_states_tax_the_use_there() -> None:
    assert asked("US-KR").taxes_by_use
    assert asked("US-BR").taxes_by_use


def test_associated_companies_of_the_union_pay_without_tax_where_the_sheet_states_the_share() -> None:
    stated = asked("IT-ES", associated_share="25%")
    assert (stated.rate, "directive" in stated.basis) == (Decimal(0), True)
    assert asked("IT-ES").rate == asked("IT-ES", associated_share="24%").rate == Decimal("0.08")
    assert "associated_share is at least 25%" in asked("IT-ES").conditions
    assert asked("FR-CH", associated_share="30%").rate == Decimal("0.05")
    assert asked("FR-CH", associated_share="30%", held_years="2 years").rate == 0
    assert asked("GB-ES", associated_share="100%").basis == "treaty between GB and ES"


def test_other_facts_change_the_rate_where_they_are_stated() -> None:
    assert asked("KR-JP", beneficial_owner=False).rate == Decimal("0.22")
    assert asked("KR-JP", beneficial_owner="true").rate == Decimal("0.1")
    assert asked("KR-JP", residence_shown="no").rate == Decimal("0.22")
    assert asked("TW-KR", approved=True).rate == 0
    assert asked("NL-KY").upper == Decimal("0.258")
    assert asked("NL-KY", listed_low_tax=False).rate == 0
    assert asked("HK-KR", related=True, former_local_rights=True).upper == Decimal("0.165")
    assert asked("HK-KR", related=True).rate == Decimal("0.0495")


def test_of_several_kinds_the_highest_is_taken() -> None:
    def of(*kinds: Kind) -> Answer:
        return highest("KR", "US", kinds=kinds, on=DAY)

    assert of("patent", "copyright").rate == Decimal("0.165")
    assert of("software", "patent").certain
    assert not of("software", "copyright").certain
    assert highest("KR", "DE", kinds=(), on=DAY).rate == Decimal("0.1")
    assert highest("KR", "US", kinds=(), on=DAY).upper == Decimal("0.165")


def test_a_day_before_the_source_is_answered_with_low_confidence() -> None:
    early = asked("KR-JP", on=date(2020, 1, 1))
    assert (early.rate, early.confidence) == (Decimal("0.1"), "low")
    assert "2024-12-18" in early.conditions
    assert asked("KR-JP").confidence == "high"


def test_at_home_nothing_is_withheld() -> None:
    assert asked("KR-KR").rate == 0
    assert asked("BR-BR").rate == 0


def test_the_price_of_rights_is_a_royalty_where_the_law_says_so() -> None:
    assert price_is_royalty("KR", "patent", on=DAY) is True
    assert price_is_royalty("JP", "copyright", on=DAY) is True
    assert price_is_royalty("US", "patent", on=DAY) is False
    assert price_is_royalty("KR", "data", on=DAY) is None
    assert price_is_royalty("DE", "patent", on=DAY) is None
    assert price_is_royalty("BR", "patent", on=DAY) is None


def test_the_newest_date_of_a_table_is_that_of_its_newest_source() -> None:
    assert newest("KR") == date(2026, 1, 20)
    assert newest("US") == date(2024, 8, 13)
    assert newest("BR") == compiled()


@pytest.mark.parametrize("code", ["kr", "", "KOR", "..", "general", "XX"])
def test_a_word_that_is_no_country_has_no_table(code: str) -> None:
    assert payer_table(code) is None


def test_a_lookup_takes_less_than_ten_milliseconds_and_needs_neither_numpy_nor_pydantic() -> None:
    withholding("JP", "KR", kind="patent", on=DAY)
    spent = []
    for _ in range(5):
        payer_table.cache_clear()
        start = time.process_time()
        withholding("KR", "ZA", kind="patent", on=DAY)
        spent.append(time.process_time() - start)
    assert min(spent) < 0.010
    code = (
        "import sys; from datetime import date; from dealcraft.law.withholding import withholding;"
        "from dealcraft.law.income_tax import credit_rule; credit_rule('KR', date(2026, 1, 1));"
        "withholding('KR', 'US', kind='patent', on=date(2026, 1, 1));"
        "sys.exit(bool({'numpy', 'pydantic'} & set(sys.modules)))"
    )
    where = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", code], env=where, check=False).returncode == 0
