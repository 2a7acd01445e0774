"""The facts of one unit, as entries read them."""

from collections.abc import Iterable, Mapping

import attrs

from parrules.breakdown.texts import Json
from parrules.facts import shown_as


@attrs.frozen
class FactRead:
    """A fact as an entry read it.

    Attributes:
        value: As JSON holds it; `None` where it is missing.
        dimension: What a number measures, ``percent`` for example; `None`
            for what is no number.
        origin: ``given``, ``default``, ``derived`` or ``missing``.
        evidence: Ids of the documents that it rests on.
        unevidenced: A required document is absent.
    """

    name: str
    title: Mapping[str, str]
    value: object
    dimension: str | None
    origin: str
    evidence: tuple[str, ...]
    unevidenced: bool


class Reads:
    """Facts with what else a document says of them."""

    def __init__(self, document: Json) -> None:
        """Join ``facts``, ``evidence`` and ``unevidenced`` of *document*."""
        self._columns: Mapping[str, Json] = document["facts"]
        self._unevidenced = frozenset(document["unevidenced"])
        self._documents: dict[str, tuple[str, ...]] = {}
        for each in document["evidence"]:
            for name in each["for"]:
                before = self._documents.get(name, ())
                self._documents[name] = (*before, shown_as(each))

    def of(self, names: Iterable[str]) -> tuple[FactRead, ...]:
        """Return the facts with *names*."""
        return tuple(self._read(name) for name in names)

    def _read(self, name: str) -> FactRead:
        columns = self._columns
        value = columns["values"][name]
        titles = {
            language: columns[f"titles_{language}"].get(name)
            for language in ("vi", "en")
        }

        return FactRead(
            name,
            {language: text for language, text in titles.items() if text},
            # What is handed out is the caller's.
            value.copy() if isinstance(value, dict | list) else value,
            columns["dimensions"].get(name),
            columns["origins"][name],
            self._documents.get(name, ()),
            name in self._unevidenced,
        )
