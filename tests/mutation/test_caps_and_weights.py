"""Caps, weights and what nobody earns, changed one at a time."""

import pytest

from mutation.test_mutants import HEAD, changed, scheme_of
from parrules.loading import parse_ruleset
from parrules.model import Scheme
from parrules.mutation.mutants import mutants
from parrules.plan.digest import meaning

GROUP = '"P" = { maximum = 2 }\n'
TWO = '"P.1" = { maximum = 2, awards = [{ when = "g", points = 2 }] }\n'
ONE = '"P.2" = { maximum = 1, awards = [{ when = "f", points = 1 }] }\n'
CAPPED = '{ each = "a", per = 0.5, at_most = 3 }'


def test_what_a_case_gives_that_knocks_itself_out_is_not_changed() -> None:
    """Its condition and its sanction are, and so is what knocks others out."""
    row = (
        "cases = [{ when = 'f', formula = 'a', step = 1, knock_out = '1' }, "
        "{ when = 'g', points = 1, knock_out = '2' }]"
    )

    assert [
        "f → not f",
        'knock_out = "1" →',
        "g → not g",
        "points = 1 → points = 0",
        'knock_out = "2" →',
        "f … g → g … f",
    ] == changed(scheme_of(row + ' }\n"2" = { maximum = 0'), "1")


def test_a_choice_that_knocks_its_area_out_keeps_its_points() -> None:
    """The other choices do not."""
    row = (
        "choices = [{ id = 'x', points = 4 }, "
        "{ id = 'y', points = 0, knock_out = '1' }, "
        "{ id = 'z', not_applicable = 'zero', knock_out = '1' }]"
    )

    assert [
        "points = 4 → points = 3",
        'knock_out = "1" →',
        'knock_out = "1" →',
    ] == changed(scheme_of(row), "1")


@pytest.mark.parametrize(
    ("rows", "about", "expected"),
    [
        # What lies below comes to 3 and is cut to 2.
        (
            f"{GROUP}{TWO}{ONE}",
            "P",
            ["maximum = 2 → maximum = 3", "maximum = 2 → maximum = 1"],
        ),
        # What lies below comes to 2 and no more.
        (
            f"{GROUP}{TWO}",
            "P",
            ["maximum = 2 → maximum = 1"],
        ),
        # Nine times 0.5, or 3 by a cap of its own.
        (
            '"P" = { maximum = 4, awards = [{ each = "a", per = 0.5 }] }\n',
            "P",
            ["maximum = 4 → maximum = 5", "maximum = 4 → maximum = 3"],
        ),
        (
            f'"P" = {{ maximum = 4, awards = [{CAPPED}] }}\n',
            "P",
            [],
        ),
        # Every row gives what it says: there is nothing to cut.
        ('"P" = { maximum = 4, answers = "yes_no" }\n', "P", []),
    ],
)
def test_a_cap_of_bonus_and_penalty_is_moved_where_it_shows(
    rows: str, about: str, expected: list[str]
) -> None:
    """Up where something is cut off, down where something would be."""
    for tree in ("bonus", "penalty"):
        scheme = scheme_of("answers = 'yes_no'", f"[{tree}]\n{rows}")
        found = changed(scheme, about)

        assert expected == [each for each in found if "maximum" in each]


def weighted(row: str) -> Scheme:
    """Return a ruleset whose levels and options stand for numbers."""
    head = HEAD.replace(
        'levels = ["bad", "good", "best"]',
        'levels = { bad = 0, "rất tốt" = 50, best = 100 }',
    ).replace('values = ["x", "y", "z"]', "values = { x = 1, y = 2.5 }")
    text = f'{head}[criteria]\n"1" = {{ maximum = 4, {row} }}\n'
    scheme = parse_ruleset(text, "weighted.toml").scheme
    assert scheme is not None

    return scheme


@pytest.mark.parametrize(
    ("formula", "about", "expected"),
    [
        (
            "mean(t) / 25",
            "fact:t",
            [
                "bad = 0 → bad = 1",
                '"rất tốt" = 50 → "rất tốt" = 51',
                "best = 100 → best = 101",
            ],
        ),
        ("mean(t) / 25", "fact:c", []),
        ("c", "fact:c", ["x = 1 → x = 2", "y = 2.5 → y = 2.6"]),
        # A share counts answers, whatever the levels stand for.
        ("maximum * share(t, 'best') / 100", "fact:t", []),
    ],
)
def test_what_levels_and_options_stand_for_is_changed(
    formula: str, about: str, expected: list[str]
) -> None:
    """Where something reads the numbers."""
    row = f'formula = "{formula}", step = 0.5, if_none = "zero"'
    scheme = weighted(row)

    assert expected == changed(scheme, about)
    assert all(
        meaning(each.scheme) != meaning(scheme) for each in mutants(scheme)
    )
