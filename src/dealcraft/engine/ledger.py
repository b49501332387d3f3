"""Double entry: every flow has a payer and a payee, and is passed on to sinks and forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from dealcraft.engine.rows import NOTHING, Rows
from dealcraft.units import Path
from dealcraft.units.array import Number

CUSTOMERS, SUPPLIERS, THIRD_PARTIES = "customers", "suppliers", "third_parties"


@dataclass(frozen=True, slots=True)
class Dated:
    """A sum at a moment: amounts and times of shape (S,) or plain numbers; infinite time means not at all."""

    time: Number
    amount: Number
    settled: bool = False
    """Whether it falls at the end of a period and so belongs to the period that ends there."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Money from *payer* to *payee*, never negative: amounts by period, or a dated sum."""

    path: Path
    kind: str
    payer: str
    payee: str
    rows: Rows = NOTHING
    dated: Dated | None = None
    agreement: Path | None = None
    """The agreement under which it is paid."""
    recurring: bool = False
    """Of a fee: whether it is due again and again."""


class Sink(Protocol):
    """Something that every flow is passed on to."""

    def take(self, flow: Flow) -> None:
        """Take *flow* in."""


class Ledger:
    """Passes each flow on to its sinks; what is nothing in every scenario is not a flow."""

    def __init__(self, sinks: Iterable[Sink]) -> None:
        self.sinks = tuple(sinks)

    def add(self, flow: Flow) -> None:
        """Pass *flow* on, unless it moves nothing."""
        if flow.payer == flow.payee or (flow.dated is None and not flow.rows.amounts.any()):
            return
        for sink in self.sinks:
            sink.take(flow)


def both_ways(flow: Flow) -> tuple[Flow, Flow]:
    """A flow by period of either sign as two that are never negative, the second the other way round."""
    amounts = flow.rows.amounts
    there, back = amounts.clip(0.0, None), (-amounts).clip(0.0, None)
    return (
        Flow(flow.path, flow.kind, flow.payer, flow.payee, Rows(flow.rows.first, there), None, flow.agreement),
        Flow(flow.path, flow.kind, flow.payee, flow.payer, Rows(flow.rows.first, back), None, flow.agreement),
    )
