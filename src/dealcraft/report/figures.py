"""Pages of the figures that reports show: what each means, how it is computed, where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a report."""

    label: str
    """As reports print it."""
    meaning: str
    formula: str = ""
    source: str = ""
    """Which terms of the sheet it rests on."""
    field: str = ""
    """Its field in `valuation.v1`, where it has one; in another format as ``FIELD of FORMAT``."""


FIGURES: Final[Mapping[str, Figure]] = {
    "npv": Figure(
        "expected value",
        "What a structure is worth to a party today, over everything that may happen: technical failure, uncertain "
        "figures, decisions. Terms are applied in every scenario first and averaged after, because tiers, caps and "
        "minimums are not linear.",
        "sum over scenarios of weight x sum over flows of net / (1 + r)^t, r the party's discount rate",
        "every term of the structure; parties.ID.discount_rate",
        "npv",
    ),
    "npv-if-success": Figure(
        "if everything succeeds",
        "The same in one scenario: every phase passes, nobody shelves or walks away, uncertain figures at their base.",
        field="npv_if_success",
    ),
    "against-the-best": Figure(
        "± against the best",
        "How far a structure lies from the best one for whoever decides; within the sampling error no winner is named.",
        "npv - highest npv of the other structures",
        field="lead",
    ),
    "percentiles": Figure(
        "5% · median · 95%",
        "What the value comes to in the lowest twentieth of scenarios, in the middle one, and in the highest "
        "twentieth, all by weight.",
        "the smallest value whose cumulative weight is at least p",
        field="distribution.p5, .p50, .p95",
    ),
    "chance-of-loss": Figure(
        "chance of loss",
        "How likely it is that the structure leaves the party with less than nothing.",
        "weight of the scenarios with a present value below 0",
        field="distribution.chance_of_loss",
    ),
    "shortfall-5": Figure(
        "expected shortfall",
        "How bad the bad cases are: the average of the lowest 5% by weight.",
        field="distribution.shortfall_5",
    ),
    "standard-error": Figure(
        "±",
        "How much a figure may be off because inputs were drawn; none where every input was enumerated.",
        "of a mean or a chance: standard deviation of 16 independent randomisations' means / 4, of a plain run that of the "
        "values / square root of trials; of a percentile: half of what lies between the percentiles as far off as the "
        "weight below it may be",
        field="distribution.se, .errors; if_launched.errors; chance_ahead_error",
    ),
    "if-launched": Figure(
        "if launched",
        "The chance that a market is reached, and the value given that it is.",
        field="if_launched",
    ),
    "certain-at-signing": Figure(
        "certain at signing",
        "How much of what the granting side expects does not depend on anything: sums equal in amount and time in "
        "every scenario.",
        "present value of those sums / expected present value of all flows under the agreements, at its rate",
        "upfront, instalments, fees on dates",
        "certain_share",
    ),
    "needs-at-most": Figure(
        "needs at most",
        "The most money a party has to put up before it comes back, in any scenario.",
        "largest fall below 0 of the cumulative undiscounted net",
        field="peak_funding",
    ),
    "first-cash": Figure("first cash", "When a party first receives money it can expect.", field="first_cash"),
    "payback": Figure(
        "payback",
        "When the expected cumulative net, undiscounted, is back above nothing for good; none if it was never below.",
        field="payback",
    ),
    "irr": Figure(
        "internal rate of return",
        "The rate at which the expected net flows are worth nothing; none where there is no single one between -50% "
        "and 1000%.",
        field="irr",
    ),
    "keeps": Figure("still holds", "What the party holds after signing: title, territories, a share.", field="keeps"),
    "share": Figure(
        "share",
        "The party's part of what all sides are worth together; none unless every side is above nothing.",
        "npv / sum of npv of all parties",
        field="share",
    ),
    "together": Figure("Together", "The sum of all parties' expected values, each at its own rate."),
    "tax": Figure("tax", "Expected income tax, undiscounted, less what is refunded.", "", "parties.ID.tax_rate", "tax"),
    "from-abroad": Figure(
        "from abroad",
        "What parties in other countries are expected to pay the party, undiscounted and before any tax; gross-ups are "
        "counted, shares sold are not.",
        "withheld + what arrives = never credited + left of it",
        "parties.ID.country",
        "from_abroad",
    ),
    "withholding": Figure(
        "withheld",
        "Expected tax taken at the border from what the party receives, undiscounted.",
        "credited at home + never credited",
        "payments.withholding, else the dated table by countries and kind of right",
        "withholding",
    ),
    "credited": Figure(
        "credited at home",
        "What of the tax withheld is set against the party's own income tax, in the year or in a later one.",
        source="parties.ID.foreign_tax_credit, else the dated table of the party's country",
        field="credited",
    ),
    "leakage": Figure(
        "never credited",
        "Foreign tax that the party pays and can never credit at home: what is lost on the way.",
        source="parties.ID.foreign_tax_credit, else the dated table of the party's country",
        field="leakage",
    ),
    "left-of-it": Figure(
        "left of it",
        "What comes from abroad less what is never credited; income tax at home is still to come off.",
        "from abroad - never credited",
        field="left_from_abroad",
    ),
    "tax-change": Figure(
        "change of the tax on the way",
        "What single changes would be worth to each party: the dated table's own rate where the sheet states a higher "
        "one; a payee in another country, at the lowest rate that the table gives for certain; the part used in the "
        "payer's country as its markets sell, where that country taxes by use; a gross-up, which lowers no tax but "
        "moves it to who pays. The sheet so changed is valued again under the same scenarios, tax at home included. A "
        "payee in another country is valued by the rate alone: neither tax there nor the cost of moving is counted, and "
        "a treaty asks more than a seat. In `compare` drawn inputs stand at their base.",
        "value of the changed sheet - value",
        "payments.withholding",
        "tax_changes",
    ),
    "stated-in": Figure(
        "stated in",
        "What each currency contributes to the value of a structure: the part of it that moves with that currency, "
        "everything stated in others as it is. Where terms are linear this is the present value, after tax, of what is "
        "stated in the currency; where a tier, cap or threshold in one currency meets sales in another, it is what holds "
        "for small moves. Because scaling all money scales all values, the contributions of all currencies sum to the "
        "expected value; what the others leave is that of the valuation currency.",
        "d value / d ln(rate of exchange), by a move of a thousandth of a per cent",
        "fx; amounts with a currency, markets.ID.currency",
        "currencies[].contribution",
    ),
    "currency-move": Figure(
        "10% weaker",
        "How the value changes where one currency is worth a tenth less (or more) in the valuation currency and "
        "everything else, amounts in their own currencies included, stays as it is; an uncertain rate moves as a whole. "
        "In `compare` drawn inputs stand at their base.",
        "value of the sheet with that rate - value",
        "fx",
        "currencies[].weaker, .stronger",
    ),
    "outside": Figure(
        "outside",
        "What a party has without this deal; a structure worth less to it is marked.",
        "an owner: the greater of retaining and 0; others: 0; or what `outside` says",
        "parties.ID.outside",
        "outside",
    ),
    "view": Figure("own view", "The value on the sheet as the party sees it.", "", "parties.ID.view", "view"),
    "net-by-year": Figure(
        "by year", "Expected net flows of the periods that start in a year, undiscounted.", field="net_by_year"
    ),
    "nominal": Figure(
        "nominal", "The expected amount that a term moves, undiscounted.", field="clauses[].nominal"
    ),
    "clause-value": Figure(
        "to a party",
        "What one term is worth to each side, at its own rate. The terms of a structure sum to its expected value.",
        field="clauses[].pv",
    ),
    "headline": Figure(
        "headline",
        "What a press release would say: upfront, instalments, fees and all milestones, reached or not, without "
        "royalties.",
        field="headline",
    ),
    "effective-royalty": Figure(
        "effective royalty",
        "What all royalties come to, as a share of the sales under the agreements that bear them, at 200m, 500m and 1bn "
        "USD a year, before adjustments. Sales are spread over the markets as their highest years; none is told where a "
        "royalty is on units or on profit.",
        "sum over royalty lines of due on the sales in their markets / sales in all markets of the agreements",
        "payments.royalty, payments.royalties",
        "effective_royalty",
    ),
    "beyond-the-horizon": Figure(
        "beyond the horizon",
        "What a horizon ten years longer would add.",
        source="valuation.horizon",
        field="horizon_value_beyond",
    ),
    "states": Figure(
        "Rights",
        "What becomes of the rights: how likely each change is, by which clause, and when on average.",
        source="diligence, step_in, reversion, exit, grant.until",
        field="states",
    ),
    "turning-points": Figure(
        "What would change the answer",
        "The price, rate or chance at which the runner-up becomes the best, everything else as it is.",
        field="turning_points",
    ),
    "chance-ahead": Figure(
        "chance ahead",
        "How likely it is that one structure turns out worth more than another, under the same scenarios.",
        field="ranking.ID[].chance_ahead",
    ),
    "dominated": Figure(
        "dominated",
        "Another structure leaves no party worse off, and one better.",
        field="ranking.ID[].dominated_by",
    ),
    "worth-of-a-decision": Figure(
        "worth",
        "What the right to decide is worth: the value with it less the value without.",
        source="take, continue, develop: if_worth_more",
        field="decisions[].worth",
    ),
    "zone-of-agreement": Figure(
        "zone of agreement",
        "The values of a term, everything else as it is, at which every side is at least as well off with the structure as "
        "with what it has without a deal, each as it sees the sheet.",
        "every stretch where the least gain is not below 0",
        "outside; view",
        "zone of negotiation.v1",
    ),
    "nash-point": Figure(
        "Nash point",
        "The value in the zone of agreement at which the product of what the sides gain is largest: what two sides of equal "
        "bargaining power would settle on.",
        "largest product of (worth - outside) over the sides",
        "J. F. Nash, The bargaining problem, Econometrica 18 (1950)",
        "nash of negotiation.v1",
    ),
    "equal-gain": Figure(
        "equal gain",
        "The value in the zone of agreement at which two sides gain the same over what they have without a deal.",
        field="equal_gain of negotiation.v1",
    ),
    "frontier": Figure(
        "frontier",
        "Pairs of two terms that leave whoever decides exactly as well off as the sheet does; what each is worth to the "
        "others, and how risky it is to whoever decides.",
        field="frontier of negotiation.v1",
    ),
    "others-gain": Figure(
        "others gain",
        "What the others gain for each 1 that whoever decides gives up on a term, found by moving it a tenth: above 1 the "
        "term is cheap to give, below 1 it is cheap to ask for. Sides differ in discount rate, tax and belief.",
        field="trades[].gives of negotiation.v1",
    ),
    "swing": Figure(
        "worth at low and high",
        "How much one number of the sheet matters: what a structure is worth at a low and at a high value of it, everything "
        "else as it is, under the same draws. A certain number is moved by a fifth of itself, an uncertain one to its 10% "
        "and 90% points or to its least and greatest case; of the shares of a whole the others give way in proportion.",
        "npv of the sheet with the low value; npv with the high one",
        "every number that is a term or a fact of the deal",
        "rows[].npv_low, .npv_high of sensitivity.v1",
    ),
    "lead-at": Figure(
        "lead at low and high",
        "By how much the structure that is best as the sheet stands stays ahead of the best of the others when one number "
        "moves; below 0 another comes first.",
        "npv of the first structure - largest npv of the others, all with the number moved",
        "every number that is a term or a fact of the deal",
        "rows[].lead_low, .lead_high of sensitivity.v1",
    ),
    "every-structure": Figure(
        "every structure, low to high",
        "What one number does to each structure for the party read for: what that is worth at the high value less what it is "
        "worth at the low one. Where the structures, called by letters, then come in another order than as the sheet "
        "stands, the order is told.",
        "npv of each structure with the high value - npv with the low one",
        "every number that is a term or a fact of the deal",
        "rows[].every_low, .every_high of sensitivity.v1",
    ),
    "solution": Figure(
        "met at",
        "The values of one number of the sheet at which a target holds, all of them: the bracket is looked at in 40 equal steps, "
        "each step in which the course may turn back through the target is looked at more closely, and each crossing is "
        "narrowed until both sides are equal. A leap there and back within one step is not seen. A value that would make a "
        "sheet with an error is told apart, and so is a leap: where a side decides otherwise, or a chance falls away, a "
        "figure may pass the target without meeting it.",
        "left side - right side = 0, under the same draws",
        "any number that is a term or a fact of the deal",
        "solutions[].value of solution.v1",
    ),
    "two-way-table": Figure(
        "two numbers together",
        "What a structure is worth at each pair of values of two numbers, from low to high in equal steps. A line runs where "
        "the structure that is best for the party read for changes.",
        field="grid of sensitivity.v1",
    ),
    "clause-price": Figure(
        "price of a clause",
        "What a clause is worth to each side, under the same draws. What lies in a clause goes with it; prices of clauses "
        "that bear on each other do not sum to what all of them are worth at once.",
        "npv of the sheet - npv of the sheet without the clause",
        "every clause that the language does not demand",
        "rows[].price of clauses.v1",
    ),
    "bridge": Figure(
        "what the changes are worth",
        "The way from the value of one version of a sheet to that of the next, change by change, for each side. What "
        "changes make together only is shared among them, whatever their order; the steps sum to the difference.",
        "mean over orders of the changes of (npv with the change and those before it - npv with those before it)",
        "every change between the two versions",
        "changes[].effect of bridge.v1",
    ),
    "conservation": Figure(
        "conservation",
        "A check of the engine: what all parties, customers, suppliers, third parties and authorities net sums to 0.",
        "largest sum of nets in any scenario and period / largest flow",
        field="checks.conservation",
    ),
}  # fmt: skip
"""By the word that `explain` takes, in the order of the report."""
