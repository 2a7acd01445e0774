"""Shares of a whole that are never shown as more than they are."""

from fractions import Fraction


def percent_of(part: int, whole: int) -> Fraction:
    """Return *part* of *whole* in percent, exactly; of nothing, 100."""
    return Fraction(100 * part, whole) if whole else Fraction(100)


def percent_text(part: int, whole: int) -> str:
    """Write `percent_of` with one decimal, rounded down: 100 means all."""
    tenths = int(percent_of(part, whole) * 10)

    return f"{tenths // 10}.{tenths % 10}"
