"""How findings look."""

from __future__ import annotations

import json

import pytest

from dealcraft._version import __version__
from dealcraft.findings import Diagnostic, Related, Severity, Span
from dealcraft.report.findings import FORMATS, Page
from dealcraft.report.findings.text import summary
from dealcraft.report.models import Findings
from dealcraft.source import parse
from dealcraft.units import Path

TIERS = "        tiers: [{rate: 6%, up_to: 400m}, {rate: 8.5%, up_to: 300m}, {rate: 11%}]"


def span(line: int, text: str, part: str) -> Span:
    column = text.index(part) + 1
    return Span(line, column, line, column + len(part))


def diagnostic(line: str = TIERS, part: str = "up_to: 300m", **fields: object) -> Diagnostic:
    return Diagnostic(**{  # type: ignore[arg-type]
        "code": "tiers-out-of-order", "family": "economics", "severity": Severity.ERROR,
        "message": "tier 2 ends at 300m, below tier 1 at 400m", "help": "order the tiers by `up_to`, or write 900m",
        "path": Path.parse("structures.licence.payments.royalty.tiers[1].up_to"), "file": "hb12.deal.yaml",
        "span": span(78, line, part), "label": "ends before the tier below it begins", "lines": {78: line},
        **fields,
    })  # fmt: skip


def text(*found: Diagnostic, page: Page | None = None) -> str:
    report = FORMATS["text"]({"hb12.deal.yaml": found}, page=page or Page())
    return report.rsplit("\n\n", 1)[0]


def test_a_finding_is_framed_with_its_line_and_what_is_meant_underlined() -> None:
    related = (Related(span(78, TIERS, "up_to: 400m"), "tier 1 ends here"),)
    assert FORMATS["text"]({"hb12.deal.yaml": [diagnostic(related=related)]}, seconds=0.0142) == (
        """\
error[tiers-out-of-order]: tier 2 ends at 300m, below tier 1 at 400m
  ┌─ hb12.deal.yaml:78:55
  │
78│         tiers: [{rate: 6%, up_to: 400m}, {rate: 8.5%, up_to: 300m}, {rate: 11%}]
  │                            -----------                ^^^^^^^^^^^ ends before the tier below it begins
  │                            tier 1 ends here
  = help: order the tiers by `up_to`, or write 900m
  = see:  dealcraft explain tiers-out-of-order

1 error in 1 file (14 ms)
"""
    )


def test_other_lines_and_several_texts_on_one_line_are_told_apart() -> None:
    related = (
        Related(span(78, TIERS, "up_to: 400m"), "tier 1 ends here"),
        Related(span(78, TIERS, "rate: 6%"), "at this rate"),
        Related(Span(3, 1, 3, 5), "counted in this"),
    )
    shown = text(diagnostic(related=related, lines={3: "fx: {}", 78: TIERS}))
    assert shown.splitlines()[3:11] == [
        " 3│ fx: {}",
        "  │ ---- counted in this",
        "  ⋮",
        f"78│ {TIERS}",
        "  │                  --------  -----------                ^^^^^^^^^^^ ends before the tier below it begins",
        "  │                  │         tier 1 ends here",
        "  │                  at this rate",
        "  = help: order the tiers by `up_to`, or write 900m",
    ]


def test_wide_characters_and_tabs_keep_the_carets_in_place() -> None:
    line = "\t이름: 한빛 😀 바이오"
    shown = text(diagnostic(line, "바이오", label="")).splitlines()
    assert shown[3:5] == ["78│     이름: 한빛 😀 바이오", "  │                   ^^^^^^"]


def test_nothing_in_a_sheet_reaches_the_terminal_as_a_command() -> None:
    line = "a: \x1b[31m\u202e\u2028\x9b [bold]x[/bold] ##[error] up_to: 300m"
    message = "\x1b]8;;http://x\x07 [red]\n::error::"
    shown = text(diagnostic(line, message=message, file="::error::\x1b.yaml"), page=Page(colour=False))
    assert not set(shown) & set("\x1b\u202e\u2028\x9b\x07")
    assert "##[" not in shown
    assert "[bold]x[/bold]" in shown
    assert "\\x1b[31m<U+202E><U+2028>\\x9b" in shown
    assert not any(each.strip().startswith("::") for each in shown.splitlines())
    concise = FORMATS["concise"]({"x": [diagnostic(line, message=message, file="::error::\x1b.yaml")]})
    assert concise.startswith("./::error::\\x1b.yaml:78:")
    assert concise.count("\n") == 1


def test_colour_is_only_in_codes_of_our_own() -> None:
    line = "a: [bold]x \x1b[0m up_to: 300m"
    shown = text(diagnostic(line, message="[red]:smile:"), page=Page(colour=True))
    assert "\x1b[1;31merror[tiers-out-of-order]\x1b[0m" in shown
    assert "[red]:smile:" in shown
    assert "[bold]x \\x1b[0m" in shown


