"""A redline as bridge.v1 JSON, at full precision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict

from dealcraft.analysis.bridge import Worth
from dealcraft.analysis.changes import Change
from dealcraft.report.models import FoundFinding
from dealcraft.report.models_bridge import ChangedFindings, ChangePlace, Contents, Redline, SheetChange
from dealcraft.report.models_valuation import ValuedSettings
from dealcraft.report.results._redline import Redlined
from dealcraft.report.results.json import dumped, found_sheet, readable


def json(found: Redlined) -> str:
    """One object, laid out."""
    redline, new = found.redline, found.new.answer
    bridge = redline.bridge
    model = Redline(
        sheet=found_sheet(new),
        old_sheet=found_sheet(found.old.answer),
        settings=ValuedSettings.model_validate(asdict(new.valuation.settings)),
        changes=tuple(_changes(found)),
        before=None if bridge is None else bridge.before,
        after=None if bridge is None else bridge.after,
        view_before=None if bridge is None else _together(view.before for view in bridge.views.values()),
        view_after=None if bridge is None else _together(view.after for view in bridge.views.values()),
        some_orders=found.shared.structures if found.shared else (),
        between=found.shared.between if found.shared else None,
        structures=Contents(added=redline.structures.added, removed=redline.structures.removed),
        parties=Contents(added=redline.parties.added, removed=redline.parties.removed),
        findings=ChangedFindings(
            appeared=tuple(FoundFinding.of(one) for one in found.appeared),
            vanished=tuple(FoundFinding.of(one) for one in found.vanished),
        ),
    )
    return dumped([model])


def _changes(found: Redlined) -> Iterator[SheetChange]:
    changes, bridge = found.redline.changes, found.redline.bridge
    steps = bridge.steps if bridge else ()
    effects = {step.changes[0]: step.effect for step in steps}
    seen = (
        {
            step.changes[0]: _together(view.steps[number].effect for view in bridge.views.values())
            for number, step in enumerate(steps)
        }
        if bridge
        else {}
    )
    leading = {index: step.changes[0] for step in steps for index in step.changes[1:]}
    for index, change in enumerate(changes):
        old, new = _places(found, change)
        lead = leading.get(index)
        yield SheetChange(
            path=str(change.path),
            kind=change.kind,
            renamed=None if change.renamed is None else str(change.renamed),
            before=change.before,
            after=change.after,
            old=old,
            new=new,
            effect=effects.get(index),
            view=seen.get(index),
            joined=None if lead is None else str(changes[lead].path),
        )


def _together(worths: Iterable[Worth]) -> Worth:
    """The amounts of several parties in one table; without any, an empty one."""
    found = dict[str, dict[str, float]]()
    for worth in worths:
        for structure, by in worth.items():
            found.setdefault(structure, {}).update(by)
    return found


def _places(found: Redlined, change: Change) -> tuple[ChangePlace | None, ChangePlace | None]:
    old, new = (
        None if place is None else ChangePlace(file=readable(place[0]), line=place[1])
        for place in found.places(change)
    )
    return old, new
