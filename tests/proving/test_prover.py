"""Each kind of claim: proved, broken by facts, and not decided."""

import pathlib
import sys
from decimal import Decimal

import pytest

from parrules.errors import FactError
from parrules.examples import run_examples
from parrules.facts import Evidence, Submission
from parrules.library import check, load
from parrules.loading import parse_ruleset
from parrules.proving.claims import Claim, Witness
from parrules.proving.prover import prove
from parrules.proving.solving import Solver
from parrules.proving.worlds import Search
from parrules.proving.writing import examples_toml
from parrules.ruleset import Ruleset
from proving.rulesets import HEAD, claim_of, compiled, leaf, proved

COUNTS = """
done = { type = "count", at_most = "planned" }
planned = { type = "count" }
"""
RATE = 'measure = "percent(done, planned)", if_none = "zero"'
TABLES = (
    "vn/brvt/police-district@2024",
    "vn/brvt/police-internal@2024",
    "vn/brvt/police-service@2024",
)


def answers(text: str, *identities: str) -> list[tuple[str, str]]:
    """Return answer and detail of claims."""
    found = [claim_of(text, each) for each in identities]

    return [(each.answer, each.detail) for each in found]


def facts_of(witness: Witness | None) -> dict[str, object]:
    """Return the facts of a witness, which is there."""
    assert witness is not None

    return dict(witness.facts)


# -- bounds ------------------------------------------------------------------


def test_literal_rows_within_the_maximum_are_never_clamped() -> None:
    """Points in figures that the leaf holds need no clamp."""
    text = leaf(f"{RATE}, tiers = [[50, 10], [0, 0]]", COUNTS)

    assert [("proved", "never_clamped")] == answers(text, "bounds:1.1")


def test_a_row_above_the_maximum_breaks_its_bound() -> None:
    """What the row promises is more than what it gives."""
    text = leaf(f"{RATE}, tiers = [[50, 12], [0, 0]]", COUNTS)
    claim = claim_of(text, "bounds:1.1")
    breakdown = compiled(text).evaluate(facts_of(claim.witness))

    assert ("broken", "row_above_maximum") == (claim.answer, claim.detail)
    assert "1.1#cap" in [each.rule for each in breakdown["1.1"].entries]


def test_a_row_above_the_maximum_that_nothing_reaches_breaks_nothing() -> None:
    """No facts lead to the promise."""
    text = leaf(f"{RATE}, tiers = [{{ above = 100, points = 12 }}]", COUNTS)

    assert "proved" == claim_of(text, "bounds:1.1").answer


def test_a_row_with_awards_above_the_maximum_breaks_its_bound() -> None:
    """Awards that are given once are promised, too."""
    row = 'points = 10 }], awards = [{ when = "b", points = 1 }]'
    text = leaf(
        f'cases = [{{ when = "a", {row}',
        'a = { type = "flag" }\nb = { type = "flag" }',
    )
    claim = claim_of(text, "bounds:1.1")

    assert {"a": True, "b": True} == facts_of(claim.witness)


def test_what_is_counted_is_clamped_by_design() -> None:
    """A deduction for each of many reaches the floor, and may."""
    text = leaf(
        'deductions = [{ each = "n", per = 3 }]', 'n = { type = "count" }'
    )
    claim = claim_of(text, "bounds:1.1")

    assert ("proved", "clamped") == (claim.answer, claim.detail)
    assert {"n": 100} == facts_of(claim.witness)


def test_a_formula_of_a_part_is_never_clamped() -> None:
    """The relation of the two counts says so."""
    text = leaf(
        'formula = "maximum * done / planned", step = 1, if_none = "zero"',
        COUNTS,
    )

    assert [("proved", "never_clamped")] == answers(text, "bounds:1.1")


def test_parts_above_their_whole_break_its_bound() -> None:
    """Two leaves of 6 can earn 12 in an area of 10."""
    text = """
[answers]
yes_no = { yes = 100, no = 0 }
[criteria]
"1" = { maximum = 10 }
"1.1" = { maximum = 6, answers = "yes_no" }
"1.2" = { maximum = 6, answers = "yes_no" }
"""
    claim = claim_of(text, "bounds:1")

    assert "broken" == claim.answer
    assert {"1.1": "yes", "1.2": "yes"} == facts_of(claim.witness)


PENALTY = """
[fact]
n = { type = "count", default = 0 }
[answers]
yes_no = { yes = 100, no = 0 }
[criteria]
"1" = { maximum = 10, answers = "yes_no" }
[penalty]
"P" = { maximum = 3, awards = [{ each = "n", per = 1 }] }
"""


