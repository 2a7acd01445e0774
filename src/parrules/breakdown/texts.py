"""Texts that people read, as JSON holds them: a key for each language."""

from typing import Any, Final

from parrules.model import Title

Json = dict[str, Any]

SCHEMA: Final = "parrules/breakdown/1"
"""What a breakdown in JSON says that it is."""


def titled(title: Title, key: str = "title") -> Json:
    """Return the texts of *title*: ``title_vi`` and ``title_en``.

    Where there is none in a language, its key holds `None`.
    """
    return {f"{key}_vi": title.vi or None, f"{key}_en": title.en or None}


def title_in(written: Json, key: str = "title") -> dict[str, str]:
    """Return what `titled` wrote, by language: those that there are."""
    return {
        language: text
        for language in ("vi", "en")
        if (text := written[f"{key}_{language}"])
    }
