"""Whatever is wrong with the shape of a sheet, each mistake is one finding at its place."""

from __future__ import annotations

from typing import Any

import pytest

from dealcraft.findings import Finding, Severity, catalogue
from dealcraft.source import parse, read_sheet
from dealcraft.terms.load import load, validate, with_id
from dealcraft.units import Path
from tests.terms.sheets import EVERYTHING, every_path, everything, with_value, without

LICENCE = "structures.licence"
ROYALTY = f"{LICENCE}.payments.royalty"


def only(data: dict[str, Any]) -> Finding:
    sheet, findings = validate(data)
    assert sheet is None
    assert len(findings) == 1, [(finding.code, str(finding.path)) for finding in findings]
    return findings[0]


def test_a_sheet_with_every_key_is_a_sheet() -> None:
    loaded = load(read_sheet(str(EVERYTHING)))
    assert loaded.diagnostics == ()
    assert loaded.sheet is not None
    assert loaded.sheet.data == without("extends")


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        # quantities
        ("parties.hanbit.tax_rate", "8", "bare-rate"),
        ("parties.hanbit.tax_rate", "0.22", "bare-rate"),
        ("parties.hanbit.tax_rate", "120%", "out-of-range"),
        ("parties.hanbit.tax_rate", "-1%", "out-of-range"),
        ("parties.rhein.discount_rate", "high", "rate-unreadable"),
        (f"{LICENCE}.payments.upfront", "$40m", "money-symbol"),
        (f"{LICENCE}.payments.upfront", "40m USD", "money-order"),
        (f"{LICENCE}.payments.upfront", "DEM 40m", "currency-retired"),
        (f"{LICENCE}.payments.upfront", "XYZ 40m", "currency-unknown"),
        (f"{LICENCE}.payments.upfront", "-40m", "out-of-range"),
        ("markets.us.sales.price", "0", "out-of-range"),
        ("markets.us.sales.price", {"triangular": ["0", "5", "9"]}, "out-of-range"),
        ("markets.us.sales.deductions", "100%", "out-of-range"),
        (f"{LICENCE}.payments.fees.upkeep.every", "0 days", "out-of-range"),
        (f"{LICENCE}.governance.audit.every", "0 months", "out-of-range"),
        (f"{LICENCE}.payments.upfront", "1e6", "money-unreadable"),
        (f"{LICENCE}.payments.upfront", "9" * 41, "number-too-long"),
        (f"{LICENCE}.payments.upfront", "NaN", "money-unreadable"),
        (f"{LICENCE}.payments.lag", "60", "bare-duration"),
        (f"{LICENCE}.payments.lag", "-60 days", "duration-negative"),
        (f"{LICENCE}.payments.lag", "1y6", "duration-unreadable"),
        ("markets.us.costs.fixed", "8m", "per-time-missing"),
        ("parties.hanbit.capability.development_time", "120%", "number-unreadable"),
        ("uncertainty.correlations[0].rank", "50%", "number-unreadable"),
        ("uncertainty.correlations[0].rank", "-1.01", "out-of-range"),
        ("parties.hanbit.fit.strategic", "4.5", "not-a-whole-number"),
        ("valuation.date", "01/02/2026", "date-order"),
        ("valuation.date", "2026-02-30", "date-impossible"),
        ("valuation.date", "soon", "date-unreadable"),
        ("assets.hb12.rights.composition.expires", "2043-05", "date-without-day"),
        (f"{LICENCE}.diligence.start.by", "2027-06", "date-without-day"),
        (f"{ROYALTY}.until.latest_of[2]", "2040-06", "date-without-day"),
        ("valuation.currency", "EUE", "currency-unknown"),
        ("fx.EUE", "1.08", "currency-unknown"),
        ("markets.us.territory", "UK", "territory-ambiguous"),
        ("markets.us.territory", "Atlantis", "unknown-country"),
        ("markets.korea.territory", {"include": []}, "territory-empty"),
        ("parties.hanbit.country", "EU", "not-one-country"),
        ("markets.korea.sales.calendar.31", "10m", "not-a-year"),
        # words
        ("dealcraft", "2", "unknown-version"),
        ("valuation.grid", "quartr", "unknown-word"),
        ("parties.hanbit.losses", "forward", "unknown-word"),
        (f"{LICENCE}.kind", "license", "unknown-word"),
        (f"{LICENCE}.step_in.idle.remedy", "revoke", "unknown-word"),
        (f"{LICENCE}.diligence.start.recovery.develop", "maybe", "unknown-word"),
        (f"{LICENCE}.step_in.shelf.when.shelved", "yes", "unknown-word"),
        (f"{LICENCE}.payments.milestones.proof.creditable", "yes", "unknown-word"),
        # events
        ("markets.us.launch", "aproval", "unknown-event"),
        ("markets.us.launch", "approval - 1 years", "event-before"),
        ("markets.us.launch", "patents", "event-only-in-until"),
        ("markets.us.launch", {"last_of": ["approval"]}, "event-group"),
        (f"{ROYALTY}.minimum.until", "exclusivity", "event-only-in-until"),
        # shapes
        ("parties", "hanbit", "not-a-mapping"),
        ("parties.hanbit", None, "not-a-mapping"),
        ("parties.hanbit", ["a"], "not-a-mapping"),
        ("structures.keep", "retain", "not-a-mapping"),
        (f"{LICENCE}.payments.milestones", None, "not-a-mapping"),
        (f"{ROYALTY}.tiers", {"rate": "5%"}, "not-a-list"),
        (f"{ROYALTY}.adjust", "stacking", "not-a-list"),
        (f"{ROYALTY}.tiers[0]", "5%", "not-a-mapping"),
        ("parties.hanbit.name", ["a"], "not-a-scalar"),
        ("parties.hanbit.tax_rate", ["22%"], "not-a-scalar"),
        ("title", {"a": "b"}, "not-a-scalar"),
        (f"{LICENCE}.licensee", None, "not-a-scalar"),
        ("valuation.grid", ["month"], "not-a-scalar"),
        # distributions
        ("parties.hanbit.discount_rate.triangular", ["10%", "13%"], "distribution-length"),
        ("parties.hanbit.discount_rate.triangular", ["10%", "9%", "13%"], "distribution-order"),
        ("parties.hanbit.discount_rate.triangular[1]", "13", "bare-rate"),
        ("markets.us.sales.peak.lognormal", {"mean": "1bn"}, "distribution-moments"),
        ("markets.us.sales.peak.lognormal.sd", "300x", "money-unreadable"),
        ("markets.us.sales.peak.base", ["900m"], "not-a-scalar"),
        ("markets.us.sales.peak.known", "approval", "unknown-key"),
        ("assets.hb12.development.phase_2.costs_by_year[1].uniform[0]", "1x", "money-unreadable"),
        ("markets.us.sales.price.currency", ["USD"], "not-a-scalar"),
        ("markets.us.sales.price.currency", "$", "currency-unknown"),
        # names
        ("id", "HB 12", "bad-id"),
        ("id", "approval", "reserved-id"),
        ("decides", "Hanbit", "bad-id"),
        ("parties.Hanbit Bio", {}, "bad-id"),
        ("parties.worldwide", {}, "reserved-id"),
        (f"{LICENCE}.payments.milestones.1st", {"pay": "1m", "at": "approval"}, "bad-id"),
        ("structures.Second licence", {"kind": "retain"}, "bad-id"),
        ("structures.both.parts.West", {"kind": "assignment", "assignee": "rhein"}, "bad-id"),
        (f"{LICENCE}.cost_share", {"hanbit": "1%"}, "unknown-key"),
        # adjustments
        (f"{ROYALTY}.adjust[0]", {"stepdown": "50%"}, "unknown-adjustment"),
        (f"{ROYALTY}.adjust[0]", {}, "unknown-adjustment"),
        (f"{ROYALTY}.adjust[0]", "stacking", "unknown-adjustment"),
        (f"{ROYALTY}.adjust[0].until", "approval", "unknown-key"),
        (f"{ROYALTY}.adjust[2].of", "linker", "not-a-list"),
        (f"{ROYALTY}.adjust[2].of[0]", "", "bad-id"),
        (f"{ROYALTY}.adjust[2].stacking", "half", "rate-unreadable"),
        (f"{ROYALTY}.adjust[4].holiday", "6", "bare-duration"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_finding_at_its_place(path: str, value: Any, code: str) -> None:
    finding = only(with_value(path, value))
    assert finding.code == code
    assert finding.path.within(Path.parse(path))
    assert catalogue.entry(code).say(finding.values)


@pytest.mark.parametrize(
    ("path", "wrong", "hint"),
    [
        ("", "partys", "parties"),
        ("valuation", "horizn", "horizon"),
        ("parties.hanbit", "discount_rte", "discount_rate"),
        ("parties.hanbit.capability.markets.korea", "sale", "sales"),
        ("parties.hanbit.losses.carry_forward", "expire", "expires"),
        ("assets.hb12.development.phase_1", "sucess", "success"),
        ("markets.us.sales", "peek", "peak"),
        ("structures.keep", "overhead", "overheads"),
        (LICENCE, "licencee", "licensee"),
        (f"{LICENCE}.grant", "exclusivty", "exclusivity"),
        (f"{LICENCE}.grant.sublicensing.plan", "share_of_sale", "share_of_sales"),
        (f"{LICENCE}.payments", "upfrnt", "upfront"),
        (f"{LICENCE}.payments.fees.upkeep", "evry", "every"),
        (ROYALTY, "tier", "tiers"),
        (f"{ROYALTY}.tiers[1]", "upto", "up_to"),
        (f"{ROYALTY}.adjust[0]", "whn", "when"),
        (f"{ROYALTY}.adjust[2]", "carryforward", "carry_forward"),
        (f"{LICENCE}.diligence.start.recovery", "delays", "delay"),
        ("structures.sale", "assigne", "assignee"),
        ("structures.sale.tax", "seller_rte", "seller_rate"),
        ("structures.shared", "profit_shre", "profit_share"),
        ("structures.shared.opt_out.then", "royalties", "royalty"),
        ("structures.both", "part", "parts"),
        ("structures.both.parts.west", "licensees", "licensee"),
        ("structures.both.parts.east", "licence_bck", "licence_back"),
        ("structures.both.parts.rest", "leed", "lead"),
        ("markets.us.sales.price", "currncy", "currency"),
        ("markets.korea.territory", "exept", "except"),
        ("markets.us.sales.peak", "bse", "base"),
    ],
)
def test_an_unknown_key_is_told_the_nearest_known_one(path: str, wrong: str, hint: str) -> None:
    place = f"{path}.{wrong}" if path else wrong
    finding = only(with_value(place, "1"))
    assert (finding.code, str(finding.path), finding.at) == ("unknown-key", place, finding.at)
    assert finding.values["found"] == wrong
    assert finding.values["hint"] == hint


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("dealcraft", "dealcraft"),
        ("decides", "decides"),
        ("valuation", "valuation"),
        ("valuation.currency", "currency"),
        ("parties", "parties"),
        ("structures", "structures"),
        ("structures.keep.kind", "kind"),
        ("structures.both.parts.west.kind", "kind"),
        (f"{LICENCE}.licensee", "licensee"),
        (f"{LICENCE}.grant.exclusivity", "exclusivity"),
        ("structures.both.parts.west.grant.exclusivity", "exclusivity"),
        ("structures.shared.grant", "grant"),
        ("markets.us.territory", "territory"),
        ("assets.hb12.third_party.linker.rate", "rate"),
        (f"{LICENCE}.payments.milestones.proof.pay", "pay"),
        (f"{LICENCE}.diligence.start.by", "by"),
        ("parties.hanbit.foreign_tax_credit.carry_forward", "carry_forward"),
    ],
)
def test_a_missing_key_is_named_at_its_place(path: str, key: str) -> None:
    finding = only(without(path))
    assert (finding.code, str(finding.path), finding.values["key"]) == ("missing-key", path, key)


