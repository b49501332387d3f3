"""`explain` has a page for every code, every term and every figure, and a hint for the rest."""

from __future__ import annotations

import pytest

from dealcraft.cli._run import Exit, run
from dealcraft.findings import catalogue
from dealcraft.report.figures import FIGURES
from dealcraft.report.pages import page
from dealcraft.terms import docs


@pytest.mark.parametrize("code", catalogue.all_codes())
def test_every_code_has_a_page(code: str) -> None:
    text = page(code)
    assert text is not None
    assert text.startswith(f"{code}  (")
    assert "{{" not in text


@pytest.mark.parametrize("word", docs.words())
def test_every_term_has_a_page(word: str) -> None:
    text = page(word)
    assert text is not None
    assert word in text


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_has_a_page(name: str) -> None:
    text = page(name)
    assert text is not None
    assert FIGURES[name].meaning[:40] in text


def test_every_key_of_the_language_says_what_it_is() -> None:
    for key, owner, _ in docs._every_key():
        assert key.doc.endswith("."), (owner.__name__, key.name)
        assert key.kind, (owner.__name__, key.name)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("tiers-out-of-order", "*Instead of*"),
        ("tiers-out-of-order", "rate: 8.5%"),
        ("bare-rate", "Says: "),
        ("royalty", "A running royalty."),
        ("royalty.minimum", "carry_forward  (true or false)"),
        ("payments.royalty.minimum", "The least it can come to in a year."),
        ("structures.licence.payments.milestones.proof.pay", "How much."),
        ("structures.licence.payments.royalty.tiers[1].rate", "Share of the base within the tier."),
        ("step_in", "What lets the licensor act."),
        ("share", "means different things in"),
        ("grid", "default quarter"),
        ("licensee", "required"),
        ("licence", "kind: licence"),
        ("chance-of-loss", "In valuation.v1: distribution.chance_of_loss"),
        ("chance_of_loss", "Formula:"),
        ("certain-at-signing", "certain_share"),
        ("event", "the latest of several"),
        ("triangular", "low, most likely, high"),
        ("structures.ID.payments.royalty.until", "How it is written: dealcraft explain event"),
        ("costs.fixed", 'dealcraft explain "money per year", dealcraft explain uncertain'),
    ],
)
def test_a_page_says_what_is_asked(word: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", word]) == Exit.DONE
    out, err = capsys.readouterr()
    assert said in out
    assert err == ""


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("tiers-out-of-ordr", "tiers-out-of-order"),
        ("royaltie", "royalties"),
        ("chance-of-los", "chance-of-loss"),
        ("", ""),
    ],
)
def test_an_unknown_word_is_told_the_nearest(
    word: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["explain", word]) == Exit.USAGE
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith(f"did you mean {hint}?\n" if hint else "nothing is called ''\n")
