"""A grant for every use, where the sheet knows several."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._reading import cells, deals
from dealcraft.rules._rule import rule
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import AssignmentFields


@rule("rights")
def field_undefined(sheet: Sheet) -> Iterator[Finding]:
    """The markets of the sheet are of a field of use, and the grant of a licence or collaboration names none.

    A grant without a field is a grant of all: of indications nobody has thought of, of goods beside the books. What
    is not paid for should not go over by silence; what is meant to go over is said in a word.

    Source: NVCA / US-BOLT life-science licence term sheet, field (read in November 2026).

    *Instead of*

        grant: {exclusivity: exclusive, territory: worldwide}

    *Write*

        grant: {exclusivity: exclusive, territory: worldwide, field: oncology}

    Answer: name the field; `field: all` says that every use is meant.
    """
    for deal in deals(sheet):
        if isinstance(deal.agreement, AssignmentFields) or "field" in deal.agreement.grant.model_fields_set:
            continue
        fields = [field for _, cell in cells(sheet, deal.assets) for field in cell.field.fields]
        known = list(dict.fromkeys(fields))
        if known:
            mend = known[0] if len(known) == 1 else f"[{', '.join(known)}]"
            values = {"known": ", ".join(known), "mend": mend}
            yield Finding("field-undefined", deal.path.child("grant", "field"), values)
