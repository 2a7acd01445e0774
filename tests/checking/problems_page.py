"""Writes ``docs/problems.md`` from the catalogues and the source.

Run it to bring the page up to date:
``PYTHONPATH=src python tests/checking/problems_page.py``
"""

import ast
import functools
import pathlib
import re
import string
from collections.abc import Iterator, Mapping

import tomli

from parrules.checking.acknowledging import ACKNOWLEDGED_ERRORS

ROOT = pathlib.Path(__file__).parents[2]
SOURCE = ROOT / "src" / "parrules"
PAGE = ROOT / "docs" / "problems.md"
_CODE = re.compile(r"PAR[0-9]{3}")
_ABOUT = {
    "1": "Reading",
    "2": "The arithmetic of a scheme",
    "3": "Facts and evidence",
    "4": "Codes, names, titles and sources",
    "5": "Expressions",
    "6": "Cohorts and surveys",
    "7": "Records",
    "8": "Rankings, comparisons, import and forms",
    "9": "Limits of the engine",
}
_NOTES = {
    "PAR329": (
        "Looked at are conditions, tiers, formulas, counts and `if_none` of "
        "bonus and criteria; of numbers, the default beside the least value."
        "\nNothing is said of flags that are counted by `count_true`, of "
        "`exclude`, of penalties and deductions that a default spares, and "
        "of gates that it opens."
    ),
}
"""What a check does not look at, where that is not obvious."""
_HEAD = """\
# Problems

Every problem has a permanent code.
An error bars scoring; a warning does not.
A defect of the decision itself is acknowledged where it stands:
`known = { PAR206 = "the decision prints 70% in both rows" }`.
What stands on no row, like a fact, is acknowledged in `[ruleset]`.
`parrules check --format json` writes all of them as one list; its schema \
lies in the package as `src/parrules/cli/check-1.schema.json`.
A name that nothing has is told where it stands first, with the other lines.
Warnings can be acknowledged, and of the errors these: {acknowledged}.

`…` stands for what the problem names: a code, a fact, a value.
"""


def catalogues(language: str) -> dict[str, Mapping[str, str]]:
    """Return the entries of all catalogues of *language*, by code."""
    entries: dict[str, Mapping[str, str]] = {}
    for path in sorted((SOURCE / "messages" / language).glob("par*.toml")):
        entries.update(tomli.loads(path.read_text("utf-8")))

    return entries


@functools.cache
def codes_used() -> set[str]:
    """Return the codes that stand in the source as strings."""
    found: set[str] = set()
    for node in _nodes():
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.update([node.value] if _CODE.fullmatch(node.value) else [])

    return found


def problems_made() -> Iterator[tuple[str, str, set[str] | None]]:
    """Yield code, severity and arguments of each problem in the source.

    A severity that is computed is ``error or warning``; arguments that are
    not written out are `None`.
    """
    for node in _nodes():
        if isinstance(node, ast.Call) and _is_problem(node):
            given = {word.arg: word.value for word in node.keywords}
            code = given.get("code")
            if isinstance(code, ast.Constant):
                yield (
                    str(code.value),
                    _severity(given.get("severity")),
                    _arguments(given.get("arguments")),
                )


def fields_of(entry: Mapping[str, str]) -> set[str]:
    """Return the arguments that the sentences of *entry* mention."""
    return {
        str(name)
        for template in entry.values()
        for _, name, _, _ in string.Formatter().parse(template)
        if name is not None
    }


def page() -> str:
    """Return the text that ``docs/problems.md`` has to have."""
    severities: dict[str, str] = {}
    for code, severity, _ in problems_made():
        is_alike = severity == severities.setdefault(code, severity)
        severities[code] = severity if is_alike else "error or warning"
    severities.update(_passed_on())
    listed = ", ".join(f"`{code}`" for code in ACKNOWLEDGED_ERRORS)
    lines = [_HEAD.replace("{acknowledged}", listed)]
    hundred = ""
    for code, entry in sorted(catalogues("en").items()):
        if code[3] != hundred:
            hundred = code[3]
            lines.append(f"## PAR{hundred}xx: {_ABOUT[hundred]}\n")
        severity = severities.get(code, "error")
        what, fix = _plain(entry["what"]), _plain(entry["fix"])
        note = f"\n{_NOTES[code]}" if code in _NOTES else ""
        lines.append(f"**{code}**, {severity}: {what}.{note}\n*Fix:* {fix}.\n")

    return "\n".join(lines)


def _passed_on() -> Iterator[tuple[str, str]]:
    """Yield code and severity where a function of a room takes both."""
    for node in _nodes():
        if not isinstance(node, ast.Call):
            continue
        given = {word.arg: word.value for word in node.keywords}
        for each in node.args:
            is_code = isinstance(each, ast.Constant) and _CODE.fullmatch(
                str(each.value)
            )
            if is_code and "severity" in given:
                assert isinstance(each, ast.Constant)
                yield str(each.value), _severity(given["severity"])


@functools.cache
def _nodes() -> tuple[ast.AST, ...]:
    """Return what the whole source consists of."""
    return tuple(
        node
        for path in sorted(SOURCE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, (ast.Call, ast.Constant))
    )


def _is_problem(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == "Problem"


def _severity(value: ast.expr | None) -> str:
    if value is None:
        return "error"

    return (
        str(value.value)
        if isinstance(value, ast.Constant)
        else "error or warning"
    )


def _arguments(value: ast.expr | None) -> set[str] | None:
    if value is None:
        return set()
    if not isinstance(value, ast.Dict):
        return None

    return {
        str(key.value) for key in value.keys if isinstance(key, ast.Constant)
    }


def _plain(template: str) -> str:
    """Return a sentence with ``…`` for what it names."""
    return "".join(
        text + ("" if name is None else "…")
        for text, name, _, _ in string.Formatter().parse(template)
    )


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
