"""What is promised and never kept: found where it is, and nowhere else."""

import pytest

from checking.rulesets import SECTIONS, codes, leaf, levels, ruleset

FACTS = """
ok      = { type = "flag" }
late    = { type = "count", default = 0 }
rate    = { type = "percent" }
done    = { type = "count", at_most = "planned" }
planned = { type = "count", at_least = 1 }
"""
ROW = '"1.1" = {{ maximum = 10, title = "x", {} }}'


def found(row: str, **sections: str) -> list[str]:
    """Return the codes found in a leaf, but for facts that it leaves."""
    text = leaf(row, facts=FACTS, **sections)

    return [code for code in codes(text) if code not in ("PAR322", "PAR329")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ('awards = [{ when = "ok", points = 10 }]', []),
        ('deductions = [{ each = "late", per = 1 }]', []),
        (
            (
                'awards = [{ when = "ok", points = 9 }], '
                'deductions = [{ each = "late", per = 1 }]'
            ),
            [],
        ),
        (
            (
                'awards = [{ when = "ok", points = 10 }], '
                'deductions = [{ each = "late", per = 1 }]'
            ),
            ["PAR232"],
        ),
        (
            (
                'awards = [{ each = "done", per = 1 }], '
                'deductions = [{ each = "late", per = 1 }]'
            ),
            ["PAR232"],
        ),
        (
            (
                "cases = [{ otherwise = true, points = 0 }], "
                'awards = [{ when = "ok", points = 10 }], '
                'deductions = [{ each = "late", per = 1 }]'
            ),
            [],
        ),
    ],
)
def test_leaf_that_starts_from_its_maximum_says_so(
    row: str, expected: list[str]
) -> None:
    """PAR232: where awards by themselves would reach the maximum."""
    assert expected == found(row)


@pytest.mark.parametrize("tree", ["bonus", "penalty"])
def test_bonus_and_penalty_start_from_nothing_unless_one_deducts(
    tree: str,
) -> None:
    """PAR232: whoever does nothing would have all of it."""
    row = '"T" = { maximum = 1, title = "x", deductions = '
    row += '[{ when = "ok", points = 1 }] }'

    assert "PAR232" in found(
        "judged = { step = 1 }", **{tree: f"[{tree}]\n{row}\n"}
    )


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("maximum * percent(done, planned)", ["PAR233"]),
        ("maximum * rate", ["PAR233"]),
        ("10 * rate", ["PAR233"]),
        ("maximum * (100 - rate)", ["PAR233"]),
        ("maximum * (1 - rate)", ["PAR233"]),
        ("maximum - maximum * percent(late, planned)", ["PAR233"]),
        ("maximum * (1 - rate / 100)", []),
        ("maximum * percent(done, planned) / 100", []),
        ("maximum * (100 - rate) / 100", []),
        ("maximum * done / planned", []),
        ("0.1 * rate", []),
        ("maximum * (rate - 60) / 40", []),
        ("maximum - 0.5 * percent(late, planned)", []),
    ],
)
def test_percent_that_nothing_divides_gives_or_takes_all_at_once(
    formula: str, expected: list[str]
) -> None:
    """PAR233: by the values at 0, 1, 99 and 100 percent."""
    assert expected == found(f'formula = "{formula}", step = 0.01')


def test_formula_of_a_case_is_looked_at_as_well() -> None:
    """PAR233: a formula may stand in any row."""
    row = (
        'cases = [{ when = "ok", formula = "maximum * rate", step = 1 }, '
        "{ otherwise = true, points = 0 }]"
    )

    assert ["PAR233"] == found(row)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            'awards = [{ each = "late", per = 11 }]',
            [("PAR203", "error")],
        ),
        (
            'awards = [{ each = "late", per = 1, at_most = 11 }]',
            [("PAR203", "warning")],
        ),
        ('awards = [{ each = "late", per = 10, at_most = 10 }]', []),
        (
            'deductions = [{ when = "late > 0", points = 11 }]',
            [("PAR234", "warning")],
        ),
        (
            'deductions = [{ each = "late", per = 11 }]',
            [("PAR234", "warning")],
        ),
        ('deductions = [{ each = "late", per = 1, at_most = 11 }]', []),
        # Awards may pass the maximum before what is taken is taken.
        (
            (
                "cases = [{ otherwise = true, points = 10 }], "
                'awards = [{ each = "late", per = 1 }], '
                'deductions = [{ when = "late > 1", points = 12 }]'
            ),
            [],
        ),
    ],
)
def test_amount_above_the_maximum_is_told(
    row: str, expected: list[tuple[str, str]]
) -> None:
    """PAR203 for what is given, PAR234 for what is taken at once."""
    text = leaf(row, facts='late = { type = "count", default = 0 }')

    assert expected == levels(text)


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        (("late == 0", "late > 0"), ["PAR204"]),
        (("late <= 1", "late <= 2"), []),
        (("ok", "not ok"), ["PAR204"]),
        (("ok", "late == 0"), []),
        (("ok and late == 0", "not ok or late > 0"), ["PAR204"]),
    ],
)
def test_awards_that_exclude_one_another_do_not_add_up(
    conditions: tuple[str, str], expected: list[str]
) -> None:
    """PAR204: full marks need what cannot come together."""
    rows = ", ".join(
        f'{{ when = "{each}", points = 5 }}' for each in conditions
    )

    assert expected == found(f"awards = [{rows}]")


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("0.5", []),
        ("10", []),
        ("20", ["PAR235"]),
        ("4", ["PAR235"]),
        ("3", ["PAR204"]),
    ],
)
def test_step_divides_the_maximum(step: str, expected: list[str]) -> None:
    """PAR235: what is rounded beyond the maximum; PAR204 below it."""
    formula = 'formula = "maximum * done / planned"'

    assert expected == found(f"{formula}, step = {step}")


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("at_most = 10", []),
        ("at_least = 0", []),
        ("at_most = 9.5", ["PAR236"]),
        ("at_least = 11", ["PAR236"]),
        ("at_least = 12\nat_most = 11", ["PAR220"]),
    ],
)
def test_total_ends_at_the_maximum_or_above(
    total: str, expected: list[str]
) -> None:
    """PAR236: full marks that are cut off, or given away."""
    assert expected == codes(ruleset(total=f"[total]\n{total}\n"))


