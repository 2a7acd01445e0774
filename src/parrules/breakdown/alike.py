"""Mappings that have the same keys, of which a document has hundreds."""

from typing import Any

from parrules.breakdown.texts import Json


class Alike:
    """Makes mappings alike: all that one of these makes share their keys.

    Python lets the attributes of all objects of a class share theirs (PEP
    412), and so is each made as the attributes of an object.  It is a `dict`
    like any other; but a copy of it copies values alone, and once some tens
    were made it is half as large.
    """

    def __init__(self) -> None:
        """Share nothing as yet."""
        self._kind: Any = type("Mapping", (), {})

    def made(self, written: Json) -> Json:
        """Return a copy of *written*, whose keys others have in that order."""
        holder = self._kind()
        for key, value in written.items():
            setattr(holder, key, value)

        found: Json = vars(holder)

        return found
