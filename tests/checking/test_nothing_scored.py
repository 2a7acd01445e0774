"""Where there is no criterion, that is what is wrong."""

from checking.rulesets import codes, ruleset


def test_facts_and_answers_that_no_row_can_use_are_not_told() -> None:
    """PAR227 says it; PAR322 and PAR415 for each of them would follow."""
    text = ruleset(
        criteria="[criteria]\n", answers="[answers]\nyn = { yes = 100 }\n"
    )

    assert ["PAR227"] == codes(text)
