"""Two years: what holds of any two editions and any two cohorts."""

from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.ranking import plain_groups
from parrules.checking.changes import check_changes
from parrules.cohort.comparing import compare
from parrules.cohort.links import links_of
from parrules.cohort.ranks import rank
from parrules.cohort.standings import Standing
from parrules.errors import RulesetError
from parrules.model import Changes, Criterion, Scheme, Title

OLD_CODES = ("1", "1.1", "1.2", "2", "2.1", "2.2", "3")


def scheme_of(
    codes: tuple[str, ...], edition: str, changes: Changes | None = None
) -> Scheme:
    """Return a scheme of areas and leaves with these codes."""
    areas = []
    for code in codes:
        if "." in code:
            continue
        below = tuple(
            leaf(each) for each in codes if each.startswith(f"{code}.")
        )
        areas.append(attrs.evolve(leaf(code), children=below))

    return Scheme(
        language=1,
        id="test/links",
        edition=edition,
        status="template",
        title=Title(vi="Links"),
        maximum=Decimal(10),
        criteria=tuple(areas),
        changes=changes,
    )


def leaf(code: str) -> Criterion:
    """Return a criterion of two points."""
    return Criterion(code=code, tree="criteria", maximum=Decimal(2))


OLD = scheme_of(OLD_CODES, "2024")
NEWER = st.builds(
    lambda codes, was, gone: scheme_of(
        codes,
        "2025",
        Changes(
            since="test/links@2024",
            was={code: tuple(each) for code, each in was.items()},
            gone=tuple(gone),
        ),
    ),
    st.sets(
        st.sampled_from(("1", "1.1", "1.2", "2", "2.1", "2.3", "4", "4.1"))
    ).map(
        lambda codes: tuple(sorted({c.split(".")[0] for c in codes} | codes))
    ),
    st.dictionaries(
        st.sampled_from(("1", "1.1", "2", "2.1", "2.3", "4", "4.1")),
        st.lists(st.sampled_from(OLD_CODES), max_size=2, unique=True),
        max_size=4,
    ),
    st.lists(st.sampled_from(OLD_CODES), max_size=2, unique=True),
)


@given(NEWER)
def test_codes_hang_together_as_joining_pairs_says(newer: Scheme) -> None:
    """S20.5 and S20.6, found in another way."""
    assert plain_groups(OLD, newer) == {
        (frozenset(link.before), frozenset(link.after))
        for link in links_of(OLD, newer)
    }


@given(NEWER)
def test_every_code_of_either_edition_stands_in_one_link(
    newer: Scheme,
) -> None:
    """Nothing is compared twice, and nothing is lost."""
    links = links_of(OLD, newer)
    before = [code for link in links for code in link.before]
    after = [code for link in links for code in link.after]

    assert sorted(OLD_CODES) == sorted(before)
    assert sorted(node.code for node in newer.nodes()) == sorted(after)


@given(st.data())
def test_changes_of_leaves_sum_to_the_change_of_the_total(
    data: st.DataObject,
) -> None:
    """Gains by doing better, and by other maxima, are all that there is."""
    points = st.fractions(0, 2, max_denominator=4)
    leaves = [node.code for node in OLD.leaves()]
    years = []
    for _ in range(2):
        amounts = {code: data.draw(points) for code in leaves}
        total = sum(amounts.values(), Fraction(0))
        unit = Standing(
            unit="A",
            total=total,
            amounts=amounts,
            maxima=dict.fromkeys(leaves, 2),
        )
        years.append(rank(OLD, [unit]))
    found = compare(*years)["A"]
    changes = [each for each in found.changes if each.is_leaf]

    assert found.points == sum((each.points or 0) for each in changes)
    # All maxima are what they were, so that gains are changes.
    assert [each.points for each in changes] == [each.gain for each in changes]


def test_comparing_backwards_turns_every_sign() -> None:
    """Of one edition, last year and this year are alike."""
    one = rank(OLD, [Standing(unit="A", total=5), Standing(unit="B", total=4)])
    two = rank(OLD, [Standing(unit="A", total=3), Standing(unit="B", total=4)])
    there, back = compare(one, two)["A"], compare(two, one)["A"]

    assert there.points == -2
    assert there.places == -1
    assert back.points == 2
    assert back.places == 1