def test_a_total_without_bounds_can_fall_below_zero() -> None:
    """A penalty is taken from nothing."""
    claim = claim_of(PENALTY, "bounds:total")

    assert ("broken", "total_below_zero") == (claim.answer, claim.detail)
    assert claim.witness is not None
    assert "-3.00" == claim.witness.total


def test_a_total_with_bounds_keeps_them() -> None:
    """S10.1 clamps it."""
    text = PENALTY + "[total]\nat_least = 0\nat_most = 10\n"

    assert [("proved", "total_clamped")] == answers(text, "bounds:total")


def test_parts_that_add_up_keep_the_total() -> None:
    """No more than the areas hold, and nothing is taken off."""
    text = leaf(f"{RATE}, tiers = [[50, 10], [0, 0]]", COUNTS)

    assert [("proved", "total_fits")] == answers(text, "bounds:total")


# -- rows --------------------------------------------------------------------


def test_rows_that_facts_reach_come_with_them() -> None:
    """Of each row there are facts by which it decides."""
    text = leaf(f"{RATE}, tiers = [[50, 10], [0, 0]]", COUNTS)
    rules = ("1.1#if_none", "1.1#1", "1.1#2")
    ruleset = compiled(text)
    found = [
        ruleset.evaluate(facts_of(claim_of(text, f"reached:{rule}").witness))[
            "1.1"
        ].rule
        for rule in rules
    ]

    assert list(rules) == found


def test_a_row_below_one_that_takes_all_is_never_reached() -> None:
    """The checker says so, too: PAR207."""
    text = leaf(
        'cases = [{ when = "n >= 0", points = 1 }, '
        '{ when = "n > 5", points = 2 }]',
        'n = { type = "count" }',
    )
    claim = claim_of(text, "reached:1.1#2")

    assert ("broken", "PAR207", None) == (
        claim.answer,
        claim.code,
        claim.witness,
    )


def test_what_only_a_proof_finds_may_be_acknowledged(
    tmp_path: pathlib.Path,
) -> None:
    """Then the checker does not say that there is no such problem."""
    row = 'measure = "n", if_none = "full", tiers = [[1, 10], [0, 0]]'
    text = HEAD + leaf(row, 'n = { type = "count" }')
    path = tmp_path / "known.toml"
    known = [
        text.replace("measure =", f'known = {{ {code} = "so" }}, measure =')
        for code in ("PAR207", "PAR203")
    ]
    told = []
    for each in known:
        path.write_text(each, "utf-8")
        told.append([problem.code for problem in check(path)])

    assert [[], ["PAR219"]] == [
        [code for code in codes if code == "PAR219"] for codes in told
    ]


CORRELATED = leaf(
    'cases = [{ when = "percent(a, n) > 60 and percent(b, n) > 60", '
    "points = 1 }, { otherwise = true, points = 0 }]",
    'n = { type = "count", at_least = 1 }\n'
    'a = { type = "count", at_most = "n" }\n'
    'b = { type = "count", at_most = "rest" }\n'
    'rest = { type = "count", required = true }',
)
SUMS = leaf(
    'cases = [{ when = "a + b == 7 and a - b == 2", points = 1 }, '
    "{ otherwise = true, points = 0 }]",
    'a = { type = "count" }\nb = { type = "count" }',
)


def test_a_count_in_two_percents_is_looked_at_together() -> None:
    """Facts are found that meet both parts of a condition."""
    claim = claim_of(CORRELATED, "reached:1.1#1")
    facts = facts_of(claim.witness)

    assert "1.1#1" == compiled(CORRELATED).evaluate(facts)["1.1"].rule


def test_the_solver_shows_what_intervals_cannot() -> None:
    """Two whole numbers with an odd sum have no even difference."""
    pytest.importorskip("z3")

    assert [("broken", "never_reached")] == answers(SUMS, "reached:1.1#1")


