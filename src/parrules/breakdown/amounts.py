"""How the amounts of a ruleset are written; the same ones come again."""

import functools
import math
from collections.abc import Mapping
from decimal import Decimal

from parrules.breakdown.kept import REMEMBERED, Kept
from parrules.breakdown.texts import Json
from parrules.outcome import Pair
from parrules.plan.nodes import Plan
from parrules.points import plain_ratio, published

ratio = functools.lru_cache(REMEMBERED)(plain_ratio)


class Amounts:
    """Writes quanta of one plan.

    Attributes:
        text: Writes an amount in points, without trailing zeros.
        decimals: The amount in points, by quanta.
        share: Writes points earned as percent of those applicable, as
            published; `None` where nothing was.
        published: Writes a total as it is published, rounded once.
    """

    def __init__(self, plan: Plan) -> None:
        """Write as *plan* rounds."""
        self._units = 10**plan.places
        self._scheme = plan.scheme
        self.text = functools.lru_cache(REMEMBERED)(self._text)
        self.decimals: Mapping[int, Decimal] = Kept(self._decimal, REMEMBERED)
        self.share = functools.lru_cache(REMEMBERED)(self._share)
        self.published = functools.lru_cache(REMEMBERED)(self._published)
        self._sum = functools.lru_cache(REMEMBERED)(self._sum_of)

    def _text(self, quanta: int) -> str:
        return plain_ratio(quanta, self._units)

    def _decimal(self, quanta: int) -> Decimal:
        return Decimal(self._text(quanta))

    def _share(self, earned: int, applicable: int) -> str | None:
        if not applicable:
            return None
        scheme = self._scheme

        return published(
            100 * earned, applicable, scheme.decimals, scheme.rounding
        )

    def _published(self, pair: Pair) -> str:
        scheme = self._scheme

        return published(
            pair[0], pair[1] * self._units, scheme.decimals, scheme.rounding
        )

    def sum(self, pair: Pair) -> Json:
        """Write a total as it is published, and as an exact quotient."""
        shown, over, under = self._sum(*pair)

        return {
            "published": shown,
            "exact": {"numerator": over, "denominator": under},
        }

    def _sum_of(self, over: int, under: int) -> tuple[str, str, str]:
        shown = self.published((over, under))
        under *= self._units
        shared = math.gcd(over, under)

        return shown, str(over // shared), str(under // shared)
