"""A pytest plugin: rulesets in the tree are tests, with no Python to write.

Every ``*.toml`` file that looks like a ruleset is collected: that it is
sound is a test, each of its examples is one, and so are its properties.

This module is imported whenever pytest starts, in every repository, so it
imports nothing but pytest until a ruleset is found.
"""

import codecs
import fnmatch
import functools
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from parrules.errors import Language
    from parrules.examples import ExampleResult
    from parrules.ruleset import Ruleset

_RULESETS = "parrules_rulesets"
_EXAMPLES = "parrules_examples"
_LANG = "parrules_lang"
_LANGUAGES = ("vi", "en")
_HEAD = 65_536
"""Bytes of a file that are looked at; a ruleset says early what it is."""

_LANGUAGE = re.compile(rb"^[ \t]*[\"']?language[\"']?[ \t]*=", re.MULTILINE)
_RULESET = re.compile(
    rb"^[ \t]*\[?[ \t]*[\"']?ruleset[\"']?[ \t]*[].=]", re.MULTILINE
)
_NUMBERED = re.compile(
    rb"(?:^|\n)[ \t]*[\"']?language[\"']?[ \t]*=[ \t]*[0-9]"
)
_OTHER = re.compile(
    rb"^[ \t]*\[[ \t]*(?:questionnaire|index)[ \t]*\]", re.MULTILINE
)
_HEADING = re.compile(rb"^[ \t]*\[", re.MULTILINE)
_OF_TOOLS = re.compile(
    r"\..*|(?:pyproject|pytest|tox|uv|ruff|mise|pixi|typos|taplo|Cargo|rustfmt"
    r"|clippy|deny|rust-toolchain|book|hugo|netlify|fly|wrangler|bunfig)\.toml"
)
"""Names of files that other tools read, and that may be empty."""

