"""From the terms of an agreement to its plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dealcraft.engine.leaf import Leaf, Product
from dealcraft.engine.leaves import Leaves
from dealcraft.engine.ledger import SUPPLIERS
from dealcraft.engine.lower_clauses import date_clause, exit_clause, trigger_clause
from dealcraft.engine.lower_payments import PaymentTerms
from dealcraft.engine.plan_decisions import DecisionPlan
from dealcraft.engine.plan_payments import AuditPlan, SublicencePlan, SumPlan
from dealcraft.engine.plan_terms import AgreementPlan, CostCapPlan, OptInPlan, OptionPlan
from dealcraft.terms.border import answer_of, kinds_of
from dealcraft.terms.sharing import Option
from dealcraft.terms.sheet import Sheet, sides
from dealcraft.terms.structures import Agreement, AssignmentFields, CollaborationFields, LicenceFields
from dealcraft.units import Path

NEVER = float("inf")
DEFAULT_LIFE = 10.0
"""Years over which acquired rights are deducted unless the sheet says otherwise."""


def lower_agreement(
    leaves: Leaves, sheet: Sheet, path: Path, term: Agreement, assets: tuple[str, ...], cells: tuple[str, ...]
) -> AgreementPlan:
    """The plan of one agreement over those of *cells* that its grant covers."""
    chosen = tuple(term.grant.assets) or assets
    grantor, acquirer = sides(sheet, term, sheet.owner_of(chosen[0]) if chosen else sheet.decides)
    covered = tuple(cell for cell in cells if sheet.asset_of(cell) in chosen and _covers(sheet, term, cell))
    terms = PaymentTerms(leaves, path.child("payments"), term.payments, grantor, acquirer, covered)
    withheld, margin = term.payments.withholding, term.payments.supply
    at = terms.path
    plan = AgreementPlan(
        path=path,
        kind=term.kind,
        grantor=grantor,
        acquirer=acquirer,
        seller=acquirer,
        effective=term.effective,
        assets=chosen,
        cells=covered,
        rights=frozenset(term.grant.rights),
        kinds=frozenset(kinds_of(sheet, term, chosen)),
        share=1.0,
        shares_cells=False,
        until=None,
        clauses=(),
        sums=tuple(terms.sums()),
        royalties=tuple(terms.royalties()),
        withholding=_withholding(leaves, sheet, at.child("withholding"), term, chosen, (grantor, acquirer)),
        gross_up=bool(withheld and withheld.gross_up),
        amortise=leaves.read(
            term.tax.amortise_over if term.tax else None, path.child("tax", "amortise_over"), DEFAULT_LIFE
        ),
        holdback=terms.holdback(),
        lag=leaves.read(term.payments.lag, at.child("lag")),
        funding=tuple(terms.funding()),
        equity=terms.equity(),
        supply=leaves.read(margin.margin, at.child("supply", "margin")) if margin else None,
        supplier=terms.between(),
        audit=_audit(leaves, path, term),
        transfer=_transfer(leaves, path, term),
        option=_option(leaves, path.child("option"), term.option),
    )
    match term:
        case LicenceFields():
            return _licence(leaves, path, term, plan)
        case AssignmentFields():
            return _assignment(leaves, sheet, path, term, plan)
        case CollaborationFields():
            return _collaboration(leaves, path, term, plan, terms)


def _licence(leaves: Leaves, path: Path, term: LicenceFields, plan: AgreementPlan) -> AgreementPlan:
    clauses = [
        date_clause(leaves, path.child("diligence", key), d, plan.grantor)
        for key, d in term.diligence.items()
    ]
    if term.exit is not None:
        clauses.append(exit_clause(leaves, path.child("exit"), term.exit, plan.grantor))
    clauses += [
        trigger_clause(leaves, path.child("step_in", key), s, plan.grantor) for key, s in term.step_in.items()
    ]
    sub, at = term.grant.sublicensing, path.child("grant", "sublicensing")
    sublicence = None
    if sub is not None and sub.plan is not None:
        part, rate = sub.plan.share_of_sales, sub.plan.rate
        sublicence = SublicencePlan(
            at, leaves.read(part, at.child("plan", "share_of_sales")), leaves.read(rate, at.child("plan", "rate")),
            leaves.read(sub.income_share, at.child("income_share")), sub.plan.from_,
        )  # fmt: skip
    return replace(
        plan,
        share=leaves.read(term.grant.share, path.child("grant", "share"), 1.0),
        shares_cells=term.grant.exclusivity != "exclusive",
        until=term.grant.until,
        clauses=tuple(clauses),
        sublicence=sublicence,
    )


def _assignment(
    leaves: Leaves, sheet: Sheet, path: Path, term: AssignmentFields, plan: AgreementPlan
) -> AgreementPlan:
    back, licensed = term.licence_back, dict[str, Leaf]()
    if back is not None:
        share = leaves.read(back.share, path.child("licence_back", "share"), 1.0)
        for cell in plan.cells:
            market = sheet.markets[cell]
            inside = back.territory is None or back.territory.covers(market.territory)
            if inside and back.field.covers(market.field):
                licensed[cell] = share
    rate = term.tax.seller_rate if term.tax else None
    return replace(
        plan,
        clauses=tuple(
            trigger_clause(leaves, path.child("reversion", key), s, plan.grantor)
            for key, s in term.reversion.items()
        ),
        price_is_income=bool(term.tax and term.tax.treat_as == "income"),
        seller_rate=None if rate is None else leaves.read(rate, path.child("tax", "seller_rate")),
        back=licensed,
    )


def _collaboration(
    leaves: Leaves, path: Path, term: CollaborationFields, plan: AgreementPlan, terms: PaymentTerms
) -> AgreementPlan:
    def split(at: Path, shares: Mapping[str, object]) -> dict[str, Leaf]:
        return {party: leaves.read(share, at.child(party)) for party, share in shares.items()}

    lead = term.lead or plan.acquirer
    left, out = term.opt_out, path.child("opt_out")
    cap = next(((p, c) for p, c in term.cost_cap.items() if p != lead), None)
    plan = replace(
        plan,
        seller=lead,
        amortise=0.0,
        clauses=tuple(trigger_clause(leaves, path.child("step_in", key), s, plan.grantor) for key, s in term.step_in.items()),
        cost_share=split(path.child("cost_share"), term.cost_share),
        profit_share=split(path.child("profit_share"), term.profit_share),
        phase_cost_share={
            phase: split(path.child("phase_cost_share", phase), shares) for phase, shares in term.phase_cost_share.items()
        },
        cost_cap=cap and CostCapPlan(
            path.child("cost_cap", cap[0]), leaves.read(cap[1].amount, path.child("cost_cap", cap[0], "amount")),
            cap[1].excess == "defer",
        ),
    )  # fmt: skip
    if (joins := term.opt_in) is not None:
        at = path.child("opt_in")
        opt_in = OptInPlan(
            DecisionPlan(at, joins.party, joins.at, joins.take), leaves.read(joins.pay, at.child("pay")),
            split(at.child("cost_share"), joins.cost_share), split(at.child("profit_share"), joins.profit_share),
        )  # fmt: skip
        plan = replace(plan, opt_in=opt_in)
    if left is None:
        return plan
    below, then = out.child("then"), left.then
    sums = list(terms.milestones(below, then.milestones, (lead, left.party)))
    if then.upfront is not None:
        sums.insert(0, SumPlan(below.child("upfront"), "upfront", lead, left.party, leaves.read(then.upfront, below.child("upfront")), left.at))  # fmt: skip
    royalty = then.royalty and terms.royalty(
        below.child("royalty"), then.royalty, lead, left.party, after_opt_out=True
    )
    return replace(
        plan,
        opt_out=DecisionPlan(out, left.party, left.at, left.take),
        opt_out_royalties=(royalty,) if royalty else (),
        opt_out_sums=tuple(sums),
    )


def _withholding(
    leaves: Leaves, sheet: Sheet, path: Path, term: Agreement, assets: tuple[str, ...], sides: tuple[str, str]
) -> dict[str, Leaf]:
    """By payer: the stated rate, else that of the dated table (its upper bound where it has no certain answer); of a
    country that taxes by use, on the part of the payments for use there.
    """
    terms, rates = term.payments.withholding, dict[str, Leaf]()
    for payer, payee in (sides, sides[::-1]):
        home, abroad = sheet.parties[payer].country, sheet.parties[payee].country
        if home is None or abroad is None or home == abroad:
            continue
        by_use = bool(terms and terms.use)
        if terms is not None and terms.rate is not None:
            rate = leaves.read(terms.rate, path.child("rate"))
        else:
            answer = answer_of(sheet, term, assets, home=home, abroad=abroad)
            rate = float(answer.upper if answer.rate is None else answer.rate)
            by_use = by_use and answer.taxes_by_use
        if by_use and terms is not None:
            rate = Product(rate, leaves.read(terms.use.get(home), path.child("use", home)))
        rates[payer] = rate
    return rates


def _option(leaves: Leaves, path: Path, term: Option | None) -> OptionPlan | None:
    if term is None:
        return None
    decision = DecisionPlan(path, term.holder, term.at, term.take)
    return OptionPlan(
        decision, leaves.read(term.fee, path.child("fee")), leaves.read(term.exercise, path.child("exercise"))
    )


def _audit(leaves: Leaves, path: Path, term: Agreement) -> AuditPlan | None:
    audit = term.governance.audit if term.governance else None
    if audit is None or (audit.under_reporting is None and audit.cost is None):
        return None
    at = path.child("governance", "audit")
    return AuditPlan(
        path=at,
        every=float(audit.every) if audit.every else NEVER,
        lookback=float(audit.lookback) if audit.lookback else NEVER,
        shift_above=leaves.read(audit.cost_shift_above, at.child("cost_shift_above"), NEVER),
        cost=leaves.read(audit.cost, at.child("cost")),
        under_reporting=leaves.read(audit.under_reporting, at.child("under_reporting")),
        recovered=leaves.read(audit.recovered, at.child("recovered")),
    )


def _transfer(leaves: Leaves, path: Path, term: Agreement) -> SumPlan | None:
    transfer = term.governance.technology_transfer if term.governance else None
    if transfer is None:
        return None
    at = path.child("governance", "technology_transfer")
    return SumPlan(
        at,
        "transfer",
        transfer.borne_by,
        SUPPLIERS,
        leaves.read(transfer.cost, at.child("cost")),
        transfer.at,
    )


def _covers(sheet: Sheet, term: Agreement, cell: str) -> bool:
    market, grant = sheet.markets[cell], term.grant
    inside = grant.territory is None or grant.territory.covers(market.territory)
    return inside and grant.field.covers(market.field)
