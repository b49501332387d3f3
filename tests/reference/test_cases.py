"""The reference reproduces every worked case."""

from __future__ import annotations

import pytest

from tests.cases.compare import NAMES, differences, expected, read_sheet
from tests.reference import value


@pytest.mark.parametrize("name", NAMES)
def test_the_reference_reproduces_the_worked_case(name: str) -> None:
    wanted = expected(name)
    got = value(read_sheet(name), wanted["settings"]["run"])
    assert not (found := differences(wanted, got)), "\n".join([f"{len(found)} differences", *found])
