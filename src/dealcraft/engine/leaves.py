"""From a leaf of the sheet to a plain number, or to a slot that is filled scenario by scenario."""

from __future__ import annotations

from collections.abc import Mapping

from dealcraft.engine.plan import Leaf, Slot, Spread
from dealcraft.errors import UsageError
from dealcraft.units import Duration, Money, Path, PerTime, Quantity, Rate
from dealcraft.units.uncertain import Discrete, Lognormal, Normal, Percentiles, Pert, Triangular, Uniform

Plain = Money | PerTime | Rate | Duration | Quantity
Value = Plain | Triangular[Plain] | Pert[Plain] | Uniform[Plain] | Normal[Plain] | Lognormal[Plain] | Percentiles[Plain] | Discrete[Plain]  # fmt: skip


class Leaves:
    """Lowers leaves one by one and remembers those that are uncertain, in the order met."""

    def __init__(self, currency: str, fx: Mapping[str, float]) -> None:
        self.currency = currency
        self.fx = fx
        self.slots = list[Slot]()
        self._by_path = dict[Path, Slot]()
        self.largest = 0.0

    def read(self, value: object, path: Path, default: float = 0.0, *, currency: str | None = None) -> Leaf:
        """The number at *path*; bare money is in *currency* (default: the valuation's)."""
        if value is None:
            return default
        if isinstance(value, Money | PerTime | Rate | Duration | Quantity):
            return self._number(value, currency)
        if path not in self._by_path:
            self._by_path[path] = Slot(path, len(self.slots), self._spread(value, currency))
            self.slots.append(self._by_path[path])
        return self._by_path[path]

    def _number(self, value: Plain, currency: str | None) -> float:
        if not isinstance(value, Money | PerTime):
            return float(value)
        amount = float(value) * self._rate(value.currency or currency or self.currency)
        self.largest = max(self.largest, abs(amount))
        return amount

    def _rate(self, currency: str) -> float:
        if currency == self.currency:
            return 1.0
        if currency not in self.fx:
            raise UsageError(f"no rate for {currency}: write fx: {{{currency}: ...}}")
        return self.fx[currency]

    def _spread(self, value: object, currency: str | None) -> Spread:
        match value:
            case Triangular(low, mode, high, base):
                points = tuple(self._number(p, currency) for p in (low, mode, high))
                centre = sum(points) / 3 if base is None else self._number(base, currency)
                return Spread("triangular", points, base=centre, likeliest=centre)
            case Discrete(cases=cases, base=base):
                points = tuple(self._number(case.value, currency) for case in cases)
                chances = tuple(case.chance for case in cases)
                mean = sum(p * c for p, c in zip(points, chances, strict=True))
                likeliest = points[chances.index(max(chances))]
                stated = None if base is None else self._number(base, currency)
                return Spread(
                    "discrete", points, chances, mean if stated is None else stated,
                    likeliest if stated is None else stated,
                )  # fmt: skip
            case _:
                raise UsageError(f"{type(value).__name__.lower()} distributions are not valued yet")
