"""What surveys say to people, in both languages."""

import functools
import importlib.resources
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import attrs
import tomli

from parrules.errors import Language
from parrules.points import plain, published


@functools.cache
def _catalogue() -> Mapping[str, Mapping[str, str]]:
    folder = importlib.resources.files("parrules.survey")

    return tomli.loads((folder / "words.toml").read_text("utf-8"))


@attrs.frozen
class SurveyWords:
    """The words of one language."""

    language: Language

    def __call__(self, key: str, **arguments: object) -> str:
        """Return the words for *key*, filled in."""
        words = _catalogue()[self.language][key]

        return words.format(**arguments) if arguments else words

    def exact(self, number: Decimal | Fraction | int) -> str:
        """Write a number in full, with the sign of the language."""
        return plain(number).replace(".", self("decimal_sign"))

    def rounded(self, number: Fraction, places: int) -> str:
        """Write a number as it is published, rounded half up."""
        text = published(
            number.numerator, number.denominator, places, "half_up"
        )

        return text.replace(".", self("decimal_sign"))

    def about(self, number: float) -> str:
        """Write a binary float, which is only about what it says."""
        return f"{number:.2f}".replace(".", self("decimal_sign"))
