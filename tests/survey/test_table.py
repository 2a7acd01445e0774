"""Tables are read as they stand, and what they say is never guessed."""

import pathlib
import sys
import unicodedata
from fractions import Fraction
from typing import Literal

import polars
import pytest

from parrules.errors import ExtraError, FactError
from parrules.survey.counts import Cell
from parrules.survey.reading import count_answers, read_answers
from parrules.survey.result import QuestionResponse, Response
from parrules.survey.tallying import parse_frame
from survey.forms import codes_of, form_of, from_table, tallied, text_of

SCALE = """\
[scale.s]
levels = ["bad", "fair", "good"]
top = ["good"]
unknown = ["dont_know"]
[scale.s.labels]
good = { vi = "Hài lòng", en = "Satisfied" }
[scale.s.written]
good = ["3", "Tốt"]
bad = "1"
"""


@pytest.mark.parametrize(
    "text",
    ["good", " GOOD ", "Hài lòng", "hài lòng", "Satisfied", "3", "tốt"],
)
def test_a_cell_is_an_answer_by_name_label_or_text(
    text: str, tmp_path: pathlib.Path
) -> None:
    """Q1.1: without outer spaces, and without regard to case."""
    survey = from_table(
        tmp_path, text_of(scale=SCALE), f"q1,q2,q3\n{text},bad,1\n"
    )

    assert (0, 0, 1) == survey.units[""].questions["q1"].counts


def test_letters_of_two_parts_are_the_same(tmp_path: pathlib.Path) -> None:
    """Q1.1: some programs write one letter as two signs."""
    table = "q1,q2,q3\nHa\u0300i lo\u0300ng,bad,bad\n"
    survey = from_table(tmp_path, text_of(scale=SCALE), table)

    assert Fraction(1) == survey.units[""].questions["q1"].share


@pytest.mark.parametrize("composed", ["NFC", "NFD"])
def test_units_whose_names_look_alike_are_one(
    tmp_path: pathlib.Path, composed: Literal["NFC", "NFD"]
) -> None:
    """Q1.1: the letters of a name, of a column and in a frame, too."""
    path = tmp_path / "answers.csv"
    header = unicodedata.normalize(composed, "đơn vị,q1,q2,q3")
    decomposed = unicodedata.normalize("NFD", "Hạ")
    path.write_text(
        f"{header}\nHạ,good,bad,bad\n{decomposed},good,bad,bad\n", "utf-8"
    )
    tallies = read_answers(
        path, form_of(text_of(rest='[sample]\nunit = "đơn vị"\n'))
    )
    frame = parse_frame(f"[unit.'{decomposed}']\npopulation = 5\n", "f")

    assert ("Hạ",) == tallies.units() == frame.named


def test_an_answer_is_found_below_a_header_in_two_parts(
    tmp_path: pathlib.Path,
) -> None:
    """A column is where its name stands, however that is composed."""
    path = tmp_path / "answers.csv"
    header = unicodedata.normalize("NFD", "đơn vị,q1,q2,q3")
    path.write_text(f"{header}\nA,good,bad,x\n", "utf-8")
    form = form_of(text_of(rest='[sample]\nunit = "đơn vị"\n'))
    with pytest.raises(FactError) as caught:
        read_answers(path, form)
    (problem,) = caught.value.problems

    assert str(problem.place).endswith("answers.csv:2:12")


def test_strange_answers_leave_no_result(tmp_path: pathlib.Path) -> None:
    """Q1.2: each text once, where it stands first, with how many there are."""
    table = "q1,q2,q3\nx,good,y\nx,x,good\n"
    with pytest.raises(FactError) as caught:
        from_table(tmp_path, text_of(), table)

    assert [("2", 1, "x"), ("2", 8, "y"), ("3", 3, "x")] == [
        (str(place.line), place.column, each.arguments["value"])
        for each in caught.value.problems
        if (place := each.place)
    ]
    assert "2" == caught.value.problems[0].arguments["rows"]


