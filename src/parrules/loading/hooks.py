"""What may stand for a string, a number, a title and so on, exactly.

Each kind of value has a hook here that takes what TOML writes for it and
refuses all else, with everything that is wrong inside at once: ``2.9`` is no
whole number, and ``"no"`` is no truth value.
"""

import datetime
import functools
import operator
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final, Literal, get_args, get_origin

from parrules.errors import Path, near, near_key
from parrules.loading.marks import SavedTable, Unread
from parrules.loading.wire import (
    Bound,
    Name,
    Rows,
    Table,
    Text,
    Wire,
    attributes_of,
    key_of,
)
from parrules.model import Title

Finding = tuple[str, Path, Mapping[str, str]]  # code, path, arguments
Hook = Callable[[Any], Any]
_NAMES: Final = {
    bool: "boolean",
    int: "integer",
    Decimal: "float",
    str: "string",
    datetime.datetime: "date-time",
    datetime.date: "date",
    datetime.time: "time",
    list: "array",
    dict: "table",
    SavedTable: "table",
}


NFC: Final = "string (Unicode NFC)"
"""What names and ids are, so that they are equal where they look equal."""


class Refused(Exception):  # noqa: N818  # never leaves the room
    """A value that is not what its key wants; nothing if reported before.

    Attributes:
        meant: What is read in its place, where that is known.
    """

    def __init__(self, *findings: Finding, meant: object = None) -> None:
        self.findings = findings
        self.meant = meant
        super().__init__(findings)


def toml_name(value: object) -> str:
    """Return what TOML calls the type of *value*."""
    return _NAMES.get(type(value), "unknown")


