"""What comes with the library, and how it is named.

Rulesets, questionnaires and composite indices lie in the wheel, or in a
source checkout beside ``src``.  To list them no file is parsed: a look at
the lines of ``[ruleset]``, ``[questionnaire]`` or ``[index]`` is enough.

Files are named by text here: to import `pathlib` takes longer than to find
a file, and only who asks for a path waits for it.
"""

import codecs
import datetime
import functools
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, Literal

import attrs
import tomli

from parrules.errors import Problem, RulesetError, near
from parrules.facts import day_of
from parrules.model import STATUSES, Title
from parrules.records import Record

if TYPE_CHECKING:
    import pathlib

Name = str | os.PathLike[str]

_PACKAGE = os.path.dirname(os.path.dirname(__file__))
_CHECKOUT = os.path.dirname(os.path.dirname(_PACKAGE))
FOLDERS: tuple[Name, ...] = (
    os.path.join(_PACKAGE, "rulesets"),
    os.path.join(_CHECKOUT, "rulesets"),
)
_HEAD = 64 * 1024
"""Bytes in which the table that says what a file is is looked for."""

Kind = Literal["ruleset", "questionnaire", "index"]
KINDS: Final[tuple[Kind, ...]] = ("ruleset", "questionnaire", "index")
"""A questionnaire has an ``[index]`` too, so the order tells them apart."""

_ABSENT: Final = {
    "ruleset": "PAR118",
    "questionnaire": "PAR870",
    "index": "PAR826",
}
"""By kind, the code of a name that nothing has."""

_READERS: Final[Mapping[Kind, tuple[str, str]]] = {
    "ruleset": ("parrules.load", "parrules score"),
    "questionnaire": ("parrules.load_questionnaire", "parrules survey"),
    "index": ("parrules.composite.load_index", "parrules composite"),
}
"""By kind, the function and the command that read it."""

_LINE = re.compile(
    r"""^[ \t]*(?P<key>id|edition|status|from|to)[ \t]*=[ \t]*
    (?:"(?P<text>[^"\\\n]*)"|(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}))""",
    re.MULTILINE | re.VERBOSE,
)


_TITLE = re.compile(r"^[ \t]*title\b.*$", re.MULTILINE)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Bundled(Record):
    """A ruleset, questionnaire or index that comes with the library.

    Attributes:
        file: Its path, as text.
        kind: ``ruleset``, ``questionnaire`` or ``index``.
        status: ``official``, ``reconstruction`` or ``template``; empty
            where the file does not say so in its first lines.
        starts, ends: The days on which it is in force, both included.
    """

    id: str
    edition: str
    file: str
    kind: Kind = "ruleset"
    status: str = ""
    title: Title = Title()
    starts: datetime.date | None = None
    ends: datetime.date | None = None

    @property
    def path(self) -> "pathlib.Path":
        """Return the path of its file."""
        return _path(self.file)

    @property
    def name(self) -> str:
        """Return the name that is always clear: ``id@edition``."""
        return f"{self.id}@{self.edition}"

    def is_in_force(self, day: datetime.date) -> bool:
        """Tell whether *day* lies between the first and the last day."""
        return (self.starts is None or self.starts <= day) and (
            self.ends is None or day <= self.ends
        )


def bundled(
    folder: Name | None = None, kind: Kind = "ruleset"
) -> tuple[Bundled, ...]:
    """Return what of *kind* is in *folder* (the library's), by its name."""
    return tuple(each for each in everything(folder) if each.kind == kind)


def everything(
    folder: Name | None = None, saying: str = ""
) -> tuple[Bundled, ...]:
    """Return all that is in *folder* (the library's), by id and edition.

    Args:
        folder: Where to look.
        saying: What the beginning of a file must have in it, as it has the
            id that it gives; all else is left out, which is faster.
    """
    folders = FOLDERS if folder is None else (folder,)
    existing = next((each for each in folders if os.path.isdir(each)), None)
    if existing is None:
        return ()
    files = (
        os.path.join(where, name)
        for where, _, names in os.walk(existing)
        for name in names
    )
    found = (_glance(file, saying) for file in sorted(files))

    return tuple(
        sorted(
            (each for each in found if each is not None),
            key=lambda each: (each.id, each.edition),
        )
    )


def kind_of(name: Name) -> Kind:
    """Return what *name* is: by its file, or among what is bundled.

    What is nowhere, or says nothing of it, is taken for a ruleset, so that
    it is reported as one.
    """
    if isinstance(name, str) and not _is_path(name):
        known = everything(saying=_id_in(name))
        for kind in KINDS:
            if _matching(name, [each for each in known if each.kind == kind]):
                return kind
        return "ruleset"

    return _kind_in(_text(_head(name))) or "ruleset"


def resolve(
    name: Name, folder: Name | None = None, kind: Kind = "ruleset"
) -> "pathlib.Path":
    """Return the path of the file that *name* means, as `file_of` does."""
    return _path(file_of(name, folder, kind))


def file_of(
    name: Name, folder: Name | None = None, kind: Kind = "ruleset"
) -> str:
    """Return the file that *name* means.

    Args:
        name: A path; or of something bundled ``id@edition``, ``id@date``
            with a day on which the edition is in force, or the bare id
            where there is one edition.
        folder: Where to look instead of the library's own files.
        kind: What it is to be.

    Raises:
        RulesetError: There is nothing of that name and kind (PAR118 of
            rulesets, PAR870 of questionnaires, PAR826 of indices), PAR119
            *name* leaves several editions open.
    """
    if not isinstance(name, str) or _is_path(name):
        return os.fspath(name)
    alike = everything(folder, _id_in(name))
    found = _matching(name, [each for each in alike if each.kind == kind])
    if len(found) == 1:
        return found[0].file
    if found:
        editions = ", ".join(each.edition for each in found)
        raise _error("PAR119", name=name, editions=editions)
    _require_of_kind(name, alike, kind)
    _require_in_force(name, alike, kind)
    known = bundled(folder, kind)
    names = [each.name for each in known]
    # An id without its edition may be near to an id, not to a name.
    meant = near(name, names) or near(name, {each.id for each in known})
    if not meant and _is_meant_as_path(name):
        return name

    raise _error(_ABSENT[kind], name=name, near=meant)