def test_an_empty_cell_is_no_answer(tmp_path: pathlib.Path) -> None:
    """Q1.3, Q6.3: it was asked, and is blank."""
    survey = from_table(
        tmp_path, text_of(), "q1,q2,q3\ngood,,dont_know\n,  ,bad\n"
    )

    assert (
        QuestionResponse(question="q1", valid=1, unknown=0, blank=1, stray=0),
        QuestionResponse(question="q2", valid=0, unknown=0, blank=2, stray=0),
        QuestionResponse(question="q3", valid=1, unknown=1, blank=0, stray=0),
    ) == survey.units[""].items


ASKED = """\
[question]
q1 = {}
q2 = {}
q3 = { asked = { job = ["farmer", "fisher"] } }
"""


def test_answers_of_those_who_are_not_asked_count_nowhere(
    tmp_path: pathlib.Path,
) -> None:
    """Q1.4: a warning says how many there are."""
    table = (
        "job,q1,q2,q3\nfarmer,good,good,good\nfisher,good,good,bad\n"
        "clerk,good,good,good\n,good,good,\n"
    )
    survey = from_table(tmp_path, text_of(questions=ASKED), table)
    unit = survey.units[""]

    assert Fraction(1, 2) == unit.parts["2"].share
    assert ["PAR860"] == codes_of(unit.problems)
    assert (2, 1) == (unit.items[2].asked, unit.items[2].stray)


def test_who_is_asked_is_known_from_a_table_of_answers(
    tmp_path: pathlib.Path,
) -> None:
    """Q6.3: of three farmers one did not answer, and no clerk was asked."""
    table = "id,job,question,answer\n" + "".join(
        f"{person},{job},{question},good\n"
        for person, job, questions in (
            ("a", "farmer", ("q1", "q3")),
            ("b", "farmer", ("q1", "q3")),
            ("c", "fisher", ("q1",)),
            ("d", "clerk", ("q1",)),
        )
        for question in questions
    )
    form = text_of(questions=ASKED, rest='[sample]\nrespondent = "id"\n')
    unit = from_table(tmp_path, form, table).units[""]

    assert (3, 1, 0) == (
        unit.items[2].asked,
        unit.items[2].blank,
        unit.items[2].stray,
    )
    assert 4 == unit.response.people


def test_nobody_can_tell_who_is_blank_without_names(
    tmp_path: pathlib.Path,
) -> None:
    """Q6.3: that is not known, and not 0."""
    unit = from_table(tmp_path, text_of(), "question,answer\nq1,good\n").units[
        ""
    ]

    assert (None, None, None) == (
        unit.items[0].asked,
        unit.items[0].blank,
        unit.response.people,
    )


@pytest.mark.parametrize(
    "table",
    [
        "id,q1,q2,q3\na,good,good,good\na,good,good,good\n",
        "id,question,answer\na,q1,good\nb,q1,good\na,q1,bad\n",
    ],
)
def test_a_person_who_answers_twice_is_a_problem(
    table: str, tmp_path: pathlib.Path
) -> None:
    """Q1.5: nobody knows which answer is meant."""
    form = text_of(rest='[sample]\nrespondent = "id"\n')
    with pytest.raises(FactError) as caught:
        from_table(tmp_path, form, table)

    assert ["PAR858"] == codes_of(caught.value.problems)


def test_two_units_may_have_the_same_numbers(tmp_path: pathlib.Path) -> None:
    """Q1.5: forms are often numbered from 1 in each."""
    form = text_of(rest='[sample]\nrespondent = "id"\nunit = "unit"\n')
    table = "unit,id,q1,q2,q3\nB,1,good,good,good\nA,1,bad,bad,bad\n"
    survey = from_table(tmp_path, form, table)

    assert {"A": Fraction(0), "B": Fraction(1)} == {
        name: unit.index.share for name, unit in survey.units.items()
    }


def test_weights_are_exact(tmp_path: pathlib.Path) -> None:
    """Q2.6: three times a tenth are three tenths, and a comma is a point."""
    form = form_of(text_of(rest='[sample]\nweight = "w"\n'))
    path = tmp_path / "a.csv"
    path.write_text(
        'w,q1,q2,q3\n0.1,good,,\n"0,1",good,,\n0.1,good,,\n0.000001,bad,,\n',
        "utf-8",
    )
    answers = read_answers(path, form).answers["", "", "q1"]

    assert (
        Cell(1, Fraction(1, 10**6), Fraction(1, 10**12)),
        Cell(),
        Cell(3, Fraction(3, 10), Fraction(3, 100)),
    ) == answers.levels


