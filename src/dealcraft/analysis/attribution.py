"""Who is to be credited with what several do together: each with what it adds, over the orders in which they may come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from math import comb, gcd
from typing import Final

import numpy as np

from dealcraft.units.array import Array

MOST: Final = 5
"""Players up to which every order is considered; beyond, two orders and their reverses."""
ORDERS: Final = 4
"""How many that are."""
GOLDEN: Final = 0.382
"""The share of all players that lie between two neighbours: the smaller part of the golden section."""
Some = frozenset[int]
"""A set of players."""


def attributed(players: Sequence[int], worth: Callable[[Some], Array]) -> dict[int, Array]:
    """What each of *players* adds to what those before it are *worth*, over orders in which they come."""
    if len(players) <= MOST:
        return {player: _shapley(player, players, worth) for player in players}
    found = dict[int, Array]()
    for order in _orders(players):
        for index, player in enumerate(order):
            added = worth(frozenset(order[: index + 1])) - worth(frozenset(order[:index]))
            found[player] = found.get(player, 0.0) + added / ORDERS
    return found


def needed(players: Sequence[int]) -> list[Some]:
    """The sets of players that `attributed` asks the worth of, the smallest first, but for nobody and everybody."""
    if len(players) <= MOST:
        return [frozenset(some) for size in range(1, len(players)) for some in combinations(players, size)]
    first = dict.fromkeys(frozenset(o[:i]) for o in _orders(players) for i in range(1, len(players)))
    return sorted(first, key=len)


def _orders(players: Sequence[int]) -> list[list[int]]:
    """One that takes neighbours far apart, the same from its middle on, and both the other way round.

    Each player has as many before it in an order as after it in the reverse, so that what two make together is shared in
    half; who come next to each other in a sheet, and bear on each other most, come early, late and in between.
    """
    n = len(players)
    step = min((k for k in range(1, n) if gcd(k, n) == 1), key=lambda k: abs(k - GOLDEN * n))
    order = [players[index * step % n] for index in range(n)]
    forth = [order, order[n // 2 :] + order[: n // 2]]
    return [*forth, *(one[::-1] for one in forth)]


def _shapley(player: int, players: Sequence[int], worth: Callable[[Some], Array]) -> Array:
    """Sum over the sets T of others of (worth(T + player) - worth(T)) / (n x C(n - 1, |T|))."""
    others, n = [other for other in players if other != player], len(players)
    total: Array = np.zeros(1)
    for size in range(n):
        for some in map(frozenset, combinations(others, size)):
            total = total + (worth(some | {player}) - worth(some)) / (n * comb(n - 1, size))
    return total
