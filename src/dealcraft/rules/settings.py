"""What a check is to say: which rules, how severe, for what occasion; and the file in which a team agrees on it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final, Literal, NoReturn, TypeAlias

from dealcraft.errors import UsageError
from dealcraft.findings import Diagnostic, Severity, catalogue
from dealcraft.rules._rule import Rule
from dealcraft.source import Document, parse
from dealcraft.source.pin import span_of
from dealcraft.units import Path
from dealcraft.units.spelling import nearest

Profile: TypeAlias = Literal["draft", "review", "signing"]
PROFILES: Final[Mapping[Profile, str]] = MappingProxyType(
    {
        "draft": "errors and warnings; notes are left out",
        "review": "everything but what only a valuation needs, and what may be left open until signing",
        "signing": "everything, what a valuation needs and facts that rules lack included; warnings fail",
    }
)
"""Each profile, and what it says."""
FILE: Final = "dealcraft.yaml"
"""The name of the settings file."""
_KEYS: Final = ("profile", "select", "ignore", "severity", "fail_on", "baseline", "template", "rules")
_ABOUT_TEXT: Final = ("text", "shape", "quantity")
_OF_THE_SHEET: Final = (*_ABOUT_TEXT, "structure", "valuation")


@dataclass(frozen=True, slots=True)
class Settings:
    """How term sheets are checked."""

    profile: Profile = "review"
    """For what occasion."""
    select: tuple[str, ...] = ()
    """Codes and families that are shown; all where there are none."""
    ignore: tuple[str, ...] = ()
    """Codes and families that are not shown."""
    severity: Mapping[str, Severity] = field(default_factory=dict)
    """Another severity, by code or family."""
    fail_on: Severity | None = None
    """The lowest severity that fails a check; None leaves it to the profile."""
    as_of: date | None = None
    """The day on which answers have to hold; None is the sheet's valuation date."""
    baseline: str | None = None
    """The file of findings that are known."""
    template: str | None = None
    """The sheet whose locked terms hold for all."""
    rules: tuple[str, ...] = ()
    """The files of house rules."""

    @property
    def valuing(self) -> bool:
        """Whether what only a valuation needs is asked for."""
        return self.signing

    @property
    def signing(self) -> bool:
        """Whether the sheet is to be signed."""
        return self.profile == "signing"

    @property
    def fails_at(self) -> Severity:
        """The lowest severity that fails a check."""
        return self.fail_on or (Severity.WARNING if self.profile == "signing" else Severity.ERROR)


def must_be_mended(diagnostic: Diagnostic) -> bool:
    """Whether a finding keeps the sheet from being read or valued, so that no answer helps."""
    return diagnostic.family in _OF_THE_SHEET and catalogue.entry(diagnostic.code).severity is Severity.ERROR


def shown(diagnostics: Sequence[Diagnostic], settings: Settings) -> tuple[Diagnostic, ...]:
    """*diagnostics* as *settings* want them: those that are asked for, in the severity that is asked for."""
    return tuple(
        each for each in (_asked(diagnostic, settings) for diagnostic in diagnostics) if each is not None
    )


def check_names(settings: Settings, rules: Sequence[Rule]) -> None:
    """Raise UsageError where *settings* name a code or family that neither the catalogue nor *rules* know."""
    codes = {*catalogue.all_codes(), *(rule.code for rule in rules)}
    families = {*catalogue.families(), *(rule.family for rule in rules)}
    for name in (*settings.select, *settings.ignore, *settings.severity):
        if name not in codes and name not in families:
            hint = nearest(name, sorted(codes | families))
            raise UsageError(f"no rule or family {name}{f'; did you mean {hint}?' if hint else ''}")
    for name in (*settings.ignore, *settings.severity):
        if name in catalogue.all_codes():
            entry = catalogue.entry(name)
            if entry.family in _OF_THE_SHEET and entry.severity is Severity.ERROR:
                raise UsageError(
                    f"{name} keeps a sheet from being read or valued; it cannot be ignored or lowered"
                )


