"""Small words of reports: what signs mean, and what did not apply."""

import io

import pytest
from rich.console import Console

from parrules.errors import Language, Problem
from parrules.reporting.terminal import TerminalBreakdown
from reporting.samples import DILIGENT, TROUBLED, document, small


@pytest.mark.parametrize(
    ("width", "legend"),
    [
        (80, "~ in part   ✗ 0, or taken off   ? not scored yet"),
        (40, "✗ 0, or taken off\n? not scored yet"),
    ],
)
def test_a_terminal_says_what_its_signs_mean(width: int, legend: str) -> None:
    """Those that stand before points; in a narrow one a line for each."""
    console = Console(file=io.StringIO(), width=width)
    with console.capture() as captured:
        console.print(TerminalBreakdown(document(TROUBLED), "en"))
    lines = [line.rstrip() for line in captured.get().splitlines()]

    assert legend in "\n".join(lines)


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("vi", "Cách chấm (ở đây không hàng nào được áp dụng)"),
        ("en", "How it is scored (no row applied here)"),
    ],
)
def test_a_mark_is_explained_only_where_there_is_one(
    language: Language, heading: str
) -> None:
    """What was knocked out or lacks facts shows its rows all the same."""
    applied, not_applied = (
        small().evaluate(unit).explain("1.1.2", language)
        for unit in (DILIGENT, TROUBLED)
    )

    assert (False, True) == (heading in applied, heading in not_applied)


def test_a_file_without_a_name_is_at_no_place() -> None:
    """What went wrong comes first."""
    problem = Problem(code="PAR103", arguments={"file": "", "reason": ""})

    assert problem.text("en").startswith("error PAR103: ")
