"""Every warning on an example is explained on the page that lists them, and the page lists nothing else."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Final

from dealcraft.findings import Severity
from dealcraft.rules import RULES
from dealcraft.rules.law import rules_of_law
from dealcraft.rules.run import diagnose
from dealcraft.source import read_sheet
from dealcraft.terms.load import load

EXAMPLES: Final = Path(__file__).parents[1] / "examples"
PAGE: Final = EXAMPLES.parent / "docs" / "findings_on_examples.md"
ROW: Final = re.compile(r"^\| ([\w/]+) \| ([a-z0-9-]+) \| (\d+) \| (.+) \|$", re.MULTILINE)
REDLINE: Final = "house_template/redline.yaml"


def warnings(sheet: str) -> Counter[str]:
    """How often each rule warns on *sheet* in a review; it has no error, but for the redline."""
    loaded = load(read_sheet(str(EXAMPLES / sheet), within=[str(EXAMPLES)]))
    found = diagnose(loaded, rules=(*RULES, *rules_of_law()))
    assert [each.code for each in found if each.severity is Severity.ERROR] == []
    own = [each for each in found if each.file == loaded.document.file]
    return Counter(each.code for each in own if each.severity is Severity.WARNING)


def name(sheet: str) -> str:
    folder, file = sheet.split("/")
    short = file.removesuffix(".deal.yaml").removesuffix(".yaml")
    return folder if short == folder else f"{folder}/{short}"


def test_every_warning_on_an_example_is_listed_with_its_reason() -> None:
    sheets = [*(path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.glob("*/*.deal.yaml")), REDLINE]
    found = {(name(sheet), code): times for sheet in sheets for code, times in warnings(sheet).items()}
    rows = ROW.findall(PAGE.read_text(encoding="utf-8"))
    assert {(sheet, code): int(times) for sheet, code, times, _ in rows} == found
    assert [row for row in rows if not row[3].endswith(".") or len(row[3].split()) < 5] == []
    assert [row[:2] for row in rows] == sorted(row[:2] for row in rows)
