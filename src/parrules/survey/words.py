"""What surveys say to people, in both languages."""

from decimal import Decimal
from fractions import Fraction

import attrs

from parrules.errors import Language
from parrules.messages.catalogues import catalogue_of
from parrules.points import plain, published


@attrs.frozen
class SurveyWords:
    """The words of one language."""

    language: Language

    def __call__(self, key: str, **arguments: object) -> str:
        """Return the words for *key*, filled in."""
        words: str = catalogue_of("survey")[self.language][key]

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
