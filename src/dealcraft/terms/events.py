"""Moments that a term sheet names: a phase starts, a product is first sold, a date comes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from dealcraft.errors import Unreadable
from dealcraft.terms.leaves import scalar
from dealcraft.terms.term import ReadBy, said
from dealcraft.units import Duration, read_date, read_duration
from dealcraft.units.date import DAY, MONTH
from dealcraft.units.duration import DURATION
from dealcraft.units.spelling import nearest, pattern


@dataclass(frozen=True, slots=True)
class Effective:
    """The agreement becomes effective."""


@dataclass(frozen=True, slots=True)
class PhaseStart:
    """A phase of development starts."""

    phase: str
    asset: str | None = None


@dataclass(frozen=True, slots=True)
class PhaseSuccess:
    """A phase of development ends in success."""

    phase: str
    asset: str | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """The last phase succeeds."""

    asset: str | None = None


@dataclass(frozen=True, slots=True)
class FirstSale:
    """The first sale, in one market where it is named."""

    market: str | None = None


@dataclass(frozen=True, slots=True)
class OnDate:
    """A date comes."""

    date: dt.date


@dataclass(frozen=True, slots=True)
class Patents:
    """The last granted patent in the cell expires (only in a royalty's ``until``)."""


@dataclass(frozen=True, slots=True)
class Exclusivity:
    """The cell's exclusivity ends (only in a royalty's ``until``)."""


Anchor = Effective | PhaseStart | PhaseSuccess | Approval | FirstSale | OnDate | Patents | Exclusivity


@dataclass(frozen=True, slots=True)
class Moment:
    """An anchor, and how much later (or, of dates, earlier)."""

    anchor: Anchor
    later: Duration | None = None
    earlier: Duration | None = None
    text: str = ""

    @property
    def offset(self) -> float:
        """Years after the anchor."""
        return (float(self.later) if self.later else 0.0) - (float(self.earlier) if self.earlier else 0.0)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class LatestOf:
    """The latest of several events; those that never happen are skipped."""

    events: tuple[Event, ...]

    def __str__(self) -> str:
        return "{latest_of: [" + ", ".join(map(str, self.events)) + "]}"


@dataclass(frozen=True, slots=True)
class EarliestOf:
    """The earliest of several events; those that never happen are skipped."""

    events: tuple[Event, ...]

    def __str__(self) -> str:
        return "{earliest_of: [" + ", ".join(map(str, self.events)) + "]}"


Event = Moment | LatestOf | EarliestOf

_OFFSET: Final = re.compile(r"(?P<anchor>.+?)\s*(?P<sign>[+]|(?<=\s)-(?=\s))\s*(?P<length>[^+]+)")
_PHASE: Final = re.compile(
    r"(?P<phase>[a-z][a-z0-9_]*)\s+(?P<what>start|success)(?:\s+of\s+(?P<asset>[a-z][a-z0-9_]*))?"
)
_APPROVAL: Final = re.compile(r"approval(?:\s+of\s+(?P<asset>[a-z][a-z0-9_]*))?")
_FIRST_SALE: Final = re.compile(r"first sale(?:\s+in\s+(?P<market>[a-z][a-z0-9_]*))?")
_GROUP_IN_WORDS: Final = re.compile(r"(?P<which>latest|later|earliest|earlier)(?:\s+of)?\b\s*(?P<events>.*)")
_OF_ASSET: Final = re.compile(
    r"(?P<asset>[a-z][a-z0-9_]*)\.(?P<phase>[a-z][a-z0-9_]*)\s+(?P<what>start|success)"
)
_TWO_WORDS: Final = re.compile(r"(?P<phase>[a-z][a-z0-9_]*)\s+(?P<what>[a-z]+)")
"""What people write for an event, and the language does not."""
_DATED: Final = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")
_GROUPS: Final[Mapping[str, type[LatestOf] | type[EarliestOf]]] = {
    "latest_of": LatestOf,
    "earliest_of": EarliestOf,
}
_FORMS: Final = (
    "effective",
    "approval",
    "first sale",
    "<phase> start",
    "<phase> success",
    "patents",
    "exclusivity",
)
_ONLY_UNTIL: Final = (Patents, Exclusivity)


def read_event(value: Any, *, to_the_day: bool = False, in_until: bool = False) -> Event:
    """Read an event; *to_the_day* refuses a bare month, *in_until* knows ``patents`` and ``exclusivity``.

    Raises Unreadable where the text names no event.
    """
    if isinstance(value, dict):
        if len(value) != 1 or next(iter(value)) not in _GROUPS:
            raise Unreadable("event-group", found=", ".join(map(str, value)) or "nothing")
        name, items = next(iter(value.items()))
        if not isinstance(items, list) or not items:
            raise Unreadable("not-a-list", at=(name,), found=items, wanted="events")
        return _GROUPS[name](tuple(_items(name, items, to_the_day=to_the_day, in_until=in_until)))
    text = " ".join(scalar(value, "an event").split())
    if _DATED.fullmatch(text) or not (match := _OFFSET.fullmatch(text)):
        return Moment(_anchor(text, to_the_day=to_the_day, in_until=in_until), text=text)
    anchor = _anchor(match["anchor"], to_the_day=to_the_day, in_until=in_until)
    length = read_duration(match["length"])
    if match["sign"] == "+":
        return Moment(anchor, later=length, text=text)
    if not isinstance(anchor, OnDate):
        raise Unreadable("event-before", found=text)
    return Moment(anchor, earlier=length, text=text)


def _items(name: str, items: list[Any], **how: bool) -> Iterator[Event]:
    for index, item in enumerate(items):
        try:
            yield read_event(item, **how)
        except Unreadable as problem:
            raise problem.below(name, index) from None


def _anchor(text: str, *, to_the_day: bool, in_until: bool) -> Anchor:
    if text[:1].isdigit():
        return OnDate(read_date(text, to_the_day=to_the_day))
    if text == "effective":
        return Effective()
    if text in ("patents", "exclusivity"):
        if not in_until:
            raise Unreadable("event-only-in-until", found=text)
        return Patents() if text == "patents" else Exclusivity()
    if match := _APPROVAL.fullmatch(text):
        return Approval(match["asset"])
    if match := _FIRST_SALE.fullmatch(text):
        return FirstSale(match["market"])
    if match := _PHASE.fullmatch(text):
        build = PhaseStart if match["what"] == "start" else PhaseSuccess
        return build(match["phase"], match["asset"])
    raise Unreadable("unknown-event", found=text, known=", ".join(_FORMS), hint=_meant(text))


def _meant(text: str) -> str:
    """The event that *text* was most likely meant to be, or an empty text."""
    if match := _GROUP_IN_WORDS.match(text):
        word = "earliest" if match["which"][0] == "e" else "latest"
        return f"{{{word}_of: [{match['events'] or 'first sale'}, …]}}"
    if match := _OF_ASSET.fullmatch(text):
        return f"{match['phase']} {match['what']} of {match['asset']}"
    if (match := _TWO_WORDS.fullmatch(text)) and (what := nearest(match["what"], ("start", "success"))):
        return f"{match['phase']} {what}"
    return nearest(text, _FORMS)


def event_pattern(*, to_the_day: bool = False, in_until: bool = False) -> str:
    """The texts that `read_event` reads, as JSON Schema says it."""
    name = "[a-z][a-z0-9_]*"
    forms = [
        "effective",
        *(("patents", "exclusivity") if in_until else ()),
        rf"approval(?:\s+of\s+{name})?",
        rf"first\s+sale(?:\s+in\s+{name})?",
        rf"{name}\s+(?:start|success)(?:\s+of\s+{name})?",
    ]
    date = DAY if to_the_day else f"(?:{DAY}|{MONTH})"
    return pattern(rf"(?:{'|'.join(forms)}|{date})(?:\s*\+\s*{DURATION})?|{date}\s+-\s+{DURATION}")


def moments(event: Event) -> Iterator[tuple[tuple[str | int, ...], Moment]]:
    """Every moment inside *event*, with the steps that lead to it."""
    match event:
        case Moment():
            yield (), event
        case LatestOf() | EarliestOf():
            name = "latest_of" if isinstance(event, LatestOf) else "earliest_of"
            for index, inner in enumerate(event.events):
                for steps, moment in moments(inner):
                    yield (name, index, *steps), moment


def waits_for_anyone(launch: Event | None) -> bool:
    """Whether a market's *launch* hangs on the first sale in any market, so that it cannot be the first itself."""
    return launch is not None and any(moment.anchor == FirstSale() for _, moment in moments(launch))


def _in_until(value: Any) -> Event:
    return read_event(value, to_the_day=True, in_until=True)


def _to_the_day(value: Any) -> Event:
    return read_event(value, to_the_day=True)


EventField = Annotated[Event, ReadBy(read_event), said("event")]
"""A moment: ``phase_2 start``, ``approval + 3 months``, ``first sale in us``, a date."""
DeadlineField = Annotated[Event, ReadBy(_to_the_day), said("deadline")]
"""An event whose dates are given to the day."""
UntilField = Annotated[Event, ReadBy(_in_until), said("until")]
"""The end of a royalty, where ``patents`` and ``exclusivity`` have a meaning too."""
