"""From options and the settings file to the settings of a check; an option stands above the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dealcraft.errors import UsageError
from dealcraft.rules.settings import FILE, PROFILES, Settings, read_settings

if TYPE_CHECKING:
    from dealcraft.rules import Rule
    from dealcraft.rules.baseline import Baseline
    from dealcraft.rules.house import HouseRule
    from dealcraft.source import Document


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says of settings; None and empty leave it to the file."""

    profile: str | None = None
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    as_of: str | None = None
    fail_on: str | None = None
    baseline: str | None = None
    template: str | None = None
    config: str | None = None
    isolated: bool = False


@dataclass(frozen=True, slots=True)
class Resolved:
    """The settings of a run, and where they come from."""

    settings: Settings
    file: str | None
    """The settings file that was read."""
    baseline: Baseline
    house: tuple[HouseRule, ...] = ()
    """The house rules that the settings name."""
    templates: tuple[Document, ...] = ()
    """The sheet whose locked terms hold for all, if the settings name one."""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule of a check."""
        from dealcraft.rules import RULES
        from dealcraft.rules.law import rules_of_law

        return (*RULES, *rules_of_law(), *(rule.rule() for rule in self.house))

    def known(self, document: Document) -> Baseline:
        """The fingerprints that the baseline has for the file of *document* and those that it extends."""
        baseline = self.settings.baseline
        if not self.baseline or baseline is None:
            return {}
        files = (document.file, *(parent.file for parent in document.parents))
        return {file: self.baseline.get(name_in(baseline, file), {}) for file in files}


def resolved(asked: Asked, files: Sequence[str], *, writing: bool = False) -> Resolved:
    """The settings for *files*: of the options, else of the settings file, else the usual ones.

    A baseline that is to be written anew (*writing*) is not read.
    """
    file = None if asked.isolated else asked.config or _found(files)
    settings = _read(file) if file is not None else Settings()
    if asked.profile is not None:
        settings = replace(settings, profile=asked.profile)  # type: ignore[arg-type]
    if asked.select:
        settings = replace(settings, select=_names(asked.select))
    if asked.ignore:
        settings = replace(settings, ignore=_names(asked.ignore))
    if asked.fail_on is not None:
        from dealcraft.findings import Severity

        settings = replace(settings, fail_on=Severity[asked.fail_on.upper()])
    if asked.as_of is not None:
        settings = replace(settings, as_of=_day(asked.as_of))
    if asked.baseline is not None:
        settings = replace(settings, baseline=asked.baseline)
    if asked.template is not None:
        settings = replace(settings, template=asked.template)
    baseline = {} if writing else _baseline(settings.baseline)
    return Resolved(settings, file, baseline, house_rules(settings.rules), _templates(settings.template))


def house_rules(files: Sequence[str]) -> tuple[HouseRule, ...]:
    """The rules in *files*; raises UsageError where two have one name."""
    if not files:
        return ()
    from dealcraft.rules.house_file import read_house_rules
    from dealcraft.source import read

    rules: dict[str, HouseRule] = {}
    for file in files:
        for rule in read_house_rules(read(file), file):
            if rule.code in rules:
                raise UsageError(f"{file}: {rule.code} is also a rule of {rules[rule.code].file}")
            rules[rule.code] = rule
    return tuple(rules.values())


def name_in(baseline: str, file: str) -> str:
    """*file* as the baseline names it: a path from the folder of the baseline."""
    import os

    try:
        name = os.path.relpath(Path(file).resolve(), Path(baseline).resolve().parent)
    except (ValueError, OSError, RuntimeError):
        return Path(file).name
    return name.replace("\\", "/")


def told(found: Resolved) -> str:
    """The settings as text, one to a line, in the words of the settings file."""
    settings = found.settings
    severity = ", ".join(f"{name}: {level.word}" for name, level in settings.severity.items())
    lines = (
        ("file", found.file or "none"),
        ("profile", f"{settings.profile}  # {PROFILES[settings.profile]}"),
        ("select", f"[{', '.join(settings.select)}]" if settings.select else "everything"),
        ("ignore", f"[{', '.join(settings.ignore)}]"),
        ("severity", f"{{{severity}}}"),
        ("fail_on", settings.fails_at.word),
        ("as_of", str(settings.as_of or "the valuation date of each sheet")),
        ("baseline", settings.baseline or "none"),
        ("template", settings.template or "none"),
        ("rules", f"[{', '.join(settings.rules)}]"),
    )
    return "".join(f"{name}: {value}\n" for name, value in lines)


def _found(files: Sequence[str]) -> str | None:
    """The nearest settings file from the folder that holds all *files* upward, no further than the repository."""
    import os

    try:
        folders = [str(_folder(file)) for file in files if file != "-"] or [str(Path.cwd())]
        here = Path(os.path.commonpath(folders))
    except (OSError, ValueError, RuntimeError):
        return None
    for folder in (here, *here.parents):
        if (folder / FILE).is_file():
            return os.path.relpath(folder / FILE)
        if (folder / ".git").exists():
            return None
    return None


def _folder(file: str) -> Path:
    path = Path(file).resolve()
    return path if path.is_dir() else path.parent


def _read(file: str) -> Settings:
    """What *file* says, its own file names counted from its folder."""
    from dealcraft.source import read

    settings = read_settings(read(file), file)
    return replace(
        settings,
        baseline=None if settings.baseline is None else _beside(file, settings.baseline),
        template=None if settings.template is None else _beside(file, settings.template),
        rules=tuple(_beside(file, name) for name in settings.rules),
    )


def _beside(file: str, name: str) -> str:
    """A file that the settings name: it lies below their folder, so that settings from others read nothing else."""
    folder = Path(file).parent
    try:
        if (folder / name).resolve().is_relative_to(folder.resolve()):
            return str(folder / name)
    except (OSError, RuntimeError, ValueError):
        pass
    raise UsageError(f"{file}: {name} lies outside the folder of the settings")


def _baseline(file: str | None) -> Baseline:
    if file is None:
        return {}
    from dealcraft.rules.baseline import read_baseline
    from dealcraft.source import Limits, read

    return read_baseline(read(file, limits=Limits(size=1 << 26)), file)


def _templates(file: str | None) -> tuple[Document, ...]:
    """The template in *file*; raises UsageError where its text has an error, with the place, or it locks nothing."""
    if file is None:
        return ()
    from dealcraft.findings import Severity
    from dealcraft.source import read_sheet

    document = read_sheet(file)
    for first in document.diagnostics:
        if first.severity is Severity.ERROR:
            at = f":{first.span.line}:{first.span.column}" if first.span else ""
            raise UsageError(f"{first.file}{at}: {first.message}")
    if not any(
        isinstance(each.data, dict) and each.data.get("locked") for each in (document, *document.parents)
    ):
        raise UsageError(f"{file} locks nothing; a template names terms under `locked`")
    return (document,)


def _names(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(name.strip() for word in words for name in word.split(",") if name.strip())


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--as-of {text} is no date; write it like 2026-11-30") from None
