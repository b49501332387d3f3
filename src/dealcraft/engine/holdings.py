"""Who owns the assets under a structure, and what each side still holds, in words."""

from __future__ import annotations

from collections.abc import Iterator

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
    under = [a for a in structure.agreements if party in (a.grantor, a.acquirer)]
    if not owns and not under:
        return None
    words = list(_own(plan, structure, owns, [a for a in under if a.grantor == party]))
    for agreement in under:
        words += _under(plan, agreement, party)
    return ", ".join(dict.fromkeys(words)) or "nothing"


def _own(
    plan: Plan, structure: StructurePlan, owns: list[str], granting: list[AgreementPlan]
) -> Iterator[str]:
    """Title where it is not sold, the cells that no agreement covers, and the assets that none concerns."""
    if any(agreement.kind != "assignment" for agreement in granting):
        yield "title"
    granted = {asset for agreement in granting for asset in agreement.assets}
    covered = {cell for agreement in granting for cell in agreement.cells}
    for cell in structure.cells if not structure.idle else ():
        if cell not in covered and plan.cells[cell].asset in granted:
            yield _place(plan, cell)
    yield from (asset for asset in owns if asset not in granted)


def _under(plan: Plan, agreement: AgreementPlan, party: str) -> Iterator[str]:
    """What one agreement gives *party*, or leaves it beside the other side."""
    grants = party == agreement.grantor
    if agreement.kind == "assignment":
        if not grants:
            yield "title"
        for cell, share in agreement.back.items() if grants else ():
            part = "" if at_base(share) == 1.0 else f"{at_base(share) * 100:.4g}% of "
            yield f"{part}{_place(plan, cell)} licensed back"
    if agreement.kind == "collaboration" and party in agreement.profit_share:
        yield f"{at_base(agreement.profit_share[party]) * 100:.4g}% of profit"
    if agreement.kind == "licence":
        if not grants:
            yield "licence"
        elif agreement.shares_cells:
            yield "use beside the licensee"


def _place(plan: Plan, cell: str) -> str:
    """The territory of *cell*; its ID where another cell of the asset has the same for other uses."""
    own = plan.cells[cell]
    countries = own.countries
    if any(c.id != cell and c.asset == own.asset and c.countries == countries for c in plan.cells.values()):
        return cell
    return country_name(next(iter(countries))) if len(countries) == 1 else describe(countries)
