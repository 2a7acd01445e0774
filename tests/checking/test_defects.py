"""The thirteen kinds of defect that real tables have, each in one file.

They were found in the four scoring tables of a provincial police force for
2024; what the checks say about them is what the checks are for.
"""

import pathlib

import pytest

from parrules.checking import check_scheme
from parrules.loading import read_ruleset

FOLDER = pathlib.Path(__file__).parents[1] / "data" / "defects"
ERROR, WARNING = "error", "warning"
EXPECTED = {
    "kind-01": [("PAR204", ERROR)],
    "kind-02": [("PAR204", ERROR), ("PAR203", ERROR)],
    "kind-03": [("PAR109", ERROR)],
    "kind-04": [("PAR401", ERROR), ("PAR401", ERROR), ("PAR403", ERROR)],
    "kind-05": [("PAR402", WARNING)],
    "kind-06": [("PAR209", ERROR), ("PAR209", ERROR)],
    "kind-07": [("PAR206", ERROR), ("PAR206", ERROR)],
    "kind-08": [("PAR206", ERROR), ("PAR205", ERROR)],
    "kind-09": [("PAR214", WARNING)],
    "kind-10": [],
    "kind-11": [],
    "kind-12": [("PAR201", ERROR)],
    "kind-13": [("PAR404", WARNING)],
}


@pytest.mark.parametrize("kind", sorted(EXPECTED))
def test_kind_of_defect_is_found_and_nothing_else(kind: str) -> None:
    """Each kind has exactly its problems; two kinds are no defects."""
    loaded = read_ruleset(FOLDER / f"{kind}.toml")
    assert loaded.scheme is not None
    problems = (
        *loaded.problems,
        *check_scheme(loaded.scheme, loaded.document),
    )

    assert EXPECTED[kind] == [
        (problem.code, problem.severity) for problem in problems
    ]
