"""The shape of `valuation.v1`, what `compare` and `value` write as JSON; money in units of the valuation currency."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from dealcraft._version import __version__
from dealcraft.report.models import FoundSheet, Output


class ValuedSettings(Output):
    """How the valuation was made."""

    valuation_date: dt.date
    """The date to which values refer."""
    currency: str
    """The currency of every amount."""
    grid: Literal["month", "quarter", "year"]
    """The length of a period."""
    timing: Literal["start", "mid", "end"]
    """Where in a period its flows are discounted from."""
    horizon_years: float
    """How far ahead is valued."""
    run: Literal["expected", "base", "plain", "success"]
    """How scenarios were built."""
    exact: bool
    """Whether every uncertain input was enumerated."""
    scenarios: int
    """How many scenarios there were."""
    seed: int | None
    """What draws derive from; null where nothing was drawn."""
    decides: str
    """Whose decision it is."""


class ValuedDistribution(Output):
    """A present value over scenarios."""

    mean: float
    """The expected value."""
    sd: float
    """Standard deviation."""
    se: float | None
    """Standard error of the mean; null where nothing was drawn."""
    p5: float
    """The smallest value with 5% of the weight at or below it."""
    p50: float
    """The median."""
    p95: float
    """The smallest value with 95% of the weight at or below it."""
    chance_of_loss: float
    """Weight of the scenarios below 0."""
    shortfall_5: float
    """Mean of the lowest 5% of weight."""
    errors: Mapping[str, float]
    """Standard errors of `p5`, `p50`, `p95`, `chance_of_loss` and `shortfall_5`; empty where nothing was drawn."""


class ValuedLaunch(Output):
    """The same given that a market is reached."""

    chance: float
    """That a market is reached."""
    mean: float
    """The expected value then."""
    p5: float
    """The smallest value with 5% of that weight at or below it."""
    p50: float
    """The median then."""
    p95: float
    """The smallest value with 95% of that weight at or below it."""
    errors: Mapping[str, float]
    """Standard error of each figure; empty where nothing was drawn."""


class ValuedParty(Output):
    """What a structure is worth to one party."""

    npv: float
    """Expected present value."""
    npv_if_success: float
    """The same if everything succeeds."""
    share: float | None
    """Of what all parties are worth together; null unless all are above 0."""
    irr: float | None
    """The rate at which expected nets are worth nothing; null where there is no single one."""
    payback: dt.date | None
    """When the expected cumulative net is back above nothing for good; null if it was never below."""
    peak_funding: float
    """The largest need of money in any scenario."""
    first_cash: dt.date | None
    """When it first receives money it can expect."""
    tax: float
    """Expected income tax, undiscounted."""
    withholding: float
    """Expected tax withheld from what it receives, undiscounted."""
    net_by_year: Mapping[int, float]
    """Expected nets of the periods that start in each year, undiscounted."""
    distribution: ValuedDistribution
    """Its present value over scenarios."""
    if_launched: ValuedLaunch | None
    """The same given that a market is reached; null where none is."""
    outside: float
    """What it has without this deal."""
    view: float | None
    """Expected present value on the sheet as it sees it; null where it has no `view`."""
    view_error: float | None
    """Standard error of that; null where nothing was drawn."""
    from_abroad: float
    """What parties in other countries pay it, expected, undiscounted, before any tax."""
    credited: float
    """Tax withheld from it that it sets against tax at home, expected, undiscounted."""
    leakage: float
    """Foreign tax that it can never credit, expected, undiscounted."""
    left_from_abroad: float
    """What comes from abroad less what is never credited, before tax at home."""
    keeps: str | None
    """What it still holds, in words."""


class ValuedClause(Output):
    """What one term moves between two ends."""

    path: str
    """The term."""
    kind: str
    """The kind of flow."""
    payer: str
    """Who pays."""
    payee: str
    """Who receives."""
    nominal: float
    """Expected amount, undiscounted."""
    pv: Mapping[str, float]
    """Expected present value by party, each at its own rate."""
    errors: Mapping[str, float]
    """Standard errors of these present values; empty where nothing was drawn."""


class ValuedState(Output):
    """A change of rights."""

    agreement: str
    """Of which agreement."""
    path: str
    """By which clause."""
    before: str = Field(serialization_alias="from", validation_alias="from")
    """The state before."""
    to: str
    """The state after."""
    chance: float
    """That it happens."""
    expected_date: dt.date
    """The mean start of the new state given that it does."""


class ValuedDecision(Output):
    """A right to decide."""

    path: str
    """The clause that gives it."""
    holder: str
    """Who decides."""
    at: dt.date | None
    """The mean moment at which it comes up."""
    chance: float
    """That it is taken."""
    worth: Mapping[str, float]
    """What the right is worth, by party."""


class ValuedChecks(Output):
    """How well the engine kept its books; 0 but for rounding."""

    conservation: float
    """Largest sum of all nets over the largest flow."""
    clauses_sum_to_npv: float
    """Largest difference between a party's clauses and its value, over the largest flow."""


