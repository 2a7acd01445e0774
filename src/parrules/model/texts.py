"""What is written in every part of a scheme, and where it stands."""

import attrs

from parrules.errors import Language, Path
from parrules.expression.terms import Term
from parrules.records import Record
from parrules.usage import hold_language


def where() -> Path:
    """Return an attribute for a path: shown to nobody, equal to all."""
    result: Path = attrs.field(default=(), eq=False, repr=False)

    return result


@attrs.frozen(eq=False, repr=False)
class Title(Record):
    """What people read; nothing compares, sorts or keys on it."""

    vi: str = ""
    en: str = ""

    def text(self, language: Language = "vi") -> str:
        """Return the title in *language*, else in the other one."""
        hold_language(language)
        first, second = (
            (self.vi, self.en) if language == "vi" else (self.en, self.vi)
        )

        return first or second


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Expression(Record):
    """A condition or formula: its text and, where it is sound, its tree.

    Attributes:
        term: Typed by `parrules.expression.typing`; `None` where that
            failed, which has been reported.
    """

    text: str
    term: Term | None = attrs.field(default=None, eq=False, repr=False)
    path: Path = where()
