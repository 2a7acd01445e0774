"""The words of rankings and comparisons, and how places are written."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import attrs

from parrules.points import published
from parrules.reporting.words import Words, clean

_Json = Mapping[str, Any]
_NAMED = ("total", "base", "bonus", "penalty")


def shared_names(blocks: Iterable[_Json]) -> frozenset[str]:
    """Return the names that several units of *blocks* have."""
    ids: dict[str, set[str]] = {}
    for block in blocks:
        for each in (*block["units"], *block.get("missing", ())):
            name = each["name"] or each["unit"]
            ids.setdefault(name, set()).add(each["unit"])

    return frozenset(name for name, units in ids.items() if len(units) > 1)


@attrs.frozen
class RankingWords(Words):
    """The words of one language, those of all reports among them.

    Attributes:
        decimals: With which points and shares are written.
        shared: Names that several units have.
    """

    files = ("ranking_words.toml", *Words.files)
    decimals: int = 2
    shared: frozenset[str] = frozenset()

    def unit(self, each: _Json) -> str:
        """Return what people call a unit, with its id if others share it."""
        name = each["name"] or each["unit"]
        if name in self.shared and name != each["unit"]:
            return clean(f"{name} ({each['unit']})")

        return clean(name)

    def titled(self, each: _Json, key: str = "id") -> str:
        """Return a title, else the id or code."""
        return self.title(each) or clean(each[key])

    def published(self, amount: _Json | None, *, signed: bool = False) -> str:
        """Write an amount as it is published."""
        if amount is None:
            return self("absent")
        write = self.signed if signed else self.number

        return write(amount["published"])

    def amount(self, text: str | None, *, signed: bool = False) -> str:
        """Write an exact amount, rounded half up as all in its column."""
        if text is None:
            return self("absent")
        exact = Fraction(text)
        shown = published(
            exact.numerator, exact.denominator, self.decimals, "half_up"
        )

        return self.signed(shown) if signed else self.number(shown)

    def most(self, maximum: str) -> str:
        """Write a maximum as it is; a quotient, as of a mean, rounded."""
        return self.amount(maximum) if "/" in maximum else self.number(maximum)

    def places(self, places: int | None) -> str:
        """Write how many places were won or lost."""
        if places is None:
            return self("absent")
        if not places:
            return self("same")

        return self("up" if places > 0 else "down", count=abs(places))

    def turn(self, each: _Json) -> str:
        """Write what units are compared by, one after the other."""
        name, title = each["name"], self.title(each)
        kind, colon, key = name.partition(":")
        if colon:
            return self(f"turn_{kind}", title=title or clean(key))
        if name in _NAMED:
            return self(f"turn_{name}")

        return self("turn_node", code=clean(name))

    def behind(self, each: _Json) -> str:
        """Write in what a unit is behind another."""
        if ":" in each["name"]:
            return self.turn(each)
        kind = each["name"] if each["name"] in _NAMED else "node"

        return self(f"order_{kind}", code=clean(each["name"]))
