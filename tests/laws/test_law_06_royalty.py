"""Law 6: more royalty is agreed, more is paid: earned in every period, in cash at every date."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from dealcraft.engine.agreement import InForce
from dealcraft.engine.ledger import Ledger
from dealcraft.engine.operations import selling
from dealcraft.engine.payments.lines import royalty_flows
from dealcraft.engine.payments.royalties import earned
from dealcraft.engine.payments.sums import sums
from dealcraft.engine.rights import settle
from dealcraft.engine.rows import Rows
from dealcraft.engine.sinks import Nets
from tests.engine.figures import lowered
from tests.laws.changes import agreements, royalties
from tests.strategies import Tree, is_coherent, readable, sheets

ROUNDING = 1e-7
KINDS = ["licence", "assignment", "collaboration"]


def under_agreements(data: Tree) -> Iterator[InForce]:
    """Every agreement of a sheet, in all scenarios."""
    plan, scenarios = lowered(readable(data))
    for structure in plan.structures.values():
        world = settle(plan, structure, scenarios)
        sellings = {cell: selling(world, cell) for cell in structure.cells}
        for agreement in structure.agreements:
            yield InForce(world, agreement, sellings)


def earned_by_line(data: Tree) -> Iterator[np.ndarray]:
    """Of each line the royalty before credits, cap and minimum, shape (T, S)."""
    for under in under_agreements(data):
        for line in under.plan.royalties:
            yield whole(under, earned(under, line).rows)


def whole(under: InForce, rows: Rows) -> np.ndarray:
    """*rows* over all periods and scenarios."""
    shape = (under.timeline.T, under.world.s.size)
    return np.zeros(shape) if rows.empty else np.broadcast_to(rows.window(0, shape[0]), shape)


def cash(data: Tree) -> Iterator[np.ndarray]:
    """What each agreement's payer has paid in royalties and minimums by the end of each period, shape (T, S)."""
    for under in under_agreements(data):
        nets = Nets(under.timeline, under.world.s.size, (under.plan.grantor, under.plan.acquirer))
        ledger = Ledger(under.timeline, under.world.s.size, (nets,))
        for flow in royalty_flows(under, list(sums(under)), []):
            if flow.kind in ("royalty", "minimum"):
                ledger.add(flow)
        payer = next((line.payer for line in under.plan.royalties), under.plan.acquirer)
        yield -np.cumsum(nets.net[payer], axis=0)


def with_royalty(data: Tree, change: Any) -> Tree:
    """A copy in which *change* has been at every royalty; what an audit would find is no royalty, and nothing is hidden."""
    data = copy.deepcopy(data)
    for agreement in agreements(data):
        agreement.pop("governance", None)
        for royalty in royalties(agreement):
            change(royalty)
    assume(is_coherent(readable(data)))
    return data


def _raised(text: str, points: int) -> str:
    return f"{min(100, int(text.rstrip('%')) + points)}%"


@given(sheets(kinds=KINDS), st.integers(1, 10))
def test_a_higher_rate_never_earns_less_in_any_period_nor_pays_less_by_any_date(
    data: Tree, points: int
) -> None:
    def raise_(royalty: Tree) -> None:
        for part in (royalty, *royalty.get("tiers", [])):
            if "rate" in part:
                part["rate"] = _raised(part["rate"], points)

    as_is, higher = with_royalty(data, lambda royalty: None), with_royalty(data, raise_)
    for low, high in zip(earned_by_line(as_is), earned_by_line(higher), strict=True):
        assert (high >= low - ROUNDING).all()
    for low, high in zip(cash(as_is), cash(higher), strict=True):
        assert (high >= low - ROUNDING).all()


@given(sheets(kinds=KINDS, without=["extras"], royalty_year="anniversary"), st.integers(1, 3))
def test_a_longer_term_never_pays_less_by_the_end_of_a_royalty_year(data: Tree, years: int) -> None:
    def shorter(royalty: Tree) -> None:
        royalty["until"] = "first sale + 2 years"
        steps = [step for step in royalty.get("adjust", []) if "stacking" not in step]
        royalty["adjust"] = steps[:1]  # of two that begin in one period each takes its share of the period

    def longer(royalty: Tree) -> None:
        shorter(royalty)
        royalty["until"] = f"first sale + {2 + years} years"

    n = 4 if data["valuation"]["grid"] == "quarter" else 1
    short, long = with_royalty(data, shorter), with_royalty(data, longer)
    for less, more in zip(cash(short), cash(long), strict=True):
        assert (more[n - 1 :: n] >= less[n - 1 :: n] - ROUNDING).all()


@given(sheets(kinds=KINDS), st.integers(1, 20), st.sampled_from(["per_year", "lifetime"]))
def test_a_cap_never_raises_what_is_paid(data: Tree, most: int, key: str) -> None:
    def cap(royalty: Tree) -> None:
        royalty["cap"] = {key: str(most)}

    def uncap(royalty: Tree) -> None:
        royalty.pop("cap", None)

    for capped, free in zip(cash(with_royalty(data, cap)), cash(with_royalty(data, uncap)), strict=True):
        assert (capped <= free + ROUNDING).all()
