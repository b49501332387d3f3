"""A redline as a page of text: what changed, what each change is worth to each side, what is found now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final

from rich.cells import cell_len
from rich.text import Text

from dealcraft.analysis.changes import Change
from dealcraft.findings import Diagnostic
from dealcraft.report.inert import inert
from dealcraft.report.results import _prose as prose
from dealcraft.report.results import _words as words
from dealcraft.report.results._figures import counted, listed
from dealcraft.report.results._look import FAINT, STRONG, Look, wrapped, written
from dealcraft.report.results._redline import Redlined, Version, Walk, cut, worded
from dealcraft.report.results._rows import Rows, page_unit
from dealcraft.report.results._sides import Line, sides
from dealcraft.report.results._words import within

_MARKS: Final = {"added": "+", "removed": "−", "changed": " ", "renamed": " ", "reordered": " "}
_LABEL: Final = 44
_SHORTEST: Final = 16
_POINT: Final = "●"


def diff(found: Redlined, look: Look, *, party: str | None = None) -> str:
    """The page on *found*, read for *party* (whoever decides)."""
    new = found.new.answer
    return written(_page(found, Rows(new, party or new.valuation.settings.decides), look), look)


def _page(found: Redlined, rows: Rows, look: Look) -> Iterator[Text]:
    yield from _heading(found, rows, look)
    yield Text()
    yield from _changes(found, look)
    for line in _coming(found, rows):
        yield from wrapped(look.text(line), look, indent=2)
    if found.redline.bridge is None:
        yield from wrapped(
            look.text("The versions count in different currencies: no values are compared."), look
        )
    else:
        for walk in found.walks(rows):
            yield Text()
            yield from _walk(walk, look)
        yield Text()
        yield from _verdicts(found, rows, look)
        yield from _notes(found, rows, look)
    yield from _findings(found, look)


def _heading(found: Redlined, rows: Rows, look: Look) -> Iterator[Text]:
    yield from wrapped(look.text(words.title(rows.answer.sheet), STRONG), look)
    files = " → ".join(inert(version.answer.file) for version in (found.old, found.new))
    yield from wrapped(look.text(files, FAINT), look)
    yield from wrapped(look.text(prose.basis(rows.answer.valuation.settings, rows.unit.word), FAINT), look)


def _changes(found: Redlined, look: Look) -> Iterator[Text]:
    changes = found.redline.changes
    yield look.text(counted(len(changes), "change") if changes else "Nothing of the deal has changed", STRONG)
    labels = [within(change.path, _home(change)) for change in changes]
    lines = [_lines(found, change) for change in changes]
    label = min(_LABEL, max(map(cell_len, labels), default=0), look.page // 2)
    number = max(map(cell_len, lines), default=0)
    room = max(_SHORTEST, look.page - label - number - 8)
    above: str | None = None
    for change, name, places in zip(changes, labels, lines, strict=True):
        if above != (above := _home(change)):
            yield look.text(f"  structures.{inert(above)}" if above else "  the sheet", FAINT)
        told = f"{_padded(cut(name, label), label)}  {_padded(_told(change, room), room)}"
        yield look.text(f"  {_MARKS[change.kind]} {told}  ") + look.text(places, FAINT)


def _home(change: Change) -> str:
    """The structure that a change lies in; empty for one of the facts, or of a whole structure."""
    return str(change.path[1]) if change.path[:1] == ("structures",) and len(change.path) > 2 else ""


def _told(change: Change, room: int) -> str:
    before, after = worded(change)
    if change.kind in ("added", "removed"):
        return cut(before or after, room)
    word = "renamed " if change.kind == "renamed" else ""
    space = room - len(word) - 3
    left = min(cell_len(before), max(space // 2, space - cell_len(after)))
    return f"{word}{cut(before, left)} → {cut(after, space - left)}"


def _lines(found: Redlined, change: Change) -> str:
    """``72 → 14``: the line in each file; of a file that a version extends with its name."""
    own = (found.old.document.file, found.new.document.file)
    texts = [
        "" if place is None else str(place[1]) if place[0] == file else f"{inert(place[0])}:{place[1]}"
        for place, file in zip(found.places(change), own, strict=True)
    ]
    return f"{texts[0]} → {texts[1]}".strip()


def _padded(text: str, cells: int) -> str:
    return text + " " * max(0, cells - cell_len(text))


def _coming(found: Redlined, rows: Rows) -> Iterator[str]:
    structures = found.redline.structures
    for names, version, word in (
        (structures.added, found.new, "New"),
        (structures.removed, found.old, "Gone"),
    ):
        unit, told = rows.unit, ""
        if _currency(version) != _currency(found.new):
            unit = page_unit(version.answer)
            told = f"{_currency(version)} {unit.word} " if unit.word else f"{_currency(version)} "
        for name in names:
            parties = version.answer.valuation.structures[name].parties
            worth = (
                f"{told}{unit.money(value.npv)} to {words.party(version.answer.sheet, party)}"
                for party, value in parties.items()
            )
            yield words.ended(f"{word}: structure {inert(name)}, worth {listed(worth)}")
    coming = found.redline.parties
    for names, version, word in ((coming.added, found.new, "New"), (coming.removed, found.old, "Gone")):
        for name in names:
            yield words.ended(f"{word}: party {words.party(version.answer.sheet, name)}")


def _currency(version: Version) -> str:
    """What the results of *version* are counted in."""
    return version.answer.valuation.settings.currency


def _walk(walk: Walk, look: Look) -> Iterator[Text]:
    """From the value before over each step to the value after."""
    before, after = walk.ends
    lines = [
        Line("  before", before, change=False),
        *(Line(f"  {label}", effect) for label, effect in walk.lines),
        Line("  after", after, change=False),
        Line("  difference", walk.difference, faint=True),
    ]
    yield from sides(walk.rows, walk.title, lines, lambda cells: _waterfall(walk.rows, lines, cells), look)


def _waterfall(rows: Rows, lines: Sequence[Line], cells: int) -> list[str]:
    """Each step from where the one before has led, on a scale from the lowest to the highest of these."""
    before, *steps = (line.amounts.get(rows.party, 0.0) for line in lines[:-2])
    levels = list(accumulate([before, *steps]))
    low, reach = min(levels), max(levels) - min(levels)
    at = [round((level - low) / reach * (cells - 1)) if reach > 0 else 0 for level in levels]
    drawn = [" " * at[0] + _POINT]
    for one, other, step in zip(at, at[1:], steps, strict=False):
        mark = "█" if step > 0 else "░"
        drawn.append(" " * min(one, other) + mark * (abs(other - one) + 1) if rows.unit.shows(step) else "")
    return [*drawn, " " * at[-1] + _POINT, ""]


def _verdicts(found: Redlined, rows: Rows, look: Look) -> Iterator[Text]:
    """Which structure was best, and is."""
    for version, word in ((found.old, "Before"), (found.new, "Now")):
        comparison = version.answer.comparison
        if rows.party in comparison.ranking and len(version.answer.valuation.structures) > 1:
            seen = Rows(version.answer, rows.party)
            seen.unit = rows.unit
            said = prose.verdict(seen, comparison.verdict(rows.party), style=STRONG)
            yield from wrapped(Text.assemble((f"{word}: ", FAINT), said), look, indent=2)


def _notes(found: Redlined, rows: Rows, look: Look) -> Iterator[Text]:
    idle = [inert(str(change.path)) for change in found.idle(rows)]
    if idle:
        told = f"Worth nothing, or too little to show: {listed(idle)}."
        yield from wrapped(look.text(told, FAINT), look, indent=2)
    if found.shared is not None:
        yield from wrapped(look.text(found.shared.told(inert), FAINT), look, indent=2)
    if text := rows.unit.error(found.error()):
        yield from wrapped(look.text(f"Sampling error of a difference: at most ±{text}.", FAINT), look)


def _findings(found: Redlined, look: Look) -> Iterator[Text]:
    for mark, some, word in (("+", found.appeared, "new"), ("−", found.vanished, "gone")):
        for one in some:
            yield from wrapped(
                look.text(f"{mark} {word}: {_said(one)}", "yellow" if mark == "+" else FAINT), look, indent=2
            )


def _said(one: Diagnostic) -> str:
    place = f" ({inert(one.file)}:{one.span.line})" if one.span else ""
    term = f" {inert(str(one.path))}:" if one.path else ""
    return f"{one.severity.word}[{one.code}]{term} {inert(one.message)}{place}"
