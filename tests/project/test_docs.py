"""The documentation is true: its programs run, and what it names exists."""

import pathlib
import re
import unicodedata
from collections.abc import Iterator

import pytest

from project.blocks import ROOT, blocks_of, run_python

PAGES = (
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
)
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]

_LINK = re.compile(r"\[[^\]]+\]\((?P<target>[^)\s]+)\)")
_CODE = re.compile(r"`(?P<text>[^`\n]+)`")
_PATH = re.compile(r"(?:src|tests|docs|rulesets|\.ci)/[\w./-]+|\.ci/run")
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def prose_of(page: pathlib.Path) -> str:
    """Return a page without its fenced blocks."""
    return _FENCED.sub("", page.read_text(encoding="utf-8"))


def anchors_of(page: pathlib.Path) -> Iterator[str]:
    """Yield the anchors that headings of a page get."""
    for heading in re.findall(r"^#+ (.+)$", prose_of(page), re.MULTILINE):
        plain = unicodedata.normalize("NFC", heading).lower().replace("`", "")
        yield re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_programs_of_a_page_run(
    page: pathlib.Path,
    tmp_path: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """From top to bottom: titled blocks are files, Python blocks are run.

    A text block after one that prints shows what it prints.
    """
    if page.name == "README.md":
        pytest.skip("has a test of its own")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    printed = ""
    for block in blocks_of(page):
        if block.title:
            (tmp_path / block.title).write_text(block.text, "utf-8")
        elif block.language == "python":
            run_python(block, page, names)
            printed = capsys.readouterr().out
        elif block.language == "text" and printed:
            assert printed == block.text
            printed = ""


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_links_of_a_page_lead_somewhere(page: pathlib.Path) -> None:
    """A link within the repository has a file, and an anchor a heading."""
    lost = []
    for target in _LINK.findall(prose_of(page)):
        path, _, anchor = target.partition("#")
        if "://" in target:
            continue
        file = page.parent / path if path else page
        if not file.exists() or (anchor and anchor not in anchors_of(file)):
            lost.append(target)

    assert [] == lost


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_files_that_a_page_names_exist(page: pathlib.Path) -> None:
    """Documentation does not outlive the files that it speaks of."""
    lost = [
        text
        for text in _CODE.findall(prose_of(page))
        if _PATH.fullmatch(text) and not (ROOT / text).exists()
    ]

    assert [] == lost


def test_every_page_is_reached_from_the_index() -> None:
    """No page stands alone."""
    index = ROOT / "docs" / "index.md"
    linked = {
        (index.parent / target).resolve()
        for target in _LINK.findall(prose_of(index))
    }

    assert set() == set((ROOT / "docs").rglob("*.md")) - linked - {index}
