"""Units of an index as a cohort: blocks, ranks, losses, and two years."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest

from composite.indices import HEAD
from parrules.cohort.comparing import compare
from parrules.cohort.doubting import doubts
from parrules.cohort.losses import losses_of
from parrules.cohort.published import Publication
from parrules.cohort.ranks import Cohort
from parrules.cohort.verifying import verify
from parrules.composite import Index, parse_index, rank_index
from parrules.errors import FactError, RulesetError

FIXED = "anchors = { low = 0, high = 100 }"
CRITERIA = """
"1" = { weight = 3, title = "Services" }
"1.1" = { indicator = "a", weight = 1 }
"1.2" = { indicator = "b", weight = 2 }
"2" = { indicator = "c", weight = 1 }
"""
BLOCKS = '[ranking]\nwithin = "block"\n'
Rows = Mapping[str, Mapping[str, object]]


def index(
    criteria: str = CRITERIA, extra: str = "", total: str = FIXED
) -> Index:
    """Return an index whose figures are points, from 0 to 100."""
    text = f"{HEAD}\n[total]\n{total}\n[criteria]\n{criteria}\n{extra}"

    return parse_index(text, "example.toml")


def ranked(
    rows: Rows,
    made: Index | None = None,
    *,
    year: int = 2024,
    block_by: str | None = None,
) -> Cohort:
    """Return *rows*, measured and ranked."""
    result = (made or index()).evaluate(rows, year=year)

    return rank_index(result, block_by=block_by)


def row(a: int, b: int, c: int, **about: str) -> dict[str, object]:
    """Return the figures of a unit."""
    return {"a": a, "b": b, "c": c, **about}


UNITS = {
    "S1": row(90, 60, 50, block="Sở", name="Sở Nội vụ"),
    "S2": row(30, 60, 50, block="Sở"),
    "H1": row(80, 80, 80, block="Huyện"),
    "H2": row(80, 80, 80, block="Huyện"),
    "H3": row(10, 10, 10, block="Huyện"),
}


def test_units_are_ranked_within_their_blocks() -> None:
    """Departments and districts stand apart; equals share a rank (C6.1)."""
    cohort = ranked(UNITS, index(extra=BLOCKS))
    ranks = {
        block.name: {each.unit: each.rank for each in block}
        for block in cohort.blocks
    }

    assert {
        "Huyện": {"H1": 1, "H2": 1, "H3": 3},
        "Sở": {"S1": 1, "S2": 2},
    } == ranks


def test_the_ranks_of_the_result_are_those_of_the_cohort() -> None:
    """C5.1: also a unit's own result says its rank within its block."""
    result = index(extra=BLOCKS).evaluate(UNITS, year=2024)

    assert [1, 2, 1, 1, 3] == [each.rank for each in result]


def test_block_by_and_ties_and_unranked_are_those_of_a_ruleset() -> None:
    """`dense`, `unranked` and `--block-by ""` hold as they do there (C6.1)."""
    made = index(
        extra='[ranking]\nties = "dense"\nunranked = { kind = "pilot" }\n'
    )
    pilot = {**UNITS, "H0": row(99, 99, 99, kind="pilot", block="Huyện")}
    cohort = ranked(pilot, made, block_by="")

    assert [("H1", 1), ("H2", 1), ("S1", 2), ("S2", 3), ("H3", 4)] == [
        (each.unit, each.rank) for each in cohort.blocks[0].units
    ]
    assert "declared" == cohort["H0"].unranked


def test_a_table_without_the_column_is_one_block_and_that_is_told() -> None:
    """C6.5: PAR829, a warning, of the result and of the cohort once."""
    bare = {name: row(1, 2, 3) for name in "AB"}
    result = index(extra=BLOCKS).evaluate(bare, year=2024)
    cohort = rank_index(result)

    assert ["PAR829"] == [each.code for each in cohort.problems]
    assert [""] == [each.name for each in cohort.blocks]


def test_a_unit_that_alone_says_no_block_is_refused() -> None:
    """C6.5: nobody knows among whom to rank it (PAR891)."""
    rows = {**UNITS, "X": row(1, 2, 3)}
    with pytest.raises(FactError) as caught:
        ranked(rows, index(extra=BLOCKS))
    arguments = [dict(each.arguments) for each in caught.value.problems]

    assert [{"unit": "X", "within": "block"}] == arguments


