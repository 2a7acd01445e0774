"""HTML: a fragment for notebooks and pages."""

import html.parser

import pytest

from parrules.facts import Submission
from parrules.reporting.html import breakdown_html
from reporting.samples import DILIGENT, TROUBLED, document, small

VOID = ("br",)


class Reader(html.parser.HTMLParser):
    """Notes what opens and closes."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(
        self, tag: str, attrs: list[tuple[str, str | None]]
    ) -> None:
        """Note what opens."""
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Check that it closes what opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Collect what is read."""
        self.text += data


def read(text: str) -> Reader:
    """Read a fragment; everything in it must close."""
    reader = Reader()
    reader.feed(text)
    reader.close()

    assert [] == reader.open

    return reader


@pytest.mark.parametrize("unit", [DILIGENT, TROUBLED])
def test_every_node_is_in_the_fragment(unit: Submission) -> None:
    """Code, title and points of all of them, and every tag closes."""
    text = read(breakdown_html(document(unit), "en")).text

    for node in document(unit)["nodes"]:
        assert node["code"] in text
        assert node["title_en"] in text


def test_tables_can_be_read_aloud() -> None:
    """They have captions, and headers that say what they head."""
    reader = read(breakdown_html(document(TROUBLED), "vi"))
    tags = [tag for tag, _ in reader.seen]
    scopes = {
        attributes.get("scope")
        for tag, attributes in reader.seen
        if tag == "th"
    }

    assert tags.count("caption") == tags.count("table") == 5
    assert {"row", "col"} == scopes
    assert ("div", {"class": "parrules", "lang": "vi"}) == reader.seen[0]


def test_it_needs_nothing_from_elsewhere_and_runs_nothing() -> None:
    """No scripts, no addresses."""
    reader = read(breakdown_html(document(DILIGENT)))

    assert not {"script", "link", "img", "a"} & {tag for tag, _ in reader.seen}


def test_text_of_a_submission_stays_text() -> None:
    """A name with tags in it is shown, not obeyed."""
    unit = Submission(facts={}, unit={"name": "<script>x</script>&"})
    reader = read(breakdown_html(document(unit), "en"))

    assert "<script>x</script>&" in reader.text
    assert "script" not in {tag for tag, _ in reader.seen}


def test_a_notebook_shows_the_fragment() -> None:
    """A breakdown as the last line of a cell becomes the table."""
    breakdown = small().evaluate(DILIGENT)

    assert breakdown_html(document(DILIGENT), "vi") == breakdown._repr_html_()
