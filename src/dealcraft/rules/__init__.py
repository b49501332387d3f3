"""What a careful reader would query: every rule, in the order it should appear."""

from __future__ import annotations

from typing import Final

from dealcraft.rules._rule import Rule
from dealcraft.rules.structure.ambiguous_asset import ambiguous_asset
from dealcraft.rules.structure.beyond_horizon import beyond_horizon
from dealcraft.rules.structure.can_never_happen import can_never_happen
from dealcraft.rules.structure.circular_event import circular_event
from dealcraft.rules.structure.correlation_impossible import correlation_impossible
from dealcraft.rules.structure.correlations_contradict import correlations_contradict
from dealcraft.rules.structure.currency_without_fx import currency_without_fx
from dealcraft.rules.structure.developer_missing import developer_missing
from dealcraft.rules.structure.developer_not_lead import developer_not_lead
from dealcraft.rules.structure.exactly_one_of import exactly_one_of
from dealcraft.rules.structure.first_sale_elsewhere import first_sale_elsewhere
from dealcraft.rules.structure.goes_with import goes_with
from dealcraft.rules.structure.grant_splits_field import grant_splits_field
from dealcraft.rules.structure.grant_splits_market import grant_splits_market
from dealcraft.rules.structure.granted_twice import granted_twice
from dealcraft.rules.structure.lead_opts_out import lead_opts_out
from dealcraft.rules.structure.market_outside_agreement import market_outside_agreement
from dealcraft.rules.structure.markets_overlap import markets_overlap
from dealcraft.rules.structure.needed_to_value import needed_to_value
from dealcraft.rules.structure.not_a_side import not_a_side
from dealcraft.rules.structure.not_together import not_together
from dealcraft.rules.structure.percentiles_infeasible import percentiles_infeasible
from dealcraft.rules.structure.rate_not_of_base import rate_not_of_base
from dealcraft.rules.structure.royalty_never_due import royalty_never_due
from dealcraft.rules.structure.same_on_both_sides import same_on_both_sides
from dealcraft.rules.structure.share_missing import share_missing
from dealcraft.rules.structure.shares_do_not_sum import shares_do_not_sum
from dealcraft.rules.structure.territory_missing import territory_missing
from dealcraft.rules.structure.tier_without_end import tier_without_end
from dealcraft.rules.structure.tier_without_rate import tier_without_rate
from dealcraft.rules.structure.tiers_out_of_order import tiers_out_of_order
from dealcraft.rules.structure.unknown_asset import unknown_asset
from dealcraft.rules.structure.unknown_known import unknown_known
from dealcraft.rules.structure.unknown_market import unknown_market
from dealcraft.rules.structure.unknown_party import unknown_party
from dealcraft.rules.structure.unknown_path import unknown_path
from dealcraft.rules.structure.unknown_phase import unknown_phase
from dealcraft.rules.structure.unknown_right import unknown_right
from dealcraft.rules.structure.unknown_structure import unknown_structure
from dealcraft.rules.structure.unknown_third_party import unknown_third_party
from dealcraft.rules.tax.credit_not_known import credit_not_known
from dealcraft.rules.tax.price_may_be_royalty import price_may_be_royalty
from dealcraft.rules.tax.withholding_differs_by_kind import withholding_differs_by_kind
from dealcraft.rules.tax.withholding_uncertain import withholding_uncertain

__all__ = ["RULES", "Rule"]

RULES: Final[tuple[Rule, ...]] = (
    unknown_party,
    unknown_asset,
    unknown_right,
    unknown_phase,
    unknown_market,
    unknown_third_party,
    unknown_structure,
    unknown_path,
    unknown_known,
    ambiguous_asset,
    exactly_one_of,
    not_together,
    goes_with,
    territory_missing,
    same_on_both_sides,
    not_a_side,
    lead_opts_out,
    developer_not_lead,
    shares_do_not_sum,
    tiers_out_of_order,
    tier_without_end,
    tier_without_rate,
    rate_not_of_base,
    percentiles_infeasible,
    correlation_impossible,
    correlations_contradict,
    markets_overlap,
    grant_splits_market,
    grant_splits_field,
    granted_twice,
    market_outside_agreement,
    circular_event,
    can_never_happen,
    royalty_never_due,
    first_sale_elsewhere,
    beyond_horizon,
    needed_to_value,
    share_missing,
    developer_missing,
    currency_without_fx,
    withholding_uncertain,
    withholding_differs_by_kind,
    price_may_be_royalty,
    credit_not_known,
)
