"""What the figures say, in sentences: who should do what, what becomes of the rights, what to bear in mind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rich.text import Text

from dealcraft.analysis.compare import Place as Ranked
from dealcraft.analysis.compare import Verdict
from dealcraft.engine.result import Settings, StructureValue, Transition, Valuation
from dealcraft.findings import Severity
from dealcraft.report.inert import inert
from dealcraft.report.results import _words as words
from dealcraft.report.results._figures import counted, listed, month, percent
from dealcraft.report.results._look import BEST, FAINT, LOSS, STRONG
from dealcraft.report.results._rows import BELOW, Place, Rows, joined
from dealcraft.report.results.answer import Answer

_MOST_LEADS: Final = 3
_WORTH_TELLING: Final = 0.01
_GRIDS: Final = {"month": "months", "quarter": "quarters", "year": "years"}
_BECOMES: Final = {
    "active": "take effect", "non_exclusive": "become non-exclusive", "stepped_in": "are stepped into",
    "reverted": "revert", "terminated": "end", "failed": "fail before approval", "abandoned": "are given up",
    "expired": "run out", "pending": "stay pending",
}  # fmt: skip


def basis(settings: Settings, unit: str) -> str:
    """What the page counts in, as of when, how finely, and on what run."""
    money = f"{settings.currency} {unit}".strip()
    return joined(
        (
            f"{money}, present value {settings.valuation_date}",
            f"{_GRIDS.get(settings.grid, settings.grid)}, {settings.horizon_years:g} years",
            _run(settings),
        )
    )


def _run(settings: Settings) -> str:
    count = counted(settings.scenarios, "scenario")
    match settings.run:
        case "base":
            return "base case" if not settings.exact else f"exact, {count}"
        case "plain":
            return f"Monte Carlo, {counted(settings.scenarios, 'trial')}, ± error"
        case "success":
            return "everything succeeds"
        case _:
            return f"expected, exact, {count}" if settings.exact else f"expected, {count}, ± error"


def verdict(rows: Rows, said: Verdict, *, style: str) -> Text:
    """``For Hanbit: sale, by 11.9 over licence``; no winner where none can be told."""
    line = Text(f"For {words.party(rows.answer.sheet, said.party)}: ")
    line.stylize(style)
    if len(said.first) > 1:
        both = "both" if len(said.first) == 2 else "all"
        same = f"are {both} worth the same" if said.level else "cannot be told apart within sampling error"
        rest = f", {_leads(rows, said.behind)}" if said.behind else ""
        line.append(f"{listed(said.first)} {same}{rest}.", style)
        return line
    line.append(said.first[0], BEST if style == STRONG else style)
    if not said.behind:
        line.append(" is the only structure", style)
    elif rivals := _rivals(rows, said):
        line.append(f", by {_leads(rows, rivals)}", style)
    else:
        line.append(
            f", by {rows.unit.money(-(said.behind[0].lead or 0.0))}; it has no part in the others", style
        )
    line.append(".", style)
    return line


def _rivals(rows: Rows, said: Verdict) -> list[Ranked]:
    """The structures behind in which the party has a part, or whoever decides for them."""
    return [
        place
        for place in said.behind
        if said.party == rows.party or rows.takes_part(Place(place.structure, said.party))
    ]


def _leads(rows: Rows, rivals: Sequence[Ranked]) -> str:
    told = [
        f"{rows.unit.money(-(place.lead or 0.0))} over {place.structure}" for place in rivals[:_MOST_LEADS]
    ]
    return listed(told) if len(rivals) <= _MOST_LEADS else f"{', '.join(told)}, and more over the others"


def warnings_of_ranking(rows: Rows) -> Iterator[Text]:
    """Structures that a side would not sign, and those that another beats for everyone."""
    comparison, sheet = rows.answer.comparison, rows.answer.sheet
    for party in comparison.ranking:
        below = [name for name in rows.structures if party in comparison.place(party, name).below_outside]
        if below:
            without = rows.unit.money(comparison.outside[party].npv)
            verb = "leaves" if len(below) == 1 else "leave"
            who = words.party(sheet, party)
            said = f"{listed(below)} {verb} {who} below what it has without a deal, {without}."
            yield Text.assemble((f"{BELOW} ", LOSS), said)
    for place in comparison.ranking[rows.party]:
        if place.dominated_by is not None:
            yield Text(
                f"  {place.structure} is dominated: {place.dominated_by} leaves nobody worse off, and someone better.",
                FAINT,
            )


def rights(value: StructureValue) -> Iterator[str]:
    """What becomes of the rights under a structure, the likeliest first, and how often a market is reached."""
    told = [
        _transition(step) for step in sorted(value.states, key=lambda step: -step.chance) if step.chance > 0
    ]
    reached = max((p.if_launched.chance for p in value.parties.values() if p.if_launched), default=0.0)
    if told and reached > 0:
        told.append(f"{percent(reached)} reach the market")
    if told:
        comma = "," if any("parts" in step.agreement for step in value.states) else ""
        yield f"under {value.name}{comma} {joined(told)}"


def decisions(rows: Rows, value: StructureValue) -> Iterator[str]:
    """Who may decide what, how often it is taken, and what the right is worth."""
    for right in value.decisions:
        holder = words.party(rows.answer.sheet, right.holder)
        name = inert(".".join(str(step) for step in right.path[2:]) or str(right.path))
        moment = f" ({month(right.at)})" if right.at else ""
        worth = rows.unit.money(right.worth.get(right.holder))
        yield f"{holder} takes {name} in {percent(right.chance)}{moment}, a right worth {worth} to it"


def _transition(step: Transition) -> str:
    part = f"{inert(str(step.agreement[-1]))}: " if "parts" in step.agreement else ""
    own = (step.agreement, step.agreement.child("effective"), step.agreement.child("grant", "until"))
    by = "" if step.path in own else f" by {inert(str(step.path[-1]))}"
    return f"{part}{percent(step.chance)} {_BECOMES.get(step.after, step.after)}{by} ({month(step.expected_date)})"


def notes(rows: Rows) -> Iterator[str]:
    """What to bear in mind: beyond the horizon, tax left out, foreign tax lost."""
    sheet, valuation = rows.answer.sheet, rows.answer.valuation
    yield from _beyond(rows, valuation)
    untaxed = [words.party(sheet, name) for name, terms in sheet.parties.items() if terms.tax_rate is None]
    if untaxed:
        yield f"no tax rate for {listed(untaxed)}: 0%"
    for party in (name for name in sheet.parties if name != rows.party):
        lost = max((s.parties[party].leakage for s in valuation.structures.values()), default=0.0)
        worst = max(valuation.structures, key=lambda name: valuation.structures[name].parties[party].leakage)
        withheld = valuation.structures[worst].parties[party].withholding
        if lost > _WORTH_TELLING * withheld > 0:
            yield (
                f"{percent(lost / withheld)} of the tax withheld from {words.party(sheet, party)} under {worst} "
                "is never credited"
            )


def _beyond(rows: Rows, valuation: Valuation) -> Iterator[str]:
    """By party the structure to which a longer horizon would add most, where that is worth telling."""
    years = valuation.settings.horizon_years + 10
    for party in rows.answer.sheet.parties:
        added = {
            name: value.horizon_value_beyond.get(party, 0.0) / abs(value.parties[party].npv)
            for name, value in valuation.structures.items()
            if value.parties[party].npv
        }
        name = max(added, key=lambda key: abs(added[key]), default="")
        if name and abs(added[name]) > _WORTH_TELLING:
            verb = "add" if added[name] > 0 else "take"
            yield (
                f"a horizon of {years:g} years would {verb} {percent(abs(added[name]))} "
                f"{'to' if added[name] > 0 else 'from'} {words.of(words.party(rows.answer.sheet, party))} value under {name}"
            )


def found(answer: Answer) -> str:
    """How many warnings there are and where to read them; empty where there are none."""
    count = sum(d.severity is Severity.WARNING for d in answer.diagnostics)
    return f"{counted(count, 'warning')}: dealcraft check {inert(answer.file)}" if count else ""
