"""The worked cases, figure by figure."""

from __future__ import annotations

import pytest

from dealcraft.engine.value import value
from tests.cases.compare import NAMES, differences, expected, read_sheet
from tests.engine.figures import figures


@pytest.mark.parametrize("name", NAMES)
def test_the_engine_reproduces_the_worked_case(name: str) -> None:
    wanted = expected(name)
    found = differences(wanted, figures(value(read_sheet(name), run=wanted["settings"]["run"])))
    assert not found, "\n".join([f"{len(found)} differences", *found])
