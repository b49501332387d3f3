"""What a template locks holds in every sheet built on it; a departure is told with both places, and can be approved."""

from __future__ import annotations

from pathlib import Path as File

import pytest

from dealcraft import Severity
from dealcraft import check as checked
from dealcraft.findings import Diagnostic
from dealcraft.rules.run import diagnose, examine
from dealcraft.rules.settings import Settings
from dealcraft.source import read_sheet
from dealcraft.terms.load import load
from dealcraft.units import Path

TEMPLATE = """\
dealcraft: 1
valuation: {date: 2026-01-01, currency: USD}
decides: owner
parties: {owner: {country: KR}, partner: {country: DE}}
assets: {asset: {}}
structures:
  licence:
    kind: licence
    licensee: partner
    grant: {exclusivity: exclusive, territory: [KR, JP]}
    payments:
      upfront: 30m
      royalty: {tiers: [{rate: 5%, up_to: 100m}, {rate: 7%}], cap: {per_year: 3m}}
    governance: {audit: {every: 1 years, lookback: 3 years}, governing_law: KR, reporting: quarterly}
locked:
"""
LIMITED = "  agreements.*.payments.royalty.tiers[*].rate: {min: 5%, max: 8%}\n"


@pytest.fixture
def folder(tmp_path: File, monkeypatch: pytest.MonkeyPatch) -> File:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(
    locked: str, deal: str = "", *, template: str = TEMPLATE, settings: Settings | None = None
) -> list[Diagnostic]:
    """What is said of a deal that extends the template with these locks."""
    File("template.yaml").write_text(template + locked, encoding="utf-8")
    File("x.deal.yaml").write_text(f"extends: template.yaml\n{deal}", encoding="utf-8")
    loaded = load(read_sheet("x.deal.yaml"))
    return [*examine(loaded, settings or Settings(), rules=(), templates=())]


def licence(*lines: str) -> str:
    """A deal that says so much of the licence."""
    return "structures:\n  licence:\n" + "".join(f"    {line}\n" for line in lines)


@pytest.mark.usefixtures("folder")
def test_another_value_is_told_with_the_file_line_and_column_of_both() -> None:
    (found,) = said(
        "  structures.licence.governance.governing_law: fixed\n", licence("governance: {governing_law: DE}")
    )
    assert found.span is not None
    assert (found.code, found.severity, found.family) == ("locked-term", Severity.ERROR, "template")
    assert (found.file, found.span.line, found.span.column) == ("x.deal.yaml", 4, 33)
    assert found.message == "DE stands in place of KR, which the template locks"
    assert [(each.message, each.file, each.span.line, each.span.column) for each in found.related] == [
        ("locked here", "template.yaml", 16, 3),
        ("stated here", "template.yaml", 14, 77),
    ]


@pytest.mark.usefixtures("folder")
def test_a_locked_part_holds_all_that_is_in_it() -> None:
    deal = licence("governance: {audit: {every: 2 years, lookback: null}, deadlock: arbitration}")
    found = said("  structures.licence.governance: fixed\n", deal)
    assert [(str(each.path), each.message) for each in found] == [
        (
            "structures.licence.governance.audit.every",
            "2 years stands in place of 1 years, which the template locks",
        ),
        ("structures.licence.governance.audit.lookback", "3 years is left out, which the template locks"),
        ("structures.licence.governance.deadlock", "arbitration is added to what the template locks"),
    ]
    assert [each.span.line for each in found if each.span] == [4, 4, 4]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("locked", "line"),
    [
        ("structures.licence.payments.upfront", "payments: {upfront: '30,000,000'}"),
        ("structures.licence.payments.upfront", "payments: {upfront: USD 30m}"),
        ("structures.licence.grant.territory", "grant: {territory: [JP, KR]}"),
        ("structures.licence.governance", "governance: {audit: {every: 12 months}, governing_law: KR}"),
        ("structures.licence.payments.royalty.cap", "payments: {upfront: 10m}"),
    ],
)
def test_another_spelling_and_another_term_are_no_departure(locked: str, line: str) -> None:
    assert said(f"  {locked}: fixed\n", licence(line)) == []


@pytest.mark.usefixtures("folder")
def test_limits_hold_for_each_place_of_every_agreement() -> None:
    deal = licence(
        "payments: {royalty: {tiers: [{rate: 4%, up_to: 1bn}, {rate: 9%, up_to: 2bn}, {rate: 8%}]}}"
    )
    assert [(str(each.path), each.message) for each in said(LIMITED, deal)] == [
        (
            "structures.licence.payments.royalty.tiers[0].rate",
            "4% is below 5%, which the template sets as a limit",
        ),
        (
            "structures.licence.payments.royalty.tiers[1].rate",
            "9% is above 8%, which the template sets as a limit",
        ),
    ]


@pytest.mark.usefixtures("folder")
def test_a_term_with_limits_may_change_and_may_not_be_left_out() -> None:
    words = "  structures.licence.grant.exclusivity: {one_of: [exclusive, sole]}\n"
    assert said(words, licence("grant: {exclusivity: sole}")) == []
    (other,) = said(words, licence("grant: {exclusivity: non_exclusive, share: 50%}"))
    assert other.message == "non_exclusive is none of exclusive, sole, which the template sets as a limit"
    (gone,) = said(
        "  structures.licence.payments.upfront: {min: 10m}\n", licence("payments: {upfront: null}")
    )
    assert gone.message == "30m is left out, which the template locks"


