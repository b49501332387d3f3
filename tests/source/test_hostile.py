"""Files that were made to hurt: refused within a second and little memory, never a crash."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealcraft.source import parse

MEGABYTES = 200
SECONDS = 1.0

MAKERS = {
    "brackets": '"[" * 200_000',
    "braces": '"{a: " * 200_000',
    "dashes": '"- " * 200_000',
    "question marks": '"? " * 200_000',
    "indentation": '"".join(" " * i + "a:\\n" for i in range(1400))',
    "50 MB": '"a: " + "x" * (50 << 20)',
    "line breaks": '"\\n" * (1 << 20)',
    "keys": '"".join(f"k{i}: 1\\n" for i in range(90_000))',
    "one key": '"k: 1\\n" * 200_000',
    "commas": '"a: [1" + ",000" * 200_000 + "]"',
    "anchors": '"".join(f"a{i}: &a{i} x\\n" for i in range(40_000))',
    "laughs": '"a0: &a0 [x]\\n" + "".join(f"a{i}: &a{i} [{\', \'.join([f\'*a{i-1}\'] * 9)}]\\n" for i in range(1, 30))',
    "merges": '"a0: &a0 {x: 1}\\n" + "".join(f"a{i}: &a{i} {{<<: [*a{i-1}, *a{i-1}]}}\\n" for i in range(1, 30))',
    "hidden characters": '"\\x01" * (1 << 20)',
    "quotes": '"a: \'" + "\'\'" * 500_000',
}

SCRIPT = """
import resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (600 << 20, 600 << 20))
from dealcraft.source import parse
content = ({maker}).encode()
started = time.perf_counter()
document = parse(content, "hostile.deal.yaml")
seconds = time.perf_counter() - started
try:  # what the process itself took: the figure of getrusage starts from what its parent had
    peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
except OSError:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(len(document.diagnostics), seconds, peak / 1024)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of memory are set the Unix way")
@pytest.mark.parametrize("name", MAKERS)
def test_a_hostile_file_is_refused_quickly_and_in_little_memory(name: str) -> None:
    script = SCRIPT.replace("{maker}", MAKERS[name])
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 0, done.stderr
    problems, seconds, megabytes = done.stdout.split()
    assert 1 <= int(problems) <= 101
    # Three times over, since the machine that runs the tests may be busy.
    assert float(seconds) < 3 * SECONDS
    assert float(megabytes) < MEGABYTES


ALPHABET = st.sampled_from(
    ["a", "b: ", "- ", "[", "]", "{", "}", ",", ", ", ":", "\n", "  ", "\t", "&x ", "*x", "!t ", "'", '"', "|\n", ">", "#",
     " #", "%", "@", "---\n", "...\n", "? ", "<<: ", "000", "1", "5%", "\\", "\r\n", "\r", "\u2028", "\x00", "한", "~"]
)  # fmt: skip


@settings(max_examples=300, deadline=2000)
@given(st.binary(max_size=200) | st.lists(ALPHABET, max_size=40).map(lambda parts: "".join(parts).encode()))
def test_whatever_the_bytes_are_they_are_read_or_refused(content: bytes) -> None:
    document = parse(content, "a.deal.yaml")
    assert document.data is not None or document.diagnostics
    for found in document.diagnostics:
        assert found.span is not None
        assert "…" not in found.message
        assert (
            1 <= found.span.line <= found.span.end_line <= max(len(document.lines), 1) or not document.lines
        )
    for span in document.spans.values():
        assert 0 <= span.start <= span.end <= len(document.text)
