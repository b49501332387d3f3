"""What the README and the pages of the examples show is what the program prints; `--update-golden` lets them show it."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final, NamedTuple

import pytest

ROOT: Final = Path(__file__).parent.parent
README: Final = ROOT / "README.md"
BLOCK: Final = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECONDS: Final = re.compile(r"\(\d+ ms\)|\(\d+\.\d+ s\)")
LINK: Final = re.compile(r"\]\((?!https?:)([^)#]+)\)")


class Shown(NamedTuple):
    """A command and what a page says it prints; a line `…` alone stands for any number of lines."""

    page: Path
    command: str
    output: str


def blocks(language: str, page: Path = README) -> list[str]:
    return [text for kind, text in BLOCK.findall(page.read_text(encoding="utf-8")) if kind == language]


def shown() -> Iterator[Shown]:
    pages = (README, *sorted((ROOT / "examples").glob("*/README.md")))
    for page, block in [(each, block) for each in pages for block in blocks("console", each)]:
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield Shown(page, command, output)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples, and every sheet that the README spells out under its name."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "examples", folder / "examples")
    for block in blocks("yaml"):
        name = re.match(r"# (\S+\.deal\.yaml)\n", block)
        assert name is not None, "a sheet in the README begins with its file's name"
        (folder / name[1]).write_text(block, encoding="utf-8")
    return folder


@pytest.mark.parametrize("example", tuple(shown()), ids=lambda example: example.command[:60])
def test_what_is_shown_is_printed(example: Shown, copy: Path, update_golden: bool) -> None:
    words = shlex.split(example.command)
    assert words[0] == "dealcraft"
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=copy,
        env=environment,
        capture_output=True,
        check=False,
        timeout=120,
    )
    printed = done.stdout.decode("utf-8")
    assert done.stderr == b""
    if update_golden:
        example = _rewritten(example, printed)
    assert _as_shown(_timeless(printed), _timeless(example.output)) == _timeless(example.output)


def _rewritten(example: Shown, printed: str) -> Shown:
    """*example* as its page shows it from now on; of what it leaves out in part, the lines most like those shown."""
    output, after = printed.rstrip("\n") + "\n", printed.splitlines()
    if "…" in (lines := example.output.splitlines()):
        for index, line in enumerate(lines):
            if line != "…" and after:
                best = max(range(len(after)), key=lambda n: SequenceMatcher(None, line, after[n]).ratio())
                lines[index], after = after[best], after[best + 1 :]
        output = "".join(f"{line}\n" for line in lines)
    if _timeless(output) != _timeless(example.output):
        text = example.page.read_text(encoding="utf-8")
        shown, now = (f"$ {example.command}\n{told}" for told in (example.output, output))
        example.page.write_text(text.replace(shown, now), encoding="utf-8", newline="\n")
    return example._replace(output=output)


def _timeless(text: str) -> str:
    return SECONDS.sub("(… ms)", text).rstrip("\n") + "\n"


def _as_shown(printed: str, output: str) -> str:
    """*output* where *printed* is the same but for what it leaves out, else *printed*."""
    lines = ("(?:.*\\n)*?" if line == "…" else re.escape(line) + "\\n" for line in output.splitlines())
    return output if re.fullmatch("".join(lines), printed) else printed


def test_the_library_does_what_is_shown(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(copy)
    tests = [
        doctest.DocTestParser().get_doctest(block, {}, "README", str(README), 0) for block in blocks("python")
    ]
    runner = doctest.DocTestRunner(verbose=False)
    assert sum(len(test.examples) for test in tests) > 3
    for test in tests:
        assert runner.run(test).failed == 0


def test_every_link_leads_somewhere() -> None:
    for page in (README, ROOT / "CONTRIBUTING.md", *(ROOT / "examples").glob("*/README.md")):
        for link in LINK.findall(page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_the_two_commands_need_nothing_that_is_not_there() -> None:
    commands = [
        line for block in blocks("sh") for line in block.splitlines() if line.startswith("python3 -m venv")
    ]
    assert len(commands) == 2
    for command in commands:
        assert "pip install -q -c constraints.txt -e" in command
    assert sum(".venv/bin/pytest" in command for command in commands) == 1
    assert "README.md" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
