"""Conditions of grades and channels that kept a unit from something."""

from collections.abc import Iterator

from parrules.breakdown.measures import written_out
from parrules.breakdown.texts import Json, titled
from parrules.model import Title
from parrules.outcome import Outcome
from parrules.plan.labels import Labels
from parrules.plan.properties import names_in
from parrules.scoring.layout import Layout
from parrules.scoring.numbers import Values


def conditions_of(
    layout: Layout, outcome: Outcome, given: Values
) -> Iterator[Json]:
    """Yield what no row of the document says, of gates and channels.

    Each is ``about`` a ``grade`` or a ``channel``, with ``id``, titles, the
    condition in words, the facts that it reads, and whether it ``is_known``:
    a gate that is shut is; a channel is told only where nobody knows
    whether it was held.

    Args:
        layout: Of the values.
        outcome: Of the unit.
        given: Its facts.
    """
    values = given[: len(layout.plan.inputs)] + [None] * layout.extra
    layout.publish(values, outcome.verdicts)
    if outcome.total is not None:
        over, under = outcome.total
        values[layout.total] = over, under * 10**layout.plan.places
    for name, term in layout.plan.definitions:
        # In the order in which they build on one another.
        if term.type.kind == "flag" and name in layout.positions:
            values[layout.positions[name]] = layout.functions.flag(term)(
                values
            )
    yield from _channels(layout, values)
    yield from _gates(layout, outcome, values)


def _channels(layout: Layout, values: Values) -> Iterator[Json]:
    plan = layout.plan
    for channel, decision in zip(plan.channels, plan.held, strict=True):
        if decision < 0:
            continue
        held = str(channel.held)
        if values[layout.positions[held]] is None:
            title = channel.title if channel.title != Title() else None
            yield {
                "about": "channel",
                "id": channel.id,
                **titled(title or Title(channel.id, channel.id)),
                **titled(Title(), "condition"),
                "facts": list(_inputs(layout, held)),
                "is_known": False,
            }


def _inputs(layout: Layout, name: str) -> dict[str, None]:
    """Return the names of the facts that *name* is, or is derived from."""
    terms = dict(layout.plan.definitions)
    if name not in terms:
        return {name: None}
    found: dict[str, None] = {}
    for each in names_in(terms[name]):
        found.update(_inputs(layout, each))

    return found


def _gates(layout: Layout, outcome: Outcome, values: Values) -> Iterator[Json]:
    """Yield the gates of better grades whose bounds the total reaches."""
    plan = layout.plan
    if outcome.grade is None or outcome.total is None:
        return
    over, under = values[layout.total]
    rows = plan.decisions[plan.grade_decision].rows
    definitions = dict(plan.definitions)
    for grade, row in zip(
        plan.grades[: outcome.grade.reached], rows, strict=False
    ):
        if grade.requires is None or grade.requires.term is None:
            continue
        if grade.bound is not None:
            bound, scale = grade.bound.as_integer_ratio()
            beyond = over * scale - bound * under
            if beyond < 0 or (beyond == 0 and grade.strict):
                continue
        gate = written_out(grade.requires.term, definitions)
        is_open = layout.functions.flag(gate)(values)
        if is_open:
            continue
        title = grade.title if grade.title != Title() else None
        labels = Labels(plan.scheme)
        yield {
            "about": "grade",
            "id": grade.id,
            **titled(title or Title(grade.id, grade.id)),
            **titled(labels.expression(grade.requires), "condition"),
            "facts": list(row.reads),
            # Where nothing is there to divide by, nothing is unknown.
            "is_known": is_open is not None
            or not any(
                values[layout.positions[name]] is None
                for name in row.reads
                if name in layout.positions and name not in definitions
            ),
        }
