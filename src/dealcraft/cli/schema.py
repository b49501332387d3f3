"""`dealcraft schema`: the JSON Schema of a term sheet, or of what a command writes."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from dealcraft.cli._options import Output


class DraftName(StrEnum):
    """A version of JSON Schema."""

    LATEST = "2020-12"
    SEVEN = "7"


def schema(
    name: Annotated[
        str,
        typer.Argument(
            metavar="[NAME]", help="term-sheet.v1, or the format of a command's JSON: findings.v1."
        ),
    ] = "term-sheet.v1",
    draft: Annotated[
        DraftName, typer.Option("--draft", help="The version of JSON Schema.")
    ] = DraftName.LATEST,
    output: Output = None,
) -> int:
    """Print the JSON Schema of a term sheet, for editors.

    `dealcraft new --with-schema` writes it beside a new sheet, with the line that editors read.
    """
    from dealcraft.cli._output import write
    from dealcraft.errors import UsageError
    from dealcraft.report.schemas import OUTPUTS, TERM_SHEET, schema_of
    from dealcraft.terms.schema import written

    known = (TERM_SHEET, *OUTPUTS)
    if name not in known:
        raise UsageError(f"there is no schema {name}; there are {', '.join(known)}")
    write(written(schema_of(name, draft=draft.value)), output)
    return 0
