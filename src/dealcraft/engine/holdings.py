"""Who owns the assets under a structure, and what each side still holds, in words."""

from __future__ import annotations

from dealcraft.engine.leaf import at_base
from dealcraft.engine.plan import Plan, StructurePlan
from dealcraft.engine.plan_terms import AgreementPlan
from dealcraft.law.territories import country_name, describe


def ownership(plan: Plan, structure: StructurePlan) -> str:
    """The party, or parties, that hold title."""
    owners = {asset: plan.assets[asset].owner for asset in structure.assets}
    for agreement in structure.agreements:
        if agreement.kind == "assignment":
            owners |= dict.fromkeys(agreement.assets, agreement.acquirer)
    return ", ".join(dict.fromkeys(owners.values()))


def keeps(plan: Plan, structure: StructurePlan, party: str) -> str | None:
    """What *party* holds under *structure*; None for a party that takes no part."""
    owns = [asset for asset in structure.assets if plan.assets[asset].owner == party]
    if not structure.agreements:
        return "everything" if owns else None
    words = list[str]()
    taking_part = bool(owns)
    for agreement in structure.agreements:
        if party in (agreement.grantor, agreement.acquirer):
            taking_part = True
            words += _under(plan, structure, agreement, party)
    if not taking_part:
        return None
    return ", ".join(dict.fromkeys(words)) or "nothing"


def _under(plan: Plan, structure: StructurePlan, agreement: AgreementPlan, party: str) -> list[str]:
    words = list[str]()
    grants = party == agreement.grantor
    if agreement.kind == "assignment":
        words += [] if grants else ["title"]
    elif grants:
        words.append("title")
    if grants and not structure.idle:
        left = [
            cell
            for cell in structure.cells
            if cell not in agreement.cells and plan.cells[cell].asset in agreement.assets
        ]
        words += [_place(plan, cell) for cell in left]
    if agreement.kind == "collaboration" and party in agreement.profit_share:
        words.append(f"{at_base(agreement.profit_share[party]) * 100:.4g}% of profit")
    if agreement.kind == "licence":
        if not grants:
            words.append("licence")
        elif agreement.shares_cells:
            words.append("use beside the licensee")
    return words


def _place(plan: Plan, cell: str) -> str:
    countries = plan.cells[cell].countries
    return country_name(next(iter(countries))) if len(countries) == 1 else describe(countries)
