"""The words of reports, and how values are written in each language."""

import collections
import functools
import re
import unicodedata
from collections.abc import Mapping
from typing import Any, ClassVar, Final

import attrs

from parrules.errors import Language
from parrules.messages.catalogues import catalogue_of
from parrules.points import divide, text_of
from parrules.usage import hold_language, hold_least

_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_QUOTIENT: Final = re.compile(r"(-?[0-9]+)/([0-9]+)")
_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_SHOWN_PLACES: Final = 2


@functools.cache
def _catalogue(
    files: tuple[str, ...], language: Language
) -> Mapping[str, Any]:
    """Return the words of all *files*; of a word in several, the first."""
    found = (catalogue_of("reporting", file)[language] for file in files)

    return dict(collections.ChainMap(*found))


@attrs.frozen
class Words:
    """The words of one language, and how long lines of them may be.

    Attributes:
        files: Where words are looked for, in this order.
    """

    files: ClassVar[tuple[str, ...]] = ("words.toml",)
    language: Language
    width: int = 80

    def __attrs_post_init__(self) -> None:
        """Hold language and width to what can be written."""
        hold_language(self.language)
        hold_least("width", self.width, 1)

    def __call__(self, key: str, **arguments: object) -> str:
        """Return the words for *key*, filled in."""
        words: str = _catalogue(self.files, self.language)[key]

        return words.format(**arguments) if arguments else words

    def rule(self, key: str, **arguments: object) -> str:
        """Return what the kind of rule called *key* means."""
        words: str = _catalogue(self.files, self.language)["rules"][key]

        return words.format(**arguments) if arguments else words

    def title(self, written: Mapping[str, Any], key: str = "title") -> str:
        """Return a title in this language, else in another.

        Args:
            written: Has the texts as ``title_vi`` and ``title_en``.
            key: What they are, ``title`` or ``label``.
        """
        languages = (self.language, "vi", "en")
        texts = (written[f"{key}_{language}"] for language in languages)

        return clean(next(filter(None, texts), ""))

    def number(self, text: str) -> str:
        """Write a number with the signs of the language.

        A quotient like ``200/3`` is rounded half up to two decimal places.
        Where it would then look like a whole number, which most bounds are,
        it has as many more as it takes: 99.996… must not look as if it
        reached 100.
        """
        quotient = _QUOTIENT.fullmatch(text)
        about = ""
        if quotient:
            text, about = _rounded(*map(int, quotient.groups())), "≈\u00a0"
        if text.startswith("-"):
            about, text = about + self("minus_sign"), text[1:]

        return about + text.replace(".", self("decimal_sign"))

    def signed(self, text: str) -> str:
        """Write an amount with its sign; nothing has none."""
        if not set(text) & set("123456789"):
            return self.number(text.lstrip("-"))

        return ("" if text.startswith("-") else "+") + self.number(text)

    def measure(self, text: str, dimension: str | None) -> str:
        """Write a number of *dimension*: a percent has the sign of one."""
        sign = "%" if dimension == "percent" else ""

        return self.number(text) + sign

    def value(self, value: object, dimension: str | None = None) -> str:
        """Write the value of a fact; *dimension* is what a number measures."""
        if isinstance(value, bool):
            return self("true" if value else "false")
        if isinstance(value, dict):
            return ", ".join(
                f"{clean(level)} {count}" for level, count in value.items()
            )
        if isinstance(value, list):
            parts = "; ".join(clean(str(each)) for each in value)
            return parts or self("none")
        text = clean(str(value))
        if text == "never":
            return self("never")
        day = _DATE.fullmatch(text)
        if day:
            return self("date", year=day[1], month=day[2], day=day[3])
        if dimension is not None or _NUMBER.fullmatch(text):
            return self.measure(text, dimension)

        return text

    def of_fact(self, fact: Mapping[str, Any]) -> str:
        """Write the value of a fact, one of those that `joined` gives."""
        value = fact["value"]
        first, last = ("vi", "en") if self.language == "vi" else ("en", "vi")
        called = {**fact[f"options_{last}"], **fact[f"options_{first}"]}
        if isinstance(value, dict):
            return ", ".join(
                f"{clean(str(called.get(level, level)))} {count}"
                for level, count in value.items()
            )
        if not isinstance(value, list) and value in called:
            return clean(str(called[str(value)]))

        return self.value(value, fact["dimension"])

    def answer(self, value: object) -> str:
        """Write what a person answered: the id of a choice, or points."""
        if value in ("yes", "no"):
            return self(f"answer_{value}")

        return self.value(value)


def _rounded(over: int, under: int) -> str:
    """Write a quotient that has no end, rounded half up."""
    places = _SHOWN_PLACES
    while True:
        scale = 10**places
        units = divide(over * scale, under, "half_up")
        if units % scale:
            return text_of(units, places)
        places += 1


def clean(text: str) -> str:
    """Return *text* on one line, without what moves the cursor.

    What a submission says is shown in terminals and browsers; marks that
    turn the direction of writing could make it read otherwise.
    """
    return "".join(
        " " if char in "\n\r\t" else char
        for char in text
        if char in "\n\r\t"
        or unicodedata.category(char) not in ("Cc", "Cf", "Cs")
    )