def test_a_stream_without_box_characters_gets_ascii() -> None:
    shown = text(diagnostic("키: up_to: 300m", label=""), page=Page(encoding="ascii"))
    assert shown.isascii()
    assert shown.splitlines()[1:5] == [
        "  --> hb12.deal.yaml:78:4",
        "  |",
        "78| \\ud0a4: up_to: 300m",
        "  |         ^^^^^^^^^^^",
    ]


def test_a_long_line_is_cropped_around_what_is_meant() -> None:
    line = "a: {" + "x: 1, " * 5000 + "up_to: 300m, " + "y: 2, " * 5000 + "}"
    shown = text(diagnostic(line, label="here"), page=Page(width=60)).splitlines()
    assert len(shown[3]) <= 60
    assert shown[3].startswith("78│ …")
    assert shown[3].endswith("…")
    assert shown[3][shown[4].index("^") : shown[4].rindex("^") + 1] == "up_to: 300m"


def test_what_is_cropped_away_is_still_said() -> None:
    line = "first: 1, " + "x: 1, " * 100 + "up_to: 300m"
    related = (Related(span(78, line, "first"), "written here"),)
    assert (
        "  = note: written here (78:1)"
        in text(diagnostic(line, related=related), page=Page(width=60)).splitlines()
    )


def test_a_span_over_several_lines_underlines_its_first() -> None:
    shown = text(diagnostic("a: b", "b", span=Span(78, 4, 80, 2), label="")).splitlines()
    assert shown[3:5] == ["78│ a: b", "  │    ^"]


def test_an_empty_place_has_one_caret() -> None:
    shown = text(diagnostic("a:", "", span=Span(78, 3, 78, 3), label="")).splitlines()
    assert shown[3:5] == ["78│ a:", "  │   ^"]


def test_a_finding_without_a_place_names_its_file() -> None:
    shown = text(diagnostic(span=None, lines={})).splitlines()
    assert shown[1:3] == ["  ┌─ hb12.deal.yaml", "  = help: order the tiers by `up_to`, or write 900m"]


def test_a_file_with_many_findings_says_how_many_more() -> None:
    assert "and 10 more in hb12.deal.yaml" in text(*[diagnostic()] * 60)


def test_the_summary_counts() -> None:
    error, warning, info = (diagnostic(severity=severity) for severity in sorted(Severity, reverse=True))
    assert summary({"a": [error, error, warning], "b": [info]}) == "2 errors, 1 warning, 1 note in 2 files"
    assert summary({"a": []}, seconds=1.25) == "nothing to report in 1 file (1.2 s)"


def test_concise_is_one_line_for_each_finding() -> None:
    assert FORMATS["concise"]({"hb12.deal.yaml": [diagnostic(), diagnostic(span=None)], "b": []}) == (
        "hb12.deal.yaml:78:55: error[tiers-out-of-order] tier 2 ends at 300m, below tier 1 at 400m\n"
        "hb12.deal.yaml: error[tiers-out-of-order] tier 2 ends at 300m, below tier 1 at 400m\n"
    )


def test_json_is_findings_v1() -> None:
    found = {
        "hb12.deal.yaml": [diagnostic(severity=Severity.WARNING)],
        "b.deal.yaml": [diagnostic(span=None, help=None)],
    }
    report = FORMATS["json"](found, seconds=1.0)
    assert report.count("\n") == 1
    assert Findings.model_validate_json(report)
    tree = json.loads(report)
    assert list(tree) == ["dealcraft", "format", "sheet", "settings", "files"]
    assert (tree["dealcraft"], tree["format"]) == (__version__, "findings.v1")
    assert [file["file"] for file in tree["files"]] == list(found)
    assert tree["files"][0]["findings"] == [
        {
            "code": "tiers-out-of-order",
            "family": "economics",
            "severity": "warning",
            "path": "structures.licence.payments.royalty.tiers[1].up_to",
            "line": 78,
            "column": 55,
            "end_line": 78,
            "end_column": 66,
            "message": "tier 2 ends at 300m, below tier 1 at 400m",
            "help": "order the tiers by `up_to`, or write 900m",
        }
    ]
    second = tree["files"][1]["findings"][0]
    assert (second["line"], second["end_column"], second["help"]) == (None, None, None)


def test_json_keeps_text_exactly_and_is_valid_whatever_the_names() -> None:
    found = {"a\udcff.yaml": [diagnostic(message='"\x1b\u202e한')]}
    tree = json.loads(FORMATS["json"](found))
    assert tree["files"][0]["file"] == "a\\udcff.yaml"
    assert tree["files"][0]["findings"][0]["message"] == '"\x1b\u202e한'
    assert FORMATS["json"](found, page=Page(encoding="ascii")).isascii()


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "content", [b"", b"a: [", b"\xff", b"a: 1\na: 2\n", b"a: \xe2\x80\xa8", b"a: {b: 1,000}", b"\t\n:"]
)
def test_every_format_takes_every_diagnostic_of_a_text(name: str, content: bytes) -> None:
    found = {"x": parse(content, "x").diagnostics}
    for page in (Page(), Page(width=1, encoding="cp949", colour=True), Page(encoding="no-such-encoding")):
        report = FORMATS[name](found, page=page)  # type: ignore[index]
        assert report.endswith("\n")
