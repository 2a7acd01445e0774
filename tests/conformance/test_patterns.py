"""Every pattern of real tables can be written, and a case holds it."""

import re
from decimal import Decimal

import attrs
import pytest

from conformance.corpus import ALL, COHORTS, HEADER
from conformance.patterns_page import PAGE, cases_of, catalogue, page
from parrules.checking import check_scheme
from parrules.loading import parse_ruleset

NAMES = [f"P{number}" for number in range(1, 42)]


def test_all_forty_one_patterns_are_there() -> None:
    """In order, each with a piece of a ruleset of its name."""
    file = catalogue()

    assert NAMES == list(file["pattern"]) == list(file["ruleset"])


def test_the_page_is_up_to_date() -> None:
    """It is written by tests/conformance/patterns_page.py."""
    assert page() == PAGE.read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_case_holds_the_pattern_as_it_is_shown(name: str) -> None:
    """One case at least runs the very text that the page shows."""
    text = catalogue()["ruleset"][name]
    shown = [
        param.id
        for param in (*ALL, *COHORTS)
        if name in param.values[0].get("pattern", ())
        and param.values[0]["ruleset"] == text
    ]

    assert shown
    assert set(shown) <= set(cases_of(name))


@pytest.mark.parametrize("name", NAMES)
def test_the_piece_is_a_sound_ruleset(name: str) -> None:
    """Nothing is wrong with it but what a file needs besides.

    Its maximum is that of its areas, as the maximum of a whole file would
    be; a piece has no source and no examples.
    """
    text = catalogue()["ruleset"][name]
    found = parse_ruleset(HEADER + text, "piece.toml")
    assert found.scheme is not None
    areas = found.scheme.criteria
    maximum = sum((area.maximum for area in areas), Decimal(0))
    scheme = attrs.evolve(found.scheme, maximum=maximum)
    problems = (*found.problems, *check_scheme(scheme))

    assert [] == [
        str(problem)
        for problem in problems
        if problem.acknowledged is None
        and problem.code not in ("PAR406", "PAR420")
    ]


def test_no_case_holds_a_pattern_that_is_not_there() -> None:
    """A slip in the number of a pattern is found."""
    named = {
        pattern
        for param in (*ALL, *COHORTS)
        for pattern in param.values[0].get("pattern", ())
    }

    assert set(NAMES) == named


def test_every_case_on_the_page_exists() -> None:
    """What the page lists can be looked up in the corpus."""
    listed = set(
        re.findall(r"^- (.+: .+)$", PAGE.read_text("utf-8"), re.MULTILINE)
    )

    assert set() == listed - {str(param.id) for param in (*ALL, *COHORTS)}
