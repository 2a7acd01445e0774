"""All checks together: order, silence about what is broken, robustness."""

import pathlib
import random

import pytest

from checking.rulesets import SECTIONS, criteria, found, ruleset
from parrules.checking import check_scheme
from parrules.checking.scheme import CHECKS
from parrules.loading import parse_ruleset, read_ruleset

ROOT = pathlib.Path(__file__).parents[2]
BUNDLED = sorted((ROOT / "rulesets").rglob("*.toml"))


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


def test_scheme_without_document_is_checked_as_well() -> None:
    """Places are then unknown, codes and words the same."""
    scheme = parse_ruleset(ruleset(example=""), "test.toml").scheme
    assert scheme is not None
    (problem,) = check_scheme(scheme)

    assert problem.place is None
    assert problem.text().startswith("warning PAR420: ")


def test_long_chain_of_derived_facts_is_no_burden() -> None:
    """Neither depth nor size grows without bound."""
    chain = "\n".join(
        f'd{number} = "d{number - 1} + d{number - 1}"'
        for number in range(1, 400)
    )
    text = ruleset(
        derive=f'[derive]\nd0 = "done + planned"\n{chain}\n',
        criteria=SECTIONS["criteria"].replace(
            '"percent(done, planned)"', '"d399"'
        ),
    )

    assert found(text) == ()


@pytest.mark.parametrize("path", BUNDLED[:1], ids=lambda path: path.stem)
def test_no_damage_to_a_file_makes_a_check_fail(path: pathlib.Path) -> None:
    """Whatever is left of a file, checks report and do not raise."""
    lines = path.read_text("utf-8").splitlines()
    drawn = random.Random(1)  # noqa: S311  # the same damage every time
    for _ in range(25):
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
