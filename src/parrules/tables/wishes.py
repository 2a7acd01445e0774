"""What is asked of a table, and whether it can be had."""

from collections.abc import Iterator, Sequence
from typing import Final, Literal, get_args

import attrs

from parrules.errors import Problem
from parrules.tables.answers import DETAILS, Amounts, Detail, part_names
from parrules.tables.columns import Sorted, Table
from parrules.tables.lowering import Lowered

Errors = Literal["raise", "collect"]
UNIT: Final = "unit.id"
NAME: Final = "table"
"""Where problems stand that are of no file."""


@attrs.frozen(kw_only=True)
class Wish:
    """What is asked of a table; as `Ruleset.evaluate_table` says."""

    detail: Detail = "totals"
    amounts: Amounts = "quanta"
    long: bool = False
    errors: Errors = "raise"
    unit: str = UNIT
    carry: tuple[str, ...] = ()


def unknown_words(wish: Wish) -> Iterator[Problem]:
    """Yield options that say nothing known."""
    for name, found, known in (
        ("detail", wish.detail, DETAILS),
        ("amounts", wish.amounts, get_args(Amounts)),
        ("errors", wish.errors, get_args(Errors)),
    ):
        if found not in known:
            arguments = {
                "name": name,
                "found": str(found),
                "known": ", ".join(known),
            }
            yield Problem(code="PAR355", arguments=arguments)


def unnamed(columns: Sorted, wish: Wish) -> Iterator[Problem]:
    """Yield that units were to be named by what is not there."""
    if wish.unit not in ("", UNIT) and not columns.unit:
        yield Problem(
            code="PAR357",
            path=(wish.unit,),
            arguments={"name": wish.unit},
            document=Table(NAME),
        )


def clashing(
    carried: Sequence[str], low: Lowered, wish: Wish
) -> Iterator[Problem]:
    """Yield columns taken along that are named as what is made."""
    taken = {answer.name for answer, _ in low.answers}
    if wish.long:
        taken |= {"code", *part_names("")}
    for name in carried:
        if name in taken or name.startswith("#"):
            yield Problem(
                code="PAR356",
                path=(name,),
                arguments={"name": name},
                document=Table(NAME),
            )
