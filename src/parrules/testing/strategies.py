"""Hypothesis strategies, made from a ruleset: its facts, near thresholds."""

from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from parrules.facts import STAGES, Evidence, Submission
from parrules.plan.nodes import Plan
from parrules.ruleset import Ruleset
from parrules.testing.aiming import Pick
from parrules.testing.drawing import Drawing
from parrules.usage import look_for

Facts = dict[str, object]

_CELL = 4
"""Bytes for each thing that is drawn."""

_MOST_DOCUMENTS = 2
_UNITS = ("Phường 1", "Xã Đông Quang", "Phòng Nội vụ")
_PERIODS = ("", "2024", "2025")


def facts(ruleset: Ruleset) -> st.SearchStrategy[Facts]:
    """Return a strategy of facts and answers that *ruleset* accepts.

    They lie within declared bounds and relations; some are missing, but
    none that is required.
    """
    look_for("plan", "ruleset", ruleset, "Ruleset")

    return _facts(Drawing(ruleset.plan), is_near=False)


def near_thresholds(ruleset: Ruleset) -> st.SearchStrategy[Facts]:
    """Return a strategy of facts that meet thresholds, or just miss them.

    About half of what conditions, tiers, formulas and caps look at comes
    exactly to a threshold, or is one step of a fact off it; there are
    denominators of 0, dates that are ``never``, values on their bounds, and
    missing ones.
    """
    look_for("plan", "ruleset", ruleset, "Ruleset")

    return _facts(Drawing(ruleset.plan), is_near=True)


def submissions(ruleset: Ruleset) -> st.SearchStrategy[Submission]:
    """Return a strategy of submissions: facts, evidence, unit and stage.

    Their facts are those of `facts` or of `near_thresholds`.
    """
    look_for("plan", "ruleset", ruleset, "Ruleset")

    return _submissions(Drawing(ruleset.plan), ruleset.plan)


@st.composite
def _facts(draw: st.DrawFn, drawing: Drawing, *, is_near: bool) -> Facts:
    # Bytes, because a number for each thing would take ten times as long.
    size = _CELL * drawing.size
    tape = draw(st.binary(min_size=size, max_size=size))
    cells = iter(range(0, size, _CELL))

    def picks() -> Pick:
        at = next(cells)
        return _picker(int.from_bytes(tape[at : at + _CELL], "big"))

    found = drawing.facts(picks, is_near=is_near)
    assume(drawing.is_accepted(found))

    return found


def _picker(number: int) -> Pick:
    """Return what picks from *number*, of which 0 picks 0 only."""

    def pick(most: int) -> int:
        nonlocal number
        number, picked = divmod(number, most + 1)

        return picked

    return pick


@st.composite
def _submissions(draw: st.DrawFn, drawing: Drawing, plan: Plan) -> Submission:
    is_near = draw(st.integers(0, 3)) > 0
    found = draw(_facts(drawing, is_near=is_near))
    unit: dict[str, Any] = {}
    if "unit.name" not in {source.name for source in plan.inputs}:
        unit["name"] = draw(st.sampled_from(_UNITS))
    for source in plan.inputs:
        key = source.name.removeprefix("unit.")
        if key != source.name and source.name in found:
            value = found[source.name]
            # Of a unit all is text, as a choice is.
            if isinstance(value, str) and draw(st.booleans()):
                unit[key] = found.pop(source.name)

    return Submission(
        facts=found,
        evidence=draw(_documents(plan)),
        unit=unit,
        period=draw(st.sampled_from(_PERIODS)),
        stage=draw(st.sampled_from((None, *STAGES))),
    )


@st.composite
def _documents(draw: st.DrawFn, plan: Plan) -> tuple[Evidence, ...]:
    """Draw documents for most of the facts that require one."""
    required = [
        source.name
        for source in plan.inputs
        if source.fact is not None and source.fact.evidence == "required"
    ]
    size = len(required)
    places = draw(st.binary(min_size=size, max_size=size))
    supports: list[list[str]] = [[] for _ in range(_MOST_DOCUMENTS + 1)]
    for name, place in zip(required, places, strict=True):
        supports[place % len(supports)].append(name)

    return tuple(
        Evidence(supports=names, id=f"document-{number}")
        for number, names in enumerate(supports)
        if number and names
    )
