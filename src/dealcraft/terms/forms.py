"""How each kind of value is written: what a sheet may say where the table of keys says `event`, `money` or `territory`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, get_args

from dealcraft.terms.events import UntilField
from dealcraft.terms.leaves import Day, DurationLeaf, MoneyLeaf, PerTimeLeaf, QuantityLeaf, RateLeaf
from dealcraft.terms.term import ReadBy
from dealcraft.terms.territory import FieldField, TerritoryField


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of value, as the table of keys names it."""

    name: str
    meaning: str
    written: tuple[tuple[str, str], ...]
    """Ways to write it, as YAML, and what each means."""
    read: Callable[[Any], object]
    """Reads each of them."""
    also: tuple[str, ...] = ()
    """Other words that ask for it."""


def _reader(leaf: Any) -> Callable[[Any], object]:
    return next(mark.read for mark in get_args(leaf) if isinstance(mark, ReadBy))


FORMS: Final = (
    Form(
        "event",
        "A moment. Inside an agreement `effective` and `first sale` are that agreement's own. Several events together are a small "
        "map: `{latest_of: […]}`.",
        (
            ("2031-06-30", "a date"),
            ("effective", "when the agreement becomes effective"),
            ("phase_2 start", "a phase of development begins; phase_2 is its ID"),
            ("phase_2 success", "it ends in success"),
            ("phase_2 success of hb12", "the same where several assets have such a phase; hb12 is the asset's ID"),
            ("approval", "the last phase succeeds; `approval of hb12` names the asset"),
            ("first sale", "the first sale; `first sale in us` names the market"),
            ("approval + 3 months", "some time after any of these; a date may also be `2031-06-30 - 2 years`"),
            ("patents", "the last granted patent in the market expires; only in a royalty's `until`"),
            ("exclusivity", "the market's exclusivity ends; only in a royalty's `until`"),
            ("{latest_of: [patents, first sale + 10 years]}", "the latest of several; those that never happen are skipped"),
            ("{earliest_of: [first sale, 2031-06-30]}", "the earliest of several"),
        ),
        _reader(UntilField),
        ("events", "latest_of", "earliest_of"),
    ),
    Form(
        "money",
        "An amount, at least 0, in the currency of the valuation or of the market unless it names another (which then stands "
        "under `fx`). A sign such as $ is refused, since several currencies share it.",
        (
            ("40m", "40 million; also k, bn, tn, million, billion"),
            ("USD 1.2bn", "another currency, by its ISO 4217 code"),
            ("5,000,000", "in full"),
            ("KRW 500억", "50 billion won; also 만, 천만, 조: 1조 2,000억"),
            ("{amount: 40m, currency: EUR}", "the same as a map"),
        ),
        _reader(MoneyLeaf),
    ),
    Form(
        "money per year",
        "Money that runs.",
        (("4m per year", ""), ("100k per quarter", ""), ("USD 20k per month", "")),
        _reader(PerTimeLeaf),
    ),
    Form(
        "rate",
        "A share, a chance or a rate, always with its sign: a bare 12 or 0.12 is refused.",
        (("12%", ""), ("7.5%", ""), ("50bp", "half a percent")),
        _reader(RateLeaf),
    ),
    Form(
        "duration",
        "A length of time with its unit.",
        (("18 months", ""), ("1.5 years", ""), ("90 days", ""), ("2 quarters", ""), ("P18M", "ISO 8601"), ("18개월", "")),
        _reader(DurationLeaf),
    ),
    Form("number", "A plain number.", (("1.5", ""), ("12", "")), _reader(QuantityLeaf)),
    Form(
        "date",
        "A day by ISO 8601; where no exact day is asked for, a month for its first day.",
        (("2031-06-30", ""), ("2031-06", "the first of June")),
        _reader(Day),
    ),
    Form(
        "territory",
        "Countries by ISO 3166-1 code or name, groups, or all but some. A market lies wholly inside a grant or outside it.",
        (
            ("JP", ""),
            ("[US, CA]", ""),
            ("EU", "a group of the dated table, as are EEA, EPO, ASEAN and others"),
            ("worldwide", ""),
            ("{include: worldwide, except: [KR, CN]}", "all but some"),
        ),
        _reader(TerritoryField),
    ),
    Form(
        "field of use",
        "A word of your own, or several; a slash narrows it: `oncology` covers `oncology/breast`.",
        (("oncology", ""), ("oncology/breast", ""), ("[display, lighting]", ""), ("all", "")),
        _reader(FieldField),
        ("field-of-use",),
    ),
    Form(
        "uncertain",
        "Any number that may be uncertain can be a distribution instead. `base` beside it is the value of the base case "
        "(else the mean); `discrete` may say by when its value is `known`.",
        (
            ("{triangular: [300m, 1.1bn, 2.4bn]}", "low, most likely, high"),
            ("{pert: [300m, 1.1bn, 2.4bn]}", "the same with thin ends"),
            ("{uniform: [300m, 900m]}", "anywhere between"),
            ("{p10: 300m, p50: 1.1bn, p90: 2.4bn}", "through these percentiles"),
            ("{normal: {mean: 800m, sd: 200m}}", ""),
            ("{lognormal: {mean: 800m, sd: 400m}, base: 700m}", "mean and sd of the amount itself"),
            ("{discrete: [{value: 900m, chance: 40%}, {value: 300m, chance: 60%}]}", "one of a few"),
        ),
        _reader(MoneyLeaf),
        ("distribution", "triangular", "pert", "uniform", "percentiles", "normal", "lognormal", "discrete"),
    ),
)  # fmt: skip
"""Every kind of value that a text or a small map stands for, in the order of a first sheet."""


def form(word: str) -> Form | None:
    """The form called *word*."""
    return next((one for one in FORMS if word in (one.name, *one.also)), None)


def words() -> tuple[str, ...]:
    """Everything that a form can be asked for by."""
    return tuple(word for one in FORMS for word in (one.name, *one.also))
