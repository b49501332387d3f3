"""The normal distribution and its inverse, in plain numpy.

The complementary error function is written as t exp(-z^2 + P(t)) with t = 2 / (2 + z), P a Chebyshev series fitted
to 3e-15. The inverse is M. J. Wichura's algorithm AS 241 (Applied Statistics 37, 1988), good to 1e-15.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from dealcraft.units.array import Array

_P: Final = (
    -0.651326859890855, 0.6419697923564899, 0.019476473204186048, -0.009561514786808643, -0.0009465953444820119,
    0.000366839497852699, 4.252332480689209e-05, -2.027857811250324e-05, -1.624290004638114e-06,
    1.3036558355039809e-06, 1.5626441846766597e-08, -8.523809597088669e-08, 6.529054352843375e-09,
    5.059343443186016e-09, -9.913639651349445e-10, -2.273651841348332e-10, 9.646788516840516e-11,
    2.393984963598462e-12, -6.886069862174264e-12, 8.943801887572331e-13, 3.131412145362076e-13,
    -1.1271579549910726e-13, 4.1846531112362584e-16, 6.959720350566094e-15,
)  # fmt: skip

_A: Final = (
    3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
    4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3,
)  # fmt: skip
_B: Final = (
    1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3, 2.1213794301586595867e4,
    3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3,
)  # fmt: skip
_C: Final = (
    1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
    1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
)  # fmt: skip
_D: Final = (
    1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1, 1.48103976427480074590e-1,
    1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
)  # fmt: skip
_E: Final = (
    6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
    2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
)  # fmt: skip
_F: Final = (
    1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2, 7.86869131145613259100e-4,
    1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
)  # fmt: skip


def cdf(x: Array | float) -> Array:
    """The chance that a standard normal lies below *x*."""
    x = np.asarray(x, dtype=np.float64)
    z = np.abs(x) / np.sqrt(2.0)
    t = 2.0 / (2.0 + z)
    tail = 0.5 * t * np.exp(-z * z + np.polynomial.chebyshev.chebval(2.0 * t - 1.0, _P))
    return np.asarray(np.where(x < 0.0, tail, 1.0 - tail))


def density(x: Array | float) -> Array:
    """The density of a standard normal at *x*."""
    return np.asarray(np.exp(-0.5 * np.square(x)) / np.sqrt(2.0 * np.pi))


def inverse_cdf(p: Array | float) -> Array:
    """The point below which a standard normal lies with chance *p*, 0 < p < 1."""
    p = np.asarray(p, dtype=np.float64)
    q = p - 0.5
    r = 0.180625 - q * q
    x = np.asarray(q * _horner(_A, r) / _horner(_B, r))
    outside = np.abs(q) > 0.425
    if outside.any():
        x[outside] = np.copysign(_tail(p[outside]), q[outside])
    return x


def _tail(p: Array) -> Array:
    """How far from 0 the point is where *p* is near 0 or 1."""
    far = np.sqrt(-np.log(np.minimum(p, 1.0 - p)))
    x = _horner(_C, far - 1.6) / _horner(_D, far - 1.6)
    if (far > 5.0).any():
        x = np.where(far <= 5.0, x, _horner(_E, far - 5.0) / _horner(_F, far - 5.0))
    return np.asarray(x)


def _horner(coefficients: Sequence[float], x: Array) -> Array:
    total = np.full_like(x, coefficients[-1])
    for coefficient in reversed(coefficients[:-1]):
        total *= x
        total += coefficient
    return total