def find_edition(
    name: str, folder: "pathlib.Path", kind: Kind = "ruleset"
) -> "pathlib.Path | None":
    """Return the file of the edition called *name*, if it is at hand.

    Args:
        name: ``id@edition``.
        folder: Looked into first, before the library's own files.
        kind: What it is to be.
    """
    files = map(os.fspath, sorted(folder.glob("*.toml")))
    beside = filter(None, map(_glance, files))
    known = (
        *(each for each in beside if each.kind == kind),
        *bundled(kind=kind),
    )

    return next((each.path for each in known if each.name == name), None)


def _path(file: str) -> "pathlib.Path":
    import pathlib  # noqa: PLC0415  # see above

    return pathlib.Path(file)


def _is_path(name: str) -> bool:
    return name.endswith(".toml") or os.path.isfile(name)


def _is_meant_as_path(name: str) -> bool:
    """Tell whether *name*, of no file and no ruleset, looks like a path."""
    path = _path(name)
    try:
        if path.is_dir():
            return bool(name)
        is_inside = len(path.parts) > 1 and path.parent.is_dir()
    except (OSError, ValueError):
        return False

    return is_inside or name.startswith(("/", "./", "../", "~"))


def _require_of_kind(name: str, known: Iterable[Bundled], kind: Kind) -> None:
    """Raise what says that *name* is of another kind, and who reads that."""
    id_ = _id_in(name)
    kinds = [each.kind for each in known if each.id == id_]
    if kinds and kind not in kinds:
        function, command = _READERS[kinds[0]]
        raise _error(
            _ABSENT[kind],
            name=name,
            near="",
            other=kinds[0],
            function=function,
            command=command,
        )


def _require_in_force(name: str, known: Iterable[Bundled], kind: Kind) -> None:
    """Raise what says that *name* has editions, but none on its day."""
    id_, _, edition = name.partition("@")
    others = [each.name for each in known if each.id == id_]
    if others and day_of(edition) is not None:
        raise _error(
            _ABSENT[kind], name=name, near="", editions=", ".join(others)
        )


def _id_in(name: str) -> str:
    """Return the id in the name of something bundled."""
    return name.partition("@")[0]


def _matching(name: str, known: Iterable[Bundled]) -> tuple[Bundled, ...]:
    """Return the editions that *name* may mean."""
    id_, at, edition = name.partition("@")
    editions = tuple(each for each in known if each.id == id_)
    if not at:
        return editions
    exact = tuple(each for each in editions if each.edition == edition)
    if exact:
        return exact
    day = day_of(edition or "")
    if day is None:
        return ()

    return tuple(each for each in editions if each.is_in_force(day))


def _head(name: Name) -> bytes:
    """Return the beginning of a file, nothing if it cannot be read."""
    try:
        with open(name, "rb") as file:
            return file.read(_HEAD)
    except (OSError, ValueError):
        return b""


def _text(head: bytes) -> str:
    text = head.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")

    return text.replace("\r\n", "\n")


@functools.cache
def _table(kind: Kind) -> re.Pattern[str]:
    """Return what finds the table of *kind*; most files need only one."""
    return re.compile(
        rf"^[ \t]*\[{kind}\][^\n]*\n(?P<lines>.*?)(?=^\[|\Z)",
        re.MULTILINE | re.DOTALL,
    )


def _kind_in(head: str) -> Kind | None:
    return next((kind for kind in KINDS if _table(kind).search(head)), None)


def _glance(file: str, saying: str = "") -> Bundled | None:
    """Return what the lines of its first table say, `None` if too little."""
    beginning = _head(file) if file.endswith(".toml") else b""
    # A name is any text, such as half a pair of UTF-16.
    if saying.encode("utf-8", "replace") not in beginning:
        return None
    head = _text(beginning)
    kind = _kind_in(head)
    found = _table(kind).search(head) if kind else None
    if kind is None or found is None:
        return None
    lines = found["lines"]
    values = dict(_values(lines))
    if "id" not in values or "edition" not in values:
        return None

    return Bundled(
        id=values["id"],
        edition=values["edition"],
        file=file,
        kind=kind,
        status=status if (status := values.get("status")) in STATUSES else "",
        title=_title(lines),
        starts=day_of(values.get("from") or ""),
        ends=day_of(values.get("to") or ""),
    )


def _values(lines: str) -> Iterator[tuple[str, str]]:
    for line in _LINE.finditer(lines):
        yield line["key"], line["text"] or line["date"] or ""


def _title(lines: str) -> Title:
    """Return the title, in the languages that it has; none if unreadable."""
    try:
        found = tomli.loads("\n".join(_TITLE.findall(lines))).get("title")
    except ValueError:
        return Title()
    texts = found if isinstance(found, dict) else {"vi": found}

    return Title(
        **{
            language: text
            for language in ("vi", "en")
            if isinstance(text := texts.get(language), str)
        }
    )


def _error(code: str, **arguments: str) -> RulesetError:
    return RulesetError([Problem(code=code, arguments=arguments)])
