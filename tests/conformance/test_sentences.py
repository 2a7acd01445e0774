"""Every numbered sentence of the semantics is held by a case of the corpus."""

import pathlib
import re

from conformance.corpus import ALL, COHORTS, COMPARISONS, PUBLICATIONS

ROOT = pathlib.Path(__file__).parents[2]
SEMANTICS = ROOT / "docs" / "semantics.md"

WITHOUT_CASE = {
    "S2.15": (
        "a mapping that changes later is no value that a file can hold",
        "tests/scoring/test_border.py::test_facts_that_change_later_change_no_breakdown",
    ),
}
"""Sentences that no case holds: why, and which test proves them."""


def sentences() -> list[str]:
    """Return the numbers on the page, in order."""
    return re.findall(
        r"^- \*\*(S\d+\.\d+)\*\*", SEMANTICS.read_text("utf-8"), re.MULTILINE
    )


def cited() -> dict[str, list[str]]:
    """Return the cases by the sentences that they cite."""
    found: dict[str, list[str]] = {}
    for param in (*ALL, *COHORTS, *COMPARISONS, *PUBLICATIONS):
        for sentence in param.values[0]["sentence"]:
            found.setdefault(sentence, []).append(str(param.id))

    return found


def test_every_sentence_has_a_case() -> None:
    """But for the few that are listed above, none goes without."""
    without = [each for each in sentences() if each not in cited()]

    assert list(WITHOUT_CASE) == without


def test_every_cited_sentence_stands_on_the_page() -> None:
    """A case cites only numbers of docs/semantics.md."""
    known = set(sentences())

    assert set() == set(cited()) - known


def test_no_sentence_has_the_number_of_another() -> None:
    """A number is cited for ever."""
    numbers = sentences()

    assert sorted(set(numbers)) == sorted(numbers)


def test_what_no_case_holds_is_proved_elsewhere() -> None:
    """The test that is named exists, where anything is there to be proved."""
    lost = []
    for sentence, (_, place) in WITHOUT_CASE.items():
        path, _, name = place.partition("::")
        if place and f"def {name}(" not in (ROOT / path).read_text("utf-8"):
            lost.append(sentence)

    assert [] == lost
