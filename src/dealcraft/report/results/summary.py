"""A row per sheet of a batch, as CSV for spreadsheets and as batch.v1 JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from json import dumps

from dealcraft.findings import Diagnostic, Severity
from dealcraft.report.models_batch import Batch, FoundCounts, SheetRow
from dealcraft.report.results.answer import Answer

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the start of a formula."""


def row_of(file: str, answer: Answer | None, diagnostics: Sequence[Diagnostic]) -> SheetRow:
    """The row of one sheet, valued or not."""
    counts = FoundCounts(
        error=sum(d.severity is Severity.ERROR for d in diagnostics),
        warning=sum(d.severity is Severity.WARNING for d in diagnostics),
        info=sum(d.severity is Severity.INFO for d in diagnostics),
    )
    codes = tuple(dict.fromkeys(d.code for d in diagnostics))
    if answer is None:
        return SheetRow(file=file, status="not_valued", findings=counts, codes=codes)
    settings = answer.valuation.settings
    best = answer.comparison.ranking[settings.decides][0]
    return SheetRow(
        file=file,
        status="valued",
        id=answer.sheet.id,
        title=answer.sheet.title,
        currency=settings.currency,
        decides=settings.decides,
        first=best.structure,
        lead=best.lead,
        within_noise=best.within_noise,
        values={
            name: {party: worth.npv for party, worth in structure.parties.items()}
            for name, structure in answer.valuation.structures.items()
        },
        findings=counts,
        codes=codes,
    )


def to_json(batch: Batch) -> str:
    """batch.v1 JSON, laid out."""
    return dumps(batch.model_dump(mode="json"), ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def to_csv(batch: Batch) -> str:
    """One line per sheet; values as ``structure.party=amount``, separated by semicolons."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        [
            "file",
            "status",
            "id",
            "title",
            "currency",
            "decides",
            "first",
            "lead",
            "structures",
            "values",
            "errors",
            "warnings",
            "infos",
            "codes",
            "reason",
        ]
    )
    for row in batch.sheets:
        values = [f"{s}.{p}={npv!r}" for s, parties in row.values.items() for p, npv in parties.items()]
        cells = (
            row.file, row.status, row.id, row.title, row.currency, row.decides, row.first, row.lead, ";".join(row.values),
            ";".join(values), row.findings.error, row.findings.warning, row.findings.info, ";".join(row.codes), row.reason,
        )  # fmt: skip
        writer.writerow([_inert(cell) for cell in cells])
    return out.getvalue()


def _inert(cell: object) -> object:
    """Text that no spreadsheet takes for a formula."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return "'" + cell
    return "" if cell is None else cell
