"""``[criteria]``, ``[bonus]`` and ``[penalty]`` → trees of criteria."""

from collections.abc import Container, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple
from unicodedata import is_normalized

from parrules.errors import Path
from parrules.loading.expressions import Expressions, Names
from parrules.loading.forms import RowForms, choices_of
from parrules.loading.marks import SavedTable
from parrules.loading.scanning import MAXIMUM_DEPTH
from parrules.loading.structure import Reader
from parrules.loading.wire import CriterionTable, keys_of
from parrules.model import Choice, Criterion, Title, Tree
from parrules.model.codes import is_code, meant, nearest

_DIGITS = tuple("0123456789")
_ODD_CODES = ("PAR402", "PAR404")
_INHERITED = ("source", "channel", "office")


class Draft(NamedTuple):
    """A row before its expressions are read.

    Attributes:
        choices: Read before the rest, because conditions name them.
        is_sound: Whether nothing was wrong so far.
        is_again: Its code is that of an earlier row.
        at: How many keys of its tree stand before it.
    """

    code: str
    tree: Tree
    row: CriterionTable
    choices: tuple[Choice, ...]
    is_sound: bool
    path: Path
    is_again: bool = False
    at: int = 0


def drafts_of(
    reader: Reader,
    tree: Tree,
    table: Mapping[str, Any],
    seen: dict[str, Path],
    known: Container[str],
) -> list[Draft]:
    """Read the rows of a tree, in file order.

    *seen* are the codes of all trees so far, and where they stand; *known*
    is what the file acknowledges.
    """
    drafts: list[Draft] = []
    rows = tuple(_rows(reader, table, (tree,), ""))
    codes = _Codes(reader, {key.strip() for key, _, _ in rows}, seen, known)
    for key, value, path in rows:
        code, is_known = codes.of(key.strip(), value, path)
        if is_known and code in seen:
            first = str(reader.document.locate(seen[code], -1).line)
            reader.problem("PAR109", path, -1, key=code, first=first)
            is_known = False
        if not is_known:
            draft = _draft(reader, tree, code, value, path)
            drafts.append(draft._replace(is_again=True))
        elif _is_code(reader, code, path):
            seen[code] = path
            drafts.append(_draft(reader, tree, code, value, path))

    if isinstance(table, SavedTable) and table.again:
        return _with_doubled(reader, tree, drafts, table)

    return drafts


class _Codes(NamedTuple):
    """Tells which code a row has.

    Attributes:
        here: The codes of its tree, as they are written.
        seen: Those of other rows and trees so far.
        known: What the file acknowledges.
    """

    reader: Reader
    here: Container[str]
    seen: Container[str]
    known: Container[str]

    def of(self, key: str, value: object, path: Path) -> tuple[str, bool]:
        """Return the code that *key* stands for, and whether it is its own.

        One that is not in its usual form is read as if it were, unless that
        is acknowledged; checks warn of it, and report it where there are
        both.  Of what is no code at all nobody knows where it belongs.
        """
        if not is_normalized("NFC", key):
            return key, True
        found = meant(key)
        if not is_code(found):
            near = nearest(found)
            is_near = bool(near) and self._is_free(near)
            if _is_whole(value):
                self.reader.problem(
                    "PAR435",
                    path,
                    -1,
                    criterion=key,
                    near=near if is_near else "",
                )
            return near if is_near else key, is_near
        if found == key or (self._is_free(found) and self._accepts(value)):
            return key, True

        return found, self._is_free(found)

    def _is_free(self, code: str) -> bool:
        return code not in self.here and code not in self.seen

    def _accepts(self, row: object) -> bool:
        known = row.get("known") if isinstance(row, dict) else None
        own = known if isinstance(known, dict) else ()

        return any(each in own or each in self.known for each in _ODD_CODES)


def _is_whole(row: object) -> bool:
    """Tell whether nothing of *row* is lost, which has been reported."""
    if isinstance(row, SavedTable):
        return not row.is_damaged

    return isinstance(row, dict)


def _with_doubled(
    reader: Reader,
    tree: Tree,
    drafts: list[Draft],
    table: SavedTable,
) -> list[Draft]:
    """Return *drafts* with those that TOML has no place for, in file order.

    That they stand there again has been reported.
    """
    places = {key: place for place, key in enumerate(table)}
    found = [draft._replace(at=places[str(draft.path[1])]) for draft in drafts]
    for key, position, before, value in table.again:
        path = (tree, key, position)
        draft = _draft(reader, tree, key.strip(), value, path)
        found.append(draft._replace(is_again=True, at=before - 1))

    return sorted(found, key=lambda draft: (draft.at, draft.is_again))


def _rows(
    reader: Reader, table: Mapping[str, Any], path: Path, prefix: str
) -> Iterator[tuple[str, Any, Path]]:
    """Yield code, value and path of each row.

    TOML reads an unquoted ``1.1.2`` as tables in tables: those are reported
    and read as the row that was meant.
    """
    for key, value in table.items():
        code, where = prefix + key, (*path, key)
        nested = _nested(value)
        if prefix and not nested:
            reader.problem("PAR108", where, -1, code=code)
        if not nested:
            yield code, value, where
            continue
        rest = SavedTable(
            {name: value[name] for name in value if name not in nested}
        )
        if rest:
            yield code, rest, where
        yield from _rows(reader, nested, where, f"{code}.")


