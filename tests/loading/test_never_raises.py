"""Whatever is in a file, reading it ends in a value."""

import pathlib

from hypothesis import given
from hypothesis import strategies as st

from parrules.loading import Loaded, parse_ruleset

MINIATURE = (
    pathlib.Path(__file__).parents[1] / "data" / "miniature.toml"
).read_text("utf-8")
PIECES = (
    *"[]{}\"'=,.#\\\n ",
    "1",
    "-1",
    "1.5",
    "1e1000000",
    "nan",
    "true",
    "2021-01-01",
    "2021-01-01T00:00:00Z",
    '"x"',
    '"1.1"',
    "1.1.2 = 3",
    "[criteria]\n",
    "\n[fact]\n",
    "[[example]]\n",
    "unit.block = 1",
    '"""',
    "'''",
    "{ a = { b = 1 } }",
    "[[1]]",
    "é",
    "\0",
    "\ufeff",
    "\ud800",
)


def told(content: bytes | str) -> Loaded:
    """Read *content* and say all that is wrong with it, twice."""
    loaded = parse_ruleset(content, "x.toml")
    for problem in loaded.problems:
        assert problem.text("en").count("\n") == 2
        assert problem.text("vi").count("\n") == 2
    assert loaded.scheme is not None or loaded.problems
    if loaded.scheme is not None:
        assert all(node.code is not None for node in loaded.scheme.nodes())

    return loaded


@given(content=st.binary(max_size=400))
def test_bytes_never_raise(content: bytes) -> None:
    """Any bytes are a ruleset or have problems."""
    told(content)


@given(content=st.text(max_size=400))
def test_texts_never_raise(content: str) -> None:
    """Any text, with all that Unicode has."""
    told(content)


@given(pieces=st.lists(st.sampled_from(PIECES), max_size=60))
def test_pieces_of_toml_never_raise(pieces: list[str]) -> None:
    """What looks like TOML goes further in."""
    told("language = 1\n" + "".join(pieces))


@given(position=st.integers(0, len(MINIATURE) - 1))
def test_a_lost_character_never_raises(position: int) -> None:
    """The commonest of mistakes."""
    told(MINIATURE[:position] + MINIATURE[position + 1 :])


@given(position=st.integers(0, len(MINIATURE) - 1))
def test_a_doubled_character_never_raises(position: int) -> None:
    """The second commonest."""
    told(MINIATURE[: position + 1] + MINIATURE[position:])


@given(
    position=st.integers(0, len(MINIATURE)),
    length=st.integers(0, 12),
    piece=st.sampled_from(PIECES),
)
def test_another_value_never_raises(
    position: int, length: int, piece: str
) -> None:
    """A stretch is replaced by something else."""
    told(MINIATURE[:position] + piece + MINIATURE[position + length :])
