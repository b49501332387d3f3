"""However a run ends, it ends with a documented code and without a traceback."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from dealcraft._version import __version__
from dealcraft.cli._run import Exit, run
from dealcraft.errors import MissingExtra, UsageError
from dealcraft.findings import SheetError
from tests.cli.test_check import SOUND


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "sound.deal.yaml"
    path.write_text(SOUND, encoding="utf-8")
    return path


def program(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dealcraft", *words]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60)


def test_the_version_is_printed() -> None:
    done = program("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"dealcraft {__version__}\n", "")


def test_help_names_every_command() -> None:
    done = program("--help")
    assert done.returncode == 0
    assert "check" in done.stdout
    assert "explain" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Usage: dealcraft"),
        (["chek"], "check"),
        (["check"], "FILE"),
        (["check", "x.deal.yaml", "--format", "xml"], "xml"),
        (["check", "x.deal.yaml", "--nonsense"], "--nonsense"),
        (["explain"], "CODE"),
    ],
)
def test_bad_usage_ends_with_2(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == Exit.USAGE
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert "Traceback" not in err
    assert "Value error" not in err


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (UsageError("no"), Exit.USAGE),
        (MissingExtra("no"), Exit.USAGE),
        (SheetError([]), Exit.FOUND),
        (PermissionError(13, "Permission denied", "x"), Exit.USAGE),
        (BrokenPipeError(), Exit.DONE),
        (KeyboardInterrupt(), Exit.INTERRUPTED),
        (KeyError("x"), Exit.INTERNAL),
        (RecursionError(), Exit.INTERNAL),
        (MemoryError(), Exit.INTERNAL),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_exception_has_its_code(
    problem: BaseException,
    code: Exit,
    sheet: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise problem

    monkeypatch.setattr("dealcraft.rules.run.examine", fail)
    monkeypatch.setattr("dealcraft.cli._run.forget_stdout", lambda: None)
    assert run(["check", str(sheet)]) == code
    assert "Traceback" not in capsys.readouterr().err


def test_an_internal_error_is_short_unless_the_traceback_is_wanted(
    sheet: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("lost")

    monkeypatch.setattr("dealcraft.rules.run.examine", fail)
    assert run(["check", str(sheet)]) == Exit.INTERNAL
    short = capsys.readouterr().err
    assert short.startswith("dealcraft: internal error: KeyError: 'lost' (test_run.py:")
    assert len(short.splitlines()) == 2
    assert run(["check", str(sheet), "--debug"]) == Exit.INTERNAL
    assert "Traceback (most recent call last)" in capsys.readouterr().err


def test_a_reader_that_goes_away_is_no_error(sheet: Path) -> None:
    command = [sys.executable, "-m", "dealcraft", "explain", "npv"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert process.returncode == Exit.DONE
    assert said == b""


@pytest.mark.skipif(sys.platform == "win32", reason="a shell closes streams otherwise there")
@pytest.mark.parametrize(
    ("words", "closed", "code"),
    [
        ("explain npv", ">&-", Exit.DONE),
        ("check -", "<&-", Exit.USAGE),
        ("check nowhere", "2>&- >&-", Exit.USAGE),
    ],
)
def test_a_stream_that_was_closed_before_is_no_fault(words: str, closed: str, code: Exit) -> None:
    command = f"{shlex.quote(sys.executable)} -m dealcraft {words} {closed}"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == code
    assert done.stdout == ""
    assert "internal" not in done.stderr


@pytest.mark.parametrize(
    ("typed", "offered"), [("dealcraft com", ["compare"]), ("dealcraft compare --run su", ["success"])]
)
def test_a_shell_completes_commands_and_options(typed: str, offered: list[str]) -> None:
    asked = {"_DEALCRAFT_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" "))}
    command = [sys.executable, "-m", "dealcraft"]
    done = subprocess.run(
        command, env=os.environ | asked, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout.split()) == (0, offered)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_is_told_how_to_complete(shell: str) -> None:
    command = [sys.executable, "-m", "dealcraft"]
    asked = os.environ | {"_DEALCRAFT_COMPLETE": f"source_{shell}"}
    done = subprocess.run(command, env=asked, capture_output=True, text=True, check=False, timeout=60)
    assert "_DEALCRAFT_COMPLETE=complete_" in done.stdout


@pytest.mark.parametrize("words", [["rules"], ["explain", "royalty"], ["check", "-"]])
def test_nothing_hangs_on_docstrings_that_python_may_strip(words: list[str]) -> None:
    command = [sys.executable, "-OO", "-m", "dealcraft", *words]
    done = subprocess.run(command, input=SOUND, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (Exit.DONE, "")


def _modules_after(*words: str) -> set[str]:
    script = (
        "import sys\nfrom dealcraft.cli._run import run\n"
        f"code = run({list(words)!r})\nprint('\\n'.join(sys.modules), file=sys.stderr)\nsys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


def test_help_needs_neither_numpy_nor_pydantic_nor_yaml_nor_rich() -> None:
    loaded = _modules_after("--help")
    assert not {"numpy", "pydantic", "yaml", "rich.console", "dealcraft.terms", "dealcraft.rules"} & loaded
    loaded = _modules_after("check", "--help")  # typer may read a command's options with pydantic
    assert not {"numpy", "yaml", "rich.console", "dealcraft.terms", "dealcraft.rules"} & loaded


def test_checking_a_sheet_needs_no_numpy(sheet: Path) -> None:
    loaded = _modules_after("check", str(sheet))
    assert "dealcraft.rules.run" in loaded
    assert not {"numpy", "rich.console", "dealcraft.engine"} & loaded
