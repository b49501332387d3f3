"""The picture of the README shows what `compare` prints today."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

DRAWN_BY = Path(__file__).parents[2] / "docs" / "picture.py"


def told(picture: str) -> list[str]:
    """What stands in a picture to read, whatever draws it."""
    return re.findall(r"<text[^>]*>([^<]+)</text>", picture)


def test_the_picture_shows_what_is_printed(update_golden: bool) -> None:
    spec = importlib.util.spec_from_file_location("picture", DRAWN_BY)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    drawn = module.picture()
    if update_golden:
        module.PICTURE.write_text(drawn, encoding="utf-8", newline="\n")
    if not module.PICTURE.exists():
        pytest.fail("run python docs/picture.py")
    kept = told(module.PICTURE.read_text(encoding="utf-8"))
    assert kept
    assert told(drawn) == kept, "run python docs/picture.py if this is meant"
