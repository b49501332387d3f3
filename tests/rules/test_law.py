"""Rules of law over sheets: what the terms say is not asked for again, and what is missing is told as not checked."""

from __future__ import annotations

import pytest

from dealcraft.findings import Diagnostic, Severity
from dealcraft.rules.law import rules_of_law
from dealcraft.rules.settings import Settings
from tests.rules.sheets import examined

SHEET = """\
dealcraft: 1
valuation: {date: 2026-06-01, currency: USD}
decides: hanbit
parties:
  hanbit: {country: KR, size: sme}
  rhein: {country: US}
assets:
  hb12:
    sector: biopharma
    rights:
      main: {kind: patent, countries: [KR, US], expires: 2040-12-31}
structures:
  licence:
    kind: licence
    licensee: rhein
    grant: {exclusivity: exclusive, territory: US}
    payments:
      royalty: {rate: 5%, until: 2045-12-31}
    covenants: {non_patent_part_priced: false}
"""
LAW = rules_of_law()


def said(text: str, code: str, settings: Settings | None = None) -> list[Diagnostic]:
    return [each for each in examined(text, settings, rules=LAW) if each.code == code]


def test_a_finding_points_at_the_term_and_at_every_fact() -> None:
    (found,) = said(SHEET, "us-brulotte")
    assert (found.severity, found.family, found.value) == (Severity.WARNING, "competition", "2045-12-31")
    assert found.message == (
        "patent royalty after expiry; Brulotte v Thys (1964); Kimble v Marvel (2015); Ares v Dyax (3d Cir. 2024), as of "
        "2024-09-13: unenforceable for post-expiry use; allowed if last-to-expire patent, deferred payment, or non-patent part"
    )
    assert found.help == "step down; price know-how; run to last patent"
    told = [related.message for related in found.related]
    assert "ip.last_expiry is 2040-12-31" in told
    assert "covenants.non_patent_part_priced is false" in told
    assert "deal.market_countries is US" in told


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("until: 2045-12-31", "until: 2040-12-31"),
        ("until: 2045-12-31", "until: patents"),
        ("until: 2045-12-31}", "until: 2045-12-31, adjust: [{step_down: 50%, when: no_valid_claim}]}"),
        ("non_patent_part_priced: false", "non_patent_part_priced: true"),
        ("territory: US", "territory: JP"),
        ("kind: patent", "kind: trademark"),
        ("royalty: {rate: 5%, until: 2045-12-31}", "upfront: 5m"),
    ],
)
def test_what_does_not_bear_on_a_deal_is_clear(old: str, new: str) -> None:
    assert said(SHEET.replace(old, new), "us-brulotte") == []


@pytest.mark.parametrize(
    ("old", "new", "missing"),
    [
        ("covenants: {non_patent_part_priced: false}", "description: x", "covenants.non_patent_part_priced"),
        (", until: 2045-12-31", ", until: first sale + 20 years", "covenants.end_date"),
        (", expires: 2040-12-31", "", "context.ip.last_expiry"),
    ],
)
def test_a_missing_fact_leaves_a_rule_unchecked_and_never_clear(old: str, new: str, missing: str) -> None:
    (unjudged,) = said(SHEET.replace(old, new), "us-brulotte")
    assert unjudged.missing == (missing,)
    assert not unjudged.stands


def test_a_royalty_without_end_outlives_every_patent() -> None:
    (found,) = said(SHEET.replace(", until: 2045-12-31", ""), "us-brulotte")
    assert found.stands
    assert (
        said(
            SHEET.replace(", until: 2045-12-31", "").replace(
                "territory: US", "territory: US, until: 2040-12-31"
            ),
            "us-brulotte",
        )
        == []
    )


def test_what_covenants_and_context_say_stands_above_what_the_terms_say() -> None:
    text = SHEET.replace(
        "{non_patent_part_priced: false}", "{non_patent_part_priced: false, end_date: 2039-12-31}"
    )
    assert said(text, "us-brulotte") == []
    asset = SHEET.replace(
        "    sector: biopharma", "    sector: biopharma\n    context: {last_expiry: 2050-12-31}"
    )
    assert said(asset, "us-brulotte") == []
    sheet = SHEET + "context: {ip: {last_expiry: 2050-12-31}}\n"
    assert said(sheet, "us-brulotte") == []


def test_in_a_review_what_lacks_facts_is_counted_and_at_signing_it_is_a_warning() -> None:
    (unjudged,) = said(SHEET, "kr-itpa-approval")
    assert unjudged.missing == ("context.ip.funding", "context.ip.kr_nct")
    (warned,) = said(SHEET, "kr-itpa-approval", Settings(profile="signing"))
    assert warned.stands
    assert warned.severity is Severity.WARNING
    assert warned.message.startswith(
        "not checked, since nothing states context.ip.funding, context.ip.kr_nct: "
    )
    assert (
        warned.help
        == "state context.ip.funding, context.ip.kr_nct; then the rule can tell whether it bears on this deal"
    )
    assert said(SHEET, "kr-itpa-approval", Settings(profile="draft")) == []


def test_a_rule_of_law_can_be_answered_like_any_other() -> None:
    text = SHEET.replace(
        "2045-12-31}", "2045-12-31}  # dealcraft: ignore[us-brulotte] know-how is most of it"
    )
    (found,) = said(text, "us-brulotte")
    assert found.accepted is not None


@pytest.mark.parametrize(
    ("governance", "codes"),
    [
        ("{improvements: grant_back_exclusive}", {"us-grantback"}),
        ("{improvements: licensee}", set()),
        ("{reporting: quarterly}", set()),
    ],
)
def test_the_terms_of_governance_say_who_gets_improvements(governance: str, codes: set[str]) -> None:
    text = f"{SHEET}    governance: {governance}\n"
    assert {each.code for each in said(text, "us-grantback") if each.stands} == codes


@pytest.mark.parametrize("rule", LAW, ids=lambda rule: rule.code)
def test_a_rule_of_law_has_a_page_with_source_and_date(rule: object) -> None:
    page = rule.page  # type: ignore[attr-defined]
    assert "The source says: " in page
    assert "Source: " in page
    assert "As of 20" in page
    assert "not legal advice" in page
