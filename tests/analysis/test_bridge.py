"""What each change of a redline is worth, against arithmetic by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations
from math import comb
from pathlib import Path as File

import numpy as np
import pytest

from dealcraft import load
from dealcraft.analysis.attribution import MOST, attributed, needed
from dealcraft.analysis.bridge import BETWEEN, Bridge, bridge
from dealcraft.analysis.study import How
from dealcraft.engine.value import value
from dealcraft.terms.paths import get, replace_all
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path
from dealcraft.units.array import Array
from tests.engine.worked import LICENCE, SHARED, sheet


def deal(payments: str, **top: str) -> Sheet:
    return sheet(f"deal: {{{LICENCE}, payments: {{{payments}}}}}", **top)


def bridged(old: Sheet, new: Sheet) -> Bridge:
    return bridge(old, new, value(old), value(new), how=How("expected", 0))


def effects(found: Bridge, party: str = "a", structure: str = "deal") -> Mapping[str, float]:
    """By the paths of each step what it is worth."""
    return {
        " + ".join(str(found.changes[i].path).removeprefix(f"structures.{structure}.") for i in step.changes):
        step.effect[structure][party]
        for step in found.steps
    }  # fmt: skip


def game(worths: Mapping[str, float]) -> dict[frozenset[int], Array]:
    """By set of players what it is worth."""
    return {frozenset(map(int, key)): np.array([worth]) for key, worth in worths.items()}


def test_two_gloves_and_a_third_share_by_what_each_adds() -> None:
    # one left glove (0), two right ones (1, 2): a pair is worth 1; Shapley gives 2/3, 1/6, 1/6
    pairs = game({"": 0, "0": 0, "1": 0, "2": 0, "01": 1, "02": 1, "12": 0, "012": 1})
    found = attributed([0, 1, 2], pairs.__getitem__)
    assert {player: float(amount[0]) for player, amount in found.items()} == pytest.approx(
        {0: 2 / 3, 1: 1 / 6, 2: 1 / 6}
    )


def shared(players: list[int], worth: Callable[[frozenset[int]], float]) -> list[float]:
    """What each of *players* is credited with, from the worths that are needed only."""
    asked = [*needed(players), frozenset[int](), frozenset(players)]
    found = attributed(players, {some: np.array([worth(some)]) for some in asked}.__getitem__)
    return [float(found[player][0]) for player in players]


def test_of_many_some_orders_share_what_two_make_together_in_half() -> None:
    players = list(range(MOST + 5))
    alone, pairs = np.arange(len(players)) + 1.0, {(0, 3): 6.0, (2, 9): -4.0, (4, 5): 2.0}

    def worth(some: frozenset[int]) -> float:
        return float(
            sum(alone[i] for i in some) + sum(v for pair, v in pairs.items() if some.issuperset(pair))
        )

    halves = {0: 3.0, 3: 3.0, 2: -2.0, 9: -2.0, 4: 1.0, 5: 1.0}
    assert shared(players, worth) == pytest.approx([alone[i] + halves.get(i, 0.0) for i in players])
    assert len(needed(players)) < 4 * len(players), "a few for each, not 1022"


@pytest.mark.parametrize("count", [6, 7, 8, 9, 10])
def test_of_many_that_multiply_some_orders_come_near_to_all(count: int) -> None:
    factors = [1.2, 0.9, 1.1, 0.8, 1.15, 1.05, 1.25, 0.95, 1.1, 0.85][:count]

    def worth(some: frozenset[int]) -> float:
        return 100.0 * float(np.prod([factors[i] for i in some]))

    def shapley(player: int) -> float:
        """By the definition: the mean over every set of the others of what it adds, sets of a size weighing alike."""
        others = [i for i in range(count) if i != player]
        sets = [frozenset(some) for size in range(count) for some in combinations(others, size)]
        added = [(worth(s | {player}) - worth(s)) / comb(count - 1, len(s)) for s in sets]
        return sum(added) / count

    exact, some = [shapley(i) for i in range(count)], shared(list(range(count)), worth)
    assert sum(some) == pytest.approx(worth(frozenset(range(count))) - 100.0)
    assert max(abs(a - b) for a, b in zip(exact, some, strict=True)) < 0.03 * max(map(abs, exact))


def test_of_many_three_that_make_something_together_are_all_credited() -> None:
    for first in range(8):
        three = frozenset({first, first + 1, first + 2})
        credited = [
            share for share in shared(list(range(10)), lambda some, t=three: float(some >= t)) if share
        ]
        assert len(credited) == 3, (
            "neighbours in the sheet, each of which would have nothing in one order and its reverse"
        )
        assert sum(credited) == pytest.approx(1.0)


def test_changes_that_do_not_meet_are_worth_what_they_are_alone() -> None:
    found = bridged(deal("upfront: 7"), deal("upfront: 10, fees: {f: {pay: 4, at: effective}}"))
    assert effects(found) == pytest.approx({"payments.upfront": 3.0, "payments.fees.f": 4.0})
    assert (found.before["deal"]["a"], found.after["deal"]["a"]) == (7.0, 14.0)


def test_what_two_changes_make_together_is_shared_in_half() -> None:
    # 600 of sales: 10% are 60, 20% are 120; a cap of 90 takes 30 of the second only
    found = bridged(deal("royalty: {rate: 10%}"), deal("royalty: {rate: 20%, cap: {lifetime: 90}}"))
    assert effects(found) == pytest.approx(
        {"payments.royalty.rate": 60.0 - 15.0, "payments.royalty.cap": -15.0}
    )


def test_shares_that_must_sum_are_one_step() -> None:
    old = sheet(
        f"deal: {{{SHARED}, cost_share: {{b: 100%}}, profit_share: {{a: 50%, b: 50%}}, payments: {{upfront: 3}}}}"
    )
    new = sheet(
        f"deal: {{{SHARED}, cost_share: {{b: 100%}}, profit_share: {{a: 40%, b: 60%}}, payments: {{upfront: 5}}}}"
    )
    assert effects(bridged(old, new)) == pytest.approx(
        {"profit_share.a + profit_share.b": -60.0, "payments.upfront": 2.0}
    )


def test_a_phase_and_the_milestone_on_it_come_together() -> None:
    phase = "{x: {development: {trial: {duration: 1 years, success: 100%}}}}"
    market = "{world: {territory: worldwide, launch: effective, sales: {by_year: [100]}}}"
    old = deal("upfront: 1", markets=market)
    new = deal("upfront: 2, milestones: {m: {pay: 8, at: trial success}}", assets=phase, markets=market)
    assert effects(bridged(old, new)) == pytest.approx(
        {
            "assets.x.name": 0.0,
            "assets.x.development.trial + payments.milestones.m": 8.0,
            "payments.upfront": 1.0,
        }
    )


def test_words_and_other_structures_move_nothing() -> None:
    old = sheet(f"deal: {{{LICENCE}, payments: {{upfront: 7}}}}, keep: {{kind: retain}}")
    new = sheet(
        f"deal: {{{LICENCE}, description: better, payments: {{upfront: 9}}}}, keep: {{kind: retain}}, more: {{kind: retain}}"
    )
    found = bridged(old, new)
    assert effects(found) == {"description": 0.0, "payments.upfront": 2.0, "structures.more": 0.0}
    assert set(found.before) == {"deal", "keep"}
    assert all(amount == 0.0 for step in found.steps for amount in step.effect["keep"].values())


def test_a_renamed_clause_is_worth_nothing() -> None:
    found = bridged(
        deal("fees: {f: {pay: 4, at: effective}}"), deal("fees: {g: {pay: 4, at: effective}}, upfront: 1")
    )
    assert effects(found) == pytest.approx({"payments.upfront": 1.0, "payments.fees.f": 0.0})


def believing(payments: str, view: str = "", sales: str = "[100, 200, 300]") -> Sheet:
    """Party b believes in other sales."""
    b = (
        f"{{discount_rate: 0%, view: {{markets.world.sales.by_year: {view}}}}}"
        if view
        else "{discount_rate: 0%}"
    )
    return deal(
        payments,
        parties=f"{{a: {{discount_rate: 0%}}, b: {b}}}",
        markets=f"{{world: {{territory: worldwide, launch: effective, sales: {{by_year: {sales}}}}}}}",
    )


def test_what_a_party_sees_is_bridged_beside_what_the_sheet_says() -> None:
    # 600 of sales, of which b sees 300: ten points more of royalty are 60, and 30 to it
    found = bridged(
        believing("royalty: {rate: 10%}", "[50, 100, 150]"),
        believing("royalty: {rate: 20%}", "[50, 100, 150]"),
    )
    seen = found.views["b"]
    assert effects(found, "b") == pytest.approx({"payments.royalty.rate": -60.0})
    assert effects(seen, "b") == pytest.approx({"payments.royalty.rate": -30.0})
    assert (seen.before, seen.after) == ({"deal": {"b": 270.0}}, {"deal": {"b": 240.0}})
    assert set(found.views) == {"b"}


def test_a_fact_of_which_a_party_believes_something_else_moves_the_sheet_only() -> None:
    found = bridged(
        believing("royalty: {rate: 10%}", "[50, 100, 150]"),
        believing("royalty: {rate: 10%}", "[50, 100, 150]", sales="[200, 200, 300]"),
    )
    assert list(effects(found, "b").values()) == pytest.approx([90.0])
    assert list(effects(found.views["b"], "b").values()) == [0.0]


def test_what_a_party_believes_now_is_a_step_of_its_view() -> None:
    # it sees 300, then 360 of sales, and keeps 90%, then 80%: 270 becomes 288
    old, new = (
        believing("royalty: {rate: 10%}", "[50, 100, 150]"),
        believing("royalty: {rate: 20%}", "[60, 120, 180]"),
    )
    found, back = bridged(old, new), bridged(new, old)
    key = next(key for key in effects(found) if key.startswith("parties.b.view"))
    assert effects(found, "b") == pytest.approx({key: 0.0, "payments.royalty.rate": -60.0})
    assert effects(found.views["b"], "b") == pytest.approx(
        {key: 60.0 * (0.9 + 0.8) / 2, "payments.royalty.rate": -(30.0 + 36.0) / 2}
    )
    assert back.views["b"] == found.views["b"].undone()


def test_a_view_that_one_version_has_is_bridged_from_what_the_sheet_said() -> None:
    # 600 of sales of which it keeps 90%, then 300 as it sees it of which it keeps 80%
    found = bridged(believing("royalty: {rate: 10%}"), believing("royalty: {rate: 20%}", "[50, 100, 150]"))
    seen = found.views["b"]
    assert (seen.before["deal"]["b"], seen.after["deal"]["b"]) == pytest.approx((540.0, 240.0))
    assert sorted(effects(seen, "b").values()) == pytest.approx([-(270.0 + 240.0) / 2, -(60.0 + 30.0) / 2])


def test_a_view_of_what_is_new_comes_with_it() -> None:
    phase = "{x: {development: {trial: {duration: 1 years, success: 50%}}}}"
    parties = (
        "{a: {discount_rate: 0%}, b: {discount_rate: 0%, view: {assets.x.development.trial.success: 80%}}}"
    )
    market = "{world: {territory: worldwide, launch: effective, sales: {by_year: [100]}}}"
    old = deal("upfront: 1", markets=market)
    new = deal(
        "upfront: 2, milestones: {m: {pay: 10, at: trial success}}",
        assets=phase,
        markets=market,
        parties=parties,
    )
    found = bridged(old, new)
    joined = next(step for step in found.steps if len(step.changes) > 1)
    told = {str(found.changes[index].path) for index in joined.changes}
    assert "assets.x.development.trial" in told
    assert any(path.startswith("parties.b.view") for path in told)
    gap = found.views["b"].after["deal"]["b"] - found.views["b"].before["deal"]["b"]
    assert sum(effects(found.views["b"], "b").values()) == pytest.approx(gap)


def test_many_changes_of_what_is_drawn_still_sum_and_turn_round() -> None:
    old = load(File(__file__).parents[2] / "examples" / "hb12" / "hb12.deal.yaml")
    paid = Path.parse("structures.licence.payments")
    places = [
        paid.child("upfront"),
        *(paid.child("milestones", name, "pay") for name in ("candidate", "proof", "pivotal")),
    ]
    places += [paid.child("milestones", name, "pay") for name in ("us_launch", "row_launch")]
    new = replace_all(old, {place: 0.9 * float(get(old, place)) for place in places})
    ends = value(old), value(new)
    found = bridge(old, new, *ends, how=How())
    assert (found.some_orders, found.between) == (("licence",), BETWEEN)
    for party in old.parties:
        gap = found.after["licence"][party] - found.before["licence"][party]
        assert sum(step.effect["licence"][party] for step in found.steps) == pytest.approx(gap, rel=1e-12)
    assert bridge(new, old, *reversed(ends), how=How()) == found.undone()
    assert bridge(old, new, *ends, how=How(trials=20_000)).between is None, "who asks for so many gets them"
    # one change alone, at every scenario of the run: sums that are paid whatever else is paid do not meet
    alone = (
        value(replace_all(old, {places[2]: get(new, places[2])})).structures["licence"].parties["hanbit"].npv
    )
    step = next(step for step in found.steps if found.changes[step.changes[0]].path == places[2])
    assert step.effect["licence"]["hanbit"] == pytest.approx(
        alone - found.before["licence"]["hanbit"], rel=0.02
    )
