"""What the language can say and the engine does not value yet: an error when valuing, never silently ignored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from dealcraft.findings import Finding
from dealcraft.terms.assets import Phase
from dealcraft.terms.diligence import Exit, Recovery, Trigger
from dealcraft.terms.governance import Audit, Governance
from dealcraft.terms.grant import Sublicensing
from dealcraft.terms.parties import Party
from dealcraft.terms.payments import Payments, Withholding
from dealcraft.terms.royalties import Cap, Minimum, Royalty, Stacking
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import AgreementFields, AssignmentFields, AssignmentTax, CollaborationFields
from dealcraft.terms.term import Term
from dealcraft.terms.walk import stated
from dealcraft.units import Path

Says = Callable[[Any], bool]


def _anything(value: Any) -> bool:
    return value is not None and value not in ({}, [])


def _takes(value: Any) -> bool:
    return value is not None and value.take != "never"


def _is(*words: object) -> Says:
    return lambda value: value in words


NOT_VALUED: tuple[tuple[type[Term], str, Says], ...] = (
    (Phase, "continue", _is("if_worth_more")),
    (Party, "royalty_tax_rate", _anything),
    (Party, "reliefs", _anything),
    (AgreementFields, "option", _anything),
    (AssignmentFields, "licence_back", _anything),
    (AssignmentTax, "treat_as", _is("income")),
    (AssignmentTax, "seller_rate", _anything),
    (CollaborationFields, "cost_cap", _anything),
    (CollaborationFields, "opt_out", _takes),
    (CollaborationFields, "opt_in", _takes),
    (Exit, "chance_per_year", _anything),
    (Trigger, "development_spend_below", _anything),
    (Trigger, "shelved", _is(True)),
    (Recovery, "develop", _is("if_worth_more")),
    (Sublicensing, "plan", _anything),
    (Payments, "holdback", _anything),
    (Payments, "funding", _anything),
    (Payments, "equity", _anything),
    (Payments, "supply", _anything),
    (Payments, "success_fee", _anything),
    (Payments, "lag", _anything),
    (Withholding, "use", _anything),
    (Royalty, "base", _is("gross_sales", "units", "profit")),
    (Royalty, "accumulate", _is("lifetime")),
    (Royalty, "buy_out", _takes),
    (Cap, "multiple_of_paid", _anything),
    (Minimum, "carry_forward", _is(True)),
    (Stacking, "carry_forward", _is(True)),
    (Audit, "under_reporting", _anything),
    (Audit, "cost", _anything),
    (Governance, "technology_transfer", _anything),
)
"""Model, key, and the test that tells a value which would move money from one that moves none as written."""



def not_valued(sheet: Sheet) -> Iterator[Finding]:
    """One finding for everything stated in *sheet* that a valuation would leave out."""
    for path, term in sheet.terms:
        for key, value in stated(term):
            if any(isinstance(term, model) and key == name and says(value) for model, name, says in NOT_VALUED):
                yield _finding(path.child(key))


def _finding(path: Path) -> Finding:
    return Finding("not-valued-yet", path, {"path": str(path)}, at="key")

