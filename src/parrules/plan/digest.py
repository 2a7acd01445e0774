"""A digest of what a scheme means, whatever the file looks like."""

import json
from decimal import Decimal
from fractions import Fraction

import attrs

from parrules.expression.terms import Term
from parrules.model import Example, Expression, Scheme, Title
from parrules.points import plain


def meaning(scheme: Scheme) -> str:
    """Return the SHA-256 of *scheme*'s meaning, as hexadecimal digits.

    Titles, labels, examples and places do not count; 1.5 is 1.50.
    """
    text = json.dumps(
        _canonical(scheme), ensure_ascii=True, separators=(",", ":")
    )

    return sha256(text.encode("ascii"))


def sha256(data: bytes) -> str:
    """Return the SHA-256 of *data*, as hexadecimal digits."""
    # OpenSSL behind it takes time to load; most callers never ask.
    import hashlib  # noqa: PLC0415

    return hashlib.sha256(data).hexdigest()


def _canonical(value: object) -> object:
    """Return *value* in JSON, the same for everything that means it."""
    if isinstance(value, Decimal | Fraction):
        return plain(value)
    if isinstance(value, Expression):
        return value.text if value.term is None else _canonical(value.term)
    if isinstance(value, Term):
        parts = [_canonical(part) for part in value.args]
        return [value.op, _canonical(value.value), *parts]
    if isinstance(value, tuple):
        return [
            _canonical(each) for each in value if not isinstance(each, Example)
        ]
    if isinstance(value, dict):
        return {str(key): _canonical(value[key]) for key in sorted(value)}
    if attrs.has(type(value)):
        return _fields(value)
    if value is None or isinstance(value, bool | int | str):
        return value

    return str(value)


def _fields(value: object) -> dict[str, object]:
    found = {}
    for name, field in attrs.fields_dict(type(value)).items():  # type: ignore[arg-type]  # checked by attrs.has
        held = getattr(value, name)
        if field.eq is False or isinstance(held, Title):
            continue
        if held == field.default:
            continue
        found[name] = _canonical(held)
    found["is"] = type(value).__name__

    return found
