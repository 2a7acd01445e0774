"""Defaults of facts, in the form of the facts of their type."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from parrules.errors import Path, near
from parrules.loading.structure import Reader
from parrules.model import Fact


def default_of(
    reader: Reader, fact: Fact, value: object, path: Path
) -> object:
    """Return *value* in the form of the facts of this type."""
    makers: dict[str, Callable[[Fact, Any], object]] = {
        "flag": _flag,
        "count": _count,
        "number": _number,
        "percent": _number,
        "date": _date,
        "choice": _choice,
        "tally": _tally,
        "codes": _codes,
    }
    made = makers[fact.type](fact, value)
    if made is not None:
        return made
    if fact.type == "date" and value == "never":
        reader.problem(
            "PAR321", path, name=fact.name, value="never", expected="date"
        )
    elif fact.type == "choice" and isinstance(value, str):
        reader.problem(
            "PAR111",
            path,
            value=value,
            allowed=" | ".join(fact.options),
            near=near(value, fact.options),
        )
    else:
        counts = ", ".join("0" for _ in fact.levels)
        remedy = {"counts": f"[{counts}]"} if fact.type == "tally" else {}
        reader.wrong(value, _wanted(fact), path, **remedy)

    return None


def _wanted(fact: Fact) -> str:
    if fact.type == "date" and fact.never:
        return 'date | "never"'

    return fact.type


def _flag(_: Fact, value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _count(_: Fact, value: object) -> int | None:
    return value if type(value) is int else None


def _number(_: Fact, value: object) -> Decimal | None:
    if type(value) is int or isinstance(value, Decimal):
        return Decimal(value)

    return None


def _date(fact: Fact, value: object) -> object:
    if fact.never and value == "never":
        return value

    return value if type(value) is datetime.date else None


def _choice(fact: Fact, value: object) -> str | None:
    is_option = isinstance(value, str) and value in fact.options

    return str(value) if is_option else None


def _tally(fact: Fact, value: object) -> tuple[int, ...] | None:
    if not isinstance(value, list) or len(value) != len(fact.levels):
        return None
    counts = tuple(each for each in value if type(each) is int and each >= 0)

    return counts if len(counts) == len(value) else None


def _codes(_: Fact, value: object) -> tuple[str, ...] | None:
    if not isinstance(value, list):
        return None
    codes = tuple(each.strip() for each in value if isinstance(each, str))

    return codes if len(codes) == len(value) else None
