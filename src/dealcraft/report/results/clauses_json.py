"""The prices of clauses as clauses.v1 JSON, at full precision."""

from __future__ import annotations

from dataclasses import asdict

from dealcraft.analysis.clauses import Prices
from dealcraft.report.models_clauses import ClausePrices, PricedClause, UnpricedClause
from dealcraft.report.models_valuation import ValuedSettings
from dealcraft.report.results.answer import Answer
from dealcraft.report.results.json import dumped, found_sheet


def json(answer: Answer, prices: Prices) -> str:
    """One object, laid out."""
    model = ClausePrices(
        sheet=found_sheet(answer),
        settings=ValuedSettings.model_validate(asdict(answer.valuation.settings)),
        structure=prices.structure,
        npv=dict(prices.worth),
        rows=tuple(
            PricedClause(path=str(row.path), price=dict(row.price), error=dict(row.error))
            for row in prices.rows
        ),
        one_by_one=dict(prices.one_by_one),
        together=None if prices.together is None else dict(prices.together),
        left_out=tuple(UnpricedClause(path=str(one.path), reason=one.reason) for one in prices.left_out),
    )
    return dumped([model])
