"""The whole analysis, where what must come out can be said beforehand."""

import importlib.util
import random
from decimal import Decimal
from fractions import Fraction

import pytest

from parrules.errors import ExtraError, FactError
from parrules.facts import Submission
from parrules.library import rank_units
from parrules.sensitivity import (
    Days,
    Margin,
    Other,
    Sensitivity,
    Surveyed,
    Uncertainty,
    Weight,
    analyse_sensitivity,
)
from parrules.sensitivity.scorers import Draws, Scores, one_by_one
from sensitivity.samples import HEAD, TAIL, ruleset, unit

QUARTER = Other(options={"no": Decimal("0.25")})
UNITS = (
    unit("A", answer_1_2="yes"),
    unit("B", rate=90),
    unit("C", rate=40, done=50),
)


def codes_of(error: FactError) -> list[str]:
    """Return the codes of what was wrong."""
    return [problem.code for problem in error.problems]


def analysed(
    uncertainty: Uncertainty,
    units: tuple[Submission, ...] = UNITS,
    *,
    draws: int = 256,
    seed: int = 0,
    level: int = 1,
) -> Sensitivity:
    """Return an analysis with few draws."""
    return analyse_sensitivity(
        ruleset(), units, uncertainty, draws=draws, seed=seed, level=level
    )


def test_units_keep_the_total_and_the_rank_that_they_have() -> None:
    """The baseline is what ranking gives without any draw."""
    found = analysed(Uncertainty(facts={"1.2": QUARTER}))
    cohort = rank_units(ruleset(), UNITS)

    assert {each.unit: each for each in cohort} == {
        each.unit: each.baseline for each in found
    }


def test_probabilities_are_those_that_were_declared() -> None:
    """A has 10 points, or 8 in a quarter of the draws; B has 9.6 or 7.6."""
    found = analysed(Uncertainty(units={"A": {"1.2": QUARTER}}))
    one, two = found["A"], found["B"]

    assert {1: 0.75, 2: 0.25} == one.ranks
    assert {1: 0.25, 2: 0.75} == two.ranks
    assert (0.25, 0.25) == (one.changed, two.changed)
    assert {"B": 0.75, "C": 1.0} == one.above
    assert {"A": 0.25, "C": 1.0} == two.above
    assert {3: 1.0} == found["C"].ranks


def test_ranks_have_a_range_and_a_likely_one() -> None:
    """What happens in one draw of 32 is possible and not likely."""
    rare = Other(options={"no": Decimal(1) / 32})
    found = analysed(Uncertainty(units={"A": {"1.2": rare}}))["A"]

    assert (1, 2, (1, 1)) == (found.best, found.worst, found.likely)


def test_quantiles_are_totals_that_occurred() -> None:
    """Exact, and never between two of them."""
    found = analysed(Uncertainty(units={"A": {"1.2": QUARTER}}))["A"]
    ten, eight = Fraction(10), Fraction(8)

    assert {5: eight, 25: eight, 50: ten, 75: ten, 95: ten} == found.quantiles


def test_what_all_units_share_is_drawn_for_each_by_itself() -> None:
    """Of two units alike, each is ahead as often as the other."""
    units = (unit("A"), unit("B"))
    found = analysed(Uncertainty(facts={"1.2": QUARTER}), units)
    ahead = 0.75 * 0.25

    assert pytest.approx(ahead, abs=0.01) == found["A"].above["B"]
    assert pytest.approx(ahead, abs=0.01) == found["B"].above["A"]


def test_equals_share_a_rank_and_neither_is_above() -> None:
    """Nothing of these two is uncertain, and a third one is below."""
    units = (unit("A"), unit("B"), unit("C", rate=20))
    found = analysed(Uncertainty(units={"C": {"1.2": QUARTER}}), units)

    assert (1, 1, 3) == tuple(each.best for each in found)
    assert 0 == found["A"].above["B"]


def test_a_fact_decides_between_equals_in_each_draw() -> None:
    """Equal totals: who is late more often stands behind."""
    body = TAIL.replace("per = 0.5", "per = 0")
    units = (unit("A", late=2), unit("B", late=2))
    margin = Margin(amount=Decimal(1))
    found = analyse_sensitivity(
        ruleset(HEAD, body),
        units,
        Uncertainty(units={"A": {"late": margin}}),
        draws=1024,
    )
    one = found["A"]

    assert pytest.approx(1 / 3, abs=0.01) == one.above["B"]
    assert pytest.approx(1 / 3, abs=0.01) == found["B"].above["A"]


def test_a_unit_is_ranked_within_its_block_alone() -> None:
    """Others take no place from it."""
    units = (
        Submission(facts=UNITS[0].facts, unit={"id": "A", "block": "a"}),
        Submission(facts=UNITS[1].facts, unit={"id": "B", "block": "b"}),
    )
    found = analyse_sensitivity(
        ruleset(),
        units,
        Uncertainty(facts={"1.2": QUARTER}),
        draws=64,
        block_by="block",
    )

    assert [{1: 1.0}, {1: 1.0}] == [each.ranks for each in found]
    assert ["a", "b"] == [block.name for block in found.blocks]