def test_a_value_of_nothing_is_as_good_as_no_key_where_the_key_may_be_absent() -> None:
    for path in ("title", "parties.hanbit.tax_rate", f"{LICENCE}.payments.royalty", "markets.us.launch"):
        sheet, findings = validate(with_value(path, None))
        assert sheet is not None, [(finding.code, str(finding.path)) for finding in findings]


def test_all_mistakes_are_found_in_one_pass() -> None:
    data = with_value("parties.hanbit.tax_rate", "8")
    data["valuation"]["grid"] = "week"
    data["structures"]["licence"]["payments"]["royalty"]["adjust"][0] = {"stepdown": "1%"}
    data["structures"]["sale"]["kind"] = "sale"
    data["extra"] = "1"
    _, findings = validate(data)
    assert [finding.code for finding in findings] == [
        "unknown-word", "bare-rate", "unknown-adjustment", "unknown-word", "unknown-key",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "junk",
    [None, "zzz", "", {}, ["zzz"], {"zzz": None}, [{}]],
    ids=repr,
)
def test_junk_anywhere_is_a_finding_near_it_and_never_a_crash(junk: Any) -> None:
    codes = set(catalogue.all_codes())
    for place in every_path(everything()):
        sheet, findings = validate(with_value(str(place), junk))
        assert (sheet is None) == bool(findings)
        for finding in findings:
            assert finding.code in codes, finding
            assert finding.code != "unreadable", finding
            assert (
                finding.path.within(place)
                or finding.path.parent == place.parent
                or place.within(finding.path)
            ), finding


