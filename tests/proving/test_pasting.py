"""Pairs of facts that show a broken direction, pasted as examples."""

from parrules.examples import run_examples
from parrules.loading import parse_ruleset
from parrules.model import Example
from parrules.proving.writing import examples_toml
from parrules.ruleset import Ruleset
from proving.rulesets import HEAD, leaf, proved
from proving.test_directions import GRADED

FACTS = 'n = { type = "count", at_most = 9, more = "better" }'


def pairs(text: str, about: str) -> list[tuple[Example, Example]]:
    """Return the pairs of examples about something; all examples pass."""
    written = examples_toml(proved(text), "en")
    scheme = parse_ruleset(HEAD + text + written, "pasted.toml").scheme
    assert scheme is not None
    assert all(each.passed for each in run_examples(Ruleset(scheme)))
    found = [
        each for each in scheme.examples if each.name.startswith(f"{about}:")
    ]

    return list(zip(found[::2], found[1::2], strict=True))


def test_two_totals_that_are_published_alike_are_told_apart() -> None:
    """What is lost is a billionth of a point, which is not published."""
    text = leaf("deductions = [{ each = 'n', per = 0.000000001 }]", FACTS)
    ((first, second),) = pairs(text, "n:total")

    assert first.totals["total"] != second.totals["total"]


def test_two_grades_are_stated_where_they_differ() -> None:
    """The totals go up all the same."""
    text = GRADED.format(when="bad >= 1", gate="good < 9")
    ((first, second),) = pairs(text, "good:grade")

    assert None not in (first.grade, second.grade)
    assert first.grade != second.grade
