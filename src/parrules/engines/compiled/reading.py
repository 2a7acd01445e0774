"""Facts as most units hand them in, read by one function.

It does what `parrules.scoring.glance` does, value by value and without a
loop; what it cannot read at once is left to the border.
"""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from parrules.engines.compiled.source import Source, all_of, literal
from parrules.facts import NEVER
from parrules.plan.nodes import Input, Plan
from parrules.scoring.border import Border
from parrules.scoring.glance import default_of, kind_of, picked, positions_of
from parrules.scoring.limits import bounds_of
from parrules.scoring.readers import Reader
from parrules.scoring.relations import Relation, Relations

_SEVERAL = frozenset((tuple, list))
_NAME, _FACTS = "read", "facts"


class _Absent:
    """What stands for a fact that nobody handed in."""


_ABSENT = _Absent()


def reading_function(
    plan: Plan, border: Border
) -> Callable[[dict[str, object]], list[Any] | None]:
    """Return the function that reads the facts of *plan*.

    Returns:
        A function from facts to values by position, or ``None`` where one
        may be wrong; it may raise what `Glance.values` catches.
    """
    return _Writer(plan, border.readers).source().function(_NAME, _FACTS)


class _Writer:
    """Writes the function, input by input."""

    def __init__(
        self, plan: Plan, readers: Mapping[str, tuple[int, Reader]]
    ) -> None:
        self._plan = plan
        self._readers = readers
        self._source = Source()
        self._absent = self._source.constant(_ABSENT)
        self._size = self._source.constant(len)
        self._type = self._source.constant(type)
        self._whole = self._source.constant(int)
        self._text = self._source.constant(str)
        self._date = self._source.constant(datetime.date)

    def source(self) -> Source:
        source, inputs = self._source, self._plan.inputs
        names = [source.fresh("v") for _ in inputs]
        self._take_apart(dict(zip(names, inputs, strict=True)))
        writers: dict[str, Callable[[str, Input], None]] = {
            "count": self._count,
            "flag": self._flag,
            "option": self._option,
            "date": self._day,
            "tally": self._tally,
            "other": self._other,
        }
        for name, each in zip(names, inputs, strict=True):
            kind = "tally" if each.kind == "tally" else kind_of(each)
            writers[kind](name, each)
        by_position = {
            each.position: name
            for name, each in zip(names, inputs, strict=True)
        }
        for relation in Relations(inputs).all:
            self._related(
                relation,
                by_position[relation.fact.position],
                by_position[relation.other.position],
            )
        source.line(f"return [{', '.join(names)}]")

        return source

    def _take_apart(self, inputs: Mapping[str, Input]) -> None:
        """Write what takes apart the facts, and what silence means.

        Args:
            inputs: By the name that takes the value.
        """
        source = self._source
        defaults = {name: self._default(each) for name, each in inputs.items()}
        plain = [name for name in inputs if defaults[name] is _ABSENT]
        asked = [inputs[name].name for name in plain]
        pick = source.constant(picked(asked))
        absent = source.constant(dict.fromkeys(asked, _ABSENT))
        with source.block("try"):
            source.line(f"[{', '.join(plain)}] = {pick}({_FACTS})")
        with source.block(f"except {source.constant(KeyError)}"):
            # Somebody left some out.
            source.line(f"{_FACTS} = {{**{absent}, **{_FACTS}}}")
            source.line(f"[{', '.join(plain)}] = {pick}({_FACTS})")
        count = source.let("n", f"{self._size}({_FACTS})")
        for name, default in defaults.items():
            if default is _ABSENT:
                continue
            key = source.constant(inputs[name].name)
            with source.block(f"if {key} in {_FACTS}"):
                source.line(f"{name} = {_FACTS}[{key}]")
            with source.block("else"):
                source.line(f"{name} = {source.constant(default)}")
                source.line(f"{count} += 1")
        # More than these is a name that nobody knows.
        with source.block(f"if {count} != {len(inputs)}"):
            source.line("return None")

    def _default(self, source: Input) -> object:
        default = default_of(source, self._readers[source.name][1])

        return _ABSENT if default is None else default

    def _unless_absent(self, name: str) -> None:
        """Leave what is there to the border; else write that it is not."""
        with self._source.block(f"if {name} is not {self._absent}"):
            self._source.line("return None")
        self._source.line(f"{name} = None")

    def _count(self, name: str, source: Input) -> None:
        low, high = map(literal, bounds_of(source, self._plan))
        is_wrong = (
            f"{self._type}({name}) is not {self._whole} "
            f"or not {low} <= {name} <= {high}"
        )
        with self._source.block(f"if {is_wrong}"):
            self._unless_absent(name)

    def _flag(self, name: str, source: Input) -> None:
        del source
        is_wrong = f"{name} is not True and {name} is not False"
        with self._source.block(f"if {is_wrong}"):
            self._unless_absent(name)

    def _option(self, name: str, source: Input) -> None:
        positions = self._source.constant(positions_of(source))
        with self._source.block(f"if {self._type}({name}) is {self._text}"):
            self._source.line(f"{name} = {positions}[{name}]")
        with self._source.block("else"):
            self._unless_absent(name)

    def _day(self, name: str, source: Input) -> None:
        low, high = map(literal, bounds_of(source, self._plan))
        day = self._source.constant(datetime.date.toordinal)
        with self._source.block(f"if {self._type}({name}) is {self._date}"):
            self._source.line(f"{name} = {day}({name})")
            with self._source.block(f"if not {low} <= {name} <= {high}"):
                self._source.line("return None")
        with self._source.block("else"):
            self._other(name, source)

    def _tally(self, name: str, source: Input) -> None:
        low, high = map(literal, bounds_of(source, self._plan))
        levels = range(len(source.options))
        are_counts = all_of(
            f"{self._type}({name}) in {self._source.constant(_SEVERAL)}",
            f"{self._size}({name}) == {len(levels)}",
            *(
                f"{self._type}({name}[{level}]) is {self._whole} "
                f"and {low} <= {name}[{level}] <= {high}"
                for level in levels
            ),
        )
        several = self._source.constant(tuple)
        with self._source.block(f"if {are_counts}"):
            self._source.line(f"{name} = {several}({name})")
        with self._source.block("else"):
            self._other(name, source)

    def _related(self, relation: Relation, name: str, limit: str) -> None:
        """Write that a value that is out of its relation may be wrong."""
        broken = f"{name} {'>' if relation.sign == '<=' else '<'} {limit}"
        if not relation.is_plain:
            holds = self._source.constant(relation.holds)
            broken = f"not {holds}({name}, {limit})"
        never = self._source.constant(NEVER)
        are_known = [f"{each} is not None" for each in (name, limit)]
        if relation.fact.kind == "date":
            are_known += [f"{each} is not {never}" for each in (name, limit)]
        with self._source.block(f"if {all_of(*are_known, broken)}"):
            self._source.line("return None")

    def _other(self, name: str, source: Input) -> None:
        reader = self._source.constant(self._readers[source.name][1])
        absent = self._absent
        self._source.line(
            f"{name} = None if {name} is {absent} else {reader}({name})"
        )
