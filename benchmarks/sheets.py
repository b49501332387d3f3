"""Writes any number of varied, valid term sheets, the same for the same seed.

    python benchmarks/sheets.py FOLDER --count 1000 --seed 1

Drugs with phases that may fail, patents without, works of copyright: one to three markets, two to four structures of
every kind, clauses that trigger and clauses that do not; half of the sheets hold uncertain leaves. No two are alike in
figures, and few in shape.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

Tree = dict[str, Any]

CELLS: Final[dict[str, Any]] = {
    "us": "US",
    "asia": "Asia",
    "rest": {"include": ["worldwide"], "except": ["US", "Asia"]},
}
COUNTRIES: Final = ("KR", "US", "JP", "DE", "GB", "FR", "CN")
PHASES: Final = ("preclinical", "phase_1", "phase_2", "phase_3", "review")
ALL: Final = "worldwide"


@dataclass(frozen=True)
class Sector:
    """What the deals of one industry look like."""

    name: str
    right: str
    phases: tuple[int, int]
    """Fewest and most phases that are left."""
    peak: tuple[float, float]
    """Lowest and highest peak of a market, in million."""
    goods: tuple[int, int]
    rate: tuple[float, float]
    years: tuple[int, int]
    """Shortest and longest horizon."""


SECTORS: Final = (
    Sector("biopharma", "patent", (2, 5), (150, 1500), (8, 18), (4, 12), (20, 25)),
    Sector("semiconductor", "patent", (0, 1), (100, 900), (50, 75), (0.5, 3), (10, 15)),
    Sector("materials", "patent", (1, 2), (60, 500), (45, 65), (2, 6), (15, 20)),
    Sector("content", "copyright", (0, 0), (5, 80), (10, 30), (8, 25), (6, 10)),
)


class _Plain(yaml.SafeDumper):
    """Writes a value out wherever it stands: a term sheet has no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        """Always."""
        return True


