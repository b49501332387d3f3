"""Names and terms of a sheet in a few words, made safe to print."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, assert_never

from dealcraft.report.inert import inert
from dealcraft.terms.sheet import Sheet
from dealcraft.terms.structures import Assignment, Collaboration, Licence, Package, Retain, Structure
from dealcraft.terms.territory import Territory
from dealcraft.units import Path, Rate

_MOST_COUNTRIES: Final = 3
_FLOWS: Final = {
    "third_party": "third-party royalties", "withholding": "tax withheld", "minimum": "minimum royalty",
    "market": "sales less costs", "fixed": "fixed costs", "launch": "launch costs", "transfer": "technology transfer",
    "option_fee": "option fee", "option_exercise": "price of the option", "opt_in_pay": "price of opting in",
    "recovery": "recovery costs", "recovery_share": "share after recovery", "sublicence": "sublicence income",
}  # fmt: skip


def party(sheet: Sheet, name: str) -> str:
    """The name to print for a party of the sheet or one of the world outside."""
    if name in sheet.parties:
        return inert(sheet.party_name(name))
    if name.startswith("authority."):
        return f"tax {name.removeprefix('authority.')}"
    return name.replace("_", " ")


def within(path: Path, structure: str) -> str:
    """*path* as the structure it lies in would say it."""
    inside = path[:2] == ("structures", structure) and len(path) > 2
    return inert(str(Path.of(path[2:]) if inside else path))


def of(name: str) -> str:
    """The genitive: ``Hanbit's``, ``Larkspur Devices'``."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def ended(sentence: str) -> str:
    """*sentence* with a full stop, one even where it ends in a name such as Calder Inc."""
    return sentence if sentence.endswith(".") else f"{sentence}."


def title(sheet: Sheet) -> str:
    """The title to print: the sheet's, else its ID."""
    return inert(sheet.title or sheet.id or "a term sheet")


def about(sheet: Sheet, name: str) -> str:
    """Country and discount rate of a party: `` · KR · 13%``."""
    terms = sheet.parties[name]
    rate = terms.discount_rate
    words = [terms.country, "rate uncertain" if rate is not None and not isinstance(rate, Rate) else rate]
    return "".join(f" · {inert(str(word))}" for word in words if word is not None)


def fit(sheet: Sheet, name: str) -> str:
    """Scores of a party, shown and never valued: ``fit: strategic 4, execution 5``."""
    scores = sheet.parties[name].fit
    told = (
        [f"{word} {score}" for word, score in scores.model_dump().items() if score is not None]
        if scores
        else []
    )
    return f"fit of 5: {', '.join(told)}" if told else ""


def flow(kind: str) -> str:
    """The kind of a flow, for readers."""
    return _FLOWS.get(kind, kind.replace("_", " "))


def nature(sheet: Sheet, name: str) -> list[str]:
    """What sort of deal a structure is, a few words a line: `exclusive licence`, `ex KR`."""
    return list(_nature(sheet, sheet.structures[name]))


def _nature(sheet: Sheet, structure: Structure) -> Iterator[str]:
    match structure:
        case Retain():
            yield "retain"
        case Licence():
            yield f"{structure.grant.exclusivity.replace('_', '-')} licence"
            yield from _where(structure.grant.territory)
        case Assignment():
            yield "assignment"
            yield from _where(structure.grant.territory)
        case Collaboration():
            yield "collaboration"
            yield from (_split(sheet, word, shares) for word, shares in _shares(structure) if shares)
        case Package():
            yield f"package of {len(structure.parts)}"
        case _:
            assert_never(structure)


def _shares(structure: Collaboration) -> tuple[tuple[str, dict[str, object]], ...]:
    return ("cost", dict(structure.cost_share)), ("profit", dict(structure.profit_share))


def _split(sheet: Sheet, word: str, shares: dict[str, object]) -> str:
    """``cost 30:70``, whoever decides first."""
    ordered = sorted(shares, key=lambda name: name != sheet.decides)
    parts = [f"{float(shares[name]) * 100:g}" if isinstance(shares[name], Rate) else "?" for name in ordered]  # type: ignore[arg-type]
    return f"{word} {':'.join(parts)}"


def _where(territory: Territory | None) -> Iterator[str]:
    if territory is None or (territory.include == ("worldwide",) and not territory.excluded):
        yield "worldwide"
        return
    some = territory.include if territory.include != ("worldwide",) else ()
    words = [", ".join(some)] if some else []
    if len(some) > _MOST_COUNTRIES:
        words = [f"{len(territory.countries)} countries"]
    if 0 < len(territory.excluded) <= _MOST_COUNTRIES:
        words.append("ex " + ", ".join(territory.excluded))
    elif territory.excluded:
        words.append(f"ex {len(territory.excluded)} countries")
    yield inert(" ".join(words))
