"""Two sets of books of one structure become one, in order: what one process or another entered is the same."""

from __future__ import annotations

from dataclasses import replace

from dealcraft.engine.books import Books, Changed, Traced


def absorb(books: Books, other: Books) -> None:
    """Add to *books* what *other* has of the scenarios that follow."""
    _entries(books, other)
    for party, values in other.npvs.items():
        books.keep(party, values)
        books.tallies[party].absorb(other.tallies[party])
        books.peak[party] = max(books.peak.get(party, 0.0), other.peak[party])
        books.leakage[party] = books.leakage.get(party, 0.0) + other.leakage[party]
    books.launched += other.launched
    books.weights += other.weights
    books.groups += other.groups
    for change, line in other.states.items():
        changed = books.states.setdefault(change, Changed())
        changed.chance += line.chance
        changed.time += line.time
    for step, found in other.trace.items():
        traced = books.trace.setdefault(step, Traced())
        traced.amount += found.amount
        traced.binds += found.binds
        traced.runs += found.runs
    books.sunk |= other.sunk
    books.conservation = max(books.conservation, other.conservation)
    books.largest = max(books.largest, other.largest)


def _entries(books: Books, other: Books) -> None:
    first = not books.weights
    for key, line in other.entries.items():
        entry = books.entries.get(key)
        if entry is None:
            books.entries[key] = replace(line, certain=line.certain if first else ())
            continue
        for party, pv in line.pv.items():
            entry.pv[party] += pv
        for party, sums in line.replicated.items():
            entry.replicated[party] = entry.replicated.get(party, 0.0) + sums
        entry.by_period = entry.by_period + line.by_period
        entry.nominal += line.nominal
        entry.chance += line.chance
        entry.first, entry.last = min(entry.first, line.first), max(entry.last, line.last)
        if entry.certain != line.certain:
            entry.certain = ()
    for key, entry in books.entries.items():
        if key not in other.entries:
            entry.certain = ()
