"""Lines of a function to come, and the constants that it names."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

_FILE = "<compiled ruleset>"
_INDENT = "    "
_LONGEST_SUM = 50
"""Python nests a sum as deep as it is long, and nests only so deep."""


class Source:
    """The body of one function, as it grows.

    Only names made here and whole numbers become text.  Whatever else the
    function needs is a constant, which a name stands for.
    """

    def __init__(self) -> None:
        """Start without lines."""
        self._lines: list[str] = []
        self._depth = 1
        self._names: dict[str, int] = {}
        self._constants: dict[str, object] = {"__builtins__": {}}
        self._known: dict[int, str] = {}

    # -- names -------------------------------------------------------------

    def fresh(self, letter: str) -> str:
        """Return a name that nothing else has: ``n1``, ``n2`` and on."""
        number = self._names.get(letter, 0) + 1
        self._names[letter] = number

        return f"{letter}{number}"

    def constant(self, value: object) -> str:
        """Return the name of a constant; the same object has one name."""
        name = self._known.get(id(value))
        if name is None:
            name = self.fresh("K")
            # What is held here lives on, and with it the meaning of its id.
            self._constants[name] = value
            self._known[id(value)] = name

        return name

    # -- lines -------------------------------------------------------------

    def line(self, text: str) -> None:
        """Add a statement."""
        self._lines.append(f"{_INDENT * self._depth}{text}")

    def let(self, letter: str, value: str) -> str:
        """Add an assignment; return the new name."""
        name = self.fresh(letter)
        self.line(f"{name} = {value}")

        return name

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """Add ``head:`` and indent what is added inside."""
        self.line(f"{head}:")
        self._depth += 1
        yield
        self._depth -= 1

    def sum_of(self, parts: Sequence[str]) -> str:
        """Write a sum; a long one so that it is not deep."""
        if len(parts) <= _LONGEST_SUM:
            return " + ".join(parts) or "0"

        return f"{self.constant(sum)}(({', '.join(parts)}))"

    # -- the whole ---------------------------------------------------------

    def text(self, name: str, parameter: str) -> str:
        """Return the whole function as text."""
        return "\n".join([f"def {name}({parameter}):", *self._lines, ""])

    @property
    def constants(self) -> Mapping[str, object]:
        """Return the constants by name."""
        return self._constants

    def function(self, name: str, parameter: str) -> Callable[[Any], Any]:
        """Return the function with one *parameter*."""
        code = compile(self.text(name, parameter), _FILE, "exec")
        found: dict[str, Any] = dict(self._constants)
        exec(code, found)  # noqa: S102  # names and numbers of our own only
        function: Callable[[Any], Any] = found[name]

        return function


def literal(number: int) -> str:
    """Write a whole number so that it can stand in any expression."""
    return str(number) if number >= 0 else f"({number})"


def is_given(name: str) -> str:
    """Write that a value is there; a whole number always is."""
    return "" if name.isdecimal() else f"{name} is not None"


def is_absent(name: str) -> str:
    """Write that a value is not there; a whole number never is not."""
    return "" if name.isdecimal() else f"{name} is None"


def all_of(*conditions: str) -> str:
    """Join conditions that must all hold; an empty one always does."""
    return " and ".join(dict.fromkeys(filter(None, conditions)))


def any_of(*conditions: str) -> str:
    """Join conditions of which one must hold; an empty one never does."""
    return " or ".join(dict.fromkeys(filter(None, conditions)))
