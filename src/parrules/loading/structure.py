"""TOML tables → wire classes, strictly, with all mistakes in one run.

A row is read in one call; what is wrong with it becomes problems, the keys
concerned are left out and the rest of the row is read all the same.
"""

import functools
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs

from parrules.errors import Document, Path, Problem, near_key
from parrules.loading.document import TomlDocument
from parrules.loading.hooks import (
    NFC,
    Finding,
    Refused,
    exact,
    hooks_of,
    is_name,
    misnamed,
    name_meant,
    shown,
    wrong,
)
from parrules.loading.marks import SavedTable, Unread
from parrules.loading.scanning import MAXIMUM_DEPTH
from parrules.loading.wire import AnyWire, Wire, attribute_of, keys_of

KEY: Final = -1
"""The offset of a problem that is about a key, not about its value."""


class Reader:
    """Reads rows and keeps what was wrong with them.

    Attributes:
        document: The file that all problems are about.
        problems: What was found so far, in the order of finding.
    """

    def __init__(self, document: Document) -> None:
        """Start with nothing found in *document*."""
        self.document = document
        self.problems: list[Problem] = []
        self._unread = 0
        self._silenced: frozenset[str] = frozenset()
        self._unread_keys: dict[Path, set[str]] = {}
        self._damaged: set[Path] = set()

    def problem(
        self, code: str, path: Path, offset: int = 0, /, **arguments: str
    ) -> None:
        """Note an error at *path*."""
        self.report(
            Problem(code=code, path=path, offset=offset, arguments=arguments)
        )

    def report(self, problem: Problem) -> None:
        """Note *problem*, which is one of this document."""
        if problem.code in self._silenced:
            self.unread()
            return
        self.problems.append(attrs.evolve(problem, document=self.document))

    def unread(self) -> None:
        """Note that something is absent because it was reported before."""
        self._unread += 1

    def silence(self, *codes: str) -> None:
        """Take *codes* for consequences of what was reported before."""
        self._silenced = frozenset(codes)

    def mark(self) -> int:
        """Return a number that grows with everything that is noted."""
        return len(self.problems) + self._unread

    def row(self, wire: type[AnyWire], table: object, path: Path) -> AnyWire:
        """Read *table* as a *wire*; what cannot be read is `None` in it."""
        if not isinstance(table, dict):
            self.wrong(table, "table", path)
            self._damaged.add(path)
            return wire()
        sound = table
        if Unread in map(type, table.values()):
            sound = {
                key: value
                for key, value in table.items()
                if type(value) is not Unread
            }
            self._unread_keys[path] = set(table) - set(sound)
            self.unread()
        if isinstance(table, SavedTable) and table.is_damaged:
            self._damaged.add(path)
            self.unread()
        result = self._structured(wire, sound, path)
        self._require(wire, result, table, path)

        return result

    def rows(
        self, wire: type[AnyWire], tables: Iterable[object] | None, path: Path
    ) -> list[tuple[AnyWire, Path]]:
        """Read each of *tables* and its path, without unreadable ones."""
        found: list[tuple[AnyWire, Path]] = []
        for position, table in enumerate(tables or ()):
            where = (*path, position)
            if isinstance(table, dict):
                found.append((self.row(wire, table, where), where))
            else:
                self.wrong(table, "table", where)

        return found

    def given(self, row: object, path: Path, *keys: str) -> list[str]:
        """Return which of *keys* the row has, readable or not."""
        values, unread = vars(row), self._unread_keys.get(path, ())

        return [
            key
            for key in keys
            if values.get(attribute_of(key)) is not None or key in unread
        ]

    def one_of(self, row: object, path: Path, *keys: str) -> str | None:
        """Return the one of *keys* that the row has; report none or many."""
        found = self.given(row, path, *keys)
        if len(found) == 1:
            return found[0]
        if found or path not in self._damaged:
            self.problem(
                "PAR116",
                (*path, found[1]) if found else path,
                KEY,
                keys=", ".join(keys),
                found=", ".join(found) or "nothing",
            )

        return None

    def at_most_one_of(self, row: object, path: Path, *keys: str) -> None:
        """Report that the row has several of *keys*."""
        if len(self.given(row, path, *keys)) > 1:
            self.one_of(row, path, *keys)

    def reasons(
        self, known: Mapping[str, str] | None, path: Path
    ) -> Mapping[str, str]:
        """Return what is acknowledged; report what has no reason.

        It counts as acknowledged, so that it is told only once.
        """
        for code, reason in (known or {}).items():
            if not any(map(str.isalnum, reason)):
                where = (*path, "known", code)
                self.problem("PAR436", where, code=code)

        return known or {}

    def otherwise(self, value: object, path: Path) -> None:
        """Report ``otherwise = false``, which says nothing."""
        if value is False:
            self.problem(
                "PAR111",
                (*path, "otherwise"),
                value="false",
                allowed="true",
                near="",
            )

    def otherwise_last(self, rows: Iterable[tuple[Any, Path]]) -> None:
        """Report each ``otherwise`` of *rows* that has rows below it."""
        found = list(rows)
        last = found[-1:] and found[-1][0].otherwise
        for row, path in found[:-1]:
            if row.otherwise and row.when is None:
                line = self.document.locate(found[-1][1]).line if last else ""
                where = (*path, "otherwise")
                self.problem("PAR126", where, KEY, again=str(line))

    def too_deep(self, levels: int, path: Path) -> None:
        """Report that a code has more levels than the limit."""
        self.problem(
            "PAR113",
            path,
            kind="levels",
            size=str(levels),
            limit=str(MAXIMUM_DEPTH),
        )

    def needs(self, row: object, path: Path, key: str, *others: str) -> None:
        """Report *key* if the row has it, but none of *others*."""
        if not self.has(row, path, key) or path in self._damaged:
            return
        if not self.given(row, path, *others):
            self.misplaced(path, key, *others)

    def misplaced(self, path: Path, key: str, *others: str) -> None:
        """Report that *key* goes only with *others*."""
        self.problem(
            "PAR117", (*path, key), KEY, key=key, other=" | ".join(others)
        )

    def demand(self, row: object, path: Path, key: str) -> None:
        """Report that the row lacks *key*."""
        if not self.has(row, path, key) and path not in self._damaged:
            self.problem("PAR106", path, key=key)

    def in_range(self, value: int, least: int, most: int, path: Path) -> int:
        """Return *value* within *least*…*most*; report if it is not."""
        if not least <= value <= most:
            self.problem(
                "PAR111",
                path,
                value=shown(value),
                allowed=f"{least} … {most}",
                near="",
            )

        return min(max(value, least), most)

    def has(self, row: object, path: Path, key: str) -> bool:
        """Tell whether the row has *key*, readable or not."""
        if vars(row).get(attribute_of(key)) is not None:
            return True

        return key in self._unread_keys.get(path, ())

    def is_nfc(self, name: str, path: Path) -> bool:
        """Tell whether *name* is in Unicode's form NFC; report if not."""
        if unicodedata.is_normalized("NFC", name):
            return True
        self.problem(
            "PAR105", path, KEY, value=name, found="string", expected=NFC
        )

        return False

    def name(self, name: str, path: Path) -> str:
        """Return the name that *name* is, or means; report if it is none."""
        if is_name(name):
            return name
        self._note((misnamed(name),), path)

        return name_meant(name)

    def value(self, kind: Any, value: object, path: Path) -> Any:  # noqa: ANN401  # unions are no types
        """Read *value* as *kind*, `None` where it is not one."""
        try:
            return exact(kind)(value)
        except Refused as refused:
            self._note(refused.findings, path)

        return None

    def wrong(
        self, value: object, expected: str, path: Path, /, **remedy: str
    ) -> None:
        """Report that *value* is not what is *expected*."""
        findings = wrong(value, expected).findings
        self._note(
            ((code, at, {**said, **remedy}) for code, at, said in findings),
            path,
        )

    def _structured(
        self, wire: type[AnyWire], table: dict[str, Any], path: Path
    ) -> AnyWire:
        hooks = hooks_of(wire)  # type: ignore[arg-type]  # classes are hashable
        values: dict[str, Any] = {}
        findings: list[Finding] = []
        refused: set[str] = set()
        for key, value in table.items():
            known = key
            if key not in hooks:
                unknown = _unknown(key, wire)
                findings.append(("PAR104", (key,), unknown))
                # What is meant is read as that, so nothing seems to lack.
                known = unknown["near"]
                if not known or known in table or hooks[known][0] in values:
                    continue
                if isinstance(self.document, TomlDocument):
                    self.document.read_as((*path, known), key)
            attribute, hook = hooks[known]
            try:
                values[attribute] = hook(value)
            except Refused as refusal:
                refused.add(known)
                if refusal.meant is not None:
                    values[attribute] = refusal.meant
                findings.extend(
                    (code, (known, *where), _headed(arguments, known, path))
                    for code, where, arguments in refusal.findings
                )
        if refused or findings:
            self._note(findings, path)
            self._unread_keys.setdefault(path, set()).update(refused)

        return wire(values)

    def _require(
        self, wire: type[Wire], row: Wire, table: dict[str, Any], path: Path
    ) -> None:
        if path in self._damaged:
            return
        for key in _required_keys(wire):  # type: ignore[arg-type]  # as above
            if key not in table and not self.has(row, path, key):
                self.problem("PAR106", path, key=key)

    def _note(self, findings: Iterable[Finding], path: Path) -> None:
        is_silent = True
        for code, where, arguments in findings:
            is_silent = False
            place = path + where
            # These are about the key, whatever stands behind it.
            is_key = code == "PAR127" and place[-1:] == (arguments["name"],)
            offset = KEY if is_key or code == "PAR104" else 0
            self.problem(code, place, offset, **_named(arguments, place))
        if is_silent:
            self.unread()


def _headed(
    arguments: Mapping[str, str], key: str, path: Path
) -> Mapping[str, str]:
    """Add how many brackets ``[[example]]`` or ``[total]`` has."""
    sorts = (arguments.get("found"), arguments.get("expected"))
    if not path and sorts == ("table", "array"):
        return {**arguments, "brackets": key}
    if not path and sorts == ("array", "table"):
        is_headed = arguments["value"].startswith("[{")
        return {**arguments, "bracket": key if is_headed else ""}

    return arguments


def _unknown(key: str, wire: type[Wire]) -> Mapping[str, str]:
    keys = keys_of(wire)

    return {"key": key, "near": near_key(key, keys), "keys": ", ".join(keys)}


@functools.cache
def _required_keys(wire: type[Wire]) -> tuple[str, ...]:
    return tuple(key for key, needed in keys_of(wire).items() if needed)


def _named(arguments: Mapping[str, str], path: Path) -> Mapping[str, str]:
    """Put the key before an array or a table, which says little itself."""
    key = path[-1] if path else 0
    if arguments.get("found") not in ("array", "table") or type(key) is int:
        return arguments

    return {**arguments, "value": f"{key} = {arguments['value']}"}
