"""Writes docs/rules/: a page for each rule of `dealcraft check`, and their index."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import fill
from typing import Final

from dealcraft.report.pages import about, answering
from dealcraft.rules import RULES, Rule
from dealcraft.rules.law import rules_of_law

FOLDER: Final = Path(__file__).parent / "rules"
FAMILIES: Final[Mapping[str, str]] = {
    "structure": "what makes a sheet mean nothing, or two things",
    "economics": "what a careful analyst would query of the figures",
    "governance": "how the agreement is run, and what it leaves unsaid",
    "rights": "what is granted, for how long and for what; and what sources of law say of it",
    "tax": "tax at the border and at home",
    "competition": "what sources of competition law say of a term",
}
"""Every family, and what it is about."""
INDEX: Final = """# Rules

Written by `python docs/rules.py` from the rules; a test fails where these pages and they differ. `dealcraft explain CODE`
prints the same. How rules are chosen, answered and silenced: [checking](../checking.md).

`always`: in every profile (a note is left out of `draft`). `signing`: asked for before signing only. `value`: needed only
to value. Rules of law look at a deal where a side or the territory is in their countries.
"""


def pages() -> dict[str, str]:
    """Every page by the name of its file."""
    every = (*RULES, *rules_of_law())
    return {"README.md": _index(every), **{f"{rule.code}.md": _page(rule) for rule in every}}


def _index(rules: tuple[Rule, ...]) -> str:
    lines = [INDEX]
    for family, what in FAMILIES.items():
        found = [rule for rule in rules if rule.family == family]
        lines += [
            f"## {family}: {what}",
            "",
            f"{len(found)} rules.",
            "",
            "| rule | severity | asked | says |",
        ]
        lines += ["|---|---|---|---|", *(_row(rule) for rule in found), ""]
    return "\n".join(lines)


def _row(rule: Rule) -> str:
    summary = rule.page.splitlines()[0].replace("|", "\\|")
    return f"| [{rule.code}]({rule.code}.md) | {rule.severity.word} | {_asked(rule)} | {summary} |"


def _asked(rule: Rule) -> str:
    return "signing" if rule.before_signing else "value" if rule.only_to_value else "always"


def _page(rule: Rule) -> str:
    _, text, severity = about(rule.code) or ("", "", rule.severity)
    head = f"# {rule.code}\n\n{severity.word}, family [{rule.family}](README.md), asked: {_asked(rule)}\n"
    body = "\n".join(_of_law(text) if rule.words else _fenced(text))
    return f"{head}\n{body.rstrip()}\n\n{fill(answering(rule), 120, break_on_hyphens=False)}\n"


def _of_law(text: str) -> Iterator[str]:
    """The page of a rule of law, each line a paragraph of its own."""
    for line in text.splitlines():
        if line.strip():
            yield f"<{line.strip()}>" if line.strip().startswith("http") else line.strip()
            yield ""


def _fenced(text: str) -> Iterator[str]:
    """The page with its examples, which stand indented, as blocks of YAML."""
    for block in re.split(r"\n\n(?=\S)", text.strip()):
        words, _, example = block.partition("\n\n")
        lines = example.split("\n")
        if example and all(line.startswith("    ") or not line for line in lines):
            yield from (words, "", "```yaml", *(line[4:] for line in lines), "```", "")
        else:
            yield from (block, "")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    wanted = pages()
    for file in FOLDER.glob("*.md"):
        if file.name not in wanted:
            file.unlink()
    for name, content in wanted.items():
        (FOLDER / name).write_text(content.rstrip() + "\n", encoding="utf-8", newline="\n")
