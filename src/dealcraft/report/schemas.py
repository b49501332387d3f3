"""Every JSON Schema that dealcraft publishes: of the term sheet, and of each kind of JSON that it writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from dealcraft.report.models import Findings, Output
from dealcraft.report.models_batch import Batch
from dealcraft.report.models_bridge import Redline
from dealcraft.report.models_clauses import ClausePrices
from dealcraft.report.models_negotiation import Negotiation
from dealcraft.report.models_rules import RuleList
from dealcraft.report.models_sensitivity import Sensitivities
from dealcraft.report.models_solution import Solutions
from dealcraft.report.models_valuation import Valuation
from dealcraft.terms.schema import URI, Draft, as_draft_7, sheet_schema

if TYPE_CHECKING:
    from dealcraft.terms.quantities import Schema

TERM_SHEET: Final = "term-sheet.v1"
OUTPUTS: Final[Mapping[str, type[Output]]] = {
    "findings.v1": Findings,
    "valuation.v1": Valuation,
    "sensitivity.v1": Sensitivities,
    "solution.v1": Solutions,
    "negotiation.v1": Negotiation,
    "clauses.v1": ClausePrices,
    "bridge.v1": Redline,
    "batch.v1": Batch,
    "rules.v1": RuleList,
}
"""What a command writes as JSON, by its `format`."""


def schema_of(name: str, *, draft: Draft = "2020-12") -> Schema:
    """The schema called *name*: the term sheet, or one of `OUTPUTS`."""
    if name == TERM_SHEET:
        return sheet_schema(draft=draft)
    schema: Schema = {"$schema": URI["2020-12"], **OUTPUTS[name].model_json_schema(mode="serialization")}
    return schema if draft == "2020-12" else as_draft_7(schema)


def published() -> Iterator[tuple[str, Schema]]:
    """The name of each file under ``schemas/``, and what it holds."""
    yield f"{TERM_SHEET}.json", schema_of(TERM_SHEET)
    yield f"{TERM_SHEET}.draft-07.json", schema_of(TERM_SHEET, draft="7")
    for name in OUTPUTS:
        yield f"{name}.json", schema_of(name)
