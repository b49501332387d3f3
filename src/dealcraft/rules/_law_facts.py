"""The facts that rules of law ask for, as far as a sheet states them: in its terms, in `covenants`, in `context`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from dealcraft.rules._reading import Deal
from dealcraft.terms.assets import Right
from dealcraft.terms.events import LatestOf, Moment, OnDate, Patents
from dealcraft.terms.facts import Context
from dealcraft.terms.grant import LicenceGrant
from dealcraft.terms.royalties import Royalty, StepDown
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import AssignmentFields, CollaborationFields
from dealcraft.terms.term import Term
from dealcraft.terms.territory import Territory
from dealcraft.terms.walk import stated
from dealcraft.units import ROOT, Path, Quantity

_NEVER: Final = dt.date.max
_KINDS: Final = {"sme": "sme", "mid": "midsize", "large": "company", "university": "university"}
_GRANT_BACK: Final = {
    "licensor": "assignment",
    "grant_back_exclusive": "exclusive",
    "grant_back_non_exclusive": "non_exclusive",
    "licensee": "none",
}
_OF_ROYALTIES: Final = (
    "on_unlicensed_products", "discriminatory", "set_with_third_parties", "tied_to_imported_goods",
)  # fmt: skip
"""Clauses that an agreement without a royalty does not have."""
_SECTORS: Final = {"biopharma": "pharma", "pharmaceuticals": "pharma"}


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact and the place that states it."""

    value: object
    path: Path


def facts_of(sheet: Sheet, deal: Deal) -> dict[str, Stated]:
    """What *sheet* states of *deal*; what `covenants` and `context` say stands above what follows from its terms."""
    facts = dict(_derived(sheet, deal))
    facts |= _context(sheet.context, ROOT)
    if len(deal.assets) == 1 and deal.assets[0] in sheet.assets:
        asset = deal.assets[0]
        facts |= _group("ip", sheet.assets[asset].context, Path(("assets", asset, "context")))
    facts |= _context(deal.agreement.context, deal.path)
    return facts | _group("covenants", deal.agreement.covenants, deal.path.child("covenants"))


def _context(context: Context | None, path: Path) -> dict[str, Stated]:
    facts = dict[str, Stated]()
    for group, inside in stated(context) if context is not None else ():
        facts |= _group(group, inside, path.child("context", group))
    return facts


def _group(group: str, inside: Term | None, path: Path) -> dict[str, Stated]:
    entries = stated(inside) if inside is not None else ()
    return {
        f"{group}.{name}": Stated(_plain(value), path.child(name))
        for name, value in entries
        if value is not None
    }


def _plain(value: Any) -> object:
    """A fact as rules compare it: numbers, sets of countries and of words."""
    match value:
        case Quantity():
            return value.value
        case Territory():
            return value.countries
        case list():
            return frozenset(value)
    return value


def _at(value: object, *steps: str) -> Stated:
    return Stated(value, Path(steps))


def _derived(sheet: Sheet, deal: Deal) -> Iterator[tuple[str, Stated]]:
    yield from _parties(sheet, deal)
    yield from _form(sheet, deal)
    yield from _rights(sheet, deal)
    yield from _royalties(sheet, deal)
    yield from _governance(deal)


def _parties(sheet: Sheet, deal: Deal) -> Iterator[tuple[str, Stated]]:
    for name, party in (("licensor", deal.granting), ("licensee", deal.acquiring)):
        if party in sheet.parties and (country := sheet.parties[party].country) is not None:
            yield f"parties.{name}_country", _at(country, "parties", party, "country")
    size = sheet.parties[deal.granting].size if deal.granting in sheet.parties else None
    if size in _KINDS:
        yield "parties.licensor_kind", _at(_KINDS[size], "parties", deal.granting, "size")


def _form(sheet: Sheet, deal: Deal) -> Iterator[tuple[str, Stated]]:
    agreement, grant = deal.agreement, deal.path.child("grant")
    kind = "assignment" if isinstance(agreement, AssignmentFields) else "licence"
    kind = "collaboration" if isinstance(agreement, CollaborationFields) else kind
    yield "deal.kind", Stated(kind, deal.path.child("kind"))
    if isinstance(agreement.grant, LicenceGrant):
        word = agreement.grant.exclusivity.replace("co_exclusive", "non_exclusive")
        yield "deal.exclusivity", Stated(word, grant.child("exclusivity"))
    elif isinstance(agreement, AssignmentFields):
        yield "deal.exclusivity", Stated("exclusive", deal.path.child("kind"))
    if sheet.effective is not None:
        yield "deal.date", _at(sheet.effective, "effective")
    if (where := deal.territory) is not None:
        place = grant.child("territory")
        yield "deal.market_countries", Stated(where.countries, place)
        yield (
            "covenants.territory_limit",
            Stated("worldwide" not in where.include or bool(where.excluded), place),
        )


