"""A valuation in the shape of `compare --format json`, as far as the worked cases hold it, and every scenario of a sheet."""

from __future__ import annotations

from typing import Any

from dealcraft.engine.lower import lower
from dealcraft.engine.plan import Plan
from dealcraft.engine.result import StructureValue, Valuation
from dealcraft.engine.scenarios import Scenarios
from dealcraft.engine.streams import expected


def figures(valuation: Valuation) -> dict[str, Any]:
    """The figures of *valuation* by name."""
    settings = valuation.settings
    return {
        "settings": {
            "valuation_date": settings.valuation_date.isoformat(),
            "currency": settings.currency,
            "grid": settings.grid,
            "timing": settings.timing,
            "horizon_years": settings.horizon_years,
            "run": settings.run,
            "exact": settings.exact,
            "decides": settings.decides,
        },
        "structures": {name: _structure(found) for name, found in valuation.structures.items()},
    }


def _structure(found: StructureValue) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "parties": {
            name: {
                "npv": party.npv,
                "npv_if_success": party.npv_if_success,
                "tax": party.tax,
                "withholding": party.withholding,
                "net_by_year": {str(year): net for year, net in party.net_by_year.items()},
                "leakage": party.leakage,
            }
            for name, party in found.parties.items()
        },
        "clauses": [
            {
                "path": str(clause.path), "kind": clause.kind, "payer": clause.payer, "payee": clause.payee,
                "nominal": clause.nominal, "pv": dict(clause.pv),
            }
            for clause in found.clauses
        ],
        "states": [
            {
                "agreement": str(change.agreement), "path": str(change.path), "from": change.before,
                "to": change.after, "chance": change.chance, "expected_date": change.expected_date.isoformat(),
            }
            for change in found.states
        ],
        "headline": found.headline,
    }  # fmt: skip


def every_scenario(plan: Plan, *, at_base: bool = True) -> Scenarios:
    """All scenarios of *plan* at once; drawn inputs at base, or at quasi-random points."""
    return expected(plan, seed=0, at_base=at_base).whole()


def lowered(sheet: Any) -> tuple[Plan, Scenarios]:
    """The plan of *sheet* and all its scenarios, drawn inputs at base."""
    plan = lower(sheet)
    return plan, every_scenario(plan)
