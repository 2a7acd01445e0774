"""Properties hold for sound rulesets; what breaks one is shown small."""

import functools
import pathlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import pytest
import tomli

from parrules import Ruleset, load, testing
from parrules.errors import EngineError, ExtraError
from parrules.examples import run_examples
from parrules.testing import properties

ROOT = pathlib.Path(__file__).parents[2]
MINIATURE = ROOT / "tests" / "data" / "miniature.toml"
NODES = """
language = 1
[ruleset]
id = "vn/example/nodes"
edition = "1"
status = "template"
title = "Nodes"
source = "An example"
maximum = 2
[fact]
n = { type = "count", title = "n", more = "better", at_most = 20 }
m = { type = "count", title = "m", at_most = 20 }
[total]
at_most = 3
[criteria]
"1" = { maximum = 1, title = "1", measure = "n", tiers = [[9, 1], [0, 0]] }
"2" = { maximum = 1, title = "2", measure = "m", tiers = [[9, 1], [0, 0]] }
[bonus]
"""
PROPERTIES = (
    testing.assert_bounds,
    testing.assert_total_is_sum,
    testing.assert_monotone,
    testing.assert_order_free,
    testing.assert_engines_agree,
)


@functools.cache
def miniature() -> Ruleset:
    """Return the small ruleset, compiled once."""
    return load(MINIATURE)


def directed(tmp_path: pathlib.Path, more: str) -> Ruleset:
    """Return the small ruleset, in which more tasks are *more*."""
    text = MINIATURE.read_text("utf-8")
    changed = text.replace(
        'tasks_done       = { type = "count",',
        f'tasks_done       = {{ type = "count", more = "{more}",',
    )
    assert text != changed
    path = tmp_path / f"{more}.toml"
    path.write_text(changed, "utf-8")

    return load(path)


def message(assertion: Callable[..., None], ruleset: Ruleset) -> str:
    """Return what a broken property says."""
    with pytest.raises(AssertionError) as caught:
        assertion(ruleset)

    return str(caught.value)


@pytest.mark.parametrize("assertion", PROPERTIES)
def test_properties_hold_of_a_sound_ruleset(
    assertion: Callable[..., None],
) -> None:
    """Nothing is raised, whatever is drawn."""
    assert assertion(miniature(), examples=30, seed=3) is None  # type: ignore[func-returns-value]  # that is the point


@pytest.mark.parametrize(
    "row",
    [
        "cases = [{ when = \"points_of('1') > points_of('2')\", points = 1 }]",
        "formula = \"maximum * percent_of('2') / 100\", step = 0.1",
        (
            "measure = \"points_of('1') - points_of('2')\", "
            "tiers = [[1, 1], [-1, 0]]"
        ),
    ],
)
@pytest.mark.parametrize("assertion", PROPERTIES)
def test_rows_may_compare_what_nodes_earn(
    assertion: Callable[..., None], row: str, tmp_path: pathlib.Path
) -> None:
    """No fact leads there, so units are drawn as if there were no such row."""
    path = tmp_path / "bonus.toml"
    path.write_text(NODES + f'"T" = {{ maximum = 1, title = "T", {row} }}\n')

    assert assertion(load(path), examples=10, seed=3) is None  # type: ignore[func-returns-value]  # that is the point


def test_more_of_what_is_better_never_lowers(tmp_path: pathlib.Path) -> None:
    """The direction is held to what the fact declares."""
    ruleset = directed(tmp_path, "better")

    assert testing.assert_monotone(ruleset, examples=60) is None  # type: ignore[func-returns-value]  # that is the point