_WORDS = {
    "en": {
        "otherwise": "example `{name}` comes out otherwise:",
        "head": ("expected", "got"),
        "undirected": "no fact declares `more`, so there is no direction",
        "examples": "`parrules_examples` is `{found}`; write a whole number "
        "from 1, how many units are drawn for each property",
        "lang": "`parrules_lang` is `{found}`; write vi or en",
    },
    "vi": {
        "otherwise": "ví dụ `{name}` cho kết quả khác:",
        "head": ("cần", "được"),
        "undirected": "không dữ kiện nào khai báo `more`, nên không có chiều "
        "nào để thử",
        "examples": "`parrules_examples` là `{found}`; hãy ghi một số nguyên "
        "từ 1, là số đơn vị sinh ra cho mỗi tính chất",
        "lang": "`parrules_lang` là `{found}`; hãy ghi vi hoặc en",
    },
}
_PROPERTIES = {
    "bounds": "assert_bounds",
    "sums": "assert_total_is_sum",
    "directions": "assert_monotone",
    "order": "assert_order_free",
    "engines": "assert_engines_agree",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say which files are rulesets, and how many units are drawn."""
    parser.addini(
        _RULESETS,
        "patterns of the rulesets to test, by name or by path from the "
        "root; one that begins with ! leaves files out, and the last that "
        "fits decides",
        type="linelist",
        default=["*.toml"],
    )
    parser.addini(
        _EXAMPLES,
        "how many units are drawn for each property of a ruleset",
        default="100",
    )
    parser.addini(
        _LANG,
        "language of what is wrong with rulesets: vi or en; by default that "
        "of the environment variable PARRULES_LANG, else en",
        default="",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Refuse, once, a setting that no test could be run by.

    Raises:
        UsageError: There is one.
    """
    words = _WORDS[_language(config)]
    found = str(config.getini(_EXAMPLES)).strip()
    if not re.fullmatch("0*[1-9][0-9]{0,8}", found):
        raise pytest.UsageError(str(words["examples"]).format(found=found))
    found = str(config.getini(_LANG))
    if found not in ("", *_LANGUAGES):
        raise pytest.UsageError(str(words["lang"]).format(found=found))


def _language(config: pytest.Config) -> "Language":
    """Return the language in which rulesets are spoken of."""
    wanted = config.getini(_LANG) or os.environ.get("PARRULES_LANG")

    return "vi" if wanted == "vi" else "en"


def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> "RulesetFile | None":
    """Collect a file that is a ruleset."""
    if file_path.suffix != ".toml":
        return None
    config = parent.config
    if not _is_wanted(file_path, config.rootpath, config.getini(_RULESETS)):
        return None
    if not _is_ruleset(file_path):
        return None

    return RulesetFile.from_parent(parent, path=file_path)


def _is_wanted(path: Path, root: Path, patterns: Iterable[str]) -> bool:
    names = [path.name]
    if path.is_relative_to(root):
        names.append(path.relative_to(root).as_posix())
    is_wanted = False
    for pattern in patterns:
        glob = pattern.removeprefix("!")
        if any(fnmatch.fnmatchcase(name, glob) for name in names):
            is_wanted = glob == pattern

    return is_wanted


def _is_ruleset(path: Path) -> bool:
    """Tell whether a file says what rulesets say; it may be broken."""
    with path.open("rb") as file:
        # Editors on Windows mark a file as UTF-8 by these bytes.
        head = file.read(_HEAD).removeprefix(codecs.BOM_UTF8)
    if not _is_text(head):
        # Saved as UTF-16, or emptied: whatever it was, it says nothing now.
        return _OF_TOOLS.fullmatch(path.name) is None
    if _LANGUAGE.search(head) and _RULESET.search(head):
        return True
    if _OTHER.search(head):
        return False
    # Whose language is a number at the top is one whatever its headings say:
    # nothing may hide behind a mistyped one.
    top = _HEADING.split(head, maxsplit=1)[0]

    return bool(_NUMBERED.search(top))


def _is_text(head: bytes) -> bool:
    """Tell whether there is anything, and all of it UTF-8."""
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False

    return bool(text.strip()) and "\0" not in text


class RulesetFile(pytest.File):
    """A ruleset in the tree: its check, its examples and its properties."""

    def collect(self) -> "Iterator[RulesetItem]":
        """Yield the tests; of a ruleset that is not sound, only that."""
        from parrules.errors import RulesetError  # noqa: PLC0415  # only here
        from parrules.library import load  # noqa: PLC0415  # only here

        try:
            ruleset = load(self.path)
        except RulesetError as error:
            language = _language(self.config)
            texts = [each.text(language) for each in error.problems]
            yield self._item("check", lambda: "\n".join(texts))
            return
        yield self._item("check", str)
        results = functools.cache(functools.partial(_results, ruleset))
        for position, example in enumerate(ruleset.scheme.examples):
            hold = functools.partial(
                _unmet, results, position, _language(self.config)
            )
            yield self._item(f"example[{example.name}]", hold)
        is_directed = any(fact.more for fact in ruleset.scheme.facts)
        for name, function in _PROPERTIES.items():
            if name == "directions" and not is_directed:
                yield self._item(name, self._undirected)
                continue
            hold = functools.partial(self._broken, ruleset, function)
            yield self._item(name, hold)

    def _item(self, name: str, hold: Callable[[], str]) -> "RulesetItem":
        return RulesetItem.from_parent(self, name=name, hold=hold)

    def _undirected(self) -> str:
        pytest.skip(str(_WORDS[_language(self.config)]["undirected"]))

    def _broken(self, ruleset: "Ruleset", function: str) -> str:
        """Return how a property is broken, if it is."""
        from parrules import testing  # noqa: PLC0415  # only here
        from parrules.errors import ExtraError  # noqa: PLC0415  # only here

        examples = int(self.config.getini(_EXAMPLES))
        try:
            getattr(testing, function)(ruleset, examples=examples)
        except (AssertionError, ExtraError) as error:
            return str(error)

        return ""


class RulesetItem(pytest.Item):
    """One test of a ruleset."""

    def __init__(self, *, hold: Callable[[], str], **keywords: Any) -> None:  # noqa: ANN401  # of pytest
        """Hold what says how the test fails: with no words if it passes."""
        super().__init__(**keywords)
        self._hold = hold

    def runtest(self) -> None:
        """Run the test.

        Raises:
            RulesetFailure: It fails.
        """
        words = self._hold()
        if words:
            raise RulesetFailure(words)

    def repr_failure(
        self,
        excinfo: pytest.ExceptionInfo[BaseException],
        style: Any = None,  # noqa: ANN401  # of pytest
    ) -> Any:  # noqa: ANN401  # of pytest
        """Show words of a ruleset as they are, without any Python."""
        if isinstance(excinfo.value, RulesetFailure):
            return str(excinfo.value)

        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Return the file and the name of the test."""
        return self.path, None, self.name


class RulesetFailure(Exception):  # noqa: N818  # what pytest calls it
    """A test of a ruleset fails; it says how."""


def _results(ruleset: "Ruleset") -> "tuple[ExampleResult, ...]":
    from parrules.examples import run_examples  # noqa: PLC0415  # only here

    return run_examples(ruleset)


def _unmet(
    results: "Callable[[], tuple[ExampleResult, ...]]",
    position: int,
    language: "Language",
) -> str:
    """Return what came out of an example beside what was expected."""
    result = results()[position]

    return "" if result.passed else "\n".join(_lines(result, language))


def _lines(result: "ExampleResult", language: "Language") -> Iterator[str]:
    words = _WORDS[language]
    rows = [("", *words["head"])]
    rows += ((d.what, d.expected, d.got) for d in result.differences)
    widths = [max(len(row[at]) for row in rows) for at in range(3)]
    yield str(words["otherwise"]).format(name=result.name)
    for row in rows:
        cells = (
            cell.ljust(width) for cell, width in zip(row, widths, strict=True)
        )
        yield "  " + "  ".join(cells).rstrip()
    for problem in result.problems:
        yield problem.text(language)
