"""What a survey hands in is scored, with what it rests on beside it."""

import hashlib
import pathlib
from decimal import Decimal

import attrs
import pytest

from parrules.library import load
from parrules.loading.submissions import parse_submission, read_submission
from parrules.survey.handing import (
    Handed,
    facts_toml,
    file_names,
    hand_in,
    sentence_of,
)
from parrules.survey.reading import count_answers, read_answers
from parrules.survey.result import Survey
from parrules.survey.running import run_survey
from parrules.survey.tallying import parse_frame
from survey.forms import HEAD, codes_of, form_of, tallied, text_of
from survey.test_estimates import COUNTS, few

FACTS = """\
[fact]
opinions = { of = "1", gives = "tally" }
satisfied = { of = "index", gives = "value", decimals = 4 }
rounded = { of = "q1", gives = "value", decimals = 0 }
answers = { of = "1", gives = "answers" }
held = { of = "index", gives = "held" }
"""
RULESET = """\
language = 1
[ruleset]
id = "x"
edition = "1"
status = "template"
title = "x"
source = "x"
maximum = 10
[channel]
survey = { maximum = 10, title = "Điều tra", held = "held" }
[fact]
satisfied = { type = "percent", decimals = 4, title = "Hài lòng" }
rounded = { type = "percent", title = "Làm tròn" }
answers = { type = "count", title = "Số câu trả lời" }
held = { type = "flag", default = true, title = "Có điều tra" }
[fact.opinions]
type = "tally"
levels = ["bad", "fair", "good"]
title = "Ý kiến"
[criteria.1]
maximum = 10
title = "Hài lòng"
channel = "survey"
[criteria."1.1"]
maximum = 6
title = "Một"
formula = "maximum * share(opinions, 'good') / 100"
step = 0.001
if_none = "zero"
[criteria."1.2"]
maximum = 4
title = "Hai"
formula = "maximum * satisfied / 100"
step = 0.001
"""


def surveyed(**counts: str) -> Survey:
    """Return a survey of these counts."""
    form = form_of(text_of(rest=FACTS))

    return run_survey(form, tallied(form, **counts))


def handed(survey: Survey) -> Handed:
    """Return the facts of its only unit."""
    return hand_in(survey, language="en")


def test_facts_are_what_the_survey_found() -> None:
    """Q8.1: a value is rounded half up to the decimals of its fact, once."""
    found = handed(surveyed(q1="[0, 1, 2]", q2="[1, 0, 1]", q3="[1, 1, 1]"))

    assert {
        "opinions": (1, 1, 3),
        "satisfied": Decimal("50.0000"),
        "rounded": Decimal(67),
        "answers": 5,
        "held": True,
    } == found.submission.facts
    assert () == found.problems


def test_each_fact_has_its_evidence() -> None:
    """Q8.2: counts, people, value and interval."""
    survey = surveyed(q1="[0, 1, 2]", q2="[1, 0, 1]", q3="[1, 1, 1]")
    titles = {
        name: each.title
        for each in handed(survey).submission.evidence
        for name in each.supports
    }

    assert (
        "Survey, part 1: 3 of 5 answers at the levels that count; 60.00%;"
        " 3 people answered; 95% confidence interval (Wilson):"
        " 17.25–91.52, margin ±37.14"
    ) == titles["opinions"]
    assert sorted(titles) == sorted(handed(survey).submission.facts)
    assert 3 == len(handed(survey).submission.evidence)


def test_evidence_names_the_file_and_its_checksum(
    tmp_path: pathlib.Path,
) -> None:
    """Q8.2: whoever audits knows which answers these are."""
    form = form_of(text_of(rest=FACTS))
    path = tmp_path / "answers.csv"
    path.write_text("q1,q2,q3\ngood,good,bad\n", "utf-8")
    survey = run_survey(form, read_answers(path, form))
    first = hand_in(survey).submission.evidence[0]

    assert ("answers.csv", hashlib.sha256(path.read_bytes()).hexdigest()) == (
        first.path,
        first.sha256,
    )


def test_what_has_no_value_is_not_handed_in() -> None:
    """Q8.3: it is missing, and a warning says so; what is known is known."""
    found = handed(surveyed(q1="[0, 1, 2]"))
    empty = handed(surveyed())

    assert "satisfied" in found.submission.facts
    assert {"answers": 0, "held": False} == empty.submission.facts
    assert ["PAR869"] * 3 == codes_of(empty.problems)


