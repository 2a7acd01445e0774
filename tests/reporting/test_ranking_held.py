"""What did not apply to a unit is shown as that, and not as nothing earned."""

import csv
import io
from decimal import Decimal

from parrules import Standing, rank
from parrules.cohort.documents import ranking_document
from parrules.model import Channel, Criterion, Scheme, Title
from parrules.reporting.ranking_csv import ranking_csv

SCHEME = Scheme(
    language=1,
    id="test/held",
    edition="1",
    status="template",
    title=Title(vi="Chỉ số", en="Index"),
    maximum=Decimal(100),
    channels=(Channel(id="survey", title=Title(en="Survey")),),
    criteria=(Criterion(code="1", tree="criteria", maximum=Decimal(100)),),
)


def standing(unit: str, most: int) -> Standing:
    """Return a unit whose survey is worth *most* points, and earned none."""
    return Standing(
        unit=unit,
        total=63,
        amounts={"1": 63, "channel:survey": 0},
        maxima={"total": 100, "1": 70, "channel:survey": most},
    )


COHORT = rank(SCHEME, [standing("held", 30), standing("not-held", 0)])


def test_a_channel_that_was_not_held_has_no_points_in_a_ranking() -> None:
    """0 of 30 is 0.00, and 0 of 0 is a dash."""
    lines = COHORT.text("en").splitlines()

    assert {"held": "0.00 (1)", "not-held": "–"} == {
        unit: line.rpartition("63.00")[2].strip()
        for unit in ("held", "not-held")
        for line in lines
        if line.split()[1:3] == [unit, "63.00"]
    }


def test_a_channel_that_was_not_held_is_an_empty_cell() -> None:
    """As a rank that there is not."""
    text = ranking_csv(ranking_document(COHORT), "en")
    rows = csv.DictReader(io.StringIO(text))

    assert {"held": "0", "not-held": ""} == {
        row["unit"]: row["survey points"] for row in rows
    }


def test_a_ranking_says_out_of_how_many_points_totals_are() -> None:
    """51.71 is much of 54, and little of 100."""
    assert "\nTotals are out of 100\n" in COHORT.text("en")