def test_without_the_solver_that_is_not_decided(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is a problem that is told, and no crash."""
    monkeypatch.setitem(sys.modules, "z3", None)
    proof = prove(compiled(SUMS))
    claim = proof["reached:1.1#1"]

    assert ("undecided", "no_solver") == (claim.answer, claim.detail)
    assert ["PAR912"] == [problem.code for problem in proof.problems]
    assert proof.holds


def test_facts_that_do_not_do_it_are_not_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever the solver says is evaluated before it is believed."""
    monkeypatch.setattr(
        Solver, "__call__", lambda *_: Search(world={0: 1, 1: 1})
    )
    claim = prove(compiled(SUMS))["reached:1.1#1"]

    assert ("undecided", "not_reproduced") == (claim.answer, claim.detail)


def test_a_chain_of_relations_breaks_where_a_fact_is_missing() -> None:
    """While *b* is missing, nothing holds *a* against *c*."""
    text = leaf(
        'cases = [{ when = "a > c", points = 1 }, '
        "{ otherwise = true, points = 0 }]",
        'a = { type = "count", at_most = "b" }\n'
        'b = { type = "count", at_most = "c" }\n'
        'c = { type = "count" }',
    )
    facts = facts_of(claim_of(text, "reached:1.1#1").witness)

    assert "b" not in facts
    assert "1.1#1" == compiled(text).evaluate(facts)["1.1"].rule


def test_a_chain_of_relations_holds_where_no_fact_can_be_missing() -> None:
    """What must be given holds the others together."""
    text = leaf(
        'cases = [{ when = "a > c", points = 1 }, '
        "{ otherwise = true, points = 0 }]",
        'a = { type = "count", at_most = "b" }\n'
        'b = { type = "count", at_most = "c", required = true }\n'
        'c = { type = "count" }',
    )

    assert "broken" == claim_of(text, "reached:1.1#1").answer


def test_a_missing_fact_counts_among_the_facts() -> None:
    """Rows that ask for silence are reached by it."""
    text = leaf(
        'cases = [{ when = "is_missing(n)", points = 1 }, '
        "{ otherwise = true, points = 0 }]",
        'n = { type = "count" }',
    )

    assert {} == facts_of(claim_of(text, "reached:1.1#1").witness)


def test_what_must_be_given_is_among_the_facts_that_are_shown() -> None:
    """Facts that are shown can be scored as they stand."""
    text = leaf(
        'cases = [{ when = "n > 2", points = 1 }]',
        'n = { type = "count" }\nm = { type = "count", required = true }',
        rest='[policy]\nmissing = "refuse"',
    )
    facts = facts_of(claim_of(text, "reached:1.1#1").witness)

    assert "1.1#1" == compiled(text).evaluate(facts)["1.1"].rule


GRADES = """
[answers]
yes_no = { yes = 100, no = 0 }
[criteria]
"1" = { maximum = 10, answers = "yes_no" }
[[grade]]
id = "dream"
above = 10
[[grade]]
id = "good"
from = 5
[[grade]]
id = "weak"
"""


def test_grades_are_reached_or_too_high() -> None:
    """No total is above the maximum."""
    names = ("dream", "good", "weak")
    found = answers(GRADES, *(f"reached:grade:{name}" for name in names))

    assert ["broken", "proved", "proved"] == [each[0] for each in found]


def test_a_gate_that_reads_points_is_looked_for_among_what_was_scored() -> (
    None
):
    """Rows of the bonus that read the criteria are found by scoring."""
    text = PENALTY + (
        '[bonus]\n"B" = { maximum = 1, cases = '
        "[{ when = \"percent_of('1') >= 80\", points = 1 }] }\n"
    )

    assert "proved" == claim_of(text, "reached:B#1").answer


# -- gaps and overlaps -------------------------------------------------------


def test_a_value_that_no_row_takes_is_a_gap() -> None:
    """Between 50 and 60 there is none."""
    text = leaf(
        f"{RATE}, tiers = [{{ from = 60, points = 10 }}, "
        "{ below = 50, points = 0 }]",
        COUNTS,
    )
    claim = claim_of(text, "gap:1.1")
    facts = facts_of(claim.witness)

    assert "1.1#none" == compiled(text).evaluate(facts)["1.1"].rule


def test_a_gap_that_no_whole_number_falls_into_is_none() -> None:
    """There is no count between 5 and 6."""
    text = leaf(
        'measure = "n", tiers = [{ from = 6, points = 10 }, '
        "{ to = 5, points = 0 }]",
        'n = { type = "count" }',
    )

    assert [("proved", "no_gap")] == answers(text, "gap:1.1")


def test_silence_is_no_gap() -> None:
    """A row need not say what a missing fact means."""
    text = leaf(
        'cases = [{ when = "not is_missing(n) and n < 5", points = 1 }, '
        '{ when = "n >= 5", points = 2 }]',
        'n = { type = "count" }',
    )

    assert "proved" == claim_of(text, "gap:1.1").answer


def test_two_rows_that_take_one_value_contradict() -> None:
    """At 50 both hold, and say different things."""
    text = leaf(
        f"{RATE}, tiers = [{{ from = 50, points = 10 }}, "
        "{ to = 50, points = 0 }]",
        COUNTS,
    )
    claim = claim_of(text, "overlap:1.1")

    assert ("broken", "PAR206") == (claim.answer, claim.code)
    assert {"done": 1, "planned": 2} == facts_of(claim.witness)


def test_two_rows_that_say_the_same_do_not_contradict() -> None:
    """It makes no difference which of them decides."""
    text = leaf(
        f"{RATE}, tiers = [{{ from = 50, points = 10 }}, "
        "{ to = 50, points = 10 }]",
        COUNTS,
    )

    assert "proved" == claim_of(text, "overlap:1.1").answer


# -- directions --------------------------------------------------------------


def directed(row: str, more: str = "better", rest: str = "") -> str:
    """Return a ruleset whose leaf reads the count *n*, with a direction."""
    return leaf(row, f'n = {{ type = "count", more = "{more}" }}\n{rest}')


def test_a_ladder_that_rises_goes_as_declared() -> None:
    """More is never worse, of the leaf and of the total."""
    text = directed('measure = "n", tiers = [[10, 5], [5, 2], [0, 0]]')
    found = answers(text, "direction:n:1.1", "direction:n:total")

    assert [("proved", "goes_as_declared")] * 2 == found


def test_a_ladder_that_turns_goes_against_it() -> None:
    """Facts are shown with the same and more of one."""
    text = directed('measure = "n", tiers = [[10, 2], [5, 5], [0, 0]]')
    claim = claim_of(text, "direction:n:1.1")
    ruleset = compiled(text)
    before = ruleset.evaluate(facts_of(claim.witness))["1.1"].points
    after = ruleset.evaluate(facts_of(claim.raised))["1.1"].points

    assert "broken" == claim.answer
    assert before > after


def test_more_of_the_whole_is_worse() -> None:
    """The part stays, and what it is part of grows, but never from none."""
    pytest.importorskip("z3")
    text = leaf(
        f"{RATE}, tiers = [[50, 10], [0, 0]]",
        COUNTS.replace('"planned"', '"planned", more = "better"').replace(
            'planned = { type = "count"',
            'planned = { type = "count", more = "worse"',
        ),
    )
    identities = ("direction:done:1.1", "direction:planned:1.1")

    assert ["proved", "proved"] == [
        each[0] for each in answers(text, *identities)
    ]


def test_a_penalty_is_held_to_the_opposite() -> None:
    """More of what is worse never takes less."""
    text = PENALTY.replace("default = 0", 'default = 0, more = "worse"')
    identities = ("direction:n:P", "direction:n:total")

    assert ["proved", "proved"] == [
        each[0] for each in answers(text, *identities)
    ]


def test_a_deduction_for_each_goes_down() -> None:
    """It would be wrong to call it better."""
    row = 'deductions = [{ each = "n", per = 3 }]'
    found = [
        claim_of(directed(row, more), "direction:n:1.1").answer
        for more in ("worse", "better")
    ]

    assert ["proved", "broken"] == found


def test_a_condition_that_becomes_unknown_goes_against_it() -> None:
    """Where another fact is missing, more may leave the leaf undecided."""
    text = directed(
        'cases = [{ when = "n < 5", points = 1 }, '
        '{ when = "a", points = 2 }, { otherwise = true, points = 1 }]',
        rest='a = { type = "flag" }',
    )
    claim = claim_of(text, "direction:n:1.1")

    assert "broken" == claim.answer
    assert {"n"} == set(facts_of(claim.raised))


def test_a_choice_has_no_direction() -> None:
    """There is no more of an option."""
    text = leaf(
        "cases = [{ when = \"g == 'x'\", points = 1 }, "
        "{ otherwise = true, points = 0 }]",
        'g = { type = "choice", values = ["x", "y"], more = "better" }',
    )

    assert [("undecided", "no_order")] == answers(text, "direction:g:total")


def test_answers_that_move_up_a_tally_help() -> None:
    """More of a tally is answers on higher levels."""
    text = leaf(
        "measure = \"share(t, 'fair', 'good')\", if_none = \"zero\", "
        "tiers = [[50, 10], [0, 0]]",
        't = { type = "tally", levels = ["bad", "fair", "good"], '
        'more = "better" }',
    )

    assert "proved" == claim_of(text, "direction:t:1.1").answer


# -- sizes -------------------------------------------------------------------


def test_small_numbers_fit() -> None:
    """A percent of counts up to a thousand million is far from the end."""
    text = leaf(f"{RATE}, tiers = [[50, 10], [0, 0]]", COUNTS)

    assert [("proved", "small_enough")] == answers(text, "size:1.1")


def test_numbers_that_grow_too_large_are_shown() -> None:
    """The third power of a count does not fit; PAR906 says so."""
    text = leaf(
        'formula = "n ** 3 / 1000", step = 1', 'n = { type = "count" }'
    )
    proof = proved(text)

    assert {"n": 10**9} == facts_of(proof["size:1.1"].witness)
    assert ["PAR906"] == [problem.code for problem in proof.problems]


# -- the whole ---------------------------------------------------------------


@pytest.mark.parametrize("name", TABLES)
def test_all_of_a_bundled_table_is_proved_or_acknowledged(name: str) -> None:
    """What is broken in them is what their authors know of."""
    proof = prove(load(name))

    assert ((), True) == (proof.undecided, proof.holds)


@pytest.mark.parametrize("name", TABLES)
def test_defects_that_facts_break_are_those_acknowledged(name: str) -> None:
    """Each broken claim answers to an entry of ``known``, and no other."""
    ruleset = load(name)
    told = {
        (problem.arguments["criterion"], problem.code)
        for problem in ruleset.problems
        if problem.acknowledged is not None
        and problem.code in ("PAR203", "PAR205", "PAR206", "PAR207")
    }
    found = {(claim.about, claim.code) for claim in prove(ruleset).broken}

    assert told == found


def test_the_proof_is_the_same_every_time() -> None:
    """Nothing of it depends on the machine or the day."""
    first, second = (prove(compiled(CORRELATED)) for _ in range(2))

    assert first == second


def test_facts_that_break_something_are_examples_that_pass() -> None:
    """What is written to paste is read back, and comes out as it says."""
    text = leaf(
        f"{RATE}, tiers = [{{ from = 60, points = 12 }}, "
        "{ from = 40, to = 60, points = 1 }]",
        COUNTS,
    )
    written = examples_toml(proved(text), "vi")
    loaded = parse_ruleset(HEAD + text + written, "test.toml")
    assert loaded.scheme is not None
    results = run_examples(Ruleset(loaded.scheme))

    assert len(results) > 2
    assert [] == [each for each in results if each.differences]


def test_evidence_that_is_required_comes_with_the_facts() -> None:
    """Facts are shown with the documents that they rest on."""
    text = leaf(
        'cases = [{ when = "n > 2", points = 12 }]',
        'n = { type = "number", at_least = 0, at_most = 5, decimals = 1, '
        'evidence = "required" }',
        rest='[policy]\nunevidenced = "refuse"',
    )
    witness = claim_of(text, "bounds:1.1").witness
    assert witness is not None
    ruleset = compiled(text)
    evidence = (Evidence(supports=witness.evidence),)
    given = Submission(facts=witness.facts, evidence=evidence)

    assert ("n",) == witness.evidence
    assert Decimal(10) == ruleset.evaluate(given)["1.1"].points


def test_facts_that_must_be_given_keep_to_their_relations() -> None:
    """What a row needs and what bounds it are shown together."""
    text = leaf(
        'cases = [{ when = "n > 2", points = 1 }]',
        'n = { type = "count", at_most = "m", required = true }\n'
        'm = { type = "count", at_least = 5, required = true }',
    )
    with pytest.raises(FactError):
        compiled(text).evaluate({})

    assert "proved" == claim_of(text, "reached:1.1#1").answer


@pytest.mark.parametrize(
    ("detail", "arguments", "why"),
    [
        (
            "row_above_maximum",
            {"row": "1.5", "points": "2.5", "maximum": "2"},
            "`1.5` ghi 2,5 điểm, quá điểm tối đa 2",
        ),
        (
            "both_hold",
            {"row": "1", "points": "2.5", "other": "2.5", "other_points": "1"},
            "hàng `1` (2,5 điểm) và hàng `2.5` (1 điểm) cùng nhận giá trị này",
        ),
        (
            "total_below_zero_and_above_maximum",
            {"total": "-0.5", "other": "10.5", "maximum": "10"},
            (
                "tổng điểm có thể xuống \u22120,5, dưới 0, và lên 10,5, "
                "quá 10, mà [total] không chặn"
            ),
        ),
    ],
)
def test_numbers_of_a_claim_are_written_as_in_reports(
    detail: str, arguments: dict[str, str], why: str
) -> None:
    """A decimal comma in Vietnamese; names of rows stay as they are."""
    claim = Claim(
        kind="bounds",
        about="1",
        answer="broken",
        detail=detail,
        arguments=arguments,
    )

    assert why == claim.why("vi")
