"""From a leaf of the sheet to a plain number, or to a slot that is filled scenario by scenario."""

from __future__ import annotations

from collections.abc import Mapping

from dealcraft.engine.leaf import Leaf, Product, Slot, Spread, at_base, certain
from dealcraft.engine.quantiles import mean_of
from dealcraft.errors import UsageError
from dealcraft.terms.events import read_event
from dealcraft.units import Duration, Money, Path, PerTime, Quantity, Rate
from dealcraft.units.uncertain import Discrete, Lognormal, Normal, Percentiles, Pert, Triangular, Uniform

Plain = Money | PerTime | Rate | Duration | Quantity


class Leaves:
    """Lowers leaves one by one and remembers those that are uncertain or left open, in the order met."""

    def __init__(
        self,
        currency: str,
        correlated: frozenset[Path] = frozenset(),
        *,
        open_: frozenset[Path] = frozenset(),
    ) -> None:
        self.currency = currency
        self.open = open_
        self.fx = dict[str, Leaf]()
        self.correlated = correlated
        self.slots = list[Slot]()
        self.largest = 0.0
        self._by_path = dict[Path, Slot]()

    def rates(self, fx: Mapping[str, object]) -> None:
        """Take the rates of exchange, valuation currency per unit, which may be uncertain."""
        for code, rate in fx.items():
            self.fx[code] = self.read(rate, Path(("fx", code)))

    def read(
        self,
        value: object,
        path: Path,
        default: float = 0.0,
        *,
        currency: str | None = None,
        positive: bool = True,
    ) -> Leaf:
        """The number at *path*; bare money is in *currency* (default: the valuation's)."""
        if value is None:
            return default
        rate = self._rate(_currency_of(value, currency))
        if isinstance(value, Plain) and path not in self.open:
            leaf: Leaf = float(value)
        else:
            leaf = self._slot(value, path, positive)
        if rate != 1.0:
            leaf = leaf * rate if isinstance(leaf, float) and isinstance(rate, float) else Product(leaf, rate)
        if isinstance(_sample(value), Money | PerTime):
            self.largest = max(self.largest, abs(at_base(leaf)))
        return leaf

    def _slot(self, value: object, path: Path, positive: bool) -> Slot:
        if path not in self._by_path:
            spread = spread_of(value, positive=positive)
            base = mean_of(spread) if spread.stated is None else spread.stated
            likeliest = base
            if spread.kind == "discrete" and spread.stated is None:
                likeliest = spread.values[spread.chances.index(max(spread.chances))]
            known = read_event(value.known) if isinstance(value, Discrete) and value.known else None
            self._by_path[path] = Slot(
                path, len(self.slots), spread, base, likeliest, known, path in self.correlated
            )
            self.slots.append(self._by_path[path])
        return self._by_path[path]

    def index_of(self, path: Path) -> int | None:
        """The slot at *path*; None where nothing uncertain stands there."""
        slot = self._by_path.get(path)
        return None if slot is None else slot.index

    def _rate(self, currency: str | None) -> Leaf:
        if currency is None or currency == self.currency:
            return 1.0
        if currency not in self.fx:
            raise UsageError(f"no rate for {currency}: write fx: {{{currency}: ...}}")
        return self.fx[currency]


def spread_of(value: object, *, positive: bool = True) -> Spread:
    """A distribution as plain numbers; a number is one of a single value."""
    match value:
        case Triangular(low, mode, high, base):
            return Spread("triangular", _plain(low, mode, high), positive=positive, stated=_or_none(base))
        case Pert(low, mode, high, base):
            return Spread("pert", _plain(low, mode, high), positive=positive, stated=_or_none(base))
        case Uniform(low, high, base):
            return Spread("uniform", _plain(low, high), positive=positive, stated=_or_none(base))
        case Normal(mean, sd, base):
            return Spread("normal", _plain(mean, sd), positive=positive, stated=_or_none(base))
        case Lognormal(mean, sd, base):
            return Spread("lognormal", _plain(mean, sd), positive=positive, stated=_or_none(base))
        case Percentiles(p10, p50, p90, base):
            return Spread("metalog", _plain(p10, p50, p90), positive=positive, stated=_or_none(base))
        case Discrete(cases=cases, base=base):
            chances = tuple(case.chance for case in cases)
            return Spread(
                "discrete", _plain(*(case.value for case in cases)), chances, positive, _or_none(base)
            )
        case Money() | PerTime() | Rate() | Duration() | Quantity():
            return certain(float(value))
        case _:
            raise TypeError(f"{type(value).__name__} is no leaf")


def _plain(*quantities: Plain) -> tuple[float, ...]:
    return tuple(float(quantity) for quantity in quantities)


def _or_none(base: Plain | None) -> float | None:
    return None if base is None else float(base)


def _sample(value: object) -> object:
    """A quantity of the unit that *value* is in."""
    match value:
        case Triangular() | Pert():
            return value.mode
        case Uniform():
            return value.low
        case Normal() | Lognormal():
            return value.mean
        case Percentiles():
            return value.p50
        case Discrete():
            return value.cases[0].value
        case _:
            return value


def _currency_of(value: object, default: str | None) -> str | None:
    """The currency in which *value* is written; None where it is no money or says nothing."""
    sample = _sample(value)
    return (sample.currency or default) if isinstance(sample, Money | PerTime) else None
