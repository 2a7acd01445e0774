"""What problems say: two catalogues of the same shape, in the house's tone."""

import string

import pytest

from checking.problems_page import (
    PAGE,
    catalogues,
    codes_used,
    fields_of,
    page,
    problems_made,
)
from parrules.errors import Problem
from parrules.messages import words
from parrules.model import FACT_TYPES

EN, VI = catalogues("en"), catalogues("vi")
_REASONS = (
    "not_found",
    "directory",
    "no_permission",
    "no_file_name",
    "no_file",
)


def words_in(template: str) -> set[str]:
    """Return the arguments for which *template* asks for a word."""
    return {
        str(name)
        for _, name, _, conversion in string.Formatter().parse(template)
        if conversion == "w"
    }


def test_every_code_in_the_source_has_sentences_in_both_languages() -> None:
    """No problem is shown without words."""
    missing = [
        code for code in codes_used() if code not in EN or code not in VI
    ]

    assert missing == []


def test_both_catalogues_have_the_same_codes() -> None:
    """What is said in one language is said in the other."""
    assert sorted(EN) == sorted(VI)


def test_remedies_come_in_one_order_in_both_languages() -> None:
    """The first whose argument is there is taken."""
    for code, entry in EN.items():
        assert list(entry) == list(VI[code]), code


@pytest.mark.parametrize("code", sorted(EN))
def test_both_languages_mention_the_same_arguments(code: str) -> None:
    """A translation loses nothing and adds nothing."""
    assert sorted(EN[code]) == sorted(VI[code])
    for name, template in EN[code].items():
        english = fields_of({name: template})

        assert english == fields_of({name: VI[code][name]})


@pytest.mark.parametrize("code", sorted(EN))
def test_sentences_keep_the_tone_of_the_house(code: str) -> None:
    """Lower case at the start, no stop at the end, one line."""
    for entry in (EN[code], VI[code]):
        assert {"what", "why", "fix"} <= set(entry)
        for sentence in entry.values():
            is_acronym = sentence[:2].isupper()
            assert is_acronym or not sentence[0].isupper()
            assert sentence == sentence.strip()
            assert not sentence.endswith(".")
            assert "\n" not in sentence
            assert sentence.count("`") % 2 == 0


@pytest.mark.parametrize("code", sorted(EN))
@pytest.mark.parametrize("argument", ["near", "form"])
def test_what_may_be_absent_has_a_sentence_of_its_own(
    code: str, argument: str
) -> None:
    """`near` and `form` mean something only to the fix made for them."""
    for entry in (EN[code], VI[code]):
        usual = {
            name: text
            for name, text in entry.items()
            if name != f"fix_{argument}"
        }

        assert argument not in fields_of(usual)


def test_both_languages_have_the_same_words_for_kinds() -> None:
    """What is called by a word in one is so in the other."""
    assert list(words("en")) == list(words("vi"))


@pytest.mark.parametrize("code", sorted(EN))
def test_both_languages_use_words_in_the_same_places(code: str) -> None:
    """No kind of value is a word of the code in one language only."""
    for name, template in EN[code].items():
        assert words_in(template) == words_in(VI[code][name])


@pytest.mark.parametrize(
    "word",
    [
        *(f"{kind}" for kind in (*FACT_TYPES, "answer", "judged")),
        *_REASONS,
        "datetime",
        "decimal",
        "list",
        "table",
        "text",
        "nothing",
        "file",
        "characters",
        "nesting",
        "levels",
    ],
)
def test_what_facts_are_is_said_in_words(word: str) -> None:
    """Whoever fills in facts need not know what code calls them."""
    for language in ("vi", "en"):
        said = words(language)[word]
        shown = Problem(
            code="PAR302", arguments={"found": word, "expected": word}
        ).text(language)

        assert f"`{word}`" not in shown
        assert said in shown


def test_checks_give_every_argument_that_their_sentences_mention() -> None:
    """No sentence of a check has a hole in it."""
    for code, _, arguments in problems_made():
        if arguments is not None:
            # A remedy whose argument is not there gives way to the usual one.
            said = {
                name: text
                for name, text in EN[code].items()
                if name.partition("fix_")[2] in {"", *arguments}
            }

            assert fields_of(said) <= arguments, code


def test_page_of_problems_is_up_to_date() -> None:
    """``docs/problems.md`` has a line for each code.

    If this fails, run ``tests/checking/problems_page.py``.
    """
    assert PAGE.read_text("utf-8") == page()


@pytest.mark.parametrize(
    ("expected", "fix"),
    [
        ("date", "fix: write a date"),
        ('date | "never"', 'fix: write a date or `"never"`'),
        (
            "string | number | array",
            "fix: write a text, a number or an array",
        ),
    ],
)
def test_several_kinds_are_a_list_of_words(expected: str, fix: str) -> None:
    """What is no word is shown as it is written."""
    problem = Problem(code="PAR105", arguments={"expected": expected})

    assert fix == problem.text("en").splitlines()[-1].strip()
