"""Law 1: the nets of everyone, the world outside included, sum to zero in each scenario and period."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given

from dealcraft.engine import project as pipeline
from dealcraft.engine.ledger import Fallen, Flow
from dealcraft.engine.sinks import Nets
from tests.engine.figures import lowered
from tests.laws.changes import taxed
from tests.strategies import Tree, readable, sheets


class _Kept(Nets):
    """Nets that also keep what went through them."""

    def __init__(self, *about: object) -> None:
        super().__init__(*about)  # type: ignore[arg-type]
        self.flows: list[tuple[Flow, Fallen | None]] = []

    def take(self, flow: Flow, sums: Fallen | None) -> None:
        self.flows.append((flow, sums))
        super().take(flow, sums)


@pytest.fixture(scope="module", autouse=True)
def _kept() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "Nets", _Kept)
        yield


@given(sheets())
def test_nothing_is_lost_and_no_flow_is_negative(data: Tree) -> None:
    _hold(data)


@given(sheets())
def test_nothing_is_lost_with_every_feature_of_tax_on(data: Tree) -> None:
    _hold(taxed(data))


def _hold(data: Tree) -> None:
    plan, scenarios = lowered(readable(data))
    for structure in plan.structures.values():
        nets = pipeline.project(plan, structure, scenarios).nets
        assert isinstance(nets, _Kept)
        everyone: dict[str, np.ndarray] = {}
        for flow, sums in nets.flows:
            assert flow.payer != flow.payee
            amounts = flow.rows.amounts if sums is None else sums.amounts
            assert (amounts >= 0.0).all(), flow
            for party, sign in ((flow.payee, 1.0), (flow.payer, -1.0)):
                net = everyone.setdefault(party, np.zeros((plan.timeline.T, scenarios.size)))
                if sums is None:
                    net[flow.rows.first : flow.rows.stop] += sign * amounts
                else:
                    np.add.at(net, (sums.period, sums.columns), sign * amounts)
        for party, net in nets.net.items():
            assert net == pytest.approx(everyone.get(party, np.zeros_like(net)), abs=1e-9 * plan.largest)
        assert sum(everyone.values()) == pytest.approx(0.0, abs=1e-9 * plan.largest)
        assert nets.conservation() <= 1e-9 * plan.largest
