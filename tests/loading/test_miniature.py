"""The miniature ruleset becomes the tree that its author sees in it."""

import datetime
import pathlib
from decimal import Decimal
from fractions import Fraction

from parrules.expression.terms import Term
from parrules.loading import read_ruleset
from parrules.model import (
    Award,
    Case,
    Cases,
    Channel,
    Choice,
    Choices,
    Derived,
    Example,
    Expectation,
    Expression,
    Fact,
    Formula,
    Grade,
    KnockOut,
    Ladder,
    Policy,
    Quota,
    Ranking,
    Sanction,
    Scheme,
    Tier,
    Title,
    Total,
    Trigger,
)

PATH = pathlib.Path(__file__).parents[1] / "data" / "miniature.toml"


def miniature() -> Scheme:
    """Return the scheme of the miniature."""
    loaded = read_ruleset(PATH)

    assert () == loaded.problems
    assert loaded.scheme is not None
    return loaded.scheme


def node(code: str) -> object:
    """Return the form of a node."""
    return next(each.form for each in miniature().nodes() if each.code == code)


def test_heading_says_what_is_scored() -> None:
    """`[ruleset]` and the small tables are as they were written."""
    scheme = miniature()

    assert (1, "vn/example/district", "2021", "template") == (
        scheme.language,
        scheme.id,
        scheme.edition,
        scheme.status,
    )
    assert "District reform index in miniature" == scheme.title.text("en")
    assert (Decimal(10), 2, "half_up") == (
        scheme.maximum,
        scheme.decimals,
        scheme.rounding,
    )
    assert datetime.date(2021, 1, 1) == scheme.starts
    assert datetime.date(2021, 12, 31) == scheme.ends
    assert Policy(missing="zero", unevidenced="explain") == scheme.policy
    assert (
        Total(at_least=Decimal(0), at_most=Decimal(10), rescale="total")
        == scheme.total
    )


def test_rows_stand_under_their_parents() -> None:
    """The dots of the codes make three trees, in file order."""
    scheme = miniature()
    codes = ["1", "1.1", "1.1.1", "1.1.2", "1.1.3", "1.2", "1.3", "2", "2.1"]

    assert codes == [each.code for each in scheme.nodes("criteria")]
    assert ["1", "2"] == [area.code for area in scheme.criteria]
    assert ["T", "T.1"] == [each.code for each in scheme.nodes("bonus")]
    assert ["P", "P.1", "P.2"] == [
        each.code for each in scheme.nodes("penalty")
    ]
    assert [1, 2, 3] == [
        each.depth for each in scheme.nodes() if each.code in codes[:3]
    ]
    assert not any(each.broken for each in scheme.nodes())


def test_source_and_channel_are_inherited() -> None:
    """A row that names none has its parent's; the top has the ruleset's."""
    scheme = miniature()
    channels = {each.code: each.channel for each in scheme.nodes("criteria")}

    assert ("document", "document", "survey") == (
        channels["1"],
        channels["1.1.1"],
        channels["2.1"],
    )
    assert {"Example decision, annex I"} == {
        each.source for each in scheme.nodes()
    }


def test_cases_keep_their_order_and_conditions() -> None:
    """A case without condition is `otherwise`."""
    expected = Cases(
        cases=(
            Case(
                when=Expression(text="plan_issued == never"),
                points=Decimal(0),
                label=Title("Không có kế hoạch"),
            ),
            Case(
                when=Expression(text="plan_in_time"),
                points=Decimal(1),
                label=Title("Chậm nhất 01 tháng sau tỉnh"),
            ),
            Case(points=Decimal("0.5"), label=Title("Sau hơn 01 tháng")),
        )
    )

    assert expected == node("1.1.1")


def test_answers_become_choices_with_shares() -> None:
    """The named set stands with the row, and its name too."""
    expected = Choices(
        choices=(
            Choice(id="yes", share=Decimal(100)),
            Choice(id="no", share=Decimal(0)),
        ),
        named="yes_no",
    )

    assert expected == node("1.1.2")


def test_pairs_become_short_tiers() -> None:
    """From a bound on there are points, highest first."""
    pairs = [("100", "2"), ("75", "1.5"), ("50", "1"), ("0", "0")]
    expected = Ladder(
        measure=Expression(text="percent(tasks_done, tasks_planned)"),
        tiers=tuple(
            Tier(bound=Decimal(bound), points=Decimal(points))
            for bound, points in pairs
        ),
    )

    assert expected == node("1.1.3")


