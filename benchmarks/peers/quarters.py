"""The second sheet of the workbook: a row for every quarter, a column for every step from time to cash.

In templates `{now[sales]}` is a column in this quarter's row, `{last[sales]}` in the row before, `{past[sales]}` three rows
before; `{cap}` is a cell of the first sheet. Above the first quarter stand section, label, unit and an empty row for
what was before.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from peers.deal import ON_SALES, TIERS, N, T

PHASES: Final = ("Phase 1", "Phase 2", "Phase 3", "Registration")
MARKETS: Final = ("US", "Europe", "Rest of world")
FIRST: Final = 4
"""Row of the first quarter, from 0."""

Step = tuple[str, str, str, str]
"""Name, label, unit, template; a section where only the label is there."""


def table(given: dict[str, str | list[str]]) -> list[list[str]]:
    """Headings, then a row for each quarter; *given* are the cells of the first sheet."""
    heads: list[list[str]] = [[], [], []]
    section = ""
    for name, label, unit, _ in STEPS:
        if not name:
            section = label
            continue
        heads[0].append(section)
        heads[1].append(label)
        heads[2].append(unit)
        section = ""
    templates = [template for name, _, _, template in STEPS if name]
    rows = []
    for k in range(T):
        near = {"now": _row(k), "last": _row(k - 1), "past": _row(k - N + 1)}
        rows.append([template.format(k=k, **near, **given) for template in templates])
    return [*heads, [], *rows]


def letters(index: int) -> str:
    """A column, counted from 0."""
    return chr(65 + index) if index < 26 else letters(index // 26 - 1) + chr(65 + index % 26)


def whole(name: str) -> str:
    """The quarters of a column."""
    return f"${_AT[name]}${FIRST + 1}:${_AT[name]}${FIRST + T}"


def _row(k: int) -> dict[str, str]:
    """Cells of quarter *k* by name."""
    return {name: f"{letter}{FIRST + k + 1}" for name, letter in _AT.items()}


def _time() -> Iterator[Step]:
    yield "", "Time", "", ""
    yield "quarter", "Quarter", "", "{k}"
    yield "begin", "Begins", "year", f"={{now[quarter]}}/{N}"
    yield "end", "Ends", "year", f"=({{now[quarter]}}+1)/{N}"
    yield "opens", "First of a year", "1 or 0", f"=IF(MOD({{now[quarter]}};{N})=0;1;0)"
    yield "closes", "Last of a year", "1 or 0", f"=IF(MOD({{now[quarter]}};{N})={N - 1};1;0)"
    yield "middle", "Discount factor, middle", "", "=(1+{rate})^-(({now[begin]}+{now[end]})/2)"
    yield "late", "Discount factor, end", "", "=(1+{rate})^-{now[end]}"


def _costs() -> Iterator[Step]:
    yield "", "Costs", "", ""
    for p, phase in enumerate(PHASES):
        during = f"MAX(MIN({{now[end]}};{{ends[{p}]}})-MAX({{now[begin]}};{{begins[{p}]}});0)"
        yield f"cost{p}", phase, "m", f"={{runs[{p}]}}*{{cost[{p}]}}/{{duration[{p}]}}*{during}"


def _sales() -> Iterator[Step]:
    yield "", "Sales", "", ""
    for m, market in enumerate(MARKETS):
        yield (
            f"sold{m}",
            f"On sale, {market}",
            "years",
            f"=MAX({{now[end]}}-MAX({{now[begin]}};{{launch[{m}]}});0)",
        )
    for m, market in enumerate(MARKETS):
        middle = f"({{now[end]}}-{{now[sold{m}]}}/2"
        ramp = f"MIN({middle}-{{launch[{m}]}})/{{ramp}};1)"
        lost = f"{{decline[{m}]}}*MIN(MAX({middle}-{{open[{m}]}})/{{over[{m}]}};0);1)"
        sales = f"{{peak[{m}]}}*{{now[sold{m}]}}*{ramp}*(1-{lost})"
        yield f"sales{m}", f"Sales, {market}", "m", f"=IF({{now[sold{m}]}}>0;{sales};0)"
    yield "sales", "Sales", "m", "={now[sales0]}+{now[sales1]}+{now[sales2]}"


def _reversion() -> Iterator[Step]:
    yield "", "Reversion", "", ""
    dormant = "AND({now[trailing]}<{dormant};{now[end]}>={approval}+{dormant_after})"
    yield "trailing", "Sales of four quarters", "m", "=SUM({past[sales]}:{now[sales]})"
    yield "idle", "Dormant at so many ends", "quarters", f"=IF({dormant};{{last[idle]}}+1;0)"
    yield "reverts", "Long enough", "1 or 0", f"=IF(({{now[idle]}}-1)/{N}>={{dormant_for}};1;0)"
    yield "returned", "Rights had returned", "1 or 0", "=MAX({last[returned]};{last[reverts]})"
    yield "licensed", "Sales under licence", "m", "=IF({now[returned]}=1;0;{now[sales]})"


def _royalty() -> Iterator[Step]:
    above = (*(f"MIN({{now[year]}};{{start[{i}]}})" for i in range(1, len(TIERS))), "{now[year]}")
    tiers = "+".join(f"{{tier[{i}]}}*MAX({upper}-{{start[{i}]}};0)" for i, upper in enumerate(above))
    yield "", "Royalty", "", ""
    yield "year", "Sales of the year so far", "m", "=IF({now[opens]}=1;0;{last[year]})+{now[licensed]}"
    yield "tiered", "By tiers so far", "m", f"={tiers}"
    yield "before", "Paid in years before", "m", "=IF({now[opens]}=1;{last[total]};{last[before]})"
    yield "kept", "Under the cap so far", "m", "=MIN({now[tiered]};MAX({cap}-{now[before]};0))"
    yield "royalty", "Royalty", "m", "={now[kept]}-IF({now[opens]}=1;0;{last[kept]})"


def _minimum() -> Iterator[Step]:
    due = "AND({now[returned]}=0;OR({now[closes]}=1;{now[reverts]}=1))"
    short = "MIN({now[owed]}-{now[credit]};{cap}-{now[before]}-{now[kept]})"
    counts = f"MIN(MAX({{now[end]}}-{{term}};0)*{N};1)"
    yield "", "Minimum", "", ""
    yield (
        "owed",
        "Minimum of the year so far",
        "m",
        f"={{minimum}}*MAX({{now[end]}}-MAX({{term}};INT({{now[quarter]}}/{N}));0)",
    )
    yield (
        "credit",
        "Royalty that counts",
        "m",
        f"=IF({{now[opens]}}=1;0;{{last[credit]}})+{{now[royalty]}}*{counts}",
    )
    yield "added", "Added to the royalty", "m", f"=IF({due};MAX({short};0);0)"
    yield "total", "Royalty and minimum so far", "m", "={last[total]}+{now[royalty]}+{now[added]}"


def _milestones() -> Iterator[Step]:
    yield "", "Milestones on sales", "", ""
    for j, (reach, _) in enumerate(ON_SALES):
        reached = f"OR({{last[reached{j}]}}=1;{{now[year]}}>={{reach[{j}]}})"
        yield f"reached{j}", f"Sold {reach:g}m in a year", "1 or 0", f"=IF({reached};1;0)"
    paid = "+".join(
        f"{{on_reach[{j}]}}*({{now[reached{j}]}}-{{last[reached{j}]}})" for j in range(len(ON_SALES))
    )
    yield "milestones", "Paid", "m", f"={paid}"


def _cash() -> Iterator[Step]:
    yield "", "Cash", "", ""
    yield (
        "theirs",
        "Licensee: margin less costs",
        "m",
        "={margin}*{now[licensed]}-SUM({now[cost0]}:{now[cost3]})",
    )
    yield "own", "Licensor: margin", "m", "={retained}*{margin}*({now[sales]}-{now[licensed]})"
    yield "ends", "Paid at the end", "m", "={now[added]}+{now[milestones]}"


_SECTIONS: Final = (_time, _costs, _sales, _reversion, _royalty, _minimum, _milestones, _cash)
STEPS: Final[tuple[Step, ...]] = tuple(step for section in _SECTIONS for step in section())
"""Columns from left to right."""
_AT: Final = {name: letters(at) for at, name in enumerate(name for name, *_ in STEPS if name)}