def test_grades_and_quotas_are_those_of_a_ruleset() -> None:
    """A class by the total, and who has to give way (C6.1)."""
    made = index(
        extra="""
[[grade]]
id = "good"
from = 50
[[grade]]
id = "fair"
[ranking]
quota = [{ grade = "good", share = 0.4 }]
"""
    )
    cohort = ranked(UNITS, made)
    grades = {
        each.unit: (each.standing.grade, each.placement.grade)
        for each in cohort
    }

    assert {
        "H1": ("good", "good"),
        "H2": ("good", "good"),
        "S1": ("good", "fair"),
        "S2": ("good", "fair"),
        "H3": ("fair", "fair"),
    } == grades


@pytest.mark.parametrize(
    ("extra", "codes"),
    [
        ('[ranking]\norder = ["total", "3"]\n', ["PAR412"]),
        ('[ranking]\nquota = [{ grade = "x", share = 0.5 }]\n', ["PAR111"]),
        (
            (
                '[ranking]\nquota = [{ grade = "x", share = 25 }]\n'
                '[[grade]]\nid = "x"\nfrom = 5\n[[grade]]\nid = "y"\n'
            ),
            ["PAR224"],
        ),
        ('[[grade]]\nid = "x"\nfrom = 5\n', ["PAR218"]),
        (
            '[[grade]]\nid = "x"\nrequires = "total > 1"\n',
            ["PAR117"],
        ),
        ('[changes]\nsince = "a@1"\n[changes.was]\n"9" = "1"\n', ["PAR412"]),
    ],
)
def test_what_cannot_be_ranked_by_is_told(
    extra: str, codes: list[str]
) -> None:
    """An index is held to its nodes and grades as a ruleset is (C6.1)."""
    with pytest.raises(RulesetError) as caught:
        index(extra=extra)

    assert codes == [each.code for each in caught.value.problems]


def test_a_maximum_is_that_of_who_is_best_in_everything() -> None:
    """C6.2: the upper end of `onto`, and what means make of it."""
    made = index(
        '"1" = { weight = 3, combine = "mean" }\n'
        '"1.1" = { indicator = "a", onto = [0, 10] }\n'
        '"1.2" = { indicator = "b", onto = [0, 20], weight = 3 }\n'
        '"2" = { indicator = "c", onto = [1, 10], weight = 2 }\n',
        total=f'{FIXED}\ncombine = "sum"',
    )
    maxima = ranked(UNITS, made)["S1"].standing.maxima

    assert {
        "total": Fraction(3) * Fraction(70, 4) + 20,
        "1": Fraction(70, 4),
        "1.1": 10,
        "1.2": 20,
        "2": 10,
    } == maxima


def test_losses_stand_in_the_order_of_what_they_take_from_the_total() -> None:
    """C6.4: 10 points of 1.1 weigh 1/4, 40 of 1.2 1/2, 50 of 2 1/4."""
    cohort = ranked(UNITS)
    lost = losses_of(cohort.scheme, [cohort["S1"].standing])

    assert [
        ("1.2", Fraction(40), Fraction(20)),
        ("2", Fraction(50), Fraction(50, 4)),
        ("1.1", Fraction(10), Fraction(10, 4)),
    ] == [(each.code, each.lost, each.counted) for each in lost]


def test_lost_points_of_a_mean_sum_to_what_the_total_lacks() -> None:
    """C6.4: also of a block, in the mean, whatever is absent."""
    made = index(total=f'{FIXED}\nif_missing = "renormalise"')
    rows = {**UNITS, "X": {"a": 40, "b": "", "c": ""}}
    cohort = ranked(rows, made)
    standings = [each.standing for each in cohort]
    lost = losses_of(cohort.scheme, [cohort["X"].standing])
    total = cohort["X"].standing.amount("total")
    assert total is not None

    assert 100 - total == sum(each.counted for each in lost)
    assert ("1.2", "2") == cohort["X"].standing.absent
    assert 6 == len(standings)


def test_a_component_of_no_weight_loses_nothing() -> None:
    """C6.4: it is reported, and decides nothing, as DTI has one."""
    made = index(CRITERIA.replace('"c", weight = 1', '"c", weight = 0'))
    lost = losses_of(
        ranked(UNITS, made).scheme, [ranked(UNITS, made)["S1"].standing]
    )

    assert ["1.2", "1.1"] == [each.code for each in lost]


def test_what_is_absent_is_not_lost_but_where_it_counts_nothing() -> None:
    """C6.7: a fixed divisor makes 0 of it, and that is lost."""
    rows = {"A": {"a": 50, "b": 50, "c": ""}}
    loose = ranked(rows, index(total=f'{FIXED}\nif_missing = "renormalise"'))
    fixed = ranked(rows, index(total=f'{FIXED}\nif_missing = "fixed_divisor"'))
    found = [
        [each.code for each in losses_of(one.scheme, [one["A"].standing])]
        for one in (loose, fixed)
    ]

    assert [["1.2", "1.1"], ["1.2", "2", "1.1"]] == found
    assert not loose["A"].standing.is_complete


