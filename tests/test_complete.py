"""Everything that a user may meet is documented, explained and exemplified; everything a reader opens says what it is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
import typer.main

from dealcraft import check
from dealcraft.cli import app
from dealcraft.cli._run import Exit
from dealcraft.findings import Severity, catalogue
from dealcraft.report import pages
from dealcraft.report.figures import FIGURES
from dealcraft.rules import RULES

ROOT: Final = Path(__file__).parent.parent
SOURCE: Final = ROOT / "src" / "dealcraft"
README: Final = (ROOT / "README.md").read_text(encoding="utf-8")
MODULES: Final = sorted(SOURCE.rglob("*.py"))
COMMANDS: Final = typer.main.get_command(app).commands  # type: ignore[attr-defined]
EXAMPLES: Final = sorted(path for path in (ROOT / "examples").iterdir() if path.is_dir())
LONGEST: Final = 400
"""Lines of a module."""


def name(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_in_the_readme_and_says_what_it_does(command: str) -> None:
    assert re.search(rf"\bdealcraft {command}\b", README)
    assert COMMANDS[command].help
    for parameter in COMMANDS[command].params:
        assert getattr(parameter, "help", None), f"{command}: {parameter.name}"


def test_every_exit_code_is_in_the_readme() -> None:
    listed = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    assert listed == {code.value for code in Exit}


@pytest.mark.parametrize("code", catalogue.all_codes())
def test_a_code_has_a_page_and_is_given_somewhere(code: str) -> None:
    assert pages.page(code)
    if code not in {rule.code for rule in RULES}:
        written = (file.read_text(encoding="utf-8") for file in MODULES)
        assert any(f'"{code}"' in text for text in written), f"nothing says {code}"


@pytest.mark.parametrize("figure", FIGURES)
def test_a_figure_has_a_page(figure: str) -> None:
    assert pages.page(figure)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_example_has_a_sheet_without_errors_and_a_page(example: Path) -> None:
    sheets = sorted(example.glob("*.deal.yaml"))
    assert example / f"{example.name}.deal.yaml" in sheets
    for sheet in sheets:
        assert [found.message for found in check(sheet) if found.severity is Severity.ERROR] == []
    page = (example / "README.md").read_text(encoding="utf-8")
    assert page.startswith("# ")
    assert re.search(r"\b(invented|assumed|assumption)\b", page), "say what is not disclosed"


def test_the_worked_example_is_the_worked_case() -> None:
    example, case = (ROOT / path for path in ("examples/hb12/hb12.deal.yaml", "tests/cases/hb12.deal.yaml"))
    assert example.read_bytes() == case.read_bytes()


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_a_module_says_what_it_is_for_and_so_does_every_public_name(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert ast.get_docstring(tree)
    assert len(text.splitlines()) <= LONGEST
    assert [node.name for node in _public(tree) if not ast.get_docstring(node)] == []


@pytest.mark.parametrize("module", [*SOURCE.glob("terms/*.py"), *SOURCE.glob("report/models*.py")], ids=name)
def test_every_key_says_what_it_is(module: Path) -> None:
    silent = [
        f"{cls.name}.{field.target.id}"
        for cls in _public(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(cls, ast.ClassDef) and any(_ends_model(base) for base in cls.bases)
        for field, after in zip(cls.body, [*cls.body[1:], None], strict=True)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if not field.target.id.startswith("_") and not _is_text(after)
    ]
    assert silent == []


def _public(tree: ast.Module | ast.ClassDef) -> Iterator[ast.ClassDef | ast.FunctionDef]:
    """Classes and functions that others may use, and the public methods of such classes."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node)


def _ends_model(base: ast.expr) -> bool:
    return isinstance(base, ast.Name) and base.id in {"Term", "Output", "BaseModel"} | {
        cls.name for cls in _terms()
    }


def _terms() -> Iterator[ast.ClassDef]:
    for file in SOURCE.glob("terms/*.py"):
        yield from (
            node for node in ast.parse(file.read_text("utf-8")).body if isinstance(node, ast.ClassDef)
        )


def _is_text(node: ast.stmt | None) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
