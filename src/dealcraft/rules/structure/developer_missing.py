"""A structure in which it is open who develops."""

from __future__ import annotations

from collections.abc import Iterator

from dealcraft.findings import Finding
from dealcraft.rules._reading import Deal, assets_of, cells, deals, touched
from dealcraft.rules._rule import rule
from dealcraft.rules._worth import highest_year
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import Licence, Package
from dealcraft.units import Path


@rule("structure", only_to_value=True)
def developer_missing(sheet: Sheet) -> Iterator[Finding]:
    """A licence of less than half of the asset's peak sales, or a package, does not say who develops.

    Whoever takes most of an asset usually runs its development, so that a licence of most of it need not say so. A
    regional licensee usually does not, and among several agreements anyone may. Needed only to value.

    *Instead of*

        {kind: licence, licensee: rhein, grant: {territory: JP, ...}}

    *Write*

        {kind: licence, licensee: rhein, developer: hanbit, grant: {territory: JP, ...}}
    """
    for name, structure in sheet.structures.items():
        if structure.developer is None and _has_phases(sheet, assets_of(sheet, structure)):
            path = Path(("structures", name, "developer"))
            inside = [deal for deal in deals(sheet) if deal.path[1] == name]
            sides = dict.fromkeys(side for deal in inside for side in (deal.acquiring, deal.granting))
            values = {"sides": " or ".join(f"`developer: {side}`" for side in sides)}
            if isinstance(structure, Package):
                yield Finding("developer-missing", path, {"why": "a package", **values})
            elif isinstance(structure, Licence) and any(
                _under_half(sheet, deal, asset) for deal in inside for asset in deal.assets
            ):
                why = "a licence of under half of the peak sales"
                yield Finding("developer-missing", path, {"why": why, **values})


def _has_phases(sheet: Sheet, assets: tuple[str, ...]) -> bool:
    return any(sheet.assets[asset].development for asset in assets if asset in sheet.assets)


def _under_half(sheet: Sheet, deal: Deal, asset: str) -> bool:
    peaks = {name: highest_year(sheet, market) for name, market in cells(sheet, (asset,))}
    inside = sum(peak for name, peak in peaks.items() if name in touched(sheet, deal))
    return inside < 0.5 * sum(peaks.values())
