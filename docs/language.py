"""Writes docs/language.md, every key of the language and where an example uses it: `python docs/language.py`."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from dealcraft.engine.unvalued import NOT_VALUED
from dealcraft.source import read_sheet
from dealcraft.terms.docs import Key, keys_of
from dealcraft.terms.forms import FORMS
from dealcraft.terms.load import load
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.term import Term
from dealcraft.terms.walk import stated

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parent
PAGE: Final = HERE / "language.md"
EXAMPLES: Final = ROOT / "examples"
SOURCE: Final = ROOT / "src" / "dealcraft"

WORDS: Final[Mapping[str, frozenset[str]]] = {
    "Sheet": frozenset({"dealcraft", "id", "title", "context", "extends", "exceptions", "locked", "notes"}),
    "Lock": frozenset({"min", "max", "one_of", "why", "owner"}),
    "RuleException": frozenset({"rule", "path", "reason", "approver", "until"}),
    "Party": frozenset({"name", "fit"}),
    "Fit": frozenset({"strategic", "execution", "governance"}),
    "Asset": frozenset({"name", "sector", "context", "notes"}),
    "Right": frozenset({"kind", "owner", "notes"}),
    "Market": frozenset({"name"}),
    "StructureFields": frozenset({"description"}),
    "LicencePart": frozenset({"description"}),
    "AssignmentPart": frozenset({"description"}),
    "CollaborationPart": frozenset({"description"}),
    "AgreementFields": frozenset({"covenants", "context"}),
    "Instalment": frozenset({"description"}),
    "Fee": frozenset({"description"}),
    "Milestone": frozenset({"description"}),
    "Diligence": frozenset({"description"}),
    "StepIn": frozenset({"description"}),
    "Sublicensing": frozenset({"allowed"}),
}
"""Keys that people and rules read and no valuation does; of `Governance` all but its two maps of money."""
FACTS: Final = "dealcraft.terms.facts"
"""The module of the facts that rules of law ask for: words all of them, each shown by the fixtures of its rules."""
MONEY_OF_GOVERNANCE: Final = frozenset({"technology_transfer", "audit"})


@dataclass(frozen=True, slots=True)
class Row:
    """A key, the model that reads it, and what is known of it."""

    model: type[Term]
    """The model whose attribute it is, not one that inherits it."""
    key: Key
    place: str
    """The first place in a sheet where it may stand."""
    examples: tuple[str, ...]
    """The sheets that state it."""

    @property
    def status(self) -> str:
        """`valued`, `words` or `not valued yet`."""
        if any(issubclass(self.model, model) and self.key.name == name for model, name, _ in NOT_VALUED):
            return "not valued yet"
        return "words" if is_words(self.model, self.key.name) else "valued"


def is_words(model: type[Term], key: str) -> bool:
    """Whether no valuation reads *key* of *model*, the one that declares it."""
    if model.__module__ == FACTS:
        return True
    if model.__name__ == "Governance":
        return key not in MONEY_OF_GOVERNANCE
    return key in WORDS.get(model.__name__, frozenset())


def rows() -> tuple[Row, ...]:
    """Every key once, in the order of the models."""
    used = exemplified()
    found = dict[tuple[str, str], Row]()
    for model, place in models():
        for key in keys_of(model):
            owner = declared_by(model, key.name)
            at = (owner.__name__, key.name)
            if at not in found:
                found[at] = Row(owner, key, f"{place}{key.name}", used.get(at, ()))
    return tuple(found.values())


def models() -> Iterator[tuple[type[Term], str]]:
    """Every model below the sheet once, with the first place where it may stand, breadth first."""
    seen, todo = set[type[Term]](), list[tuple[type[Term], str]]([(Sheet, "")])
    while todo:
        model, place = todo.pop(0)
        if model in seen:
            continue
        seen.add(model)
        yield model, place
        for key in keys_of(model):
            step = ".ID" if "map from ID" in key.kind else "[]" if "list of" in key.kind else ""
            todo += [(inner, f"{place}{key.name}{step}.") for inner in key.models]


@cache
def declared_by(model: type[Term], key: str) -> type[Term]:
    """The class among the ancestors of *model* that declares *key*."""
    attribute = next(name for name, field in model.model_fields.items() if (field.alias or name) == key)
    return next(cls for cls in model.__mro__ if issubclass(cls, Term) and attribute in cls.__annotations__)


def sheets() -> tuple[Path, ...]:
    """Every sheet of the examples."""
    return tuple(sorted(EXAMPLES.glob("*/*.deal.yaml")))


@cache
def exemplified() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Model and key, and the examples that state it."""
    found = dict[tuple[str, str], list[str]]()
    for path in sheets():
        sheet = load(read_sheet(str(path), within=[str(EXAMPLES)])).sheet
        if sheet is None:
            raise SystemExit(f"{path} has errors")
        for _, term in sheet.terms:
            for key, _ in stated(term):
                seen = found.setdefault((declared_by(type(term), key).__name__, key), [])
                if (name := path.relative_to(EXAMPLES).as_posix()) not in seen:
                    seen.append(name)
        if "\nextends: " in path.read_text(
            encoding="utf-8"
        ):  # merged in, so that the sheet no longer says it
            found.setdefault(("Sheet", "extends"), []).append(path.relative_to(EXAMPLES).as_posix())
    return {at: tuple(names) for at, names in found.items()}


