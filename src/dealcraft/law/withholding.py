"""What is withheld from a payment for rights that crosses a border: one dated, cited answer, or an upper bound."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from dealcraft.law.facts import FACTS, NOTHING_STATED, Facts, met, said_no, said_yes
from dealcraft.law.parameters import Confidence, in_force
from dealcraft.law.rates import (
    OWN_LAW,
    PayerTable,
    Rate,
    compiled,
    covers,
    payer_table,
    treaty_conditions,
)

Kind = Literal[
    "patent", "know_how", "copyright", "software", "trademark", "design", "data", "film", "equipment", "technical_fee"
]  # fmt: skip
"""What is paid for: the kinds of rights of a term sheet, and the classes that only treaties know."""
HIGHEST: Final = Decimal("0.30")
"""Stands in where a payer's country has no table: the highest general rate of any table."""

_ALIKE: Final[Mapping[str, tuple[Kind, ...]]] = {
    "design": ("patent", "trademark", "know_how"),
    "data": ("patent", "know_how", "copyright", "software", "trademark"),
}
_ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the table says of one payer, payee and kind of right on a day."""

    rate: Decimal | None
    """What is withheld in all, surtaxes counted, as a fraction of the gross; None where there is no certain answer."""
    upper: Decimal
    """The same as `rate` where it is certain, else the highest that could apply."""
    basis: str
    """What the rate rests on."""
    source: str
    """Who says so."""
    as_of: date
    """The day on which the source said so."""
    confidence: Confidence
    """How surely the source bears it out."""
    certain: bool
    """Whether the table settles the rate."""
    conditions: str
    """What the rate depends on, and what would change it, in sentences."""
    doubt: str = ""
    """Why there is no certain answer, where there is none."""
    taxes_by_use: bool = False
    """Whether only the part of the payment for use in the payer's country is taxed there."""
    note: str = ""
    """What the source adds."""
    settled_by: tuple[str, ...] = ()
    """Facts (`FACTS`) that would settle an uncertain rate, or change a certain one."""


def withholding(payer: str, payee: str, *, kind: Kind, on: date, facts: Facts = NOTHING_STATED) -> Answer:
    """What is withheld where a resident of *payer* pays one of *payee* for rights of *kind*, by the law of that day.

    Of what a treaty and the payer's own law take, the lower. A pair, or a kind, that the table does not settle has no
    rate but an upper bound. A fact that is not stated is taken as the ordinary case: a beneficial owner that is not
    affiliated with the payer.
    """
    table = payer_table(payer)
    if payer == payee:
        return Answer(_ZERO, _ZERO, "no border is crossed", "", compiled(), "high", True, "")
    if table is None:
        return _without_table(payer)
    if kind in _ALIKE and not any(kind in rate.kinds for rate in table.rates(payee)):
        return _as_alike(payer, payee, kind, on, facts)
    answer = _rated(table, payee, kind, on, facts)
    if on < answer.as_of:
        note = f"the table states the law of {answer.as_of}; on {on} it may have been another"
        answer = replace(answer, confidence="low", conditions=_sentences(answer.conditions, note))
    return _placed(answer, table, payee, kind, on, facts)


def highest(
    payer: str, payee: str, *, kinds: Collection[Kind], on: date, facts: Facts = NOTHING_STATED
) -> Answer:
    """Of rights of several *kinds* paid for together, the answer with the highest rate; of none, that of any kind."""
    asked = tuple(kinds) or _ALIKE["data"]
    answers = [withholding(payer, payee, kind=kind, on=on, facts=facts) for kind in asked]
    return max(answers, key=lambda answer: (answer.upper, answer.certain))


def price_is_royalty(country: str, kind: Kind, *, on: date) -> bool | None:
    """Whether the law of *country* treats the price of rights of *kind* as a royalty; None where it is not known."""
    table = payer_table(country)
    rules = [rule for rule in table.price_rules() if covers(rule.kinds, kind)] if table else []
    found = in_force(rules, on)
    return found.answer if found else None


def newest(payer: str) -> date:
    """The newest date of the payer's table: the day to ask about where no other is meant."""
    table = payer_table(payer)
    return table.newest if table else compiled()


def _without_table(payer: str) -> Answer:
    basis = f"no table for payers in {payer}; the highest general rate of any table stands in"
    doubt = f"the law of {payer} and its treaties are not in the tables"
    return Answer(None, HIGHEST, basis, "the tables of dealcraft", compiled(), "low", False, "", doubt)