def test_weights_of_the_largest_are_summed_without_overflow() -> None:
    """Q2.6: the squares of large weights need more than 64 bits."""
    form = form_of(text_of(rest='[sample]\nweight = "w"\n'))
    weight = "999999.999999"
    table = {
        "w": [weight] * 100,
        "question": ["q1"] * 100,
        "answer": ["good"] * 100,
        "count": ["999999999"] * 100,
    }
    cell = count_answers(table, form).answers["", "", "q1"].levels[2]
    count = 100 * 999999999

    assert (
        Cell(count, count * Fraction(weight), count * Fraction(weight) ** 2)
        == cell
    )


def test_a_binary_float_is_no_weight() -> None:
    """Q2.6: nobody knows how exact it was meant to be."""
    form = form_of(text_of(rest='[sample]\nweight = "w"\n'))
    table = {"w": [1e-7], "q1": ["good"], "q2": [""], "q3": [""]}
    with pytest.raises(FactError) as caught:
        count_answers(table, form)

    assert ["PAR859"] == codes_of(caught.value.problems)


STRATA = '[sample]\nstratum = "xa"\n'


def test_a_stratum_counts_by_its_population(tmp_path: pathlib.Path) -> None:
    """Q4.1: 1 of 6,000 and 0 of 2,000 is three quarters."""
    table = "xa,q1,q2,q3\nA,good,,\nB,bad,,\nB,bad,,\n"
    survey = from_table(
        tmp_path,
        text_of(rest=STRATA),
        table,
        "population = { A = 6000, B = 2000, C = 0 }",
    )

    assert Fraction(3, 4) == survey.units[""].parts["1"].share


def test_a_stratum_that_the_frame_lacks_is_a_problem(
    tmp_path: pathlib.Path,
) -> None:
    """Q4.2: nobody knows for how many people its answers stand."""
    with pytest.raises(FactError) as caught:
        from_table(
            tmp_path,
            text_of(rest=STRATA),
            "xa,q1,q2,q3\nX,good,,\n",
            "population = { A = 6000 }",
        )

    assert ["PAR863"] == codes_of(caught.value.problems)


@pytest.mark.parametrize(
    ("too_few", "expected"),
    [("missing", None), ("leave_out", Fraction(1)), ("show", Fraction(1))],
)
def test_a_stratum_without_answers_is_what_the_policy_says(
    too_few: str, expected: Fraction | None, tmp_path: pathlib.Path
) -> None:
    """Q4.3: no value, or the others stand in for it; it is named."""
    form = text_of(rest=f'{STRATA}[policy]\ntoo_few = "{too_few}"\n')
    unit = from_table(
        tmp_path,
        form,
        "xa,q1,q2,q3\nA,good,,good\n",
        "population = { A = 5, B = 6 }",
    ).units[""]

    assert (expected, ("B",)) == (unit.index.share, unit.index.left_out)
    assert "PAR867" in codes_of(unit.problems)


def test_strata_without_populations_count_alike(
    tmp_path: pathlib.Path,
) -> None:
    """Q4.4: a warning says so."""
    unit = from_table(
        tmp_path,
        text_of(rest=STRATA),
        "xa,q1,q2,q3\nA,good,,good\nB,bad,,bad\nB,bad,,bad\n",
    ).units[""]

    assert Fraction(1, 3) == unit.index.share
    assert ["PAR864"] == codes_of(unit.problems)
    assert {"A": Response(people=1), "B": Response(people=2)} == unit.strata


def test_parquet_says_what_csv_says(tmp_path: pathlib.Path) -> None:
    """Q1.6: numbers are the texts that they are written as."""
    form = form_of(text_of(scale=SCALE))
    table = polars.DataFrame(
        {"q1": [3, 1, None], "q2": ["good", "bad", ""], "q3": [1, 1, 3]}
    )
    table.write_parquet(tmp_path / "a.parquet")
    table.write_csv(tmp_path / "a.csv")
    one, two = (
        read_answers(tmp_path / name, form) for name in ("a.csv", "a.parquet")
    )

    assert one.answers == two.answers
    assert ("a.parquet", 64) == (two.name, len(two.sha256))


