"""Shares that together make up a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dealcraft.terms.sharing import OptIn
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import CollaborationFields, StructureFields
from dealcraft.terms.term import Term
from dealcraft.units import Path


def wholes(sheet: Sheet) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Every map of shares of cost or of profit, by who bears or has them."""
    for path, term in sheet.terms:
        yield from _of(path, term)


def _of(path: Path, term: Term) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    if isinstance(term, StructureFields):
        yield path.child("development_costs"), term.development_costs
    if isinstance(term, CollaborationFields | OptIn):
        yield path.child("cost_share"), term.cost_share
        yield path.child("profit_share"), term.profit_share
    if isinstance(term, CollaborationFields):
        for phase, shares in term.phase_cost_share.items():
            yield path.child("phase_cost_share", phase), shares
