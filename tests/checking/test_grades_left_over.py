"""Grades for which no total is left."""

import pytest

from checking.rulesets import codes, ruleset

GOOD = '[[grade]]\nid = "good"\nfrom = 8\n'
FAIR = '[[grade]]\nid = "fair"\n{bound}\n'
WEAK = '[[grade]]\nid = "weak"\n'
QUOTA = """\
[ranking]
quota = [{ grade = "fair", share = 0.5, otherwise = "weak" }]
"""
ROW = '"{code}" = {{ maximum = {most}, title = "x", {form} }}\n'


def doubts(bound: str, **sections: str) -> list[str]:
    """Return what is found where the middle grade has *bound*."""
    grades = GOOD + FAIR.format(bound=bound) + WEAK
    found = codes(ruleset(**{"grade": grades, **sections}))

    return [each for each in found if each == "PAR254"]


def penalty(form: str = "judged = { step = 1 }", most: str = "5") -> str:
    """Return a penalty of one row."""
    return "[penalty]\n" + ROW.format(code="P", most=most, form=form)


@pytest.mark.parametrize(
    ("bound", "sections"),
    [
        ("from = 0", {}),
        ("from = -1", {}),
        ("above = -1", {}),
        ("from = 3", {"total": "[total]\nat_least = 3\n"}),
        ("from = -5", {"penalty": penalty()}),
        (
            "from = 0",
            {"penalty": penalty(), "total": "[total]\nat_least = 0\n"},
        ),
    ],
)
def test_grade_below_the_lowest_total_is_doubted(
    bound: str, sections: dict[str, str]
) -> None:
    """Criteria and bonus are never below 0, and a penalty has a maximum."""
    assert ["PAR254"] == doubts(bound, **sections)


@pytest.mark.parametrize(
    ("bound", "sections"),
    [
        ("from = 0.5", {}),
        ("above = 0", {}),
        ("from = 0", {"penalty": penalty()}),
        ("from = -4", {"penalty": penalty()}),
        ('from = 0\nrequires = "done > 0"', {}),
        ("from = 0", {"ranking": QUOTA}),
        (
            "from = 0",
            {
                "penalty": penalty('when = "done > 3", grade_down = 1', "0"),
            },
        ),
        (
            "from = 0",
            {
                "penalty": penalty(
                    'when = "done > 3", grade_at_most = "weak"', "0"
                ),
            },
        ),
    ],
)
def test_grade_that_some_unit_may_have_is_not_doubted(
    bound: str, sections: dict[str, str]
) -> None:
    """By its total, by a gate, by a quota, by a drop or by a ceiling."""
    assert [] == doubts(bound, **sections)


def test_ceiling_above_the_grade_leads_to_no_lower_one() -> None:
    """It says which is the highest that is left."""
    form = 'when = "done > 3", grade_at_most = "fair"'

    assert ["PAR254"] == doubts("from = 0", penalty=penalty(form, "0"))
