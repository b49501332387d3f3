"""What a rule is: a check of a sheet, and the page that explains it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dealcraft.findings import Finding, Severity, catalogue
from dealcraft.findings.catalogue import Entry
from dealcraft.terms.sheet import Sheet

Check = Callable[[Sheet], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that a careful reader would query; all its findings carry its code."""

    code: str
    family: str
    check: Check
    only_to_value: bool = False
    """Whether it matters only when the sheet is to be valued."""
    before_signing: bool = False
    """Whether it asks what a sheet may leave open until it is to be signed."""
    words: Entry | None = None
    """Its wording and its page, where they are data that came with it and not of the catalogue."""

    @property
    def page(self) -> str:
        """What `explain` prints: what the rule says, why it matters, and what to write instead."""
        return self.words.page if self.words else inspect.getdoc(self.check) or ""

    @property
    def severity(self) -> Severity:
        """How severe its findings are unless settings say otherwise."""
        return (self.words or catalogue.entry(self.code)).severity

    def asked(self, *, valuing: bool, signing: bool) -> bool:
        """Whether it is asked for on such an occasion."""
        return (valuing or not self.only_to_value) and (signing or not self.before_signing)


def rule(
    family: str, *, only_to_value: bool = False, before_signing: bool = False
) -> Callable[[Check], Rule]:
    """Make a check a rule; the function's name is the code, its docstring the page."""

    def made(check: Check) -> Rule:
        code = check.__name__.replace("_", "-")
        return Rule(code, family, check, only_to_value, before_signing)

    return made