@pytest.mark.usefixtures("folder")
def test_a_whole_agreement_under_another_name_departs_too() -> None:
    deal = "structures: {licence: null, other: {kind: retain}}\n"
    (gone,) = said("  structures.licence.governance: fixed\n", deal)
    assert gone.message == "structures.licence.governance is left out, which the template locks"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "own", ["locked: null\n", "locked: {structures.licence.governance.governing_law: null}\n"]
)
def test_no_sheet_takes_a_lock_back(own: str) -> None:
    locked = "  structures.licence.governance.governing_law: fixed\n"
    assert [each.code for each in said(locked, own + licence("governance: {governing_law: DE}"))] == [
        "locked-term"
    ]


@pytest.mark.usefixtures("folder")
def test_a_lock_holds_through_a_template_in_between_which_may_add_its_own() -> None:
    File("house.yaml").write_text(
        f"{TEMPLATE}  structures.licence.governance.governing_law: fixed\n", encoding="utf-8"
    )
    middle = "dealcraft: 1\nextends: house.yaml\nlocked:\n"
    deal = licence("governance: {governing_law: DE, reporting: yearly}")
    found = said("  structures.licence.governance.reporting: fixed\n", deal, template=middle)
    assert [(each.path[-1], each.related[0].file) for each in found if each.code == "locked-term"] == [
        ("governing_law", "house.yaml"),
        ("reporting", "template.yaml"),
    ]


@pytest.mark.usefixtures("folder")
def test_a_departure_that_was_approved_is_accepted_and_an_approval_of_nothing_is_told() -> None:
    record = (
        "exceptions:\n  law:\n    rule: locked-term\n    path: structures.licence.governance.governing_law\n"
        "    reason: agreed on 3 March\n    approver: J. Han\n"
    )
    locked = "  structures.licence.governance.governing_law: fixed\n"
    (found,) = said(locked, record + licence("governance: {governing_law: DE}"))
    assert found.accepted is not None
    assert found.accepted.approver == "J. Han"
    assert [each.code for each in said(locked, record)] == ["exception-unused"]


@pytest.mark.usefixtures("folder")
def test_why_and_who_are_in_the_help() -> None:
    locked = "  structures.licence.payments.upfront: {why: board policy., owner: the board}\n"
    (found,) = said(locked, licence("payments: {upfront: 20m}"))
    assert found.help == "board policy; the board may allow another: record it under `exceptions`"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("locked", "code", "message"),
    [
        (
            "structures.licence.paymnts: fixed",
            "lock-holds-nothing",
            "structures.licence has no paymnts, so this lock holds nothing",
        ),
        (
            "paymnts: fixed",
            "lock-holds-nothing",
            "there is no paymnts in a sheet, so this lock holds nothing",
        ),
        (
            "structures.deal.payments: fixed",
            "lock-holds-nothing",
            "this sheet states nothing at structures.deal.payments, so there is nothing to lock",
        ),
        (
            "structures.licence.payments.upfront: {max: 10%}",
            "lock-unreadable",
            "10% cannot be compared with 30m, so this limit cannot be judged",
        ),
        (
            "structures.licence.payments.upfront: {max: 20m}",
            "locked-term",
            "30m is above 20m, which the template sets as a limit",
        ),
    ],
)
def test_a_template_is_told_of_its_own_slips(locked: str, code: str, message: str) -> None:
    File("template.yaml").write_text(f"{TEMPLATE}  {locked}\n", encoding="utf-8")
    (found,) = [each for each in checked("template.yaml") if each.family == "template"]
    assert (found.code, found.message) == (code, message)
    assert found.file == "template.yaml"
    assert found.span is not None


@pytest.mark.usefixtures("folder")
def test_a_word_that_is_no_lock_is_told_at_its_place() -> None:
    said("  structures.licence.payments.upfront: fixd\n")
    (found,) = [each for each in checked("template.yaml") if each.family == "shape"]
    assert found.message.startswith("fixd is none of fixed")
    assert found.path == Path(("locked", "structures.licence.payments.upfront"))


@pytest.mark.usefixtures("folder")
def test_a_sheet_that_extends_nothing_is_checked_against_a_template_just_so() -> None:
    said("  structures.licence.governance: fixed\n")
    other = TEMPLATE.replace("locked:\n", "").replace("governing_law: KR", "governing_law: SG")
    File("redline.deal.yaml").write_text(other, encoding="utf-8")
    loaded = load(read_sheet("redline.deal.yaml"))
    (found,) = [
        each
        for each in examine(loaded, Settings(), rules=(), templates=[read_sheet("template.yaml")])
        if each.stands
    ]
    assert (found.message, found.file) == (
        "SG stands in place of KR, which the template locks",
        "redline.deal.yaml",
    )
    assert [each.file for each in found.related] == ["template.yaml", "template.yaml"]


@pytest.mark.usefixtures("folder")
def test_a_departure_keeps_nothing_from_being_valued() -> None:
    said("  structures.licence.governance: fixed\n", licence("governance: {governing_law: DE}"))
    assert [
        each.code for each in diagnose(load(read_sheet("x.deal.yaml"))) if each.family == "template"
    ] == []
