"""How what people write elsewhere is written here.

Only what is wrong is looked at, to say what was probably meant.
"""

import calendar
import datetime
import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from typing import Final

from parrules.points import plain

_DAY: Final = re.compile(
    r"""(?<![\w./-])(?:
        (?P<day>[0-9]{1,2})[/.-](?P<month>[0-9]{1,2})[/.-](?P<year>[0-9]{4})
      | (?P<y>[0-9]{4})[/.-](?P<m>[0-9]{1,2})[/.-](?P<d>[0-9]{1,2})
    )(?![\w./-])""",
    re.VERBOSE,
)
_GROUPED: Final = re.compile(
    r"[0-9]{1,3}(?:(?:\.[0-9]{3}){2,}|(?: [0-9]{3})+)"
)
_NUMBER: Final = re.compile(r"\s*(?:>=|≥)?\s*([0-9]+(?:[.,][0-9]+)?)\s*%?\s*")
_FLAGS: Final = {
    "true": "true",
    "yes": "true",
    "có": "true",
    "false": "false",
    "no": "false",
    "không": "false",
}


def unaccented(text: str) -> str:
    """Return *text* with the plain letters of its accented ones."""
    plainly = text.replace("đ", "d").replace("Đ", "D")
    apart = unicodedata.normalize("NFD", plainly)

    return "".join(char for char in apart if not unicodedata.combining(char))


def number_in(text: str) -> str:
    """Return the number that *text* is in documents, empty for none.

    Groups of three digits, a unit behind it, a fraction, a point at the
    end, digits of full width.
    """
    plainly = unicodedata.normalize("NFKC", text).replace("\u2044", "/")
    plainly = re.sub(r"\s*đ(?:iểm)?$", "", plainly)
    over, _, under = plainly.partition("/")
    if under:
        number = Fraction(int(over), int(under))
        is_short = 10**6 % number.denominator == 0
        return plain(number) if is_short else ""
    if _GROUPED.fullmatch(plainly):
        return re.sub(r"[ .]", "", plainly)

    return plainly.rstrip(".")


def day_in(text: str) -> str:
    """Return the first day in *text* as TOML writes it, empty for none.

    Where the year is last, the day is before the month.
    """
    match = _DAY.search(text)
    if match is None:
        return ""
    year, month, day = _parts(match)
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return ""


def month_of(text: str) -> dict[str, str]:
    """Return first and last day of the month of a day in *text*.

    Nothing where there is no such month.
    """
    match = _DAY.search(text)
    if match is None:
        return {}
    year, month, _ = _parts(match)
    try:
        first = datetime.date(year, month, 1)
    except ValueError:
        return {}
    last = first.replace(day=calendar.monthrange(year, month)[1])

    return {"first": first.isoformat(), "last": last.isoformat()}


def _parts(match: re.Match[str]) -> tuple[int, int, int]:
    """Return year, month and day."""
    year, month, day = (
        int(match[name] or match[name[0]]) for name in ("year", "month", "day")
    )

    return year, month, day


def meant(value: object, text: str, expected: str) -> dict[str, str]:
    """Return how *value* is written as what is *expected*, if that is plain.

    Args:
        value: As TOML gave it.
        text: As TOML writes it.
        expected: What TOML calls what is needed.

    Returns:
        ``quoted`` where quotes are missing, ``bare`` where there are too
        many; nothing where it is not plain.
    """
    if isinstance(value, str):
        bare = _bare(text, expected)
        return {"bare": bare} if bare else {}
    is_plain = type(value) in (int, Decimal, datetime.date)

    return {"quoted": f'"{text}"'} if is_plain and expected == "string" else {}


def _bare(text: str, expected: str) -> str:
    if expected == "date":
        return day_in(text)
    if expected == "boolean":
        return _FLAGS.get(text.strip().lower(), "")
    number = _NUMBER.fullmatch(text)
    if number is None or expected not in ("number", "integer"):
        return ""

    return number[1].replace(",", ".")