def test_the_text_is_pinned_to_the_key_or_the_value() -> None:
    text = "dealcraft: 1\nvaluation: {currency: USD}\ndecides: a\nparties: {a: {tax_rate: 8}, B: {}}\nstructures: {k: {kind: retain, x: 1}}\n"
    loaded = load(parse(text.encode(), "x.deal.yaml"))
    assert loaded.sheet is None
    assert [(d.code, d.span and (d.span.line, d.span.column)) for d in loaded.diagnostics] == [
        ("bare-rate", (4, 25)),
        ("bad-id", (4, 29)),
        ("unknown-key", (5, 32)),
    ]
    assert all(d.severity is Severity.ERROR for d in loaded.diagnostics)


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("deals/hb12.deal.yaml", "hb12"),
        ("C:\\deals\\HB-12.deal.yaml", "hb_12"),
        ("12.deal.yaml", "sheet_12"),
        ("approval.deal.yaml", "sheet_approval"),
        ("한빛.deal.yaml", "sheet"),
        ("-", "sheet"),
    ],
)
def test_a_sheet_without_name_has_that_of_its_file(file: str, name: str) -> None:
    assert with_id({}, file)["id"] == name
    data = everything()
    del data["id"]
    sheet, _ = validate(with_id(data, file))
    assert sheet is not None
    assert sheet.id == name


def test_changes_are_made_before_the_sheet_is_read() -> None:
    document = read_sheet(str(EVERYTHING))
    loaded = load(document, changes={Path.parse("parties.rhein.discount_rate"): "11%"})
    assert loaded.sheet is not None
    assert str(loaded.sheet.parties["rhein"].discount_rate) == "11%"


def test_a_text_with_errors_gives_no_sheet() -> None:
    content = EVERYTHING.read_bytes().replace(b"extends: base.deal.yaml", b"title: twice")
    loaded = load(parse(content, EVERYTHING.name))
    assert loaded.sheet is None
    assert [d.code for d in loaded.diagnostics] == ["duplicate-key"]


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"- a\n", b"text", b"{", b"a: [\n", b"\x00", b"a: &x 1\n"]
)
def test_what_is_no_sheet_at_all_is_said_and_never_a_crash(content: bytes) -> None:
    loaded = load(parse(content, "x.deal.yaml"))
    assert loaded.sheet is None
    assert loaded.diagnostics
