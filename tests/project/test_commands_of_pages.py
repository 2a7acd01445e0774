"""What a page shows below a command is what the command writes."""

import pathlib
import shlex
from collections.abc import Iterator

import pytest

from cli.commands import ran
from project.blocks import ROOT, Block, blocks_of

DOCS = ROOT / "docs"
PAGES = (DOCS / "how-to" / "build-an-index.md", DOCS / "bundled-rulesets.md")


def commands_of(page: pathlib.Path) -> Iterator[tuple[Block, str, str]]:
    """Yield files, and each line of a command with what it shows."""
    blocks = blocks_of(page)
    for block, following in zip(blocks, (*blocks[1:], None), strict=True):
        if block.title:
            yield block, "", ""
        elif block.language == "sh":
            is_shown = following is not None and following.language == "text"
            text = following.text if following and is_shown else ""
            for line in block.text.splitlines():
                yield block, line, text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_of_a_page_write_what_it_shows(
    page: pathlib.Path,
    tmp_path: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """From top to bottom, in English; each of them succeeds."""
    monkeypatch.chdir(tmp_path)
    wrong = []
    for block, line, text in commands_of(page):
        if block.title:
            (tmp_path / block.title).write_text(block.text, "utf-8")
            continue
        program, *arguments = shlex.split(line)
        answer = ran(capsys, *arguments, "--lang", "en")
        found = (program, answer.code, answer.err)
        if found != ("parrules", 0, "") or text not in ("", answer.out):
            wrong.append((line, *found, answer.out))

    assert [] == wrong
