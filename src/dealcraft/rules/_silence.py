"""What agreements leave unsaid of how they are run: shared by rules that ask for a clause."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._reading import Deal, deals
from dealcraft.terms.governance import Governance
from dealcraft.terms.sheet import Sheet


def run_by_words(sheet: Sheet) -> Iterator[tuple[Deal, Governance]]:
    """The agreements of which the sheet says how they are run; of the others `governance-silent` speaks, once."""
    for deal in deals(sheet):
        if deal.agreement.governance is not None:
            yield deal, deal.agreement.governance


def says(deal: Deal, *subjects: str) -> bool:
    """Whether `governance` of *deal* has one of the keys *subjects*, or a clause of its `text` named after one."""
    governance = deal.agreement.governance
    if governance is None:
        return False
    stated = governance.model_fields_set
    return any(name in stated or any(name in clause for clause in governance.text) for name in subjects)


def unsaid(code: str, deal: Deal, *subjects: str) -> Iterator[Finding]:
    """A finding where `governance` of *deal* is stated and says nothing of any of the *subjects*."""
    if deal.agreement.governance is not None and not says(deal, *subjects):
        path = deal.path.child("governance", subjects[0])
        yield Finding(code, path, {"kind": deal.agreement.kind})