def test_wrong_direction_shows_two_units_that_differ_in_one_fact(
    tmp_path: pathlib.Path,
) -> None:
    """Both are examples that can be pasted, and then pass."""
    ruleset = directed(tmp_path, "worse")
    words = message(testing.assert_monotone, ruleset)
    head, _, toml = words.partition("\n\n")
    first, second = tomli.loads(toml)["example"]
    changed = {
        name
        for name in {**first["facts"], **second["facts"]}
        if first["facts"].get(name) != second["facts"].get(name)
    }
    path = tmp_path / "pasted.toml"
    text = (tmp_path / "worse.toml").read_text("utf-8")
    path.write_text(f"{text}\n{toml}", "utf-8")

    assert "more of `tasks_done` raises the total" in head
    assert {"tasks_done"} == changed
    assert {"tasks_planned", "tasks_done"} == set(second["facts"])
    assert all(each.passed for each in run_examples(load(path)))


def test_smallest_unit_has_only_the_facts_that_matter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A planted fault in one leaf leaves the facts of that leaf."""

    def faults(_: Ruleset, document: dict[str, Any]) -> Iterator[str]:
        for node in document["nodes"]:
            if node["code"] == "1.1.3" and 0 < Fraction(node["points"]) < 2:
                yield "planted"

    monkeypatch.setattr(properties, "out_of_bounds", faults)
    words = message(testing.assert_bounds, miniature())
    (example,) = tomli.loads(words.partition("\n\n")[2])["example"]

    assert words.startswith("vn/example/district@2021: planted\n")
    assert {"tasks_planned", "tasks_done"} == set(example["facts"])


def test_engine_that_differs_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All names in the list of engines are tried."""
    monkeypatch.setattr(properties, "ENGINES", ("durable", "abacus"))
    with pytest.raises(EngineError) as caught:
        testing.assert_engines_agree(miniature(), examples=1)

    assert ["PAR910"] == [each.code for each in caught.value.problems]


def test_outcome_that_differs_says_where(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first node and key that are not equal stand in the message."""
    scored = properties._scored  # noqa: SLF001  # a fault is planted in it
    calls: list[int] = []

    def faulty(*arguments: Any) -> Any:  # noqa: ANN401  # of any kind
        result = scored(*arguments)
        calls.append(1)
        if len(calls) % 2 == 0 and result.document is not None:
            result.document["nodes"][2]["points"] = "99"
        return result

    monkeypatch.setattr(properties, "_scored", faulty)
    words = message(testing.assert_engines_agree, miniature())

    assert "`durable` and `durable` differ: 1.1.1 points: 0, not 99" in words


def test_same_seed_draws_the_same_units() -> None:
    """So that a failure in one place is a failure everywhere."""
    seen: list[list[object]] = []
    for seed in (1, 1, 2):
        drawn: list[object] = []
        seen.append(drawn)

        def record(
            ruleset: Ruleset,
            submission: object,
            drawn: list[object] = drawn,
        ) -> Any:  # noqa: ANN401  # a fault
            del ruleset
            drawn.append(submission)
            return "", ()

        properties._search(  # noqa: SLF001  # what all of them do
            miniature(), testing.submissions(miniature()), record, 5, seed
        )

    assert seen[0] == seen[1]
    assert seen[1] != seen[2]


def test_absence_of_hypothesis_is_a_problem(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It says which extra to install, when a name is first used."""
    for name in list(sys.modules):
        if name.startswith("parrules.testing."):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    monkeypatch.delitem(vars(testing), "facts", raising=False)
    with pytest.raises(ExtraError) as caught:
        testing.facts  # noqa: B018  # the name is imported by that

    assert "fix: install `parrules[testing]`" in str(caught.value)


def test_package_has_its_names_and_no_others() -> None:
    """They are listed before any of them is imported."""
    assert set(testing.__all__) <= set(dir(testing))
    with pytest.raises(AttributeError, match="assert_nothing"):
        testing.assert_nothing  # noqa: B018  # type: ignore[attr-defined]  # it is not there


def test_importing_the_package_imports_no_hypothesis() -> None:
    """Pytest imports it at every start, whatever the repository."""
    program = (
        "import sys, parrules.testing.plugin\n"
        "print(*(n for n in sys.modules if n.split('.')[0] in "
        "('hypothesis', 'attr', 'attrs', 'parrules')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )

    assert [
        "parrules",
        "parrules.testing",
        "parrules.testing.plugin",
    ] == done.stdout.split()
