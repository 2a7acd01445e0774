"""What a proof says, in both languages."""

from collections.abc import Mapping

from parrules.errors import Language
from parrules.messages.catalogues import catalogue_of
from parrules.proving.claims import Claim

_NUMBERS = ("points", "other_points", "maximum", "total", "value")
"""Arguments of claims that are numbers; others are names."""


def words_of(language: Language, group: str) -> Mapping[str, str]:
    """Return one group of words: ``claim``, ``answer`` and so on."""
    words: Mapping[str, str] = catalogue_of("proving")[language][group]

    return words


def claim_text(claim: Claim, language: Language) -> str:
    """Write what is claimed, as a sentence without a stop."""
    key: str = claim.kind
    if key == "direction":
        is_grade = claim.arguments["criterion"] == "grade"
        word = "grade" if is_grade else "direction"
        key = f"{word}_{claim.arguments['more']}"

    return words_of(language, "claim")[key].format(
        about=claim.about, **claim.arguments
    )


def detail_text(claim: Claim, language: Language) -> str:
    """Write why it holds, does not, or is not decided."""
    # Only who reads a claim waits for how numbers are written.
    from parrules.reporting.words import Words  # noqa: PLC0415

    template = words_of(language, "detail")[claim.detail]
    # Of a total the other one is a total, and of rows a row.
    others = ("other",) if claim.detail.startswith("total_") else ()
    write = Words(language).number
    arguments = {
        name: write(text) if name in (*_NUMBERS, *others) else text
        for name, text in claim.arguments.items()
    }

    return template.format(about=claim.about, **arguments)