def _as_alike(payer: str, payee: str, kind: str, on: date, facts: Facts) -> Answer:
    """For a kind without a class of its own: the rate that all the classes share which it could belong to."""
    answers = {like: withholding(payer, payee, kind=like, on=on, facts=facts) for like in _ALIKE[kind]}
    highest = max(answers.values(), key=lambda answer: answer.upper)
    same = all(answer.certain and answer.rate == highest.rate for answer in answers.values())
    if same and (kind != "data" or highest.rate == _ZERO):
        return highest
    spread = ", ".join(f"{like} {percent(answer.upper)}" for like, answer in answers.items())
    doubt = f"the tables have no class for {kind}; it could be taken for {spread}"
    return replace(highest, rate=None, certain=False, confidence="low", doubt=doubt)


def _rated(table: PayerTable, payee: str, kind: str, on: date, facts: Facts) -> Answer:
    """The answer as if the whole payment were income from the payer's country."""
    own = _pick(table.rates(OWN_LAW), kind, on, facts)
    special = [rate for rate in table.rates(OWN_LAW) if rate.without_treaty and covers(rate.kinds, kind)]
    assert own is not None  # a test sees to a general rate in every table
    assert own.withheld is not None
    rows = table.rates(payee)
    if not rows:
        return _not_listed(table, payee, special[0] if special else own, facts)
    denied = next(
        (name for name in ("beneficial_owner", "residence_shown") if said_no(facts.get(name))), None
    )
    if denied:
        return _certain(own, table, payee, f"without relief by a treaty ({FACTS[denied]}: no)")
    directive = next((rate for rate in table.directives(payee) if met(rate.when, facts)), None)
    found = directive or _pick(rows, kind, on, facts)
    if found is None or (found.outside and not special):
        return _uncertain(
            own.withheld, found or own, table, payee, "the treaty's article leaves out the kind"
        )
    if found.outside:
        return _certain(special[0], table, payee, "the payment lies outside the treaty's article")
    return _lower(own, found, table, payee, _what_else(table, payee, found, facts))


def _lower(own: Rate, found: Rate, table: PayerTable, payee: str, else_: str) -> Answer:
    """The lower of the payer's *own* law and what is *found* for the payee; a bound where either is open."""
    assert own.withheld is not None
    note = found.citation.note
    if found.withheld is None and own.withheld > _ZERO:
        upper = own.withheld if found.at_most is None else min(found.at_most, own.withheld)
        doubt = f"the sources do not settle the rate: {note}"
        return _uncertain(upper, found, table, payee, doubt, else_)
    if found.withheld is None or own.withheld < found.withheld:
        allowed = "" if found.withheld is None else f"the treaty would allow {percent(found.withheld)}"
        return _certain(own, table, payee, _sentences(allowed if found.basis == "treaty" else "", else_))
    if found.citation.confidence == "low":
        return _uncertain(own.withheld, found, table, payee, f"the source is not sure: {note}", else_)
    if found.basis == "domestic" and own.when and own.withheld > found.withheld:
        return _uncertain(own.withheld, own, table, payee, "a treaty may take less", else_)
    return _certain(found, table, payee, else_)


def _not_listed(table: PayerTable, payee: str, own: Rate, facts: Facts) -> Answer:
    """Of a payee without a row: the payer's own law is the bound, as a treaty may take less."""
    assert own.withheld is not None
    bound = max([own.withheld, *(rate.withheld or _ZERO for rate in _by_listing(table, facts))])
    if bound == _ZERO:
        return _certain(own, table, payee, "")
    doubt = f"the table has no row for payees in {payee}; a treaty may take less"
    settled = ("listed_low_tax",) if bound > own.withheld else ()
    return replace(_uncertain(bound, own, table, payee, doubt), settled_by=settled)


def _by_listing(table: PayerTable, facts: Facts) -> Iterator[Rate]:
    """The rates for payees in listed places, unless the payee is known not to sit in one."""
    if not said_no(facts.get("listed_low_tax")):
        yield from (rate for rate in table.rates(OWN_LAW) if "listed_low_tax" in rate.when)


