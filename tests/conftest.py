"""Settings of the property tests (few examples, or many with HYPOTHESIS_PROFILE=thorough) and of golden files."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, settings

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]

settings.register_profile(
    "default",
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],  # shrinking a whole sheet takes minutes; `thorough` does it
    suppress_health_check=SLOW,
)
settings.register_profile("thorough", max_examples=500, deadline=None, suppress_health_check=SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` writes the golden files anew."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture
def update_golden(pytestconfig: pytest.Config) -> bool:
    """Whether what is printed now is right."""
    return bool(pytestconfig.getoption("--update-golden"))
