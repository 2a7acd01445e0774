"""How a value is written that was written otherwise: what a remedy shows."""

import datetime
import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from parrules.facts import NEVER
from parrules.plan.nodes import Input
from parrules.points import is_bounded, plain
from parrules.scoring.readers import shown

_MOST = 200
"""Characters: what is longer was meant as no value at all."""

_MOST_BITS = 1024
"""Of whole numbers; those that have more are beyond all bounds."""

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_BACKWARDS = re.compile(r"(\d{4})[/.-]?(\d{1,2})[/.-]?(\d{1,2})")
_TIME = re.compile(r"[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:[., ]\d{3})+")
_BETWEEN = re.compile(r"[\s,;|/]+")
_YES = ("true", "yes", "có", "1", "x", "đúng")
_NOT = ("never", "false", "không", "chưa", "no", "none", "-", "–", "—")  # noqa: RUF001  # dashes of tables
"""How people begin to say that something did not happen."""

_DAY_LIKE = "2021-01-20"
_NO = ("false", "no", "không", "0", "sai")


def form_of(source: Input, value: object, *, is_text: bool) -> str:
    """Return *value* as it was probably meant, else what is alike.

    Args:
        source: What the value was given for.
        value: What was refused.
        is_text: It stands in a table of texts, as in CSV.

    Returns:
        What can stand in its place: in TOML, or in a table of texts. Where
        there are two readings, both, with `` | `` between them.
    """
    makers = {
        "flag": _flag,
        "date": _date,
        "tally": _tally,
        "codes": _codes,
        "choice": _option,
        "answer": _option,
    }
    value = shortened(value)
    if isinstance(value, str):
        value = value[:_MOST].strip()

    return makers.get(source.kind, _number)(source, value, is_text)


def _said(value: object) -> str:
    """Return what *value* says if it was meant as a word."""
    return str(value).lower() if type(value) is bool else shown(value).lower()


def shortened(value: Any) -> Any:  # noqa: ANN401  # any object
    """Return a whole number that Python refuses to write as a shorter one.

    Both are beyond all bounds.
    """
    if isinstance(value, list | tuple):
        return [shortened(each) for each in value]
    if type(value) is int and value.bit_length() > _MOST_BITS:
        return 1 << _MOST_BITS if value > 0 else -(1 << _MOST_BITS)

    return value


def _flag(_: Input, value: object, is_text: bool) -> str:  # noqa: FBT001  # as all
    del is_text
    said = _said(value)
    if said in _YES:
        return "true"

    return "false" if said in _NO else "true | false"


def _number(source: Input, value: object, is_text: bool) -> str:  # noqa: FBT001  # as all
    del is_text
    is_whole = source.kind == "count" or not source.places
    likely: list[Decimal] = []
    if isinstance(value, str):
        likely = _numbers(value.removesuffix("%").strip())
    elif type(value) is Decimal and is_bounded(value):
        # TOML takes what says a thousand for one.
        likely = _numbers(str(value))
    fit = [plain(each) for each in likely if _is_whole(each) or not is_whole]

    return " | ".join(dict.fromkeys(fit)) or ("8" if is_whole else "12.5")


def _numbers(text: str) -> list[Decimal]:
    """Return what *text* may say: 1.000 is a thousand, or one."""
    texts = [text.replace(",", ".")]
    if _THOUSANDS.fullmatch(text):
        texts.insert(0, re.sub("[., ]", "", text))
    found = (_number_in(each) for each in texts)

    return [each for each in found if each is not None]


def _number_in(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None

    return number if is_bounded(number) else None


def _is_whole(number: Decimal) -> bool:
    return Fraction(number).denominator == 1


def _date(source: Input, value: object, is_text: bool) -> str:  # noqa: FBT001  # as all
    never = ""
    if source.fact is not None and source.fact.never:
        never = NEVER if is_text else f'"{NEVER}"'
        if _said(value).split(" ")[0] in _NOT:
            return never
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    text = shown(value) if isinstance(value, (str, int)) else ""
    # A cell of a spreadsheet may have a time beside its day.
    text = _TIME.sub("", text)
    readings: list[tuple[str, str, str]] = []
    if match := _DAY.fullmatch(text):
        first, second, year = match.groups()
        # In Việt Nam the day comes first, in some spreadsheets the month.
        readings = [(year, second, first), (year, first, second)]
    elif match := _BACKWARDS.fullmatch(text):
        year, month, day = match.groups()
        readings = [(year, month, day)]
    days = [day for each in readings if (day := _day_of(*each))]

    if days:
        return " | ".join(dict.fromkeys(days))

    return " | ".join(filter(None, (_DAY_LIKE, never)))


def _day_of(year: str, month: str, day: str) -> str:
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _tally(source: Input, value: object, is_text: bool) -> str:  # noqa: FBT001  # as all
    parts: list[object] = []
    if isinstance(value, str):
        parts = list(filter(None, _BETWEEN.split(value.strip("[] "))))
    elif isinstance(value, (list, tuple)):
        parts = list(value)
    counts = [_count(part) for part in parts]
    if "" in counts or len(counts) != len(source.options):
        counts = [str(each) for each in range(1, len(source.options) + 1)]

    return ";".join(counts) if is_text else f"[{', '.join(counts)}]"


def _count(part: object) -> str:
    """Return *part* as a count, empty where it is none."""
    if isinstance(part, bool):
        return ""
    numbers = _numbers(shown(part)[:_MOST])
    if len(numbers) != 1 or not _is_whole(numbers[0]):
        return ""

    return plain(numbers[0])


def _codes(_: Input, value: object, is_text: bool) -> str:  # noqa: FBT001  # as all
    parts = ["1.1", "2.3"]
    if isinstance(value, str):
        parts = list(filter(None, _BETWEEN.split(value.strip("[] "))))
    quoted = ", ".join(f'"{part}"' for part in parts)

    return ";".join(parts) if is_text else f"[{quoted}]"


def _option(source: Input, value: object, is_text: bool) -> str:  # noqa: FBT001  # as all
    option = source.options[0] if source.options else ""
    said = _said(value)
    # As reports print them, and as most tables name them.
    meant = "yes" if said in _YES else "no" if said in _NO else option
    if meant in source.options:
        option = meant

    return option if is_text else f'"{option}"'
