"""A breakdown says the same, read at once, in parts, or from a file."""

import copy
import json
import pathlib
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import parrules
from parrules.breakdown.views import Breakdown
from parrules.engines import ENGINES
from parrules.errors import ParrulesError
from parrules.facts import Evidence, Submission
from parrules.loading import parse_ruleset

MINIATURE = pathlib.Path(__file__).parents[1] / "data" / "miniature.toml"
RULESET = parrules.load(MINIATURE)
TEXT = """\
language = 1
[ruleset]
id = "test/trace"
edition = "1"
status = "template"
title = "Trace"
source = "Annex I"
maximum = 10
[fact]
n = { type = "count", title = "Số việc" }
m = { type = "count", at_least = 1, evidence = "required" }
late = { type = "count", default = 0 }
plan = { type = "date", never = true }
[derive]
rate = "percent(n, m)"
fast = "rate >= 50"
[criteria]
"1" = { maximum = 5, title = "Một", source = "Annex II" }
"1.1" = { maximum = 3, measure = "rate", tiers = [[50, 3], [0, 1]] }
"1.2" = { maximum = 2, printed = "1.3", deductions = [
  { each = "late", per = 0.5, label = "mỗi lần chậm" },
] }
"2" = { maximum = 5, cases = [
  { when = "fast and plan != never", points = 5, label = "Kịp thời" },
  { otherwise = true, points = 1 },
] }
"""


def inside(value: object) -> Iterator[object]:
    """Yield every object and list of JSON, the outermost first."""
    if isinstance(value, dict | list):
        yield value
        for each in value.values() if isinstance(value, dict) else value:
            yield from inside(each)


def traced(**facts: object) -> Breakdown:
    """Return what *facts* come to, one document beside them."""
    loaded = parse_ruleset(TEXT, "trace.toml")
    assert loaded.scheme is not None
    document = Evidence(supports=("n",), id="d1", number="12/BC")

    return parrules.Ruleset(loaded.scheme).evaluate(
        Submission(
            facts=facts,
            evidence=(document,),
            unit={"id": "u1", "name": "Phường 1"},
            period="2024",
            stage="verified_1",
        )
    )


def known(**more: object) -> Breakdown:
    """Return a breakdown without anything missing."""
    facts: dict[str, object] = {"n": 1, "m": 2, "plan": "2024-02-01"}

    return traced(**{**facts, **more})


class TestReading:
    """A mapping of nodes by code, in file order."""

    def test_nodes_stand_in_file_order(self) -> None:
        """Parents first, as in the ruleset."""
        assert ["1", "1.1", "1.2", "2"] == list(known())

    def test_a_node_that_is_none_is_a_key_error(self) -> None:
        """As of any mapping; `in` does not raise."""
        breakdown = known()
        with pytest.raises(KeyError):
            breakdown["9"]

        assert "9" not in breakdown
        assert "1.1" in breakdown
        assert 4 == len(breakdown)

    def test_what_a_node_says(self) -> None:
        """Amounts are Decimals, exact."""
        node = known(late=1)["1.2"]

        assert "1.2" == node.code
        assert "criteria" == node.tree
        assert "1" == node.parent
        assert Decimal("1.5") == node.points
        assert Decimal(2) == node.maximum == node.applicable
        assert Decimal("75.00") == node.share
        assert ("scored", "1.2#deduction.1") == (node.status, node.rule)
        assert known()["1"].parent is None

    def test_totals_are_published_and_exact(self) -> None:
        """The exact one is what is ranked."""
        breakdown = known(n=0)

        assert Decimal("4.00") == breakdown.total
        assert Fraction(4) == breakdown.total_exact
        assert "4.00" == str(breakdown.total)

    def test_titles_are_copies(self) -> None:
        """What a caller does to them changes nothing."""
        breakdown = known()
        title: Any = breakdown["1"].title
        title["vi"] = "X"

        assert {"vi": "Một"} == breakdown["1"].title


