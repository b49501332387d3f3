"""The reference deal in plain numbers: millions of dollars, years from the valuation date, 100 quarters."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

N: Final = 4
T: Final = 100
RATE: Final = 0.10
SUCCESS: Final = (0.63, 0.35, 0.62, 0.90)
COST: Final = (12.0, 35.0, 110.0, 6.0)
LAG: Final = (0.0, 0.5, 1.0)
RAMP: Final = 5.0
PATENT: Final = (16.0, 16.5, 15.0)
EXCLUSIVE: Final = (5.0, 10.0, 6.0)
"""Exclusivity ends at the later of `PATENT` and approval + `EXCLUSIVE`."""
DECLINE: Final = (0.92, 0.80, 0.70)
OVER: Final = (3.0, 4.0, 5.0)
MARGIN: Final = 0.62
UPFRONT: Final = 15.0
ON_SUCCESS: Final = (8.0, 20.0, 40.0, 0.0)
ON_SALE: Final = (50.0, 25.0, 10.0)
ON_SALES: Final = ((250.0, 20.0), (500.0, 40.0), (1000.0, 80.0))
TIERS: Final = ((0.0, 0.08), (250.0, 0.11), (500.0, 0.14), (1000.0, 0.17))
CAP: Final = 1500.0
MINIMUM: Final = 10.0
MINIMUM_AFTER: Final = 3.0
DORMANT: Final = 100.0
DORMANT_AFTER: Final = 3.0
"""Two years after first sale, and the twelve months that are looked at."""
DORMANT_FOR: Final = 0.75
RETAINED: Final = 0.80
NET: Final = 0.85
"""Of a payment, after 15% withholding."""
EPS: Final = 1e-9

FACTORS: Final = (1.0 + RATE) ** -((np.arange(T) + 0.5) / N)
"""Of a flow spread over each quarter."""
TO_DATE: Final = np.concatenate([[0.0], np.cumsum(FACTORS / N)])
"""Present value of one a year from the valuation date to each quarter's start."""


def tiered(sales: float) -> float:
    """The royalty on a year's *sales* so far."""
    due, rate = 0.0, 0.0
    for start, own in TIERS:
        due += (own - rate) * max(sales - start, 0.0)
        rate = own
    return due
