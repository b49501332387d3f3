"""The hook and the action as a runner would run them: their steps in a shell, with inputs that mean harm."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

ROOT: Final = Path(__file__).parents[2]
ACTION: Final[dict[str, Any]] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HOOKS: Final[list[dict[str, Any]]] = yaml.safe_load(
    (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
)
STEPS: Final[list[dict[str, Any]]] = ACTION["runs"]["steps"]
EXPRESSION: Final = re.compile(r"\$\{\{ *inputs\.([\w-]+) *\}\}")
GOOD: Final = (ROOT / "examples" / "game" / "game.deal.yaml").read_text(encoding="utf-8")
BAD: Final = GOOD.replace("licensee: publisher", "licensee: publishr")
shell = pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")


@dataclass(frozen=True)
class Ended:
    """How the check of the action ended."""

    code: str
    printed: str
    summary: str
    outputs: dict[str, str]


def step(name: str) -> dict[str, Any]:
    (found,) = (each for each in STEPS if each.get("id") == name)
    return found


def run(folder: Path, **inputs: str) -> Ended:
    """Run the step that checks in *folder*, its inputs put in as the runner does."""
    assert inputs.keys() <= {name.replace("-", "_") for name in ACTION["inputs"]}
    given = {
        name: inputs.get(name.replace("-", "_"), each["default"]) for name, each in ACTION["inputs"].items()
    }
    runner = folder.parent / "runner"
    runner.mkdir(exist_ok=True)
    files = {name: runner / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for file in files.values():
        file.write_text("", encoding="utf-8")
    told = {
        key: EXPRESSION.sub(lambda match: given[match[1]], text) for key, text in step("check")["env"].items()
    }
    told["PROGRAM"] = str(Path(sys.executable).with_name("dealcraft"))
    environment = {"PATH": os.environ["PATH"], "RUNNER_TEMP": str(runner), **told}
    environment |= {name: str(file) for name, file in files.items()}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step("check")["run"]],
        cwd=folder, env=environment, capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    lines = files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines()
    outputs = dict(line.split("=", 1) for line in lines)
    summary = files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")
    return Ended(outputs["exit-code"], done.stdout.decode("utf-8"), summary, outputs)


@pytest.fixture
def deals(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    (folder / ".git").mkdir(parents=True)
    (folder / "a.deal.yaml").write_text(GOOD, encoding="utf-8")
    return folder


def test_every_action_it_uses_is_pinned_to_a_commit() -> None:
    used = [each["uses"] for each in STEPS if "uses" in each]
    assert len(used) == 2
    assert all(re.fullmatch(r"[\w-]+/[\w/-]+@[0-9a-f]{40}", name) for name in used)
    assert "constraints.txt" in step("install")["run"]


def test_no_input_is_ever_part_of_a_script() -> None:
    assert [each["run"] for each in STEPS if "${{" in each.get("run", "")] == []
    read = set(EXPRESSION.findall(json.dumps(STEPS)))
    assert read | {"python-version", "upload-sarif"} == set(ACTION["inputs"])


def test_nothing_is_uploaded_unless_asked_for_and_no_token_is_wanted() -> None:
    (upload,) = (each for each in STEPS if "upload" in each.get("uses", ""))
    assert "inputs.upload-sarif == 'true'" in upload["if"]
    assert ACTION["inputs"]["upload-sarif"]["default"] == "false"
    assert "token" not in json.dumps({"inputs": ACTION["inputs"], "steps": STEPS}).lower()


@shell
def test_a_good_repository_passes_and_its_summary_says_so(deals: Path) -> None:
    ended = run(deals)
    assert ended.code == "0"
    assert ended.summary.startswith("# Term sheets")
    assert ended.outputs["sarif"] == ""
    assert list(deals.parent.rglob("*.sarif")) == []


@shell
def test_a_finding_is_an_annotation_and_fails(deals: Path) -> None:
    (deals / "a.deal.yaml").write_text(BAD, encoding="utf-8")
    ended = run(deals, summary="false")
    assert ended.code == "1"
    line = BAD[: BAD.index("publishr")].count("\n") + 1
    assert f"::error file=a.deal.yaml,line={line}," in ended.printed
    assert ended.summary == ""


@shell
def test_sarif_is_written_where_it_is_asked_for(deals: Path) -> None:
    (deals / "a.deal.yaml").write_text(BAD, encoding="utf-8")
    assert run(deals, sarif="out.sarif").outputs["sarif"] == "out.sarif"
    assert json.loads((deals / "out.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    uploaded = run(deals, upload_sarif="true").outputs["sarif"]
    assert Path(uploaded).is_file()


@shell
@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"paths": "nowhere"}, "2"),
        ({"paths": "empty"}, "3"),
        ({"profile": "hasty"}, "2"),
        ({"as_of": "tomorrow"}, "2"),
        ({"template": "none.yaml"}, "2"),
        ({"paths": "a.deal.yaml\r\nempty\n\n", "fail_on": "error"}, "0"),
    ],
)
def test_how_it_ends_is_told(deals: Path, inputs: dict[str, str], code: str) -> None:
    (deals / "empty").mkdir()
    assert run(deals, **inputs).code == code


@shell
@pytest.mark.parametrize("name", ["paths", "profile", "fail_on", "as_of", "baseline", "template", "sarif"])
def test_an_input_that_means_harm_is_only_a_word(deals: Path, name: str) -> None:
    harm = "x$(touch harm)`touch harm`; touch harm\n'\" && touch harm\n--fix\nexit-code=0"
    ended = run(deals, **{name: harm})
    assert list(deals.parent.rglob("harm")) == []
    assert ended.code in ("1", "2") or name == "sarif"


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_does_what_it_says(hook: dict[str, Any], deals: Path) -> None:
    (deals / "house.yaml").write_text("rules: {acme-x: {at: fx, require: true}}\n", encoding="utf-8")
    files = [] if hook.get("pass_filenames") is False else ["house.yaml"]
    assert hook["language"] == "python"
    assert all(re.search(hook["files"], name) for name in files or ["deals/a.deal.yaml", "templates/b.yml"])

    def ends(text: str) -> int:
        (deals / "a.deal.yaml").write_text(text, encoding="utf-8")
        words = [*shlex.split(hook["entry"]), *hook.get("args", []), *files]
        return subprocess.run(
            [sys.executable, "-m", *words], cwd=deals, check=False, stdout=subprocess.DEVNULL
        ).returncode

    assert ends(GOOD) == 0
    if not files:
        assert ends(BAD) == 1
