"""Rulesets of any number of leaves, made of those of table III.

Leaves are taken in order and then again, each time with facts of their own,
so that nobody can score two of them at once.
"""

import datetime
import functools
import json
import pathlib
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import tomli

from parrules.loading.bundled import resolve

Table = dict[str, Any]
_FORMS = ("answers", "choices", "measure", "cases")


def write(leaves: int, path: pathlib.Path, name: str) -> pathlib.Path:
    """Write a ruleset of that many *leaves*, made of that called *name*."""
    path.write_text(_file(document(leaves, _source(name))), encoding="utf-8")

    return path


@functools.cache
def _source(name: str) -> Table:
    text = resolve(name).read_text(encoding="utf-8")

    return tomli.loads(text, parse_float=Decimal)


def document(leaves: int, source: Table) -> Table:
    """Return a ruleset of the first *leaves* of *source*, taken in turns."""
    scored = {
        code: row
        for code, row in source["criteria"].items()
        if any(form in row for form in _FORMS)
    }
    parts = [
        _Copy(source, scored, turn, min(leaves - at, len(scored)))
        for turn, at in enumerate(range(0, leaves, len(scored)), 1)
    ]
    maximum = sum(part.maximum for part in parts)

    return {
        "language": source["language"],
        "ruleset": {
            **source["ruleset"],
            "id": "bench/leaves",
            "edition": str(leaves),
            "maximum": maximum,
        },
        "policy": source["policy"],
        "answers": source["answers"],
        "fact": _joined(part.facts() for part in parts),
        "derive": _joined(part.derived() for part in parts),
        "criteria": _joined(part.criteria() for part in parts),
        "total": {**source["total"], "at_most": maximum},
    }


def _joined(tables: Iterator[Table]) -> Table:
    return {name: value for each in tables for name, value in each.items()}


class _Copy:
    """The first leaves once more, with facts of their own."""

    def __init__(
        self, source: Table, scored: Table, turn: int, leaves: int
    ) -> None:
        self._source = source
        self._turn = turn
        self._rows = list(scored.values())[:leaves]
        self.maximum = sum(row["maximum"] for row in self._rows)
        names = (*source["fact"], *source["derive"])
        self._names = re.compile(
            rf"\b({'|'.join(sorted(names, key=len, reverse=True))})\b"
        )

    def _renamed(self, text: str) -> str:
        return self._names.sub(rf"\1_{self._turn}", text)

    def _read(self) -> set[str]:
        """Return the names that the leaves read, and those behind them."""
        found: set[str] = set()
        waiting = [text for row in self._rows for text in _expressions(row)]
        while waiting:
            for name in self._names.findall(waiting.pop()):
                if name in found:
                    continue
                found.add(name)
                if name in self._source["derive"]:
                    waiting.append(self._source["derive"][name])
                else:
                    fact = self._source["fact"][name]
                    waiting.append(str(fact.get("at_most", "")))

        return found

    def facts(self) -> Table:
        """Return those that are read, renamed."""
        read = self._read()
        found = {}
        for name, fact in self._source["fact"].items():
            if name in read:
                own = dict(fact)
                if isinstance(own.get("at_most"), str):
                    own["at_most"] = self._renamed(own["at_most"])
                found[self._renamed(name)] = own

        return found

    def derived(self) -> Table:
        """Return those that are read, renamed."""
        read = self._read()

        return {
            self._renamed(name): self._renamed(text)
            for name, text in self._source["derive"].items()
            if name in read
        }

    def criteria(self) -> Table:
        """Return an area and its leaves."""
        title = {"vi": f"Phần {self._turn}", "en": f"Part {self._turn}"}
        found: Table = {
            str(self._turn): {"maximum": self.maximum, "title": title}
        }
        for number, row in enumerate(self._rows, 1):
            own = {key: row[key] for key in row if key != "printed"}
            for key in ("measure",):
                if key in own:
                    own[key] = self._renamed(own[key])
            for key in ("cases", "not_applicable"):
                if key in own:
                    own[key] = [self._case(case) for case in own[key]]
            found[f"{self._turn}.{number}"] = own

        return found

    def _case(self, case: Table) -> Table:
        if "when" not in case:
            return case

        return {**case, "when": self._renamed(case["when"])}


def _expressions(row: Table) -> Iterator[str]:
    yield row.get("measure", "")
    for key in ("cases", "not_applicable"):
        for case in row.get(key, ()):
            yield case.get("when", "")


# -- TOML ---------------------------------------------------------------------


def _file(document_: Table) -> str:
    tables = [
        f"{key} = {_inline(value)}"
        for key, value in document_.items()
        if not isinstance(value, dict)
    ]
    for key, value in document_.items():
        if isinstance(value, dict):
            tables.append(f"\n[{key}]")
            tables += [f"{_key(k)} = {_inline(v)}" for k, v in value.items()]

    return "\n".join(tables) + "\n"


def _key(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


def _inline(value: object) -> str:
    if isinstance(value, dict):
        inner = ", ".join(
            f"{_key(k)} = {_inline(v)}" for k, v in value.items()
        )
        return f"{{ {inner} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_inline, value))}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime.date):
        return value.isoformat()

    return str(value)
