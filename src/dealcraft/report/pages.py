"""The pages that `explain` prints: of a finding's code, of a term of the language, of a figure."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from dealcraft.findings import Severity, catalogue
from dealcraft.law.rules import law_rules, names_in
from dealcraft.report.figures import FIGURES, Figure
from dealcraft.rules import RULES, Rule
from dealcraft.rules.law import rules_of_law
from dealcraft.terms import docs, facts, forms
from dealcraft.terms.term import Term
from dealcraft.units.spelling import nearest

_WIDTH = 96
_PLACES_SHOWN = 6


def page(word: str) -> str | None:
    """Everything that is called *word*, or None."""
    word = word.strip("`")
    parts = [*_codes(word), *_laws(word), *_figures(word), *_forms(word), *_terms(word), *_facts(word)]
    return "\n\n".join(parts) + "\n" if parts else None


def about(code: str) -> tuple[str, str, Severity] | None:
    """What *code* is about in a line, its page, and its severity; None where nothing of this package has that code."""
    rule = next((rule for rule in (*RULES, *rules_of_law()) if rule.code == code), None)
    if rule is not None and rule.words is not None:
        return first_line(rule.page), rule.page, rule.severity
    if code not in catalogue.all_codes():
        return None
    entry = catalogue.entry(code)
    text = (rule.page if rule else entry.page).strip()
    summary = first_line(text) if rule else _open(entry.message[-1])
    return summary, text, entry.severity


def first_line(page: str) -> str:
    """What a page says in a line; nothing where Python was told to strip docstrings, and with them the pages."""
    return page.partition("\n")[0]


def answering(rule: Rule) -> str:
    """How a finding of *rule* is answered, besides what its page says."""
    own = " Its source is the language itself (docs/language.md, docs/model.md)."
    source = own if rule.family == "structure" else ""
    if source and rule.severity is Severity.ERROR:
        return (
            "How to answer it: a sheet with such an error has no meaning to value; it is mended, and no comment or "
            f"exception takes the finding away.{source}"
        )
    when = " It is asked for before signing: `--profile signing`." if rule.before_signing else ""
    return (
        f"How to answer it: mend the sheet, or give the reason on its line, `# dealcraft: ignore[{rule.code}] reason`, "
        f"or under `exceptions` with an approver (docs/checking.md).{when}{source}"
    )


def nearest_word(word: str) -> str:
    """The word with a page that *word* was most likely meant to be, or an empty text."""
    laws = (rule.code for rule in rules_of_law())
    return nearest(word, (*catalogue.all_codes(), *FIGURES, *docs.words(), *forms.words(), *laws))


def _codes(word: str) -> Iterator[str]:
    if word not in catalogue.all_codes():
        return
    entry = catalogue.entry(word)
    rule = next((rule for rule in RULES if rule.code == word), None)
    text = rule.page if rule else entry.page
    lines = [f"{word}  ({entry.severity.word}, family {entry.family})", "", *text.strip().splitlines()]
    if rule and rule.only_to_value and "Needed only to value" not in text:
        lines += ["", "Needed only to value."]
    if rule:
        lines += ["", *textwrap.wrap(answering(rule), _WIDTH, break_on_hyphens=False)]
    if not text:
        lines += _wrapped(f"Says: {_open(entry.message[-1])}")
        lines += _wrapped(f"Help: {_open(entry.help[-1])}") if entry.help else []
    yield _joined(lines)


def _laws(word: str) -> Iterator[str]:
    for rule in rules_of_law():
        if rule.code == word:
            head = f"{word}  ({rule.severity.word}, family {rule.family})"
            yield _joined(
                [
                    head,
                    "",
                    *rule.page.splitlines(),
                    "",
                    *textwrap.wrap(answering(rule), _WIDTH, break_on_hyphens=False),
                ]
            )


def _facts(word: str) -> Iterator[str]:
    """Which rules of law ask for a fact."""
    for name in facts.fact_names():
        if word in (name, name.partition(".")[2], facts.where(name)):
            asking = [law.code for law in law_rules() if name in names_in(law.when)]
            if asking:
                yield _joined(_wrapped(f"{facts.where(name)} is asked for by {', '.join(asking)}."))


def _open(template: str) -> str:
    """A template with its values left open."""
    return re.sub(r"\{\w+\}", "…", template.replace("{{", "{").replace("}}", "}"))


def _figures(word: str) -> Iterator[str]:
    wanted = word.replace("_", "-").replace(" ", "-").lower()
    for name, figure in FIGURES.items():
        if wanted and wanted in (
            name,
            figure.label.replace(" ", "-").lower(),
            figure.field.replace("_", "-"),
        ):
            yield _figure(name, figure)


def _figure(name: str, figure: Figure) -> str:
    lines = [f"{name}  (figure: {figure.label})", "", *_wrapped(figure.meaning)]
    if figure.formula:
        lines += ["", *_wrapped(f"Formula: {figure.formula}")]
    if figure.source:
        lines += ["", *_wrapped(f"From: {figure.source}")]
    if figure.field:
        field, _, model = figure.field.partition(" of ")
        lines += ["", f"In {model or 'valuation.v1'}: {field}"]
    return _joined(lines)


def _forms(word: str) -> Iterator[str]:
    """How a kind of value is written."""
    if (form := forms.form(word)) is not None:
        width = max(len(text) for text, _ in form.written)
        lines = list[str]()
        for text, meaning in form.written:
            first, *more = textwrap.wrap(meaning, _WIDTH - width - 4) or [""]
            lines += [f"  {text:{width}}  {first}".rstrip(), *(" " * (width + 4) + line for line in more)]
        yield _joined([f"{form.name}  (a kind of value)", "", *_wrapped(form.meaning), "", *lines])


def _terms(word: str) -> Iterator[str]:
    keys = docs.keys_named(word)
    for kind in docs.kind_named(word):
        yield _joined([f"kind: {word}  (a structure)", "", *_model(kind)])
    models = list(dict.fromkeys(key.models for key in keys))
    if len(models) > 1 or (len(keys) > 1 and not models[0]):
        yield _ambiguous(word, keys)
        return
    if keys:
        lines = [line for key in keys for line in _head(key)] + _how_written(keys[0])
        yield _joined([*lines, *(line for model in models[0] for line in (*_model(model), ""))])


def _head(key: docs.Key) -> list[str]:
    shown = [f"  {place}" for place in key.places[:_PLACES_SHOWN]]
    if (more := len(key.places) - len(shown)) > 0:
        shown.append(f"  and {more} more places")
    return [_title(key), *shown, "", *_wrapped(key.doc), ""]


def _how_written(key: docs.Key) -> list[str]:
    """Where it is said how the value of *key* is written, unless it is a map of terms of its own."""
    if key.models:
        return []
    kind, _, uncertain = key.kind.rpartition("map from ID to ")[2].removeprefix("list of ").partition(",")
    pages = [form.name for form in (forms.form(kind), forms.form("uncertain") if uncertain else None) if form]
    return (
        [f"How it is written: {', '.join(f'dealcraft explain {_asked(name)}' for name in pages)}"]
        if pages
        else []
    )


def _asked(name: str) -> str:
    return f'"{name}"' if " " in name else name


def _title(key: docs.Key) -> str:
    default = key.default if key.default in (None, "required") else f"default {key.default}"
    return f"{key.name}  ({key.kind}{f', {default}' if default else ''})"


def _ambiguous(word: str, keys: tuple[docs.Key, ...]) -> str:
    lines = [f"{word} means different things in {len(keys)} places; ask for one of them:", ""]
    for key in keys:
        lines += [f"  {key.places[0]}", *(f"      {line}" for line in _wrapped(f"{key.kind}: {key.doc}", 84))]
    return _joined(lines)


def _model(model: type[Term]) -> list[str]:
    lines = [(model.__doc__ or "").strip(), ""]
    for key in docs.keys_of(model):
        lines += [f"  {_title(key)}", *(f"      {line}" for line in _wrapped(key.doc, _WIDTH - 6))]
    return lines


def _wrapped(text: str, width: int = _WIDTH) -> list[str]:
    return textwrap.wrap(text, width)


def _joined(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n")
