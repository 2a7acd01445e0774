"""What rows say without meaning to: found where it is, nowhere else."""

import pytest

from checking.rulesets import codes, leaf, ruleset

FACTS = """
ok      = { type = "flag" }
issued  = { type = "date", never = true }
due     = { type = "date" }
own     = { type = "date", never = true, default = "never" }
rate    = { type = "percent" }
done    = { type = "count", at_most = "planned" }
planned = { type = "count", at_least = 1 }
more    = { type = "count" }
poll    = { type = "tally", levels = { no = 0, yes = 100 }, at_least = 1 }
"""


CHOICES = '{ id = "a", points = 10 }, { id = "b", points = 0 }'
CODES = {"PAR251", "PAR252", "PAR253", "PAR260", "PAR261"}


def found(row: str, derive: str = "") -> list[str]:
    """Return which of these codes are found in a leaf."""
    told = codes(leaf(row, facts=FACTS, derive=derive))

    return [code for code in told if code in CODES]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ('cases = [{ when = "ok", points = 10 }, OTHERWISE 10 }]', "PAR251"),
        ('cases = [{ when = "ok", points = 10 }, OTHERWISE 9 }]', ""),
        ("cases = [OTHERWISE 10 }]", ""),
        # A row that knocks out does more than to give points.
        (
            (
                'cases = [{ when = "ok", points = 10, knock_out = ["1"] }, '
                "OTHERWISE 10 }]"
            ),
            "",
        ),
        # Where none of the rows holds, it is 0.
        (
            (
                'cases = [{ when = "ok", points = 10 }, '
                '{ when = "not ok", points = 10 }]'
            ),
            "",
        ),
        ('measure = "rate", tiers = [[80, 10], [50, 10], [0, 10]]', "PAR251"),
        ('measure = "rate", tiers = [[80, 10], [50, 10], [0, 0]]', ""),
        (
            (
                'choices = [{ id = "a", points = 10 }, '
                '{ id = "b", points = 10 }]'
            ),
            "PAR251",
        ),
        (
            (
                'choices = [{ id = "a", points = 10 }, '
                '{ id = "b", points = 0 }]'
            ),
            "",
        ),
    ],
)
def test_rows_that_all_do_the_same_decide_nothing(
    row: str, expected: str
) -> None:
    """PAR251, where one of the rows always holds."""
    text = row.replace("OTHERWISE", "{ otherwise = true, points =")

    assert [expected] * bool(expected) == found(text)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("maximum * done / planned", []),
        ("maximum * percent(done, planned) / 100", []),
        # What is divided by what stands the wrong way round.
        ("maximum * planned / done", ["PAR251"]),
        ("maximum * percent(planned, done) / 100", ["PAR251"]),
        ("max(maximum, 0.5 * more)", ["PAR251"]),
        ("5 + more - more", []),
        ("10 + more", ["PAR251"]),
        ("9 + more", []),
        ("min(done, planned) * 0 + 3", ["PAR251"]),
        # No facts, no doubt: who writes a literal wants it.
        ("maximum", []),
    ],
)
def test_formulas_that_are_always_the_same_decide_nothing(
    formula: str, expected: list[str]
) -> None:
    """PAR251: held against 0 and the maximum, to which they are cut."""
    row = f'formula = "{formula}", step = 0.5, if_none = "zero"'

    assert expected == found(row)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("percent(done, planned) * 100 >= 80", ["PAR252"]),
        ("100 * percent(done, planned) >= 80", ["PAR252"]),
        ("rate * 100 > 50", ["PAR252"]),
        ("100 * done / planned >= 80", []),
        ("done / planned * 100 >= 80", []),
        ("part * 100 >= 80", []),
        ("rate * 10 > 50", []),
        # Its levels weigh 0 and 100.
        ("mean(poll) >= 50", []),
        ("rate >= 80", []),
    ],
)
def test_percent_times_a_hundred_is_doubted(
    when: str, expected: list[str]
) -> None:
    """PAR252: a percent goes to 100 by itself, a part of 1 does not."""
    row = (
        f'cases = [{{ when = "{when}", points = 10 }}, '
        "{ otherwise = true, points = 0 }]"
    )
    derive = '[derive]\npart = "percent(done, planned) / 100"\n'

    assert expected == found(row, derive)


