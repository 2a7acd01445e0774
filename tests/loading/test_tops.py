"""Files of one kind in the place of another."""

import pytest

from parrules.composite import parse_index
from parrules.errors import FactError, RulesetError
from parrules.loading.submissions import parse_submission
from parrules.survey.loading import parse_questionnaire


def test_questionnaire_in_the_place_of_an_index() -> None:
    """One problem is told, and no key of either."""
    with pytest.raises(RulesetError) as raised:
        parse_index("[questionnaire]\nid = 'x'\n", "x.toml")

    assert ["PAR124"] == [each.code for each in raised.value.problems]


def test_ruleset_in_the_place_of_a_questionnaire() -> None:
    """One problem is told, and no key of either."""
    loaded = parse_questionnaire("[ruleset]\nid = 'x'\n", "x.toml")

    assert ["PAR124"] == [each.code for each in loaded.problems]


def test_ruleset_in_the_place_of_facts() -> None:
    """It begins as no file of facts does."""
    with pytest.raises(FactError) as raised:
        parse_submission(b"language = 1\n[ruleset]\nid = 'x'\n", "x.toml")

    assert ["PAR124"] == [each.code for each in raised.value.problems]


def test_facts_may_be_called_as_documents_are() -> None:
    """Without sections all keys are facts."""
    submission = parse_submission(b"published = 3\nindex = 1\n", "x.toml")

    assert {"published": 3, "index": 1} == dict(submission.facts)
