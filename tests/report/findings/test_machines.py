"""What the machines of others read: SARIF, GitHub, GitLab, JUnit, and Markdown for their pages."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path as File
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from tests.report.findings.test_reports import diagnostic

from dealcraft.findings import Acceptance, Diagnostic, Related, Severity, Span
from dealcraft.findings.fingerprint import fingerprints
from dealcraft.report.findings import FORMATS, Page
from dealcraft.source import parse

SCHEMA = json.loads(File(__file__).with_name("sarif.schema.json").read_text(encoding="utf-8"))
ACCEPTED = Acceptance("exception", "agreed [x](http://y) by the board", "J. Han", date(2027, 1, 1))
HOSTILE = "\x1b[31m [a](http://b) {0} @all `x` ``y`` <script> ::error::, %0A\n##[error] ]]>"


def sarif(*found: Diagnostic, file: str = "hb12.deal.yaml", page: Page | None = None) -> dict[str, Any]:
    tree = json.loads(FORMATS["sarif"]({file: found}, page=page or Page()))
    jsonschema.validate(tree, SCHEMA)
    run: dict[str, Any] = tree["runs"][0]
    return run


def test_a_result_of_sarif_has_rule_place_and_fingerprint() -> None:
    run = sarif(diagnostic(related=(Related(Span(78, 28, 78, 39), "tier 1 ends here"),)))
    (result,) = run["results"]
    (rule,) = run["tool"]["driver"]["rules"]
    assert (rule["id"], rule["defaultConfiguration"]["level"]) == ("tiers-out-of-order", "error")
    assert "*Instead of*" in rule["help"]["markdown"]
    assert (result["ruleId"], result["level"], result["kind"]) == ("tiers-out-of-order", "error", "fail")
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "hb12.deal.yaml", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 78, "startColumn": 55, "endLine": 78, "endColumn": 66}
    assert result["relatedLocations"][0]["message"]["text"] == "tier 1 ends here"
    assert re.fullmatch("[0-9a-f]{32}", result["partialFingerprints"]["dealcraft/v1"])
    assert run["columnKind"] == "unicodeCodePoints"


def test_sarif_says_who_answered_and_what_could_not_be_judged() -> None:
    run = sarif(diagnostic(accepted=ACCEPTED), diagnostic(missing=("context.deal.date",)), diagnostic())
    assert [(each["kind"], each["level"]) for each in run["results"]] == [
        ("fail", "error"), ("fail", "error"), ("open", "none"),
    ]  # fmt: skip
    (answer,) = run["results"][1]["suppressions"]
    assert answer["justification"].endswith(
        "by the board; approved by J. Han; until 2027-01-01; by an exception"
    )
    assert (answer["kind"], answer["status"]) == ("inSource", "accepted")


def test_an_address_is_relative_and_encoded(tmp_path: File) -> None:
    page = Page(root=str(tmp_path))
    for file, uri in [
        (str(tmp_path / "a b" / "딜.deal.yaml"), "a%20b/%EB%94%9C.deal.yaml"),
        ("/elsewhere/x.deal.yaml", "x.deal.yaml"),
        ("../../x:y.deal.yaml", "x%3Ay.deal.yaml"),
        ("-", "-"),
    ]:
        (result,) = sarif(diagnostic(file=file), file=file, page=page)["results"]
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_text_of_a_sheet_makes_no_link_and_no_placeholder_in_sarif() -> None:
    (result,) = sarif(diagnostic(message=HOSTILE, help=None))["results"]
    text = result["message"]["text"]
    assert "\\[a\\](http://b) {{0}}" in text
    assert not set(text) & set("\x1b\n")
    assert len(sarif(diagnostic(message="x" * 5000))["results"][0]["message"]["text"]) <= 1000


def test_sarif_shows_the_worst_five_thousand() -> None:
    warning = diagnostic(severity=Severity.WARNING)
    results = sarif(*[warning] * 5000, diagnostic())["results"]
    assert len(results) == 5000
    assert results[0]["level"] == "error"


def test_a_fingerprint_survives_what_moves_lines_and_not_another_value() -> None:
    one = diagnostic(value="300m")
    moved = diagnostic(value="300m", span=Span(3, 1, 3, 5), message="other words", file="b.deal.yaml")
    assert fingerprints([one]) == fingerprints([moved])
    assert fingerprints([one]) != fingerprints([diagnostic(value="301m")])
    first, second, elsewhere = fingerprints([one, diagnostic(value="300m"), moved])
    assert (second, elsewhere) == (f"{first}:2", first)


def test_a_value_is_known_by_its_text() -> None:
    (found,) = parse(b"a: 1\na  : 2\n", "x").diagnostics
    assert found.value == "a"


def test_github_gets_one_line_for_each_finding_and_every_sign_escaped() -> None:
    shown = FORMATS["github"]({"a,b:c.yaml": [diagnostic(message=HOSTILE, file="a,b:c.yaml")]})
    first, last = shown.splitlines()
    assert first.startswith("::error file=a%2Cb%3Ac.yaml,line=78,endLine=78,col=55,endColumn=66,title=")
    assert "%0Aorder the tiers" in first
    assert "%250A" in first
    assert "##[" not in first
    assert last == "dealcraft: 1 error in 1 file"


def test_github_shows_no_more_of_a_kind_than_it_would() -> None:
    warning, note = diagnostic(severity=Severity.WARNING), diagnostic(severity=Severity.INFO, span=None)
    lines = FORMATS["github"]({"x": [note, *[warning] * 15]}).splitlines()
    assert [line.split()[0] for line in lines] == ["::warning"] * 10 + ["::notice", "dealcraft:"]
    assert lines[-1].endswith("; 5 more than GitHub shows, see another format")


def test_gitlab_gets_an_entry_for_each_finding() -> None:
    found = [diagnostic(), diagnostic(), diagnostic(severity=Severity.INFO, span=None, help=None)]
    entries = json.loads(FORMATS["gitlab"]({"hb12.deal.yaml": found}))
    assert [entry["severity"] for entry in entries] == ["critical", "critical", "info"]
    assert entries[0]["location"] == {"path": "hb12.deal.yaml", "lines": {"begin": 78, "end": 78}}
    assert entries[2]["location"]["lines"] == {"begin": 1}
    assert len({entry["fingerprint"] for entry in entries}) == 3
    assert json.loads(FORMATS["gitlab"]({"x": []})) == []


def test_junit_has_a_case_for_every_family_of_every_sheet() -> None:
    warning = diagnostic(severity=Severity.WARNING, family="structure", message=HOSTILE)
    found = {"good.deal.yaml": [], "bad.deal.yaml": [warning, diagnostic(family="shape", message=HOSTILE)]}
    tree = ElementTree.fromstring(FORMATS["junit"](found))
    good, bad = tree.findall("testsuite")
    assert (good.get("failures"), bad.get("failures"), tree.get("failures")) == ("0", "1", "1")
    assert {case.get("name") for case in good} >= {"text", "shape", "structure"}
    assert len(good) == int(good.get("tests", 0))
    (failed,) = [case for case in bad if case.find("failure") is not None]
    assert failed.get("name") == "shape"
    (said,) = bad.findall("testcase/system-out")
    assert "warning[tiers-out-of-order]" in (said.text or "")


def test_markdown_keeps_what_a_sheet_says_in_code_spans() -> None:
    found = {"a`b.yaml": [diagnostic(message=HOSTILE), diagnostic(accepted=ACCEPTED)]}
    shown = FORMATS["markdown"](found)
    outside = re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", shown)
    assert not set(outside) & set("<@[{")
    assert "## ``a`b.yaml``" in shown
    assert "- **error** line 78, `tiers-out-of-order`: `structures.licence" in shown
    assert (
        "by exception: `agreed [x](http://y) by the board`, approved by `J. Han`, until 2027-01-01" in shown
    )
    assert shown.startswith("# Term sheets\n\n1 error in 1 file, 1 accepted.\n")


def test_what_was_answered_is_counted_and_listed_when_asked() -> None:
    found = {"x.deal.yaml": [diagnostic(accepted=ACCEPTED), diagnostic(missing=("context.deal.date",))]}
    brief = FORMATS["text"](found)
    assert brief == (
        "nothing to report in 1 file, 1 accepted\n1 rule was not checked for want of facts; -v lists them\n"
    )
    shown = FORMATS["text"](found, page=Page(verbose=True))
    assert "error[tiers-out-of-order] by an exception: agreed" in shown
    assert f"hb12.deal.yaml: tiers-out-of-order at {diagnostic().path} needs context.deal.date" in shown
    assert FORMATS["concise"](found) == ""
    (file,) = json.loads(FORMATS["json"](found))["files"]
    assert file["findings"] == []
    assert file["accepted"][0]["approver"] == "J. Han"
    assert file["not_checked"] == [
        {"code": "tiers-out-of-order", "path": str(diagnostic().path), "missing": ["context.deal.date"]}
    ]


@pytest.mark.parametrize("name", ["sarif", "gitlab"])
def test_json_for_machines_is_valid_whatever_the_names(name: str) -> None:
    assert json.loads(FORMATS[name]({"a\udcff.yaml": [diagnostic(file="a\udcff.yaml", message='"\x1b한')]}))  # type: ignore[index]