def read_settings(content: bytes, file: str) -> Settings:
    """The settings in a file; raises UsageError, with the place, for what cannot be read."""
    document = parse(content, file)
    for diagnostic in document.diagnostics:
        at = f":{diagnostic.span.line}:{diagnostic.span.column}" if diagnostic.span else ""
        if diagnostic.code != "empty-sheet":
            raise UsageError(f"{file}{at}: {diagnostic.message}")
    data: Mapping[str, Any] = document.data if isinstance(document.data, dict) else {}
    for key in data:
        if key not in _KEYS:
            _refuse(document, (key,), f"{key} is no setting", key, _KEYS)
    profile = _word(document, data, "profile", tuple(PROFILES))
    fail_on = _word(document, data, "fail_on", _LEVELS)
    levels = data.get("severity") or {}
    if not isinstance(levels, dict):
        _refuse(document, ("severity",), "severity is a map from a code or family to error, warning or info")
    severity = {name: Severity[_level(document, levels, name).upper()] for name in levels}
    return Settings(
        profile=profile or "review",  # type: ignore[arg-type]
        select=_names(document, data, "select"),
        ignore=_names(document, data, "ignore"),
        severity=severity,
        fail_on=Severity[fail_on.upper()] if fail_on else None,
        baseline=_file(document, data, "baseline"),
        template=_file(document, data, "template"),
        rules=_names(document, data, "rules"),
    )


_LEVELS: Final = ("error", "warning", "info")


def _asked(diagnostic: Diagnostic, settings: Settings) -> Diagnostic | None:
    names = (diagnostic.code, diagnostic.family)
    mend = must_be_mended(diagnostic) if not diagnostic.missing else False
    if settings.select and not any(name in settings.select for name in names):
        return diagnostic if mend and diagnostic.family in _ABOUT_TEXT else None
    if mend:
        return diagnostic
    if any(name in settings.ignore for name in names):
        return None
    severity = next(
        (settings.severity[name] for name in names if name in settings.severity), diagnostic.severity
    )
    if settings.profile == "draft" and (severity is Severity.INFO or diagnostic.missing):
        return None
    if settings.profile == "signing" and diagnostic.missing:
        return _unjudged(diagnostic)
    return replace(diagnostic, severity=severity) if severity is not diagnostic.severity else diagnostic


def _unjudged(diagnostic: Diagnostic) -> Diagnostic:
    """A rule that lacks facts, as a warning that says so: what its source says of them may not be so of this deal."""
    words = catalogue.entry("facts-missing")
    values = {"facts": ", ".join(diagnostic.missing), "said": diagnostic.message}
    return replace(
        diagnostic, message=words.say(values), help=words.advise(values), missing=(), severity=Severity.WARNING
    )  # fmt: skip


def _names(document: Document, data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = data.get(key) or []
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        _refuse(document, (key,), f"{key} is a list of names")
    return tuple(names)


def _file(document: Document, data: Mapping[str, Any], key: str) -> str | None:
    name = data.get(key)
    if name is not None and not isinstance(name, str):
        _refuse(document, (key,), f"{key} is the name of a file")
    return name


def _word(document: Document, data: Mapping[str, Any], key: str, known: Sequence[str]) -> str | None:
    value = data.get(key)
    if value is not None and value not in known:
        _refuse(document, (key,), f"{value} is none of {', '.join(known)}", str(value), known)
    return value


def _level(document: Document, levels: Mapping[str, Any], name: str) -> str:
    value = levels[name]
    if value not in _LEVELS:
        _refuse(document, ("severity", name), f"{value} is none of {', '.join(_LEVELS)}", str(value), _LEVELS)
    return str(value)


def _refuse(
    document: Document, path: tuple[str, ...], said: str, word: str = "", known: Collection[str] = ()
) -> NoReturn:
    span = span_of(document, Path(path), at="key" if len(path) == 1 else "value")
    hint = nearest(word, known) if word else ""
    mend = f"; did you mean {hint}?" if hint else f"; there are {', '.join(known)}" if known else ""
    at = f":{span.line}:{span.column}" if span else ""
    raise UsageError(f"{document.file}{at}: {said}{mend}")
