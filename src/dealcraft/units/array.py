"""Names of arrays for the type checker; importing this loads no numpy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float64]
    """float64; the docstring of each use states shape and unit."""
    Index: TypeAlias = NDArray[np.int64]
    """Period indices."""
    Mask: TypeAlias = NDArray[np.bool_]
    """Which scenarios (or periods) are meant."""
    Number: TypeAlias = float | Array
    """A plain number, or one per scenario, shape (S,)."""
else:
    Array = Index = Mask = Number = Any