def test_a_lazy_frame_is_a_table() -> None:
    """Whoever works in columns hands in what there is."""
    form = form_of(text_of())
    table = polars.LazyFrame({"q1": ["good"], "q2": ["bad"], "q3": [None]})

    assert {
        key: each.levels
        for key, each in tallied(
            form, q1="[0, 0, 1]", q2="[1, 0, 0]", q3="[0, 0, 0]"
        ).answers.items()
    } == {
        key: each.levels
        for key, each in count_answers(table, form).answers.items()
    }


@pytest.mark.parametrize(
    ("name", "code"),
    [("none.csv", "PAR103"), ("empty.csv", "PAR114"), ("wide.csv", "PAR102")],
)
def test_what_is_no_table_is_told(
    name: str, code: str, tmp_path: pathlib.Path
) -> None:
    """A file that is not there, is empty, or is UTF-16."""
    (tmp_path / "empty.csv").touch()
    (tmp_path / "wide.csv").write_text("q1,q2\n", "utf-16")
    with pytest.raises(FactError) as caught:
        read_answers(tmp_path / name, form_of(text_of()))

    assert [code] == codes_of(caught.value.problems)


@pytest.mark.parametrize(
    ("content", "line", "detail"),
    [
        (b"q1,q2,q3\ngood,bad,bad\ngood,g\xe1,x\n", 3, "not_utf_8"),
        (b'q1,q2,q3\n"go\nod",bad,bad\n1,2,3,4\n', 4, "too_wide"),
    ],
)
def test_a_row_that_cannot_be_read_is_found(
    content: bytes, line: int, detail: str, tmp_path: pathlib.Path
) -> None:
    """Whoever has a million rows knows where to look."""
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(FactError) as caught:
        read_answers(path, form_of(text_of()))
    (problem,) = caught.value.problems

    assert problem.place is not None
    assert (line, detail) == (
        problem.place.line,
        problem.arguments["detail"],
    )


def test_a_table_without_polars_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Tallies need nothing, and a table says what it needs."""
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(ExtraError) as caught:
        count_answers({}, form_of(text_of()))
    (problem,) = caught.value.problems

    assert ("PAR913", "tables") == (problem.code, problem.arguments["extra"])


def test_a_unit_that_nobody_answered_for_is_named(
    tmp_path: pathlib.Path,
) -> None:
    """Q6.4: it has no value, and is not forgotten."""
    form = text_of(rest='[sample]\nunit = "unit"\n')
    survey = from_table(
        tmp_path,
        form,
        "unit,q1,q2,q3\nA,good,good,good\n",
        "population = 9\n[unit.A]\npopulation = 5\n[unit.B]\npopulation = 6\n",
    )

    assert {"A": Fraction(1), "B": None} == {
        name: unit.index.share for name, unit in survey.units.items()
    }
    assert ["PAR871"] == codes_of(survey.problems)


def test_populations_of_nobody_are_none(tmp_path: pathlib.Path) -> None:
    """Q4.4: strata without people cannot weigh anything."""
    unit = from_table(
        tmp_path,
        text_of(rest=STRATA),
        "xa,q1,q2,q3\nA,good,,good\n",
        "population = { A = 0 }",
    ).units[""]

    assert Fraction(1) == unit.index.share
    assert ["PAR864"] == codes_of(unit.problems)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [("{long},bad,bad", "PAR856"), ("good,bad,bad,{long}", "PAR865")],
)
def test_a_cell_of_any_length_is_told_with_its_line(
    cells: str, expected: str, tmp_path: pathlib.Path
) -> None:
    """Also one that is longer than Python's own reader takes."""
    path = tmp_path / "answers.csv"
    row = cells.format(long="x" * 200_000)
    path.write_text(f"q1,q2,q3\n{row}\n", "utf-8")
    with pytest.raises(FactError) as caught:
        read_answers(path, form_of(text_of()))
    (problem,) = caught.value.problems
    assert problem.place is not None

    assert (expected, 2) == (problem.code, problem.place.line)
