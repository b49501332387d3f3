"""What is paid: every flow with its two ends, the term it comes from and the moment it is discounted from."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.reference.clock import TINY, Clock

TAXES = ("income_tax", "withholding")


@dataclass(frozen=True)
class Flow:
    """*amount* from *payer* to *payee*, in *period*; a dated sum has its *time*, a spread one has none."""

    path: str
    kind: str
    payer: str
    payee: str
    amount: float
    period: int
    time: float | None = None
    agreement: str | None = None
    """The agreement under which it is paid."""
    recurring: bool = False
    """A fee paid again and again, which is deducted at once."""
    refund: bool = False
    """A minimum paid back, on which nothing is withheld."""

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.path, self.kind, self.payer, self.payee


@dataclass
class Ledger:
    """All flows of one scenario."""

    clock: Clock
    flows: list[Flow] = field(default_factory=list)

    def spread(
        self,
        path: str,
        kind: str,
        payer: str,
        payee: str,
        amount: float,
        k: int,
        agreement: str | None = None,
    ) -> None:
        """A flow spread over period *k*; a negative amount flows the other way."""
        self._add(path, kind, payer, payee, amount, k, None, agreement)

    def dated(
        self,
        path: str,
        kind: str,
        payer: str,
        payee: str,
        amount: float,
        t: float,
        agreement: str | None = None,
        *,
        recurring: bool = False,
    ) -> None:
        """A sum due at *t*; before the valuation date it is sunk, past the horizon it does not happen."""
        if t >= -TINY:
            self._add(
                path, kind, payer, payee, amount, self.clock.period_of(t), t, agreement, recurring=recurring
            )

    def settled(
        self,
        path: str,
        kind: str,
        payer: str,
        payee: str,
        amount: float,
        k: int,
        agreement: str | None = None,
        *,
        lag: float = 0.0,
        refund: bool = False,
    ) -> None:
        """A sum that falls at the end of period *k*; a *lag* moves it to a later moment, in the period of that."""
        t = self.clock.span(k)[1] + lag
        paid = self.clock.period_of(t) if lag > 0 else k
        self._add(path, kind, payer, payee, amount, paid, t, agreement, refund=refund)

    def _add(
        self,
        path: str,
        kind: str,
        payer: str,
        payee: str,
        amount: float,
        k: int,
        t: float | None,
        agreement: str | None,
        *,
        recurring: bool = False,
        refund: bool = False,
    ) -> None:
        if amount == 0 or not 0 <= k < self.clock.periods or payer == payee:
            return
        if amount < 0:
            payer, payee, amount = payee, payer, -amount
        self.flows.append(Flow(path, kind, payer, payee, amount, k, t, agreement, recurring, refund))
