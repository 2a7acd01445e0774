"""The three full tables: short to read, and silent points read one way."""

import re
from collections import Counter

import pytest

from parrules.loading import read_ruleset
from parrules.loading.bundled import Bundled, bundled

TABLES = tuple(each for each in bundled() if each.id.startswith("vn/brvt/"))
MOST_LINES = 6
"""For each row of the decision, examples left aside."""

_HEADER = re.compile(r"\[+(?P<section>[a-z_]+)")
_ROWS = ("criteria", "bonus", "penalty")


def lines_of(table: Bundled) -> Counter[str]:
    """Return how many lines each section has, comments included."""
    section = ""
    counts: Counter[str] = Counter()
    for line in table.path.read_text("utf-8").splitlines():
        header = _HEADER.match(line)
        section = header["section"] if header else section
        counts[section] += bool(line.strip())

    return counts


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_row_takes_few_lines(table: Bundled) -> None:
    """Rows alone, and with facts and all the rest but the examples."""
    scheme = read_ruleset(table.path).scheme
    assert scheme is not None
    rows = sum(1 for _ in scheme.nodes())
    lines = lines_of(table)
    of_rows = sum(lines[section] for section in _ROWS)
    of_all = lines.total() - lines["example"]

    assert rows > 90
    assert of_rows < MOST_LINES * rows
    assert of_all < MOST_LINES * rows


@pytest.mark.parametrize("code", ["1.2.1", "1.2.3"])
def test_no_report_due_means_the_same_in_all_tables(code: str) -> None:
    """The tables say the same, so silence is read the same."""
    readings: list[str | None] = []
    for table in TABLES:
        scheme = read_ruleset(table.path).scheme
        assert scheme is not None
        readings.extend(
            node.if_none for node in scheme.nodes() if node.code == code
        )

    assert ["full"] * 3 == readings
