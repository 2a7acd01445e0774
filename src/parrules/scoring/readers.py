"""One value as somebody handed it in → one exact value, or a refusal.

Strict on purpose: `True` is not 1, a datetime is not a date, and a float is
never a number, since nobody can say which decimal was meant by it.
"""

import datetime
import functools
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from parrules.errors import Path, Problem, near, near_input
from parrules.facts import NEVER, Submission, day_of
from parrules.model import Fact
from parrules.model.codes import printing
from parrules.plan.nodes import Input
from parrules.points import is_bounded, plain, scale_of, whole
from parrules.scoring.floats import exact_of

Reader = Callable[[object], Any]
"""Returns the value in the form that `parrules.scoring.numbers` reads."""

_LONGEST_TEXT = 10_000
_NUMBER = r"[+-]?[0-9]{1,40}(?:[.,][0-9]{1,40})?"
_MAYBE_THOUSANDS = r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}"
_WHOLE = frozenset((int,))
_FACTS: Path = ("facts",)
FLAGS = {
    "true": True,
    "false": False,
    "yes": True,
    "no": False,
    "có": True,
    "không": False,
    "1": True,
    "0": False,
}


class Refused(Exception):  # noqa: N818  # a signal, not an error to show
    """A value that cannot be what its fact declares."""

    def __init__(self, code: str, **arguments: str) -> None:
        """Hold the problem's code and arguments."""
        self.code = code
        self.arguments = arguments
        super().__init__(code)


def problem_of(
    code: str, name: str, submission: Submission, /, **arguments: str
) -> Problem:
    """Return what is wrong with the fact called *name*."""
    return Problem(
        code=code,
        path=path_of(name, submission),
        arguments={"name": name, **arguments},
        document=submission.document,
    )


def path_of(name: str, submission: Submission) -> Path:
    """Return where the fact called *name* stands, or would stand."""
    found = submission.paths.get(name)
    if found is not None:
        return found
    tables = {path[:1] for path in submission.paths.values()}

    return (*_FACTS, name) if _FACTS in tables else (name,)


def reader_of(
    source: Input, codes: Mapping[str, str], bounds: tuple[int, int]
) -> Reader:
    """Return the reader for one input.

    Args:
        source: A fact, an answer or a judgement.
        codes: What a fact of type codes may name: by code what is printed.
        bounds: Lowest and highest value, in steps of its decimal places.
    """
    if source.kind == "flag":
        return _flag
    if source.kind == "count":
        return _count(bounds)
    if source.kind in ("number", "percent", "judged"):
        return _number(source.places, bounds)
    if source.kind == "date":
        assert source.fact is not None
        return _date(source.fact, bounds)
    if source.kind in ("choice", "answer"):
        return _option(source.options)
    if source.kind == "tally":
        return _tally(source.options, bounds)

    return _codes(codes)


def kind_of(value: object) -> str:
    """Return what messages call the type of a value."""
    names = {
        "bool": "flag",
        "int": "count",
        "Decimal": "decimal",
        "str": "text",
        "date": "date",
        "datetime": "datetime",
        "list": "list",
        "tuple": "list",
        "dict": "table",
        "float": "float",
        "NoneType": "nothing",
    }

    return names.get(type(value).__name__, type(value).__name__)


def shown(value: object) -> str:
    """Write a value for a message, whatever its size."""
    if isinstance(value, int) and not isinstance(value, bool):
        # Python refuses to write very long whole numbers.
        return str(value) if value.bit_length() < 1024 else "…"  # noqa: PLR2004
    if isinstance(value, str | Decimal | datetime.date):
        return str(value)[:200]

    return kind_of(value)


def _flag(value: object) -> bool:
    if value is True or value is False:
        return value
    raise Refused("PAR302", found=kind_of(value), expected="flag")


def _number(places: int, bounds: tuple[int, int]) -> Reader:
    low, high = bounds
    scale = scale_of(places)

    def read(value: object) -> int:
        if type(value) is int:
            steps = value * scale
            if low <= steps <= high:
                return steps
        elif type(value) is Decimal and _is_beyond(value):
            steps = high + 1
        elif isinstance(value, float):
            # Also what tables of numbers have in its place.
            exact = exact_of(value, places, bounds)
            raise Refused(
                "PAR307",
                value=float.__repr__(value),
                exact=exact,
                places=str(places) if places else "",
            )
        else:
            steps = _steps(value, places)
        if low <= steps <= high:
            return steps
        raise Refused(
            "PAR303",
            value=shown(value),
            low=plain_steps(low, places),
            high=plain_steps(high, places),
        )

    return read


def _count(bounds: tuple[int, int]) -> Reader:
    number = _number(0, bounds)
    low, high = bounds

    def read(value: object) -> int:
        if type(value) is int and low <= value <= high:
            return value
        # Everything else is refused there, but for whole decimals.
        number(value)
        # 8.0 is a measurement, 8 is how many there are.
        raise Refused("PAR302", found=kind_of(value), expected="count")

    return read


def _is_beyond(number: Decimal) -> bool:
    """Tell whether *number* is no number, or far too large to compute."""
    if not number.is_finite():
        return True
    exponent = number.as_tuple().exponent

    return (
        not is_bounded(number)
        and isinstance(exponent, int)
        and (exponent >= 0)
    )


@functools.lru_cache(1024)
def plain_steps(steps: int, places: int) -> str:
    """Write *steps* of ``10**-places`` without trailing zeros."""
    return plain(Fraction(steps, 10**places))


