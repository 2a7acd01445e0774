"""Each problem of surveys: found where it is, and said in full.

A case of ``problems.toml`` changes sections of a sound questionnaire, or has
a table, tallies and a frame that go with it.
"""

import pathlib
from typing import Any

import pytest
import tomli

from checking.problems_page import codes_used
from parrules.errors import Problem, ProblemsError
from parrules.messages import LANGUAGES
from parrules.survey.handing import hand_in
from parrules.survey.library import check_questionnaire
from parrules.survey.loading import parse_questionnaire
from parrules.survey.reading import read_answers
from parrules.survey.running import run_survey
from parrules.survey.tallying import parse_frame, parse_tallies
from survey.forms import text_of

CASES: list[dict[str, Any]] = tomli.loads(
    pathlib.Path(__file__).with_name("problems.toml").read_text("utf-8")
)["case"]
SECTIONS = ("head", "scale", "questions", "parts", "rest")


def found(case: dict[str, Any]) -> list[Problem]:
    """Return all problems of a case; files lie in this folder."""
    if "name" in case:
        return list(check_questionnaire(case["name"]))
    sections = {key: case[key] for key in SECTIONS if key in case}
    loaded = parse_questionnaire(text_of(**sections), "form.toml")
    form = loaded.questionnaire
    if form is None:
        return list(loaded.problems)
    problems = list(loaded.problems)
    try:
        if "table" in case:
            pathlib.Path("answers.csv").write_text(case["table"], "utf-8")
            tallies = read_answers("answers.csv", form)
        else:
            tallies = parse_tallies(case.get("tally", "[tally]"), "t", form)
        frame = parse_frame(case["frame"], "f") if "frame" in case else None
        survey = run_survey(
            form, tallies, frame, intervals=case.get("intervals", False)
        )
    except ProblemsError as error:
        return [*problems, *error.problems]
    problems += survey.all_problems()
    for unit in survey.units:
        problems += hand_in(survey, unit).problems

    return problems


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["about"]))
def test_problem_is_found_and_said_in_full(
    case: dict[str, Any],
    tmp_path: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Place, what, why and fix are what the corpus of problems says."""
    monkeypatch.chdir(tmp_path)
    problems = found(case)
    codes = [problem.code for problem in problems]
    texts = {
        language: "\n".join(problem.text(language) for problem in problems)
        for language in LANGUAGES
    }

    assert case["codes"] == codes
    assert {language: case[language].rstrip("\n") for language in texts} == (
        texts
    )


def test_every_code_of_surveys_has_a_case() -> None:
    """No sentence goes without a test."""
    pinned = {code for case in CASES for code in case["codes"]}
    own = {code for code in codes_used() if "PAR850" <= code <= "PAR877"}

    assert {"PAR868"} == own - pinned
