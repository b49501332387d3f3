"""The term sheet: facts once, and the alternative structures built on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import Field, ModelWrapValidatorHandler, PrivateAttr, model_validator

from dealcraft.terms.assets import Asset
from dealcraft.terms.facts import Context
from dealcraft.terms.leaves import Currency, Day, ExactDay, PlainDuration, QuantityLeaf, Rank, Text
from dealcraft.terms.locks import LockField
from dealcraft.terms.markets import Market
from dealcraft.terms.parties import Party
from dealcraft.terms.structures import (
    Agreement,
    AssignmentFields,
    CollaborationFields,
    LicenceFields,
    Package,
    Structure,
)
from dealcraft.terms.term import Id, Term
from dealcraft.terms.walk import walk
from dealcraft.units import ROOT, Path, read_duration


class ValuationSettings(Term):
    """As of when, in what, and how finely the sheet is valued."""

    date: Day | None = None
    """The date to which values refer; needed to value."""
    currency: Currency
    """The currency of bare amounts and of results."""
    grid: Literal["month", "quarter", "year"] = "quarter"
    """The length of a period."""
    timing: Literal["start", "mid", "end"] = "mid"
    """Where in a period its flows are discounted from."""
    horizon: PlainDuration = read_duration("25 years")
    """How far ahead is valued."""
    royalty_year: Literal["calendar", "anniversary"] = "calendar"
    """When annual scales start again."""


class Correlation(Term):
    """Two uncertain leaves that move together."""

    between: list[Text]
    """Their paths."""
    rank: Rank
    """Spearman's rank correlation, from -1 to 1."""


class Uncertainty(Term):
    """How the uncertain leaves hang together."""

    correlations: list[Correlation] = Field(default_factory=list)
    """Pairs of leaves and their rank correlation."""


class RuleException(Term):
    """A finding that someone has accepted."""

    rule: Text
    """The rule's code."""
    path: Text
    """Where."""
    reason: Text
    """Why."""
    approver: Text
    """Who accepted it."""
    until: ExactDay | None = None
    """Until when (without end)."""


class Sheet(Term):
    """One term sheet."""

    dealcraft: Literal["1"]
    """The version of the language."""
    id: Id | None = None
    """The sheet's name (the file's)."""
    title: Text | None = None
    """The title to print."""
    effective: Day | None = None
    """When its agreements become effective (the valuation date)."""
    valuation: ValuationSettings
    """As of when and in what it is valued."""
    fx: dict[Currency, QuantityLeaf] = Field(default_factory=dict)
    """Valuation currency per unit of another."""
    decides: Id
    """Whose decision this is."""
    parties: dict[Id, Party]
    """The sides."""
    assets: dict[Id, Asset] = Field(default_factory=dict)
    """What the deal is about."""
    markets: dict[Id, Market] = Field(default_factory=dict)
    """Where it is sold."""
    structures: dict[Id, Structure]
    """The alternatives."""
    uncertainty: Uncertainty | None = None
    """How the uncertain leaves hang together."""
    context: Context | None = None
    """Facts that rules of law ask for."""
    extends: Text | None = None
    """A sheet in this folder that this one builds on: maps merge by key, lists and scalars are replaced, null removes.

    So a distribution that gives way to another goes by null: `{triangular: null, uniform: [1m, 2m]}`.
    """
    exceptions: dict[Id, RuleException] = Field(default_factory=dict)
    """Findings that someone has accepted."""
    locked: dict[Text, LockField] = Field(default_factory=dict)
    """Terms, by path, that sheets built on this one may not change; what a lock says cannot be taken back in them."""
    notes: Text | None = None
    """Words for people."""

    _data: Mapping[str, Any] = PrivateAttr(default_factory=dict)

    @model_validator(mode="wrap")
    @classmethod
    def _with_data(cls, data: Any, read: ModelWrapValidatorHandler[Self]) -> Self:
        sheet = read(data)
        if isinstance(data, dict):
            sheet._data = data
        return sheet

    @property
    def data(self) -> Mapping[str, Any]:
        """The plain tree of text that this sheet was read from; what `paths.replace` changes a copy of."""
        return self._data

    @property
    def terms(self) -> tuple[tuple[Path, Term], ...]:
        """Every part of the sheet that it states, itself first, with its path, in the order of the models."""
        return ((ROOT, self), *self._below)

    @cached_property
    def _below(self) -> tuple[tuple[Path, Term], ...]:
        """The parts without the sheet: one that held itself would stay in memory until garbage is searched for."""
        return tuple(walk(self))[1:]

    @property
    def effective_date(self) -> dt.date | None:
        """When agreements become effective unless they say otherwise."""
        return self.effective or self.valuation.date

    def owner_of(self, asset: str) -> str:
        """Who owns *asset*."""
        return self.assets[asset].owner or self.decides

    def asset_of(self, market: str) -> str | None:
        """The asset sold in *market*; None where the sheet does not say and there are several."""
        named = self.markets[market].asset
        return named or (next(iter(self.assets)) if len(self.assets) == 1 else None)

    def party_name(self, party: str) -> str:
        """The name to print for *party*."""
        return self.parties[party].name or party if party in self.parties else party


def agreements(sheet: Sheet) -> Iterator[tuple[Path, Agreement]]:
    """Every agreement of every structure, with its path."""
    for name in sheet.structures:
        yield from agreements_of(sheet, name)


def agreements_of(sheet: Sheet, name: str) -> Iterator[tuple[Path, Agreement]]:
    """The agreements of the structure *name*, each with its path."""
    path, structure = Path(("structures", name)), sheet.structures[name]
    if isinstance(structure, Package):
        for part, agreement in structure.parts.items():
            yield path.child("parts", part), agreement
    elif isinstance(structure, LicenceFields | AssignmentFields | CollaborationFields):
        yield path, structure


def sides(sheet: Sheet, agreement: Agreement, owner: str) -> tuple[str, str]:
    """The granting and the acquiring side of *agreement*; *owner* grants unless it says otherwise."""
    match agreement:
        case LicenceFields():
            return agreement.licensor or owner, agreement.licensee
        case AssignmentFields():
            return agreement.assignor or owner, agreement.assignee
        case CollaborationFields():
            return owner, agreement.partner
