"""Quasi-random points, one stream for each named input: Sobol points under a scrambling of their own.

Direction numbers: S. Joe and F. Y. Kuo, "Constructing Sobol sequences with better two-dimensional projections",
SIAM J. Sci. Comput. 30 (2008), the first dimensions of new-joe-kuo-6. Scrambling: nested uniform (Owen), each
digit flipped by a hash of the digits above it, of the seed and of the input's path (S. Laine and T. Karras,
"Stratified sampling for stochastic transparency", Computer Graphics Forum 30 (2011)).
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from dealcraft.units import Path
from dealcraft.units.array import Array

BITS = 32
_U32 = np.uint32
Words = NDArray[np.uint32]
"""32-bit integers, the first binary digit highest."""


def points(seed: int, path: Path, *, replicates: range, own: range) -> Array:
    """Uniforms in (0, 1), shape (replicates, points): each row an independent randomisation of the same points.

    *own* are the places in the sequence: whichever are made, each is the same.
    """
    digest = hashlib.shake_128(f"{seed}|{path}".encode()).digest(8 + 4 * replicates.stop)
    words = np.frombuffer(digest[8:], dtype="<u4").astype(_U32)[replicates.start :]
    dimension = int.from_bytes(digest[:8], "little") % len(_table())
    plain = _sobol(dimension, own)
    scrambled = _scramble(np.broadcast_to(plain, (len(replicates), len(own))), words[:, None])
    return (scrambled.astype(np.float64) + 0.5) / 2.0**BITS


@lru_cache(maxsize=1)
def _table() -> tuple[tuple[int, ...], ...]:
    """For each dimension the primitive polynomial (as an integer) and the initial direction numbers."""
    text = files("dealcraft.engine").joinpath("sobol.txt").read_text(encoding="ascii")
    rows = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(tuple(map(int, row)) for row in rows)


@lru_cache(maxsize=256)
def _directions(dimension: int) -> tuple[int, ...]:
    """Direction numbers of *dimension*, left-aligned in 32 bits."""
    polynomial, *initial = _table()[dimension]
    if dimension == 0:
        return tuple(1 << (BITS - 1 - i) for i in range(BITS))
    degree = polynomial.bit_length() - 1
    numbers = [m << (BITS - 1 - i) for i, m in enumerate(initial)]
    for i in range(degree, BITS):
        value = numbers[i - degree] ^ (numbers[i - degree] >> degree)
        for k in range(1, degree):
            if (polynomial >> (degree - k)) & 1:
                value ^= numbers[i - k]
        numbers.append(value)
    return tuple(numbers)


def _sobol(dimension: int, own: range) -> Words:
    """The points of one dimension at the places *own*, in binary order, as 32-bit integers."""
    index = np.arange(own.start, own.stop, dtype=_U32)
    result = np.zeros(len(own), dtype=_U32)
    for bit, direction in enumerate(_directions(dimension)[: max((own.stop - 1).bit_length(), 1)]):
        result ^= np.where((index >> _U32(bit)) & _U32(1), _U32(direction), _U32(0))
    return result


def _scramble(points: Words, key: Words) -> Words:
    """Owen's scrambling by a hash: every operation moves information from high digits to low ones only."""
    reversed_ = _reverse(points)
    with np.errstate(over="ignore"):
        mixed = reversed_ + key
        mixed ^= mixed * _U32(0x6C50B47C)
        mixed ^= mixed * _U32(0xB82F1E52)
        mixed ^= mixed * _U32(0xC7AFE638)
        mixed ^= mixed * _U32(0x8D22F6E6)
    return _reverse(mixed)


def _reverse(bits: Words) -> Words:
    """Bit reversal of 32-bit integers."""
    out = bits.copy()
    for shift, mask in ((1, 0x55555555), (2, 0x33333333), (4, 0x0F0F0F0F), (8, 0x00FF00FF)):
        out = ((out >> _U32(shift)) & _U32(mask)) | ((out & _U32(mask)) << _U32(shift))
    return (out >> _U32(16)) | (out << _U32(16))
