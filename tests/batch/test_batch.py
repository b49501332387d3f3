"""Many sheets in one command: a row each, whatever becomes of them, the same bytes for any number of workers."""

from __future__ import annotations

import csv
import gc
import json
import subprocess
import sys
import time
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from dealcraft.batch import run as runners
from dealcraft.batch.job import Done, Job, do
from dealcraft.cli._run import Exit, run
from dealcraft.source import read_sheet
from dealcraft.terms.load import load

GOOD = """\
dealcraft: 1
title: {title}
valuation: {{date: 2026-01-01, currency: USD, grid: year, timing: start, horizon: 2 years}}
decides: owner
parties: {{owner: {{discount_rate: 0%}}, buyer: {{discount_rate: 0%}}}}
assets: {{thing: {{}}}}
markets: {{world: {{territory: worldwide, launch: effective, sales: {{by_year: [100, {second}]}}}}}}
structures:
  keep: {{kind: retain}}
  sale: {{kind: assignment, assignee: buyer, payments: {{upfront: 150}}}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three good sheets, one of them below a folder, and two that cannot be valued."""
    sheets = tmp_path / "sheets"
    (sheets / "deep").mkdir(parents=True)
    (sheets / "a.deal.yaml").write_text(GOOD.format(title="one", second=100))
    (sheets / "b.deal.yaml").write_text(GOOD.format(title='"=HYPERLINK(1)"', second=20))
    (sheets / "deep" / "c.deal.yaml").write_text(GOOD.format(title="three", second=300))
    (sheets / "broken.deal.yaml").write_text(
        GOOD.format(title="four", second=1).replace("assignee", "asignee")
    )
    (sheets / "z.deal.yaml").write_text("a: [\n")
    return sheets


def _rows(target: Path) -> dict[str, dict[str, object]]:
    found = json.loads((target / "summary.json").read_text())
    assert found["format"] == "batch.v1"
    return {row["file"]: row for row in found["sheets"]}


