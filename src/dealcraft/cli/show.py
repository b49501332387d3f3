"""`dealcraft show`: the sheet that is checked and valued, after `extends` and `--set`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from dealcraft.cli._options import Changes, Output

if TYPE_CHECKING:
    from dealcraft.source import Document
    from dealcraft.units import Path


def show(
    sheet: Annotated[str, typer.Argument(metavar="SHEET", help="A term sheet, or - for standard input.")],
    origin: Annotated[
        bool, typer.Option("--origin", help="Note the file and the line of every value.")
    ] = False,
    output: Output = None,
    set_: Changes = None,
) -> int:
    """Show a term sheet as it is read.

    With what it extends merged in, and `--set` made; `--origin` notes where every value comes from.
    """
    from dealcraft.cli._output import note, write
    from dealcraft.cli._sheets import changed, opened
    from dealcraft.findings import Severity, SheetError
    from dealcraft.source.emit import emit

    loaded = next(opened([sheet], set_))
    if not loaded.data:
        raise SheetError(loaded.diagnostics)
    made = tuple(changed(set_))
    data = dict(loaded.data)

    def remark(path: Path) -> str:
        return _origin(loaded.document, path, made)

    write(emit(data, remark=remark if origin else None), output)
    errors = sum(each.severity is Severity.ERROR for each in loaded.diagnostics)
    if errors:
        note(f"{errors} {'error' if errors == 1 else 'errors'} in it: dealcraft check {sheet}")
    return 0


def _origin(document: Document, path: Path, made: Iterable[Path]) -> str:
    """Where the value at *path* comes from: ``base.yaml:12``, ``--set``, or the file's name."""
    if any(path.within(changed) for changed in made):
        return "--set"
    from dealcraft.report.inert import inert

    span = document.spans.get(path)
    return f"{inert(document.origin(path).file)}:{span.line}" if span else "the name of the file"
