"""Tax withheld at the border from what crosses it, and the gross-up that makes the payee whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from dealcraft.engine.ledger import Flow
from dealcraft.engine.plan import PartyPlan
from dealcraft.engine.plan_terms import AgreementPlan
from dealcraft.engine.scenarios import Scenarios
from dealcraft.units import Path
from dealcraft.units.array import Number

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
"""Kinds of payments on which tax is withheld under a licence or a collaboration."""
EARN_OUT = ("royalty", "minimum")
"""The same under an assignment."""


def authority(country: str | None) -> str:
    """The tax authority of *country*, a party of the ledger."""
    return f"authority.{country}" if country else "authority"


def withheld(
    flow: Flow, agreement: AgreementPlan, parties: Mapping[str, PartyPlan], s: Scenarios
) -> Iterator[Flow]:
    """The tax withheld from *flow*, and the gross-up that makes the payee whole."""
    kinds = EARN_OUT if agreement.kind == "assignment" and not agreement.price_is_income else WITHHELD
    rate = s.num(agreement.withholding.get(flow.payer, 0.0))
    if flow.kind not in kinds or flow.exempt or np.all(np.asarray(rate) == 0.0):
        return
    if flow.payer not in parties or flow.payee not in parties:  # a sublicensee counts as at home
        return
    payer, payee = parties[flow.payer], parties[flow.payee]
    path = agreement.path.child("payments", "withholding")
    gross = 1.0 / (1.0 - rate) if agreement.gross_up else 1.0
    if agreement.gross_up:
        yield _part(flow, path, "gross_up", payer.id, payee.id, gross - 1.0)
    yield _part(flow, path, "withholding", payee.id, authority(payer.country), gross * rate)


def _part(flow: Flow, path: Path, kind: str, payer: str, payee: str, share: Number) -> Flow:
    rows, dated = flow.rows.times(share), flow.dated
    if dated is not None:
        dated = (
            replace(dated, factor=float(share))
            if np.ndim(share) == 0
            else replace(dated, amount=dated.amount * share)
        )
    return Flow(path, kind, payer, payee, rows, dated, flow.agreement)
