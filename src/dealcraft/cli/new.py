"""`dealcraft new`: a commented term sheet to start from."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

_SCHEMA: Final = "term-sheet.v1.json"
_UPWARD: Final = 5


class Kind(StrEnum):
    """What the sheet compares with keeping the asset."""

    RETAIN = "retain"
    LICENCE = "licence"
    ASSIGNMENT = "assignment"
    COLLABORATION = "collaboration"
    PACKAGE = "package"


class Sector(StrEnum):
    """What kind of asset it is about."""

    BIOPHARMA = "biopharma"
    SEMICONDUCTOR = "semiconductor"
    SOFTWARE = "software"
    CONTENT = "content"


def new(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="What to write: NAME.deal.yaml, or - for standard output.")
    ],
    kind: Annotated[
        Kind, typer.Option("--kind", help="The structure beside keeping the asset.")
    ] = Kind.LICENCE,
    sector: Annotated[Sector, typer.Option("--sector", help="What the asset is.")] = Sector.BIOPHARMA,
    with_schema: Annotated[
        bool, typer.Option("--with-schema", help=f"Also write {_SCHEMA} beside it, for editors.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over what is there.")] = False,
) -> int:
    """Write a commented term sheet to start from.

    It passes `check` and can be compared at once; every figure in it is a placeholder.
    """
    from dealcraft.cli._output import note, write
    from dealcraft.errors import UsageError
    from dealcraft.source.files import STANDARD_INPUT, SUFFIX
    from dealcraft.terms.templates import template

    if file == STANDARD_INPUT:
        if with_schema:
            raise UsageError("--with-schema writes beside a file; name one")
        named = Path(f"draft{SUFFIX}")
        write(_head(named, with_schema=False) + template(kind.value, sector.value, file=named.name), None)
        return 0
    if not file.endswith(SUFFIX):
        note(f"a folder is searched for *{SUFFIX}; {file} has to be named to be checked")
    path = Path(file)
    texts = {path: _head(path, with_schema=with_schema) + template(kind.value, sector.value, file=path.name)}
    if with_schema:
        from dealcraft.terms.schema import sheet_schema, written

        texts[path.with_name(_SCHEMA)] = written(sheet_schema())
    _write(texts, force=force)
    note(f"wrote {' and '.join(str(each) for each in texts)}; next: dealcraft check {file}")
    return 0


def _head(path: Path, *, with_schema: bool) -> str:
    """The lines by which editors find the schema: beside the sheet, or in a folder `schemas` above it."""
    found = _SCHEMA if with_schema else _found_schema(path)
    if found is None:
        return (
            f"# For an editor: dealcraft schema -o {_SCHEMA}, then write as the first line, without the brackets,\n"
            f"# [yaml-language-server: $schema={_SCHEMA}]\n"
        )
    return f"# yaml-language-server: $schema={found}\n# $schema: {found}\n"


def _found_schema(path: Path) -> str | None:
    folder = path.parent
    if (folder / _SCHEMA).is_file():
        return _SCHEMA
    for up, above in enumerate(folder.resolve().parents[:_UPWARD], 1):
        if (above / "schemas" / _SCHEMA).is_file():
            return "../" * up + f"schemas/{_SCHEMA}"
    return None


def _write(texts: dict[Path, str], *, force: bool) -> None:
    """Write each of *texts*, or none of them where another text is there already and *force* is not given."""
    from dealcraft.errors import UsageError

    for path, text in texts.items():
        if path.exists() and not force and path.read_bytes() != text.encode():
            raise UsageError(f"{path} is there already; --force writes over it")
    for path, text in texts.items():
        if not path.exists() or force:
            try:
                with path.open("w" if force else "x", encoding="utf-8", newline="\n") as file:
                    file.write(text)
            except OSError as problem:
                reason = (problem.strerror or str(problem)).lower()
                raise UsageError(f"cannot write {path}: {reason}") from None
