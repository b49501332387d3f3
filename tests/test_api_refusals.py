"""What a call of the library cannot do is said by an error of the library, which may travel between processes."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import dealcraft
from dealcraft.engine.streams import stream_of

GAME = Path(__file__).parent.parent / "examples" / "game" / "game.deal.yaml"
UPFRONT = "structures.licence.payments.upfront"


@pytest.fixture(scope="module")
def sheet() -> dealcraft.Sheet:
    return dealcraft.load(GAME)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (
            lambda s: dealcraft.value(s, structures=["licens"]),
            "no structure licens in this sheet; did you mean",
        ),
        (lambda s: dealcraft.value(s, structures="licence"), "'licence' names no structures; give a list"),
        (lambda s: dealcraft.value(s, structures=[]), r"\[\] names no structures"),
        (lambda s: dealcraft.value(s, run="exact"), "no run exact; there are expected, base, plain, success"),
        (lambda s: dealcraft.value(s, seed=-1), "seed is -1; it is a whole number from 0 on"),
        (lambda s: dealcraft.value(s, seed=1.5), "seed is 1.5"),
        (lambda s: dealcraft.value(s, trials=0), "trials is 0; it is a whole number from 1 on"),
        (lambda s: dealcraft.value(s, trials="many"), "trials is 'many'"),
        (lambda s: dealcraft.compare(s, jobs=0), "jobs is 0"),
        (lambda s: dealcraft.compare(str(GAME)), "a Sheet is wanted, .*; this is a str"),
        (lambda s: dealcraft.compare(s, run="base").best("nobody"), "no party nobody"),
        (lambda s: dealcraft.compare(s, run="base").place("studio", "sale"), "no structure sale"),
        (lambda s: dealcraft.solve(s, UPFRONT, "npv(studio) = 9m", run="exact"), "no run exact"),
        (lambda s: dealcraft.solve(s, UPFRONT, "npv(studio) = 9m", between=("1m",)), "between takes two"),
        (lambda s: dealcraft.sensitivity(s, "sale"), "no structure sale"),
        (lambda s: dealcraft.sensitivity(s, "licence", party="nobody"), "no party nobody"),
        (lambda s: dealcraft.negotiate(s, UPFRONT, "sale"), "no structure sale"),
        (lambda s: dealcraft.negotiate(s, "a..b", "licence"), r"a\.\.b is no path"),
        (lambda s: dealcraft.clauses(s, "sale"), "no structure sale"),
        (lambda s: dealcraft.diff(s, s, seed=-1), "seed is -1"),
        (lambda s: dealcraft.replace(s, {"a..b": "1m"}), r"a\.\.b is no path"),
        (lambda s: dealcraft.replace(s, {3: "1m"}), "3 is no path"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(
    sheet: dealcraft.Sheet, ask: Callable[[Any], object], said: str
) -> None:
    with pytest.raises(dealcraft.UsageError, match=said):
        ask(sheet)


def test_a_path_may_be_given_as_one(sheet: dealcraft.Sheet) -> None:
    path = dealcraft.Path.parse(UPFRONT)
    assert dealcraft.replace(sheet, {path: "2m"}) == dealcraft.replace(sheet, {UPFRONT: "2m"})
    (met,) = dealcraft.solve(sheet, path, "npv(studio) = 9m", run="base").solutions
    assert met.value == dealcraft.solve(sheet, UPFRONT, "npv(studio) = 9m", run="base").solutions[0].value


def test_so_many_trials_as_on_the_command_line(
    sheet: dealcraft.Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = set[int | None]()

    def noted(plan: Any, run: Any, seed: int, trials: int | None = None) -> Any:
        sizes.add(trials)
        return stream_of(plan, run, seed, trials)

    for module in ("axes", "workers"):
        monkeypatch.setattr(f"dealcraft.engine.{module}.stream_of", noted)
    dealcraft.sensitivity(sheet, "licence", trials=64)
    dealcraft.solve(sheet, UPFRONT, "npv(studio) = 9m", trials=64)
    dealcraft.negotiate(sheet, UPFRONT, "licence", trials=64)
    dealcraft.clauses(sheet, "licence", trials=64)
    dealcraft.diff(sheet, dealcraft.replace(sheet, {UPFRONT: "2m"}), trials=64)
    assert sizes == {64}


def test_a_value_that_does_not_fit_is_refused_in_the_words_of_check(sheet: dealcraft.Sheet) -> None:
    with pytest.raises(dealcraft.Unreadable) as refused:
        dealcraft.replace(sheet, {"parties.studio.tax_rate": "4"})
    assert str(refused.value) == "parties.studio.tax_rate: rate is 4; a rate carries a percent sign; write 4%"


def test_the_errors_of_a_file_stand_at_their_line_and_column(tmp_path: Path) -> None:
    broken = tmp_path / "broken.deal.yaml"
    broken.write_text(
        GAME.read_text(encoding="utf-8").replace("tax_rate: 22%", "tax_rate: 22"), encoding="utf-8"
    )
    with pytest.raises(dealcraft.SheetError) as refused:
        dealcraft.load(broken)
    (found,) = refused.value.diagnostics
    assert found.span is not None
    assert str(refused.value) == f"{broken}:{found.span.line}:{found.span.column}: {found.message}"


def test_an_error_of_a_changed_sheet_stands_at_its_path(sheet: dealcraft.Sheet) -> None:
    with pytest.raises(
        dealcraft.SheetError, match=r"^structures\.licence\.licensee: there is no party publishr$"
    ):
        dealcraft.value(dealcraft.replace(sheet, {"structures.licence.licensee": "publishr"}))


@pytest.mark.parametrize(
    "ask",
    [
        lambda s: dealcraft.value(s, seed=-1),
        lambda s: dealcraft.replace(s, {"parties.studio.tax_rat": "4%"}),
        lambda s: dealcraft.replace(s, {"parties.studio.tax_rate": "4"}),
        lambda s: dealcraft.value(dealcraft.replace(s, {"structures.licence.licensee": "publishr"})),
    ],
)
def test_an_error_arrives_whole_from_another_process(
    sheet: dealcraft.Sheet, ask: Callable[[Any], object]
) -> None:
    with pytest.raises(dealcraft.DealcraftError) as raised:
        ask(sheet)
    again = pickle.loads(pickle.dumps(raised.value))
    assert type(again) is type(raised.value)
    assert str(again) == str(raised.value)
    assert vars(again) == vars(raised.value)
