"""What every record can do that is compared or shown."""

from collections.abc import Mapping
from typing import Any, NoReturn, TypeVar

import attrs

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class ReadOnly(dict[_Key, _Value]):
    """A mapping that nobody can change, as records hold them.

    It is a `dict` in all else: compared, copied, pickled, written as JSON.
    """

    __slots__ = ()

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        """Refuse to be changed."""
        raise TypeError("this mapping is read-only; make a `dict` of it")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __copy__(self) -> "ReadOnly[_Key, _Value]":
        """Return it as it is: it never changes."""
        return self

    def __reduce__(self) -> Any:  # noqa: ANN401  # as pickle wants it
        """Pickle it as what it is made of, which it takes at once."""
        return type(self), (dict(self),)


def read_only(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return *given* as nobody can change it; mappings in it, too."""
    if type(given) is ReadOnly:
        return given
    made = dict(given)
    for key, value in made.items():
        if type(value) is dict:
            made[key] = read_only(value)

    return ReadOnly(made)


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
