"""Writes docs/withholding.md, what the tables of tax withheld answer and what they leave open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, get_args

from dealcraft.law.facts import FACTS
from dealcraft.law.income_tax import countries, credit_rule, ip_box, loss_rule, reliefs
from dealcraft.law.rates import compiled, payer_table, payers
from dealcraft.law.territories import country_name, every_country
from dealcraft.law.withholding import Kind, price_is_royalty, withholding
from dealcraft.terms.assets import RightKind

PAGE: Final = Path(__file__).parent / "withholding.md"
KINDS: Final[tuple[Kind, ...]] = get_args(RightKind)
"""The kinds of rights of a term sheet."""

HEAD: Final = """# Tax withheld, and what is credited at home: what the tables answer

Written by `python docs/withholding.py` from the tables in `src/dealcraft/law/tables/`; a test fails where this page and
they differ. The tables state what their sources said on the day named beside each value. They are not advice, and of no
payment do they say that tax is or is not owed.

`dealcraft explain withholding KR US patent --as-of 2026-01-01` prints one rate with its basis, its conditions, its
source, the source's date and how sure it is. Where a sheet states `payments.withholding.rate`, that is taken; else the
table as of the valuation date, of several kinds of rights the highest rate. Where the table has no certain answer the
highest rate that could apply is taken, and a finding says so.

## How an answer is found

1. The payee's row in the payer's table (a treaty), for the kind of right, else for any kind.
2. What the payer's own law takes for the kind. The lower of the two is withheld, surtaxes counted.
3. There is no certain answer where the payee has no row and the payer's own law takes something (a treaty may take
   less: the bound is the own law's rate, that for listed low-tax places included); where the sources differ or leave the
   class of a kind open; where a source is of low confidence; and where the payer's country has no table (the bound is
   then 30%, the highest general rate of any table).
4. A design without a class of its own is certain where patents, trade marks and know-how bear one rate; data only where nothing is withheld.
5. Payments from Korea to the United States for patents: until 17 September 2025 what is not registered in Korea is not
   income from there, so nothing is withheld; from 18 September 2025 (Supreme Court en banc 2021Du59908) what is used in
   Korea is, registered or not, and only the part of the payment for use there is taxed. Payers in the United States:
   the part for use there.
6. A day before the date of the source is answered by the same row, with low confidence.

A fact that the sheet does not state is taken as the ordinary case. Facts stand under `context.parties` of the sheet or
the agreement:

"""


def page() -> str:
    """The page, from the tables."""
    facts = (f"- `{name}`: {meaning}" for name, meaning in FACTS.items())
    return HEAD + "\n".join((*facts, "", *_coverage(), "", *_price(), "", *_income())) + "\n"


def _coverage() -> Iterator[str]:
    yield "## Payers"
    yield ""
    pairs = [(payer, payee) for payer in payers() for payee in _payees(payer)]
    settled = sum(_certain(payer, payee, kind) for payer, payee in pairs for kind in KINDS)
    yield (
        f"{len(payers())} payers' countries, {len(pairs)} pairs of countries with a row of their own, {len(pairs) * len(KINDS)} "
        f"questions (a pair and one of the {len(KINDS)} kinds of rights): {settled} are answered, "
        f"{len(pairs) * len(KINDS) - settled} have an upper bound."
    )
    yield ""
    yield "| payer | as of | payees with a row | answered, of patents | of all kinds | open |"
    yield "|---|---|---|---|---|---|"
    for payer in payers():
        yield _payer_row(payer)
    yield ""
    yield (
        f"`open`: payees and kinds without a certain answer, on {compiled()} and without facts; data is open wherever something "
        "is withheld and is not listed. Every other payee of these payers, and every other payer, has an upper bound only, but "
        f"for {_zero()}, whose own law takes nothing from anyone."
    )


def _payees(payer: str) -> tuple[str, ...]:
    table = payer_table(payer)
    assert table is not None
    return table.payees


def _certain(payer: str, payee: str, kind: Kind) -> bool:
    return withholding(payer, payee, kind=kind, on=compiled()).certain


def _payer_row(payer: str) -> str:
    payees = _payees(payer)
    table = payer_table(payer)
    assert table is not None
    patents = sum(_certain(payer, payee, "patent") for payee in payees)
    all_kinds = sum(_certain(payer, payee, kind) for payee in payees for kind in KINDS)
    name = f"{country_name(payer)} ({payer})"
    open_ = " · ".join(_open(payer, payees)) or "none"
    return f"| {name} | {table.newest} | {len(payees)} | {patents} | {all_kinds} of {len(payees) * len(KINDS)} | {open_} |"


def _open(payer: str, payees: tuple[str, ...]) -> Iterator[str]:
    for payee in payees:
        kinds = [kind for kind in KINDS if kind != "data" and not _certain(payer, payee, kind)]
        if kinds:
            yield f"{payee}: {'all' if len(kinds) == len(KINDS) - 1 else ', '.join(kinds)}"


def _zero() -> str:
    """The payers whose own law takes nothing, so that a payee without a row is answered too."""
    far = {
        payer: next(code for code in sorted(every_country()) if code not in _payees(payer))
        for payer in payers()
    }
    return " and ".join(country_name(payer) for payer in payers() if _certain(payer, far[payer], "patent"))


def _price() -> Iterator[str]:
    yield "## The price of rights sold"
    yield ""
    known = {payer: [price_is_royalty(payer, kind, on=compiled()) for kind in KINDS] for payer in payers()}
    for answer, text in (
        (True, "treats it as a royalty"),
        (False, "does not treat a fixed price as a royalty"),
    ):
        for payer, answers in known.items():
            if answer in answers:
                kinds = ", ".join(kind for kind, found in zip(KINDS, answers, strict=True) if found is answer)
                yield f"- The law of {country_name(payer)} {text}: {kinds}."
    yield "- Of other countries and kinds it is not known. A treaty may make the price a capital gain."


def _income() -> Iterator[str]:
    yield "## Income tax"
    yield ""
    yield (
        f"{len(countries())} countries. `credit`: years for which unused foreign tax is credited later, and whether its limit is "
        "by country or for all together. `losses`: years for which they can be used, and the part of a year's income that they "
        f"may cover. `IP box`: effective rate. As of {compiled()}; blank: not known, or none found. Reliefs by name: "
        f"{', '.join(f'`{name}`' for name in reliefs())}."
    )
    yield ""
    yield "| country | credit | losses | IP box |"
    yield "|---|---|---|---|"
    for code in countries():
        yield f"| {country_name(code)} ({code}) | {_credit(code)} | {_losses(code)} | {_box(code)} |"


def _credit(code: str) -> str:
    found = credit_rule(code, compiled())
    if found is None:
        return ""
    limit = {True: ", by country", False: ", all together", None: ""}[found.by_country]
    return f"{_years(found.years)}{limit}"


def _losses(code: str) -> str:
    found = loss_rule(code, compiled())
    years = _years(found.expires.years) if found.expires else ""
    return ", ".join(part for part in (years, found.limit.value if found.limit else "") if part)


def _years(years: float) -> str:
    return "without end" if years == float("inf") else f"{years:.0f} years"


def _box(code: str) -> str:
    found = ip_box(code, compiled())
    if found is None:
        return ""
    return "by formula" if found.rate is None else f"{(found.rate * 100).normalize():f}%"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
