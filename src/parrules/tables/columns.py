"""The columns of a table: what each stands for, and in which form."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

import attrs

from parrules.errors import Path, Place, Problem, near
from parrules.model.codes import printing
from parrules.plan.nodes import Input, Plan

EVIDENCE: Final = ".evidence"
"""Ends the name of a column that says whether a fact has its document."""

HAPPENED_NEVER: Final = ".never"
"""Ends the name of a column that says whether a date is `never`."""

ABOUT_UNIT: Final = "unit."
"""Begins the names of columns about the unit, which are taken along."""

_NOTHING: Final = ("Null", '"NULL"', "NULL", "void")
"""What libraries call the type of a column that holds nothing at all."""

_EMPTY: Final = ("List(Null)", "NULL[]", '"NULL"[]', "array<void>")
"""What they call the type of lists that hold nothing at all."""

_SEVERAL: Final = ("List", "Array", "Struct", "Map", "Object")
"""Types of which a cell is no single value, and so no name."""

_NUMBERS = ("whole", "decimal", "float", "text", "nothing")
FORMS: Final[Mapping[str, tuple[str, ...]]] = {
    "flag": ("flag", "text", "nothing"),
    "count": _NUMBERS,
    "number": _NUMBERS,
    "percent": _NUMBERS,
    "judged": _NUMBERS,
    "choice": ("text", "category", "options", "nothing"),
    "answer": ("text", "category", "options", "nothing"),
    "date": ("date", "moment", "text", "nothing"),
    "tally": ("list of whole", "list of nothing", "text", "nothing"),
    "codes": ("list of text", "list of nothing", "text", "nothing"),
}
"""By kind of an input, the forms of columns that may hold it."""


@attrs.frozen
class Column:
    """A column that holds facts, answers, or what is said of them.

    Attributes:
        name: In the table.
        form: As in `FORMS`.
        places: Of decimals: digits after the point.
        is_long: Whether whole numbers have 64 bits with a sign.
        is_coded: Whether texts are categories, to be written out.
    """

    name: str
    form: str
    places: int = 0
    is_long: bool = False
    is_coded: bool = False


@attrs.frozen
class Foreign:
    """A type that Narwhals has no name for.

    Attributes:
        name: What its library calls it.
    """

    name: str

    def __str__(self) -> str:
        """Return what its library calls it."""
        return self.name


@attrs.frozen
class Table:
    """Where something stands in a table.

    Attributes:
        name: Of the table.
        row: Its number, from 1.
        unit: Names the row where rows have no numbers.
    """

    name: str
    row: int | None = None
    unit: str = ""

    def locate(self, path: Path, offset: int = 0) -> Place:
        """Return row and column."""
        del offset
        is_named = self.row is None and self.unit

        return Place(
            file=f"{self.name}: {self.unit}" if is_named else self.name,
            row=self.row,
            cell=str(path[0]) if path else "",
        )


@attrs.frozen(eq=False, repr=False)
class Sorted:
    """The columns of one table.

    Attributes:
        facts: What is scored by, by name of the column.
        carried: Names of those that are taken along.
        unit: Name of the column that names units; empty for none.
        problems: What is wrong with columns, whatever is in them.
    """

    facts: Mapping[str, Column]
    carried: tuple[str, ...]
    unit: str
    problems: tuple[Problem, ...]

    @property
    def has_categories(self) -> bool:
        """Tell whether some are compared as they are, spaces and all."""
        return any(each.form == "category" for each in self.facts.values())

    def written_out(self) -> "Sorted":
        """Return the same with the texts of all categories."""
        facts = {
            name: _written_out(column) if column.form == "category" else column
            for name, column in self.facts.items()
        }

        return attrs.evolve(self, facts=facts)


def sorted_columns(
    types: Mapping[str, Any],
    plan: Plan,
    *,
    unit: str,
    carry: Collection[str],
    table: Table,
) -> Sorted:
    """Say what each column of a table is.

    Args:
        types: Narwhals' types by name of the column.
        plan: Its inputs are what is scored by.
        unit: Name of the column that names units, if it is there.
        carry: Names of other columns that are taken along.
        table: Where problems stand.
    """
    inputs = {each.name: each for each in plan.inputs}
    facts: dict[str, Column] = {}
    carried: list[str] = []
    problems: list[Problem] = []
    for name, kind in types.items():
        source = input_of(name, inputs)
        if name == unit and not _is_single(kind):
            problems.append(_unfit(name, "text", kind, table))
        if source is None:
            if name == unit or name in carry or name.startswith(ABOUT_UNIT):
                carried.append(name)
            else:
                problems.append(_unknown(name, plan, table))
            continue
        if name in carry or name == unit or name.startswith(ABOUT_UNIT):
            carried.append(name)
        form, places = form_of(kind)
        if _are_options(kind, source):
            form = "options"
        wanted = _wanted(name, source)
        if form == "nothing":
            continue
        column = Column(name, form, places, str(kind) == "Int64")
        if form in wanted:
            facts[name] = column
        elif form == "category":
            facts[name] = _written_out(column)
        else:
            expected = _kind_of(name, source)
            problems.append(_unfit(name, expected, kind, table))
    problems.extend(_absent(types, inputs, carry, table))
    problems.extend(_partial(facts, inputs, table))

    return Sorted(
        facts, tuple(carried), unit if unit in types else "", tuple(problems)
    )


def levels_of(source: Input) -> tuple[str, ...]:
    """Return the columns of a tally that has one for each level."""
    if source.kind != "tally":
        return ()

    return tuple(f"{source.name}.{level}" for level in source.options)


def _wanted(name: str, source: Input) -> tuple[str, ...]:
    """Return the forms that a column may have."""
    if name == source.name:
        return FORMS[source.kind]

    return _NUMBERS if name in levels_of(source) else ("flag", "text")


def _partial(
    facts: Mapping[str, Column], inputs: Mapping[str, Input], table: Table
) -> Iterator[Problem]:
    """Yield tallies of which some levels have columns, or all have two."""
    for source in inputs.values():
        levels = levels_of(source)
        there = [name for name in levels if name in facts]
        if there and source.name in facts:
            yield Problem(
                code="PAR317",
                path=(source.name,),
                arguments={"name": source.name},
                document=table,
            )
        elif there and len(there) < len(levels):
            arguments = {
                "name": source.name,
                "found": str(len(there)),
                "expected": str(len(levels)),
                "levels": ", ".join(source.options),
            }
            yield Problem(
                code="PAR330",
                path=(source.name,),
                arguments=arguments,
                document=table,
            )


def input_of(name: str, inputs: Mapping[str, Input]) -> Input | None:
    """Return the input that a column is about; `None` for none."""
    if name in inputs:
        return inputs[name]
    tally = inputs.get(name.rpartition(".")[0])
    if tally is not None and name in levels_of(tally):
        return tally
    for ending in (EVIDENCE, HAPPENED_NEVER):
        source = inputs.get(name.removesuffix(ending))
        if name.endswith(ending) and source is not None:
            is_fit = ending == EVIDENCE or source.kind == "date"
            return source if is_fit else None

    return None


def form_of(kind: Any) -> tuple[str, int]:  # noqa: ANN401  # a type of Narwhals
    """Return the form of a column, and its decimal places."""
    if isinstance(kind, Foreign):
        if kind.name in _EMPTY:
            return "list of nothing", 0
        return ("nothing" if kind.name in _NOTHING else "other"), 0
    name = type(kind).__name__ if not isinstance(kind, type) else kind.__name__
    if name in ("List", "Array"):
        inner, _ = form_of(kind.inner)
        return f"list of {inner}", 0
    if name == "Decimal":
        return "decimal", int(kind.scale or 0)
    if name.startswith(("Int", "UInt")):
        return "whole", 0
    if name == "Datetime":
        return ("other" if kind.time_zone else "moment"), 0
    forms = {
        "Boolean": "flag",
        "Float32": "float",
        "Float64": "float",
        "String": "text",
        "Categorical": "category",
        "Enum": "category",
        "Date": "date",
    }

    return forms.get(name, "other"), 0


def _written_out(column: Column) -> Column:
    """Return a column of categories as one of texts, which all kinds take."""
    return attrs.evolve(column, form="text", is_coded=True)


def _is_single(kind: Any) -> bool:  # noqa: ANN401  # a type of Narwhals
    """Tell whether each cell is one value, which two units may share."""
    if isinstance(kind, Foreign):
        return kind.name in (*_NOTHING, "UUID")

    return type(kind).__name__ not in _SEVERAL


def _are_options(kind: Any, source: Input) -> bool:  # noqa: ANN401  # a type of Narwhals
    """Tell whether a column can hold nothing else than options."""
    if type(kind).__name__ != "Enum":
        return False
    categories = set(getattr(kind, "categories", ()))

    return bool(categories) and categories <= set(source.options)


def _unknown(name: str, plan: Plan, table: Table) -> Problem:
    inputs = [each.name for each in plan.inputs]
    own = printing(name, plan.scheme.printed)
    is_asked = own and all(each in inputs for each in own.split(" | "))

    return Problem(
        code="PAR301",
        path=(name,),
        arguments={
            "name": name,
            "near": "" if is_asked else near(name[:100], inputs),
            "printed": own if is_asked else "",
        },
        document=table,
    )


def _kind_of(name: str, source: Input) -> str:
    """Return what a column has to hold, for a message."""
    if name == source.name:
        return source.kind

    return "count" if name in levels_of(source) else "flag"


def _unfit(name: str, expected: str, kind: object, table: Table) -> Problem:
    return Problem(
        code="PAR345",
        path=(name,),
        arguments={"name": name, "found": str(kind), "expected": expected},
        document=table,
    )


def _absent(
    types: Mapping[str, Any],
    inputs: Mapping[str, Input],
    carry: Collection[str],
    table: Table,
) -> Iterator[Problem]:
    """Yield what has to be there and is not."""
    for source in inputs.values():
        fact = source.fact
        if fact is not None and fact.required and source.name not in types:
            yield Problem(
                code="PAR306",
                path=(source.name,),
                arguments={"name": source.name},
                document=table,
            )
    for name in carry:
        if name not in types:
            yield Problem(
                code="PAR346",
                path=(name,),
                arguments={"name": name, "near": near(name[:100], types)},
                document=table,
            )
