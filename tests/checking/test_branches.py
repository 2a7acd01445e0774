"""Cases: what no row covers and what none can reach, decided over cells."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checking.rulesets import found, leaf, levels
from parrules.checking.cells import STEP_LIMIT

FACTS = """
held    = { type = "flag" }
late    = { type = "count" }
done    = { type = "count", at_most = "planned" }
planned = { type = "count" }
rate    = { type = "percent" }
issued  = { type = "date", never = true }
due     = { type = "date" }
level   = { type = "choice", values = ["a", "b", "c"] }
weight  = { type = "choice", values = { A = 0.5, B = 1 } }
bad     = { type = "codes", default = [] }
"""


def cases(*rows: str, otherwise: bool = False) -> str:
    """Return a ruleset with one leaf of cases; the first gives all points."""
    points = itertools.chain([10], itertools.repeat(0))
    lines = [
        f'{{ when = "{row}", points = {each} }}'
        for row, each in zip(rows, points, strict=False)
    ]
    if otherwise:
        lines.append("{ otherwise = true, points = 0 }")
    used = [
        line for line in FACTS.strip().splitlines() if _is_used(line, rows)
    ]

    none = ', if_none = "zero"' if "percent(" in "".join(rows) else ""

    return leaf(
        f"cases = [{', '.join(lines)}]{none}",
        facts="\n".join(used),
    )


def _is_used(line: str, rows: tuple[str, ...]) -> bool:
    name = line.partition(" ")[0]
    used = " ".join(rows)

    return name in used or (name == "planned" and "done" in used)


@pytest.mark.parametrize(
    "rows",
    [
        ("held", "not held"),
        ("late >= 3", "late in (1, 2)", "late == 0"),
        ("late < 1", "1 <= late <= 5", "late > 5"),
        ("issued == never", "issued <= due", "issued > due"),
        ("issued <= due", "not issued <= due"),
        ("due >= issued", "issued > due or issued == never"),
        ("issued == never", "issued - due <= 5", "days(due, issued) > 5"),
        (
            "issued != never and issued >= 2024-01-01",
            "issued == never",
            "issued < 2024-01-01",
        ),
        ("level == 'a'", "level in ('b', 'c')"),
        ("level != 'a'", "level == 'a'"),
        ("'1.1' in bad", "not '1.1' in bad"),
        ("done < planned", "done >= planned"),
        ("done + 1 > planned", "planned >= done + 1"),
        ("held and late > 0", "late == 0 or not held"),
        ("held == (late > 0)", "held != (late > 0)"),
        ("held or true",),
        ("2 + late > 5", "3 + late <= 6"),
        ("late == late",),
        ("add_days(due, 3) >= add_days(due, 2)",),
        ("5 > late", "late - 5 >= 0"),
        ("5 - late >= 2", "5 - late < 2"),
    ],
)
def test_complete_cases_have_no_problem(rows: tuple[str, ...]) -> None:
    """Every way that the facts can be has its row."""
    assert [
        problem for problem in found(cases(*rows)) if problem.code != "PAR213"
    ] == []


@pytest.mark.parametrize(
    ("rows", "example", "severity"),
    [
        (("held",), "held = false", "error"),
        (("is_missing(held)", "held"), "held = false", "error"),
        (("late >= 3", "late == 0"), "late = 1", "error"),
        (("late < 3", "late > 3"), "late = 3", "error"),
        (("rate >= 80", "rate < 79"), "rate = 79", "error"),
        (
            ("issued <= due", "issued == never"),
            "days(due, issued) = 1",
            "error",
        ),
        (("issued <= due", "issued > due"), "issued = never", "error"),
        (
            ("issued <= 2024-01-31", "issued == never"),
            "issued = 2024-02-01",
            "error",
        ),
        (("level == 'a'", "level == 'b'"), "level = c", "error"),
        (("'1.1' in bad",), "'1.1' in bad = false", "error"),
        (("done == planned",), "planned - done = 1", "error"),
        (
            ("done > 0 and planned > 0", "planned == 0"),
            "done = 0, planned = 1",
            "error",
        ),
        (("weight > 0.5",), "weight = 0.5", "error"),
        (
            ("count_true(held, late > 2) >= 1", "held"),
            "held = false, count_true(held, late > 2) = 0",
            "warning",
        ),
    ],
)
def test_hole_in_the_cases_is_shown(
    rows: tuple[str, ...], example: str, severity: str
) -> None:
    """PAR205 says for which facts; a warning where facts are related."""
    problem = next(
        each for each in found(cases(*rows)) if each.code != "PAR326"
    )

    assert ("PAR205", severity) == (problem.code, problem.severity)
    assert example == problem.arguments["example"]


@pytest.mark.parametrize(
    ("rows", "gap"),
    [
        (
            (
                "issued <= due + 15",
                "days(due, issued) < 30",
                "issued == never",
            ),
            "days(due, issued) >= 30",
        ),
        (("late >= 3", "late == 0"), "0 < late < 3"),
        (("late > 3",), "late <= 3"),
        (("late < 3", "late > 3"), "late = 3"),
        (("held and late > 2",), "held = false"),
    ],
)
def test_row_for_a_gap_covers_all_of_it(
    rows: tuple[str, ...], gap: str
) -> None:
    """PAR205: what the fix proposes is the gap, not one value of it."""
    problem = found(cases(*rows))[0]

    assert gap == problem.arguments["gap"]


@pytest.mark.parametrize(
    "rows",
    [
        ("issued == never", "issued <= due + 15", "days(due, issued) > 15"),
        ("late <= planned", "planned - late < 0"),
        ("percent(late, 50) >= 80", "late < 40"),
        ("late / 50 >= 0.8", "percent(late, 50) < 80"),
        ("late <= planned * 2", "late - 2 * planned > 0"),
        ("done > 0 and done < planned", "done == planned", "done == 0"),
    ],
)
def test_spellings_of_one_quantity_leave_no_gap(rows: tuple[str, ...]) -> None:
    """PAR205: no facts are between a bound and itself, however written."""
    codes = {problem.code for problem in found(cases(*rows))}

    assert set() == codes & {"PAR205", "PAR207"}


@pytest.mark.parametrize(
    "rows",
    [
        ("issued <= due + 15", "days(due, issued) <= 10"),
        ("percent(late, 50) >= 50", "late >= 30"),
        (
            "issued <= 2024-01-31",
            "issued <= 2024-02-28 and due <= 2024-01-31 and issued <= due",
        ),
        ("done <= 5", "done > planned"),
    ],
)
def test_row_is_dead_in_any_spelling(rows: tuple[str, ...]) -> None:
    """PAR207: nothing is left for it, as its quantities hang together."""
    told = [
        problem.arguments["row"]
        for problem in found(cases(*rows, otherwise=True))
        if problem.code == "PAR207" and problem.severity == "error"
    ]

    assert ["2"] == told


@pytest.mark.parametrize(
    ("rows", "example"),
    [
        (("late <= planned", "late - planned > 5"), "late - planned = 1"),
        (("percent(late, 50) >= 80", "late < 39"), "late = 39"),
        (("late + planned > 9", "late > 3"), "late + planned = 0, late = 0"),
    ],
)
def test_gap_is_shown_by_values_that_go_together(
    rows: tuple[str, ...], example: str
) -> None:
    """PAR205 is an error wherever some facts have these values."""
    problem = found(cases(*rows))[0]

    assert ("PAR205", "error") == (problem.code, problem.severity)
    assert example == problem.arguments["example"]


def test_row_is_dead_where_if_none_or_an_exception_decides() -> None:
    """PAR207: both stand before the cases, as S6.1 says."""
    rows = (
        'cases = [{ when = "planned == 0", points = 0 }, '
        '{ when = "percent(done, planned) > 50", points = 10 }, '
        "{ otherwise = true, points = 0 }]"
    )
    exception = ', not_applicable = [{ when = "planned < 1", treat = "full" }]'
    facts = "\n".join(FACTS.strip().splitlines()[2:4])
    told = [
        [
            problem.arguments["row"]
            for problem in found(leaf(rows + before, facts=facts))
            if problem.code == "PAR207"
        ]
        for before in ("", ', if_none = "full"', exception)
    ]

    assert [[], ["1"], ["1"]] == told


def test_what_no_row_can_get_is_no_gap() -> None:
    """PAR205: what ``not_applicable`` takes needs no row."""
    row = (
        'not_applicable = [{ when = "late == 0", treat = "full" }], '
        'cases = [{ when = "late > 3", points = 10 }, '
        '{ when = "0 < late <= 3", points = 0 }]'
    )
    problems = found(leaf(row, facts='late = { type = "count" }'))

    assert [] == [problem.code for problem in problems]


def test_missing_facts_need_no_row() -> None:
    """Where a fact is missing the leaf is, and no row has to say so."""
    text = cases("is_missing(held)", "held", "not held")

    assert [("PAR326", "warning")] == levels(text)


@pytest.mark.parametrize(
    ("rows", "otherwise", "expected"),
    [
        (("late >= 1", "late >= 3"), True, [("PAR207", "error")]),
        (("held", "not held"), True, [("PAR207", "warning")]),
        (("held", "held and late > 2"), True, [("PAR207", "error")]),
        (("late < 0", "late >= 0"), False, [("PAR207", "error")]),
        (("true", "held"), False, [("PAR207", "error")]),
    ],
)
def test_row_that_can_never_be_first_is_found(
    rows: tuple[str, ...], *, otherwise: bool, expected: list[tuple[str, str]]
) -> None:
    """PAR207: rows above take all; ``otherwise`` left over is a warning."""
    assert expected == levels(cases(*rows, otherwise=otherwise))


def test_too_many_cells_are_not_looked_at() -> None:
    """PAR226 says that nothing is compared, and nothing takes long."""
    names = [f"flag_{number}" for number in range(STEP_LIMIT.bit_length() + 6)]
    facts = "\n".join(f'{name} = {{ type = "flag" }}' for name in names)
    rows = ", ".join(f'{{ when = "{name}", points = 10 }}' for name in names)

    assert [("PAR226", "warning")] == levels(
        leaf(f"cases = [{rows}]", facts=facts)
    )


def test_number_that_can_be_nothing_has_no_cells() -> None:
    """Between its bounds lies no whole number: nothing can be shown."""
    row = 'cases = [{ when = "part > 0", points = 10 }]'
    facts = (
        'part = { type = "number", at_least = 0.5, at_most = 0.6, '
        "decimals = 0 }"
    )

    assert not {"PAR205", "PAR207"} & {
        code for code, _ in levels(leaf(row, facts=facts))
    }


@given(
    cuts=st.lists(st.integers(0, 12), min_size=1, max_size=4),
    signs=st.lists(
        st.sampled_from(["<", "<=", ">", ">=", "==", "!="]),
        min_size=4,
        max_size=4,
    ),
)
def test_cells_agree_with_trying_every_value(
    cuts: list[int], signs: list[str]
) -> None:
    """For one count, what is said is what trying all its values says."""
    rows = [
        f"late {sign} {cut}" for cut, sign in zip(cuts, signs, strict=False)
    ]
    firsts = [
        next(
            (
                position
                for position, row in enumerate(rows)
                if eval(row, {"late": late})  # noqa: S307  # our own text
            ),
            None,
        )
        for late in range(20)
    ]
    expected = {"PAR205"} if None in firsts else set()
    if set(range(len(rows))) - set(firsts):
        expected.add("PAR207")
    told = {problem.code for problem in found(cases(*rows))}

    assert expected == told - {"PAR204"}
