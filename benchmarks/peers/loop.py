"""The reference deal one trial and one quarter at a time, in plain Python."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from peers.deal import (
    CAP,
    COST,
    DECLINE,
    DORMANT,
    DORMANT_AFTER,
    DORMANT_FOR,
    EPS,
    EXCLUSIVE,
    FACTORS,
    LAG,
    MARGIN,
    MINIMUM,
    MINIMUM_AFTER,
    NET,
    ON_SALE,
    ON_SALES,
    ON_SUCCESS,
    OVER,
    PATENT,
    RAMP,
    RATE,
    RETAINED,
    TO_DATE,
    UPFRONT,
    Array,
    N,
    T,
    tiered,
)

_FACTORS: list[float] = FACTORS.tolist()
_TO_DATE: list[float] = TO_DATE.tolist()


def price(thresholds: Array, durations: Array, peaks: Array, success: Sequence[float]) -> Array:
    """Present values to licensor and licensee, shape (2, trials), from draws of shape (4 | 3, trials)."""
    trials = thresholds.shape[1]
    out = np.empty((2, trials))
    for i, (u, d, p) in enumerate(
        zip(thresholds.T.tolist(), durations.T.tolist(), peaks.T.tolist(), strict=True)
    ):
        out[:, i] = _trial(u, d, p, success)
    return out


def _now(t: float) -> float:
    factor: float = (1.0 + RATE) ** -t
    return factor


def _spent(t: float) -> float:
    """Present value of one a year until *t*."""
    k = min(int(t * N), T)
    return _TO_DATE[k] + ((t - k / N) * _FACTORS[k] if k < T else 0.0)


def _trial(
    u: list[float], d: list[float], peak: list[float], success: Sequence[float]
) -> tuple[float, float]:
    paid, licensee, t = UPFRONT, 0.0, 0.0
    for phase in range(4):
        end = t + d[phase]
        licensee -= COST[phase] / d[phase] * (_spent(end) - _spent(t))
        if u[phase] >= success[phase]:
            return NET * paid, licensee - paid
        t = end
        paid += ON_SUCCESS[phase] * _now(t)
    paid += sum(amount * _now(t + lag) for amount, lag in zip(ON_SALE, LAG, strict=True))
    own, theirs, royalties = _commerce(t, peak)
    paid += royalties
    return NET * paid + own, licensee + theirs - paid


def _sales(k: int, approval: float, peak: list[float]) -> float:
    total = 0.0
    for m in range(3):
        begin = approval + LAG[m]
        low, high = max(k / N, begin), (k + 1) / N
        if high <= low:
            continue
        middle = (low + high) / 2.0
        after = middle - max(PATENT[m], approval + EXCLUSIVE[m])
        erosion = 1.0 - DECLINE[m] * min(max(after / OVER[m], 0.0), 1.0)
        total += peak[m] * min((middle - begin) / RAMP, 1.0) * (high - low) * erosion
    return total


def _commerce(approval: float, peak: list[float]) -> tuple[float, float, float]:
    """Present value of what the licensor earns once rights came back, of the licensee's margin, of what it pays."""
    own = theirs = paid = 0.0
    to_date = earned = before = spent = counted = 0.0
    trailing = [0.0] * N
    reached = [False] * len(ON_SALES)
    since = math.inf
    reverted = False
    term = approval + MINIMUM_AFTER
    first = int(approval * N + EPS)
    for k in range(first, T):
        sales = _sales(k, approval, peak)
        if reverted:
            own += RETAINED * MARGIN * sales * _FACTORS[k]
            continue
        theirs += MARGIN * sales * _FACTORS[k]
        if k % N == 0:
            to_date = before = counted = 0.0
            spent, earned = spent + earned, 0.0
        to_date += sales
        kept = min(tiered(to_date), max(CAP - spent, 0.0))
        royalty, before, earned = kept - before, kept, kept
        paid += royalty * _FACTORS[k]
        counted += royalty * min(max((k + 1) - term * N, 0.0), 1.0)
        for j, (threshold, amount) in enumerate(ON_SALES):
            if not reached[j] and to_date >= threshold * (1.0 - 1e-12):
                reached[j] = True
                paid += amount * _now((k + 1) / N)
        trailing[k % N] = sales
        end = (k + 1) / N
        holds = sum(trailing) < DORMANT and end >= approval + DORMANT_AFTER - EPS
        since = min(since, end) if holds else math.inf
        reverted = holds and end >= since + DORMANT_FOR - EPS and end < T / N - EPS
        if k % N == N - 1 or reverted:  # the minimum of the year is settled
            owed = MINIMUM * max(end - max(term, (k - k % N) / N), 0.0)
            added = max(min(owed - counted, CAP - spent - kept), 0.0)
            paid += added * _now(end)
            earned += added
    return own, theirs, paid
