"""What lies between countries: what a change of the tax on the way would be worth, and what each currency is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from rich.text import Text

from dealcraft.analysis.closer import Closer
from dealcraft.analysis.currencies import MOVE
from dealcraft.analysis.tax_changes import TaxChange
from dealcraft.law.withholding import Answer
from dealcraft.report.inert import inert
from dealcraft.report.results import _words as words
from dealcraft.report.results._figures import NONE, exact_percent, listed, percent
from dealcraft.report.results._look import FAINT, STRONG, Look, wrapped
from dealcraft.report.results._rows import Rows, joined
from dealcraft.report.results._table import Column, table, width

_MOST_COUNTRIES: Final = 3
_SAME: Final = 1e-9
_ALONE: Final = (
    "A payee in another country is valued by the rate alone: nothing is counted of the tax that it would pay there, "
    "of what it costs to move rights, or of the business that a treaty asks to be carried on there."
)
_SHIFTED: Final = "A gross-up lowers no tax: it moves what is withheld from who is paid to who pays."


def tax_table(rows: Rows, close: Closer, look: Look) -> Iterator[Text]:
    """A line for each change and what it is worth to each party, then what that rests on."""
    lines = [(_label(rows, change), change.effect) for change in _shown(rows, close)]
    if lines:
        yield from _table(rows, "change of the tax on the way", lines, look)
        yield from _rests_on(rows, close, look)


def _shown(rows: Rows, close: Closer) -> list[TaxChange]:
    """The changes that show as more than 0.0 for anyone."""
    return [change for change in close.tax_changes if any(map(rows.unit.shows, change.effect.values()))]


def currency_table(rows: Rows, close: Closer, look: Look) -> Iterator[Text]:
    """Three lines for each currency: what is stated in it, and what a move of its rate does."""
    lines = list[tuple[str, Mapping[str, float]]]()
    for one in close.currencies:
        lines.append((f"stated in {one.code}", one.contribution))
        if one.weaker is not None and one.stronger is not None:
            lines += [(f"  {_moved()} weaker", one.weaker), (f"  {_moved()} stronger", one.stronger)]
    if lines:
        yield from _table(rows, "currency", lines, look)


def _table(
    rows: Rows, head: str, lines: Iterable[tuple[str, Mapping[str, float]]], look: Look
) -> Iterator[Text]:
    lines = [line for line in lines if any(rows.unit.shows(amount) for amount in line[1].values())]
    concerned = [
        party
        for party in rows.answer.sheet.parties
        if any(rows.unit.shows(effect[party]) for _, effect in lines)
    ]
    for names in (True, False):
        columns = [Column(head, [f"  {label}" for label, _ in lines])]
        for party in concerned:
            called = words.party(rows.answer.sheet, party) if names else party
            columns.append(
                Column(f"to {called}", [_amount(rows, effect[party]) for _, effect in lines], figures=True)
            )
        if width(columns, look) <= look.page:
            yield from table(columns, look)
            return
    yield look.text(head, STRONG)
    for label, effect in lines:
        amounts = joined(f"{_amount(rows, effect[party])} to {party}" for party in concerned)
        yield from wrapped(look.text(f"  {label}: {amounts}"), look, indent=4)


def _amount(rows: Rows, amount: float) -> str:
    return rows.unit.money(amount) if rows.unit.shows(amount) else NONE


def _moved() -> str:
    return percent(float(MOVE))


def _label(rows: Rows, change: TaxChange) -> str:
    return _part(change) + _said(rows, change)


def _part(change: TaxChange) -> str:
    """The part of a package that it belongs to."""
    return f"{change.now.path[3]}: " if change.now.path[2] == "parts" else ""


def _said(rows: Rows, change: TaxChange) -> str:
    """What would be changed, in a few words."""
    sheet = rows.answer.sheet
    match change.kind:
        case "rate":
            return f"the dated table's rate, {exact_percent(change.rate)}"
        case "country":
            return f"a payee in {_countries(change.countries)}, {exact_percent(change.rate)}"
        case "use":
            home = sheet.parties[change.now.payer].country
            return f"use in {home} as its markets sell, {percent(change.use)}"
        case "gross_up":
            return f"gross-up, borne by {words.party(sheet, change.now.payer)}"
        case "no_gross_up":
            return f"no gross-up, borne by {words.party(sheet, change.now.payee)}"


def _countries(codes: tuple[str, ...]) -> str:
    """``US, JP, GB or 9 more``."""
    if len(codes) <= _MOST_COUNTRIES:
        return " or ".join(filter(None, (", ".join(codes[:-1]), codes[-1])))
    return f"{', '.join(codes[:_MOST_COUNTRIES])} or {len(codes) - _MOST_COUNTRIES} more"


def _rests_on(rows: Rows, close: Closer, look: Look) -> Iterator[Text]:
    """Source, date and conditions of every rate, as it is and as it would be, and what is not counted."""
    shown = _shown(rows, close)
    told = [_now(rows, change) for change in shown]
    answered = [(change, change.answer) for change in shown if change.answer is not None]
    told += [_cited(answer, change.countries[:1]) for change, answer in answered]
    told += [answer.conditions for _, answer in answered if answer.conditions]
    if any(change.kind == "country" for change in shown):
        told.append(_ALONE)
    if any(change.kind in ("gross_up", "no_gross_up") for change in shown):
        told.append(_SHIFTED)
    for text in dict.fromkeys(told):
        yield from wrapped(Text("  " + text, FAINT), look, indent=4)


def _now(rows: Rows, change: TaxChange) -> str:
    """What is withheld as the sheet stands, and says who."""
    now, sheet = change.now, rows.answer.sheet
    way = f"{_part(change)}{words.party(sheet, now.payer)} to {words.party(sheet, now.payee)}"
    if now.answer is None:
        return f"Now {way}: {exact_percent(now.rate)}, as the sheet states."
    used = "" if abs(now.rate - float(now.answer.upper)) < _SAME else f"{exact_percent(now.rate)} in all; "
    return f"Now {way}: {used}{_cited(now.answer)}"


def _cited(found: Answer, of: tuple[str, ...] = ()) -> str:
    """A rate of the dated table with its basis, its source and its date; of an open one what is open."""
    rate = exact_percent(float(found.upper))
    where = f" for a payee in {of[0]}" if of else ""
    most = "" if found.certain else f"at most, an upper bound: {found.doubt}; "
    first, *others = found.source.split(" ; ")
    more = f" and {len(others)} more (dealcraft explain withholding)" if others else ""
    return f"{rate}{where}: {most}{found.basis}, as of {found.as_of}, confidence {found.confidence}; {first}{more}"


def tax_line(rows: Rows, close: Closer) -> Iterator[str]:
    """Which change would be worth most to the party that is read for, and which without a cost to another."""
    if not _shown(rows, close):
        return
    party = words.party(rows.answer.sheet, close.party)
    best = [change for change in close.tax_changes if rows.unit.shows(max(change.effect[close.party], 0.0))]
    if not best:
        yield f"no single change of what is withheld under {close.structure} is worth anything to {party}"
        return
    yield f"worth most to {party} under {close.structure}: {_with_effect(rows, best[0], close.party)}"
    free = next((change for change in best if not _costs(rows, change)), None)
    if free is not None and free is not best[0]:
        yield f"without a cost to another: {_with_effect(rows, free, close.party)}"
    yield f"what they rest on: dealcraft value {inert(rows.answer.file)} --structure {close.structure}"


def _with_effect(rows: Rows, change: TaxChange, party: str) -> str:
    costs = (
        f"{rows.unit.money(amount)} to {words.party(rows.answer.sheet, name)}"
        for name, amount in _costs(rows, change).items()
    )
    return joined((_label(rows, change), rows.unit.money(change.effect[party], sign=True), *costs))


def _costs(rows: Rows, change: TaxChange) -> dict[str, float]:
    return {name: amount for name, amount in change.effect.items() if amount < 0 and rows.unit.shows(amount)}


def currency_line(rows: Rows, close: Closer) -> Iterator[str]:
    """What of the value for the party that is read for is stated in which currency, and what a move would do."""
    party = close.party
    shown = [one for one in close.currencies if rows.unit.shows(one.contribution[party])]
    if not any(one.weaker for one in shown):
        return
    who = words.of(words.party(rows.answer.sheet, party))
    parts = [f"{rows.unit.money(one.contribution[party])} in {one.code}" for one in shown]
    yield f"of {who} value under {close.structure} {listed(parts)}"
    moves = [
        f"{one.code} {rows.unit.money(one.weaker[party], sign=True)}"
        for one in shown
        if one.weaker is not None
    ]
    yield f"where one is {_moved()} weaker: {joined(moves)}"


def at_base(rows: Rows, close: Closer) -> str:
    """Said after a label where these figures, unlike those of the page, stand on drawn inputs at base."""
    settings = rows.answer.valuation.settings
    return " (at base)" if close.run != settings.run and not settings.exact else ""
