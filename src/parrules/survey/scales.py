"""``[scale]`` → the answers that people choose from."""

import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from parrules.errors import Path, near
from parrules.loading.structure import KEY, Reader
from parrules.model import Title
from parrules.survey.model import Scale
from parrules.survey.wire import ScaleTable

_MOST_LEVELS: Final = 100
_LABELS: Final = 2
"""After the name of an answer: how many languages a label may have."""


def folded(text: str) -> str:
    """Return *text* as answers are compared: without case and outer space."""
    return unicodedata.normalize("NFC", text).strip().casefold()


def scales_of(reader: Reader, table: Mapping[str, object]) -> dict[str, Scale]:
    """Read all scales; one without levels is left out."""
    found: dict[str, Scale] = {}
    for name, value in table.items():
        path = ("scale", name)
        if reader.is_nfc(name, path):
            scale = _scale(reader, name, value, path)
            if scale.levels:
                found[name] = scale

    return found


def _scale(reader: Reader, name: str, value: object, path: Path) -> Scale:
    row = reader.row(ScaleTable, value, path)
    if row.levels is None:
        # Reported; without levels nothing else can be wrong for sure.
        return Scale(name=name, levels=(), numbers=(), top=())
    levels = tuple(row.levels)
    if not 1 < len(levels) <= _MOST_LEVELS:
        size = {"value": str(len(levels)), "allowed": f"2 … {_MOST_LEVELS}"}
        reader.problem("PAR111", (*path, "levels"), **size, near="")
    unknown = row.unknown or ()
    if row.top == ():
        _unfit(reader, (*path, "top"), name, "no_top")
    for key, names in (("top", row.top or ()), ("middle", row.middle)):
        _known(reader, names or (), levels, (*path, key))
    middle = row.middle
    if middle is None and len(levels) % 2:
        middle = levels[len(levels) // 2]
    scale = Scale(
        name=name,
        levels=levels,
        numbers=_numbers(row.levels),
        top=row.top or (),
        unknown=unknown,
        middle=middle,
        labels=_by_answer(
            reader, row.labels, Title, levels + unknown, (*path, "labels")
        ),
        written=_by_answer(
            reader,
            row.written,
            str | tuple[str, ...],
            levels + unknown,
            (*path, "written"),
        ),
    )
    _check_texts(reader, scale, path)

    return scale


def _numbers(
    levels: tuple[str, ...] | Mapping[str, Decimal],
) -> tuple[Decimal, ...]:
    """Return what levels count: 1, 2, 3 … where nothing is stated."""
    if isinstance(levels, Mapping):
        return tuple(levels.values())

    return tuple(map(Decimal, range(1, len(levels) + 1)))


def _known(
    reader: Reader,
    names: tuple[str, ...] | str,
    levels: tuple[str, ...],
    path: Path,
) -> None:
    """PAR111: a level is named that the scale does not have."""
    is_one = isinstance(names, str)
    for position, each in enumerate((names,) if is_one else names):
        if each not in levels:
            reader.problem(
                "PAR111",
                path if is_one else (*path, position),
                value=str(each),
                allowed=" | ".join(levels),
                near=near(str(each), levels),
            )


def _by_answer(
    reader: Reader,
    table: Mapping[str, object] | None,
    kind: Any,  # noqa: ANN401  # unions are no types
    answers: tuple[str, ...],
    path: Path,
) -> dict[str, Any]:
    """Read a value of *kind* for each answer that the table names."""
    found: dict[str, Any] = {}
    for name, value in (table or {}).items():
        where = (*path, name)
        if name not in answers:
            keys = {"near": near(name, answers), "keys": ", ".join(answers)}
            reader.problem("PAR104", where, KEY, key=name, **keys)
        read = reader.value(kind, value, where)
        if read is not None:
            found[name] = (read,) if isinstance(read, str) else read

    return found


def texts_of(scale: Scale) -> Iterator[tuple[str, str]]:
    """Yield each text that stands for an answer, folded, and the answer."""
    for answer in scale.answers:
        label = scale.labels.get(answer, Title())
        texts = (answer, label.vi, label.en, *scale.written.get(answer, ()))
        for position, text in enumerate(texts):
            # A title may lack a language, but what is written is meant.
            if text or position > _LABELS:
                yield folded(text), answer


def _check_texts(reader: Reader, scale: Scale, path: Path) -> None:
    """PAR853: one text would be two answers, or none."""
    seen: dict[str, str] = {}
    answers = scale.answers
    for position, answer in enumerate(answers):
        if answer in answers[:position]:
            _unfit(reader, path, scale.name, "twice", answer)
    for text, answer in texts_of(scale):
        if not text:
            _unfit(reader, path, scale.name, "empty", answer)
        elif seen.setdefault(text, answer) != answer:
            _unfit(reader, path, scale.name, "twice", text)


def _unfit(
    reader: Reader, path: Path, scale: str, reason: str, value: str = ""
) -> None:
    reader.problem("PAR853", path, scale=scale, reason=reason, value=value)
