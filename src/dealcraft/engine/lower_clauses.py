"""From the clauses of an agreement that give rights back to their plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dealcraft.engine.leaves import Leaves
from dealcraft.engine.plan_decisions import DecisionPlan, Take
from dealcraft.engine.plan_terms import AgreementPlan, ClausePlan, ExtensionPlan, RecoveryPlan
from dealcraft.terms.diligence import Diligence, Exit, Recovery, StepIn
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path

NEVER = float("inf")
DEFAULT_KEEP = 0.5
"""Part of a cell that a licensee made non-exclusive keeps at most."""
TAKES: Mapping[str, Take] = {"yes": "always", "no": "never", "if_worth_more": "if_worth_more"}


def _recovery(leaves: Leaves, path: Path, term: Recovery, grantor: str) -> RecoveryPlan:
    at = path.child("recovery")
    return RecoveryPlan(
        develop=DecisionPlan(at.child("develop"), grantor, None, TAKES[term.develop]),
        delay=leaves.read(term.delay, at.child("delay")),
        sales=None if term.sales is None else leaves.read(term.sales, at.child("sales")),
        cost=leaves.read(term.cost, at.child("cost")),
        keep=leaves.read(term.keep, at.child("keep"), DEFAULT_KEEP),
        licensee_share=leaves.read(term.licensee_share, at.child("licensee_share")),
        reverse_royalty=leaves.read(term.reverse_royalty, at.child("reverse_royalty")),
        reverse_cap=leaves.read(term.reverse_cap, at.child("reverse_cap"), NEVER),
    )


def date_clause(leaves: Leaves, path: Path, term: Diligence, grantor: str) -> ClausePlan:
    """A diligence date."""
    more = term.extension
    at = path.child("extension")
    extension = None
    if more is not None:
        fee, extend = leaves.read(more.fee, at.child("fee")), leaves.read(more.extend, at.child("extend"))
        extension = ExtensionPlan(fee, extend, more.times)
    return ClausePlan(
        path, term.remedy, leaves.read(term.cure, path.child("cure")), _recovery(leaves, path, term.recovery, grantor),
        achieve=term.achieve, by=term.by, extension=extension,
    )  # fmt: skip


def exit_clause(leaves: Leaves, path: Path, term: Exit, grantor: str) -> ClausePlan:
    """The right of a licensee to walk away."""
    return ClausePlan(
        path, term.remedy, 0.0, _recovery(leaves, path, term.recovery, grantor), from_=term.from_,
        chance=leaves.read(term.chance_per_year, path.child("chance_per_year")),
        notice=leaves.read(term.notice, path.child("notice")),
    )  # fmt: skip


def trigger_clause(leaves: Leaves, path: Path, term: StepIn, grantor: str) -> ClausePlan:
    """What lets the grantor act on poor sales, little spend or shelving."""
    when, at = term.when, path.child("when")
    sales, spend = when.annual_net_sales_below, when.development_spend_below
    return ClausePlan(
        path, term.remedy, leaves.read(term.cure, path.child("cure")), _recovery(leaves, path, term.recovery, grantor),
        below=None if sales is None else leaves.read(sales, at.child("annual_net_sales_below")),
        spend_below=None if spend is None else leaves.read(spend, at.child("development_spend_below")),
        shelved=when.shelved,
        lasting=leaves.read(when.for_, at.child("for")),
        from_=when.from_,
    )  # fmt: skip


def with_abandonment(plan: AgreementPlan, sheet: Sheet) -> AgreementPlan:
    """The plan with what follows when its licensee stops a phase: the recovery of the date it misses, or none."""
    if plan.kind != "licence":  # a buyer owns what it lets lie, a partner goes on as partner
        return plan
    phases = (phase for asset in plan.assets for phase in sheet.assets[asset].development.values())
    if not any(phase.continue_ == "if_worth_more" for phase in phases):
        return plan
    governed = [
        replace(clause, remedy="abandon", abandoned=clause.path, extension=None)
        for clause in plan.clauses
        if clause.is_date
    ]
    nobody = RecoveryPlan(
        DecisionPlan(plan.path, plan.grantor, None, "never"), 0.0, None, 0.0, DEFAULT_KEEP, 0.0, 0.0, NEVER
    )
    alone = ClausePlan(plan.path, "abandon", 0.0, nobody, abandoned=plan.path)
    return replace(plan, clauses=(*plan.clauses, *governed, alone))
