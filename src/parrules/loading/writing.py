"""How keys, texts and values of facts are written in TOML."""

import datetime
import json
import re
from decimal import Decimal

from parrules.points import plain

_BARE = r"[A-Za-z0-9_-]+"


def key_text(name: str) -> str:
    """Write a key, in quotes where it needs them."""
    return name if re.fullmatch(_BARE, name) else quoted(name)


def quoted(text: str) -> str:
    """Write *text* as a basic string."""
    # A JSON text is one, but for one control character.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def value_text(value: object) -> str:
    """Write the value of a fact, its number with the places that it has."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(value_text, value))}]"

    return format(value, "f") if isinstance(value, Decimal) else str(value)


def default_text(value: object) -> str:
    """Write a default to be read: its text without quotes."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return plain(value)

    return value if isinstance(value, str) else value_text(value)