def _steps(value: object, places: int) -> int:
    """Return a decimal in steps of ``10**-places``."""
    if type(value) is not Decimal:
        expected = "number" if places else "count"
        raise Refused("PAR302", found=kind_of(value), expected=expected)
    if not is_bounded(value):
        raise Refused("PAR304", value=shown(value), places=str(places))
    try:
        return whole(value, places)
    except ValueError:
        raise Refused(
            "PAR304", value=shown(value), places=str(places)
        ) from None


def _date(fact: Fact, bounds: tuple[int, int]) -> Reader:
    low, high = bounds

    def read(value: object) -> int | str:
        if type(value) is str and value == NEVER:
            if fact.never:
                return NEVER
            raise Refused("PAR318")
        day = _day(value)
        if low <= day <= high:
            return day
        raise Refused(
            "PAR303",
            value=shown(value),
            low=datetime.date.fromordinal(low).isoformat(),
            high=datetime.date.fromordinal(high).isoformat(),
        )

    return read


def _day(value: object) -> int:
    if type(value) is datetime.date:
        return value.toordinal()
    if type(value) is str:
        day = day_of(value)
        if day is None:
            raise Refused("PAR314", value=shown(value), expected="date")
        return day.toordinal()
    raise Refused("PAR302", found=kind_of(value), expected="date")


def _option(options: tuple[str, ...]) -> Reader:
    positions = {option: index for index, option in enumerate(options)}

    def read(value: object) -> int:
        if type(value) is not str:
            raise Refused("PAR302", found=kind_of(value), expected="choice")
        position = positions.get(value)
        if position is not None:
            return position
        check_text(value)
        raise Refused(
            "PAR308",
            value=shown(value),
            options=", ".join(options),
            near=near(value[:100], options),
        )

    return read


def check_text(value: str) -> None:
    """Refuse a text that is not in Unicode's normal form C, or too long."""
    if len(value) > _LONGEST_TEXT:
        raise Refused("PAR314", value=shown(value), expected="text")
    if not unicodedata.is_normalized("NFC", value):
        raise Refused("PAR313", value=shown(value))


def _tally(levels: tuple[str, ...], bounds: tuple[int, int]) -> Reader:
    count = _count(bounds)
    low, high = bounds

    def is_plain(counts: Sequence[Any]) -> bool:
        return (
            _WHOLE.issuperset(map(type, counts))
            and low <= min(counts)
            and max(counts) <= high
        )

    def read(value: object) -> tuple[int, ...]:
        if not isinstance(value, list | tuple):
            if not isinstance(value, Mapping):
                raise Refused("PAR302", found=kind_of(value), expected="tally")
            value = _by_level(value, levels)
        if len(value) != len(levels):
            raise Refused(
                "PAR330",
                found=str(len(value)),
                expected=str(len(levels)),
                levels=", ".join(levels),
            )

        if is_plain(value):
            return tuple(value)

        return tuple(count(each) for each in value)

    return read


def _by_level(
    value: Mapping[object, object], levels: tuple[str, ...]
) -> tuple[object, ...]:
    for level in value:
        if level not in levels:
            raise Refused(
                "PAR308",
                value=shown(level),
                options=", ".join(levels),
                near=near(shown(level)[:100], levels),
            )

    return tuple(value.get(level, 0) for level in levels)


def _codes(codes: Mapping[str, str]) -> Reader:
    def read(value: object) -> tuple[str, ...]:
        if not isinstance(value, list | tuple):
            raise Refused("PAR302", found=kind_of(value), expected="codes")
        for each in value:
            if type(each) is not str:
                raise Refused("PAR302", found=kind_of(each), expected="codes")
            if each not in codes:
                raise Refused(
                    "PAR315",
                    value=shown(each),
                    near=near_input(each[:100], codes),
                    printed=printing(each, codes),
                )

        return tuple(dict.fromkeys(value))

    return read


def from_text(source: Input, text: object) -> object:
    """Return what *text*, from a spreadsheet, says for one input.

    Decimal comma and point are both read; a tally or codes are separated
    by semicolons.

    Raises:
        Refused: PAR302, it is no text; PAR314, it does not say that.
    """
    if not isinstance(text, str):
        raise Refused("PAR302", found=kind_of(text), expected="text")
    text = unicodedata.normalize("NFC", text.strip())
    refusal = Refused("PAR314", value=text[:200], expected=source.kind)
    if source.kind == "flag":
        if text.lower() not in FLAGS:
            raise refusal
        return FLAGS[text.lower()]
    if source.kind in ("count", "number", "percent", "judged"):
        return _from_digits(text, refusal)
    if source.kind == "tally":
        return tuple(
            _from_digits(part.strip(), refusal) for part in text.split(";")
        )
    if source.kind == "codes":
        return tuple(part.strip() for part in text.split(";") if part.strip())

    return text


def _from_digits(text: str, refusal: Refused) -> int | Decimal:
    """Read a number with a decimal comma or point.

    ``1.000`` is refused: where it was written it may be a thousand.
    """
    if not re.fullmatch(_NUMBER, text) or re.fullmatch(_MAYBE_THOUSANDS, text):
        raise refusal
    number = Decimal(text.replace(",", "."))
    if not is_bounded(number):
        raise refusal
    has_point = "," in text or "." in text

    return number if has_point else int(number)
