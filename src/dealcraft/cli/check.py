"""`dealcraft check`: everything there is to say of term sheets, in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from dealcraft.cli._options import Changes, Files, FindingFormat, FormatOfFindings, Level, Output

if TYPE_CHECKING:
    from dealcraft.cli._settings import Resolved
    from dealcraft.findings import Diagnostic


class ProfileName(StrEnum):
    """For what occasion a sheet is checked."""

    DRAFT = "draft"
    REVIEW = "review"
    SIGNING = "signing"


Verbose = Annotated[
    bool,
    typer.Option("-v", "--verbose", help="List what was accepted, and rules not checked for want of facts."),
]
Reports = Annotated[
    list[str] | None,
    typer.Option(
        "--report", metavar="FORMAT=FILE", help="Write a further report; may be given several times."
    ),
]
FailsOn = Annotated[
    Level | None,
    typer.Option("--fail-on", help="The lowest severity that makes the exit code 1; error unless said."),
]
Select = Annotated[
    list[str] | None,
    typer.Option("--select", metavar="CODE|FAMILY", help="Show only these; may be given several times."),
]
Ignored = Annotated[
    list[str] | None,
    typer.Option("--ignore", metavar="CODE|FAMILY", help="Do not show these; may be given several times."),
]
ForOccasion = Annotated[ProfileName | None, typer.Option("--profile", help="For what occasion to check.")]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", help="The day on which exceptions must hold (the valuation date)."
    ),
]
Config = Annotated[
    str | None,
    typer.Option("--config", metavar="FILE", help="The settings file (the nearest dealcraft.yaml upward)."),
]
Isolated = Annotated[bool, typer.Option("--isolated", help="Read no settings file.")]
BaselineFile = Annotated[
    str | None,
    typer.Option("--baseline", metavar="FILE", help="Findings that are known and not told of again."),
]
TemplateFile = Annotated[
    str | None,
    typer.Option(
        "--template", metavar="FILE", help="A sheet whose locked terms hold for all that is checked."
    ),
]
WriteBaseline = Annotated[
    bool, typer.Option("--write-baseline", help="Write what is found to the baseline, and tell of nothing.")
]
FixOption = Annotated[
    bool, typer.Option("--fix", help="Mend what can be mended without a change of meaning.")
]
DiffOption = Annotated[
    bool, typer.Option("--diff", help="With --fix: show what would change, and change nothing.")
]
ShowSettings = Annotated[
    bool, typer.Option("--show-settings", help="Print the settings of this check, and stop.")
]


def check(
    files: Files,
    format_: FormatOfFindings = FindingFormat.TEXT,
    output: Output = None,
    report: Reports = None,
    verbose: Verbose = False,
    fail_on: FailsOn = None,
    select: Select = None,
    ignore: Ignored = None,
    profile: ForOccasion = None,
    as_of: AsOf = None,
    baseline: BaselineFile = None,
    write_baseline: WriteBaseline = False,
    template: TemplateFile = None,
    config: Config = None,
    isolated: Isolated = False,
    show_settings: ShowSettings = False,
    fix: FixOption = False,
    diff: DiffOption = False,
    set_: Changes = None,
) -> int:
    """Check term sheets.

    Their text, their shape, and what a careful reader would query, in one pass.
    """
    from time import perf_counter

    from dealcraft.cli._output import note, page, write
    from dealcraft.cli._run import Exit
    from dealcraft.cli._settings import Asked, resolved, told
    from dealcraft.errors import UsageError
    from dealcraft.report.findings import FORMATS
    from dealcraft.source import find

    started = perf_counter()
    reports = [(format_, output), *_reports(report or ())]
    asked = Asked(profile, select or (), ignore or (), as_of, fail_on, baseline, template, config, isolated)
    found = find(files)
    settings = resolved(asked, files, writing=write_baseline)
    if show_settings:
        write(told(settings), output)
        return Exit.DONE
    if not found:
        note(f"no *.deal.yaml in {', '.join(files)}")
        return Exit.NOTHING
    if diff and not fix:
        raise UsageError("--diff shows what --fix would change; give both")
    if fix:
        from dealcraft.cli import _fixing

        changed = _fixing.fixed(found, files, settings)
        if diff:
            write(_fixing.diff(changed), output)
            return Exit.FOUND if changed else Exit.DONE
        _fixing.write_fixed(changed)
        note(f"mended {', '.join(changed)}" if changed else "nothing to mend")
    diagnostics = _by_file(found, _said(found, set_, files, settings))
    if write_baseline:
        return _write_baseline(diagnostics, settings)
    seconds = perf_counter() - started
    for form, to in reports:
        write(FORMATS[form.value](diagnostics, seconds=seconds, page=page(to, verbose=verbose)), to)
    standing = (diagnostic for each in diagnostics.values() for diagnostic in each if diagnostic.stands)
    worst = max((diagnostic.severity for diagnostic in standing), default=None)
    return Exit.FOUND if worst is not None and worst >= settings.settings.fails_at else Exit.DONE


def _said(
    found: Sequence[str], changes: Sequence[str] | None, within: Sequence[str], resolved: Resolved
) -> Iterator[Diagnostic]:
    """What is to be said of each sheet, under the settings."""
    from dealcraft.cli._sheets import opened
    from dealcraft.rules.run import examine
    from dealcraft.rules.settings import check_names

    rules = resolved.rules
    check_names(resolved.settings, rules)
    for loaded in opened(found, changes, within=within):
        known, templates = resolved.known(loaded.document), resolved.templates
        yield from examine(loaded, resolved.settings, rules=rules, known=known, templates=templates)


def _write_baseline(diagnostics: Mapping[str, Sequence[Diagnostic]], resolved: Resolved) -> int:
    from dealcraft.cli._output import note, write
    from dealcraft.cli._run import Exit
    from dealcraft.cli._settings import name_in
    from dealcraft.errors import UsageError
    from dealcraft.rules.baseline import write_baseline

    file = resolved.settings.baseline
    if file is None:
        raise UsageError(
            "there is no baseline to write; name it with --baseline FILE or in the settings file"
        )
    found = {name_in(file, name): each for name, each in diagnostics.items()}
    write(write_baseline(found), file)
    note(f"the baseline {file} is written")
    return Exit.DONE


def _reports(asked: Sequence[str]) -> list[tuple[FindingFormat, str]]:
    """What ``--report`` asks for: formats, and the files they go to."""
    from dealcraft.errors import UsageError

    wanted = list[tuple[FindingFormat, str]]()
    for text in asked:
        name, _, file = text.partition("=")
        if name not in list(FindingFormat) or not file:
            formats = ", ".join(FindingFormat)
            raise UsageError(f"--report {text} is not FORMAT=FILE; the formats are {formats}")
        wanted.append((FindingFormat(name), file))
    return wanted


def _by_file(files: Sequence[str], said: Iterable[Diagnostic]) -> dict[str, list[Diagnostic]]:
    """What is said of each file; of one that several sheets extend, once."""
    found: dict[str, dict[object, Diagnostic]] = {file: {} for file in files}
    for each in said:
        same = (each.code, each.path, each.span, each.message)
        found.setdefault(each.file, {}).setdefault(same, each)
    return {file: list(inside.values()) for file, inside in found.items()}
