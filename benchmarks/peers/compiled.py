"""The scalar C loop, compiled when it is asked for: the limit of the machine for this deal."""

from __future__ import annotations

import ctypes
import math
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from peers import deal
from peers.deal import Array

FLAGS: Final = ("-O3", "-march=native", "-ffast-math", "-shared", "-fPIC")
_NUMBERS: Final = 56
Price = Callable[[Array, Array, Array, Sequence[float]], Array]


class _Deal(ctypes.Structure):
    """`deal_t` of the kernel: numbers first, then two tables."""

    _fields_ = (
        ("numbers", ctypes.c_double * _NUMBERS),
        ("factors", ctypes.c_void_p),
        ("to_date", ctypes.c_void_p),
    )


def compiler() -> str | None:
    """A C compiler; None where there is none."""
    return next((found for name in ("cc", "gcc", "clang") if (found := shutil.which(name))), None)


def build() -> Price:
    """The kernel, compiled by `compiler`."""
    command = compiler()
    if command is None:
        raise RuntimeError("no C compiler")
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "kernel.so"
        source = Path(__file__).with_name("kernel.c")
        subprocess.run([command, *FLAGS, str(source), "-o", str(library), "-lm"], check=True)
        kernel = ctypes.CDLL(str(library))

    def price(thresholds: Array, durations: Array, peaks: Array, success: Sequence[float]) -> Array:
        trials = thresholds.shape[1]
        out = np.empty((2, trials))
        inputs = [np.ascontiguousarray(x) for x in (thresholds, durations, peaks)]
        pointers = [ctypes.c_void_p(x.ctypes.data) for x in (*inputs, out[0], out[1])]
        kernel.price(ctypes.byref(_numbers(success)), ctypes.c_int64(trials), *pointers)
        return out

    return price


def _numbers(success: Sequence[float]) -> _Deal:
    """The deal in the order of `deal_t`."""
    rates = [rate for _, rate in deal.TIERS]
    steps = [rate - before for rate, before in zip(rates, (0.0, *rates), strict=False)]
    numbers = (
        math.log1p(deal.RATE), *success, *deal.COST, *deal.LAG, deal.RAMP, *deal.PATENT, *deal.EXCLUSIVE, *deal.DECLINE,
        *deal.OVER, deal.MARGIN, deal.UPFRONT, *deal.ON_SUCCESS, *deal.ON_SALE, *(at for at, _ in deal.ON_SALES),
        *(pay for _, pay in deal.ON_SALES), *(start for start, _ in deal.TIERS), *steps, deal.CAP, deal.MINIMUM,
        deal.MINIMUM_AFTER, deal.DORMANT, deal.DORMANT_AFTER, deal.DORMANT_FOR, deal.RETAINED, deal.NET,
    )  # fmt: skip
    return _Deal((ctypes.c_double * _NUMBERS)(*numbers), deal.FACTORS.ctypes.data, deal.TO_DATE.ctypes.data)


def described() -> str:
    """The compiler and its flags, in words."""
    command = compiler()
    if command is None:
        return "no compiler"
    said = subprocess.run([command, "--version"], capture_output=True, text=True, check=True).stdout
    return f"{said.splitlines()[0]}, {' '.join(FLAGS[:3])}"
