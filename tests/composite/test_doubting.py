"""What is allowed in an index, and hardly meant: warnings of `check`."""

import pathlib

import pytest

from composite.indices import HEAD
from parrules.composite import check_index, load_index


def doubted(folder: pathlib.Path, rows: str, total: str = "") -> list[str]:
    """Return what `check` finds in an index that can be used."""
    path = folder / "index.toml"
    path.write_text(f"{HEAD}[total]\n{total}\n[criteria]\n{rows}\n", "utf-8")
    load_index(path)

    return [
        f"{each.code} {each.severity} {each.arguments['criterion']}"
        for each in check_index(path)
    ]


@pytest.mark.parametrize(
    ("anchors", "problems"),
    [
        ("{ low = 1, high = 100 }", ["PAR831 warning 1"]),
        ("{ target = 80 }", ["PAR831 warning 1"]),
        ('"cohort"', []),
    ],
)
def test_fixed_anchors_of_logarithms_are_doubted(
    tmp_path: pathlib.Path, anchors: str, problems: list[str]
) -> None:
    """C3.7: they stand on the scale of logarithms, and look as if not."""
    row = (
        f'"1" = {{ indicator = "a", transform = "log", anchors = {anchors} }}'
    )

    assert problems == doubted(tmp_path, row)


@pytest.mark.parametrize(
    ("total", "problems"),
    [
        ('combine = "geometric"', ["PAR832 warning 1", "PAR832 warning 2"]),
        ('combine = "harmonic"', ["PAR832 warning 1", "PAR832 warning 2"]),
        ('combine = "geometric"\nonto = [1, 100]', []),
        ('combine = "mean"', []),
    ],
)
def test_a_product_of_nothing_is_doubted(
    tmp_path: pathlib.Path, total: str, problems: list[str]
) -> None:
    """C4.5: the worst of a row would have no total and no rank."""
    rows = '"1" = { indicator = "a" }\n"2" = { indicator = "b" }'

    assert problems == doubted(tmp_path, rows, total)


@pytest.mark.parametrize(
    ("weights", "combine", "problems"),
    [
        ((0.3, 0.4, 0.2), "mean", ["PAR821 warning total"]),
        ((30, 40, 25), "mean", ["PAR821 warning total"]),
        ((0.3, 0.4, 0.3), "mean", []),
        ((30, 40, 30), "mean", []),
        ((3, 4, 2), "mean", []),
        # A sum multiplies by its weights, whatever they add up to.
        ((0.3, 0.4, 0.2), "sum", []),
    ],
)
def test_weights_that_are_almost_a_whole_are_doubted(
    tmp_path: pathlib.Path,
    weights: tuple[float, ...],
    combine: str,
    problems: list[str],
) -> None:
    """C4.7: shares of 1 or of 100, of which some is missing."""
    rows = "\n".join(
        f'"{place}" = {{ indicator = "i{place}", weight = {weight} }}'
        for place, weight in enumerate(weights, 1)
    )

    assert problems == doubted(tmp_path, rows, f'combine = "{combine}"')


def test_a_doubt_of_an_index_is_acknowledged_with_its_reason(
    tmp_path: pathlib.Path,
) -> None:
    """As in a ruleset: it is told, and is no trouble."""
    path = tmp_path / "index.toml"
    path.write_text(
        f'{HEAD}known = {{ PAR821 = "printed so" }}\n[criteria]\n'
        '"1" = { indicator = "a", weight = 0.5 }\n'
        '"2" = { indicator = "b", weight = 0.4 }\n',
        "utf-8",
    )

    assert [("PAR821", "printed so")] == [
        (each.code, each.acknowledged) for each in check_index(path)
    ]
