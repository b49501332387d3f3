"""`dealcraft explain`: the page of a finding, of a term of the language, or of a figure of the report."""

from __future__ import annotations

from typing import Annotated

import typer


def explain(
    word: Annotated[
        str,
        typer.Argument(
            metavar="CODE|TERM|FIGURE",
            help="A code such as tiers-out-of-order, a key such as royalty.minimum, a figure such as chance-of-loss.",
        ),
    ],
) -> int:
    """Explain a finding, a term or a figure."""
    from dealcraft.cli._output import write
    from dealcraft.errors import UsageError
    from dealcraft.report import pages

    text = pages.page(word.strip())
    if text is None:
        hint = pages.nearest_word(word.strip())
        mend = f"; did you mean {hint}?" if hint else ""
        raise UsageError(f"nothing is called {word.strip()!r}{mend}")
    write(text, None)
    return 0
