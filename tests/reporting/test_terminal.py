"""The terminal: coloured, as wide as the window, nothing cut."""

import io

import pytest
from rich.console import Console

from parrules.errors import Language
from parrules.facts import Submission
from parrules.reporting.sheet import sheet_of
from parrules.reporting.terminal import TerminalBreakdown
from reporting.samples import DILIGENT, TROUBLED, document

WIDTHS = (60, 80, 120, 200)


def printed(
    unit: Submission, width: int, language: Language = "en", **how: bool
) -> str:
    """Return what a terminal of that width shows."""
    file = io.StringIO()
    console = Console(file=file, width=width, **how)  # type: ignore[arg-type]  # flags only
    console.print(TerminalBreakdown(document(unit), language))

    return file.getvalue()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("unit", [DILIGENT, TROUBLED])
def test_points_and_codes_are_never_cut(unit: Submission, width: int) -> None:
    """Each node has a line with its code, its points and its maximum."""
    lines = [line.split() for line in printed(unit, width).split("\n")]

    for item in sheet_of(document(unit), "en").items:
        assert any(
            line[:1] == [item.code]
            and line[-2:] == [item.points, item.maximum]
            for line in lines
        ), item.code


@pytest.mark.parametrize("width", [20, 40])
def test_a_narrow_window_shows_everything_below_each_other(
    width: int,
) -> None:
    """Codes, titles and points are whole; none of them is cut."""
    shown = printed(DILIGENT, width)
    words = shown.split()

    assert "…" not in shown
    for item in sheet_of(document(DILIGENT), "en").items:
        assert {item.code, *item.title.split()} <= set(words), item.code
        assert f"{item.points} / {item.maximum}\n" in shown


@pytest.mark.parametrize("width", [20, 40, *WIDTHS])
def test_nothing_is_wider_than_the_window(width: int) -> None:
    """Nothing wraps at the margin of its own accord."""
    lines = printed(TROUBLED, width, "vi").split("\n")

    assert [] == [line for line in lines if len(line) > width]


def test_a_long_title_wraps_as_a_whole() -> None:
    """No word of it is lost."""
    text = " ".join(printed(DILIGENT, 80).split())

    assert "those added during the year included" in text


def test_a_wide_window_shows_the_reason_beside_the_title() -> None:
    """A narrow one shows it below."""
    wide, narrow = (
        next(
            line
            for line in printed(DILIGENT, width).split("\n")
            if "Issued in time" in line
        )
        for width in (120, 80)
    )

    assert "Late" in wide
    assert "Late" not in narrow


def test_a_sign_says_what_the_colour_says() -> None:
    """Who sees no colour sees the sign."""
    text = printed(TROUBLED, 80)

    assert {"✗", "?", "·"} <= set(text)
    assert "\x1b[" not in text
    assert "\x1b[" in printed(TROUBLED, 80, force_terminal=True)


def test_what_is_missing_and_unproven_ends_the_report() -> None:
    """The last lines are what there is to do."""
    text = printed(TROUBLED, 80)

    assert text.index("Still needed") < text.index("No document given")
    assert "Documents" in printed(DILIGENT, 80)


def test_square_brackets_are_shown_as_they_are() -> None:
    """No text of a file is taken for Rich's own marks."""
    unit = Submission(facts={}, unit={"name": "[red]A[/red]"})

    assert "[red]A[/red]" in printed(unit, 80)


def test_where_nothing_applies_there_is_no_total() -> None:
    """It is said in words, not shown as 0."""
    written = document(DILIGENT)
    written |= {"total": None, "base": None, "grade": None, "channels": []}
    file = io.StringIO()
    Console(file=file, width=80).print(TerminalBreakdown(written, "en"))

    assert "no total: nothing is applicable" in file.getvalue()
