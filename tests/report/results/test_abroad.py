"""Tax on the way and currencies, as pages and as JSON: nothing advised, everything sourced."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from rich.cells import cell_len
from tests.report.results.test_pages import answer

from dealcraft.analysis.closer import closer
from dealcraft.cli._run import Exit, run
from dealcraft.report.results import Answer, Look, compare, in_depth
from dealcraft.report.results.json import json as written

EXAMPLES = Path(__file__).parents[3] / "examples"
ADVICE = ("illegal", "compliant", "evad", "avoid", "should", "recommend")


@cache
def closely(party: str = "hanbit", structure: str = "licence", *changes: tuple[str, str]) -> Answer:
    """The worked sheet with a closer look at one structure."""
    plain = answer(*changes)
    value = plain.valuation.structures[structure]
    return replace(plain, closer=closer(plain.sheet, value, party, run="base"))


def page(*words: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What a command prints."""
    assert run(list(words)) == Exit.DONE
    return capsys.readouterr().out


def test_the_comparison_says_which_change_is_worth_most_and_what_it_costs() -> None:
    lines = compare(closely(), Look(120)).splitlines()
    at = next(index for index, line in enumerate(lines) if line.startswith("Tax: "))
    assert (
        "worth most to Hanbit Bio under licence: gross-up, borne by Rhein Pharma · +6.5 · −7.0 to"
        in lines[at]
    )
    assert "without a cost to another: a payee in US, JP, GB or 9 more, 0% · +0.6" in "\n".join(lines[at:])
    assert "dealcraft value hb12.deal.yaml --structure licence" in "\n".join(lines[at:])


def test_a_party_that_gains_nothing_is_told_so() -> None:
    lines = compare(closely("rhein"), Look(120), party="rhein")
    assert "no single change of what is withheld under licence is worth anything to Rhein Pharma" in lines


def test_rows_show_the_way_of_what_comes_from_abroad() -> None:
    text = compare(closely(), Look(100))
    for label in ("from abroad, undiscounted", "withheld", "credited at home", "left of it"):
        assert label in text
    alone = in_depth(closely(), Look(100), structure="keep")
    assert "from abroad" not in alone


@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_every_rate_has_its_source_and_date_and_nothing_is_advised(width: int) -> None:
    text = in_depth(closely(), Look(width), structure="licence")
    whole = " ".join(text.split())
    assert "Now Rhein Pharma to Hanbit Bio: 10%, as the sheet states." in whole
    assert (
        "0% for a payee in US: treaty between DE and US, as of 2024-12-28, confidence high; https://" in whole
    )
    assert "has no permanent establishment there" in whole
    assert "valued by the rate alone" in whole
    assert "A gross-up lowers no tax" in whole
    assert not [word for word in ADVICE if word in text.lower()]
    assert all(cell_len(line) <= width for line in text.splitlines())


def test_an_open_rate_is_called_an_upper_bound() -> None:
    open_ = ("structures.licence.payments.withholding", None), ("parties.rhein.country", "BR")
    text = in_depth(closely("hanbit", "licence", *open_), Look(100), structure="licence")
    whole = " ".join(text.split())
    assert (
        "Now Rhein Pharma to Hanbit Bio: 30%: at most, an upper bound: the law of BR and its treaties"
        in whole
    )


def test_currencies_are_shown_where_there_are_several(capsys: pytest.CaptureFixture[str]) -> None:
    sheet = str(EXAMPLES / "in_licensing" / "in_licensing.deal.yaml")
    text = page("value", sheet, "--structure", "licence_in", "--run", "base", capsys=capsys)
    lines = [line.split() for line in text.splitlines()]
    assert ["stated", "in", "USD", "−5.73", "4.90"] in lines or [
        "stated",
        "in",
        "USD",
        "−5.73",
        "4.91",
    ] in lines
    assert [line[:2] for line in lines].count(["10%", "weaker"]) == 1
    assert "stated in" not in in_depth(closely(), Look(100), structure="licence")
    compared = page("compare", sheet, "--run", "base", capsys=capsys)
    assert "value under option_in −8.5 in USD and 12.8 in KRW" in compared
    assert "where one is 10% weaker: KRW −1.3" in compared


def test_the_json_holds_both_for_the_structure_that_was_looked_at() -> None:
    tree = json.loads(written([closely()]))["structures"]
    assert tree["sale"]["currencies"] is None
    assert tree["sale"]["tax_changes"] is None
    assert tree["licence"]["currencies"] == []
    first, second = tree["licence"]["tax_changes"]
    assert (first["change"], second["change"]) == ("gross_up", "country")
    assert first["rests_on"] is None
    assert first["now_rests_on"] is None
    assert first["now"] == pytest.approx(0.1)
    assert second["rests_on"]["source"].startswith("https://")
    assert second["rests_on"]["certain"] is True
    for name, party in closely().valuation.structures["licence"].parties.items():
        told = tree["licence"]["parties"][name]
        assert told["credited"] + told["leakage"] == pytest.approx(told["withholding"])
        assert told["left_from_abroad"] == pytest.approx(told["from_abroad"] - party.leakage)


def test_the_json_of_a_value_gives_currencies_that_sum_to_it(capsys: pytest.CaptureFixture[str]) -> None:
    sheet = str(EXAMPLES / "in_licensing" / "in_licensing.deal.yaml")
    text = page("value", sheet, "--structure", "licence_in", "--format", "json", capsys=capsys)
    found = json.loads(text)["structures"]["licence_in"]
    assert [one["code"] for one in found["currencies"]] == ["USD", "KRW"]
    assert found["currencies"][0]["weaker"] is None
    for name, party in found["parties"].items():
        assert sum(one["contribution"][name] for one in found["currencies"]) == pytest.approx(
            party["npv"], rel=1e-7
        )
