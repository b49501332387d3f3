"""`dealcraft explain`: the page of a finding, of a term of the language, of a figure of the report, or of a rate of tax."""

from __future__ import annotations

from datetime import date
from typing import Annotated, get_args

import typer

_WITHHOLDING = "withholding"


def explain(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="CODE|TERM|FIGURE|withholding PAYER PAYEE KIND",
            help="A code such as tiers-out-of-order, a key such as royalty.minimum, a figure such as chance-of-loss; "
            "or a rate of tax, such as withholding KR US patent.",
        ),
    ],
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of", metavar="DATE", help="The day to ask about, of a rate of tax; the table's newest."
        ),
    ] = None,
) -> int:
    """Explain a finding, a term, a figure or a rate of tax."""
    from dealcraft.cli._output import window, write
    from dealcraft.errors import UsageError
    from dealcraft.report.reflow import WIDEST, reflowed

    word, *rest = (word.strip() for word in words)
    if word == _WITHHOLDING and (rest or as_of):
        write(_rate(rest, as_of), None)
    elif rest or as_of:
        raise UsageError(
            "explain takes one word; only a rate takes more: explain withholding PAYER PAYEE KIND"
        )
    else:
        write(reflowed(_page(word), window(None, WIDEST)), None)
    return 0


def _page(word: str) -> str:
    from dealcraft.errors import UsageError
    from dealcraft.report import pages

    text = pages.page(word) or _house_page(word)
    if text is None:
        hint = pages.nearest_word(word)
        mend = f"; did you mean {hint}?" if hint else ""
        raise UsageError(f"nothing is called {word!r}{mend}")
    return text


def _house_page(word: str) -> str | None:
    """The page of a house rule that the nearest settings name."""
    from dealcraft.cli._settings import Asked, resolved
    from dealcraft.report.inert import inert

    for rule in resolved(Asked(), [], writing=True).house:
        if rule.code == word:
            lines = [f"{rule.code}  ({rule.severity.word}, family house)", "", *rule.page.splitlines()]
            return "\n".join(inert(line) for line in lines)
    return None


def _rate(words: list[str], as_of: str | None) -> str:
    from dealcraft.errors import UsageError
    from dealcraft.law.withholding import Kind
    from dealcraft.report.withheld import page
    from dealcraft.units.spelling import nearest

    if len(words) != 3:
        raise UsageError(
            f"withholding takes PAYER PAYEE KIND, such as KR US patent; found {len(words)} words"
        )
    payer, payee = _country(words[0]), _country(words[1])
    kinds = {kind: kind for kind in get_args(Kind)}
    kind = kinds.get(words[2])
    if kind is None:
        hint = nearest(words[2], kinds)
        mend = f"did you mean {hint}?" if hint else f"write one of {', '.join(kinds)}"
        raise UsageError(f"{words[2]!r} is no kind of right; {mend}")
    return page(payer, payee, kind, _day(as_of))


def _country(word: str) -> str:
    from dealcraft.errors import Unreadable, UsageError
    from dealcraft.law.territories import countries_of

    try:
        found = countries_of(word)
    except Unreadable as problem:
        hint = problem.values.get("mend") or problem.values.get("hint")
        mend = f"write {hint}" if hint else "write a code such as KR"
        raise UsageError(f"{word!r} is no country; {mend}") from None
    if len(found) != 1:
        raise UsageError(
            f"{word!r} is {len(found)} countries; a rate is between two, write a code such as KR"
        )
    return next(iter(found))


def _day(text: str | None) -> date | None:
    from dealcraft.errors import UsageError

    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"--as-of is {text}; write a date such as 2026-01-01") from None
