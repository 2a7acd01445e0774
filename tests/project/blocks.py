"""Code blocks of Markdown pages, and the environment that they run in."""

import pathlib
import re

import attrs

ROOT = pathlib.Path(__file__).parents[2]

_FENCE = re.compile(
    r"^```(?P<language>[a-z]*)(?: (?P<title>\S+))?\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@attrs.frozen
class Block:
    """A fenced block.

    Attributes:
        title: What follows the language: the name of a file.
        line: Of its first line of text, counted from 1.
    """

    language: str
    title: str
    text: str
    line: int


def blocks_of(page: pathlib.Path) -> tuple[Block, ...]:
    """Return the fenced blocks of *page*, in order."""
    text = page.read_text(encoding="utf-8")

    return tuple(
        Block(
            match["language"],
            match["title"] or "",
            match["text"],
            text.count("\n", 0, match.start("text")) + 1,
        )
        for match in _FENCE.finditer(text)
    )


def run_python(
    block: Block, page: pathlib.Path, names: dict[str, object]
) -> None:
    """Run a block as if it stood in its page, so that errors point there."""
    code = compile("\n" * (block.line - 1) + block.text, str(page), "exec")
    exec(code, names)  # noqa: S102  # our own pages
