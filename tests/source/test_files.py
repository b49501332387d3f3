"""Which files are meant, and how much of them is read."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from dealcraft.errors import UsageError
from dealcraft.source import LIMITS, Limits, find, parse, read

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes the Unix way")


def test_a_folder_gives_its_sheets_sorted_and_a_file_itself(tmp_path: Path) -> None:
    for name in ("b.deal.yaml", "a/z.deal.yaml", "a/notes.yaml", ".git/x.deal.yaml", "A.deal.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("a: 1\n")
    other = str(tmp_path / "a" / "notes.yaml")
    found = find([other, str(tmp_path), str(tmp_path), "-"])
    assert found == [
        other,
        *(str(tmp_path / name) for name in ("A.deal.yaml", "a/z.deal.yaml", "b.deal.yaml")),
        "-",
    ]


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert find([str(tmp_path)]) == []


def test_a_path_that_is_not_there_is_a_mistake_of_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no"):
        find([str(tmp_path / "none.deal.yaml")])
    with pytest.raises(UsageError, match="there is no"):
        read(str(tmp_path / "none.deal.yaml"))


@needs_links
def test_loops_and_links_out_of_a_folder_are_passed_over(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out.deal.yaml"
    inside.mkdir()
    outside.write_text("a: 1\n")
    (inside / "one.deal.yaml").write_text("a: 1\n")
    (inside / "loop").symlink_to(inside)
    (inside / "self.deal.yaml").symlink_to(inside / "self.deal.yaml")
    (inside / "out.deal.yaml").symlink_to(outside)
    (inside / "same.deal.yaml").symlink_to(inside / "one.deal.yaml")
    assert find([str(inside)]) == [str(inside / "one.deal.yaml"), str(inside / "same.deal.yaml")]


@needs_links
def test_pipes_devices_and_folders_are_refused_without_waiting(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.deal.yaml"
    os.mkfifo(pipe)
    for path in (str(pipe), "/dev/zero", str(tmp_path)):
        with pytest.raises(UsageError, match="not a file"):
            read(path)
    assert find([str(tmp_path)]) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_a_mistake_of_usage(tmp_path: Path) -> None:
    path = tmp_path / "a.deal.yaml"
    path.write_text("a: 1\n")
    path.chmod(0)
    with pytest.raises(UsageError, match="cannot be read"):
        read(str(path))


def test_a_name_with_a_null_character_is_refused() -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read("a\0b")


def test_no_more_is_read_than_tells_that_it_is_too_much(tmp_path: Path) -> None:
    path = tmp_path / "sparse.deal.yaml"
    with path.open("wb") as file:
        file.truncate(50 << 20)
    content = read(str(path))
    assert len(content) == LIMITS.size + 1
    assert [d.code for d in parse(content, "x").diagnostics] == ["too-large"]


def test_standard_input_is_bounded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a: 1\n" * 100)))
    assert len(read("-", limits=Limits(size=20))) == 21
