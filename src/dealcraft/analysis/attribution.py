"""Who is to be credited with what several do together: each with what it adds, over the orders in which they may come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from math import comb
from typing import Final

import numpy as np

from dealcraft.units.array import Array

MOST: Final = 8
"""Players up to which every order is considered; beyond, the order in which they are given and its reverse."""
Some = frozenset[int]
"""A set of players."""


def attributed(players: Sequence[int], worth: Callable[[Some], Array]) -> dict[int, Array]:
    """What each of *players* adds to what those before it are *worth*, over orders in which they come."""
    if len(players) > MOST:
        return _both_ways(players, worth)
    return {player: _shapley(player, players, worth) for player in players}


def needed(players: Sequence[int]) -> list[Some]:
    """The sets of players that `attributed` asks the worth of, the smallest first, but for nobody and everybody."""
    if len(players) <= MOST:
        return [frozenset(some) for size in range(1, len(players)) for some in combinations(players, size)]
    ends = (frozenset(part) for i in range(1, len(players)) for part in (players[:i], players[i:]))
    return sorted(ends, key=len)


def _shapley(player: int, players: Sequence[int], worth: Callable[[Some], Array]) -> Array:
    """Sum over the sets T of others of (worth(T + player) - worth(T)) / (n x C(n - 1, |T|))."""
    others, n = [other for other in players if other != player], len(players)
    total: Array = np.zeros(1)
    for size in range(n):
        for some in map(frozenset, combinations(others, size)):
            total = total + (worth(some | {player}) - worth(some)) / (n * comb(n - 1, size))
    return total


def _both_ways(players: Sequence[int], worth: Callable[[Some], Array]) -> dict[int, Array]:
    """The mean of two orders, each the reverse of the other."""
    found = dict[int, Array]()
    for index, player in enumerate(players):
        upto, after = frozenset(players[:index]), frozenset(players[index + 1 :])
        forward = worth(upto | {player}) - worth(upto)
        found[player] = (forward + worth(after | {player}) - worth(after)) / 2.0
    return found