@pytest.mark.parametrize(
    ("whens", "points", "expected"),
    [
        (["issued > due"], [0, 10], ["PAR253"]),
        (["issued <= due"], [10, 5], ["PAR253"]),
        (["issued <= due"], [10, 0], []),
        (["issued <= due", "ok"], [10, 5, 0], []),
        (["issued <= due", "ok"], [10, 0, 5], ["PAR253"]),
        (["issued == never", "issued > due"], [0, 5, 10], []),
        (["issued > due or issued == never"], [0, 10], []),
        (["not (issued <= due)"], [0, 10], []),
        (["not issued > due"], [10, 0], ["PAR253"]),
        (["not issued > due and ok"], [10, 0], []),
        (["issued != due"], [10, 0], ["PAR253"]),
        (["issued > due and ok"], [0, 10], ["PAR253"]),
        (["issued > due or ok"], [0, 10], ["PAR253"]),
        (["issued <= due or ok"], [10, 0], []),
        (["issued != due"], [0, 10], []),
        # A difference with it is missing, and nobody scores that.
        (["days(due, issued) > 0"], [0, 10], []),
        (["due > 2024-01-31"], [0, 10], []),
        # Who says that it is `never` by default has thought of it.
        (
            ["issued == never", "issued <= own or issued <= due"],
            [0, 10, 5],
            [],
        ),
        (["due <= own"], [10, 5], []),
    ],
)
def test_never_is_not_to_pass_for_a_day_in_time(
    whens: list[str], points: list[int], expected: list[str]
) -> None:
    """PAR253: it makes comparisons false, and `otherwise` takes it."""
    rows = [
        f'{{ when = "{when}", points = {given} }}'
        for when, given in zip(whens, points[:-1], strict=True)
    ]
    rows.append(f"{{ otherwise = true, points = {points[-1]} }}")

    assert expected == found(f"cases = [{', '.join(rows)}]")


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("issued > due", ["PAR253"]),
        ("issued == never or issued > due", []),
        ("due > 2024-01-31", []),
    ],
)
def test_never_is_not_to_pass_by_a_deduction_for_lateness(
    when: str, expected: list[str]
) -> None:
    """PAR253: what never came is later than late."""
    row = f'deductions = [{{ when = "{when}", points = 2 }}]'

    assert expected == found(row)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            (
                'cases = [{ when = "issued > due", points = 1 }, '
                "{ otherwise = true, points = 0 }]"
            ),
            ["PAR253"],
        ),
        (
            (
                'cases = [{ when = "issued <= due", points = 0 }, '
                "{ otherwise = true, points = 1 }]"
            ),
            [],
        ),
        ('awards = [{ when = "issued > due", points = 1 }]', ["PAR253"]),
        ('awards = [{ when = "not issued <= due", points = 1 }]', []),
    ],
)
def test_never_is_not_to_pass_by_a_penalty(
    row: str, expected: list[str]
) -> None:
    """PAR253: there it is less that lets it off."""
    text = ruleset(
        fact=f"[fact]\n{FACTS}",
        penalty=f'[penalty]\n"P" = {{ maximum = 1, title = "x", {row} }}\n',
    )

    assert expected == [code for code in codes(text) if code == "PAR253"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["{ each = 'more', per = 1 }", "{ each = 'more', per = 2 }"], 1),
        (["{ when = 'ok', points = 1 }", "{ when = 'ok', points = 1 }"], 1),
        (
            [
                "{ when = 'more > 1', points = 1 }",
                "{ each = 'more', per = 1 }",
            ],
            0,
        ),
        (["{ each = 'more', per = 1 }", "{ each = 'done', per = 1 }"], 0),
    ],
)
@pytest.mark.parametrize("kind", ["awards", "deductions"])
def test_rows_that_count_one_thing_twice_are_doubted(
    row: list[str], expected: int, kind: str
) -> None:
    """PAR260: each counts by itself, whatever it is worth."""
    text = ", ".join(row).replace("'", '"')
    told = found(f"choices = [{CHOICES}], {kind} = [{text}]")

    assert ["PAR260"] * expected == told


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ('{ each = "more", per = 0 }', 1),
        ('{ each = "more", per = 1, at_most = 0 }', 1),
        ('{ when = "ok", points = 0 }', 1),
        ('{ when = "ok", share = 0 }', 1),
        ('{ when = "ok", share = 1 }', 0),
    ],
)
def test_awards_and_deductions_of_nothing_are_doubted(
    row: str, expected: int
) -> None:
    """PAR261: they would stand there for nothing."""
    assert ["PAR261"] * expected == found(f"deductions = [{row}]")
