"""Table scoring as an expert would write it in C, on a thread for each core.

One loop for each leaf over a block of rows that stays in the cache; loops
without jumps, so that the compiler makes vectors of them.
"""

import ctypes
import functools
import hashlib
import os
import pathlib
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy

from peers.arrays import MISSING, NOBODY, month_table
from peers.numpy_arrays import Results
from peers.rules import (
    Dated,
    Flagged,
    Graded,
    Picked,
    Rules,
    Shape,
    Step,
    columns_of,
)

BLOCK = 2048
FLAGS = ("-O3", "-march=native", "-fno-trapping-math", "-shared", "-fPIC")
Array = numpy.ndarray[Any, Any]


def compiler() -> str | None:
    """Return the machine's C compiler; `None` if it has none."""
    return next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)


class Program:
    """The rules as a shared library."""

    def __init__(self, rules: Rules, folder: pathlib.Path) -> None:
        """Compile *rules* in *folder*, or take what stands there."""
        self._rules = rules
        self._names = names_of(rules)
        text = source_of(rules)
        library = folder / f"{hashlib.sha256(text.encode()).hexdigest()}.so"
        if not library.exists():
            _compile(text, library)
        self._score = ctypes.CDLL(os.fspath(library)).score
        self._months = month_table()

    def run(self, columns: Mapping[str, Array], detail: str) -> Results:
        """Score all rows of *columns*, each core a part."""
        arrays = [columns[name] for name in self._names]
        count = len(arrays[0])
        results = Results(self._rules, count, detail)
        pointers = (ctypes.c_void_p * len(arrays))(
            *(array.ctypes.data for array in arrays)
        )
        points = None
        if results.points is not None:
            points = results.points.ctypes.data
        cores = os.cpu_count() or 1
        ends = [count * part // cores for part in range(cores + 1)]
        shared = (
            pointers,
            ctypes.c_void_p(self._months.ctypes.data),
            ctypes.c_void_p(points),
            *(
                ctypes.c_void_p(array.ctypes.data)
                for array in (
                    results.over,
                    results.under,
                    results.total,
                    results.complete,
                )
            ),
            ctypes.c_int64(count),
        )
        score = functools.partial(self._part, shared)
        with ThreadPoolExecutor(cores) as pool:
            list(pool.map(score, ends[:-1], ends[1:]))

        return results

    def _part(self, shared: tuple[Any, ...], start: int, end: int) -> None:
        self._score(*shared, ctypes.c_int64(start), ctypes.c_int64(end))


def _compile(text: str, library: pathlib.Path) -> None:
    source = library.with_suffix(".c")
    source.write_text(text, encoding="utf-8")
    found = compiler()
    assert found is not None, "no C compiler"
    subprocess.run([found, *FLAGS, source, "-o", library], check=True)


def names_of(rules: Rules) -> list[str]:
    """Return the columns that are read, each once."""
    found = dict.fromkeys(
        name for leaf in rules.leaves for name in columns_of(leaf)
    )

    return list(found)


# -- the source ---------------------------------------------------------------

_HEAD = """
#include <stdint.h>
#include <string.h>
typedef int64_t i64; typedef int32_t i32; typedef int16_t i16;
typedef uint8_t u8;

void score(void **in, const i32 *months, i16 *points, i64 *over, i64 *under,
           i64 *total, u8 *complete, i64 count, i64 first, i64 end) {
  i16 own[BLOCK]; i32 plain[BLOCK]; i32 lost[BLOCK]; u8 all[BLOCK];
  for (i64 at = first; at < end; at += BLOCK) {
    int n = end - at < BLOCK ? (int)(end - at) : BLOCK;
    memset(plain, 0, sizeof plain); memset(lost, 0, sizeof lost);
    memset(all, 1, sizeof all);
"""
_TAIL = """
    for (int i = 0; i < n; i++) {
      i64 o = (i64)plain[i] * MAXIMUM, u = MAXIMUM - lost[i];
      over[at + i] = o; under[at + i] = u;
      total[at + i] = (2 * o + u * SHOWN) / (u * (2 * SHOWN));
    }
    memcpy(complete + at, all, n);
  }
}
"""


def source_of(rules: Rules) -> str:
    """Return the whole program."""
    places = {name: place for place, name in enumerate(names_of(rules))}
    loops = "".join(
        _loop(index, leaf, places) for index, leaf in enumerate(rules.leaves)
    )
    text = _HEAD + loops + _TAIL
    for word, value in (
        ("BLOCK", BLOCK),
        ("MAXIMUM", f"{rules.maximum}LL"),
        ("SHOWN", f"{rules.shown}LL"),
    ):
        text = text.replace(word, str(value))

    return text


def _loop(index: int, leaf: Shape, places: Mapping[str, int]) -> str:
    kind = "i64"
    if isinstance(leaf, Picked):
        kind = "u8"
    elif isinstance(leaf, Flagged):
        kind = "int8_t"
    elif isinstance(leaf, Dated):
        kind = "i32"
    names = {
        name: f"c{place}"
        for name, place in places.items()
        if name in set(columns_of(leaf))
    }
    columns = " ".join(
        f"const {kind} *restrict {short} = (const {kind} *)in[{places[name]}]"
        " + at;"
        for name, short in names.items()
    )
    body = " ".join(_body(leaf, names))

    return f"""    {{ {columns}
      i16 *restrict out = points ? points + {index} * count + at : own;
      for (int i = 0; i < n; i++) {{
        i16 p; u8 known; {body}
        out[i] = p; plain[i] += p; all[i] &= known;
      }} }}
"""


def _body(leaf: Shape, names: Mapping[str, str]) -> Iterator[str]:
    """Yield statements that set ``p`` and ``known`` of row ``i``."""
    if isinstance(leaf, Picked):
        yield f"u8 x = {names[leaf.column]}[i]; known = x != {NOBODY}; p = 0;"
        for place, (_, points) in enumerate(leaf.points):
            yield f"p = x == {place} ? {points} : p;"
    elif isinstance(leaf, Flagged):
        yield f"int8_t x = {names[leaf.column]}[i]; known = x != {MISSING};"
        yield f"p = x == 1 ? {leaf.yes} : x == 0 ? {leaf.no} : 0;"
    elif isinstance(leaf, Dated):
        yield from _days(leaf, names)
    else:
        yield from _graded(leaf, names)


def _days(leaf: Dated, names: Mapping[str, str]) -> Iterator[str]:
    yield f"i32 x = {names[leaf.issued]}[i];"
    if not leaf.due:
        yield f"known = x != {MISSING};"
        yield f"p = x > 0 ? {leaf.in_time} : x == 0 ? {leaf.never} : 0;"
        return
    yield f"i32 due = {names[leaf.due]}[i]; u8 good = x <= due;"
    if leaf.month_after:
        yield f"i32 start = {names[leaf.month_after]}[i];"
        yield "u8 there = start >= 0;"
        yield "good |= there & (x <= months[there ? start : 0]);"
        yield "there |= good;"
    else:
        yield "u8 there = due >= 0;"
    yield "known = (x == 0) | ((x > 0) & there);"
    yield f"p = good ? {leaf.in_time} : {leaf.late};"
    yield f"p = (x > 0) & there ? p : x == 0 ? {leaf.never} : 0;"


def _graded(leaf: Graded, names: Mapping[str, str]) -> Iterator[str]:
    yield f"i64 a = {_sum(leaf.over, names)}; known = a >= 0;"
    steps = leaf.steps
    if leaf.rest:
        steps = leaf.steps_against_rest
        yield f"i64 b = {_sum(leaf.rest, names)};"
        yield "u8 some = (a > 0) | (b > 0), none = (a == 0) & (b == 0);"
    elif leaf.under:
        yield f"i64 b = {_sum(leaf.under, names)};"
        yield "u8 some = b > 0, none = b == 0;"
    yield f"p = {leaf.points};"
    for step in reversed(steps):
        yield f"p = {_reached(step, leaf)} ? {step.points} : p;"
    if leaf.under:
        full = leaf.maximum if leaf.if_none == "full" else 0
        yield f"p = some ? p : none ? {full} : 0;"
        yield (
            "known &= some;"
            if not leaf.if_none
            else ("known = (known & some) | none;")
        )
    if leaf.if_none == "exclude":
        yield f"lost[i] += none ? {leaf.maximum} : 0;"
    if leaf.excluded_by:
        yield f"i64 by = {names[leaf.excluded_by]}[i];"
        yield "p = by > 0 ? p : 0; known = (by == 0) | (known & (by > 0));"
        yield f"lost[i] += by == 0 ? {leaf.maximum} : 0;"


def _sum(columns: tuple[str, ...], names: Mapping[str, str]) -> str:
    return " + ".join(f"{names[each]}[i]" for each in columns)


def _reached(step: Step, leaf: Graded) -> str:
    left = "a" if step.left == 1 else f"a * {step.left}"
    right = str(step.right)
    if leaf.under:
        right = "b" if step.right == 1 else f"b * {step.right}"

    return f"{left} {'>' if step.strict else '>='} {right}"
