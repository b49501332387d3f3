"""A finding can be answered, with a reason and until a day; an answer that has gone stale is a finding."""

from __future__ import annotations

import json
from datetime import date

import pytest

from dealcraft.findings import Acceptance
from dealcraft.findings.fingerprint import fingerprints
from dealcraft.rules.baseline import read_baseline, write_baseline
from dealcraft.rules.settings import Settings
from tests.rules.sheets import LATE, ONE, codes, examined

EXCEPTIONS = """\
exceptions:
  horizon:
    {rule: beyond-horizon, path: structures.sale.payments.instalments, reason: paid by then, approver: J. Han%s}
"""


def commented(comment: str, text: str = LATE) -> str:
    return text.replace(ONE, f"{ONE}  {comment}")


def excepted(more: str = "") -> str:
    return LATE + EXCEPTIONS % more


@pytest.mark.parametrize(
    ("comment", "answer"),
    [
        ("# dealcraft: ignore[beyond-horizon] agreed", Acceptance("comment", "agreed")),
        ("#dealcraft:ignore[beyond-horizon] reason: agreed", Acceptance("comment", "agreed")),
        (
            "# dealcraft: ignore[beyond-horizon, tiers-out-of-order] a: b; c; until: 2027-01-31; by: J. Han",
            Acceptance("comment", "a: b; c", "J. Han", date(2027, 1, 31)),
        ),
    ],
)
def test_a_comment_answers_its_line(comment: str, answer: Acceptance) -> None:
    found = examined(commented(comment))
    assert found[0].accepted == answer
    assert codes(found).count("beyond-horizon") == 2


def test_a_comment_on_its_own_line_answers_the_next_line_with_a_term() -> None:
    text = LATE.replace(ONE, f"        # dealcraft: ignore[beyond-horizon] agreed\n\n        # and\n{ONE}")
    assert [each.accepted is not None for each in examined(text)] == [True, False, False]


@pytest.mark.parametrize(
    ("comment", "code"),
    [
        ("# dealcraft: ignore[beyond-horizon]", "ignore-without-reason"),
        ("# dealcraft: ignore[beyond-horizon] until: 2026-06-30", "ignore-without-reason"),
        ("# dealcraft: ignore[beyond-horizon] x; until: 2025-12-31", "ignore-expired"),
        ("# dealcraft: ignore[beyond-horizon] x; until: soon", "ignore-unreadable"),
        ("# dealcraft: ignore[beyond-horizon", "ignore-unreadable"),
        ("# dealcraft: ignore beyond-horizon", "ignore-unreadable"),
        ("# dealcraft: ignore[] x", "ignore-unreadable"),
        ("# dealcraft: ignore[beyond-horizn] x", "ignore-unknown"),
        ("# dealcraft: ignore[tiers-out-of-order] x", "ignore-unused"),
    ],
)
def test_a_comment_that_answers_nothing_is_told_of(comment: str, code: str) -> None:
    found = examined(commented(comment))
    assert codes(found) == ["beyond-horizon", code, "beyond-horizon", "beyond-horizon"]
    assert found[1].span is not None
    assert found[1].value == comment


def test_what_was_not_looked_for_is_not_called_unused() -> None:
    comment = "# dealcraft: ignore[needed-to-value] template"
    assert codes(examined(commented(comment))) == ["beyond-horizon"] * 3
    assert "ignore-unused" in codes(examined(commented(comment), Settings(profile="signing")))


def test_text_that_looks_like_a_comment_is_text() -> None:
    notes = 'notes: "# dealcraft: ignore[beyond-horizn] x"\ntitle: "a\n  # dealcraft: ignore[x] y"\n'
    assert codes(examined(LATE + notes)) == ["beyond-horizon"] * 3
    assert codes(examined(LATE + "notes: |\n  # dealcraft: ignore[x] y\n")) == ["beyond-horizon"] * 3
    assert codes(examined(LATE + "notes: a#b dealcraft ignore[x]\n")) == ["beyond-horizon"] * 3


def test_what_keeps_a_sheet_from_being_valued_cannot_be_answered() -> None:
    text = LATE.replace("assignee: rhein", "assignee: rhine # dealcraft: ignore[unknown-party] so what")
    assert "unknown-party" in codes(examined(text))


def test_an_exception_answers_what_lies_below_its_path() -> None:
    found = examined(excepted())
    assert {each.accepted for each in found} == {Acceptance("exception", "paid by then", "J. Han")}


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("rule: beyond-horizon", "rule: beyond-horizn", "exception-unknown-rule", 21),
        ("rule: beyond-horizon", "rule: tiers-out-of-order", "exception-unused", 21),
        ("path: structures.sale.payments", "path: structures.sale.payment", "exception-unknown-path", 21),
        ("path: structures.sale.payments", "path: ..structures", "exception-unknown-path", 21),
        ("approver: J. Han", "approver: J. Han, until: 2025-12-31", "exception-expired", 21),
    ],
)
def test_an_exception_that_is_of_no_use_is_told_of(old: str, new: str, code: str, line: int) -> None:
    found = examined(excepted().replace(old, new))
    assert codes(found) == ["beyond-horizon"] * 3 + [code]
    assert found[-1].span is not None
    assert found[-1].span.line == line


def test_the_day_on_which_answers_must_hold_can_be_said() -> None:
    text = excepted(", until: 2026-06-30")
    assert codes(examined(text)) == []
    assert "exception-expired" in codes(examined(text, Settings(as_of=date(2026, 7, 1))))
    assert codes(examined(text, Settings(as_of=date(2026, 6, 30)))) == []
    undated = text.replace("date: 2026-01-01, ", "")
    assert "exception-expired" not in codes(examined(undated))


def test_a_baseline_knows_findings_by_what_they_say_and_not_where() -> None:
    found = examined()
    tree = write_baseline({"late.deal.yaml": found})
    known = read_baseline(tree.encode(), "b.json")
    assert set(known["late.deal.yaml"]) == set(fingerprints(found))
    moved = LATE.replace("structures:", "\n\n# more\nstructures:").replace("2062-01-01", "2063-01-01")
    assert codes(examined(moved, known=known)) == ["baseline-stale", "beyond-horizon"]
    assert {each.accepted.by for each in examined(moved, known=known) if each.accepted} == {"baseline"}


def test_a_baseline_never_holds_what_must_be_mended_nor_what_is_said_of_answers() -> None:
    text = commented(
        "# dealcraft: ignore[tiers-out-of-order] x", LATE.replace("assignee: rhein", "assignee: rhine")
    )
    tree = json.loads(write_baseline({"late.deal.yaml": examined(text)}))
    assert set(tree["files"]["late.deal.yaml"].values()) == {"beyond-horizon"}
