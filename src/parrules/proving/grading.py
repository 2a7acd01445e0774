"""Grades that some facts earn: sought among totals, then by sanctions."""

from collections.abc import Iterator
from fractions import Fraction

from parrules.breakdown.views import Breakdown
from parrules.model import Grade
from parrules.plan.logic import FIRST, Clauses, mask
from parrules.plan.nodes import Node, Result
from parrules.points import scale_of
from parrules.proving.bounding import row_region
from parrules.proving.claims import Claim, Witness
from parrules.proving.climbing import Climber
from parrules.proving.grounds import Grounds
from parrules.proving.regions import TooManyError, joined
from parrules.proving.totalling import Totals
from parrules.proving.worlds import World

_MOST_ROUNDS = 3


class Grades:
    """Looks for facts that earn each grade."""

    def __init__(
        self, grounds: Grounds, climber: Climber, totals: Totals
    ) -> None:
        """Look among what the nodes can come to."""
        self._grounds = grounds
        self._plan = grounds.plan
        self._climber = climber
        self._totals = totals

    def claims(self) -> Iterator[Claim]:
        """Yield for each grade whether some facts earn it."""
        if not self._plan.grades:
            return
        self._visit()
        for place, grade in enumerate(self._plan.grades):
            witness = self._earning(grade) or self._sought(place)
            if witness is None:
                # What the author wrote down may do it.
                self._grounds.bench.rehearse()
                witness = self._earning(grade)
            yield self._claim(place, grade, witness)

    def _claim(
        self, place: int, grade: Grade, witness: Witness | None
    ) -> Claim:
        about = f"grade:{grade.id}"
        if witness is not None:
            return self._grounds.claim(
                "reached",
                about,
                "proved",
                "reached",
                path=grade.path,
                witness=witness,
            )
        detail = self._barred(place, grade)

        return self._grounds.claim(
            "reached",
            about,
            "broken" if detail else "undecided",
            detail or "not_found",
            path=grade.path,
        )

    def _earning(self, grade: Grade) -> Witness | None:
        """Return facts that were scored before and earn *grade*."""
        codes = [node.code for node in self._plan.nodes if node.parent < 0]

        def earns(breakdown: Breakdown) -> bool:
            return breakdown.grade == grade.id

        return self._grounds.bench.pooled(earns, *codes)

    # -- grades that nothing earns -------------------------------------------

    def _barred(self, place: int, grade: Grade) -> str:
        """Return why nothing earns a grade, if that is certain."""
        if grade.bound is not None and self._is_beyond(
            Fraction(grade.bound), is_strict=grade.strict
        ):
            return "grade_too_high"
        if place == len(self._plan.grades) - 1 or self._is_lowered_to(place):
            return ""

        return "never_reached" if self._is_gate_shut(place) else ""

    def _is_beyond(self, bound: Fraction, *, is_strict: bool) -> bool:
        """Tell whether no total reaches *bound*, which is in points."""
        high = self._totals.highest_total()
        if self._plan.bounds[1] is not None:
            capped = Fraction(self._plan.bounds[1])
            high = capped if high is None else min(high, capped)
        if high is None:
            return False
        quanta = bound * scale_of(self._plan.places)

        return high <= quanta if is_strict else high < quanta

    def _is_lowered_to(self, place: int) -> bool:
        """Tell whether a sanction may bring a better grade down to this."""
        return place > 0 and any(
            each is not None and (each.grade_down or each.grade_at_most)
            for node in self._plan.nodes
            for each in (
                getattr(node.criterion.form, "sanction", None),
                *(result.sanction for result in node.results),
            )
        )

    def _is_gate_shut(self, place: int) -> bool:
        """Tell whether no facts meet what the grade requires."""
        rows = self._grounds.rows(self._plan.grade_decision)
        if rows is None:
            return False
        scales = self._grounds.scales
        # Whatever was earned: only what was submitted is looked at.
        region = tuple(
            tuple(
                (at, bits)
                for at, bits in clause
                if not scales.reads_outcome(at)
            )
            for clause in rows[0][place][0]
        )

        return self._grounds.find(region).is_empty

    # -- facts to be scored --------------------------------------------------

    def _visit(self) -> None:
        """Score facts from the best to the worst total."""
        leaves = self._grounds.leaves()
        self._climber.walk(self._climber.top(), leaves)
        self._climber.best(_lowest, leaves)
        for node in leaves:
            if any(each.sanction for each in node.results) or getattr(
                node.criterion.form, "sanction", None
            ):
                for world in self._climber.worlds_of(node):
                    self._score(world)

    def _score(self, world: World) -> None:
        """Score *world* beside facts of each grade; the bench keeps it."""
        bench = self._grounds.bench
        for base in (self._climber.top(), *bench.by_grade()):
            bench.breakdown({**base, **world})

    def _sought(self, place: int) -> Witness | None:
        """Return facts that earn a grade, sought between its bounds."""
        grade = self._plan.grades[place]
        for _ in range(_MOST_ROUNDS):
            bases = (self._climber.top(), *self._grounds.bench.by_grade())
            for node in self._grounds.leaves():
                for base in bases:
                    for world in self._adjusted(base, node, grade):
                        self._grounds.bench.breakdown({**base, **world})
                found = self._earning(grade)
                if found is not None:
                    return found

        return self._undocumented(grade)

    def _undocumented(self, grade: Grade) -> Witness | None:
        """Return facts of which one has no document, and earn *grade*."""
        bench = self._grounds.bench
        unsupported = [
            {each.position: None}
            for each in self._plan.inputs
            if each.fact is not None and each.fact.evidence == "required"
        ]
        for base in (self._climber.top(), *bench.by_grade()):
            for world in unsupported:
                bench.breakdown({**base, **world})

        return self._earning(grade)

    def _adjusted(
        self, base: World, node: Node, grade: Grade
    ) -> Iterator[World]:
        """Yield facts of a leaf that bring the total to a grade's bound."""
        breakdown = self._grounds.bench.breakdown(base)
        total = None if breakdown is None else breakdown.total_exact
        yield from self._climber.worlds_of(node)
        if breakdown is None or total is None:
            return
        # The last grade has no bound, and is looked for just above nothing.
        missing = Fraction(grade.bound or 0) - total
        wanted = Fraction(breakdown[node.code].points) + (
            -missing if node.tree == "penalty" else missing
        )
        for place, result in enumerate(node.results):
            if result.formula is not None:
                region = self._earning_region(node, place, result, wanted)
                world = self._grounds.world_in(region)
                if world is not None:
                    yield world

    def _earning_region(
        self, node: Node, place: int, result: Result, wanted: Fraction
    ) -> Clauses:
        """Return where a formula comes to what is wanted, or a step more."""
        assert result.formula is not None
        step = Fraction(result.step, 10**self._plan.places)
        least = -(-wanted // step) * step
        at = self._grounds.scales.add(result.formula, (least, least + step))
        region = row_region(node, place, self._grounds)
        try:
            return joined(region or (), (((at, mask(FIRST + 1, FIRST + 2)),),))
        except TooManyError:
            return ()


def _lowest(breakdown: Breakdown) -> Fraction | None:
    total = breakdown.total_exact

    return None if total is None else -total
