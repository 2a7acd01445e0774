"""Labels of tiers that the file gives none: what their bounds say."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from parrules.model import Ladder, Title
from parrules.points import plain

# By what is known of the lower and of the upper bound: passed or reached,
# not reached or not passed.
_VI: Final[Mapping[tuple[str, str], str]] = {
    ("", ""): "mọi giá trị",
    ("from", ""): "từ {low} trở lên",
    ("above", ""): "trên {low}",
    ("", "to"): "từ {high} trở xuống",
    ("", "below"): "dưới {high}",
    ("from", "to"): "từ {low} đến {high}",
    ("from", "below"): "từ {low} đến dưới {high}",
    ("above", "to"): "trên {low} đến {high}",
    ("above", "below"): "trên {low} đến dưới {high}",
    ("just", ""): "đúng {low}",
}
_EN: Final[Mapping[tuple[str, str], str]] = {
    ("", ""): "any value",
    ("from", ""): "{low} or more",
    ("above", ""): "above {low}",
    ("", "to"): "{high} or less",
    ("", "below"): "below {high}",
    ("from", "to"): "from {low} to {high}",
    ("from", "below"): "from {low} to below {high}",
    ("above", "to"): "above {low}, up to {high}",
    ("above", "below"): "above {low} and below {high}",
    ("just", ""): "exactly {low}",
}


def tier_label(ladder: Ladder, position: int) -> Title:
    """Return what the bounds of a tier say, such as ``from 50 to below 80``.

    A short tier ends below the bound of the one above it.
    """
    tier = ladder.tiers[position]
    upper, upper_strict = tier.upper, tier.upper_strict
    if ladder.is_short and position:
        upper, upper_strict = ladder.tiers[position - 1].bound, True
    term = ladder.measure.term
    is_percent = term is not None and term.type.dimension == "percent"

    return bounds_label(
        tier.bound,
        upper,
        strict=tier.strict,
        upper_strict=upper_strict,
        unit="%" if is_percent else "",
    )


def bounds_label(
    bound: Decimal | None,
    upper: Decimal | None,
    *,
    strict: bool = False,
    upper_strict: bool = False,
    unit: str = "",
) -> Title:
    """Return what two bounds say in both languages.

    Args:
        bound: The lower bound, passed if *strict*, else reached; `None`
            for none.
        upper: The upper bound, not reached if *upper_strict*, else not
            passed; `None` for none.
        strict: See *bound*.
        upper_strict: See *upper*.
        unit: Written behind each number.
    """
    lower = "" if bound is None else "above" if strict else "from"
    higher = "" if upper is None else "below" if upper_strict else "to"
    if bound == upper and (lower, higher) == ("from", "to"):
        lower, higher = "just", ""
    low, high = (
        "" if each is None else plain(each) + unit for each in (bound, upper)
    )

    return Title(
        vi=_VI[lower, higher].format(
            low=low.replace(".", ","), high=high.replace(".", ",")
        ),
        en=_EN[lower, higher].format(low=low, high=high),
    )
