"""Writes ``docs/patterns.md`` from ``patterns.toml`` and the whole corpus.

Run it to bring the page up to date:
``PYTHONPATH=src:tests python tests/conformance/patterns_page.py``
"""

import pathlib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import tomli

from conformance.corpus import ALL, COHORTS

HERE = pathlib.Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "patterns.md"
_HEAD = (
    "Scoring tables say few things in many words: these are the {count}"
    " patterns that were found in real ones.\n"
    "Each is written here as a piece of a ruleset, which is also a case of"
    " the [conformance corpus](../tests/conformance/README.md): what it gives"
    " for some facts was worked out by hand, and every evaluator must give"
    " it.\n"
    "A heading `[ruleset]` and `language = 1` are all that a piece lacks to"
    " be a file; [the format](ruleset-format.md) says what each key means.\n"
)
_TABLE = """
| pattern | what it is | in Vietnamese |
|---|---|---|
"""


def catalogue() -> Mapping[str, Any]:
    """Return ``patterns.toml``, numbers exact."""
    text = (HERE / "patterns.toml").read_text("utf-8")

    return tomli.loads(text, parse_float=Decimal)


def cases_of(pattern: str) -> list[str]:
    """Return the names of the cases and cohorts that hold a pattern."""
    return [
        str(param.id)
        for param in (*ALL, *COHORTS)
        if pattern in param.values[0].get("pattern", ())
    ]


def page() -> str:
    """Return the page."""
    patterns = catalogue()["pattern"]
    rows = "".join(
        f"| [{name}](#{name.lower()}) | {each['what']} | {each['term']} |\n"
        for name, each in patterns.items()
    )

    return (
        f"# Patterns\n\n{_HEAD.format(count=len(patterns))}"
        + _TABLE
        + rows
        + "".join(part for name in patterns for part in _section(name))
    )


def _section(name: str) -> Iterator[str]:
    file = catalogue()
    pattern = file["pattern"][name]
    yield f"\n## {name}\n\n{pattern['what']}\n*{pattern['term']}*\n"
    yield f"\n```toml\n{file['ruleset'][name]}```\n\nCases:\n\n"
    yield "".join(f"- {case}\n" for case in cases_of(name))


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
