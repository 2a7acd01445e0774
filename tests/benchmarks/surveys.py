"""Count ten million answers, and print how long it takes.

In an environment with the ``tables`` extra::

    python tests/benchmarks/surveys.py
"""

import pathlib
import tempfile
import time

import polars

from parrules.survey.loading import parse_questionnaire
from parrules.survey.reading import read_answers
from parrules.survey.running import run_survey

PEOPLE, QUESTIONS = 334_000, 30
ANSWERS = ("1", "2", "3", "4", "5", "99", "")
NAMES = tuple(f"q{number}" for number in range(QUESTIONS))
FORM = f"""
language = 1
[questionnaire]
id = "benchmark"
edition = "1"
status = "template"
title = "x"
measure = "share"
pool = "answers"
[scale.s]
levels = ["1", "2", "3", "4", "5"]
top = ["4", "5"]
unknown = ["99"]
[question]
{chr(10).join(f"{name} = {{}}" for name in NAMES)}
[criteria]
"1" = {{ questions = [{", ".join(f'"{name}"' for name in NAMES)}] }}
[sample]
unit = "unit"
respondent = "id"
"""


def table() -> polars.DataFrame:
    """Return one row for a form; what people say has no pattern."""
    people = range(PEOPLE)
    columns: dict[str, list[str]] = {
        "id": [str(each) for each in people],
        "unit": [str(each % 13) for each in people],
    }
    for number, name in enumerate(NAMES):
        step = 7919 + 2 * number
        columns[name] = [
            ANSWERS[each * step // 11 % len(ANSWERS)] for each in people
        ]

    return polars.DataFrame(columns)


def main() -> None:
    """Measure both forms of table, from file to result."""
    form = parse_questionnaire(FORM, "benchmark").questionnaire
    assert form is not None
    forms = table()
    answers = forms.unpivot(
        index=["id", "unit"], variable_name="question", value_name="answer"
    )
    with tempfile.TemporaryDirectory() as folder:
        for name, rows in (("forms", forms), ("answers", answers)):
            path = pathlib.Path(folder) / f"{name}.csv"
            rows.write_csv(path)
            started, used = time.perf_counter(), time.process_time()
            run_survey(form, read_answers(path, form), intervals=False)
            print(
                f"{PEOPLE * QUESTIONS:,} answers, one row for each of"
                f" {rows.height:,} {name}:"
                f" {time.perf_counter() - started:.1f} s,"
                f" of the processor {time.process_time() - used:.1f} s"
            )


if __name__ == "__main__":
    main()