@cache
def read_by_the_engine() -> frozenset[str]:
    """Every attribute that the engine, a method of a model, or the value of having no deal reads."""
    files = [*(SOURCE / "engine").rglob("*.py"), *(SOURCE / "terms").rglob("*.py")]
    files.append(SOURCE / "analysis" / "outside.py")
    nodes = (node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    return frozenset(node.attr for node in nodes if isinstance(node, ast.Attribute))


def page() -> str:
    """The text of docs/language.md."""
    table = rows()
    lines = [INTRODUCTION.format(keys=len(table), sheets=len(sheets())), *_values()]
    shown = _shown(table)
    for model in dict.fromkeys(row.model for row in table):
        of_model = [row for row in table if row.model is model]
        lines += [f"## {model.__name__}", "", (model.__doc__ or "").split("\n")[0], ""]
        lines += [
            "| key | first place | what stands there | status | meaning | example |",
            "|---|---|---|---|---|---|",
        ]
        lines += [_line(row, shown[row.place]) for row in of_model]
        lines.append("")
    return "\n".join(lines)


def _values() -> Iterator[str]:
    """How each kind of value is written."""
    yield from ("## How values are written", "")
    yield from ("`dealcraft explain event` and so on say the same in the terminal.", "")
    for form in FORMS:
        yield from (f"**{form.name}**: {form.meaning}", "", "| written | meaning |", "|---|---|")
        yield from (f"| `{text}` | {meaning} |" for text, meaning in form.written)
        yield ""


INTRODUCTION: Final = """\
# Every key of the language

Written by `python docs/language.py` from the models, their docstrings, the engine and the {sheets} sheets of
`examples/`; a test fails where this page and they differ. {keys} keys, each under the model that reads it
(`src/dealcraft/terms/`). `valued` moves money, or when or whether money moves; `words` is for people and for rules;
`not valued yet` is an error when valuing. `dealcraft explain KEY` says the same of one key in the terminal.
"""


def _shown(table: tuple[Row, ...]) -> Mapping[str, str]:
    """The example to show for each key, by place: the one shown least so far, the rarest keys first."""
    times, found = Counter[str](), dict[str, str]()
    for row in sorted(table, key=lambda row: len(row.examples)):
        found[row.place] = min(row.examples, key=lambda name: (times[name], name), default="")
        times[found[row.place]] += 1
    return found


def _line(row: Row, example: str) -> str:
    kind = row.key.kind.replace("|", "\\|")
    meaning = " ".join(row.key.doc.split()).replace("|", "\\|")
    default = row.key.default
    if default == "required":
        kind += ", required"
    elif default is not None and default not in meaning:
        meaning += f" Default: {default}."
    linked = f"[{example.split('/')[0]}](../examples/{example})" if example else "–"
    return f"| `{row.key.name}` | `{row.place}` | {kind} | {row.status} | {meaning} | {linked} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
