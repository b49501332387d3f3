"""A sum due at a moment: whether it is still owed, and what of it may be set against royalties."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dealcraft.terms.milestones import Creditable
from tests.reference.clock import FOREVER, TINY
from tests.reference.deal import Agreement, number
from tests.reference.ledger import Ledger
from tests.reference.world import World


@dataclass(frozen=True)
class Credit:
    """A sum paid that may be set against later royalties of its payer; in the order of use."""

    payer: str
    amount: float
    per_year: float
    period: int
    item: str


def is_due(world: World, agreement: Agreement, t: float) -> bool:
    """Whether a dated sum at *t* is still owed: its period is before that of the change that ends obligations."""
    end = world.end(agreement)
    k = world.clock.period_of(t)
    return t >= -TINY and k < world.clock.periods and (end is None or k < end)


def pay(
    world: World,
    ledger: Ledger,
    agreement: Agreement,
    path: str,
    kind: str,
    payer: str,
    amount: float,
    t: float | None,
    *,
    recurring: bool = False,
) -> bool:
    """Enter a sum at *t* if it is due; whether it was."""
    if t is None or not is_due(world, agreement, t):
        return False
    ledger.dated(path, kind, payer, agreement.other(payer), amount, t, agreement.path, recurring=recurring)
    return True


def credit(terms: Creditable | None, payer: str, amount: float, k: int, item: str) -> Iterator[Credit]:
    if terms is not None:
        creditable = amount * number(terms.share, 1.0)
        yield Credit(payer, creditable, number(terms.per_year, FOREVER), k, item)
