"""Answers → what each part of the index comes to, exactly."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Literal

import attrs

from parrules.survey import margins
from parrules.survey.counts import Heap, Tallies, heap_of
from parrules.survey.effects import Layers, interval_of, weighted
from parrules.survey.margins import Interval
from parrules.survey.model import Measure, Part, Question, Questionnaire
from parrules.survey.sampling import UnitFrame
from parrules.survey.strata import Thin, thin_of

Status = Literal["known", "few_shown", "too_few", "incomplete"]
_ONE = Fraction(1)


@attrs.frozen(kw_only=True)
class Estimate:
    """What one part of the index comes to, or one question.

    Attributes:
        code: That of the part, or the name of the question.
        status: ``known``; ``few_shown``, with a value although fewer than
            the minimum answered; ``too_few``; ``incomplete``, because a
            part below has no value or a stratum no answers.
        answers: Answers that count.
        top: How many of them chose a top level.
        people: Answers to the question that most people answered: at least
            so many people stand behind it.
        counts: Answers by level, the unknown ones as the policy counts
            them; empty where the answers are of several scales.
        share: Of top levels, 0…1; `None` without a value.
        mean: Of the numbers of the levels; `None` without a value.
        left_out: Codes or strata without a value, of which others stand in.
        inner: What was left out of the members of a mean, at any depth.
        averaged: What the value is the mean of; empty of a single heap.
        is_weighed: Whether answers count by weights or strata.
        interval: `None` where there is no value, nobody asked for it,
            nothing is there to compute it, or one person answered for a
            stratum.
        thin: Strata in which too few answered, of what has an interval or
            would have one.
    """

    code: str
    status: Status
    answers: int
    top: int
    people: int
    counts: tuple[int, ...] = ()
    share: Fraction | None = None
    mean: Fraction | None = None
    left_out: tuple[str, ...] = ()
    inner: tuple[str, ...] = ()
    averaged: tuple[str, ...] = ()
    is_weighed: bool = False
    interval: Interval | None = None
    thin: Thin = attrs.field(factory=Thin)

    @property
    def without(self) -> tuple[str, ...]:
        """Return all that the value is without, at any depth."""
        return tuple(dict.fromkeys((*self.left_out, *self.inner)))

    def value(self, measure: Measure) -> Fraction | None:
        """Return the percent of top levels, or the mean."""
        if measure == "mean":
            return self.mean

        return None if self.share is None else 100 * self.share


@attrs.frozen(kw_only=True)
class Estimator:
    """Estimates the parts of the index of one unit.

    Attributes:
        with_intervals: Whether intervals are wanted, and can be computed.
    """

    questionnaire: Questionnaire
    tallies: Tallies
    unit: str
    frame: UnitFrame
    with_intervals: bool = False
    _heaps: dict[tuple[str, str], Heap] = attrs.field(
        factory=dict, init=False, eq=False, repr=False
    )

    def questions(self) -> dict[str, Estimate]:
        """Return an estimate of each question by itself."""
        return {
            name: self._pooled(name, (question,))
            for name, question in self.questionnaire.questions.items()
        }

    def parts(self, questions: Mapping[str, Estimate]) -> dict[str, Estimate]:
        """Return an estimate of the index and of each part, by code."""
        found: dict[str, Estimate] = {}
        # Children first, since parents may be means of them.
        for part in reversed(tuple(self.questionnaire.parts())):
            found[part.code] = self._part(part, found, questions)

        return {
            part.code: found[part.code] for part in self.questionnaire.parts()
        }

    def _part(
        self,
        part: Part,
        parts: Mapping[str, Estimate],
        questions: Mapping[str, Estimate],
    ) -> Estimate:
        if part.overall is not None:
            return attrs.evolve(questions[part.overall], code=part.code)
        if part.pool == "answers":
            return self._pooled(part.code, self._asked(part))
        members = [
            (parts[each.code], Fraction(each.weight)) for each in part.parts
        ] or [(questions[name], _ONE) for name in part.questions]

        return self._averaged(part, members)

    def _asked(self, part: Part) -> tuple[Question, ...]:
        known = self.questionnaire.questions

        return tuple(known[name] for name in part.all_questions())

    # -- one heap --------------------------------------------------------

    def _pooled(self, code: str, questions: tuple[Question, ...]) -> Estimate:
        """Estimate from one heap of all answers to *questions*."""
        heaps = {
            stratum: [self._heap(stratum, each) for each in questions]
            for stratum in self._strata()
        }
        by_stratum = {
            stratum: sum(each, Heap()) for stratum, each in heaps.items()
        }
        whole = sum(by_stratum.values(), Heap())
        people = max(
            sum(heap.answers for heap in each)
            for each in zip(*heaps.values(), strict=True)
        )
        absent = self._absent(by_stratum)
        status = self._status(people, absent)
        share = mean = interval = None
        thin = Thin()
        if status not in ("too_few", "incomplete"):
            layers = self._layers(by_stratum)
            share = layers.mean(
                lambda heap: Fraction(heap.top_weight, heap.weight)
            )
            mean = layers.mean(lambda heap: Fraction(heap.worth, heap.weight))
            thin = self._thin(heaps)
            interval = self._interval(layers, people, thin)

        return Estimate(
            code=code,
            status=status,
            answers=whole.answers,
            top=whole.top,
            people=people,
            counts=self._counts(questions),
            share=share,
            mean=mean,
            left_out=absent,
            is_weighed=self._is_weighed,
            interval=interval,
            thin=thin,
        )

    @property
    def _is_weighed(self) -> bool:
        has_weights = self.questionnaire.sample.weight is not None

        return has_weights or self.frame.is_stratified

    def _strata(self) -> tuple[str, ...]:
        """Return the strata: of the frame, where it says how large they are.

        There is always one, if only the whole sample.
        """
        sizes = self.frame.population
        if self.frame.is_stratified:
            return tuple(sorted(name for name, size in sizes.items() if size))

        return self.tallies.strata(self.unit) or ("",)

    def _heap(self, stratum: str, question: Question) -> Heap:
        key = stratum, question.name
        if key not in self._heaps:
            self._heaps[key] = heap_of(
                question,
                self.tallies.of(self.unit, stratum, question),
                self.questionnaire.policy.unknown,
            )

        return self._heaps[key]

    def _absent(self, heaps: Mapping[str, Heap]) -> tuple[str, ...]:
        """Return the strata for which nobody has answered."""
        if not self.frame.is_stratified:
            return ()

        return tuple(name for name, heap in heaps.items() if not heap.answers)

    def _layers(self, heaps: Mapping[str, Heap]) -> Layers:
        if not self.frame.is_stratified:
            return Layers(((1, sum(heaps.values(), Heap())),))

        return Layers(
            tuple(
                (self.frame.population[stratum], heap)
                for stratum, heap in heaps.items()
                if heap.answers
            )
        )

    def _status(self, people: int, absent: tuple[str, ...]) -> Status:
        policy = self.questionnaire.policy
        if people == 0:
            return "too_few"
        if absent and policy.too_few == "missing":
            return "incomplete"
        if people >= policy.minimum:
            return "known"

        return "few_shown" if policy.too_few == "show" else "too_few"

    def _counts(self, questions: Sequence[Question]) -> tuple[int, ...]:
        """Return counts by level, if all questions have one scale."""
        if len({each.scale.name for each in questions}) != 1:
            return ()
        answers = [
            self.tallies.of(self.unit, stratum, each)
            for each in questions
            for stratum in self._strata()
        ]
        scale = questions[0].scale
        counts = [
            sum(each.levels[position].count for each in answers)
            for position in range(len(scale.levels))
        ]
        unknown = sum(each.unknown.count for each in answers)
        policy = self.questionnaire.policy.unknown
        if policy == "zero":
            counts[0] += unknown
        elif policy == "middle" and scale.middle is not None:
            counts[scale.levels.index(scale.middle)] += unknown

        return tuple(counts)

    def _thin(self, heaps: Mapping[str, Sequence[Heap]]) -> Thin:
        """Return the strata in which too few answered for an interval."""
        if not self.with_intervals or not self.frame.is_stratified:
            return Thin()

        return thin_of(
            (
                (
                    stratum,
                    self.frame.population[stratum],
                    max(heap.answers for heap in each),
                    sum(each, Heap()),
                )
                for stratum, each in heaps.items()
                if any(heap.answers for heap in each)
            ),
            self.questionnaire.measure,
        )

    def _interval(
        self, layers: Layers, people: int, thin: Thin
    ) -> Interval | None:
        # Of one answer nobody knows how much others differ from it (Q7.6).
        if not self.with_intervals or thin.lonely:
            return None
        form = self.questionnaire

        return interval_of(layers, people, form.measure, form.sample)

    # -- a mean ----------------------------------------------------------

    def _averaged(
        self, part: Part, members: Sequence[tuple[Estimate, Fraction]]
    ) -> Estimate:
        """Estimate as the mean of *members*, by their weights."""
        absent = tuple(each.code for each, _ in members if each.share is None)
        is_refused = self.questionnaire.policy.too_few != "leave_out"
        is_incomplete = len(absent) == len(members) or (absent and is_refused)
        # What is left out of the value is left out of its counts, too.
        counted = [
            each
            for each, _ in members
            if is_incomplete or each.share is not None
        ]
        found = Estimate(
            code=part.code,
            status="known",
            answers=sum(each.answers for each in counted),
            top=sum(each.top for each in counted),
            people=max(each.people for each in counted),
            counts=self._counts(self._asked(part)),
            left_out=absent,
            inner=tuple(name for each in counted for name in each.without),
            averaged=tuple(
                each.code for each, _ in members if each.share is not None
            ),
            is_weighed=self._is_weighed,
        )
        if is_incomplete:
            return attrs.evolve(found, status="incomplete")
        is_shown = any(each.status == "few_shown" for each, _ in members)

        return attrs.evolve(
            found,
            status="few_shown" if is_shown else "known",
            share=_mean((each.share, weight) for each, weight in members),
            mean=_mean((each.mean, weight) for each, weight in members),
            interval=_ends(members),
            thin=Thin(
                lonely=_united(each.thin.lonely for each in counted),
                agreed=_united(each.thin.agreed for each in counted),
            ),
        )


def _mean(pairs: Iterable[tuple[Fraction | None, Fraction]]) -> Fraction:
    """Return the mean of the values that are known, by their weights."""
    return weighted(
        [(value, weight) for value, weight in pairs if value is not None]
    )


def _united(names: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({name for each in names for name in each}))


def _ends(
    members: Sequence[tuple[Estimate, Fraction]],
) -> Interval | None:
    """Return the interval of a mean, if all that have a value have one."""
    known = [pair for pair in members if pair[0].share is not None]
    intervals = [each.interval for each, _ in known if each.interval]
    if len(intervals) < len(known):
        return None

    return margins.ends(intervals, [weight for _, weight in known])