def shown(value: object) -> str:
    """Return *value* as TOML writes it, nearly."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_part, value[:20]))}]"
    if isinstance(value, dict):
        keys = list(value)[:20]
        return f"{{ {', '.join(f'{key} = …' for key in keys)} }}"

    return str(value)


def _part(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else shown(value)


def wrong(value: object, expected: str, path: Path = ()) -> Refused:
    """Return the refusal of *value*, silent where it was reported before."""
    if type(value) is Unread:
        return Refused()
    # Only what is wrong needs it.
    from parrules.loading.spelling import meant  # noqa: PLC0415

    text = shown(value)
    arguments = {
        "value": text,
        "found": toml_name(value),
        "expected": expected,
        **meant(value, text, expected),
    }

    return Refused(("PAR105", path, arguments))


@functools.cache
def exact(kind: Any) -> Hook:  # noqa: ANN401  # unions are no types
    """Return the hook of *kind*; TOML has no null, so None is no value."""
    if type(None) in get_args(kind):
        kinds = [each for each in get_args(kind) if each is not type(None)]
        kind = functools.reduce(operator.or_, kinds)
    if get_origin(kind) is Literal:
        return _literal_of(get_args(kind))

    return _exact_hooks()[kind]


@functools.cache
def _exact_hooks() -> Mapping[Any, Hook]:
    return {
        str: _string,
        Name: _name,
        bool: _boolean,
        int: _integer,
        Decimal: _number,
        datetime.date: _date,
        Title: _title,
        Text: _text,
        Rows: _array,
        Table: _table,
        Bound: _bound,
        tuple[str, ...]: _strings,
        str | tuple[str, ...]: _string_or_strings,
        Mapping[str, Text]: _reasons,
        Mapping[str, Title]: _titles,
        tuple[str, ...] | Mapping[str, Decimal]: _values,
        Any: lambda value: value,
    }


@functools.cache
def hooks_of(wire: type[Wire]) -> Mapping[str, tuple[str, Hook]]:
    """Return by key of *wire* its attribute, and what reads its value."""
    return {
        key_of(attribute): (attribute, exact(kind))
        for attribute, kind in attributes_of(wire).items()
    }


def _string(value: object) -> str:
    if type(value) is not str:
        raise wrong(value, "string")
    if not unicodedata.is_normalized("NFC", value):
        raise wrong(value, NFC)

    return value


def _name(value: object) -> str:
    text = _string(value)
    if not is_name(text):
        raise Refused(misnamed(text), meant=name_meant(text))

    return text


def is_name(text: str) -> bool:
    """Tell whether *text* is seen to its last sign, and says something."""
    is_plain = text.isprintable() and "  " not in text

    return bool(text) and is_plain and text == text.strip()


def name_meant(text: str) -> str:
    """Return the name that *text* shows, without what nobody sees."""
    seen = (c for c in text if c.isprintable() or c.isspace())

    return " ".join("".join(seen).split())


def misnamed(text: str, path: Path = ()) -> Finding:
    """Return the finding that *text* is no name."""
    return "PAR127", path, {"name": text, "near": name_meant(text)}


def _text(value: object) -> str:
    if type(value) is not str:
        raise wrong(value, "string")

    return unicodedata.normalize("NFC", value)


def _boolean(value: object) -> bool:
    if type(value) is not bool:
        raise wrong(value, "boolean")

    return value


def _integer(value: object) -> int:
    if type(value) is not int:
        raise wrong(value, "integer")

    return value


def _number(value: object) -> Decimal:
    if type(value) is int:
        return Decimal(value)
    if type(value) is not Decimal:
        raise wrong(value, "number")

    return value


def _date(value: object) -> datetime.date:
    if type(value) is not datetime.date:
        raise wrong(value, "date")

    return value


def _bound(value: object) -> Bound:
    if type(value) is datetime.date or type(value) is str:
        return value
    if type(value) is int or type(value) is Decimal:
        return Decimal(value)

    raise wrong(value, "number | date | string")


def _title(value: object) -> Title:
    if type(value) is str:
        return Title(unicodedata.normalize("NFC", value))
    if not isinstance(value, dict):
        raise wrong(value, "string | table")
    findings: list[Finding] = []
    for key, text in value.items():
        if key not in ("vi", "en"):
            likely = near_key(key, ("vi", "en"))
            arguments = {"key": key, "near": likely, "keys": "vi, en"}
            findings.append(("PAR104", (key,), arguments))
        elif type(text) is not str:
            findings.extend(wrong(text, "string", (key,)).findings)
    if not value:
        findings.append(("PAR106", (), {"key": "vi"}))
    if findings or Unread in map(type, value.values()):
        raise Refused(*findings)

    return Title(
        **{
            key: unicodedata.normalize("NFC", text)
            for key, text in value.items()
        }
    )


def _titles(value: object) -> Mapping[str, Title]:
    if not isinstance(value, dict):
        raise wrong(value, "table")

    return _each(tuple(value.items()), _title)


def _array(value: object) -> Rows:
    if not isinstance(value, list):
        raise wrong(value, "array")

    return Rows(tuple(value))


def _table(value: object) -> Table:
    if not isinstance(value, dict):
        raise wrong(value, "table")

    return Table(value)


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise wrong(value, "array")
    pairs = tuple(enumerate(value))

    return tuple(_each(pairs, _string).values())


def _string_or_strings(value: object) -> str | tuple[str, ...]:
    if isinstance(value, list):
        return _strings(value)
    if type(value) is str:
        return _string(value)

    raise wrong(value, "string | array")


def _reasons(value: object) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise wrong(value, "table")

    return _each(tuple(value.items()), _text)


def _values(value: object) -> tuple[str, ...] | Mapping[str, Decimal]:
    if not isinstance(value, (list, dict)):
        raise wrong(value, "array | table")
    if not value:
        arguments = {"value": shown(value), "found": toml_name(value)}
        raise Refused(("PAR128", (), arguments))
    if isinstance(value, list):
        return _names(value)
    numbers = _each(tuple(value.items()), _number)
    findings = [misnamed(key, (key,)) for key in value if not is_name(key)]
    if findings:
        meant = {name_meant(key): each for key, each in numbers.items()}
        raise Refused(*findings, meant=meant)

    return numbers


def _names(value: list[object]) -> tuple[str, ...]:
    """Read the names in an array, those that are none as they are meant."""
    texts = _strings(value)
    findings = [
        misnamed(text, (position,))
        for position, text in enumerate(texts)
        if not is_name(text)
    ]
    if findings:
        raise Refused(*findings, meant=tuple(map(name_meant, texts)))

    return texts


def _each(
    pairs: Iterable[tuple[Any, object]],
    hook: Hook,
) -> dict[Any, Any]:
    """Read the value of every pair, refusing all wrong ones together."""
    results = [(key, _tried(hook, value)) for key, value in pairs]
    refused = [each for each in results if isinstance(each[1], Refused)]
    if refused:
        raise Refused(
            *(
                (code, (key, *path), arguments)
                for key, refusal in refused
                for code, path, arguments in refusal.findings
            )
        )

    return dict(results)


def _tried(hook: Hook, value: object) -> Any:  # noqa: ANN401  # as the hooks do
    try:
        return hook(value)
    except Refused as refused:
        return refused


def _literal_of(allowed: tuple[str, ...]) -> Hook:
    def literal(value: object) -> str:
        if type(value) is not str:
            raise wrong(value, "string")
        if value not in allowed:
            arguments = {
                "value": value,
                "allowed": " | ".join(allowed),
                "near": near(value, allowed),
            }
            raise Refused(("PAR111", (), arguments))

        return value

    return literal
