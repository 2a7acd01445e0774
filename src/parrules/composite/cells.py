"""Cells of a table of units → exact numbers, or how they would be written."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Final

_LONGEST: Final = 64
_MOST_PLACES: Final = 40
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_WITH_COMMA = re.compile(r"\s*[-+]?[0-9]+,[0-9]+\s*")
_WITH_SIGN = re.compile(r"\s*[-+]?[0-9]+([.,])[0-9]+\s*")
_MAYBE_THOUSANDS = re.compile(r"\s*[-+]?[1-9][0-9]{0,2}([.,])[0-9]{3}\s*")


def decimal_signs(cells: Iterable[object]) -> frozenset[str]:
    """Return the signs that surely stand before decimals in *cells*."""
    found = (
        _WITH_SIGN.fullmatch(cell)
        for cell in cells
        if isinstance(cell, str) and not _MAYBE_THOUSANDS.fullmatch(cell)
    )

    return frozenset(each[1] for each in found if each)


def is_ambiguous(cell: object, signs: frozenset[str]) -> bool:
    """Tell whether *cell* may be a thousand, or a thousandth of it.

    Args:
        cell: Of a table in which either sign may stand before decimals.
        signs: Those that surely do in it.
    """
    if not isinstance(cell, str):
        return False
    found = _MAYBE_THOUSANDS.fullmatch(cell)

    return found is not None and signs != {found[1]}


def number_of(cell: object) -> Fraction | str | None:
    """Return the number of a cell, `None` of an empty one.

    Returns:
        Where *cell* is no exact number, how it would be written, or nothing.
    """
    if cell is None:
        return None
    if isinstance(cell, bool):
        return ""
    if isinstance(cell, (int, Fraction)):
        return Fraction(cell)
    if isinstance(cell, float):
        return repr(cell)
    if isinstance(cell, Decimal):
        return _fraction(cell) if cell.is_finite() else ""
    if not isinstance(cell, str):
        return ""
    text = cell.strip()
    if not text:
        return None
    if len(text) <= _LONGEST and _NUMBER.fullmatch(text):
        return _of_digits(text)

    return _with_point(text)


def _of_digits(text: str) -> Fraction | str:
    """Return the number of a text that is one."""
    whole, _, decimals = text.partition(".")
    if len(decimals) > _MOST_PLACES or "e" in text or "E" in text:
        return _fraction(Decimal(text))

    return Fraction(int(whole + decimals), 10 ** len(decimals))


def _fraction(number: Decimal) -> Fraction | str:
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and abs(exponent) <= _MOST_PLACES:
        return Fraction(number)

    return ""


def pointed(cell: object) -> object:
    """Return a number that is written with a decimal comma with a point."""
    is_written_so = isinstance(cell, str) and _WITH_COMMA.fullmatch(cell)

    return str(cell).replace(",", ".") if is_written_so else cell


def _with_point(text: str) -> str:
    """Return *text* with a decimal point, if that makes a number of it."""
    tried = text.replace(",", ".")
    try:
        Decimal(tried)
    except InvalidOperation:
        return ""

    return tried if len(tried) <= _LONGEST and tried != text else ""