def _nested(value: object) -> dict[str, Any]:
    """Return the part of *value* that is rows below it."""
    if not isinstance(value, dict):
        return {}

    return {
        key: inner
        for key, inner in value.items()
        if isinstance(inner, dict)
        and key not in _ROW_KEYS
        and (key.startswith(_DIGITS) or "maximum" in inner)
    }


_ROW_KEYS = frozenset(keys_of(CriterionTable))


def _is_code(reader: Reader, code: str, path: Path) -> bool:
    levels = code.count(".") + 1
    if levels > MAXIMUM_DEPTH:
        reader.too_deep(levels, path)
        return False

    return reader.is_nfc(code, path)


def _draft(
    reader: Reader, tree: Tree, code: str, value: object, path: Path
) -> Draft:
    before = reader.mark()
    row = reader.row(CriterionTable, value, path)
    choices = choices_of(reader, row, path)
    reader.reasons(row.known, path)

    return Draft(
        code=code,
        tree=tree,
        row=row,
        choices=choices,
        is_sound=reader.mark() == before,
        path=path,
    )


def answered(
    drafts: Iterable[Draft], answers: Mapping[str, tuple[Choice, ...]]
) -> dict[str, tuple[str, ...]]:
    """Return the options of each leaf that a person answers, by code."""
    options: dict[str, tuple[str, ...]] = {}
    for draft in drafts:
        if draft.is_again:
            continue
        choices = draft.choices or answers.get(draft.row.answers or "", ())
        if choices:
            options[draft.code] = tuple(choice.id for choice in choices)

    return options


class Grower(NamedTuple):
    """Makes trees of drafts.

    Attributes:
        damaged: Trees of which rows may be lost: no inner node is whole.
    """

    reader: Reader
    names: Names
    answers: Mapping[str, tuple[Choice, ...]]
    damaged: tuple[str, ...] = ()

    def grow(
        self,
        drafts: list[Draft],
        source: str | None,
        office: str | None,
    ) -> tuple[Criterion, ...]:
        """Return the areas; they inherit *source* and *office*.

        The parent of ``1.1.2`` is ``1.1``; where there is none, the nearest
        ancestor takes the row, so that it stays reachable.  Of two rows of
        one code the first has the rows below.
        """
        positions = {draft.path: place for place, draft in enumerate(drafts)}
        codes = {draft.code for draft in drafts}
        below: dict[str | None, list[Draft]] = {}
        for draft in drafts:
            below.setdefault(_parent(draft.code, codes), []).append(draft)
        inherited = {"source": source, "office": office, "channel": None}

        return tuple(
            self._criterion(draft, below, inherited, positions)
            for draft in below.get(None, ())
        )

    def _criterion(
        self,
        draft: Draft,
        below: Mapping[str | None, list[Draft]],
        inherited: Mapping[str, str | None],
        positions: Mapping[Path, int],
    ) -> Criterion:
        row = draft.row
        own: dict[str, Any] = {
            key: value
            if (value := getattr(row, key)) is not None
            else inherited[key]
            for key in _INHERITED
        }
        before = self.reader.mark()
        if draft.tree != "criteria" and row.channel is not None:
            # Bonus and penalty lie in no channel (S9.2).
            self.reader.misplaced(draft.path, "channel", "[criteria]")
        parts = self._parts(draft)
        is_broken = not draft.is_sound or self.reader.mark() > before
        children = tuple(
            self._criterion(child, below, own, positions)
            for child in below.get(draft.code, ())
            if not draft.is_again
        )

        return Criterion(
            code=draft.code,
            tree=draft.tree,
            maximum=Decimal(0) if row.maximum is None else row.maximum,
            title=row.title or Title(),
            if_none=row.if_none,
            printed=row.printed,
            also_in=tuple(code.strip() for code in row.also_in or ()),
            known=row.known or {},
            children=children,
            broken=is_broken or bool(children and draft.tree in self.damaged),
            doubled=draft.is_again,
            position=positions[draft.path],
            path=draft.path,
            **own,
            **parts,
        )

    def _parts(self, draft: Draft) -> dict[str, Any]:
        """Return form, awards, deductions and exceptions of a row."""
        maximum = draft.row.maximum
        environment = self.names.environment(
            # Where it could not be read, any number stands in for typing.
            Decimal(1) if maximum is None else maximum,
            with_nodes=draft.tree != "criteria",
        )
        forms = RowForms(
            reader=self.reader,
            row=draft.row,
            path=draft.path,
            tree=draft.tree,
            expressions=Expressions(self.reader, environment),
            choices=draft.choices,
            answers=self.answers,
        )

        return {
            "form": forms.base(),
            "awards": forms.awards("awards"),
            "deductions": forms.awards("deductions"),
            "not_applicable": forms.not_applicable(),
        }


def _parent(code: str, codes: Container[str]) -> str | None:
    """Return the nearest ancestor of *code* among *codes*."""
    while "." in code:
        code = code.rpartition(".")[0]
        if code in codes:
            return code

    return None