class ValuedCurrency(Output):
    """A currency in which a sheet states amounts."""

    code: str
    """Its code."""
    contribution: Mapping[str, float]
    """By party, the part of the expected value that moves with it; all currencies sum to the value."""
    weaker: Mapping[str, float] | None
    """How the value changes where it is worth a tenth less; null of the valuation currency."""
    stronger: Mapping[str, float] | None
    """The same where it is worth a tenth more."""


class ValuedTaxSource(Output):
    """What a rate rests on."""

    rate: float
    """What the dated table says is withheld of the gross; where it is not certain, an upper bound."""
    certain: bool
    """Whether the table settles it."""
    basis: str
    """A treaty, the payer's law, or a directive."""
    source: str
    """Who says so."""
    as_of: dt.date
    """The day on which the source said so."""
    confidence: Literal["high", "medium", "low"]
    """How surely the source bears it out."""
    conditions: str
    """What the rate depends on."""


class ValuedTaxChange(Output):
    """A single change that would leave less to tax withheld, or move it to the other side."""

    change: Literal["rate", "country", "use", "gross_up", "no_gross_up"]
    """The table's own rate, a payee in another country, the place of use, or who bears the tax."""
    path: str
    """The term that it changes."""
    payer: str
    """Who pays across the border."""
    payee: str
    """Who is paid."""
    now: float
    """At which tax is withheld."""
    now_rests_on: ValuedTaxSource | None
    """Where that comes from; null where the sheet states it."""
    rate: float
    """At which tax would be withheld."""
    countries: tuple[str, ...]
    """Of a payee in another country: all that bear the rate."""
    effect: Mapping[str, float]
    """How the expected value of each party changes."""
    rests_on: ValuedTaxSource | None
    """Where the rate comes from; null of a gross-up."""


class ValuedStructure(Output):
    """One structure."""

    kind: str
    """Its kind."""
    parties: Mapping[str, ValuedParty]
    """By party."""
    clauses: tuple[ValuedClause, ...]
    """One line for each term, payer and payee."""
    states: tuple[ValuedState, ...]
    """One line for each agreement, clause and change."""
    decisions: tuple[ValuedDecision, ...]
    """Rights to decide."""
    headline: float
    """Upfront, instalments, fees and all milestones, reached or not."""
    certain_share: float | None
    """What of the granting side's flows is the same in every scenario; null where there are none."""
    effective_royalty: Mapping[int, float | None]
    """By annual sales in USD under the agreements that bear a royalty: royalty, before adjustments, over sales; null where
    a royalty is of units or profit."""
    ownership: str
    """Who owns the rights afterwards."""
    horizon_value_beyond: Mapping[str, float]
    """What a horizon ten years longer would add, by party."""
    currencies: tuple[ValuedCurrency, ...] | None
    """What each currency contributes, the valuation currency first; null where it was not computed, empty where there is
    one only. In `compare` computed with drawn inputs at their base."""
    tax_changes: tuple[ValuedTaxChange, ...] | None
    """Changes of the tax on the way, what is worth most to whoever it is read for first; null where they were not
    computed. In `compare` computed with drawn inputs at their base."""
    checks: ValuedChecks
    """How well the books were kept."""


class RankedStructure(Output):
    """Where one structure stands for one party."""

    structure: str
    """The structure."""
    npv: float
    """Its expected value to the party."""
    lead: float | None
    """Of the first, over the next; of every other, behind the first; null where there is one only."""
    within_noise: bool
    """Whether the lead is below two standard errors."""
    below_outside: tuple[str, ...]
    """Parties that it leaves below what they have without this deal."""
    dominated_by: str | None
    """A structure at least as good for every party and better for one."""
    chance_ahead: Mapping[str, float]
    """By other structure, the chance of ending above it; equal outcomes count half."""
    chance_ahead_error: Mapping[str, float | None]
    """Standard errors of these chances; null where nothing was drawn."""


class TurningPoint(Output):
    """A value at which another structure becomes the best."""

    path: str
    """The leaf."""
    now: float = Field(serialization_alias="from", validation_alias="from")
    """What it is."""
    to: float
    """What it would have to be."""
    makes_first: str
    """The structure that is then the best."""


class ToldFinding(Output):
    """Something to say of the sheet, short."""

    code: str
    """What it is; ``dealcraft explain CODE`` says more."""
    severity: Literal["error", "warning", "info"]
    """How much it matters."""
    path: str
    """The term it is about."""
    message: str
    """What was found."""


class Valuation(Output):
    """The whole of ``dealcraft compare --format json``, and with one structure of ``value``."""

    dealcraft: str = __version__
    """The version that wrote this."""
    format: Literal["valuation.v1"] = "valuation.v1"
    """The version of this format."""
    sheet: FoundSheet
    """The sheet that was valued."""
    settings: ValuedSettings
    """How it was valued."""
    structures: Mapping[str, ValuedStructure]
    """By structure, in the order of the sheet."""
    ranking: Mapping[str, tuple[RankedStructure, ...]]
    """By party, the best structure first."""
    turning_points: tuple[TurningPoint, ...] | None = None
    """What would change the answer; null where it was not computed."""
    findings: tuple[ToldFinding, ...]
    """What the check and the valuation found."""
