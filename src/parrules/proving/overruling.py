"""What one fact does beside the points of rows, while it is raised.

It may knock nodes out, hold a channel or not, make leaves apply or not, and
bring sanctions.  Each is said as steps that would go the wrong way.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from parrules.model import Sanction, Trigger
from parrules.plan.logic import ALWAYS, Clauses
from parrules.plan.nodes import OUTCOMES, Node
from parrules.proving.bounding import row_region
from parrules.proving.grounds import Grounds
from parrules.proving.regions import Step, TooManyError, without
from parrules.proving.stepping import Steps


class Open(NamedTuple):
    """What is still to be shown.

    Attributes:
        steps: None of them may be possible.
        reasons: Why it cannot be shown, as keys of ``words.toml``.
    """

    steps: tuple[Step, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def is_done(self) -> bool:
        """Tell whether nothing is left to be shown."""
        return not (self.steps or self.reasons)

    def also(self, *others: "Open") -> "Open":
        """Return what all of them leave to be shown."""
        steps = dict.fromkeys(self.steps)
        reasons = dict.fromkeys(self.reasons)
        for other in others:
            steps.update(dict.fromkeys(other.steps))
            reasons.update(dict.fromkeys(other.reasons))

        return Open(tuple(steps), tuple(reasons))


DONE = Open()
TOO_MANY = Open(reasons=("too_many",))
ELSEWHERE = Open(reasons=("total_not_decided",))

_State = tuple[Clauses, tuple[int, ...]]
"""A region, and how bad it is there; more is worse in every place."""

_Severity = Callable[[Sanction], tuple[int, ...]]


class Overruling:
    """What raising one fact does to whole nodes, and to the grade."""

    def __init__(self, steps: Steps, sign: int, grounds: Grounds) -> None:
        """Look at what *steps* may do.

        Args:
            steps: Of the fact.
            sign: 1 where more of it is better, -1 where it is worse.
            grounds: Of the ruleset.
        """
        self._steps = steps
        self._sign = sign
        self._grounds = grounds
        self._plan = grounds.plan
        self._knocks: Open | None = None

    # -- steps between states ------------------------------------------------

    def ordered(self, states: list[_State]) -> Open:
        """Return the steps to what is worse, or with *sign* -1 better."""
        return Open(
            tuple(
                step
                for here, bad in states
                for there, worse in states
                if self._is_wrong(bad, worse)
                for step in self._steps.between(here, there)
            )
        )

    def _is_wrong(self, one: tuple[int, ...], two: tuple[int, ...]) -> bool:
        return any(
            self._sign * before < self._sign * after
            for before, after in zip(one, two, strict=True)
        )

    def _changing(self, one: Clauses, two: Clauses) -> Open:
        """Return all steps from one region to the other, and back."""
        return Open(
            (*self._steps.between(one, two), *self._steps.between(two, one))
        )

    def _rest(self, region: Clauses) -> Clauses:
        return without(ALWAYS, region, self._grounds.scales.whole)

    def _reads(self, decision: int) -> bool:
        rows = self._grounds.rows(decision)

        return rows is None or any(
            map(self._steps.reads, (*(r for row in rows[0] for r in row),))
        )

    # -- channels and exceptions ---------------------------------------------

    def is_held_by(self, channel: int) -> bool:
        """Tell whether the fact can decide that a channel was held."""
        decision = -1 if channel < 0 else self._plan.held[channel]

        return decision >= 0 and self._reads(decision)

    def holding(self, node: Node) -> Open:
        """Return what leads from held to not held, or with -1 back."""
        if not self.is_held_by(node.channel):
            return DONE
        try:
            absent = self._absent(node.channel)
            return self.ordered([(absent, (1,)), (self._rest(absent), (0,))])
        except TooManyError:
            return TOO_MANY

    def _absent(self, channel: int) -> Clauses:
        rows = self._grounds.rows(self._plan.held[channel])
        if rows is None:
            raise TooManyError

        return rows[0][0][0]

    def excluding(self, node: Node) -> Open:
        """Return what changes whether the maximum of a leaf applies."""
        excludes = any(each.treatment == "exclude" for each in node.results)
        found = DONE
        try:
            if self.is_held_by(node.channel):
                absent = self._absent(node.channel)
                found = self._changing(absent, self._rest(absent))
            if excludes and node.decision >= 0:
                region = self._excluded(node)
                found = found.also(self._changing(region, self._rest(region)))
        except TooManyError:
            return TOO_MANY
        if excludes and self.may_knock_out():
            # What is knocked out applies, whatever the leaf says.
            found = found.also(ELSEWHERE)

        return found

    def _excluded(self, node: Node) -> Clauses:
        regions: Clauses = ()
        for place, result in enumerate(node.results):
            if result.treatment == "exclude":
                region = row_region(node, place, self._grounds)
                if region is None:
                    raise TooManyError
                regions = (*regions, *region)

        return regions

    # -- knock-outs ----------------------------------------------------------

    def may_knock_out(self) -> bool:
        """Tell whether the fact can decide that something is knocked out."""
        return any(
            self._reads(each.decision) for each in self._plan.eliminations
        ) or any(self._reads(node.decision) for node in self._early_knockers())

    def _early_knockers(self) -> Iterator[Node]:
        """Yield the leaves whose rows knock out.

        What reads what nodes earned is decided too late for that (S5.10).
        """
        for node in self._plan.nodes:
            if node.decision >= 0 and _knocks_out(node):
                decision = self._plan.decisions[node.decision]
                if decision.stage != OUTCOMES:
                    yield node

    def knocking(self) -> Open:
        """Return what leads from spared to knocked out, or with -1 back."""
        if self._knocks is None:
            try:
                self._knocks = DONE.also(*self._knocking())
            except TooManyError:
                self._knocks = TOO_MANY

        return self._knocks

    def _knocking(self) -> Iterator[Open]:
        for each in self._plan.eliminations:
            if not self._reads(each.decision):
                continue
            rows = self._grounds.rows(each.decision)
            if rows is None:
                raise TooManyError
            true, unknown = rows[0][0]
            yield self.ordered([((*true, *unknown), (1,)), (rows[1], (0,))])
        for node in self._early_knockers():
            codes = sorted(
                {code for each in _sanctions(node) for code in each.knock_out}
            )
            yield self._sanctioning(node, _knocks(codes), (0,) * len(codes))

    # -- sanctions -----------------------------------------------------------

    def grading(self) -> Open:
        """Return what leads to lower ceilings and more drops, or back."""
        severity = _lowers([grade.id for grade in self._plan.grades])
        none = (-1, 0)
        found = DONE
        for node in self._plan.nodes:
            if node.decision >= 0 and _sanctions(node):
                found = found.also(
                    self._sanctioning(node, severity, none),
                    *self._feared(node, severity, none),
                )

        return found

    def _feared(
        self, node: Node, severity: _Severity, none: tuple[int, ...]
    ) -> Iterator[Open]:
        """Yield what leads to rows that perhaps apply, or back (S9.10)."""
        if not node.perhaps or self.is_held_by(node.channel):
            return
        every = [node.results[row].sanction for row, _ in node.perhaps]
        bad = [severity(each) for each in every if each is not None]
        worst = tuple(map(max, zip(none, *bad, strict=True)))
        yield self._sanctioning(node, severity, none, worst)
        for (row, decision), one in zip(node.perhaps, bad, strict=True):
            rows = self._grounds.rows(decision)
            if rows is None:
                yield TOO_MANY
                continue
            regions = [true for true, _ in rows[0]] + [rows[1]]
            yield self.ordered(
                [
                    (region, one if at == row else none)
                    for at, region in enumerate(regions)
                ]
            )

    def _sanctioning(
        self,
        node: Node,
        severity: _Severity,
        none: tuple[int, ...],
        feared: tuple[int, ...] | None = None,
    ) -> Open:
        """Return what leads to worse sanctions of a leaf's rows, or back.

        Args:
            node: A leaf with sanctions.
            severity: How bad a sanction is.
            none: How bad no sanction is.
            feared: How bad it is where none of them is known to decide;
                `None` for as bad as no sanction.
        """
        if self.is_held_by(node.channel):
            # Where the channel is not held, the sanction is not looked at.
            return ELSEWHERE
        if not self._reads(node.decision):
            return DONE
        rows = self._grounds.rows(node.decision)
        if rows is None:
            return TOO_MANY

        def bad(sanction: Sanction | None) -> tuple[int, ...]:
            return none if sanction is None else severity(sanction)

        form = node.criterion.form
        unknown = bad(form.sanction if isinstance(form, Trigger) else None)
        unknown = feared or unknown
        states = [(rows[1], bad(node.results[-1].sanction))]
        for (true, open_), result in zip(rows[0], node.results, strict=False):
            states += [(true, bad(result.sanction)), (open_, unknown)]

        return self.ordered(states)


def _knocks(codes: Sequence[str]) -> _Severity:
    """Return which of *codes* a sanction knocks out."""
    return lambda sanction: tuple(
        int(code in sanction.knock_out) for code in codes
    )


def _lowers(grades: Sequence[str]) -> _Severity:
    """Return the ceiling of a sanction, and how many grades it drops."""
    return lambda sanction: (
        -1
        if sanction.grade_at_most is None
        else grades.index(sanction.grade_at_most),
        sanction.grade_down,
    )


def _sanctions(node: Node) -> list[Sanction]:
    """Return the sanctions of a leaf's rows, or of the leaf itself."""
    found = [each.sanction for each in node.results]
    found.append(getattr(node.criterion.form, "sanction", None))

    return [each for each in found if each is not None]


def _knocks_out(node: Node) -> bool:
    return any(each.knock_out for each in _sanctions(node))
