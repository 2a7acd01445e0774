"""The columns of a table as they stand, and what was made of them.

Everything that reads cells asks here: which library writes, what a column
is called in it, and under which name something was kept that is made once.
"""

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Final

from parrules.plan.nodes import Plan
from parrules.scoring.readers import FLAGS
from parrules.tables.columns import Column, levels_of

Expression = Any
Library = Any
Layer = list[Expression]

_SPACES: Final = "".join(filter(str.isspace, map(chr, range(0x3001))))
"""What Python strips from texts, for libraries that know fewer spaces."""


def _words(*values: bool) -> tuple[str, ...]:
    """Return what a truth is called; a letter and its mark may be two."""
    words = [word for word, value in FLAGS.items() if value in values]
    apart = [unicodedata.normalize("NFD", word) for word in words]

    return tuple(dict.fromkeys([*words, *apart]))


TRUE: Final = _words(True)  # noqa: FBT003  # which of the two
FLAG: Final = _words(True, False)  # noqa: FBT003  # both of them


class Raw:
    """The columns of tables that have the same ones.

    Attributes:
        library: The module ``polars`` or ``narwhals``.
        types: Types of whole numbers by width.
        long: The one of 64 bits.
        plan: Its inputs are what the columns hold.
        columns: By name.
        inputs: Of the plan, by name.
        by_levels: Tallies with a column for each level.
        kept: What was made of cells, by what it is.
    """

    def __init__(
        self,
        library: Library,
        types: Mapping[int, Any],
        plan: Plan,
        columns: Mapping[str, Column],
        named: Callable[[str], str],
    ) -> None:
        """Read *columns*; *named* says what the library calls each."""
        self.library = library
        self.types = types
        self.long = types[64]
        self.plan = plan
        self.columns = columns
        self.inputs = {each.name: each for each in plan.inputs}
        self.by_levels = [
            source
            for source in plan.inputs
            if set(levels_of(source)) & set(columns)
        ]
        self.kept: dict[str, Expression] = {}
        self._named = named

    @property
    def is_polars(self) -> bool:
        """Tell where some things are faster, or possible at all."""
        return bool(self.library.__name__ == "polars")

    def cell(self, name: str) -> Expression:
        """Return what stands in a column."""
        cell = self.library.col(self._named(name))
        column = self.columns.get(name)
        if column is None or column.form != "list of nothing":
            return cell
        # Lists that are all empty are as empty as those of any type.
        source = self.inputs.get(name)
        is_tally = source is not None and source.kind == "tally"
        inner = self.long if is_tally else self.library.String

        return cell.cast(self.library.List(inner))

    def text(self, name: str) -> Expression:
        """Return the text in a column, without spaces around it."""
        cell = self.cell(name)
        if self.columns[name].form != "text":
            return cell.cast(self.library.String)
        kept = self.kept.get(f"{name}#text")
        if kept is not None:
            return kept
        if self.columns[name].is_coded:
            cell = cell.cast(self.library.String)

        return cell.str.strip_chars(None if self.is_polars else _SPACES)

    def keep(self, key: str, found: Expression, layer: Layer) -> None:
        """Make *found* in a layer, once; `kept` has it from then on."""
        # By number: to some libraries `t.1` and `T.1` are the same name.
        name = f"#value{len(self.kept)}"
        layer.append(found.alias(name))
        self.kept[key] = self.library.col(name)

    def where(self, is_right: Expression, found: Expression) -> Expression:
        """Return what was found where it is right, and else nothing."""
        return self.library.when(is_right).then(found)

    def is_word(self, name: str, words: tuple[str, ...]) -> Expression:
        """Return whether one of *words* stands there, however large."""
        return self.text(name).str.to_lowercase().is_in(words)

    def says(self, name: str) -> Expression:
        """Return the truth in a column; nothing where there is none."""
        if self.columns[name].form == "flag":
            return self.cell(name)

        return self.is_word(name, TRUE)

    def said(self, name: str) -> Expression:
        """Return whether a column beside that of a fact says so."""
        return self.says(name).fill_null(False)  # noqa: FBT003  # silence


def or_else(found: Expression, fill: object) -> Expression:
    """Return what was found, else what silence means, if it means anything."""
    return found if fill is None else found.fill_null(fill)


def wrong_or_nothing(condition: Expression) -> Expression:
    """Return the condition, which also holds where nothing right was found."""
    return condition.fill_null(True)  # noqa: FBT003  # wrong
