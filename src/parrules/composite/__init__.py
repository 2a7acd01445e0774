"""Composite indices: indicators on one scale over a cohort, then means.

A file describes the index as a tree, units come as a table, and every cell
of the answer says how it came about.  Means, ranges and winsorising are
exact; only logarithms, standard deviations and geometric means are not, and
these are computed in decimals of 40 digits, equal on every machine, and
marked.
"""

from parrules.composite.library import check_index, indices, load_index
from parrules.composite.reading import parse_index, read_index
from parrules.composite.results import (
    Cell,
    CompositeResult,
    NodeScore,
    UnitResult,
)
from parrules.composite.scoring import Index
from parrules.composite.standings import rank_index
from parrules.composite.units import UnitTable, read_units

__all__ = [
    "Cell",
    "CompositeResult",
    "Index",
    "NodeScore",
    "UnitResult",
    "UnitTable",
    "check_index",
    "indices",
    "load_index",
    "parse_index",
    "rank_index",
    "read_index",
    "read_units",
]