def test_a_year_compared_with_itself_shows_no_change() -> None:
    """Within one edition, whatever its `[changes]` say of an older one."""
    scheme = scheme_of(
        OLD_CODES, "2025", Changes(since="x@1", was={"1": ()}, gone=("9",))
    )
    unit = Standing(
        unit="A",
        total=5,
        amounts=dict.fromkeys(OLD_CODES, 1),
        maxima=dict.fromkeys(OLD_CODES, 2),
    )
    year = rank(scheme, [unit])
    found = compare(year, year)["A"]

    assert {("kept", Fraction(0), Fraction(0))} == {
        (each.kind, each.points, each.gain) for each in found.changes
    }


def test_a_unit_that_is_in_neither_year_is_not_found() -> None:
    """A `KeyError`, as of a cohort."""
    year = rank(OLD, [])

    with pytest.raises(KeyError):
        compare(year, year)["A"]


@pytest.mark.parametrize(
    ("changes", "since"), [(None, "—"), (Changes(since="other@1"), "other@1")]
)
def test_editions_that_do_not_know_each_other_are_not_compared(
    changes: Changes | None, since: str
) -> None:
    """The problem names both, and what the newer one says."""
    newer = scheme_of(OLD_CODES, "2025", changes)
    with pytest.raises(RulesetError) as caught:
        compare(rank(OLD, []), rank(newer, []))
    (problem,) = caught.value.problems

    assert {
        "before": "test/links@2024",
        "after": "test/links@2025",
        "since": since,
    } == problem.arguments


def problems(
    codes: tuple[str, ...], **changes: object
) -> list[tuple[str, str]]:
    """Return what is wrong with changes since the older edition."""
    newer = scheme_of(
        codes,
        "2025",
        Changes(since="test/links@2024", **changes),  # type: ignore[arg-type]  # as the test gives them
    )

    return [
        (each.code, next(iter(each.arguments.values())))
        for each in check_changes(OLD, newer)
    ]


def test_an_edition_that_changed_nothing_need_say_nothing() -> None:
    """Every code is the one that it was."""
    assert [] == problems(OLD_CODES)


def test_codes_that_the_older_edition_lacks_are_told() -> None:
    """In `was` and in `gone`, one by one."""
    assert [("PAR803", "9"), ("PAR803", "8"), ("PAR803", "7")] == problems(
        (*OLD_CODES, "4"), was={"4": ("9", "8")}, gone=("7",)
    )


def test_a_row_that_is_new_has_to_say_so() -> None:
    """Also where it lies below an area that was renumbered."""
    codes = ("1", "1.1", "1.2", "2", "2.1", "2.2", "3", "4")

    assert [("PAR804", "4")] == problems(codes)
    assert [] == problems(codes, was={"4": ()})


def test_a_code_that_is_gone_has_to_be_named() -> None:
    """With all that lies below it."""
    codes = ("1", "1.1", "1.2", "3")

    assert [("PAR805", code) for code in ("2", "2.1", "2.2")] == problems(
        codes
    )
    assert [] == problems(codes, gone=("2",))


def test_nodes_that_lie_in_one_another_are_not_compared_as_one() -> None:
    """Their points would count twice."""
    found = problems(OLD_CODES, was={"3": ("3", "1", "1.1")})

    assert ("PAR807", "1, 1.1, 3") in found


@pytest.mark.parametrize("is_backwards", [False, True])
def test_a_leaf_that_was_divided_stands_among_the_greatest_changes(
    *, is_backwards: bool
) -> None:
    """S20.10: by the node that both years have, in either direction."""
    divided = scheme_of(
        (*OLD_CODES, "3.1", "3.2"),
        "2025",
        Changes(since="test/links@2024", was={"3.1": (), "3.2": ()}),
    )
    rest = dict.fromkeys(("1.1", "1.2", "2.1", "2.2"), 2)
    whole = Standing(
        unit="A",
        total=10,
        amounts={**rest, "1": 4, "2": 4, "3": 2},
        maxima={**rest, "1": 4, "2": 4, "3": 2},
    )
    parts = attrs.evolve(
        whole,
        total=9,
        amounts={**whole.amounts, "3": 1, "3.1": 1, "3.2": 0},
        maxima={**whole.maxima, "3.1": 1, "3.2": 1},
    )
    years = [rank(OLD, [whole]), rank(divided, [parts])]
    if is_backwards:
        joined = attrs.evolve(
            OLD,
            edition="2026",
            changes=Changes(since="test/links@2025", gone=("3.1", "3.2")),
        )
        years = [years[1], rank(joined, [whole])]
    found = compare(*years)
    gains, losses = found["A"].extremes()
    of_block = found.blocks[0].extremes()

    assert [["3"], []] == [
        [code for each in changes for code in each.after]
        for changes in ((gains, losses) if is_backwards else (losses, gains))
    ]
    assert (gains, losses) == of_block
