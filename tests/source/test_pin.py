"""From a path to the place in the text that a reader should look at."""

from __future__ import annotations

from dealcraft.findings import Finding, Label
from dealcraft.source import parse, pin
from dealcraft.source.pin import span_of
from dealcraft.units import ROOT, Path

TEXT = """\
dealcraft: 1
structures:
  licence:
    kind: licence
    payments:
      royalty:
        tiers: [{rate: 6%, up_to: 400m}, {rate: 8}]
    note:
"""
SHEET = parse(TEXT.encode(), "a.deal.yaml")


def said(path: str, at: str = "value") -> str:
    span = span_of(SHEET, Path.parse(path), at="key" if at == "key" else "value")
    assert span is not None
    return SHEET.text[span.start : span.end]


def test_a_value_is_pointed_at_itself() -> None:
    assert said("structures.licence.payments.royalty.tiers[1].rate") == "8"
    assert said("structures.licence.payments.royalty.tiers[0]") == "{rate: 6%, up_to: 400m}"


def test_a_rule_may_ask_for_the_key() -> None:
    assert said("structures.licence.kind", "key") == "kind"


def test_a_key_that_is_absent_is_said_of_the_nearest_around_it() -> None:
    assert said("structures.licence.payments.royalty.floor.share") == "royalty"
    assert said("structures.licence.payments.royalty.tiers[1].up_to") == "{rate: 8}"
    assert said("structures.sale.payments") == "structures"


def test_a_block_is_pointed_at_by_its_key() -> None:
    assert said("structures.licence.payments") == "payments"
    assert said("structures.licence.payments.royalty.tiers") == "[{rate: 6%, up_to: 400m}, {rate: 8}]"


def test_a_key_with_nothing_after_it_is_pointed_at() -> None:
    assert said("structures.licence.note") == "note"


def test_what_is_said_of_the_whole_sheet_underlines_none_of_it() -> None:
    span = span_of(SHEET, ROOT)
    assert span is not None
    assert (span.line, span.column, span.end - span.start) == (1, 1, 0)
    assert span_of(SHEET, Path(("parties",))) == span


def test_a_sheet_that_could_not_be_read_has_no_places() -> None:
    assert span_of(parse(b"a: [", "x"), Path(("a",))) is None


def test_a_finding_is_worded_and_carries_the_lines_it_touches() -> None:
    path = Path.parse("structures.licence.payments.royalty.tiers[1].rate")
    found = pin(SHEET, Finding("bare-rate", path, {"found": "8", "mend": "8%"}))
    assert (found.message, found.help) == ("rate is 8; a rate carries a percent sign", "write 8%")
    assert (found.file, found.path, found.family) == ("a.deal.yaml", path, "quantity")
    assert dict(found.lines) == {7: "        tiers: [{rate: 6%, up_to: 400m}, {rate: 8}]"}


def test_labels_become_related_places() -> None:
    label = Label(Path(("dealcraft",)), "first", at="key")
    found = pin(SHEET, Finding("duplicate-key", Path(("structures",)), {"found": "x"}, (label,), at="key"))
    assert [(r.message, r.span.line, r.span.column, r.span.end_column) for r in found.related] == [
        ("first written here", 1, 1, 10)
    ]
    assert set(found.lines) == {1, 2}
