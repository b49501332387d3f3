"""Tax that the payer's country takes at the border, and the gross-up that makes up for it."""

from __future__ import annotations

from dealcraft.terms.structures import AssignmentFields
from tests.reference.deal import Agreement, number
from tests.reference.ledger import Flow, Ledger
from tests.reference.world import World

WITHHELD = (
    "upfront",
    "holdback",
    "instalment",
    "fee",
    "milestone",
    "royalty",
    "minimum",
    "buy_out",
    "sublicence",
)
PRICE = ("upfront", "holdback", "instalment", "fee", "milestone")
EARN_OUT = ("royalty", "minimum")


def add_withholding(world: World, ledger: Ledger, agreement: Agreement) -> None:
    """On each sum that crosses a border, at the rate that the sheet states (none where it states none)."""
    terms = agreement.payments.withholding
    if terms is None or terms.rate is None:
        return
    path = f"{agreement.path}.payments.withholding"
    for flow in [f for f in ledger.flows if f.agreement == agreement.path]:
        if not is_withheld(world, agreement, flow):
            continue
        rate, gross = number(terms.rate), flow.amount
        if terms.use:
            rate *= number(terms.use.get(str(world.deal.country(flow.payer))))
        if terms.gross_up and rate < 1:
            gross = flow.amount / (1 - rate)
            extra = gross - flow.amount
            ledger.flows.append(_beside(flow, path, "gross_up", flow.payer, flow.payee, extra))
        authority = world.deal.authority(flow.payer)
        ledger.flows.append(_beside(flow, path, "withholding", flow.payee, authority, gross * rate))


def is_withheld(world: World, agreement: Agreement, flow: Flow) -> bool:
    """Whether tax is withheld on a flow: by its kind, between parties of different countries."""
    at_home, abroad = world.deal.country(flow.payee), world.deal.country(flow.payer)
    if flow.refund or at_home is None or abroad is None or at_home == abroad:
        return False
    if isinstance(agreement.terms, AssignmentFields):
        tax = agreement.terms.tax
        income = tax is not None and tax.treat_as == "income"
        return flow.kind in EARN_OUT or (income and flow.kind in (*PRICE, "buy_out"))
    return flow.kind in WITHHELD


def _beside(flow: Flow, path: str, kind: str, payer: str, payee: str, amount: float) -> Flow:
    """A flow at the same moment as *flow*."""
    return Flow(path, kind, payer, payee, amount, flow.period, flow.time, flow.agreement)
