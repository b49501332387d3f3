"""What a check says can be agreed on, and a slip in the agreement is told with its place."""

from __future__ import annotations

import pytest

from dealcraft.errors import UsageError
from dealcraft.findings import Severity
from dealcraft.rules import RULES
from dealcraft.rules.settings import Settings, check_names, read_settings
from tests.rules.sheets import LATE, codes, examined

BROKEN = LATE.replace("assignee: rhein", "assignee: rhine")


def test_a_settings_file_says_what_the_options_say() -> None:
    content = b"""\
profile: signing
select: [structure, answers]
ignore: beyond-horizon
severity: {beyond-horizon: error, answers: info}
fail_on: warning
baseline: known.json
rules: [house.yaml]
"""
    assert read_settings(content, "dealcraft.yaml") == Settings(
        profile="signing",
        select=("structure", "answers"),
        ignore=("beyond-horizon",),
        severity={"beyond-horizon": Severity.ERROR, "answers": Severity.INFO},
        fail_on=Severity.WARNING,
        baseline="known.json",
        rules=("house.yaml",),
    )
    assert read_settings(b"# nothing yet\n", "dealcraft.yaml") == Settings()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"profil: draft", "dealcraft.yaml:1:1: profil is no setting; did you mean profile?"),
        (b"profile: drft", "dealcraft.yaml:1:1: drft is none of draft, review, signing; did you mean draft?"),
        (b"\nfail_on: never", "dealcraft.yaml:2:1: never is none of error, warning, info"),
        (b"severity: {beyond-horizon: eror}", "dealcraft.yaml:1:28: eror is none of"),
        (b"severity: error", "dealcraft.yaml:1:1: severity is a map"),
        (b"select: {a: b}", "dealcraft.yaml:1:1: select is a list of names"),
        (b"baseline: [a]", "dealcraft.yaml:1:1: baseline is the name of a file"),
        (b"select: [a", "dealcraft.yaml:1:"),
        (b"a: &b 1", "dealcraft.yaml:1:4: &b names a value"),
    ],
)
def test_a_slip_in_the_settings_is_told_with_its_place(content: bytes, said: str) -> None:
    with pytest.raises(UsageError) as problem:
        read_settings(content, "dealcraft.yaml")
    assert str(problem.value).startswith(said)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (Settings(select=("beyond-horizn",)), "did you mean beyond-horizon"),
        (Settings(ignore=("structur",)), "did you mean structure"),
        (Settings(severity={"x": Severity.INFO}), "no rule or family x"),
        (Settings(ignore=("unknown-party",)), "cannot be ignored"),
        (Settings(severity={"duplicate-key": Severity.INFO}), "cannot be ignored or lowered"),
    ],
)
def test_a_name_that_nothing_has_is_refused(settings: Settings, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        check_names(settings, RULES)


def test_what_keeps_a_sheet_from_being_valued_stays_whatever_is_ignored() -> None:
    assert codes(examined(BROKEN, Settings(ignore=("structure",)))) == ["unknown-party"]
    assert codes(examined(BROKEN, Settings(select=("beyond-horizon",)))) == ["beyond-horizon"] * 3
    unread = LATE.replace("30m", "30x")
    assert codes(examined(unread, Settings(select=("beyond-horizon",)))) == codes(examined(unread)) != []


def test_a_severity_can_be_raised_and_lowered_by_code_before_family() -> None:
    by_family = Settings(severity={"structure": Severity.INFO})
    assert {each.severity for each in examined(settings=by_family)} == {Severity.INFO}
    by_code = Settings(severity={"structure": Severity.INFO, "beyond-horizon": Severity.ERROR})
    assert {each.severity for each in examined(settings=by_code)} == {Severity.ERROR}


def test_a_draft_has_no_notes_and_signing_asks_for_all_that_a_valuation_needs() -> None:
    notes = Settings(profile="draft", severity={"beyond-horizon": Severity.INFO})
    assert codes(examined(settings=notes)) == []
    undated = LATE.replace("date: 2026-01-01, ", "")
    assert "needed-to-value" not in codes(examined(undated))
    assert "needed-to-value" in codes(examined(undated, Settings(profile="signing")))
    assert (Settings().fails_at, Settings(profile="signing").fails_at) == (Severity.ERROR, Severity.WARNING)
