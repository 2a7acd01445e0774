"""Small questionnaires that tests vary, and answers to them."""

import pathlib
from collections.abc import Iterable, Mapping, Sequence

from parrules.errors import Problem
from parrules.survey.counts import Tallies
from parrules.survey.loading import parse_questionnaire
from parrules.survey.model import Questionnaire
from parrules.survey.reading import read_answers
from parrules.survey.result import Survey, UnitSurvey
from parrules.survey.running import run_survey
from parrules.survey.tallying import parse_frame, parse_tallies

HEAD = """\
language = 1
[questionnaire]
id = "x"
edition = "1"
status = "template"
title = { vi = "Khảo sát", en = "Survey" }
measure = "share"
pool = "answers"
"""
SCALE = """\
[scale.s]
levels = ["bad", "fair", "good"]
top = ["good"]
unknown = ["dont_know"]
"""
QUESTIONS = """\
[question]
q1 = {}
q2 = {}
q3 = {}
"""
PARTS = """\
[criteria]
"1" = { questions = ["q1", "q2"] }
"2" = { questions = ["q3"] }
"""


def text_of(
    *,
    head: str = HEAD,
    scale: str = SCALE,
    questions: str = QUESTIONS,
    parts: str = PARTS,
    rest: str = "",
) -> str:
    """Return a questionnaire with these sections."""
    return f"{head}{scale}{questions}{parts}{rest}"


def problems_of(text: str) -> tuple[Problem, ...]:
    """Return what is wrong with a questionnaire."""
    return parse_questionnaire(text, "form.toml").problems


def form_of(text: str) -> Questionnaire:
    """Return a questionnaire without problems."""
    loaded = parse_questionnaire(text, "form.toml")

    assert [] == [problem.text() for problem in loaded.problems]
    assert loaded.questionnaire is not None
    return loaded.questionnaire


def tallied(form: Questionnaire, **counts: object) -> Tallies:
    """Return tallies written as ``q1="[1, 2, 3]"``."""
    lines = "\n".join(f"{name} = {each}" for name, each in counts.items())

    return parse_tallies(f"[tally]\n{lines}\n", "tally.toml", form)


def surveyed(text: str, frame: str = "", **counts: object) -> UnitSurvey:
    """Return what tallies say by the questionnaire *text*."""
    form = form_of(text)
    framed = parse_frame(frame, "frame.toml") if frame else None
    survey = run_survey(form, tallied(form, **counts), framed, intervals=False)

    return survey.units[""]


def measured(text: str, frame: str = "", **counts: object) -> UnitSurvey:
    """Return what tallies say, with intervals."""
    form = form_of(text)
    framed = parse_frame(frame, "frame.toml") if frame else None

    return run_survey(form, tallied(form, **counts), framed).units[""]


def table_text(
    names: Sequence[str],
    rows: Iterable[Sequence[object]],
    separator: str = ",",
) -> str:
    """Return a CSV text."""
    lines = [names, *rows]

    return "".join(separator.join(map(str, line)) + "\n" for line in lines)


def from_table(
    folder: pathlib.Path, text: str, table: str, frame: str = ""
) -> Survey:
    """Return what a table says by the questionnaire *text*."""
    form = form_of(text)
    path = folder / "answers.csv"
    path.write_text(table, "utf-8")
    framed = parse_frame(frame, "frame.toml") if frame else None

    return run_survey(form, read_answers(path, form), framed, intervals=False)


def codes_of(problems: Iterable[Problem]) -> list[str]:
    """Return the codes of *problems*."""
    return [problem.code for problem in problems]


def values_of(unit: UnitSurvey) -> Mapping[str, object]:
    """Return the share of each part, by code."""
    return {code: each.share for code, each in unit.parts.items()}
