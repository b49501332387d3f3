"""A word of a territory stands for the countries a careful reader would take it for, or is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from importlib.resources import files
from string import ascii_uppercase
from typing import Any

import pytest
import yaml

from dealcraft.errors import Unreadable
from dealcraft.law.territories import (
    countries_of,
    country_name,
    describe,
    every_country,
    groups,
    is_country,
)

TEXT = files("dealcraft.law").joinpath("tables", "territories.yaml").read_text("utf-8")
TABLE: dict[str, Any] = yaml.load(TEXT, Loader=yaml.CSafeLoader)
SIZES = {
    "EU": 27, "EEA": 30, "EFTA": 4, "Eurozone": 21, "ASEAN": 11, "GCC": 6, "MERCOSUR": 5, "USMCA": 3, "BENELUX": 3,
    "DACH": 3, "NORDICS": 8, "EPC": 39, "UPC": 18, "EAPO": 8, "OAPI": 17, "Africa": 60, "Asia": 51, "Europe": 51,
    "Oceania": 29, "Northern_America": 5, "Latin_America": 52, "North_America": 41, "Americas": 57,
}  # fmt: skip


def refused(word: str) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        countries_of(word)
    return caught.value


def test_worldwide_is_every_code_in_use() -> None:
    assert len(every_country()) == 249
    assert (
        countries_of("worldwide") == countries_of("Worldwide") == countries_of("전 세계") == every_country()
    )


def test_the_table_has_no_key_twice() -> None:
    keys = [
        line.split(":")[0].strip()
        for line in TEXT.splitlines()
        if line[:2] == "  " and line[2:3] not in " #}"
    ]
    expected = [*TABLE["groups"], *TABLE["ambiguous"], *TABLE["countries"]]
    assert [key.strip('"') for key in keys] == expected


def test_every_code_is_two_capitals_and_reads_as_itself() -> None:
    for code in TABLE["countries"]:
        assert len(code) == 2
        assert set(code) <= set(ascii_uppercase)
        assert is_country(code)
        assert countries_of(code) == {code}


def test_every_name_means_one_country_and_no_group() -> None:
    for code, names in TABLE["countries"].items():
        for name in names:
            for spelled in (name, name.upper(), name.lower()):
                if not is_country(spelled):
                    assert countries_of(spelled) == {code}, spelled


def test_every_name_of_a_group_means_its_members() -> None:
    for name, group in groups().items():
        for spelled in (name, name.lower(), name.upper(), *TABLE["groups"][name].get("also", ())):
            assert countries_of(spelled) == group.members, spelled


def test_every_country_is_named_in_english_then_korean() -> None:
    for code, (english, korean, *_) in TABLE["countries"].items():
        assert country_name(code) == english
        assert not any("가" <= letter <= "힣" for letter in english)
        assert any("가" <= letter <= "힣" for letter in korean)


def test_every_group_is_of_countries_and_has_a_source_and_a_date() -> None:
    assert {name: len(group.members) for name, group in groups().items()} == SIZES
    for name, group in groups().items():
        assert group.name == name
        assert group.members < every_country()
        assert len(group.source) > 10
        assert type(group.as_of) is date
        assert group.since is None or group.since <= group.as_of


def test_a_group_lists_no_member_twice() -> None:
    for entry in TABLE["groups"].values():
        members = entry["members"].split()
        assert len(members) == len(set(members))


def test_no_two_groups_have_the_same_members() -> None:
    assert len({group.members for group in groups().values()}) == len(groups())


def test_continents_share_no_country_and_leave_out_only_antarctica() -> None:
    parts = [groups()[name].members for name in ("Africa", "Americas", "Asia", "Europe", "Oceania")]
    assert sum(map(len, parts)) == 248
    assert every_country().difference(*parts) == {"AQ"}


def test_unions_follow_their_last_change() -> None:
    of = {name: group.members for name, group in groups().items()}
    assert of["EEA"] - of["EU"] == {"IS", "LI", "NO"}
    assert of["EFTA"] - of["EEA"] == {"CH"}
    assert of["EU"] - of["Eurozone"] == {"CZ", "DK", "HU", "PL", "RO", "SE"}
    assert of["EU"] - of["UPC"] == {"CY", "CZ", "ES", "GR", "HR", "HU", "IE", "PL", "SK"}
    assert of["EEA"] <= of["EPC"]
    assert "GB" not in of["EU"]
    assert "TL" in of["ASEAN"]
    assert of["Northern_America"] == of["North_America"] - of["Latin_America"]
    assert countries_of("NAFTA") == {"CA", "MX", "US"}


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("United States", "US"), ("USA", "US"), ("U.S.", "US"), ("미국", "US"), ("South Korea", "KR"),
        ("republic of korea", "KR"), ("대한민국", "KR"), ("한국", "KR"), ("북한", "KP"), ("Great Britain", "GB"),
        ("The United Kingdom", "GB"), ("영국", "GB"), ("중국", "CN"), ("China", "CN"), ("일본", "JP"), ("대만", "TW"),
        ("Taiwan", "TW"), ("Hong Kong", "HK"), ("Macau", "MO"), ("Czech Republic", "CZ"), ("Czechia", "CZ"),
        ("Türkiye", "TR"), ("Turkiye", "TR"), ("Turkey", "TR"), ("Russia", "RU"), ("Viet Nam", "VN"),
        ("Vietnam", "VN"), ("베트남", "VN"), ("Cote d’Ivoire", "CI"), ("Trinidad & Tobago", "TT"), ("St. Lucia", "LC"),
        ("the Netherlands", "NL"), ("뉴 질랜드", "NZ"), (" Guinea ", "GN"), ("Norway", "NO"),
    ],
)  # fmt: skip
def test_a_country_is_read_by_the_names_people_use(word: str, code: str) -> None:
    assert countries_of(word) == {code}


@pytest.mark.parametrize(
    ("word", "mend"),
    [
        ("UK", "GB"), ("uk", "GB"), ("U.K.", "GB"), ("Korea", "KR or KP"), ("korea", "KR or KP"),
        ("America", "US or Americas"), ("Congo", "CG or CD"), ("콩고", "CG or CD"), ("도미니카", "DM or DO"),
        ("Greater China", "[CN, HK, MO] or [CN, HK, MO, TW]"),
    ],
)  # fmt: skip
def test_a_word_that_could_mean_two_places_is_refused_with_the_mend(word: str, mend: str) -> None:
    problem = refused(word)
    assert problem.code == "territory-ambiguous"
    assert problem.values == {"found": word, "mend": mend}


def test_every_word_called_ambiguous_is_refused() -> None:
    for word, mend in TABLE["ambiguous"].items():
        assert refused(word).values["mend"] == mend


def test_a_mend_that_is_a_code_or_a_group_can_be_written() -> None:
    for mend in TABLE["ambiguous"].values():
        for word in mend.split(" or "):
            if word.replace("_", "").isalpha():
                assert countries_of(word)


def test_north_america_in_prose_is_refused_and_the_region_of_m49_is_read() -> None:
    assert refused("North America").code == refused("북미").code == "territory-ambiguous"
    assert countries_of("North_America") >= {"CA", "US", "MX", "CR", "JM"}
    assert countries_of("Latin America") == countries_of("latin_america")


@pytest.mark.parametrize(
    ("word", "hint"),
    [("us", "US"), ("Kr", "KR"), ("no", "NO"), ("Germny", "Germany"), ("베트냄", "베트남"), ("Latin_Amerika", "Latin_America"),
     ("world", "worldwide"), ("XX", ""), ("", "")],
)  # fmt: skip
def test_a_word_that_names_no_country_is_refused_with_the_nearest(word: str, hint: str) -> None:
    problem = refused(word)
    assert problem.code == "unknown-country"
    assert problem.values == {"found": word, "known": "", "hint": hint}


def test_only_capitals_are_a_code() -> None:
    assert is_country("KR")
    assert not any(map(is_country, ("kr", "UK", "EU", "KOR", "XK", "")))


def test_the_name_of_no_country_is_refused() -> None:
    with pytest.raises(Unreadable, match="unknown-country"):
        country_name("UK")


@pytest.mark.parametrize(
    ("codes", "text"),
    [
        (every_country(), "worldwide"),
        (every_country() - {"KR"}, "worldwide except KR"),
        (every_country() - {"KR", "CN"}, "worldwide except CN, KR"),
        (every_country() - countries_of("EU"), "worldwide except EU"),
        (countries_of("EU"), "EU"),
        (frozenset({"US", "JP", "CN"}), "CN, JP, US"),
        (frozenset({"KR"}), "KR"),
        (countries_of("ASEAN") | {"KR"}, "12 countries"),
        (frozenset[str](), "nowhere"),
    ],
)
def test_countries_are_described_in_few_words(codes: frozenset[str], text: str) -> None:
    assert describe(codes) == text


def test_reading_a_territory_needs_neither_numpy_nor_pydantic() -> None:
    code = (
        "import sys; from dealcraft.law.territories import countries_of; countries_of('EU');"
        "sys.exit(bool({'numpy', 'pydantic'} & set(sys.modules)))"
    )
    where = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", code], env=where, check=False).returncode == 0