def _certain(rate: Rate, table: PayerTable, payee: str, conditions: str) -> Answer:
    assert rate.withheld is not None
    return _answer(rate, table, payee, rate.withheld, conditions=conditions)


def _uncertain(
    upper: Decimal, rate: Rate, table: PayerTable, payee: str, doubt: str, conditions: str = ""
) -> Answer:
    return _answer(rate, table, payee, upper, conditions=conditions, doubt=doubt)


def _answer(
    rate: Rate, table: PayerTable, payee: str, upper: Decimal, *, conditions: str, doubt: str = ""
) -> Answer:
    by_treaty = rate.basis == "treaty" and not rate.outside
    asked = [treaty_conditions(), table.procedure.note if table.procedure else ""] if by_treaty else []
    facts = [name for other in _others(table, payee) if other.withheld != upper for name in other.when]
    return Answer(
        rate=None if doubt else upper,
        upper=upper,
        basis=_basis(rate, table.payer, payee),
        source=rate.citation.source,
        as_of=rate.citation.as_of,
        confidence=rate.citation.confidence,
        certain=not doubt,
        conditions=_sentences(conditions, *asked),
        doubt=doubt,
        note=rate.citation.note,
        settled_by=tuple(dict.fromkeys(facts)),
    )


def _basis(rate: Rate, payer: str, payee: str) -> str:
    match rate.basis:
        case "treaty":
            text = f"treaty between {payer} and {payee}"
        case "domestic":
            text = f"law of {payer}"
        case "directive":
            text = "directive or agreement of the union"
    if rate.listed is None or rate.listed == rate.withheld or rate.withheld is None:
        return text
    return f"{text}: {percent(rate.listed)}, {percent(rate.withheld)} of the gross in all"


def _what_else(table: PayerTable, payee: str, found: Rate, facts: Facts) -> str:
    """The other rates that facts which are not stated would bring."""
    open_ = [rate for rate in _others(table, payee) if rate is not found and not met(rate.when, facts)]
    return _sentences(
        *(f"{percent(rate.withheld or _ZERO)} where {_said(rate.when)}" for rate in open_ if rate.withheld != found.withheld)
    )  # fmt: skip


def _others(table: PayerTable, payee: str) -> tuple[Rate, ...]:
    return (
        *table.directives(payee),
        *(rate for rate in table.rates(OWN_LAW) if rate.when and "listed_low_tax" not in rate.when),
    )


def _said(when: Mapping[str, str]) -> str:
    return " and ".join(
        name if least == "true" else f"{name} is at least {least}" for name, least in when.items()
    )


def _placed(answer: Answer, table: PayerTable, payee: str, kind: str, on: date, facts: Facts) -> Answer:
    """The *answer*, where the payer's country asks which part of the payment is income from there."""
    rule = in_force(table.source_rules(payee, kind), on)
    if rule is None:
        return answer
    cited, text = rule.citation, _sentences(rule.citation.note, answer.conditions)
    answer = replace(answer, source=f"{answer.source} ; {cited.source}", conditions=text)
    if rule.by == "use":
        return replace(answer, taxes_by_use=True)
    if said_yes(facts.get("registered")):
        return answer
    if not said_no(facts.get("registered")):
        settled = ("registered", *answer.settled_by)
        doubt = answer.doubt or "it depends on whether the patents are registered there"
        return replace(answer, rate=None, certain=False, doubt=doubt, settled_by=settled)
    return Answer(
        _ZERO, _ZERO, f"not income from {table.payer}", cited.source, cited.as_of, cited.confidence, True, cited.note
    )  # fmt: skip


def _pick(rates: tuple[Rate, ...], kind: str, on: date, facts: Facts) -> Rate | None:
    """The rate for *kind* on that day: one whose facts are stated before others, its own kind before any."""
    fit = [
        rate
        for rate in rates
        if covers(rate.kinds, kind) and rate.citation.holds_on(on) and met(rate.when, facts) and not rate.without_treaty
    ]  # fmt: skip
    return min(fit, key=lambda rate: (not rate.when, kind not in rate.kinds), default=None)


def percent(rate: Decimal) -> str:
    """A rate as people write it: ``16.5%``."""
    return f"{(rate * 100).normalize():f}%"


def _sentences(*parts: str) -> str:
    """The *parts* as sentences."""
    return " ".join(f"{part[0].upper()}{part[1:].rstrip('.')}." for part in parts if part)
