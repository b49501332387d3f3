"""A currency that the sheet cannot convert."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dealcraft.findings import Finding
from dealcraft.rules._rule import rule
from dealcraft.terms.markets import Market
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.walk import stated
from dealcraft.units import Money, Path, PerTime
from dealcraft.units.uncertain import Case, Discrete


@rule("structure", only_to_value=True)
def currency_without_fx(sheet: Sheet) -> Iterator[Finding]:
    """An amount is in a currency other than the valuation's, and `fx` has no rate for it.

    dealcraft looks nothing up on the network: a rate is an assumption of the deal and stands in the sheet. Each
    currency is reported once, where it first appears. Needed only to value.

    *Instead of*

        valuation: {date: 2026-01-01, currency: USD}
        payments: {upfront: KRW 40bn}

    *Write*

        fx: {KRW: 0.00072}
    """
    known = {sheet.valuation.currency, *sheet.fx}
    for path, code in _currencies(sheet):
        if code not in known:
            known.add(code)
            values = {"found": code, "currency": sheet.valuation.currency}
            yield Finding("currency-without-fx", path, values)


def _currencies(sheet: Sheet) -> Iterator[tuple[Path, str]]:
    for path, term in sheet.terms:
        if isinstance(term, Market) and term.currency is not None:
            yield path.child("currency"), term.currency
        for key, value in stated(term):
            yield from _within(path.child(key), value)


def _within(path: Path, value: Any) -> Iterator[tuple[Path, str]]:
    if isinstance(value, Money | PerTime):
        if value.currency is not None:
            yield path, value.currency
    elif isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _within(path.child(key), inner)
    elif isinstance(value, Discrete):
        for case in value.cases:
            yield from _within(path, case)
    elif isinstance(value, Case):
        yield from _within(path, value.value)
    elif type(value).__module__ == Discrete.__module__:
        for name in value.__slots__:
            yield from _within(path, getattr(value, name))
