"""What the dated table says of payments for the rights of an agreement that cross a border."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from dealcraft.law.facts import FACTS
from dealcraft.law.withholding import Answer, highest, newest
from dealcraft.terms.assets import Right, RightKind
from dealcraft.terms.facts import Context
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import Agreement
from dealcraft.terms.walk import stated


def rights_of(sheet: Sheet, agreement: Agreement, assets: Sequence[str]) -> Iterator[Right]:
    """The rights in *assets* that *agreement* grants."""
    named = agreement.grant.rights
    for asset in assets:
        if asset in sheet.assets:
            for name, right in sheet.assets[asset].rights.items():
                if not named or name in named:
                    yield right


def kinds_of(sheet: Sheet, agreement: Agreement, assets: Sequence[str]) -> tuple[RightKind, ...]:
    """The kinds of the rights granted, each once."""
    return tuple(dict.fromkeys(right.kind for right in rights_of(sheet, agreement, assets)))


def facts_of(sheet: Sheet, agreement: Agreement, assets: Sequence[str], home: str) -> dict[str, object]:
    """What the sheet states that decides between rates; `registered` follows from the patents where they agree."""
    stated = {**_of_parties(sheet.context), **_of_parties(agreement.context)}
    facts = {name: value for name, value in stated.items() if name in FACTS}
    patents = [right for right in rights_of(sheet, agreement, assets) if right.kind == "patent"]
    registered = {right.countries is not None and home in right.countries.countries for right in patents}
    if len(registered) == 1 and all(right.countries is not None for right in patents):
        facts.setdefault("registered", registered.pop())
    return facts


def day_of(sheet: Sheet, home: str) -> date:
    """The day whose law counts: of the valuation, else of the sheet's effect, else the table's newest."""
    return sheet.valuation.date or sheet.effective or newest(home)


def answer_of(sheet: Sheet, agreement: Agreement, assets: Sequence[str], *, home: str, abroad: str) -> Answer:
    """What is withheld where *home* pays *abroad*; of several kinds of rights the highest."""
    kinds, facts = kinds_of(sheet, agreement, assets), facts_of(sheet, agreement, assets, home)
    return highest(home, abroad, kinds=kinds, on=day_of(sheet, home), facts=facts)


def _of_parties(context: Context | None) -> Mapping[str, Any]:
    return dict(stated(context.parties)) if context is not None and context.parties is not None else {}
