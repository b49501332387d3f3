"""No sheet of the right shape makes a rule fail, however little sense it makes."""

from __future__ import annotations

import pytest

from dealcraft.findings import catalogue
from dealcraft.rules import RULES
from dealcraft.rules.run import check, diagnose
from dealcraft.source import parse
from dealcraft.terms.load import load, validate
from tests.terms.sheets import EVERYTHING, every_path, everything, with_value, without


@pytest.mark.parametrize(
    "junk", ["zzz", "first sale in us", "phase_1 start", "approval of zzz", "effective", {}, []], ids=repr
)
def test_nonsense_anywhere_is_found_or_left_and_never_a_crash(junk: object) -> None:
    codes = {rule.code for rule in RULES}
    tried = 0
    for place in every_path(everything()):
        sheet, _ = validate(with_value(str(place), junk))
        if sheet is not None:
            tried += 1
            for finding in check(sheet, valuing=True, signing=True):
                assert finding.code in codes
                assert catalogue.entry(finding.code).say(finding.values)
    assert tried > 5


def test_whatever_is_left_out_no_rule_fails() -> None:
    for place in every_path(everything()):
        sheet, _ = validate(without(str(place)))
        if sheet is not None:
            check(sheet, valuing=True, signing=True)


def test_the_smallest_sheet_has_nothing_to_report() -> None:
    text = "dealcraft: 1\nvaluation: {currency: USD}\ndecides: a\nparties: {a: {}}\nstructures: {}\n"
    assert diagnose(load(parse(text.encode(), "x.deal.yaml"))) == ()


def test_everything_said_of_a_document_comes_in_the_order_of_its_text() -> None:
    found = diagnose(load(parse(EVERYTHING.read_bytes(), EVERYTHING.name)), valuing=True)
    starts = [diagnostic.span.start for diagnostic in found if diagnostic.span]
    assert starts == sorted(starts)
    assert len(starts) == len(found)
