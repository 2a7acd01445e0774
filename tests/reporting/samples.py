"""A small ruleset and two units, as the documents of their breakdowns."""

import datetime
import functools
import pathlib
from typing import Any

from parrules.facts import Evidence, Submission
from parrules.library import load
from parrules.reporting.joining import joined
from parrules.ruleset import Ruleset

FOLDER = pathlib.Path(__file__).parent
SMALL = FOLDER / "small.toml"

DILIGENT = Submission(
    facts={
        "issued": datetime.date(2024, 2, 1),
        "tasks": 3,
        "tasks_done": 2,
        "late": 2,
        "spread": 35,
        "opinions": (1, 6),
        "1.1.2": "yes",
        "1.4": 1,
        "models": 2,
    },
    evidence=(
        Evidence(
            supports=("issued", "1.1.2"),
            id="KH-15",
            number="15/KH-UBND",
            date=datetime.date(2024, 2, 1),
            page="3",
        ),
    ),
    unit={"id": "CP", "name": "Thành phố Cẩm Phả", "block": "thành phố"},
    period="2024",
    stage="verified_1",
)
"""Everything is known; points are lost here and there."""

TROUBLED = Submission(
    facts={
        "issued": datetime.date(2024, 1, 20),
        "tasks": 0,
        "tasks_done": 0,
        "late": 9,
        "false_codes": ("1.4",),
        "disciplined": True,
        "survey_held": False,
        "models": 1,
    },
    unit={"name": "Huyện B"},
)
"""Something is missing, awaited, unproven, excluded or knocked out."""


@functools.cache
def small() -> Ruleset:
    """Return the small ruleset."""
    return load(SMALL)


def document(submission: Submission) -> dict[str, Any]:
    """Return the document of a unit's breakdown."""
    return small().evaluate(submission).to_dict()


def node(submission: Submission, code: str) -> dict[str, Any]:
    """Return one node of it, with its entries and what they read."""
    nodes = joined(document(submission))

    return next(each for each in nodes if each["code"] == code)