def test_formula_is_typed_with_the_maximum_of_its_row() -> None:
    """`maximum` is the row's own."""
    form = node("1.3")

    assert isinstance(form, Formula)
    assert Decimal("0.25") == form.step
    term = form.expression.term
    assert term is not None
    assert Term("const", (), Fraction(3, 2)) in term.walk()
    assert "number" == term.type.kind


def test_awards_deductions_and_notes_stand_on_their_rows() -> None:
    """A row holds all that is about it."""
    nodes = {each.code: each for each in miniature().nodes()}

    assert (
        Award(
            each=Expression(text="late_reports"),
            per=Decimal("0.5"),
            label=Title("mỗi báo cáo muộn"),
        ),
    ) == nodes["1.2"].deductions
    assert (
        Award(each=Expression(text="new_models"), per=Decimal("0.5")),
    ) == nodes["T.1"].awards
    assert ("1.2",) == nodes["P.1"].also_in
    assert "1.4" == nodes["1.3"].printed
    assert ("exclude", "full", "zero") == (
        nodes["1.1.3"].if_none,
        nodes["1.3"].if_none,
        nodes["2.1"].if_none,
    )


def test_sanction_row_becomes_a_trigger() -> None:
    """`when` with a sanction scores nothing."""
    expected = Trigger(
        when=Expression(text="head_disciplined"),
        sanction=Sanction(grade_at_most="fair"),
    )

    assert expected == node("P.2")


def test_facts_have_bounds_defaults_and_levels() -> None:
    """What is not written is filled in by type."""
    facts = {fact.name: fact for fact in miniature().facts}
    limit = Decimal(10**9)

    assert (
        Fact(
            name="tasks_done",
            type="count",
            title=Title("Số nhiệm vụ đã xong"),
            at_least=Decimal(0),
            at_most=limit,
            at_most_fact="tasks_planned",
        )
        == facts["tasks_done"]
    )
    assert (
        Fact(
            name="plan_issued",
            type="date",
            title=Title("Ngày huyện ban hành kế hoạch"),
            at_least=datetime.date(1900, 1, 1),
            at_most=datetime.date(2100, 12, 31),
            never=True,
            evidence="required",
        )
        == facts["plan_issued"]
    )
    assert (0, (), False) == (
        facts["late_reports"].default,
        facts["false_criteria"].default,
        facts["head_disciplined"].default,
    )
    assert 5 == len(facts["opinions"].levels)


def test_other_tables_become_their_records() -> None:
    """Channels, derived facts, knock-outs, grades, ranking."""
    scheme = miniature()

    assert (
        Channel(
            id="survey",
            maximum=Decimal(3),
            title=Title("Khảo sát người dân"),
            held="survey_held",
        )
        == scheme.channels[1]
    )
    text = "plan_issued <= add_months(province_issued, 1)"
    assert (
        Derived(name="plan_in_time", cases=((None, Expression(text=text)),)),
    ) == scheme.derived
    assert (
        KnockOut(
            fact="false_criteria",
            when=Expression(text="true"),
            label=Title("Hồ sơ sai sự thật thì mục đó không có điểm"),
        ),
    ) == scheme.knock_outs
    assert (
        Grade(
            id="excellent",
            title=Title("Xuất sắc"),
            bound=Decimal(9),
            requires=Expression(text="percent_of('1') >= 80"),
        )
        == scheme.grades[0]
    )
    assert [Decimal(9), Decimal(8), Decimal("6.5"), None] == [
        grade.bound for grade in scheme.grades
    ]
    assert (
        Ranking(
            within="block",
            order=("total", "bonus", "1"),
            quota=(
                Quota(
                    grade="excellent",
                    share=Decimal("0.25"),
                    otherwise="good",
                ),
            ),
        )
        == scheme.ranking
    )


def test_example_like_another_has_its_facts() -> None:
    """Only what differs is written."""
    full, short = miniature().examples

    assert (
        Example(
            name="one task short, two reports late",
            facts={**full.facts, "tasks_done": 39, "late_reports": 2},
            evidence=("plan_issued",),
            totals={"penalty": Decimal("0.5")},
            nodes=(
                Expectation(code="1.1.3", points=Decimal("1.5")),
                Expectation(
                    code="1.2",
                    points=Decimal("0.5"),
                    rule="1.2#deduction.1",
                ),
            ),
        )
        == short
    )
    assert ("yes", (0, 0, 0, 10, 90)) == (
        full.facts["1.1.2"],
        full.facts["opinions"],
    )
