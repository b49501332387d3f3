"""`explain withholding` prints a rate with its basis, source, date and confidence, and says which day it asked about."""

from __future__ import annotations

import pytest

from dealcraft.cli._run import Exit, run


def printed(words: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert run(["explain", "withholding", *words.split()]) == Exit.DONE
    out, err = capsys.readouterr()
    assert err == ""
    return " ".join(out.split())


def refused(words: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert run(["explain", *words.split()]) == Exit.USAGE
    out, err = capsys.readouterr()
    assert out == ""
    return err


@pytest.mark.parametrize(
    "said",
    [
        "patent: South Korea (KR) pays United States (US)",
        "Withheld: 16.5% of the gross",
        "Rests on: treaty between KR and US: 15%",
        "Source: https://taxsummaries.pwc.com/republic-of-korea",
        "As of: 2024-12-18",
        "Confidence: high",
        "Conditions: Use is the practice of the patented process",
        "withholding.use",
        "treats the price of rights sold as a royalty",
    ],
)
def test_a_certain_rate_is_printed_with_everything_it_rests_on(
    said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in printed("KR US patent --as-of 2026-01-01", capsys)


def test_without_a_day_the_newest_of_the_table_is_asked_and_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert "On: 2026-01-20, the newest date of the table; --as-of DATE" in printed("KR US patent", capsys)


def test_the_day_changes_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed("KR US patent --as-of 2025-09-17", capsys)
    assert "On: 2025-09-17 " in text
    assert "Withheld: no certain answer; at most 16.5% of the gross" in text
    assert "Open: it depends on whether the patents are registered there" in text
    assert "Depends on: registered: whether the patents are registered" in text


def test_countries_are_read_by_name_and_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed("한국 Germany software", capsys) == printed("KR DE software", capsys)


def test_a_country_without_a_table_has_a_bound(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed("BR KR patent", capsys)
    assert "at most 30% of the gross" in text
    assert "the law of BR and its treaties are not in the tables" in text


def test_alone_it_is_the_page_of_the_term(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed("", capsys)
    assert "gross_up" in text
    assert "Tax withheld at the border." in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("withholding KR US", "PAYER PAYEE KIND"),
        ("withholding KR US patent now", "found 4 words"),
        ("withholding KR UK patent", "'UK' is no country; write GB"),
        ("withholding KR EU patent", "'EU' is 27 countries"),
        ("withholding KR US patnt", "did you mean patent?"),
        ("withholding KR US zzz", "write one of patent, know_how"),
        ("withholding KR US patent --as-of 2026-13-01", "write a date such as 2026-01-01"),
        ("withholding --as-of 2026-01-01", "found 0 words"),
        ("royalty minimum", "explain takes one word"),
        ("royalty --as-of 2026-01-01", "explain takes one word"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_mend(
    words: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refused(words, capsys)