def test_a_unit_without_a_total_has_no_rank() -> None:
    """It takes no place from others, and says what it lacks (C6.7)."""
    cohort = ranked({**UNITS, "X": {"a": 1, "b": "", "c": 1}})
    text = cohort.text("en")

    assert "no_total" == cohort["X"].unranked
    assert "X: not ranked, because it has no value in 1.2" in text
    assert 1 == text.count("- X")


def test_a_unit_whose_figures_make_no_total_is_told_as_that() -> None:
    """Nothing is missing, and the geometric mean of less than 0 is none."""
    made = index(total=f'{FIXED}\ncombine = "geometric"')
    text = ranked({"A": row(50, 50, 50), "X": row(50, 50, -1)}, made).text(
        "en"
    )

    assert "X: not ranked, because its total does not exist" in text


def test_what_has_no_bound_is_compared_by_its_points() -> None:
    """C6.3: z-scores rank units in each part, and lose nothing."""
    made = index(total='anchors = "z_score"')
    cohort = ranked(UNITS, made)
    later = ranked(
        {**UNITS, "S1": row(10, 10, 10)}, index(total='anchors = "z_score"')
    )
    (part,) = [
        each
        for each in compare(cohort, later)["S1"].changes
        if each.after == ("2",)
    ]

    assert {} == dict(cohort["S1"].standing.maxima)
    assert {"1": 3, "2": 3} == dict(cohort["S1"].ranks)
    assert () == losses_of(cohort.scheme, [cohort["S1"].standing])
    assert part.points == part.gain
    assert cohort.scheme.maximum is None


def test_where_one_row_stands_above_all_the_rows_below_it_are_ranked() -> None:
    """C6.6: a mean in between says nothing that the total does not."""
    made = index(
        '"1" = {}\n"1.1" = { indicator = "a" }\n"1.2" = { indicator = "b" }\n'
    )

    assert {"1.1": 1, "1.2": 3} == dict(ranked(UNITS, made)["S1"].ranks)


def test_two_years_are_compared_in_points_places_and_rows() -> None:
    """S20.3, S20.9, C6.4: what was gained counts by its weight."""
    after = {**UNITS, "S2": row(90, 80, 50, block="Sở")}
    made = index(extra=BLOCKS)
    comparison = compare(ranked(UNITS, made), ranked(after, made, year=2025))
    unit = comparison["S2"]
    gains, losses = unit.extremes()

    assert (Fraction(25), 1) == (unit.points, unit.places)
    assert [
        ("1.1", Fraction(60), Fraction(15)),
        ("1.2", Fraction(20), Fraction(10)),
    ] == [(each.after[0], each.gain, each.counted) for each in gains]
    assert () == losses


def test_a_figure_that_one_unit_lacks_takes_no_row_from_its_block() -> None:
    """The mean of a row is that of who has it in both years (S20.11)."""
    made = index(total=f'{FIXED}\nif_missing = "renormalise"')
    before = {"A": row(10, 20, 30), "B": row(10, 20, 30)}
    after: Rows = {"A": row(50, 20, 30), "B": {"b": 20, "c": 30}}
    comparison = compare(ranked(before, made, year=2023), ranked(after, made))
    (block,) = comparison.blocks
    (change,) = (each for each in block.changes if each.after == ("1.1",))

    assert [Fraction(10), Fraction(50), 1] == [
        change.points_before,
        change.points_after,
        change.units,
    ]


def test_what_no_row_explains_is_said_beside_the_mean() -> None:
    """S20.18: a row left out moves the total, and is the gain of no row."""
    made = index(total=f'{FIXED}\nif_missing = "renormalise"')
    before = {"A": row(10, 10, 10), "B": row(10, 10, 90)}
    after: Rows = {"A": row(10, 10, 10), "B": {"a": 10, "b": 10}}
    comparison = compare(ranked(before, made, year=2023), ranked(after, made))
    (block,) = comparison.blocks

    # B falls from 30 to 10, and the only row that stands for it is gone.
    assert (Fraction(-10), ((), ())) == (block.beside_rows, block.extremes())
    assert "a change of −10.00. Of that change −10.00 is not by rows" in (
        " ".join(comparison.ranking_text("en").split())
    )


