"""Whatever a questionnaire says, it becomes problems and no traceback."""

from hypothesis import given
from hypothesis import strategies as st

from parrules.survey.loading import parse_questionnaire
from parrules.survey.running import run_survey
from parrules.survey.tallying import parse_tallies
from survey.forms import text_of

LINES = text_of(
    rest="""\
[index]
pool = "means"
[policy]
unknown = "middle"
minimum = 2
too_few = "leave_out"
[sample]
unit = "u"
error = 0.05
confidence = 90
[fact]
a = { of = "1", gives = "tally" }
b = { of = "index", gives = "value", decimals = 3 }
"""
).splitlines()
PIECES = (
    "",
    "x",
    "=",
    '"',
    "[",
    "]",
    "{}",
    "0",
    "-1",
    "1e999",
    '"q1"',
    "[]",
    '["q1", "q1"]',
    "true",
    "2020-01-01",
    '[criteria."1.1"]',
    "overall = 'q1'",
    "weight = 0",
)


@given(
    st.integers(0, len(LINES) - 1),
    st.integers(0, len(LINES) - 1),
    st.sampled_from(PIECES),
    st.integers(0, 40),
)
def test_a_damaged_questionnaire_is_told_or_run(
    first: int, second: int, piece: str, column: int
) -> None:
    """A line is lost, a piece put into another: problems, or a result."""
    lines = list(LINES)
    lines[second] = lines[second][:column] + piece + lines[second][column:]
    lines[first] = "" if first != second else lines[first]
    loaded = parse_questionnaire("\n".join(lines), "form.toml")
    shown = [problem.text("vi") for problem in loaded.problems]
    form = loaded.questionnaire

    assert shown or form is not None
    if form is not None:
        survey = run_survey(
            form, parse_tallies("[tally]", "t", form), intervals=False
        )

        assert all(each.index.share is None for each in survey.units.values())


@given(
    st.integers(0, len(LINES) - 1), st.sampled_from(PIECES), st.integers(0, 40)
)
def test_a_value_that_is_replaced_is_told_or_run(
    position: int, piece: str, count: int
) -> None:
    """What stands behind a sign becomes something else."""
    lines = list(LINES)
    key, sign, _ = lines[position].partition("=")
    lines[position] = f"{key}{sign} {piece}" if sign else lines[position]
    loaded = parse_questionnaire("\n".join(lines[: count + 1]), "form.toml")

    assert loaded.problems or loaded.questionnaire is not None
    assert all(problem.text("en") for problem in loaded.problems)
