"""The page on CI, followed step by step in an empty repository: every file it shows, every command, what each prints."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import yaml

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = ROOT / "docs" / "ci.md"
BLOCK: Final = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED: Final = re.compile(r"# (\S+)\n")


def printed(command: str, folder: Path) -> str:
    """What a command prints, notes included, and in brackets how it ended unless it ended well."""
    program, _, rest = command.partition(" ")
    assert program == "dealcraft"
    done = subprocess.run(
        [sys.executable, "-m", "dealcraft", *rest.split()],
        cwd=folder,
        env={**os.environ, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        timeout=120,
    )
    ended = f"[{done.returncode}]\n" if done.returncode else ""
    return done.stdout.decode("utf-8") + ended


def test_the_page_can_be_followed(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    ran = 0
    for kind, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        if kind == "yaml":
            name = NAMED.match(text)
            assert name is not None, "a file on this page begins with its name"
            file = tmp_path / name[1]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            assert yaml.safe_load(text)
        for step in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:] if kind == "console" else ():
            command, _, output = step.partition("\n")
            assert printed(command, tmp_path) == output, command
            ran += 1
    assert ran > 6
    report = (tmp_path / "codequality.json").read_text(encoding="utf-8")
    assert report.strip() == "[]"
    assert "<testsuites" in (tmp_path / "deals.xml").read_text(encoding="utf-8")


def test_the_baseline_outlives_moved_lines(tmp_path: Path) -> None:
    sheet = tmp_path / "a.deal.yaml"
    older = next(
        text
        for kind, text in BLOCK.findall(PAGE.read_text(encoding="utf-8"))
        if kind == "yaml" and text.startswith("# deals/older.deal.yaml")
    )
    (tmp_path / ".git").mkdir()
    house = next(
        text
        for kind, text in BLOCK.findall(PAGE.read_text(encoding="utf-8"))
        if text.startswith("# house.yaml")
    )
    (tmp_path / "house.yaml").write_text(house, encoding="utf-8")
    (tmp_path / "dealcraft.yaml").write_text("rules: house.yaml\nbaseline: known.json\n", encoding="utf-8")
    sheet.write_text(older, encoding="utf-8")
    printed("dealcraft check . --write-baseline", tmp_path)
    sheet.write_text("# a new head\n\n" + older, encoding="utf-8")
    assert printed("dealcraft check . --format concise --select house", tmp_path) == ""
    sheet.write_text(older.replace("licence:", "other:", 1), encoding="utf-8")
    assert "acme-audit" in printed("dealcraft check . --format concise --select house", tmp_path)
