"""Pages of prose in windows of any width."""

from __future__ import annotations

import pytest

from dealcraft.findings import catalogue
from dealcraft.report.figures import FIGURES
from dealcraft.report.pages import page
from dealcraft.report.reflow import WIDEST, reflowed


@pytest.mark.parametrize("width", [40, 60, 80, WIDEST])
def test_no_line_of_prose_is_wider_than_the_window_and_no_word_is_lost(width: int) -> None:
    for word in (*catalogue.all_codes(), *FIGURES):
        text = page(word)
        assert text is not None
        made = reflowed(text, width)
        assert made.split() == text.split(), word
        for line in made.splitlines():
            assert len(line) <= width or line[:1] == " " or " " not in line, (word, line)


def test_a_paragraph_is_broken_anew_and_a_meant_break_stays() -> None:
    text = (
        "A tier that ends earlier is never reached, so that the sheet says one rate and pays another rate\n"
        "at the end of the year.\nAs of 2026.\n\n    tiers: [{rate: 6%, up_to: 400m}]\n"
    )
    assert reflowed(text, 50) == (
        "A tier that ends earlier is never reached, so that\nthe sheet says one rate and pays another rate at\n"
        "the end of the year.\nAs of 2026.\n\n    tiers: [{rate: 6%, up_to: 400m}]\n"
    )


def test_items_of_a_list_stay_apart() -> None:
    item = "- " + "word " * 20
    assert reflowed(f"{item}\n- other\n", 60).splitlines()[-1] == "- other"
