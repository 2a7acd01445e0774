"""A made province: departments, districts, communes and wards in two years.

Run it to have its files, and to see how long they take:
``PYTHONPATH=src:tests python tests/cohort/province.py FOLDER``
"""

import csv
import pathlib
import random
import sys
import time
from collections.abc import Iterator

BLOCKS = {"department": 40, "district": 13, "commune": 110, "ward": 60}
AREAS = 8
LEAVES = 11
HEAD = """\
language = 1
[ruleset]
id = "vn/example/province"
edition = "{edition}"
status = "template"
title = {{ vi = "Chỉ số CCHC (tỉnh ví dụ)", en = "PAR index (example)" }}
source = "Ví dụ"
maximum = 100
[channel]
document = {{ title = {{ vi = "Tài liệu", en = "Documents" }} }}
survey = {{ title = {{ vi = "Khảo sát", en = "Survey" }} }}
[answers]
three = {{ full = 100, partial = 50, none = 0 }}
[fact]
"unit.block" = {{ type = "choice", values = [
  "department", "district", "commune", "ward",
] }}
late = {{ type = "count", default = 0, more = "worse" }}
opinions = {{ type = "tally", levels = ["bad", "fair", "good"] }}
"""
TAIL = """\
[bonus]
"T" = {{ maximum = 2, title = "Sáng kiến", awards = [
  {{ each = "ideas", per = 0.5 }},
] }}
[[grade]]
id = "excellent"
title = {{ vi = "Xuất sắc", en = "Excellent" }}
from = 90
[[grade]]
id = "good"
title = {{ vi = "Tốt", en = "Good" }}
from = 80
[[grade]]
id = "fair"
title = {{ vi = "Khá", en = "Fair" }}
[ranking]
within = "block"
order = ["total", "bonus", "channel:survey", "fact:late"]
quota = [{{ grade = "excellent", share = 0.25 }}]
{changes}
[[example]]
name = "nothing handed in"
expect = {{ complete = false }}
"""
MOVED = 7
"""The area in which the later edition puts a new leaf before the others."""

CHANGES = "\n".join(
    (
        "[changes]",
        'since = "vn/example/province@2024"',
        f'gone = ["{MOVED}.{LEAVES}"]',
        "[changes.was]",
        f'"{MOVED}.1" = []',
        *(
            f'"{MOVED}.{leaf}" = "{MOVED}.{leaf - 1}"'
            for leaf in range(2, LEAVES + 1)
        ),
    )
)


def codes(edition: str) -> Iterator[tuple[str, str]]:
    """Yield every leaf of an edition, and how it is scored."""
    for area in range(1, AREAS + 1):
        for leaf in range(1, LEAVES + 1):
            is_moved = area == MOVED and edition == "2025"
            form = (leaf - 1 if is_moved else leaf) % 3
            yield f"{area}.{leaf}", ("answers", "measure", "judged")[form]


def ruleset(edition: str) -> str:
    """Return the text of an edition: 8 areas, 88 leaves and the survey."""
    facts = ['ideas = { type = "count", default = 0, title = "Sáng kiến" }']
    rows = []
    for code, form in codes(edition):
        area, _, leaf = code.partition(".")
        if leaf == "1":
            rows.append(
                f'"{area}" = {{ maximum = 11, title = "Lĩnh vực {area}",'
                ' channel = "document" }'
            )
        name = f"rate_{code.replace('.', '_')}"
        body = {
            "answers": 'answers = "three"',
            "measure": f'measure = "{name}", tiers = '
            "[[90, 1], [70, 0.75], [50, 0.5], [0, 0]]",
            "judged": "judged = { step = 0.05 }",
        }[form]
        if form == "measure":
            facts.append(f'{name} = {{ type = "percent" }}')
        rows.append(
            f'"{code}" = {{ maximum = 1, title = "Tiêu chí {code}", {body} }}'
        )
    rows.append(
        '"9" = { maximum = 12, title = "Hài lòng", channel = "survey",'
        " formula = \"maximum * share(opinions, 'good') / 100\","
        ' step = 0.01, if_none = "zero" }'
    )
    changes = CHANGES if edition == "2025" else ""

    return "\n".join(
        (
            HEAD.format(edition=edition),
            *facts,
            "[criteria]",
            *rows,
            TAIL.format(changes=changes),
        )
    )


def units(edition: str, households: int = 9000) -> Iterator[dict[str, str]]:
    """Yield the facts of every unit; one is missing in the later year."""
    made = random.Random(edition)  # noqa: S311  # made, not secret
    asked = households // sum(BLOCKS.values())
    for block, count in BLOCKS.items():
        for number in range(count):
            own = random.Random(f"{block}{number}")  # noqa: S311  # as above
            skill = own.uniform(0.55, 0.97)
            row = {
                "unit.id": f"{block}-{number + 1:03}",
                "unit.name": f"{block.capitalize()} {number + 1}",
                "unit.block": block,
                "late": str(made.randrange(4)),
                "ideas": str(made.randrange(5)),
                "opinions": ";".join(map(str, opinions(made, asked, skill))),
            }
            for code, form in codes(edition):
                name = f"rate_{code.replace('.', '_')}"
                key = name if form == "measure" else code
                row[key] = answer(form, skill, made)
            if (edition, block, number) != ("2025", "ward", 7):
                yield row


def opinions(
    made: random.Random, asked: int, skill: float
) -> tuple[int, int, int]:
    """Return how many of those *asked* said bad, fair, good."""
    good = sum(made.random() < skill for _ in range(asked))
    fair = made.randrange(asked - good + 1)

    return asked - good - fair, fair, good


def answer(form: str, skill: float, made: random.Random) -> str:
    """Return what a unit hands in for one leaf."""
    luck = min(max(made.gauss(skill, 0.12), 0), 1)
    if form == "answers":
        return "full" if luck > 0.7 else "partial" if luck > 0.45 else "none"
    if form == "measure":
        return f"{100 * luck:.1f}"

    return f"{0.05 * round(20 * luck):.2f}"


def write(folder: pathlib.Path) -> tuple[str, str, str]:
    """Write both editions and both years; return what to rank."""
    for edition in ("2024", "2025"):
        path = folder / f"ruleset-{edition}.toml"
        path.write_text(ruleset(edition), "utf-8")
        rows = list(units(edition))
        with (folder / f"{edition}.csv").open(
            "w", encoding="utf-8", newline=""
        ) as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)

    return tuple(  # type: ignore[return-value]  # three of them
        str(folder / name)
        for name in ("ruleset-2025.toml", "2025.csv", "2024.csv")
    )


if __name__ == "__main__":
    from parrules.cli.running import run

    place = pathlib.Path(sys.argv[1])
    place.mkdir(exist_ok=True)
    newer, this_year, last_year = write(place)
    start = time.perf_counter()
    code = run(["rank", newer, this_year, "--last-year", last_year])
    print(f"{time.perf_counter() - start:.2f} s", file=sys.stderr)  # noqa: T201  # what it measures
    sys.exit(code)
