"""The tables of tax withheld, read for one payer's country at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final, Literal, get_args

from dealcraft.law.parameters import Citation, Raw, citation, read_table, share, table_names

Basis = Literal["treaty", "domestic", "directive"]
SourceBy = Literal["use", "registration"]

ANY: Final = "any"
OWN_LAW: Final = "*"
_FOLDER: Final = "withholding"
_GENERAL: Final = "general"


@dataclass(frozen=True, slots=True)
class Rate:
    """What the law of the payer's country, a treaty or a directive takes from payments for some kinds of rights."""

    kinds: tuple[str, ...]
    listed: Decimal | None
    """As the source lists it; None where it is unknown, or left to the payer's own law."""
    withheld: Decimal | None
    """What is taken in all, surtaxes and reduced bases counted."""
    at_most: Decimal | None
    """Of an unknown rate, the highest that could apply."""
    basis: Basis
    outside: bool
    """Whether the treaty does not treat the payment as a royalty."""
    when: Mapping[str, str]
    """Facts that must be stated for it to apply: a word, or the least share or years."""
    without_treaty: bool
    """Whether it applies only where no treaty covers the kind."""
    citation: Citation


@dataclass(frozen=True, slots=True)
class SourceRule:
    """How the payer's country tells which part of a payment is income from there."""

    by: SourceBy
    citation: Citation


@dataclass(frozen=True, slots=True)
class PriceRule:
    """Whether the payer's law treats the price of rights as a royalty."""

    kinds: tuple[str, ...]
    answer: bool
    citation: Citation


@dataclass(frozen=True, slots=True)
class PayerTable:
    """The table of one payer's country."""

    payer: str
    raw: Raw

    def rates(self, payee: str) -> tuple[Rate, ...]:
        """The rates for *payee* (``*``: those of the payer's own law); none where the table does not know it."""
        for codes, entries in self.raw["rates"].items():
            if payee in codes.split():
                return tuple(_rate(entry, self.raw, f"{self.payer}-{payee}") for entry in entries)
        return ()

    def directives(self, payee: str) -> tuple[Rate, ...]:
        """The rates of a union's directives that cover *payee*."""
        general = _general()
        entries = general["directives"].get(self.raw.get("directives"), ())
        return tuple(
            _rate(entry, general, f"{self.payer}-{payee}, directive")
            for entry in entries
            if payee in entry["payees"].split() and payee != self.payer
        )

    def source_rules(self, payee: str, kind: str) -> Iterator[SourceRule]:
        """How payments to *payee* for *kind* are placed, where the table says more than that the payer's home counts."""
        for entry in self.raw.get("source_of_income", ()):
            if entry["payee"] in (OWN_LAW, payee) and covers(tuple(entry["kinds"].split()), kind):
                place = f"{self.payer}, source of income"
                yield SourceRule(_one_of(entry, "by", SourceBy, place), citation(entry, self.raw, place))

    def price_rules(self) -> Iterator[PriceRule]:
        """What the payer's law says of the price of rights."""
        for entry in self.raw.get("price_is_royalty", ()):
            place = f"{self.payer}, price"
            yield PriceRule(
                tuple(entry["kinds"].split()), entry["answer"] == "yes", citation(entry, self.raw, place)
            )

    @property
    def procedure(self) -> Citation | None:
        """What the payer must have in hand for a treaty's rate, where the table tells it."""
        entries = self.raw.get("procedure", ())
        return citation(entries[0], self.raw, f"{self.payer}, procedure") if entries else None

    @property
    def newest(self) -> date:
        """The newest date of its sources."""
        return max(date.fromisoformat(source["as_of"]) for source in self.raw["sources"].values())

    @property
    def payees(self) -> tuple[str, ...]:
        """The countries that it has rates for, in the order of the table."""
        return tuple(code for codes in self.raw["rates"] for code in codes.split() if code != OWN_LAW)


def covers(kinds: tuple[str, ...], kind: str) -> bool:
    """Whether *kinds* names *kind*, or any."""
    return kind in kinds or ANY in kinds


@cache
def payer_table(payer: str) -> PayerTable | None:
    """The table of payers in *payer*, or None where there is none."""
    raw = read_table(_FOLDER, payer) if len(payer) == 2 and payer.isupper() else None
    return PayerTable(payer, raw) if raw is not None else None


def payers() -> tuple[str, ...]:
    """The countries of payers that have a table."""
    return tuple(name.upper() for name in table_names(_FOLDER) if name != _GENERAL)


def compiled() -> date:
    """The day on which the tables were put together."""
    return date.fromisoformat(_general()["compiled"])


def treaty_conditions() -> str:
    """What every treaty's rate depends on."""
    return str(_general()["treaty_conditions"])


@cache
def _general() -> Raw:
    found = read_table(_FOLDER, _GENERAL)
    assert found is not None
    return found


def _rate(entry: Raw, table: Raw, place: str) -> Rate:
    listed = None if entry["rate"] in ("unknown", "not_royalty") else share(entry["rate"], place)
    if entry["rate"] == "unknown" and "at_most" not in entry:
        raise ValueError(f"{place}: an unknown rate needs at_most, the highest that could apply")
    return Rate(
        kinds=tuple(entry["kinds"].split()),
        listed=listed,
        withheld=share(entry["withheld"], place) if "withheld" in entry else listed,
        at_most=share(entry["at_most"], place) if "at_most" in entry else None,
        basis=_one_of(entry, "basis", Basis, place),
        outside=entry["rate"] == "not_royalty",
        when=entry.get("when", {}),
        without_treaty=entry.get("only") == "without_treaty",
        citation=citation(entry, table, place),
    )


def _one_of(entry: Raw, key: str, allowed: object, place: str) -> Any:
    if entry.get(key) not in get_args(allowed):
        raise ValueError(f"{place}: {key} is {entry.get(key)}; write one of {', '.join(get_args(allowed))}")
    return entry[key]
