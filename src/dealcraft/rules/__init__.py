"""What a careful reader would query: every rule, in the order it should appear."""

from __future__ import annotations

from typing import Final

from dealcraft.rules._rule import Rule
from dealcraft.rules.economics.cap_below_minimum import cap_below_minimum
from dealcraft.rules.economics.cap_of_nothing import cap_of_nothing
from dealcraft.rules.economics.capability_silent import capability_silent
from dealcraft.rules.economics.conversion_silent import conversion_silent
from dealcraft.rules.economics.earn_out_unprotected import earn_out_unprotected
from dealcraft.rules.economics.equity_for_nothing import equity_for_nothing
from dealcraft.rules.economics.headline_hangs_on_sales import headline_hangs_on_sales
from dealcraft.rules.economics.late_payment_silent import late_payment_silent
from dealcraft.rules.economics.milestone_out_of_reach import milestone_out_of_reach
from dealcraft.rules.economics.milestones_out_of_order import milestones_out_of_order
from dealcraft.rules.economics.minimum_above_sales import minimum_above_sales
from dealcraft.rules.economics.no_step_down import no_step_down
from dealcraft.rules.economics.option_for_nothing import option_for_nothing
from dealcraft.rules.economics.rate_outside_benchmark import rate_outside_benchmark
from dealcraft.rules.economics.rates_fall import rates_fall
from dealcraft.rules.economics.risk_counted_twice import risk_counted_twice
from dealcraft.rules.economics.royalty_can_vanish import royalty_can_vanish
from dealcraft.rules.economics.royalty_outlives_protection import royalty_outlives_protection
from dealcraft.rules.economics.stacking_without_floor import stacking_without_floor
from dealcraft.rules.economics.tier_out_of_reach import tier_out_of_reach
from dealcraft.rules.economics.upfront_out_of_line import upfront_out_of_line
from dealcraft.rules.governance.audit_missing import audit_missing
from dealcraft.rules.governance.audit_without_teeth import audit_without_teeth
from dealcraft.rules.governance.committee_missing import committee_missing
from dealcraft.rules.governance.confidentiality_silent import confidentiality_silent
from dealcraft.rules.governance.contract_assignment_silent import contract_assignment_silent
from dealcraft.rules.governance.cure_missing import cure_missing
from dealcraft.rules.governance.deadlock_missing import deadlock_missing
from dealcraft.rules.governance.disputes_silent import disputes_silent
from dealcraft.rules.governance.exit_without_notice import exit_without_notice
from dealcraft.rules.governance.governance_silent import governance_silent
from dealcraft.rules.governance.law_silent import law_silent
from dealcraft.rules.governance.opt_out_missing import opt_out_missing
from dealcraft.rules.governance.prosecution_silent import prosecution_silent
from dealcraft.rules.governance.reporting_infrequent import reporting_infrequent
from dealcraft.rules.governance.reporting_silent import reporting_silent
from dealcraft.rules.governance.sell_off_silent import sell_off_silent
from dealcraft.rules.governance.termination_silent import termination_silent
from dealcraft.rules.governance.transfer_silent import transfer_silent
from dealcraft.rules.governance.warranty_silent import warranty_silent
from dealcraft.rules.rights.exclusive_without_diligence import exclusive_without_diligence
from dealcraft.rules.rights.expired_rights import expired_rights
from dealcraft.rules.rights.field_undefined import field_undefined
from dealcraft.rules.rights.gap_between_grants import gap_between_grants
from dealcraft.rules.rights.grant_outlives_rights import grant_outlives_rights
from dealcraft.rules.rights.granted_not_owned import granted_not_owned
from dealcraft.rules.rights.improvements_silent import improvements_silent
from dealcraft.rules.rights.licence_back_unlimited import licence_back_unlimited
from dealcraft.rules.rights.market_left_idle import market_left_idle
from dealcraft.rules.rights.only_pending_rights import only_pending_rights
from dealcraft.rules.rights.shares_exceed_whole import shares_exceed_whole
from dealcraft.rules.rights.shelving_unanswered import shelving_unanswered
from dealcraft.rules.rights.sole_or_exclusive import sole_or_exclusive
from dealcraft.rules.rights.sublicence_income_silent import sublicence_income_silent
from dealcraft.rules.rights.sublicensing_silent import sublicensing_silent
from dealcraft.rules.rights.unprotected_market import unprotected_market
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
from dealcraft.rules.tax.gross_up_without_end import gross_up_without_end
from dealcraft.rules.tax.gross_up_without_limit import gross_up_without_limit
from dealcraft.rules.tax.price_may_be_royalty import price_may_be_royalty
from dealcraft.rules.tax.treaty_conditions import treaty_conditions
from dealcraft.rules.tax.withholding_differs_by_kind import withholding_differs_by_kind
from dealcraft.rules.tax.withholding_not_the_tables import withholding_not_the_tables
from dealcraft.rules.tax.withholding_unaddressed import withholding_unaddressed
from dealcraft.rules.tax.withholding_uncertain import withholding_uncertain

__all__ = ["OF_VALUE", "RULES", "Rule"]

OF_VALUE: Final[tuple[Rule, ...]] = (
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
    gross_up_without_end,
    withholding_uncertain,
    withholding_differs_by_kind,
    price_may_be_royalty,
    credit_not_known,
)
"""The rules whose findings bear on what a valuation says: what `value` and `compare` ask for."""

RULES: Final[tuple[Rule, ...]] = (
    *OF_VALUE,
    governance_silent,
    audit_missing,
    audit_without_teeth,
    reporting_infrequent,
    reporting_silent,
    committee_missing,
    deadlock_missing,
    opt_out_missing,
    termination_silent,
    law_silent,
    disputes_silent,
    contract_assignment_silent,
    confidentiality_silent,
    prosecution_silent,
    warranty_silent,
    sell_off_silent,
    transfer_silent,
    exit_without_notice,
    cure_missing,
    exclusive_without_diligence,
    shelving_unanswered,
    sole_or_exclusive,
    field_undefined,
    improvements_silent,
    sublicence_income_silent,
    sublicensing_silent,
    grant_outlives_rights,
    expired_rights,
    only_pending_rights,
    unprotected_market,
    licence_back_unlimited,
    granted_not_owned,
    market_left_idle,
    gap_between_grants,
    shares_exceed_whole,
    rate_outside_benchmark,
    upfront_out_of_line,
    minimum_above_sales,
    cap_below_minimum,
    cap_of_nothing,
    royalty_outlives_protection,
    no_step_down,
    milestones_out_of_order,
    royalty_can_vanish,
    stacking_without_floor,
    risk_counted_twice,
    earn_out_unprotected,
    conversion_silent,
    late_payment_silent,
    rates_fall,
    milestone_out_of_reach,
    tier_out_of_reach,
    headline_hangs_on_sales,
    option_for_nothing,
    equity_for_nothing,
    capability_silent,
    withholding_unaddressed,
    withholding_not_the_tables,
    gross_up_without_limit,
    treaty_conditions,
    # new
)
"""Every rule; those after the first look at the deal, and only a check asks for them."""
