"""The page on the format has every key that is read, and no other."""

import pathlib
import re

import pytest
import tomli

from parrules.errors import near
from parrules.loading import wire
from parrules.loading.wire import WIRE_CLASSES, keys_of

PAGE = pathlib.Path(__file__).parents[2] / "docs" / "ruleset-format.md"
HEADINGS: dict[type, str] = {
    wire.FileTable: "Top of the file",
    wire.RulesetTable: "ruleset",
    wire.PolicyTable: "policy",
    wire.ChannelTable: "channel",
    wire.AnswerTable: "answers",
    wire.FactTable: "fact",
    wire.DerivedTable: "derive",
    wire.DerivedCase: "derive: cases",
    wire.CriterionTable: "rows",
    wire.SanctionKeys: "sanctions",
    wire.ChoiceTable: "choices",
    wire.TierTable: "tiers",
    wire.CaseTable: "cases",
    wire.AwardTable: "awards and deductions",
    wire.JudgedTable: "judged",
    wire.NotApplicableTable: "not_applicable",
    wire.TotalTable: "total",
    wire.KnockOutTable: "knock_out",
    wire.GradeTable: "grade",
    wire.RankingTable: "ranking",
    wire.QuotaTable: "ranking: quota",
    wire.ChangesTable: "changes",
    wire.ExampleTable: "example",
    wire.ExpectedNode: "example",
}
_ROW = re.compile(
    r"^\| `(?P<key>\w+)` \|[^|]*\| (?P<default>[^|]*)\|", re.MULTILINE
)


def documented(heading: str) -> list[dict[str, bool]]:
    """Return the keys of each table below *heading*, and what is required."""
    text = PAGE.read_text("utf-8")
    parts = re.split(rf"^##+ {re.escape(heading)}$", text, flags=re.MULTILINE)
    section = re.split(r"^##", parts[1], flags=re.MULTILINE)[0]
    tables = section.split("| key | type | default | meaning |\n")[1:]

    return [
        {
            row["key"]: row["default"].strip() == "*required*"
            for row in _ROW.finditer(table)
        }
        for table in tables
    ]


def test_every_class_has_its_heading() -> None:
    """What is read is documented somewhere."""
    assert {*WIRE_CLASSES, wire.SanctionKeys} == set(HEADINGS)


@pytest.mark.parametrize(
    "table", HEADINGS, ids=lambda table: str(table.__name__)
)
def test_page_lists_every_key_in_order(table: type) -> None:
    """Key by key, with what is required."""
    expected = keys_of(table)

    assert list(expected.items()) in [
        list(found.items()) for found in documented(HEADINGS[table])
    ]


def test_page_has_no_other_table() -> None:
    """What is documented is read."""
    text = PAGE.read_text("utf-8")

    assert len(HEADINGS) == text.count("| key | type | default | meaning |")


def test_reserved_keys_of_expect_are_on_the_page() -> None:
    """They are read one by one, so that codes can stand beside them."""
    (line,) = (
        line
        for line in PAGE.read_text("utf-8").split("\n")
        if line.startswith("`expect` has")
    )
    keys = ("total", "base", "bonus", "penalty", "grade", "complete")

    assert all(f"`{key}`" in line for key in (*keys, "problems"))


def test_keys_are_words_that_are_not_taken_for_one_another() -> None:
    """A slip in a key suggests the key that was meant."""
    for table in WIRE_CLASSES:
        keys = list(keys_of(table))
        for key in keys:
            if len(key) > 4:
                assert key == near(key[:-2] + key[-1] + key[-2], keys)


def test_snippets_of_the_page_are_toml() -> None:
    """What is shown in a line can be copied."""
    snippets = re.findall(r"`(\w+ = [\[{][^`…]*)`", PAGE.read_text("utf-8"))

    assert snippets
    assert all(tomli.loads(snippet) for snippet in snippets)