def _rights(sheet: Sheet, deal: Deal) -> Iterator[tuple[str, Stated]]:
    rights = list(_granted(sheet, deal))
    if not rights:
        return
    place = rights[0][0].parent
    yield "ip.types", Stated(frozenset(right.kind for _, right in rights), place)
    registered = [right for _, right in rights if right.kind in ("patent", "design")]
    if registered and all(right.countries is not None for right in registered):
        countries = frozenset[str]().union(
            *(right.countries.countries for right in registered if right.countries)
        )
        yield "ip.registered_countries", Stated(countries, place)
    patents = [(path, right) for path, right in rights if right.kind == "patent"]
    expiries = [
        (right.expires, path.child("expires")) for path, right in patents if right.expires is not None
    ]
    if expiries and len(expiries) == len(patents):
        yield "ip.last_expiry", Stated(*max(expiries))
    sectors = {sheet.assets[asset].sector for asset in deal.assets if asset in sheet.assets}
    if len(sectors) == 1 and (sector := next(iter(sectors))) is not None:
        word = _SECTORS.get(sector.strip().lower(), sector.strip().lower())
        yield "ip.sector", _at(word, "assets", deal.assets[0], "sector")


def _granted(sheet: Sheet, deal: Deal) -> Iterator[tuple[Path, Right]]:
    named = deal.agreement.grant.rights
    for asset in deal.assets:
        for name, right in sheet.assets[asset].rights.items() if asset in sheet.assets else ():
            if not named or name in named:
                yield Path(("assets", asset, "rights", name)), right


def _royalties(sheet: Sheet, deal: Deal) -> Iterator[tuple[str, Stated]]:
    payments, place = deal.agreement.payments, deal.path.child("payments")
    royalties = {place.child("royalties", name): royalty for name, royalty in payments.royalties.items()}
    if payments.royalty is not None:
        royalties[place.child("royalty")] = payments.royalty
    if royalties:
        first = next(iter(royalties))
        yield "covenants.formula_in_contract", Stated(True, first)
        ends = [_end(sheet, deal, royalty) for royalty in royalties.values()]
        if all(end is not None for end in ends):
            last, path = max(
                (end, path) for end, path in zip(ends, royalties, strict=True) if end is not None
            )
            until = royalties[path].until is not None
            yield "covenants.end_date", Stated(last, path.child("until") if until else path)
        yield "covenants.step_down_on_expiry", Stated(all(map(_steps_down, royalties.values())), first)
    elif not _royalty_to_partner(deal):
        yield "covenants.end_date", Stated(dt.date.min, place)
        for name in _OF_ROYALTIES:
            yield f"covenants.{name}", Stated(False, place)
    if payments.withholding is not None:
        terms = place.child("withholding")
        yield "covenants.tax_clause", Stated(True, terms)
        yield "covenants.gross_up", Stated(bool(payments.withholding.gross_up), terms)


def _royalty_to_partner(deal: Deal) -> bool:
    """Whether a partner that has left is paid a royalty, which has terms of its own."""
    agreement = deal.agreement
    return isinstance(agreement, CollaborationFields) and agreement.opt_out is not None


def _end(sheet: Sheet, deal: Deal, royalty: Royalty) -> dt.date | None:
    """When a royalty ends as far as dates and patents tell; a day without end where nothing ends it."""
    grant = deal.agreement.grant
    until = royalty.until or (grant.until if isinstance(grant, LicenceGrant) else None)
    if until is None:
        return _NEVER
    events = until.events if isinstance(until, LatestOf) else (until,)
    days = [_day(sheet, deal, event) for event in events]
    return max((day for day in days if day is not None), default=None) if None not in days else None


def _day(sheet: Sheet, deal: Deal, event: object) -> dt.date | None:
    if not isinstance(event, Moment) or event.offset:
        return None
    match event.anchor:
        case OnDate(date=day):
            return day
        case Patents():
            expiries = [right.expires for _, right in _granted(sheet, deal) if right.kind == "patent"]
            return max((day for day in expiries if day), default=None) if all(expiries) else None
    return None


def _steps_down(royalty: Royalty) -> bool:
    return any(isinstance(item, StepDown) and item.when == "no_valid_claim" for item in royalty.adjust)


def _governance(deal: Deal) -> Iterator[tuple[str, Stated]]:
    governance = deal.agreement.governance
    if governance is None:
        return
    place = deal.path.child("governance")
    improvements: Any = governance.improvements
    told = improvements is not None
    yield (
        "covenants.improvement_ownership_stated",
        Stated(told, place.child("improvements") if told else place),
    )
    if improvements in _GRANT_BACK and not isinstance(deal.agreement, CollaborationFields):
        yield "covenants.grant_back", Stated(_GRANT_BACK[improvements], place.child("improvements"))
