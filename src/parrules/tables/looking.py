"""Whether anything is wrong with a table; where it is, is looked for later."""

from parrules.tables.columns import Sorted
from parrules.tables.frames import Frame, Opened
from parrules.tables.held import nameless
from parrules.tables.lowering import Lowered
from parrules.tables.queries import layered, run

_UNIT = "unit_name"


def is_any_wrong(way: Opened, columns: Sorted, low: Lowered) -> bool:
    """Tell whether any cell is wrong; which, only then is looked for."""
    wrong = [*low.looked]
    if columns.unit:
        wrong.append(nameless(way, columns.unit))
    looked = [
        condition.any().alias(str(number))
        for number, condition in enumerate(wrong)
    ]
    if not looked:
        return False
    frame = layered(way.frame, low.prepared)

    return any(run(frame.select(*looked)).row(0))


def names_twice(way: Opened, columns: Sorted) -> list[object]:
    """Return the names that more than one unit has."""
    if not columns.unit:
        return []
    library = way.dialect.library
    name = way.dialect.named(columns.unit)
    unit = library.col(_UNIT)
    # Its own name may have a point, which some libraries take apart.
    named = way.frame.select(library.col(name).alias(_UNIT))
    named = named.filter(~unit.is_null())
    if _are_different(way, named):
        return []
    groups = (
        named.with_columns(library.lit(1).alias("#one"))
        .group_by(_UNIT)
        .agg(library.col("#one").sum().alias("#count"))
        .filter(library.col("#count") > 1)
    )

    return [each[_UNIT] for each in way.collected(groups.select(_UNIT))]


def _are_different(way: Opened, named: Frame) -> bool:
    """Tell whether no two units have the same name.

    Hashes in order take less memory than a set of names, and the same name
    has the same hash; only where two are the same, names are counted.
    """
    unit = way.dialect.library.col(_UNIT)
    if way.is_polars and _has_plain_hash(named):
        hashes = named.select(unit.hash()).collect(engine="streaming")
        ordered = hashes.to_series().sort()
        if ordered.n_unique() == len(ordered):
            return True
    counted = named.select(
        unit.n_unique().alias("different"), unit.count().alias("all")
    )
    (counts,) = way.collected(counted)

    return bool(counts["different"] == counts["all"])


def _has_plain_hash(named: Frame) -> bool:
    """Tell whether names are such that equal ones have equal digits."""
    kind = named.collect_schema()[_UNIT]

    return bool(kind.is_integer()) or str(kind) == "String"
