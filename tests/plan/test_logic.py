"""Conditions as sets of ordinals: three disjunctions that share nothing."""

from collections.abc import Callable, Sequence

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parrules.plan.logic import (
    ALWAYS,
    NOTHING,
    Clause,
    Clauses,
    Property,
    TooComplexError,
    Truth,
    both,
    conjunction,
    covers,
    disjunction,
    either,
    mask,
    negation,
    ordinals,
    simplified,
    span,
)
from parrules.plan.narrowing import compressed, narrowed
from parrules.plan.nodes import Decision, Row

PLACES, ORDINALS = 3, 4
FULL = span(0, ORDINALS - 1)
Known = bool | None

masks = st.integers(1, FULL)
clauses = st.dictionaries(st.integers(0, PLACES - 1), masks, max_size=3).map(
    lambda found: tuple(sorted(found.items()))
)
forms = st.lists(clauses, max_size=4).map(tuple)
worlds = st.tuples(*[st.integers(0, ORDINALS - 1)] * PLACES)


def holds(form: Clauses, world: Sequence[int]) -> bool:
    """Tell whether a normal form is true of ordinals by place."""
    return any(
        all(bits >> world[place] & 1 for place, bits in clause)
        for clause in form
    )


def known(truth: Truth, world: Sequence[int]) -> Known:
    """Return what a truth says of a world; it must say exactly one thing."""
    found = [
        value
        for form, value in (
            (truth.true, True),
            (truth.false, False),
            (truth.unknown, None),
        )
        if holds(form, world)
    ]
    assert len(found) == 1, found

    return found[0]


@st.composite
def atoms(draw: Callable[..., int]) -> Truth:
    """Return an atom of one place: ordinal 0 is unknown."""
    place = draw(st.integers(0, PLACES - 1))
    true = draw(st.integers(0, FULL)) & ~1
    parts = (true, FULL & ~true & ~1, 1)

    return Truth(
        *(((((place, bits),),) if bits else NOTHING) for bits in parts)
    )


def kleene(word: str, left: Known, right: Known) -> Known:
    """Return S14.3."""
    ends = word == "or"
    if ends in (left, right):
        return ends

    return None if None in (left, right) else not ends


class TestNormalForms:
    """Sets of ordinals behave as sets."""

    @given(left=forms, right=forms, world=worlds)
    def test_both_and_either(
        self, left: Clauses, right: Clauses, world: tuple[int, ...]
    ) -> None:
        """Conjunction and disjunction, in every world."""
        one, other = holds(left, world), holds(right, world)

        assert (one and other) == holds(both(left, right), world)
        assert (one or other) == holds(either(left, right), world)

    @given(form=forms, world=worlds)
    def test_simplifying_changes_nothing(
        self, form: Clauses, world: tuple[int, ...]
    ) -> None:
        """Fewer conjunctions, the same worlds."""
        simple = simplified(form)

        assert holds(form, world) == holds(simple, world)
        assert len(simple) <= len(form)

    @given(wide=clauses, narrow=clauses, world=worlds)
    def test_what_covers_holds_wherever_the_other_does(
        self, wide: Clause, narrow: Clause, world: tuple[int, ...]
    ) -> None:
        """That is what dropping covered conjunctions rests on."""
        if covers(wide, narrow) and holds((narrow,), world):
            assert holds((wide,), world)

    def test_too_many_conjunctions_are_an_error(self) -> None:
        """Nothing grows without a bound."""
        form = tuple(((place, 1), (place + 1, 2)) for place in range(200))
        with pytest.raises(TooComplexError):
            simplified(form)

    def test_always_and_nothing(self) -> None:
        """They are the neutral elements."""
        form: Clauses = (((0, 1),),)

        assert form == both(ALWAYS, form) == both(form, ALWAYS)
        assert form == either(NOTHING, form)
        assert NOTHING == both(NOTHING, form)
        assert NOTHING == both((((0, 1),),), (((0, 2),),))

    def test_masks(self) -> None:
        """Bits stand for ordinals."""
        assert 0b1010 == mask(1, 3)
        assert (1, 3) == ordinals(0b1010)
        assert 0b0110 == span(1, 2)
        assert 0 == span(2, 1)


class TestTruth:
    """S14.3: Kleene's logic, which covers everything exactly once."""

    @given(left=atoms(), right=atoms(), third=atoms(), world=worlds)
    def test_and_or_not(
        self,
        left: Truth,
        right: Truth,
        third: Truth,
        world: tuple[int, ...],
    ) -> None:
        """In every world a condition is one of true, false and unknown."""
        one, two, three = (known(each, world) for each in (left, right, third))
        mixed = disjunction(conjunction(left, right), negation(third))
        opposite = None if three is None else not three

        assert kleene("and", one, two) == known(
            conjunction(left, right), world
        )
        assert kleene("or", one, two) == known(disjunction(left, right), world)
        assert kleene("or", kleene("and", one, two), opposite) == known(
            mixed, world
        )


rows = st.lists(st.tuples(atoms(), atoms()), max_size=4)


def rows_of(conditions: list[tuple[Truth, Truth]]) -> tuple[Row, ...]:
    """Return a row for each pair of conditions, joined by `and`."""
    joined = (conjunction(left, right) for left, right in conditions)

    return tuple(
        Row(rule=str(at), true=each.true, unknown=each.unknown)
        for at, each in enumerate(joined)
    )


def deciding(found: tuple[Row, ...], world: Sequence[int]) -> tuple[int, bool]:
    """Return the first row that is not false, and whether it is unknown."""
    for position, row in enumerate(found):
        if holds(row.true, world):
            return position, False
        if holds(row.unknown, world):
            return position, True

    return len(found), False


class TestNarrowing:
    """Rows lose what earlier ones have decided, and nothing else."""

    @given(conditions=rows, world=worlds)
    def test_the_same_row_decides(
        self,
        conditions: list[tuple[Truth, Truth]],
        world: tuple[int, ...],
    ) -> None:
        """S6.2 and S6.3, before and after."""
        found = rows_of(conditions)

        assert deciding(found, world) == deciding(narrowed(found), world)

    @given(conditions=rows, world=worlds)
    def test_classes_decide_as_ordinals_do(
        self,
        conditions: list[tuple[Truth, Truth]],
        world: tuple[int, ...],
    ) -> None:
        """What no row tells apart is one class."""
        found = rows_of(conditions)
        met = tuple(
            Property("flag", name=str(place), feasible=FULL)
            for place in range(PLACES)
        )
        (decision,), kept = compressed((Decision(name="1", rows=found),), met)
        classes = [each.classes[world[int(each.name)]] for each in kept]

        assert deciding(found, world) == deciding(decision.rows, classes)
        assert all(-1 not in each.classes for each in kept)

    def test_a_ladder_needs_one_test_a_row(self) -> None:
        """Rows that overlap become disjoint."""
        ladder = rows_of([])
        ladder = tuple(
            Row(
                rule=str(at),
                true=(((0, span(low, 9)),),),
                unknown=(((0, 1),),),
            )
            for at, low in enumerate((7, 5, 3))
        )
        found = [row.true for row in narrowed(ladder)]

        assert [
            (((0, span(7, 9)),),),
            (((0, span(5, 6)),),),
            (((0, span(3, 4)),),),
        ] == found

    def test_a_decision_without_properties_keeps_none(self) -> None:
        """A row that always holds looks at nothing."""
        decision = Decision(
            name="1", rows=(Row(rule="1", true=ALWAYS, unknown=NOTHING),)
        )
        (same,), kept = compressed((decision,), ())

        assert ((), attrs.asdict(decision)) == (kept, attrs.asdict(same))
