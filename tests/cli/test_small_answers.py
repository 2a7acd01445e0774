"""What commands say in small: rules to explain, reasons of the system."""

import errno

import pytest

from cli.commands import FACTS, SMALL, ran
from parrules.cli.words import CommandWords

Capture = pytest.CaptureFixture[str]


def test_a_rule_is_explained_by_its_node(capsys: Capture) -> None:
    """Its id can be copied from a breakdown as it stands there."""
    by_rule = ran(capsys, "explain", SMALL, FACTS, "1.1.1#2")
    by_node = ran(capsys, "explain", SMALL, FACTS, "1.1.1")

    assert (0, "") == (by_node.code, by_node.err)
    assert by_node == by_rule


def test_a_rule_of_no_node_is_not_known(capsys: Capture) -> None:
    """The total has rules, and is no node."""
    answer = ran(capsys, "explain", SMALL, FACTS, "total#cap")

    assert 2 == answer.code
    assert "total#cap" in answer.err


@pytest.mark.parametrize(
    ("error", "vietnamese", "english"),
    [
        (
            FileNotFoundError(errno.ENOENT, "No such file or directory"),
            "không có thư mục đó",
            "there is no such folder",
        ),
        (OSError(errno.ENOSPC, "x"), "hết chỗ trên đĩa", "the disk is full"),
        # Of what is rare, what the system says is better than nothing.
        (OSError(errno.EXDEV, "Other device"), "Other device", "Other device"),
        (ValueError("a null character"), *["a null character"] * 2),
    ],
)
def test_what_the_system_refuses_is_told_in_the_language_of_the_reader(
    error: Exception, vietnamese: str, english: str
) -> None:
    """Those reasons are the commonest, and were English everywhere."""
    words = CommandWords("vi"), CommandWords("en")

    assert [vietnamese, english] == [each.reason(error) for each in words]