def test_indices_say_which_criterion_a_total_varies_with() -> None:
    """1 and 2 points at random, uniform: variances as 1 and 4."""
    doubts = {
        "done": Margin(amount=Decimal(25)),
        "rate": Margin(amount=Decimal(50)),
    }
    found = analysed(
        Uncertainty(facts=doubts), (unit("A", done=50, rate=50),), draws=4096
    )
    one, two = found["A"].indices
    assert one is not None
    assert two is not None

    assert [("1",), ("2",)] == [group.codes for group in found.groups]
    assert pytest.approx((0.2, 0.2), abs=0.02) == (one.first, one.total)
    assert pytest.approx((0.8, 0.8), abs=0.02) == (two.first, two.total)


def test_a_certain_total_has_no_indices() -> None:
    """B does not vary, whatever A does; its rank does."""
    found = analysed(Uncertainty(units={"A": {"1.2": QUARTER}}))

    assert (None,) == found["B"].indices
    assert found["A"].indices[0] is not None
    assert found.blocks[0].indices[0] is not None


def test_weights_are_groups_of_their_criteria() -> None:
    """At the second level, the weight of an area counts by itself."""
    found = analysed(
        Uncertainty(
            facts={"1.2": QUARTER},
            areas=Weight(percent=Decimal(10)),
            weights={"1.1": Weight(percent=Decimal(20))},
        ),
        level=2,
    )

    assert [
        (("1",), (), ("1",)),
        (("1.1",), (), ("1.1",)),
        (("1.2",), ("1.2",), ()),
        (("2",), (), ("2",)),
    ] == [(each.codes, each.facts, each.weights) for each in found.groups]


def test_a_unit_with_all_points_has_them_under_all_weights() -> None:
    """And so the first rank in every draw."""
    found = analysed(Uncertainty(areas=Weight(percent=Decimal(50))))["A"]

    assert {Fraction(10)} == set(found.quantiles.values())
    assert {1: 1.0} == found.ranks


def test_the_order_of_units_changes_nothing() -> None:
    """Not a digit."""
    uncertainty = Uncertainty(
        facts={"1.2": QUARTER, "rate": Margin(percent=Decimal(5))},
        areas=Weight(percent=Decimal(10)),
    )
    shuffled = list(UNITS)
    random.Random(1).shuffle(shuffled)  # noqa: S311  # chance, not secrets
    one = analysed(uncertainty)
    two = analysed(uncertainty, tuple(shuffled))

    assert one.to_dict() == two.to_dict()


def test_another_seed_gives_other_draws() -> None:
    """And about the same answer."""
    uncertainty = Uncertainty(facts={"rate": Margin(amount=Decimal(8))})
    one, two = (analysed(uncertainty, seed=seed) for seed in (0, 1))

    assert one["B"].quantiles != two["B"].quantiles
    assert pytest.approx(one["A"].changed, abs=0.05) == two["A"].changed


def test_draws_are_the_next_power_of_two() -> None:
    """Only so many points are spread evenly."""
    found = analysed(Uncertainty(facts={"1.2": QUARTER}), draws=100)

    assert 128 == found.draws


def test_only_what_differs_is_scored() -> None:
    """Two values of one fact are two units, in however many draws."""
    rows = []
    score = one_by_one(ruleset())

    def watching(draws: Draws) -> Scores:
        rows.append(draws.rows)
        return score(draws)

    analyse_sensitivity(
        ruleset(),
        UNITS,
        Uncertainty(units={"A": {"1.2": QUARTER}}),
        draws=512,
        scorer=watching,
    )

    assert [2, 1, 1] == rows


def test_somebody_who_waits_is_told_how_far_it_is() -> None:
    """Unit after unit."""
    told = []
    analyse_sensitivity(
        ruleset(),
        UNITS,
        Uncertainty(facts={"1.2": QUARTER}),
        draws=16,
        progress=lambda *state: told.append(state),
    )

    assert [(0, 3), (1, 3), (2, 3)] == told


# -- what cannot be scored ---------------------------------------------------


def test_a_unit_that_cannot_be_scored_is_named() -> None:
    """With its reasons, and the others are ranked without it."""
    units = (*UNITS, unit("D", done=101), unit("E", rate=-1))
    found = analysed(Uncertainty(facts={"1.2": QUARTER}), units)

    assert [
        ("PAR915", "D"),
        ("PAR305", None),
        ("PAR915", "E"),
        ("PAR303", None),
    ] == [(each.code, each.arguments.get("unit")) for each in found.problems]
    assert ["A", "B", "C"] == sorted(each.unit for each in found)


def test_a_unit_that_fails_in_a_single_draw_is_named() -> None:
    """It is left out of all of them, never of one."""
    score = one_by_one(ruleset())

    def failing(draws: Draws) -> Scores:
        found = score(draws)
        if draws.submission.unit["id"] == "B":
            problem = FactError(ruleset().check({"done": -1})).problems
            found.refused[0] = problem  # type: ignore[index]  # a dictionary
        return found

    found = analyse_sensitivity(
        ruleset(),
        UNITS,
        Uncertainty(facts={"1.2": QUARTER}),
        draws=16,
        scorer=failing,
    )

    assert ["A", "C"] == [each.unit for each in found]
    assert ["PAR915", "PAR303"] == [each.code for each in found.problems]