def test_each_greatest_gain_says_how_many_units_it_is_the_mean_of() -> None:
    """S20.11: of those compared, in a column of its own."""
    made = index(total=f'{FIXED}\nif_missing = "renormalise"')
    before = {"A": row(10, 20, 30), "B": row(10, 20, 30)}
    after: Rows = {"A": row(50, 20, 30), "B": {"b": 40, "c": 30}}
    comparison = compare(ranked(before, made, year=2023), ranked(after, made))
    text = comparison.ranking_text("en").partition("Greatest gains")[2]

    assert ["1/2", "2/2"] == [
        line.split()[-1]
        for line in text.splitlines()
        if line.startswith("  1.")
    ]


def test_two_editions_are_compared_by_changes() -> None:
    """S20.5: rows of an index change their codes as criteria do."""
    newer = parse_index(
        HEAD.replace("2024", "2025")
        + f"[total]\n{FIXED}\n[criteria]\n"
        + '"1" = { indicator = "c" }\n"2" = { indicator = "d" }\n'
        + '[changes]\nsince = "example@2024"\ngone = ["1"]\n'
        + '[changes.was]\n"1" = "2"\n"2" = []\n',
        "newer.toml",
    )
    after = ranked({"S1": {"c": 70, "d": 10}}, newer, year=2025)
    comparison = compare(ranked(UNITS), after)
    kinds = {
        each.after: (each.kind, each.points)
        for each in comparison["S1"].changes
    }

    assert ("renamed", Fraction(20)) == kinds["1",]


MERGED = """
"1" = {{ indicator = "a", weight = 1 }}
"2" = {{ indicator = "b", weight = 9 }}
"3" = {{ indicator = "c", weight = 10 }}
[changes]
since = "example@2024"
[changes.was]
{was}
"""
HALVES = '"1" = { indicator = "a" }\n"2" = { indicator = "c" }\n'


def later(text: str, total: str = FIXED) -> Index:
    """Return the edition of 2025."""
    head = HEAD.replace("2024", "2025")

    return parse_index(
        f"{head}\n[total]\n{total}\n[criteria]\n{text}", "newer.toml"
    )


@pytest.mark.parametrize(
    ("is_split", "kind"), [(False, "merged"), (True, "split")]
)
def test_rows_that_are_compared_as_one_are_their_mean(
    kind: str, *, is_split: bool
) -> None:
    """C6.10: by weight, so that what is equal has neither gain nor loss."""
    fine = MERGED.partition("[changes]")[0].format()
    if is_split:
        was = '"1" = "1"\n"2" = "1"\n"3" = "2"'
        before, after = index(HALVES), later(MERGED.format(was=was))
    else:
        was = '"1" = ["1", "2"]\n"2" = "3"'
        changes = f'[changes]\nsince = "example@2024"\n[changes.was]\n{was}'
        before, after = index(fine), later(f"{HALVES}{changes}")
    # One tenth of 100 is 10.
    rows: list[Rows] = [{"u": row(100, 0, 50)}, {"u": {"a": 10, "c": 50}}]
    if is_split:
        rows.reverse()
    comparison = compare(
        ranked(rows[0], before), ranked(rows[1], after, year=2025)
    )
    (change,) = (each for each in comparison["u"].changes if each.kind == kind)

    assert [0, 10, 10, 100, 100, 0, Fraction(1, 2)] == [
        comparison["u"].points,
        change.points_before,
        change.points_after,
        change.maximum_before,
        change.maximum_after,
        change.gain,
        change.weight,
    ]


def test_parts_of_a_sum_are_added_up() -> None:
    """C6.10: where all count alike, as points of a ruleset are."""
    total = f'{FIXED}\ncombine = "sum"'
    before = index(
        '"1" = { indicator = "a" }\n"2" = { indicator = "b" }\n', total=total
    )
    after = later(
        '"1" = { indicator = "c", onto = [0, 200] }\n'
        '[changes]\nsince = "example@2024"\n'
        '[changes.was]\n"1" = ["1", "2"]\n',
        total,
    )
    comparison = compare(
        ranked({"u": row(30, 40, 0)}, before),
        ranked({"u": row(0, 0, 50)}, after, year=2025),
    )
    (change,) = comparison["u"].changes

    assert [70, 200, 100, 200, 30, 1] == [
        change.points_before,
        change.maximum_before,
        change.points_after,
        change.maximum_after,
        change.gain,
        change.weight,
    ]