class TestEntries:
    """Each amount comes with its rule, facts, evidence and article."""

    def test_an_entry_names_the_facts_that_it_read(self) -> None:
        """Derived ones before those that they are made of."""
        (entry,) = known()["1.1"].entries
        found = {fact.name: fact for fact in entry.facts}

        assert ["rate", "n", "m"] == list(found)
        assert ("50", "derived") == (found["rate"].value, found["rate"].origin)
        assert (1, "given") == (found["n"].value, found["n"].origin)
        assert {"vi": "Số việc"} == found["n"].title

    def test_evidence_stands_with_the_fact(self) -> None:
        """And so does its absence, where it is required."""
        (entry,) = known()["1.1"].entries
        found = {fact.name: fact for fact in entry.facts}

        assert (("d1",), False) == (
            found["n"].evidence,
            found["n"].unevidenced,
        )
        assert ((), True) == (found["m"].evidence, found["m"].unevidenced)

    def test_an_entry_knows_article_and_place(self) -> None:
        """Own or inherited; the place is the row in the file."""
        entries = known(late=1)["1.2"].entries

        assert ["Annex II", "Annex II"] == [e.source for e in entries]
        assert 'criteria."1.2".deductions[0]' == entries[1].place
        assert {"vi": "mỗi lần chậm"} == entries[1].label

    def test_a_missing_leaf_says_what_it_lacks(self) -> None:
        """The facts of the row that could not be decided."""
        (entry,) = traced(n=1)["1.1"].entries
        missing = [f.name for f in entry.facts if f.origin == "missing"]

        assert "1.1#missing" == entry.rule
        assert "m" in missing

    def test_an_inner_node_sums_its_children_in_one_entry(self) -> None:
        """S7.4."""
        node = known()["1"]

        assert [("1#sum", Decimal(5))] == [
            (entry.rule, entry.amount) for entry in node.entries
        ]


class TestDocuments:
    """To JSON and back, needing no ruleset."""

    def test_there_and_back(self) -> None:
        """Nothing is lost and nothing added."""
        document = known(late=3).to_dict()
        text = json.dumps(document)
        back = Breakdown.from_dict(json.loads(text))

        assert document == back.to_dict()
        assert known(late=3) == back
        assert known(late=2) != back

    def test_a_document_reads_like_the_evaluation(self) -> None:
        """Node by node, entry by entry."""
        live = known(late=3)
        back = Breakdown.from_dict(live.to_dict())

        assert list(live) == list(back)
        for code, node in live.items():
            assert node.entries == back[code].entries
            assert (node.points, node.rule) == (
                back[code].points,
                back[code].rule,
            )
        assert (live.total, live.total_exact, live.grade, live.complete) == (
            back.total,
            back.total_exact,
            back.grade,
            back.complete,
        )

    def test_points_are_texts(self) -> None:
        """No reader of JSON makes binary floats of them."""

        def numbers(value: object) -> list[object]:
            if isinstance(value, dict):
                return [n for each in value.values() for n in numbers(each)]
            if isinstance(value, list):
                return [n for each in value for n in numbers(each)]
            return [value] if isinstance(value, float) else []

        assert [] == numbers(known(late=1).to_dict())

    def test_another_schema_is_refused(self) -> None:
        """A later version may mean something else."""
        document = {**known().to_dict(), "schema": "parrules/breakdown/9"}
        with pytest.raises(ParrulesError, match="parrules/breakdown/1"):
            Breakdown.from_dict(document)

    def test_a_document_that_is_changed_changes_no_other(self) -> None:
        """Nothing is shared between what is handed out."""
        breakdown = known(late=1)
        before = copy.deepcopy(breakdown.to_dict())
        document = breakdown.to_dict()
        for each in (*document["nodes"], *document["facts"].values()):
            each.clear()
        for entry in document["entries"]:
            entry["facts"].clear()
        document["unit"]["id"] = "X"
        document["ruleset"]["id"] = "X"

        assert before == breakdown.to_dict()
        assert before == known(late=1).to_dict()

    @pytest.mark.parametrize("engine", ENGINES)
    def test_nothing_in_a_document_is_in_it_or_another_twice(
        self, engine: str
    ) -> None:
        """Each object and list is made for the place where it stands."""
        facts = {"n": 3, "late": 1}
        ruleset = parrules.load(MINIATURE)
        several = [
            known(late=1).to_dict(),
            known(late=1).to_dict(),
            traced(**facts).to_dict(),
            *(ruleset.evaluate({}, engine=engine).to_dict() for _ in "12"),
        ]
        found = [id(each) for document in several for each in inside(document)]

        assert len(set(found)) == len(found)

    def test_who_and_when_stand_in_the_document(self) -> None:
        """Unit, period, stage and evidence, as they were handed in."""
        document = known().to_dict()

        assert {"id": "u1", "name": "Phường 1"} == document["unit"]
        assert ("2024", "verified_1") == (
            document["period"],
            document["stage"],
        )
        assert ["n"] == document["evidence"][0]["for"]


def test_a_breakdown_of_a_table_with_everything() -> None:
    """The miniature, in one line for people who debug."""
    breakdown = RULESET.evaluate({})

    assert repr(breakdown).startswith("<Breakdown vn/example/")
    assert "incomplete" in repr(breakdown)
    assert breakdown["1.1.2"].status in repr(breakdown["1.1.2"])
