"""Every comparison and every publication of the corpus."""

import pathlib
from typing import Any

import pytest

from conformance.corpus import (
    COMPARISONS,
    PUBLICATIONS,
    Case,
    compiled,
    read,
)
from conformance.ranking import plain_groups
from conformance.test_cohorts import none_or, standings
from parrules.cohort.changes import Change
from parrules.cohort.comparing import Comparison, compare
from parrules.cohort.doubting import doubts
from parrules.cohort.links import links_of
from parrules.cohort.ranks import Cohort, rank
from parrules.cohort.verifying import verify
from parrules.engines import ENGINES
from parrules.errors import Problem, RulesetError
from parrules.loading.published import read_published


def years_of(case: Case, engine: str = "durable") -> tuple[Cohort, Cohort]:
    """Return the units of both years, ranked."""
    older = case.get("older", case["ruleset"])
    years = ((older, case["last_year"]), (case["ruleset"], case["units"]))
    before, after = (
        rank(compiled(ruleset).scheme, standings(units, ruleset, engine))
        for ruleset, units in years
    )

    return before, after


def written(change: Change, like: Case) -> dict[str, Any]:
    """Return a change as the corpus writes it, as far as *like* does."""
    shown = {
        "kind": change.kind,
        "before": list(change.before),
        "after": list(change.after),
        "points": change.points,
        "share": change.share,
        "gain": change.gain,
        "units": change.units,
    }

    return {name: shown[name] for name in like}


def seen_of(found: Comparison, expected: Case) -> dict[str, Any]:
    """Return what of a comparison is expected."""
    units = {
        each.standing.unit: each for b in found.blocks for each in b.units
    }
    (first, *_) = units.values()
    block = found.blocks[0]
    changes = {
        unit: [
            written(change, like)
            for change, like in zip(
                units[unit].changes, likes or (), strict=True
            )
        ]
        for unit, likes in expected.get("changes", {}).items()
    }
    means = zip(
        block.changes, expected.get("mean", block.changes), strict=True
    )

    return {
        "presence": {unit: each.presence for unit, each in units.items()},
        "points": {unit: each.points for unit, each in units.items()},
        "shares": {unit: each.share for unit, each in units.items()},
        "places": {unit: each.places for unit, each in units.items()},
        "changes": changes,
        "mean": [
            written(change, like)
            for change, like in means
            if isinstance(like, dict)
        ],
        "points_of_block": block.points,
        "points_of_same": block.points_of_same,
        "beside_rows": {u: each.beside_rows for u, each in units.items()},
        "beside_rows_of_block": block.beside_rows,
        "gains": [each.after[0] for each in first.extremes()[0]],
        "losses": [each.after[0] for each in first.extremes()[1]],
    }


def plain(value: Any) -> Any:  # noqa: ANN401  # whatever a case holds
    """Return *value* with exact numbers, and `None` for none."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]

    return none_or(read(value))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", COMPARISONS)
def test_comparison_comes_to_what_its_sentences_say(
    case: Case, engine: str
) -> None:
    """Units, nodes and means, or the problem that there is."""
    before, after = years_of(case, engine)
    expected = case["expect"]
    if "problems" in expected:
        with pytest.raises(RulesetError) as caught:
            compare(before, after)
        codes = [problem.code for problem in caught.value.problems]

        assert expected["problems"] == codes
        return
    seen = seen_of(compare(before, after), expected)

    assert plain(expected) == {name: seen[name] for name in expected}


@pytest.mark.parametrize("case", COMPARISONS)
def test_links_are_those_of_the_oracle(case: Case) -> None:
    """The same codes hang together, however they are found."""
    before, after = (each.scheme for each in years_of(case))

    assert plain_groups(before, after) == {
        (frozenset(link.before), frozenset(link.after))
        for link in links_of(before, after)
    }


@pytest.mark.parametrize("case", PUBLICATIONS)
def test_publication_is_doubted_as_its_sentences_say(
    case: Case, tmp_path: pathlib.Path
) -> None:
    """These problems are found in it, and no other."""
    path = tmp_path / "published.toml"
    path.write_text(case["published"], "utf-8")
    published = read_published(path)
    problems: list[Problem] = []
    if "units" in case:
        before, after = years_of(case)
        problems += doubts(published, after.scheme)
        problems += verify(published, after, compare(before, after))
    else:
        problems += doubts(published)

    assert case["expect"]["problems"] == [each.code for each in problems]