def test_a_tally_of_a_stratified_sample_is_not_handed_in() -> None:
    """Q8.4: the ruleset would compute another share."""
    form = form_of(text_of(rest=f'[sample]\nstratum = "xa"\n{FACTS}'))
    table = {"xa": ["A"], "q1": ["good"], "q2": ["good"], "q3": ["bad"]}
    frame = parse_frame("population = { A = 5 }", "f")
    found = handed(run_survey(form, count_answers(table, form), frame))

    assert "opinions" not in found.submission.facts
    assert ["PAR869"] == codes_of(found.problems)


def test_a_submission_is_scored_as_its_file_is(tmp_path: pathlib.Path) -> None:
    """Q8.1: the file says the same, and the breakdown shows the evidence."""
    (tmp_path / "r.toml").write_text(RULESET, "utf-8")
    ruleset = load(tmp_path / "r.toml")
    found = handed(surveyed(q1="[0, 1, 2]", q2="[1, 0, 1]", q3="[1, 1, 1]"))
    path = tmp_path / "facts.toml"
    path.write_text(facts_toml(found.submission), "utf-8")
    one = ruleset.evaluate(found.submission)
    two = ruleset.evaluate(read_submission(path, ruleset))

    assert "5.6" == str(one.total).rstrip("0")
    assert one.to_dict() == two.to_dict()
    assert "3 of 5 answers" in one.explain("1.1", "en")


def test_a_survey_that_was_not_held_takes_its_criteria_out(
    tmp_path: pathlib.Path,
) -> None:
    """Q8.3: `held` is always handed in."""
    (tmp_path / "r.toml").write_text(RULESET, "utf-8")
    breakdown = load(tmp_path / "r.toml").evaluate(
        handed(surveyed()).submission
    )

    assert "not_held" == breakdown["1.1"].status


def test_a_file_holds_any_text() -> None:
    """Quotes, backslashes and names with points."""
    survey = surveyed(q1="[0, 1, 2]")
    submission = attrs.evolve(
        handed(survey).submission,
        unit={"id": 'Xã "An\\Bình"\x7f'},
        period="2025",
        stage="final",
        facts={"unit.level": 1, "a": True},
    )
    read = parse_submission(facts_toml(submission).encode(), "f.toml")

    assert (submission.unit, "2025", "final") == (
        read.unit,
        read.period,
        read.stage,
    )
    assert {"unit.level": 1, "a": True} == read.facts


def test_evidence_of_a_mean_says_so() -> None:
    """Q8.2: a mean has no share of top levels."""
    form = form_of(text_of(head=HEAD.replace('"share"', '"mean"')))
    survey = run_survey(form, tallied(form, q1="[1, 0, 1]"), intervals=False)
    part = survey.units[""].parts["1"]

    assert (
        "Khảo sát, mục 1: trung bình 2,00 của 2 câu trả lời; 2 người trả lời"
    ) == sentence_of(part, form, "vi")


def test_evidence_names_what_is_left_out_of_a_value() -> None:
    """Q5.4: neither its answers nor its people stand beside the value."""
    form = form_of(few("leave_out"))
    survey = run_survey(form, tallied(form, **COUNTS), intervals=False)
    sentence = sentence_of(survey.units[""].index, form, "en")

    assert "10 of 10 answers at the levels that count" in sentence
    assert "(without 2)" in sentence


def test_evidence_names_what_is_left_out_further_down() -> None:
    """Q5.4: a question without value is missing in the index, too."""
    form = form_of(few("leave_out").replace('"answers"', '"means"'))
    counts = {**COUNTS, "q2": "[1, 0, 1]", "q3": "[4, 0, 4]"}
    survey = run_survey(form, tallied(form, **counts), intervals=False)
    sentence = sentence_of(survey.units[""].index, form, "en")

    assert "(mean of 1, 2) (without q2)" in sentence


@pytest.mark.parametrize(
    ("units", "names"),
    [
        (("Hà Tu", "HL"), ("Hà-Tu.toml", "HL.toml")),
        (("a/b", "a b", "A-B"), ("a-b.toml", "a-b-2.toml", "A-B-3.toml")),
        (("..", "/"), ("unit.toml", "unit-2.toml")),
    ],
)
def test_every_unit_has_a_file_of_its_own(
    units: tuple[str, ...], names: tuple[str, ...]
) -> None:
    """Also where file systems do not tell small from capital letters."""
    assert dict(zip(units, names, strict=True)) == file_names(units)
