"""The bundled templates hold what sources give, and no more."""

from decimal import Decimal
from fractions import Fraction

import pytest

import parrules
from parrules.cohort.comparing import compare
from parrules.model import Criterion
from parrules.points import published
from parrules.ruleset import Ruleset

TEMPLATES = [
    each.name
    for each in parrules.rulesets()
    if not each.id.startswith("vn/brvt/")
]


def maxima(ruleset: Ruleset) -> dict[str, Decimal]:
    """Return the most that each row can earn, by code."""
    return {each.code: each.maximum for each in ruleset.criteria()}


def filled(ruleset: Ruleset, share: str = "1") -> dict[str, object]:
    """Return facts that give every judged row this share of its maximum."""
    return {
        each.code: (each.maximum * Decimal(share)).normalize()
        for each in ruleset.criteria()
        if is_judged(each)
    }


def is_judged(each: Criterion) -> bool:
    """Tell whether a person gives the points of a row."""
    return type(each.form).__name__ == "Judged"


def channels(ruleset: Ruleset) -> dict[str, Decimal | None]:
    """Return the maxima of channels."""
    return {each.id: each.maximum for each in ruleset.scheme.channels}


def test_there_is_one_of_every_level() -> None:
    """Province, district, department and commune; DTI and decision 766."""
    assert [
        "vn/766@2022",
        "vn/dti/province@2020",
        "vn/dti/province@2022",
        "vn/par-index/commune@2016",
        "vn/par-index/commune@2025",
        "vn/par-index/department@2020",
        "vn/par-index/department@2025",
        "vn/par-index/district@2019",
        "vn/par-index/province@2019",
        "vn/par-index/province@2022",
    ] == TEMPLATES


@pytest.mark.parametrize("name", TEMPLATES)
def test_none_is_called_official_and_each_names_its_source(name: str) -> None:
    """And all of them say in the title that they are to be filled in."""
    scheme = parrules.load(name).scheme

    assert "template" == scheme.status
    assert scheme.source
    assert (scheme.title.vi or "").endswith("(mẫu)")
    assert (scheme.title.en or "").endswith("(template)")


@pytest.mark.parametrize(
    ("name", "split"),
    [
        ("province@2019", {"document": "66.5", "survey": "33.5"}),
        ("province@2022", {"document": "68", "survey": "32"}),
        ("district@2019", {"document": "70", "survey": "30"}),
        ("department@2020", {"document": "70", "survey": "30"}),
        ("department@2025", {}),
        ("commune@2016", {}),
    ],
)
def test_documents_and_survey_divide_the_points_as_published(
    name: str, split: dict[str, str]
) -> None:
    """66.5 and 33.5 by decision 1150, 68 and 32 by 876, 70 and 30 below."""
    found = channels(parrules.load(f"vn/par-index/{name}"))

    assert {key: Decimal(each) for key, each in split.items()} == found


@pytest.mark.parametrize(
    ("name", "areas"),
    [
        ("province@2019", 8),
        ("province@2022", 8),
        ("district@2019", 8),
        ("commune@2016", 8),
        ("commune@2025", 8),
        ("department@2025", 8),
    ],
)
def test_placeholders_divide_equally_what_no_source_divides(
    name: str, areas: int
) -> None:
    """Nobody can take an eighth for the points of a decision; rows say so."""
    ruleset = parrules.load(f"vn/par-index/{name}")
    rows = [each for each in ruleset.criteria() if "." not in each.code]
    top = [
        each
        for each in rows
        if each.code.isdecimal()  # neither bonus nor penalty
    ]
    values = {each.maximum for each in top[:-1]}

    assert (areas, 1) == (len(top), len(values))
    assert all("thay bằng" in (each.source or "") for each in rows)


def test_satisfaction_is_a_tenth_of_the_index_of_provinces() -> None:
    """Quảng Ninh 2023: 90.61 % of SIPAS are 9.061 points."""
    ruleset = parrules.load("vn/par-index/province@2022")
    breakdown = ruleset.evaluate(
        {**filled(ruleset), "sipas": Decimal("90.61")}
    )

    assert 10 == maxima(ruleset)["8.3"]
    assert Fraction("9.061") == breakdown["8.3"].points


