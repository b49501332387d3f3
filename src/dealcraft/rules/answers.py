"""Findings and the answers to them: comments in the text, exceptions of the sheet, a baseline; and answers gone stale."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from dealcraft.errors import UnknownPath
from dealcraft.findings import Acceptance, Diagnostic, Finding, Fix, catalogue
from dealcraft.findings.fingerprint import fingerprints
from dealcraft.rules._rule import Rule
from dealcraft.rules.baseline import Baseline
from dealcraft.rules.settings import must_be_mended
from dealcraft.source import Document
from dealcraft.source.edit import without
from dealcraft.source.ignores import Ignore, ignores
from dealcraft.source.pin import pin
from dealcraft.source.problem import Problem
from dealcraft.terms.paths import get
from dealcraft.terms.sheet import RuleException, Sheet
from dealcraft.units import Path
from dealcraft.units.spelling import nearest


@dataclass
class Answers:
    """The answers that a document has; those that were needed are remembered."""

    document: Document
    sheet: Sheet | None
    rules: Sequence[Rule]
    """The rules that there are besides the catalogue."""
    ran: frozenset[str]
    """The codes that were looked for; an answer to another is not called unused."""
    as_of: dt.date | None
    """The day on which an answer has to hold; without one, all hold."""
    baseline: Baseline = field(default_factory=dict)
    """By file, this one and those that it extends, the fingerprints that are known in it, and their codes."""

    def to(self, diagnostics: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
        """*diagnostics*, those accepted that an answer fits, and what is to be said of the answers themselves."""
        comments = [(file, ignore) for file in self._files() for ignore in ignores(file)]
        exceptions = self.sheet.exceptions if self.sheet else {}
        if not comments and not exceptions and not self.baseline:
            return tuple(diagnostics)
        used: set[object] = set()
        answered = list[Diagnostic]()
        for each, mark in zip(diagnostics, fingerprints(diagnostics), strict=True):
            answer = None
            if not must_be_mended(each):
                answer = self._comment(each, comments, used) or self._exception(each, exceptions, used)
                if answer is None and mark in self.baseline.get(each.file, ()) and not each.missing:
                    used.add((each.file, mark))
                    answer = Acceptance("baseline")
            answered.append(replace(each, accepted=answer, missing=()) if answer else each)
        stale = [
            *(said for file, ignore in comments for said in self._of_comment(file, ignore, used)),
            *(
                said
                for name, exception in exceptions.items()
                for said in self._of_exception(name, exception, used)
            ),
            *self._of_baseline(used),
        ]
        return (*answered, *stale)

    @cached_property
    def known(self) -> frozenset[str]:
        """Every code that there is."""
        return frozenset({*catalogue.all_codes(), *(rule.code for rule in self.rules)})

    def _files(self) -> tuple[Document, ...]:
        return (self.document, *self.document.parents)

    def _comment(
        self, each: Diagnostic, comments: list[tuple[Document, Ignore]], used: set[object]
    ) -> Acceptance | None:
        for file, ignore in comments:
            here = each.span is not None and each.file == file.file and each.span.line == ignore.line
            if here and each.code in (ignore.codes or ()):
                used.add((file.file, ignore.span, each.code))
                until = _day(ignore.until)
                if ignore.reason and (until or not ignore.until) and self._holds(until):
                    return Acceptance("comment", ignore.reason, ignore.by, until)
        return None

    def _exception(
        self, each: Diagnostic, exceptions: Mapping[str, RuleException], used: set[object]
    ) -> Acceptance | None:
        for name, exception in exceptions.items():
            place = _path(exception.path)
            if each.code == exception.rule and place is not None and each.path.within(place):
                used.add(name)
                if self._holds(exception.until):
                    return Acceptance("exception", exception.reason, exception.approver, exception.until)
        return None

    def _holds(self, until: dt.date | None) -> bool:
        return until is None or self.as_of is None or self.as_of <= until

    def _of_comment(self, file: Document, ignore: Ignore, used: set[object]) -> Iterator[Diagnostic]:
        def said(code: str, **values: str) -> Diagnostic:
            return Problem(code, ignore.span, values=values).said_of(file.file, file.lines)

        if ignore.codes is None:
            yield said("ignore-unreadable")
            return
        for code in ignore.codes:
            if code not in self.known:
                yield said("ignore-unknown", found=code, hint=nearest(code, self.known))
            elif (file.file, ignore.span, code) in used:
                until = _day(ignore.until)
                if not ignore.reason:
                    yield said("ignore-without-reason", found=code)
                elif ignore.until and until is None:
                    yield said("ignore-unreadable")
                elif not self._holds(until):
                    yield said("ignore-expired", found=code, until=ignore.until, as_of=str(self.as_of))
            elif code in self.ran:
                unused = said("ignore-unused", found=code)
                alone = len(ignore.codes) == 1
                yield replace(unused, fix=_without(file, ignore)) if alone else unused

    def _of_exception(self, name: str, exception: RuleException, used: set[object]) -> Iterator[Diagnostic]:
        path = Path(("exceptions", name))

        def said(code: str, key: str, **values: str) -> Diagnostic:
            return pin(self.document, Finding(code, path.child(key), values))

        if exception.rule not in self.known:
            hint = nearest(exception.rule, self.known)
            yield said("exception-unknown-rule", "rule", found=exception.rule, hint=hint)
        elif (place := _path(exception.path)) is None or not self._exists(place):
            yield said("exception-unknown-path", "path", found=exception.path)
        elif not self._holds(exception.until):
            yield said("exception-expired", "until", until=str(exception.until), as_of=str(self.as_of))
        elif name not in used and exception.rule in self.ran:
            yield said("exception-unused", "rule", found=exception.rule, path=exception.path)

    def _exists(self, place: Path) -> bool:
        assert self.sheet is not None
        try:
            get(self.sheet, place)
        except UnknownPath:
            return place in self.document.key_spans
        return True

    def _of_baseline(self, used: set[object]) -> Iterator[Diagnostic]:
        own = self.document.file  # what is known of a file that others extend too may be said of those
        known = self.baseline.get(own, {})
        stale = sorted(code for mark, code in known.items() if (own, mark) not in used and code in self.ran)
        if stale:
            values = {"count": str(len(stale)), "codes": ", ".join(dict.fromkeys(stale))}
            yield pin(self.document, Finding("baseline-stale", Path(()), values))


def _without(file: Document, ignore: Ignore) -> Fix:
    return without(file.text, ignore.span.start, ignore.span.end)


def _path(text: str) -> Path | None:
    try:
        return Path.parse(text)
    except ValueError:
        return None


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None
