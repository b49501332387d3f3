"""Ways to change the plain data of a sheet that a law says do not matter, or matter in a known way."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dealcraft.engine.result import StructureValue, Valuation
from dealcraft.units import Step
from tests.strategies import Tree

Place = tuple[Step, ...]

NOT_MONEY = frozenset(
    {"dealcraft", "development_time", "development_cost", "times", "fte", "multiple_of_paid", "EUR"}
)
_PLAIN = re.compile(r"(\d+(?:\.\d+)?)( per year)?")


def changed(tree: Any, change: Callable[[Place, str], str], place: Place = ()) -> Any:
    """A copy of *tree* with every text as *change* makes it."""
    if isinstance(tree, dict):
        return {key: changed(inner, change, (*place, key)) for key, inner in tree.items()}
    if isinstance(tree, list):
        return [changed(inner, change, (*place, index)) for index, inner in enumerate(tree)]
    return change(place, tree)


def scaled(data: Tree, factor: int) -> Tree:
    """The same deal with every amount of money *factor* times as large."""

    def scale(place: Place, text: str) -> str:
        match = _PLAIN.fullmatch(text)
        if match is None or NOT_MONEY & set(place) or _counts_units(data, place):
            return text
        return f"{factor * float(match[1])!r}{match[2] or ''}"

    return dict(changed(data, scale))


def _counts_units(data: Tree, place: Place) -> bool:
    """Whether this is the end of a tier in units, which is no money."""
    if not place or place[-1] != "up_to":
        return False
    here: Any = data
    for step in place[:-3]:
        here = here[step]
    return bool(here.get("base") == "units")


def renamed(data: Tree, names: Mapping[str, str]) -> Tree:
    """The same deal with parties, assets and markets under other names."""

    def rename(tree: Any) -> Any:
        if isinstance(tree, dict):
            return {names.get(key, key): rename(inner) for key, inner in tree.items()}
        if isinstance(tree, list):
            return [rename(inner) for inner in tree]
        return names.get(tree, tree)

    return dict(rename(data))


def reversed_(data: Tree) -> Tree:
    """The same deal written in the opposite order, but for lists and for what is set against royalties in its order."""

    def turn(tree: Any, key: str = "") -> Any:
        if not isinstance(tree, dict):
            return tree
        keys = list(tree)
        if key not in (
            "development",
            "royalties",
            "diligence",
            "step_in",
            "parts",
        ) and "creditable" not in str(tree):
            keys.reverse()
        return {key: turn(tree[key], key) for key in keys}

    return dict(turn(data))


def with_each(data: Tree, change: Callable[[Tree], None]) -> Tree:
    """A copy of *data* in which *change* has been at every agreement."""
    data = copy.deepcopy(data)
    for agreement in agreements(data):
        change(agreement)
    return data


def agreements(data: Tree) -> Iterator[Tree]:
    """Every agreement of *data*."""
    for structure in data["structures"].values():
        yield from structure["parts"].values() if structure["kind"] == "package" else [structure]


def royalties(agreement: Tree) -> Iterator[Tree]:
    """Every royalty that an agreement pays."""
    payments = agreement.get("payments", {})
    if "royalty" in payments:
        yield payments["royalty"]
    yield from payments.get("royalties", {}).values()


RIGHTS = ("option", "opt_out", "opt_in", "buy_out", "develop", "continue")
"""Rights to decide, as `holds` knows them."""


def holds(data: Tree, right: str) -> bool:
    """Leave one right to decide to whoever has it, in every structure and phase that has such a right; is there any?"""
    found = False
    for asset in data["assets"].values():
        for phase in asset.get("development", {}).values() if right == "continue" else ():
            phase["continue"], found = "if_worth_more", True
    for agreement in agreements(data):
        lines = [*royalties(agreement), agreement.get("opt_out", {}).get("then", {}).get("royalty", {})]
        terms = {key: [agreement.get(key)] for key in ("option", "opt_out", "opt_in")}
        terms["buy_out"] = [line.get("buy_out") for line in lines]
        for own in (own for own in terms.get(right, []) if own):
            own["take"], found = "if_worth_more", True
        for kind in ("diligence", "step_in", "reversion"):
            for clause in agreement.get(kind, {}).values() if right == "develop" else ():
                clause.setdefault("recovery", {})["develop"], found = "if_worth_more", True
    return found


def worth(valuation: Valuation) -> dict[tuple[str, str], float]:
    """What each structure is worth to each party."""
    return {
        (name, p): v.npv for name, found in valuation.structures.items() for p, v in found.parties.items()
    }


def largest(*found: StructureValue) -> float:
    """A scale for differences: the largest expected amount of any clause, at least 1."""
    return max([1.0, *(clause.nominal for one in found for clause in one.clauses)])


def scale_of(*valuations: Valuation) -> float:
    """The same over whole valuations."""
    return largest(*(found for valuation in valuations for found in valuation.structures.values()))


def taxed(data: Tree) -> Tree:
    """The same deal with every feature of tax on: three countries, losses, an IP box, a relief, credits by country and in
    all, rates stated and from the table, use, gross-ups, a price as income and as capital, another currency.
    """
    made = copy.deepcopy(dict(data))
    losses = {"carry_forward": {"opening": "12", "limit": "60%", "expires": "3 years"}}
    made["parties"]["a"] |= {
        "country": "KR", "size": "sme", "tax_rate": "22%", "losses": losses, "royalty_tax_rate": "9%",
        "reliefs": ["kr_technology_lease", "kr_technology_transfer"],
    }  # fmt: skip
    made["parties"]["a"].pop("foreign_tax_credit", None)
    carried = {"carry_forward": "2 years"}
    made["parties"]["b"] |= {
        "country": "US", "tax_rate": "25%", "losses": "offset", "foreign_tax_credit": carried,
    }  # fmt: skip
    made["parties"]["c"] |= {"country": "JP", "tax_rate": "31%", "losses": "none"}
    made["fx"] = {"EUR": "1.25"}
    for market in made["markets"].values():
        market["currency"] = "EUR"
    for number, agreement in enumerate(_agreements(made)):
        agreement.setdefault("payments", {})["withholding"] = _WITHHELD[number % len(_WITHHELD)]
        agreement["tax"] = {"amortise_over": "3 years"}
        if agreement["kind"] == "assignment":
            agreement["tax"]["treat_as"] = "capital" if number % 2 else "income"
            agreement["tax"]["seller_rate"] = "12%"
    return made


_WITHHELD: list[Tree] = [
    {"rate": "15%", "gross_up": "true"},
    {"use": {"KR": "60%", "US": "40%"}},
    {"rate": "10%", "use": {"US": "50%"}},
]


def _agreements(data: Tree) -> Iterator[Any]:
    """Every agreement of a sheet's plain data."""
    for structure in data["structures"].values():
        if structure["kind"] == "package":
            yield from structure["parts"].values()
        elif structure["kind"] != "retain":
            yield structure