def test_a_row_of_no_weight_takes_nothing_from_a_mean() -> None:
    """C6.10: neither by its points nor by its absence."""
    before = index(
        '"1" = { indicator = "a", weight = 0 }\n"2" = { indicator = "b" }\n'
    )
    after = later(
        '"1" = { indicator = "c" }\n[changes]\nsince = "example@2024"\n'
        '[changes.was]\n"1" = ["1", "2"]\n'
    )
    found = [
        compare(
            ranked({"u": {"a": none, "b": 40}}, before),
            ranked({"u": row(0, 0, 50)}, after, year=2025),
        )["u"].changes[0]
        for none in ("", 90)
    ]

    assert [40, 40] == [each.points_before for each in found]


def test_totals_of_two_scales_are_compared_by_their_shares() -> None:
    """S20.16: 60 of 100 and 7 of 10 are 10 percentage points more."""
    after = later(
        '"1" = { indicator = "a" }\n[changes]\nsince = "example@2024"\n',
        "onto = [0, 10]\n" + FIXED,
    )
    comparison = compare(
        ranked({"u": row(60, 0, 0)}, index('"1" = { indicator = "a" }\n')),
        ranked({"u": row(70, 0, 0)}, after, year=2025),
    )
    unit, (block,) = comparison["u"], comparison.blocks
    (change,) = unit.changes
    note = "The two years are on two scales (at most 100 and 10)"

    assert [None, 10, None, 10, 1] == [
        unit.points,
        unit.share,
        change.points,
        change.share,
        change.gain,
    ]
    assert (None, None) == (block.points, block.points_of_same)
    assert note in comparison.text("en")
    assert "+10.00% points" in comparison.ranking_text("en")
    assert () == verify(
        [Publication(unit="u", change=Decimal(-53))],
        comparison.cohort,
        comparison,
    )


def test_who_has_no_total_in_one_of_the_years_is_named() -> None:
    """S20.3: with what it had in the other year."""
    silent: Rows = {"A": row(1, 1, 1), "B": {"a": "", "b": "", "c": ""}}
    told: Rows = {"A": row(1, 1, 1), "B": row(80, 80, 80)}
    texts = [
        compare(ranked(one, year=2023), ranked(two)).ranking_text("en")
        for one, two in ((told, silent), (silent, told))
    ]

    assert "B had 80.00 points last year (rank 1/2), and has no" in texts[0]
    assert "B had no total last year" in texts[1]


def test_units_and_blocks_of_one_year_only_are_named() -> None:
    """S20.2, S13.17: new, missing, and a block in which nobody is left."""
    made = index(extra=BLOCKS)
    after = {**UNITS, "X1": row(1, 1, 1, block="Xã")}
    del after["S1"], after["S2"]
    comparison = compare(ranked(UNITS, made), ranked(after, made, year=2025))
    found = {
        block.name: (
            {each.standing.unit: each.presence for each in block.units},
            block.compared,
            block.changes == (),
        )
        for block in comparison.blocks
    }

    assert {
        "Huyện": ({"H1": "both", "H2": "both", "H3": "both"}, 3, False),
        "Xã": ({"X1": "new"}, 0, True),
        "Sở": ({"S1": "missing", "S2": "missing"}, 0, True),
    } == found
    assert 1 == comparison["X1"].after.rank  # type: ignore[union-attr]  # new


def test_years_are_not_turned_round() -> None:
    """S20.17: PAR846; and of one year there is a warning (PAR847)."""
    old, new = ranked(UNITS, year=2024), ranked(UNITS, year=2025)
    with pytest.raises(RulesetError) as caught:
        compare(new, old)

    assert ["PAR846"] == [each.code for each in caught.value.problems]
    assert () == compare(old, new).problems
    assert ["PAR847"] == [each.code for each in compare(old, old).problems]


def test_published_figures_of_an_index_are_checked() -> None:
    """PAR898, by the same rounding as totals are published with."""
    stated = [
        Publication(unit="Sở Nội vụ", index="example", rank=1, of=2),
        Publication(unit="S2", index="example", rank=1, of=2),
    ]
    cohort = ranked(UNITS, index(extra=BLOCKS))
    problems = (*doubts(stated), *verify(stated, cohort))

    assert [("PAR898", "S2 example")] == [
        (each.code, each.arguments["unit"]) for each in problems
    ]


def test_a_comparison_says_that_units_are_measured_by_each_other() -> None:
    """C6.8: but where all anchors are fixed, nothing moves."""
    note = "Units are measured by each other"
    found = []
    for total in (FIXED, 'anchors = "cohort"'):
        made = index(total=total)
        both = compare(ranked(UNITS, made), ranked(UNITS, made, year=2025))
        found += [note in both.text("en"), note in both.ranking_text("en")]

    assert [False, False, True, True] == found