def test_every_sheet_is_a_row_and_a_failure_is_not_the_end(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "run"
    assert run(["batch", str(folder), "-o", str(target)]) == Exit.FOUND
    rows = _rows(target)
    assert list(rows) == ["a.deal.yaml", "b.deal.yaml", "broken.deal.yaml", "deep/c.deal.yaml", "z.deal.yaml"]
    assert [row["status"] for row in rows.values()] == [
        "valued",
        "valued",
        "not_valued",
        "valued",
        "not_valued",
    ]
    assert rows["a.deal.yaml"]["values"] == {
        "keep": {"owner": 100.0 + 100.0, "buyer": 0.0},
        "sale": {"owner": 150.0, "buyer": 100.0 + 100.0 - 150.0},
    }
    assert (rows["a.deal.yaml"]["first"], rows["b.deal.yaml"]["first"]) == ("keep", "sale")
    assert rows["broken.deal.yaml"]["codes"] == ["missing-key", "unknown-key"]
    assert json.loads((target / "sheets" / "deep" / "c.json").read_text())["format"] == "valuation.v1"


def test_two_workers_write_the_same_bytes_as_one(folder: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    run(["batch", str(folder), "-o", str(one)])
    run(["batch", str(folder), "-o", str(two), "--jobs", "2"])
    files = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert len(files) == 2 + 3
    assert files == sorted(path.relative_to(two) for path in two.rglob("*") if path.is_file())
    for file in files:
        assert (one / file).read_bytes() == (two / file).read_bytes()


def test_a_title_is_no_formula_in_the_table(folder: Path, tmp_path: Path) -> None:
    run(["batch", str(folder), "-o", str(tmp_path / "run")])
    with (tmp_path / "run" / "summary.csv").open(newline="") as table:
        titles = [row["title"] for row in csv.DictReader(table)]
    assert "'=HYPERLINK(1)" in titles


def test_what_is_done_when_a_batch_is_interrupted_is_kept(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(jobs: Sequence[Job]) -> Iterator[Done]:
        yield do(jobs[0])
        yield do(jobs[1])
        raise KeyboardInterrupt

    monkeypatch.setattr(runners, "serial", interrupted)
    target = tmp_path / "run"
    assert run(["batch", str(folder), "-o", str(target)]) == Exit.INTERRUPTED
    assert list(_rows(target)) == ["a.deal.yaml", "b.deal.yaml"]
    assert json.loads((target / "summary.json").read_text())["complete"] is False


def test_a_batch_ends_with_what_became_of_its_sheets(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "run"
    run(["batch", str(folder), "-o", str(target)])
    out, err = capsys.readouterr()
    said = f"dealcraft: 3 valued, 2 kept from it by errors; the table is {target / 'summary.csv'}\n"
    assert (out, err) == ("", said)


def test_so_many_trials_are_made_of_each_sheet(tmp_path: Path) -> None:
    folder, target = tmp_path / "sheets", tmp_path / "run"
    folder.mkdir()
    drawn = GOOD.format(title="drawn", second="{uniform: [50, 150]}")
    (folder / "a.deal.yaml").write_text(drawn)
    assert run(["batch", str(folder), "-o", str(target), "--trials", "64"]) == Exit.DONE
    assert json.loads((target / "summary.json").read_text())["trials"] == 64
    assert json.loads((target / "sheets" / "a.json").read_text())["settings"]["scenarios"] == 64


@pytest.mark.skipif(sys.platform != "linux", reason="a file has a Unicode name there")
def test_the_name_of_a_file_need_be_no_unicode(tmp_path: Path) -> None:
    folder, target = tmp_path / "sheets", tmp_path / "run"
    folder.mkdir()
    name = "\udcff.deal.yaml"  # the byte 0xff, as Python spells it
    (folder / name).write_text(GOOD.format(title="odd", second=1))
    assert run(["batch", str(folder), "-o", str(target)]) == Exit.DONE
    assert list(_rows(target)) == [name]
    baseline = tmp_path / "known.json"
    assert run(["check", str(folder), "--baseline", str(baseline), "--write-baseline"]) == Exit.DONE
    assert list(json.loads(baseline.read_text(encoding="utf-8"))["files"]) == [f"sheets/{name}"]


def test_no_valuation_of_an_earlier_batch_is_left(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "run"
    run(["batch", str(folder), "-o", str(target)])
    (folder / "a.deal.yaml").unlink()
    (folder / "b.deal.yaml").write_text("a: [\n")
    run(["batch", str(folder), "-o", str(target)])
    assert [path.name for path in (target / "sheets").rglob("*.json")] == ["c.json"]


def test_a_folder_with_a_summary_of_something_else_is_left_alone(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "run"
    (target / "sheets").mkdir(parents=True)
    (target / "summary.json").write_text('{"format": "mine"}')
    (target / "sheets" / "mine.json").write_text("{}")
    assert run(["batch", str(folder), "-o", str(target)]) == Exit.USAGE
    assert (target / "sheets" / "mine.json").exists()


def _begun(folder: Path, target: Path) -> subprocess.Popen[str]:
    """A batch of many sheets in a process of its own that has written the first."""
    for number in range(400):
        (folder / f"m{number}.deal.yaml").write_text(GOOD.format(title="more", second=number))
    words = [sys.executable, "-m", "dealcraft", "batch", str(folder), "-o", str(target), "--jobs", "2"]
    process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 60
    while not list(target.rglob("a.json")) and time.monotonic() < until:
        time.sleep(0.05)
    return process


def test_the_workers_of_a_batch_that_is_killed_end_too(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "run"
    process = _begun(folder, target)
    process.kill()
    process.communicate(
        timeout=60
    )  # waits until nobody holds its standard error open: until no worker is left
    assert json.loads((target / "summary.json").read_text())["complete"] is False
    assert run(["batch", str(folder / "deep"), "-o", str(target)]) == Exit.DONE, "it may be begun again"


@pytest.mark.skipif(sys.platform == "win32", reason="processes are ended otherwise there")
def test_a_batch_that_is_cancelled_keeps_what_is_done(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "run"
    process = _begun(folder, target)
    process.terminate()
    _, said = process.communicate(timeout=60)
    assert process.returncode == Exit.INTERRUPTED
    assert "interrupted" in said
    assert "a.deal.yaml" in _rows(target)


def test_a_fault_in_one_sheet_is_a_row(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dealcraft.batch import job as jobs

    monkeypatch.setattr(jobs, "read_sheet", lambda *_, **__: 1 / 0)
    done = do(Job(str(folder / "a.deal.yaml"), "base", 0, within=(str(folder),)))
    assert (done.row.file, done.row.status) == ("a.deal.yaml", "failed")
    assert done.row.reason == "ZeroDivisionError: division by zero"


def test_the_exit_code_follows_the_severity_asked_for(tmp_path: Path) -> None:
    (tmp_path / "sheets").mkdir()
    (tmp_path / "sheets" / "a.deal.yaml").write_text(GOOD.format(title="one", second=100))
    assert run(["batch", str(tmp_path / "sheets"), "-o", str(tmp_path / "run")]) == Exit.DONE
    assert run(["batch", str(tmp_path / "none"), "-o", str(tmp_path / "run")]) == Exit.USAGE
    (tmp_path / "empty").mkdir()
    assert run(["batch", str(tmp_path / "empty"), "-o", str(tmp_path / "run")]) == Exit.NOTHING
    assert run(["batch", str(tmp_path / "sheets"), "-o", str(tmp_path / "sheets")]) == Exit.USAGE


class Watched(str):
    """A text of which one can tell whether anyone still holds it."""


def test_a_valuation_is_forgotten_once_it_is_written(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def watched(jobs: Sequence[Job]) -> Iterator[Done]:
        seen = list[weakref.ref[Watched]]()
        for job in jobs[:2] * 3:
            done = do(job)
            text = Watched(done.valuation)
            seen.append(weakref.ref(text))
            yield replace(done, valuation=text)
            del text, done
            assert (
                sum(each() is not None for each in seen) <= 1
            )  # the one that the caller has just been given

    monkeypatch.setattr(runners, "serial", watched)
    assert run(["batch", str(folder), "-o", str(tmp_path / "run")]) == Exit.DONE


def test_a_sheet_needs_no_search_for_garbage_to_go(folder: Path) -> None:
    gc.disable()
    try:
        sheet = load(read_sheet(str(folder / "a.deal.yaml"))).sheet
        assert sheet is not None
        assert [str(path) for path, _ in sheet.terms[:2]] == ["", "valuation"]
        gone = weakref.ref(sheet.structures["sale"])
        del sheet
        assert gone() is None
    finally:
        gc.enable()