def test_districts_without_a_survey_keep_their_points() -> None:
    """Nam Định 2020: 61.46 of 70 are published as 87.80 %."""
    ruleset = parrules.load("vn/par-index/district@2019")
    example = next(
        each
        for each in ruleset.scheme.examples
        if each.name.startswith("Nam Định")
    )
    standing = ruleset.standing(dict(example.facts))
    points = Fraction(standing.amounts["channel:document"])
    share = points / Fraction(standing.maxima["channel:document"])

    assert Fraction("61.46") == points
    assert "87.80" == published(
        *(share * 100).as_integer_ratio(), 2, "half_up"
    )


def test_departments_without_a_survey_are_put_on_100_points() -> None:
    """As Hà Nội does for offices of districts."""
    ruleset = parrules.load("vn/par-index/department@2020")
    facts = filled(ruleset, "0.9")
    without = {key: each for key, each in facts.items() if key != "8"}
    held = ruleset.evaluate({**facts, "survey_held": True})
    unheld = ruleset.evaluate({**without, "survey_held": False})

    assert (Decimal(90), Decimal(90)) == (held.total, unheld.total)
    assert "not_held" == unheld["8"].status


def test_provinces_are_compared_across_the_editions() -> None:
    """Areas kept their codes; the row of satisfaction is new."""
    older = parrules.load("vn/par-index/province@2019")
    newer = parrules.load("vn/par-index/province@2022")
    before = parrules.rank_units(
        older, [parrules.Submission(facts=filled(older), unit={"id": "QN"})]
    )
    after = parrules.rank_units(
        newer,
        [
            parrules.Submission(
                facts={**filled(newer), "sipas": 90}, unit={"id": "QN"}
            )
        ],
    )
    found = compare(before, after).to_dict()
    changes = {
        (*each["before"], *each["after"]): each["kind"]
        for each in found["blocks"][0]["units"][0]["changes"]
    }

    assert "new" == changes["8.3",]
    assert {"kept"} == {
        kind for codes, kind in changes.items() if codes[:1] != ("8.3",)
    }


def test_points_of_dti_are_those_of_the_decision() -> None:
    """1,000: foundations of 500, and 200, 150 and 150 of activities."""
    found = maxima(parrules.load("vn/dti/province@2022"))

    assert {"1": 500, "2": 500, "2.1": 200, "2.2": 150, "2.3": 150} == {
        code: found[code] for code in ("1", "2", "2.1", "2.2", "2.3")
    }
    assert [100] * 5 + [0] == [found[f"1.{place}"] for place in range(1, 7)]
    assert [400, 300, 300] == list(
        maxima(parrules.load("vn/dti/province@2020")).values()
    )


def test_a_component_without_points_is_reported_all_the_same() -> None:
    """The smart city: half of it is no point, and is in the breakdown."""
    ruleset = parrules.load("vn/dti/province@2022")
    breakdown = ruleset.evaluate({**filled(ruleset), "smart_city": 50})
    document = breakdown.to_dict()

    assert [1000, 0] == [breakdown.total, breakdown["1.6"].points]
    assert "smart_city" in str(document)
    assert "scored" == breakdown["1.6"].status


def test_groups_of_decision_766_have_their_points() -> None:
    """18 + 20 + 22 + 22 + 18."""
    found = maxima(parrules.load("vn/766"))

    assert [18, 20, 22, 22, 18] == [found[code] for code in "12345"]
    assert [4, 6] == [found["1.1"], found["5.1"]]


@pytest.mark.parametrize(
    ("satisfied", "points"), [(95, "6"), (90, "6"), (89, "5.93"), (0, "0")]
)
def test_the_goal_of_the_stage_earns_all_points_of_satisfaction(
    satisfied: int, points: str
) -> None:
    """Below it they are in proportion, which is inferred."""
    ruleset = parrules.load("vn/766")
    example = ruleset.scheme.examples[0]
    facts = {**example.facts, "ratings": 100, "ratings_satisfied": satisfied}
    breakdown = ruleset.evaluate(facts)

    assert Fraction(points) == breakdown["5.1"].points