@pytest.mark.parametrize(
    "row",
    [
        (
            'cases = [{ when = "done < 5", formula = "done", step = 4 }, '
            "{ otherwise = true, points = 10 }]"
        ),
        (
            'formula = "done", step = 4, '
            'not_applicable = [{ when = "done > 8", treat = "full" }]'
        ),
    ],
)
def test_step_of_a_formula_that_its_conditions_keep_small(row: str) -> None:
    """What a condition leaves of a formula is not guessed at."""
    assert [] == found(row)


def test_a_grade_lies_within_areas_that_pass_the_maximum() -> None:
    """Where a decision adds up to more, so may a unit."""
    grade = '[[grade]]\nid = "a"\nfrom = 11\n[[grade]]\nid = "b"\n'
    more = '"2" = { maximum = 2, title = "T", judged = { step = 1 } }\n'
    text = ruleset(grade=grade).replace("[[grade]]", f"{more}[[grade]]", 1)

    assert ["PAR202"] == codes(text)


BONUS = '[bonus]\n"T" = { maximum = 2, title = "T", judged = { step = 1 } }\n'


@pytest.mark.parametrize(
    ("bound", "sections", "expected"),
    [
        ("from = 10", {}, []),
        ("from = 11", {}, ["PAR237"]),
        ("above = 10", {}, ["PAR237"]),
        ("from = 12", {"bonus": BONUS}, []),
        ("from = 13", {"bonus": BONUS}, ["PAR237"]),
        (
            "from = 11",
            {"bonus": BONUS, "total": "[total]\nat_most = 10\n"},
            ["PAR237"],
        ),
    ],
)
def test_some_total_reaches_each_grade(
    bound: str, sections: dict[str, str], expected: list[str]
) -> None:
    """PAR237: with all of the bonus, as far as the total goes."""
    grade = f'[[grade]]\nid = "a"\n{bound}\n[[grade]]\nid = "b"\n'

    assert expected == codes(ruleset(grade=grade, **sections))


@pytest.mark.parametrize(
    ("caps", "expected"),
    [((2, 1, 1), []), ((2, 2, 2), []), ((3, 1, 1), ["PAR238"])],
)
def test_cap_is_within_reach_of_what_is_under_it(
    caps: tuple[int, int, int], expected: list[str]
) -> None:
    """PAR238: a cap may be lower than the sum, and not higher."""
    first, second, third = caps
    bonus = (
        f'[bonus]\n"T" = {{ maximum = {first}, title = "T" }}\n'
        f'"T.1" = {{ maximum = {second}, title = "a", '
        "judged = { step = 1 } }\n"
        f'"T.2" = {{ maximum = {third}, title = "b", '
        "judged = { step = 1 } }\n"
    )

    assert expected == codes(ruleset(bonus=bonus))


@pytest.mark.parametrize("tree", ["bonus", "penalty"])
@pytest.mark.parametrize(
    ("maximum", "expected"), [(2, []), (1, ["PAR203"]), (3, ["PAR238"])]
)
def test_cap_is_within_reach_of_its_own_rows(
    maximum: int, expected: list[str], tree: str
) -> None:
    """PAR238: of the criteria PAR204 tells it."""
    text = (
        f'[{tree}]\n"T" = {{ maximum = {maximum}, title = "T", choices = '
        '[{ id = "a", points = 2 }, { id = "b", points = 0 }] }\n'
    )

    assert expected == codes(ruleset(**{tree: text}))


@pytest.mark.parametrize(
    ("criteria", "when", "expected"),
    [
        ('["1.1"]', "true", ["PAR239"]),
        ('["1.1"]', "false", ["PAR239"]),
        ('["1.1"]', "forged", []),
        ('"named"', "true", []),
        ('"named"', "false", ["PAR239"]),
    ],
)
def test_knock_out_depends_on_the_unit(
    criteria: str, when: str, expected: list[str]
) -> None:
    """PAR239: by its condition, or by the fact that names criteria."""
    facts = SECTIONS["fact"]
    if when == "forged":
        facts += 'forged = { type = "flag", default = false }\n'
    if criteria == '"named"':
        facts += 'named = { type = "codes", default = [] }\n'
    knock_out = f'[[knock_out]]\ncriteria = {criteria}\nwhen = "{when}"\n'

    assert expected == codes(ruleset(fact=facts, knock_out=knock_out))


def test_nothing_drops_where_there_are_no_grades() -> None:
    """PAR240: with grades, the same row is well."""
    facts = SECTIONS["fact"] + 'bad = { type = "flag", default = false }\n'
    penalty = '[penalty]\n"P" = { maximum = 0, title = "P", when = "bad", '
    penalty += "grade_down = 1 }\n"
    grade = '[[grade]]\nid = "a"\nfrom = 5\n[[grade]]\nid = "b"\n'

    without = codes(ruleset(fact=facts, penalty=penalty))
    among = codes(ruleset(fact=facts, penalty=penalty, grade=grade))

    assert (["PAR240"], []) == (without, among)


def test_a_criterion_is_not_also_in_itself() -> None:
    """PAR434: what is meant is another one."""
    row = 'also_in = ["1.1"], judged = { step = 1 }'

    assert ["PAR434"] == found(row)
