"""A path has one spelling, which reads back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealcraft.units import ROOT, Path


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("", ()),
        ("a.b", ("a", "b")),
        ("tiers[1].rate", ("tiers", 1, "rate")),
        ("a[0][2]", ("a", 0, 2)),
        ('view["markets.us.sales.peak"]', ("view", "markets.us.sales.peak")),
    ],
)
def test_a_path_is_read_and_spelled(text: str, steps: tuple[str | int, ...]) -> None:
    assert Path.parse(text) == steps
    assert str(Path.of(steps)) == text


@pytest.mark.parametrize("text", [".a", "a..b", "a.", "a[", "a[x]", "a[-1]", "]"])
def test_what_is_no_path_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a path"):
        Path.parse(text)


_STEPS = st.lists(st.integers(0, 99) | st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True) | st.just("a.b"))


@given(_STEPS)
def test_every_path_reads_back(steps: list[str | int]) -> None:
    path = Path.of(steps)
    assert Path.parse(str(path)) == path


def test_a_path_knows_its_parent_and_what_lies_within() -> None:
    path = Path.parse("a.b[0]")
    assert path.parent == Path.parse("a.b")
    assert ROOT.parent == ROOT
    assert path.within(ROOT)
    assert path.within(path)
    assert not path.parent.within(path)
    assert not Path.parse("a.bc").within(Path.parse("a.b"))
