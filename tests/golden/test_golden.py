"""Every example in every format prints what it printed before; `pytest --update-golden` accepts what it prints now."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from rich.cells import cell_len

from dealcraft.analysis.clauses import Prices, clauses
from dealcraft.analysis.closer import closer
from dealcraft.analysis.compare import compare as ranked
from dealcraft.analysis.diff import diff
from dealcraft.analysis.negotiation import Negotiation, negotiation
from dealcraft.analysis.outside import outside
from dealcraft.analysis.sensitivity import Sensitivity, sensitivity
from dealcraft.analysis.solve import Solution, solve_for
from dealcraft.analysis.study import How
from dealcraft.batch.answer import bridged, checked, turned
from dealcraft.engine.result import Valuation
from dealcraft.engine.unvalued import not_valued
from dealcraft.engine.value import value
from dealcraft.report.results import Answer, Look, compare, in_depth
from dealcraft.report.results._redline import Redlined, Version
from dealcraft.report.results.clauses import clauses as clauses_page
from dealcraft.report.results.clauses_json import json as clauses_json
from dealcraft.report.results.diff import diff as diff_page
from dealcraft.report.results.diff_json import json as diff_json
from dealcraft.report.results.diff_markdown import markdown as diff_markdown
from dealcraft.report.results.json import json as valuation_json
from dealcraft.report.results.negotiate import negotiate as negotiate_page
from dealcraft.report.results.sensitivity import sensitivity as sensitivity_page
from dealcraft.report.results.sensitivity_json import json as sensitivity_json
from dealcraft.report.results.solve import solve as solve_page
from dealcraft.report.results.solve_json import json as solve_json
from dealcraft.source import pin, read_sheet
from dealcraft.terms.load import load
from dealcraft.terms.sheet import Sheet
from dealcraft.units import Path as Term

HERE: Final = Path(__file__).parent
EXAMPLES: Final = HERE.parents[1] / "examples"
DIGITS: Final = 6
NOTHING: Final = 1e-9
"""Below this a figure is what rounding left of 0."""


def structures(sheet: str) -> list[str]:
    """The names of the structures of *sheet* and of what it extends, read without dealcraft."""
    tree = yaml.safe_load((EXAMPLES / sheet).read_text(encoding="utf-8"))
    above = structures(f"{sheet.split('/')[0]}/{tree['extends']}") if "extends" in tree else []
    return list(dict.fromkeys([*above, *tree.get("structures", {})]))


def valuable(sheet: str) -> bool:
    """Whether *sheet* states nothing that is checked only."""
    loaded = load(read_sheet(str(EXAMPLES / sheet), within=[str(EXAMPLES)]))
    return loaded.sheet is not None and not any(not_valued(loaded.sheet))


SHEETS: Final = tuple(
    filter(valuable, sorted(path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.glob("*/*.deal.yaml")))
)


PRICED: Final = (
    ("hb12/hb12.deal.yaml", "licence"),
    ("two_partners/two_partners.deal.yaml", "both_non_exclusive"),
)
"""Structures whose clauses are priced, in the base case."""


MOVED: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    ("hb12/hb12.deal.yaml", "licence"): (),
    ("two_partners/two_partners.deal.yaml", "tidewater_exclusive"): (
        "structures.tidewater_exclusive.payments.upfront",
        "structures.morimoto_exclusive.payments.royalty.rate",
    ),
}
"""Structures of which every number is moved, in the base case, and two numbers that are moved together."""


SOLVED: Final[dict[tuple[str, str], tuple[str, str, tuple[str, str] | None]]] = {
    ("hb12/hb12.deal.yaml", "upfront"): (
        "structures.licence.payments.upfront", "npv(hanbit) = npv(hanbit, sale)", None,
    ),
    ("hb12/hb12.deal.yaml", "none"): ("structures.licence.payments.upfront", "npv(hanbit) = 90m", ("0m", "50m")),
    ("royalty_too_far/royalty_too_far.deal.yaml", "twice"): (
        "structures.at_18.payments.royalty.rate", "npv(verdant) = 25m", ("0%", "40%"),
    ),
}  # fmt: skip
"""Numbers that are solved for, in the base case, with their target and bracket."""


TABLES: Final[dict[tuple[str, str], tuple[str, tuple[str, ...], dict[str, str], tuple[str, ...]]]] = {
    ("hb12/hb12.deal.yaml", "zone"): ("licence", ("structures.licence.payments.upfront",), {}, ()),
    ("hb12/hb12.deal.yaml", "frontier"): (
        "licence",
        ("structures.licence.payments.upfront", "structures.licence.payments.milestones.pivotal.pay"), {}, (),
    ),
    ("hb12/hb12.deal.yaml", "counter"): (
        "licence", (), {"structures.licence.payments.upfront": "30m"},
        (
            "structures.licence.payments.milestones.pivotal.pay",
            "structures.licence.payments.milestones.us_launch.pay",
        ),
    ),
    ("two_partners/two_partners.deal.yaml", "zone"): (
        "tidewater_exclusive", ("structures.tidewater_exclusive.payments.upfront",), {}, (),
    ),
}  # fmt: skip
"""What is negotiated, in the base case: the structure, the numbers, what is conceded, what may move."""


REDLINES: Final = (("hb12/hb12_redline.deal.yaml", "hb12/hb12.deal.yaml"),)
"""Versions of a sheet, each with the one before it."""


def goldens() -> Iterator[tuple[str, str]]:
    """Each sheet with the name of each file that is kept of it."""
    for sheet in SHEETS:
        yield sheet, "compare.txt"
        yield sheet, "compare.narrow.txt"
        yield sheet, "compare.json"
        for structure in structures(sheet):
            yield sheet, f"value.{structure}.txt"
        yield sheet, f"value.{structures(sheet)[-1]}.kind.txt"
        yield sheet, f"value.{structures(sheet)[-1]}.year.txt"
    for sheet, _ in REDLINES:
        yield sheet, "diff.txt"
        yield sheet, "diff.narrow.txt"
        yield sheet, "diff.md"
        yield sheet, "diff.json"
    for sheet, structure in MOVED:
        yield sheet, f"sensitivity.{structure}.txt"
        yield sheet, f"sensitivity.{structure}.narrow.txt"
        yield sheet, f"sensitivity.{structure}.json"
    for sheet, what in SOLVED:
        yield sheet, f"solve.{what}.txt"
        yield sheet, f"solve.{what}.narrow.txt"
        yield sheet, f"solve.{what}.json"
    for sheet, what in TABLES:
        yield sheet, f"negotiate.{what}.txt"
        yield sheet, f"negotiate.{what}.narrow.txt"
    for sheet, structure in PRICED:
        yield sheet, f"clauses.{structure}.txt"
        yield sheet, f"clauses.{structure}.json"


def place(sheet: str, name: str) -> Path:
    """Where the golden file *name* of *sheet* is kept."""
    return HERE / sheet.split("/")[-1].removesuffix(".deal.yaml") / name


@cache
def answer(sheet: str) -> Answer:
    """The expected run of an example."""
    document = read_sheet(str(EXAMPLES / sheet), within=[str(EXAMPLES)])
    loaded = load(document)
    assert loaded.sheet is not None
    valuation = value(loaded.sheet)
    without = outside(loaded.sheet, valuation, value=lambda of, names: value(of, structures=names))
    found = tuple(pin(document, finding) for finding in valuation.findings)
    return Answer(
        loaded.sheet,
        sheet.split("/")[-1],
        document.sha256,
        valuation,
        ranked(valuation, outside=without),
        (*checked(loaded), *found),
    )


@cache
def priced(sheet: str, structure: str) -> tuple[Answer, Prices]:
    """The base case of one structure of an example, and the prices of its clauses."""

    def valued(of: Sheet, names: Sequence[str]) -> Valuation:
        return value(of, run="base", structures=names)

    usual = answer(sheet)
    valuation = valued(usual.sheet, [structure])
    prices = clauses(usual.sheet, valuation, structure=structure, value=valued)
    return replace(usual, valuation=valuation), prices


@cache
def moved(sheet: str, structure: str) -> tuple[Answer, Sensitivity]:
    """The base case of one structure of an example, and what it hangs on."""
    usual, grid = answer(sheet), [Term.parse(text) for text in MOVED[sheet, structure]]
    valuation = value(usual.sheet, run="base", structures=[structure])
    pair = (grid[0], grid[1]) if grid else None
    return replace(usual, valuation=valuation), sensitivity(
        usual.sheet, structure=structure, run="base", grid=pair
    )


@cache
def solved(sheet: str, what: str) -> tuple[Answer, Solution]:
    """The base case of an example, and the values of a number of it that meet a target."""
    usual, (path, target, between) = answer(sheet), SOLVED[sheet, what]
    valuation = value(usual.sheet, run="base")
    found = solve_for(usual.sheet, path, target, between=between, how=How("base"))
    return replace(usual, valuation=valuation), found


@cache
def negotiated(sheet: str, what: str) -> tuple[Answer, Negotiation]:
    """The base case of an example, and what was asked at the table."""
    usual, (structure, numbers, given, unlocked) = answer(sheet), TABLES[sheet, what]
    found = negotiation(
        usual.sheet, [Term.parse(text) for text in numbers], structure=structure, points=9,
        concessions={Term.parse(text): given_ for text, given_ in given.items()},
        unlock=[Term.parse(text) for text in unlocked], how=How("base"),
    )  # fmt: skip
    return replace(usual, valuation=value(usual.sheet, run="base")), found


@cache
def redlined(sheet: str) -> Redlined:
    """What changed in *sheet* since the version before it, in the base case."""
    how = How("base", 0)

    def version(name: str) -> Version:
        usual = answer(name)
        document = read_sheet(str(EXAMPLES / name), within=[str(EXAMPLES)])
        valuation = value(usual.sheet, run=how.run)
        without = outside(
            usual.sheet, valuation, value=lambda of, names: value(of, run=how.run, structures=names)
        )
        comparison = ranked(valuation, outside=without)
        return Version(
            replace(usual, valuation=valuation, comparison=comparison), replace(document, file=usual.file)
        )

    old, new = version(dict(REDLINES)[sheet]), version(sheet)
    ends = old.answer.valuation, new.answer.valuation
    return Redlined(old, new, diff(old.answer.sheet, new.answer.sheet, *ends, how=how))


@cache
def closely(sheet: str, structure: str | None = None) -> Answer:
    """The same with a closer look at one structure (the best), on the base run, and with what would change the answer."""
    plain = answer(sheet)
    party = plain.valuation.settings.decides
    value = plain.valuation.structures[structure or plain.comparison.best(party)]
    close = replace(plain, closer=closer(plain.sheet, value, party, run="base"))
    if structure is not None:
        return close
    return bridged(turned(close, party, run="expected", seed=0), value.name, party)


def printed(sheet: str, name: str) -> str:
    """What is printed today."""
    match name.split("."):
        case ["compare", "txt"]:
            return compare(closely(sheet), Look(100))
        case ["compare", "narrow", "txt"]:
            return compare(closely(sheet), Look(72))
        case ["compare", "json"]:
            tree = _rounded(json.loads(valuation_json([closely(sheet)])))
            return json.dumps(tree, ensure_ascii=False, indent=1) + "\n"
        case ["value", structure, "kind", "txt"]:
            return in_depth(answer(sheet), Look(120), structure=structure, by="kind")
        case ["value", structure, "year", "txt"]:
            return in_depth(answer(sheet), Look(120), structure=structure, by="year")
        case ["value", structure, "txt"]:
            return in_depth(closely(sheet, structure), Look(120), structure=structure, trace=True)
        case ["sensitivity", structure, "txt"]:
            return sensitivity_page(*moved(sheet, structure), Look(100), most=12)
        case ["sensitivity", structure, "narrow", "txt"]:
            return sensitivity_page(*moved(sheet, structure), Look(72), most=12)
        case ["sensitivity", structure, "json"]:
            tree = _rounded(json.loads(sensitivity_json(*moved(sheet, structure))))
            return json.dumps(tree, ensure_ascii=False, indent=1) + "\n"
        case ["solve", what, "txt"]:
            return solve_page(*solved(sheet, what), Look(100))
        case ["solve", what, "narrow", "txt"]:
            return solve_page(*solved(sheet, what), Look(72))
        case ["solve", what, "json"]:
            tree = _rounded(json.loads(solve_json(*solved(sheet, what))))
            for each in tree["solutions"]:
                del each["residual"]  # what rounding leaves
            return json.dumps(tree, ensure_ascii=False, indent=1) + "\n"
        case ["negotiate", what, "txt"]:
            return negotiate_page(*negotiated(sheet, what), Look(100))
        case ["negotiate", what, "narrow", "txt"]:
            return negotiate_page(*negotiated(sheet, what), Look(72))
        case ["clauses", structure, "txt"]:
            return clauses_page(*priced(sheet, structure), Look(100))
        case ["clauses", structure, "json"]:
            tree = _rounded(json.loads(clauses_json(*priced(sheet, structure))))
            return json.dumps(tree, ensure_ascii=False, indent=1) + "\n"
        case ["diff", "txt"]:
            return diff_page(redlined(sheet), Look(100))
        case ["diff", "narrow", "txt"]:
            return diff_page(redlined(sheet), Look(72))
        case ["diff", "md"]:
            return diff_markdown(redlined(sheet))
        case ["diff", "json"]:
            tree = _rounded(json.loads(diff_json(redlined(sheet))))
            return json.dumps(tree, ensure_ascii=False, indent=1) + "\n"
        case _:
            raise AssertionError(name)


def _rounded(tree: Any) -> Any:
    """*tree* with every number to six significant figures."""
    if isinstance(tree, dict):
        return {key: _rounded(inner) for key, inner in tree.items() if key != "dealcraft"}
    if isinstance(tree, list):
        return [_rounded(inner) for inner in tree]
    if isinstance(tree, float):
        return 0.0 if abs(tree) < NOTHING else float(f"{tree:.{DIGITS}g}")
    return tree


@pytest.mark.parametrize(("sheet", "name"), list(goldens()))
def test_an_example_prints_what_it_printed(sheet: str, name: str, update_golden: bool) -> None:
    golden, now = place(sheet, name), printed(sheet, name)
    if update_golden:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(now, encoding="utf-8", newline="\n")
    assert golden.exists(), f"{golden} is not there; run pytest --update-golden and read what it wrote"
    assert now == golden.read_text(encoding="utf-8"), "run pytest --update-golden if this is meant"


@pytest.mark.parametrize("page", [72, 80, 88, 100, 120])
@pytest.mark.parametrize("sheet", SHEETS)
def test_no_line_is_wider_than_the_page(sheet: str, page: int) -> None:
    pages = [compare(closely(sheet), Look(page))]
    for structure in structures(sheet):
        pages.append(in_depth(closely(sheet, structure), Look(page), structure=structure))
    for line in (line for text in pages for line in text.splitlines()):
        assert cell_len(line) <= page or " " not in line.strip(), line


def test_no_golden_file_is_left_over(update_golden: bool) -> None:
    meant = {place(sheet, name) for sheet, name in goldens()}
    left_over = {path for path in HERE.rglob("*") if path.suffix in (".txt", ".json", ".md")} - meant
    if update_golden:
        for path in left_over:
            path.unlink()
        return
    assert not left_over
