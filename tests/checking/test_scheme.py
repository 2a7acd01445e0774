"""All checks together: order, silence about what is broken, robustness."""

import pathlib
import random

import pytest

from checking.rulesets import SECTIONS, codes, criteria, found, leaf, ruleset
from parrules.checking import check_scheme
from parrules.checking.scheme import CHECKS
from parrules.loading import parse_ruleset, read_ruleset
from parrules.loading.bundled import bundled

ROOT = pathlib.Path(__file__).parents[2]
EVERY = ROOT / "tests" / "coverage" / "every.toml"
BUNDLED = [each.path for each in bundled(ROOT / "rulesets")]


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.stem)
def test_bundled_ruleset_has_nothing_that_is_not_acknowledged(
    path: pathlib.Path,
) -> None:
    """Every defect of a real table is named where it stands."""
    loaded = read_ruleset(path)
    assert loaded.scheme is not None
    problems = check_scheme(loaded.scheme, loaded.document)

    assert [
        str(problem) for problem in problems if not problem.acknowledged
    ] == []


def test_problems_stand_in_the_order_of_the_file() -> None:
    """Sections first, then rows, then what stands inside a row."""
    text = criteria(
        '"1.1" = { maximum = 4, title = "a", choices = '
        '[{ id = "x", points = 5 }, { id = "y", points = 6 }] }',
        '"1.2" = { maximum = 5 }',
        facts='unused = { type = "count" }',
        grade='[[grade]]\nid = "x"\nfrom = 3\n',
        example="",
    )
    problems = found(text)
    places = [
        (problem.place.line, problem.place.column)
        for problem in problems
        if problem.place is not None
    ]

    assert [
        "PAR420",
        "PAR322",
        "PAR201",
        "PAR203",
        "PAR203",
        "PAR405",
        "PAR209",
        "PAR218",
    ] == [problem.code for problem in problems]
    assert sorted(place[0] or 0 for place in places) == [
        place[0] for place in places
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        ('measure = "percent(done', 'measure = "percent(dne'),
        ('maximum = 10, title = "Tỷ', 'maximum = "10", title = "Tỷ'),
        ('type = "count" }', 'type = "cout" }'),
        ("[50, 5]", '[50, "5"]'),
        ('if_none = "zero"', 'if_none = "nought"'),
        ('"percent(done, planned)"', '"rate"'),
    ],
)
def test_what_the_loader_reported_is_left_alone(
    wrong: tuple[str, str],
) -> None:
    """One mistake, one problem: checks stay silent about broken rows."""
    text = ruleset(derive='[derive]\nrate = "percent(done, planed)"\n')
    text = text if "rate" in wrong[1] else ruleset()
    assert wrong[0] in text
    loaded = parse_ruleset(text.replace(*wrong), "test.toml")
    assert loaded.scheme is not None

    assert len(loaded.problems) == 1
    assert check_scheme(loaded.scheme, loaded.document) == ()


@pytest.mark.parametrize(
    "row",
    [
        'cases = [{ when = "odd > 3", points = 10 }]',
        'awards = [{ each = "odd", per = 1 }]',
        'formula = "10 / odd", step = 1',
        'measure = "odd", tiers = [[3, 10]]',
    ],
)
def test_fact_whose_bounds_contradict_is_told_once(row: str) -> None:
    """What is said of its bounds is not said again of every row."""
    odd = 'odd = { type = "count", at_least = 5, at_most = 2 }'

    assert ["PAR320"] == codes(leaf(row, facts=odd))


def test_gate_that_could_not_be_read_is_left_alone() -> None:
    """The loader has said what is wrong with it."""
    grade = """
[[grade]]
id = "good"
from = 5
requires = "done / nothing > 2"
[[grade]]
id = "weak"
"""
    loaded = parse_ruleset(ruleset(grade=grade), "test.toml")
    assert loaded.scheme is not None

    assert check_scheme(loaded.scheme) == ()


def test_file_without_rows_is_not_scolded() -> None:
    """What is missing from it the loader has said."""
    loaded = parse_ruleset("language = 1\n", "test.toml")
    assert loaded.scheme is not None

    assert check_scheme(loaded.scheme) == ()


def test_scheme_without_document_is_checked_as_well() -> None:
    """Places are then unknown, codes and words the same."""
    scheme = parse_ruleset(ruleset(example=""), "test.toml").scheme
    assert scheme is not None
    (problem,) = check_scheme(scheme)

    assert problem.place is None
    assert problem.text().startswith("warning PAR420: ")


def test_long_chain_of_derived_facts_is_no_burden() -> None:
    """A chain of names is followed to its end."""
    chain = "\n".join(
        f'd{number} = "d{number - 1}"' for number in range(1, 90)
    )
    text = ruleset(
        derive=f'[derive]\nd0 = "percent(done, planned)"\n{chain}\n',
        criteria=SECTIONS["criteria"].replace("percent(done, planned)", "d89"),
    )

    assert found(text) == ()


def test_flag_with_many_cases_stays_a_name() -> None:
    """Written out it would be too long; its quotients are found even so."""
    rows = ", ".join(
        f'{{ when = "done == {number}", value = "planned > {number}" }}'
        for number in range(1, 61)
    )
    last = '{ otherwise = true, value = "done / planned > 0.5" }'
    text = leaf(
        'cases = [{ when = "fine", points = 10 }, '
        "{ otherwise = true, points = 0 }]",
        derive=f"[derive]\nfine = {{ cases = [{rows}, {last}] }}\n",
    )

    assert ["PAR507"] == codes(text)


def test_derived_date_may_not_have_happened() -> None:
    """A date with cases is what they say, ``never`` among it."""
    text = leaf(
        'cases = [{ when = "first == never", points = 0 }, '
        '{ when = "first <= due", points = 10 }, '
        '{ when = "first > due", points = 5 }]',
        facts="""
one = { type = "date", never = true }
due = { type = "date" }
asked = { type = "flag" }
""",
        derive="""
[derive]
first = { cases = [
    { when = "asked", value = "one" },
    { otherwise = true, value = "add_days(one, 5)" },
  ] }
""",
    )

    assert found(text) == ()


def test_no_damage_to_a_file_makes_a_check_fail() -> None:
    """Whatever is left of a file, checks report and do not raise.

    In a small file with rows of every form, so that most lines are hit.
    """
    lines = EVERY.read_text("utf-8").splitlines()
    drawn = random.Random(1)  # noqa: S311  # the same damage every time
    for _ in range(60):
        damaged = list(lines)
        for _ in range(5):
            at = drawn.randrange(len(damaged))
            cut = drawn.randrange(len(damaged[at]) + 1)
            damaged[at] = damaged[at][:cut] + damaged[at][cut + 1 :]
        loaded = parse_ruleset("\n".join(damaged), "test.toml")
        if loaded.scheme is not None:
            for problem in check_scheme(loaded.scheme, loaded.document):
                assert problem.text("vi")


def test_every_check_names_its_code() -> None:
    """The first line of a check says what it reports."""
    for check in CHECKS:
        assert (check.__doc__ or "").startswith("PAR")
