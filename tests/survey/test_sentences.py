"""The page on surveys is true: its keys are read, its sentences are held."""

import pathlib
import re

import pytest

from loading.test_reference import _ROW
from parrules.loading.wire import Wire, keys_of
from parrules.survey import wire

HERE = pathlib.Path(__file__).parent
PAGE = (HERE.parents[1] / "docs" / "surveys.md").read_text("utf-8")
HEADINGS: dict[type[Wire], str] = {
    wire.FileTable: "Top of the questionnaire",
    wire.QuestionnaireTable: "questionnaire",
    wire.ScaleTable: "scale",
    wire.QuestionTable: "question",
    wire.IndexTable: "index",
    wire.PartTable: "criteria",
    wire.PolicyTable: "policy",
    wire.SampleTable: "sample",
    wire.FactTable: "fact",
    wire.ExampleTable: "example",
    wire.TallyFile: "Tallies",
    wire.UnitTallyTable: "Tallies of units",
    wire.FrameFile: "Frames",
}


def sentences() -> list[str]:
    """Return the numbers on the page, in order."""
    return re.findall(r"^- \*\*(Q\d+\.\d+)\*\*", PAGE, re.MULTILINE)


def cited() -> set[str]:
    """Return the numbers that tests of this folder cite.

    A whole chapter, as `Q2`, cites none of its sentences.
    """
    return {
        number
        for path in HERE.glob("test_*.py")
        for number in re.findall(r"Q\d+\.\d+", path.read_text("utf-8"))
    }


def test_every_sentence_is_cited_by_a_test() -> None:
    """And no test cites what does not stand there."""
    assert sorted(sentences()) == sorted(cited())


def test_every_class_has_its_heading() -> None:
    """What is read is documented somewhere."""
    assert set(wire.WIRE_CLASSES) == set(HEADINGS)


@pytest.mark.parametrize(
    "table", HEADINGS, ids=lambda table: str(table.__name__)
)
def test_page_lists_every_key_in_order(table: type[Wire]) -> None:
    """Key by key, with what is required."""
    heading = re.escape(HEADINGS[table])
    parts = re.split(rf"^##+ {heading}$", PAGE, flags=re.MULTILINE)
    section = re.split(r"^##", parts[1], flags=re.MULTILINE)[0]
    found = [
        (row["key"], row["default"].strip() == "*required*")
        for row in _ROW.finditer(section)
    ]

    assert list(keys_of(table).items()) == found
