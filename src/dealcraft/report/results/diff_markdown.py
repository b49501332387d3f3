"""A redline as Markdown, for a comment on a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from dealcraft.analysis.changes import Change
from dealcraft.report.markup import cell, code
from dealcraft.report.results import _prose as prose
from dealcraft.report.results import _words as words
from dealcraft.report.results._figures import NONE, counted
from dealcraft.report.results._redline import Redlined, Walk, cut, worded
from dealcraft.report.results._rows import Rows

_LONGEST: Final = 160
"""Characters of a value, beyond which it is cut."""


def markdown(found: Redlined, *, party: str | None = None) -> str:
    """The redline as tables, read for *party* (whoever decides); what comes from a sheet stands in code spans."""
    answer = found.new.answer
    rows = Rows(answer, party or answer.valuation.settings.decides)
    files = " → ".join(code(version.answer.file) for version in (found.old, found.new))
    lines = [f"# {code(words.title(answer.sheet))}", "", f"{files}: {_count(found)}.", "", *_changes(found)]
    lines += [*_coming(found), *_worth(found, rows), *_findings(found)]
    return "".join(f"{line}\n" for line in lines).rstrip("\n") + "\n"


def _count(found: Redlined) -> str:
    told = [counted(len(found.redline.changes), "change")]
    told += [f"{counted(len(found.appeared), 'new finding')}"] if found.appeared else []
    told += [f"{counted(len(found.vanished), 'finding')} gone"] if found.vanished else []
    return ", ".join(told)


def _changes(found: Redlined) -> Iterator[str]:
    if found.redline.changes:
        yield from _table(
            ["", "term", "before", "now", "lines"],
            "---",
            (_change(found, change) for change in found.redline.changes),
        )


def _change(found: Redlined, change: Change) -> list[str]:
    before, after = (cell(cut(text, _LONGEST)) for text in worded(change))
    places = [
        ""
        if place is None
        else f"{cell(place[0])}:{place[1]}"
        if place[0] != version.document.file
        else str(place[1])
        for place, version in zip(found.places(change), (found.old, found.new), strict=True)
    ]
    return [change.kind, cell(str(change.path)), before, after, " → ".join(places).strip()]


def _coming(found: Redlined) -> Iterator[str]:
    for what, coming in (("structure", found.redline.structures), ("party", found.redline.parties)):
        for names, word in ((coming.added, "New"), (coming.removed, "Gone")):
            for name in names:
                yield from ("", f"{word}: {what} {code(name)}.")


def _worth(found: Redlined, rows: Rows) -> Iterator[str]:
    bridge = found.redline.bridge
    if bridge is None:
        yield from ("", "The versions count in different currencies: no values are compared.")
        return
    walks = found.walks(rows)
    if walks:
        yield from ("", "## What the changes are worth", "", f"{_basis(rows)}.")
    for walk in walks:
        yield from ("", f"### {_title(walk)}", "", *_walk(walk))
    if found.shared is not None:
        yield from ("", found.shared.told(code))
    if text := rows.unit.error(found.error()):
        yield from ("", f"Sampling error of a difference: at most ±{text}.")


def _basis(rows: Rows) -> str:
    return prose.basis(rows.answer.valuation.settings, rows.unit.word)


def _title(walk: Walk) -> str:
    seen = f", as {code(words.party(walk.rows.answer.sheet, walk.viewer))} sees it" if walk.viewer else ""
    return code(walk.structure) + seen


def _walk(walk: Walk) -> Iterator[str]:
    rows = walk.rows
    ends = dict(zip(("before", "**now**"), walk.ends, strict=True)).items()
    steps = [(cell(label), effect) for label, effect in walk.lines]
    shown = [amounts for _, amounts in (*ends, *steps)]
    parties = [p for p in rows.answer.sheet.parties if any(rows.unit.shows(one.get(p, 0.0)) for one in shown)]
    before, after = (_amounts(rows, *end, parties) for end in ends)
    moved = [_amounts(rows, *step, parties, sign=True) for step in steps]
    difference = _amounts(rows, "difference", walk.difference, parties, sign=True)
    head = ["", *(cell(words.party(rows.answer.sheet, party)) for party in parties)]
    yield from _table(head, "---:", [before, *moved, after, difference])


def _amounts(
    rows: Rows, label: str, amounts: Mapping[str, float], parties: Iterable[str], *, sign: bool = False
) -> list[str]:
    shown = {p: amount for p in parties if rows.unit.shows(amount := amounts.get(p, 0.0))}
    return [label, *(rows.unit.money(shown[p], sign=sign) if p in shown else NONE for p in parties)]


def _findings(found: Redlined) -> Iterator[str]:
    if found.appeared or found.vanished:
        yield from ("", "## Findings", "")
    for some, word in ((found.appeared, "new"), (found.vanished, "gone")):
        for one in some:
            place = f" {code(f'{one.file}:{one.span.line}')}" if one.span else ""
            term = f" {code(str(one.path))}:" if one.path else ""
            yield f"- {word} **{one.severity.word}** {code(one.code)}:{term} {code(one.message)}{place}"


def _table(head: Sequence[str], align: str, lines: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'|'.join(['---', *(align for _ in head[1:])])}|"
    for line in lines:
        yield f"| {' | '.join(line)} |"
