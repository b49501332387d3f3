"""A second method: the model of deals computed plainly, one scenario and one period at a time, without numpy."""

from __future__ import annotations

from tests.reference.ledger import Flow
from tests.reference.scenarios import scenarios
from tests.reference.value import ScenarioResult, Transition, value, value_structure
from tests.reference.world import Scenario

__all__ = ["Flow", "Scenario", "ScenarioResult", "Transition", "scenarios", "value", "value_structure"]
