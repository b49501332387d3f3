"""The page that `explain withholding` prints: a rate with its basis, its conditions and its source."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date
from typing import Final

from dealcraft.law.facts import FACTS
from dealcraft.law.territories import country_name
from dealcraft.law.withholding import Answer, Kind, newest, percent, price_is_royalty, withholding

_WIDTH: Final = 96
_INDENT: Final = 14


def page(payer: str, payee: str, kind: Kind, on: date | None = None) -> str:
    """What is withheld where *payer* pays *payee* for rights of *kind* on that day; without one, the newest date."""
    day = on or newest(payer)
    answer = withholding(payer, payee, kind=kind, on=day)
    title = f"{kind}: {country_name(payer)} ({payer}) pays {country_name(payee)} ({payee})"
    chosen = str(day) if on else f"{day}, the newest date of the table; --as-of DATE asks of another"
    rows = [
        ("Withheld", _rate(answer)),
        ("On", chosen),
        ("Open", answer.doubt),
        ("Rests on", answer.basis),
        ("Source", answer.source.replace(" ; ", "\n")),
        ("As of", str(answer.as_of)),
        ("Confidence", answer.confidence),
        ("Conditions", answer.conditions),
        ("Depends on", "; ".join(f"{name}: {FACTS[name]}" for name in answer.settled_by)),
        ("Says", "" if answer.note.rstrip(".") in answer.doubt else answer.note),
        (
            "Taxed part",
            "the part of the payment for use there (withholding.use)" if answer.taxes_by_use else "",
        ),
        ("Price", _price(payer, price_is_royalty(payer, kind, on=day))),
    ]
    body = (line for label, text in rows if text for line in _row(label, text))
    return "\n".join((title, "", *body)) + "\n"


def _rate(answer: Answer) -> str:
    if answer.rate is None:
        return f"no certain answer; at most {percent(answer.upper)} of the gross"
    return f"{percent(answer.rate)} of the gross"


def _price(payer: str, answer: bool | None) -> str:
    match answer:
        case None:
            return ""
        case True:
            return f"the law of {payer} treats the price of rights sold as a royalty (tax.treat_as)"
        case False:
            return f"the law of {payer} does not treat a fixed price of rights sold as a royalty"


def _row(label: str, text: str) -> Iterator[str]:
    for number, line in enumerate(text.split("\n")):
        yield from textwrap.wrap(
            line,
            _WIDTH,
            initial_indent=("" if number else f"{label}:").ljust(_INDENT),
            subsequent_indent=" " * _INDENT,
            break_long_words=False,
            break_on_hyphens=False,
        )