def test_a_unit_without_total_in_some_draws_has_no_rank_there() -> None:
    """Where nothing applies, it takes no place from others."""
    body = """\
language = 1
[ruleset]
id = "test/nothing"
edition = "1"
status = "template"
title = "Nothing"
source = "Example"
maximum = 10
[fact]
applies = { type = "flag" }
rate = { type = "percent" }
[criteria]
"1" = { maximum = 10, title = "Rate", formula = "maximum * rate / 100", \
step = 0.1, not_applicable = [{ when = "not applies", treat = "exclude" }] }
[total]
rescale = "total"
"""
    units = [
        Submission(facts={"applies": True, "rate": rate}, unit={"id": name})
        for name, rate in (("A", 90), ("B", 50))
    ]
    doubt = Other(options={"false": Decimal("0.25")})
    found = analyse_sensitivity(
        ruleset(body, ""),
        units,
        Uncertainty(units={"A": {"applies": doubt}}),
        draws=64,
    )
    one, two = found["A"], found["B"]

    assert (0.75, {1: 0.75}, 0.25) == (one.ranked, one.ranks, one.changed)
    assert ({1: 0.25, 2: 0.75}, {"A": 0.0}) == (two.ranks, two.above)


def test_units_that_stand_twice_are_refused() -> None:
    """As ranking refuses them."""
    with pytest.raises(FactError) as raised:
        analysed(Uncertainty(facts={"1.2": QUARTER}), (UNITS[0], UNITS[0]))

    assert ["PAR109"] == codes_of(raised.value)


@pytest.mark.parametrize(
    ("uncertainty", "codes"),
    [
        (Uncertainty(), ["PAR916"]),
        (Uncertainty(facts={"dnoe": QUARTER}), ["PAR301"]),
        (Uncertainty(facts={"done": QUARTER}), ["PAR881"]),
        (Uncertainty(facts={"1.2": Margin(amount=Decimal(1))}), ["PAR881"]),
        (Uncertainty(facts={"1.2": Surveyed()}), ["PAR881"]),
        (Uncertainty(facts={"issued": Days(days=0)}), ["PAR882"]),
        (Uncertainty(facts={"done": Margin(amount=Decimal(-1))}), ["PAR882"]),
        (
            Uncertainty(facts={"1.2": Other(options={"maybe": Decimal(1)})}),
            ["PAR308"],
        ),
        (
            Uncertainty(facts={"1.2": Other(options={"no": Decimal(2)})}),
            ["PAR917"],
        ),
        (
            Uncertainty(facts={"1.2": Other(options={"no": Decimal(0)})}),
            ["PAR882"],
        ),
        (
            Uncertainty(weights={"9": Weight(percent=Decimal(100))}),
            ["PAR412", "PAR882"],
        ),
        (Uncertainty(areas=Weight(percent=Decimal(0))), ["PAR882"]),
        (
            Uncertainty(facts={"late": Margin(amount=Decimal(1))}),
            [
                "PAR914",
                "PAR916",
            ],
        ),
    ],
)
def test_what_does_not_go_with_the_ruleset_is_refused(
    uncertainty: Uncertainty, codes: list[str]
) -> None:
    """All of it at once, before anything is drawn."""
    with pytest.raises(FactError) as raised:
        analysed(uncertainty)

    assert codes == codes_of(raised.value)


@pytest.mark.parametrize(
    ("draws", "seed", "level"),
    [(1, 0, 1), (2**21, 0, 1), (2, -1, 1), (2, 0, 0)],
)
def test_numbers_out_of_range_are_refused(
    draws: int, seed: int, level: int
) -> None:
    """No draws, or more than memory holds."""
    with pytest.raises(FactError) as raised:
        analysed(
            Uncertainty(facts={"1.2": QUARTER}),
            draws=draws,
            seed=seed,
            level=level,
        )

    assert ["PAR111"] == codes_of(raised.value)


def test_what_concerns_no_unit_is_a_warning() -> None:
    """The rest is drawn all the same."""
    found = analysed(
        Uncertainty(
            facts={"1.2": QUARTER, "late": Margin(amount=Decimal(1))},
            units={"Z": {"1.2": QUARTER}},
        )
    )

    assert ["PAR914", "PAR919"] == [each.code for each in found.problems]


def test_without_scipy_one_is_told_which_extra_brings_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Before anything is drawn."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(ExtraError) as raised:
        analysed(Uncertainty(facts={"1.2": QUARTER}))

    assert [("PAR913", "statistics")] == [
        (each.code, each.arguments["extra"]) for each in raised.value.problems
    ]


def test_who_is_not_there_is_a_key_error() -> None:
    """As in a cohort."""
    found = analysed(Uncertainty(facts={"1.2": QUARTER}), draws=2)

    with pytest.raises(KeyError):
        found["Z"]
