"""What every record can do that is compared or shown."""

import attrs


class Record:
    """A value whose fields count for equality and are shown.

    Written once: attrs would make and compile these methods anew for each
    of some fifty classes, which takes longer than a ruleset takes to read.
    """

    __slots__ = ()

    def _counted(self) -> tuple[object, ...]:
        """Return the fields that count for equality."""
        return tuple(
            getattr(self, field.name)
            for field in attrs.fields(type(self))  # type: ignore[arg-type]  # every record is one of attrs
            if field.eq
        )

    def __eq__(self, other: object) -> bool:
        """Compare all that counts, with a record of the same class."""
        if type(other) is not type(self):
            return NotImplemented
        assert isinstance(other, Record)

        return self._counted() == other._counted()

    def __hash__(self) -> int:
        """Return the hash of all that counts."""
        return hash(self._counted())

    def __repr__(self) -> str:
        """Write the fields as they would be given."""
        shown = ", ".join(
            f"{field.name}={getattr(self, field.name)!r}"
            for field in attrs.fields(type(self))  # type: ignore[arg-type]  # every record is one of attrs
            if field.repr
        )

        return f"{type(self).__name__}({shown})"
