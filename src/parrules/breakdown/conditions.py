"""Conditions of grades and channels that kept a unit from something."""

from collections.abc import Iterator

from parrules.breakdown.texts import Json, titled
from parrules.model import Title
from parrules.outcome import Outcome
from parrules.plan.labels import Labels
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
    labels = Labels(layout.plan.scheme)
    yield from _channels(layout, values)
    yield from _gates(layout, outcome, values, labels)


def _channels(layout: Layout, values: Values) -> Iterator[Json]:
    plan = layout.plan
    for channel, decision in zip(plan.channels, plan.held, strict=True):
        if decision < 0:
            continue
        reads = plan.decisions[decision].rows[0].reads
        if any(_is_missing(layout, values, name) for name in reads):
            title = channel.title if channel.title != Title() else None
            yield {
                "about": "channel",
                "id": channel.id,
                **titled(title or Title(channel.id, channel.id)),
                **titled(Title(), "condition"),
                "facts": list(reads),
                "is_known": False,
            }


def _is_missing(layout: Layout, values: Values, name: str) -> bool:
    return values[layout.positions[name]] is None


def _gates(
    layout: Layout, outcome: Outcome, values: Values, labels: Labels
) -> Iterator[Json]:
    """Yield the gates of better grades whose bounds the total reaches."""
    plan = layout.plan
    if outcome.grade is None or outcome.total is None:
        return
    over, under = values[layout.total]
    rows = plan.decisions[plan.grade_decision].rows
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
        is_open = layout.functions.flag(grade.requires.term)(values)
        if is_open:
            continue
        title = grade.title if grade.title != Title() else None
        yield {
            "about": "grade",
            "id": grade.id,
            **titled(title or Title(grade.id, grade.id)),
            **titled(labels.expression(grade.requires), "condition"),
            "facts": list(row.reads),
            "is_known": is_open is not None,
        }
