"""What problems say: two catalogues of the same shape, in the house's tone."""

import pytest

from checking.problems_page import (
    PAGE,
    catalogues,
    codes_used,
    fields_of,
    page,
    problems_made,
)

EN, VI = catalogues("en"), catalogues("vi")


def test_every_code_in_the_source_has_sentences_in_both_languages() -> None:
    """No problem is shown without words."""
    missing = [
        code for code in codes_used() if code not in EN or code not in VI
    ]

    assert missing == []


def test_both_catalogues_have_the_same_codes() -> None:
    """What is said in one language is said in the other."""
    assert sorted(EN) == sorted(VI)


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
def test_fix_near_is_there_where_near_is_mentioned(code: str) -> None:
    """`near` only means something to the sentence made for it."""
    for entry in (EN[code], VI[code]):
        usual = {
            name: text for name, text in entry.items() if name != "fix_near"
        }

        assert "near" not in fields_of(usual)


def test_checks_give_every_argument_that_their_sentences_mention() -> None:
    """No sentence of a check has a hole in it."""
    for code, _, arguments in problems_made():
        if arguments is not None:
            missing = fields_of(EN[code]) - arguments - {"near"}

            assert missing == set(), code


def test_page_of_problems_is_up_to_date() -> None:
    """``docs/problems.md`` has a line for each code.

    If this fails, run ``tests/checking/problems_page.py``.
    """
    assert PAGE.read_text("utf-8") == page()
