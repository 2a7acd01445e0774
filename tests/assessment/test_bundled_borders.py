"""Two years over the border between editions that come with the library."""

import pathlib

import pytest

from parrules.assessment.sources import Inputs, load_source
from parrules.cohort.comparing import compare
from parrules.cohort.links import links_of
from parrules.cohort.ranks import Cohort

SUB_INDICES = (
    "entry",
    "land",
    "transparency",
    "time",
    "informal",
    "bias",
    "proactivity",
    "support",
    "labour",
    "legal",
)
FACTORS = ("access", "procedure", "staff", "result")
AREAS = tuple("12345678")
YEARS = [
    ("vn/pci@2006", "2008", SUB_INDICES, "vn/pci@2009", "2009"),
    ("vn/pci@2009", "2010", SUB_INDICES, "vn/pci@2012", "2012"),
    ("vn/pci@2012", "2012", SUB_INDICES, "vn/pci@2013", "2013"),
    (
        "vn/sipas@2012",
        "2016",
        ("overall", *FACTORS),
        "vn/sipas@2017",
        "2018",
    ),
    (
        "vn/sipas@2017",
        "2021",
        (*FACTORS, "petitions"),
        "vn/sipas@2022",
        "2022",
    ),
    (
        "vn/par-index/department@2020",
        "2024",
        ("survey_held", *AREAS),
        "vn/par-index/department@2025",
        "2025",
    ),
    (
        "vn/par-index/commune@2016",
        "2024",
        AREAS,
        "vn/par-index/commune@2025",
        "2025",
    ),
]
COLUMNS = {
    "vn/sipas@2017": (*FACTORS, "petitions"),
    "vn/sipas@2022": (
        "information",
        "participation",
        "quality",
        "outcome",
        "service",
    ),
    "vn/par-index/department@2025": (*AREAS, "B1", "P1"),
    "vn/par-index/commune@2025": (*AREAS, "B1", "P1"),
}
CHANGED = {
    "vn/pci@2009": {"gone": ["6"]},
    "vn/pci@2012": {},
    "vn/pci@2013": {"new": ["6"]},
    "vn/sipas@2017": {"new": ["5"]},
    "vn/sipas@2022": {
        "new": ["1", "1.1", "1.2", "1.3", "1.4", "2"],
        "gone": ["1", "2", "3", "4", "5"],
    },
    "vn/par-index/department@2025": {
        "new": ["8", "B1", "P1"],
        "gone": ["8"],
    },
    "vn/par-index/commune@2025": {"new": ["B1", "P1"]},
}


def cohort(
    folder: pathlib.Path, name: str, year: str, columns: tuple[str, ...]
) -> Cohort:
    """Return one unit, of which all columns say the same."""
    cell = "satisfied" if "sipas" in name else "5"
    key = "unit.id,unit.block" if "par-index" in name else "unit"
    unit = "A,Sở" if "par-index" in name else "A"
    cells = ["true" if each == "survey_held" else cell for each in columns]
    file = folder / f"{name.replace('/', '-')}-{year}.csv"
    file.write_text(
        f"{key},{','.join(columns)}\n{unit},{','.join(cells)}\n", "utf-8"
    )

    return load_source(name).cohort(Inputs(facts=(file,), period=year))


@pytest.mark.parametrize(
    "border", YEARS, ids=lambda border: f"{border[0]}-{border[3]}"
)
def test_two_years_are_compared_over_the_border(
    tmp_path: pathlib.Path, border: tuple[str, str, tuple[str, ...], str, str]
) -> None:
    """`[changes]` says what is new and gone; all else kept its code."""
    older, last_year, columns, newer, year = border
    before = cohort(tmp_path, older, last_year, columns)
    after = cohort(tmp_path, newer, year, COLUMNS.get(newer, columns))
    comparison = compare(before, after)
    changed: dict[str, list[str]] = {}
    for link in links_of(before.scheme, after.scheme):
        if link.kind != "kept":
            changed.setdefault(link.kind, []).extend(link.after or link.before)

    assert CHANGED[newer] == changed
    assert "both" == comparison["A"].presence
    assert [] == [
        each.code for each in comparison.problems if each.code == "PAR849"
    ]