def sheets(count: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """*count* sheets, each a name and its text; the n-th depends on the seed and n alone."""
    for n in range(count):
        tree = _Sheet(random.Random(f"{seed}/{n}")).tree()
        yield f"deal_{n:05d}", yaml.dump(tree, Dumper=_Plain, sort_keys=False, width=110)


def write(folder: Path, count: int, seed: int = 1) -> None:
    """The sheets as files of *folder*, a hundred in each folder below it."""
    for n, (name, text) in enumerate(sheets(count, seed)):
        below = folder / f"{n // 100:03d}"
        below.mkdir(parents=True, exist_ok=True)
        (below / f"{name}.deal.yaml").write_text(text, encoding="utf-8", newline="\n")


class _Sheet:
    """One sheet in the making."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        self.sector = draw.choice(SECTORS)
        self.start = dt.date(2026, draw.choice((1, 1, 4, 7, 10)), 1)
        self.horizon = draw.randint(*self.sector.years)
        self.phases = PHASES[len(PHASES) - draw.randint(*self.sector.phases) :]
        self.cells = list(CELLS)[: draw.choice((1, 2, 3, 3))]
        self.uncertain = draw.random() < 0.5
        self.end = f"{self.start.year + self.horizon - draw.randint(1, 4)}-{draw.randint(1, 12):02d}-28"
        self.countries = draw.sample(COUNTRIES, 3)

    def tree(self) -> Tree:
        """All of it."""
        of = self.sector
        return {
            "dealcraft": 1,
            "title": f"A deal in {of.name}",
            "valuation": {
                "date": self.start.isoformat(),
                "currency": "USD",
                "grid": self.draw.choices(("quarter", "year", "month"), (8, 1, 1))[0],
                "horizon": f"{self.horizon} years",
            },
            "decides": "owner",
            "parties": self.parties(),
            "assets": {"asset": self.asset()},
            "markets": {name: self.market(name) for name in self.cells},
            "structures": self.structures(),
        }

    def between(self, low: float, high: float, unit: str = "", digits: int = 1) -> str:
        """A figure of so many digits with its unit."""
        return f"{round(self.draw.uniform(low, high), digits):g}{unit}"

    def money(self, low: float, high: float) -> str:
        """An amount in million."""
        return self.between(low, high, "m")

    def maybe(self, chance: float, make: Callable[[], Tree]) -> Tree:
        """What *make* makes, or nothing."""
        return make() if self.draw.random() < chance else {}

    def parties(self) -> Tree:
        """An owner and one or two who want its asset."""
        draw = self.draw

        def party(country: str, rates: tuple[int, int], sales: tuple[int, int]) -> Tree:
            return {
                "country": country,
                "size": draw.choice(("sme", "mid", "large")),
                "discount_rate": self.between(*rates, "%"),
                "tax_rate": self.between(18, 31, "%"),
                "foreign_tax_credit": {"carry_forward": "10 years"},
                "capability": {
                    "sales": f"{draw.randint(*sales)}%",
                    "launch_delay": f"{draw.choice((0, 6, 12))} months",
                },
            }

        found = {
            "owner": party(self.countries[0], (10, 15), (25, 80)),
            "buyer": party(self.countries[1], (8, 10), (85, 100)),
            "other": party(self.countries[2], (8, 11), (70, 100)),
        }
        found["buyer"] |= self.maybe(
            0.3 if self.phases else 0.0, lambda: {"shelving": f"{draw.randint(2, 15)}%"}
        )
        return found

    def asset(self) -> Tree:
        """Its rights, what others are owed, and the work left."""
        right: Tree = {
            "kind": self.sector.right,
            "countries": ["KR", "US", "JP", "EU", "CN"],
            "expires": self.end,
        }
        cost = 4.0 if self.sector.name == "biopharma" else 1.0
        found: Tree = {"sector": self.sector.name, "rights": {"main": right, "craft": {"kind": "know_how"}}}
        found |= self.maybe(0.5, lambda: {"third_party": {"pool": {"rate": self.between(0.5, 4, "%")}}})
        if self.phases:
            found["development"] = {
                phase: {
                    "duration": f"{self.draw.choice((0.75, 1.0, 1.5, 2.0))} years",
                    "cost": self.money(cost * (i + 1), 4 * cost * (i + 1)),
                    "success": f"{self.draw.randint(40, 92)}%",
                }
                for i, phase in enumerate(self.phases)
            }
        return found

    def market(self, name: str) -> Tree:
        """Its forecast and its costs."""
        low, high = self.sector.peak
        peak = self.draw.uniform(low, high)
        forms: list[Any] = [
            {"triangular": [f"{peak * 0.4:.0f}m", f"{peak:.0f}m", f"{peak * 1.8:.0f}m"]},
            {"p10": f"{peak * 0.6:.0f}m", "p50": f"{peak:.0f}m", "p90": f"{peak * 1.7:.0f}m"},
            {"lognormal": {"mean": f"{peak:.0f}m", "sd": f"{peak * 0.3:.0f}m"}},
        ]
        certain = self.phases or self.draw.random() < 0.5
        return {
            "territory": CELLS[name],
            "launch": f"approval + {self.draw.choice((3, 6, 12))} months"
            if certain
            else f"{self.start.year + 1}-01-01",
            "sales": {
                "peak": self.draw.choice(forms) if self.uncertain else f"{peak:.0f}m",
                "time_to_peak": f"{self.draw.randint(2, 7)} years",
                "shape": self.draw.choice(("linear", "s_curve")),
            },
            "exclusivity_ends": self.end,
            "after_exclusivity": {"decline": f"{self.draw.randint(30, 85)}%", "over": "2 years"},
            "costs": {
                "goods": f"{self.draw.randint(*self.sector.goods)}%",
                "selling": f"{self.draw.randint(6, 20)}%",
                "fixed": self.between(0.2, 4, "m per year"),
                "launch": self.money(0.5, 30),
            },
        }

    def structures(self) -> Tree:
        """Retaining, and one to three others."""
        kinds = {"licence": self.licence, "sale": self.sale, "shared": self.shared, "package": self.package}
        chosen = self.draw.sample(list(kinds), self.draw.randint(1, 3))
        return {"keep": {"kind": "retain"}, **{name: kinds[name]() for name in sorted(chosen)}}

    def payments(self, size: float) -> Tree:
        """An upfront, milestones and a royalty with what may hang on it."""
        draw, (low, high) = self.draw, self.sector.rate
        scale = self.sector.peak[0] / 5 * size
        rate = draw.uniform(low, high)
        royalty: Tree = (
            {"rate": f"{rate:.1f}%"}
            if draw.random() < 0.4
            else {
                "tiers": [
                    {"rate": f"{rate:.1f}%", "up_to": f"{self.sector.peak[0]:g}m"},
                    {"rate": f"{rate * 1.5:.1f}%"},
                ]
            }
        )
        royalty["until"] = {"latest_of": ["patents", "first sale + 10 years"]}
        adjust: list[Tree] = [{"step_down": "50%", "when": "no_valid_claim"}]
        adjust += [{"stacking": "50%"}] if draw.random() < 0.5 else []
        royalty |= self.maybe(0.5, lambda: {"adjust": adjust, "floor": {"share": "50%"}})
        royalty |= self.maybe(
            0.3,
            lambda: {"minimum": {"amount": f"{scale / 40:.2f}m per year", "from": "first sale + 2 years"}},
        )
        royalty |= self.maybe(0.2, lambda: {"cap": {"per_year": f"{scale:.1f}m"}})
        milestones: Tree = {
            "volume": {"pay": f"{scale:.1f}m", "when": {"annual_net_sales": f"{self.sector.peak[1] / 2:g}m"}}
        }
        if self.phases:
            milestones["done"] = {"pay": f"{scale * 1.5:.1f}m", "at": "approval"}
            milestones["start"] = {"pay": f"{scale / 2:.1f}m", "at": f"{draw.choice(self.phases)} start"}
        return {
            "upfront": f"{scale * draw.uniform(0.4, 1.6):.1f}m",
            **self.maybe(
                0.4,
                lambda: {
                    "instalments": {
                        "y1": {"pay": f"{scale / 3:.1f}m", "at": "effective + 1 years", "creditable": True}
                    }
                },
            ),
            "milestones": milestones,
            "royalty": royalty,
            "withholding": {"rate": draw.choice(("0%", "10%", "15%"))},
        }

    def licence(self) -> Tree:
        """An exclusive licence, with clauses that bring the rights back."""
        recovery: Tree = {"sales": "40%", "delay": "6 months", "cost": "2m"}
        found: Tree = {
            "kind": "licence",
            "licensee": "buyer",
            "grant": {"exclusivity": "exclusive", "territory": ALL},
            "payments": self.payments(1.0),
        }
        low = self.sector.peak[0] / 4
        if self.phases and self.draw.random() < 0.4:
            by = f"{self.start.year + 1 + 2 * len(self.phases)}-12-31"
            found["diligence"] = {
                "launch": {"achieve": "approval", "by": by, "remedy": "revert", "recovery": recovery}
            }
        when = {"annual_net_sales_below": f"{low:.0f}m", "for": "2 years", "from": "first sale + 3 years"}
        found |= self.maybe(
            0.4, lambda: {"step_in": {"dormant": {"when": when, "remedy": "revert", "recovery": recovery}}}
        )
        return found

    def sale(self) -> Tree:
        """An assignment, for more and sooner."""
        payments = self.payments(2.0)
        royalty = payments.pop("royalty")
        payments |= self.maybe(0.4, lambda: {"royalty": royalty})
        payments |= self.maybe(
            0.4, lambda: {"holdback": {"share": "10%", "until": "effective + 18 months", "claims": "10%"}}
        )
        return {
            "kind": "assignment",
            "assignee": "buyer",
            "payments": payments,
            "tax": {"treat_as": "capital"},
        }

    def shared(self) -> Tree:
        """A collaboration that the partner leads."""
        own = self.draw.choice((30, 40, 50))
        shares = {"owner": f"{own}%", "buyer": f"{100 - own}%"}
        found: Tree = {
            "kind": "collaboration",
            "partner": "buyer",
            "grant": {"territory": ALL},
            "cost_share": shares,
            "profit_share": shares,
            "payments": {"upfront": self.money(1, self.sector.peak[0] / 5)},
        }
        then = {"royalty": {"rate": self.between(*self.sector.rate, "%")}}
        if self.phases:
            opt = {"party": "owner", "at": f"{self.phases[0]} success", "take": "if_worth_more", "then": then}
            found |= self.maybe(0.3, lambda: {"opt_out": opt})
        return found

    def package(self) -> Tree:
        """Two licensees beside each other."""

        def part(licensee: str, share: int) -> Tree:
            grant = {"exclusivity": "co_exclusive", "share": f"{share}%", "territory": ALL}
            return {"kind": "licence", "licensee": licensee, "grant": grant, "payments": self.payments(0.5)}

        share = self.draw.randint(35, 55)
        return {
            "kind": "package",
            "developer": "buyer",
            "parts": {"one": part("buyer", share), "two": part("other", 90 - share)},
        }


def main() -> None:
    """Write the sheets."""
    asked = argparse.ArgumentParser(description="Varied, valid term sheets.")
    asked.add_argument("folder", type=Path)
    asked.add_argument("--count", type=int, default=1000)
    asked.add_argument("--seed", type=int, default=1)
    options = asked.parse_args()
    write(options.folder, options.count, options.seed)


if __name__ == "__main__":
    main()
