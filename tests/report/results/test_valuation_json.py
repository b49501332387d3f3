"""valuation.v1 holds every field, at full precision, null where it does not apply."""

from __future__ import annotations

import json as plain

from tests.cases.compare import differences, expected
from tests.report.results.test_pages import answer

from dealcraft.report.results.json import json


def test_one_answer_is_laid_out_and_several_take_a_line_each() -> None:
    assert json([answer()]).startswith('{\n  "dealcraft"')
    several = json([answer(), answer()]).splitlines()
    assert len(several) == 2
    assert [plain.loads(line)["format"] for line in several] == ["valuation.v1"] * 2


def test_every_field_is_there() -> None:
    tree = plain.loads(json([answer()]))
    assert list(tree) == [
        "dealcraft", "format", "sheet", "settings", "structures", "ranking", "turning_points", "findings",
    ]  # fmt: skip
    assert list(tree["settings"]) == [
        "valuation_date", "currency", "grid", "timing", "horizon_years", "run", "exact", "scenarios", "seed",
        "decides",
    ]  # fmt: skip
    licence = tree["structures"]["licence"]
    assert list(licence) == [
        "kind", "parties", "clauses", "states", "decisions", "headline", "certain_share", "effective_royalty",
        "ownership", "horizon_value_beyond", "currencies", "tax_changes", "checks",
    ]  # fmt: skip
    assert list(licence["parties"]["hanbit"]) == [
        "npv", "npv_if_success", "share", "irr", "payback", "peak_funding", "first_cash", "tax", "withholding",
        "net_by_year", "distribution", "if_launched", "outside", "view", "view_error", "from_abroad", "credited", "leakage",
        "left_from_abroad", "keeps",
    ]  # fmt: skip
    assert list(licence["states"][0]) == ["agreement", "path", "from", "to", "chance", "expected_date"]
    assert list(tree["ranking"]["hanbit"][0]) == [
        "structure", "npv", "lead", "within_noise", "below_outside", "dominated_by", "chance_ahead",
        "chance_ahead_error",
    ]  # fmt: skip
    assert tree["turning_points"] is None
    assert tree["settings"]["seed"] is None


def test_the_worked_case_reads_back_from_the_json() -> None:
    assert not differences(expected("hb12"), plain.loads(json([answer()])))
