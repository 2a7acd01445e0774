"""A made province: 40 departments, 13 districts, 170 communes, two years.

Run it to have its files, and to see how long one command takes on them:
``PYTHONPATH=src:tests python tests/assessment/province.py FOLDER``

Everything is drawn by seeds, so that it is the same wherever it is made.
Each unit has a skill of its own, which moves a little from year to year; its
facts, and what households say of it, follow from that.  Districts hand in a
file each, with documents; departments a file each; communes one table.
9,000 households a year are asked on one form about the commune in which they
live, their district, and the department whose service they used.
"""

import csv
import json
import pathlib
import random
import sys
import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

SIZES = {"departments": 40, "districts": 13, "communes": 170}
HOUSEHOLDS = 9000
AREAS = (
    "Công tác chỉ đạo, điều hành",
    "Cải cách thể chế",
    "Cải cách thủ tục hành chính",
    "Cải cách tổ chức bộ máy",
    "Cải cách chế độ công vụ",
    "Cải cách tài chính công",
    "Xây dựng chính quyền số",
)
LEAVES = {"departments": 8, "districts": 11, "communes": 6}
TITLES = {
    "departments": ("Chỉ số CCHC cấp sở", "PAR index of departments"),
    "districts": ("Chỉ số CCHC cấp huyện", "PAR index of districts"),
    "communes": ("Chỉ số CCHC cấp xã", "PAR index of communes and wards"),
}
BLOCKS = {
    "departments": ("Sở",),
    "districts": ("Thành phố", "Huyện"),
    "communes": ("Phường", "Xã"),
}
COLUMNS = {"departments": "Sở", "districts": "Huyện", "communes": "Xã"}
SYLLABLES = (
    "An",
    "Bình",
    "Cẩm",
    "Đông",
    "Hà",
    "Hòa",
    "Hưng",
    "Khánh",
    "Lộc",
    "Minh",
    "Nam",
    "Phú",
    "Quang",
)
LEVELS = ("Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng")
BEST = "Rất hài lòng"
LADDER = "[[95, 1], [80, 0.75], [60, 0.5], [0, 0]]"
QUESTIONS = {
    "C1": "Tiếp cận",
    "C2": "Thủ tục",
    "C3": "Công chức",
    "C4": "Kết quả",
}
MISSING = {"2025": {"communes": (11,)}, "2024": {"communes": (3,)}}
"""By year, units that are not there: one is new, and one is missing."""


class Unit(NamedTuple):
    """A unit in one year."""

    id: str
    name: str
    block: str
    skill: float


def drawing(seed: str) -> random.Random:
    """Return what draws the same numbers wherever it is asked to."""
    return random.Random(seed)  # noqa: S311  # made, not secret


def units(level: str, year: str, count: int) -> Iterator[Unit]:
    """Yield the units of a level, as they are in a year."""
    for number in range(count):
        own = drawing(f"{level} {number}")
        made = drawing(f"{level} {number} {year}")
        first = level == "communes" and number % 3 == 0
        capital = level == "districts" and number < 3
        block = BLOCKS[level][
            0 if first or capital or level == "departments" else 1
        ]
        skill = own.uniform(0.62, 0.97) + made.gauss(0, 0.02)
        if number not in MISSING.get(year, {}).get(level, ()):
            yield Unit(
                f"{level[:2].upper()}{number + 1:03}",
                f"{block} {name_of(number)}",
                block,
                min(max(skill, 0.05), 0.99),
            )


def name_of(number: int) -> str:
    """Return the name of a place, another one for each number."""
    size = len(SYLLABLES)
    first, second = SYLLABLES[number % size], SYLLABLES[number // size % size]

    return f"{first} {second}" if first != second else f"{first} Sơn"


# -- rulesets ----------------------------------------------------------------


def leaves(level: str, year: str) -> Iterator[tuple[str, str, str]]:
    """Yield the code, the form and the fact of each leaf.

    In 2025 a leaf is new in area 7, and those behind it move on by one.
    """
    for area in range(1, len(AREAS) + 1):
        for leaf in range(1, LEAVES[level] + 1):
            moved = leaf - 1 if area == len(AREAS) and year == "2025" else leaf
            form = ("answers", "measure", "judged")[moved % 3]
            yield f"{area}.{leaf}", form, f"rate_{area}_{moved}"


def ruleset(level: str, year: str) -> str:
    """Return the text of a level's ruleset in one year."""
    facts, rows = [], []
    worth = LEAVES[level]
    for code, form, fact in leaves(level, year):
        area, _, leaf = code.partition(".")
        if leaf == "1":
            rows.append(
                f'"{area}" = {{ maximum = {worth}, channel = "document",'
                f' title = "{AREAS[int(area) - 1]}" }}'
            )
        title = f'title = "Tiêu chí {code}"'
        if form == "measure":
            facts.append(
                f'{fact} = {{ type = "percent", title = "Tỷ lệ {code}" }}'
            )
            body = f'measure = "{fact}", tiers = {LADDER}'
        else:
            body = (
                'answers = "three"'
                if form == "answers"
                else "judged = { step = 0.05 }"
            )
        rows.append(f'"{code}" = {{ maximum = 1, {title}, {body} }}')
    survey = 2 * worth
    whole = len(AREAS) * worth + survey
    vi, en = TITLES[level]
    blocks = ", ".join(f'"{each}"' for each in BLOCKS[level])

    return f"""\
language = 1
[ruleset]
id = "vn/example/{level}"
edition = "{year}"
status = "template"
title = {{ vi = "{vi}", en = "{en}" }}
source = "Bộ tiêu chí ví dụ năm {year}"
maximum = {whole}
[channel]
document = {{ title = {{ vi = "Tài liệu", en = "Documents" }} }}
survey = {{ title = {{ vi = "Khảo sát", en = "Survey" }} }}
[answers]
three = {{ full = 100, partial = 50, none = 0 }}
[fact]
"unit.block" = {{ type = "choice", values = [{blocks}] }}
ideas = {{ type = "count", default = 0, title = "Sáng kiến" }}
{chr(10).join(facts)}
[fact.late_reports]
type = "count"
default = 0
more = "worse"
title = "Báo cáo chậm"
[fact.satisfaction]
type = "percent"
evidence = "required"
title = "Tỷ lệ hài lòng"
[criteria]
{chr(10).join(rows)}
[criteria."8"]
maximum = {survey}
title = "Mức độ hài lòng của người dân"
channel = "survey"
formula = "maximum * satisfaction / 100"
step = 0.01
[bonus.T]
maximum = 2
title = "Sáng kiến"
awards = [{{ each = "ideas", per = 0.5 }}]
[[grade]]
id = "excellent"
title = {{ vi = "Xuất sắc", en = "Excellent" }}
from = {whole * 0.9:.1f}
[[grade]]
id = "good"
title = {{ vi = "Tốt", en = "Good" }}
from = {whole * 0.8:.1f}
[[grade]]
id = "fair"
title = {{ vi = "Khá", en = "Fair" }}
[ranking]
within = "block"
order = ["total", "bonus", "channel:survey", "fact:late_reports"]
quota = [{{ grade = "excellent", share = 0.25 }}]
{changes(level) if year == "2025" else ""}
[[example]]
name = "nothing handed in"
expect = {{ complete = false }}
"""


def changes(level: str) -> str:
    """Return what became of the codes of 2024."""
    area, last = len(AREAS), LEAVES[level]
    was = "\n".join(
        f'"{area}.{leaf}" = "{area}.{leaf - 1}"' for leaf in range(2, last + 1)
    )

    return f"""\
[changes]
since = "vn/example/{level}@2024"
gone = ["{area}.{last}"]
[changes.was]
"{area}.1" = []
{was}
"""


# -- facts -------------------------------------------------------------------


def facts(unit: Unit, level: str, year: str) -> dict[str, object]:
    """Return what a unit hands in, as values."""
    made = drawing(f"{unit.id} facts {year}")
    found: dict[str, object] = {
        "late_reports": made.randrange(4),
        "ideas": made.randrange(5),
    }
    for code, form, fact in leaves(level, year):
        luck = min(max(made.gauss(unit.skill, 0.12), 0), 1)
        if form == "answers":
            answer = "full" if luck > 0.7 else "partial"
            found[code] = answer if luck > 0.45 else "none"
        elif form == "measure":
            found[fact] = round(1000 * luck) / 10
        else:
            found[code] = round(20 * luck) * 5 / 100

    return found


def toml_of(unit: Unit, level: str, year: str) -> str:
    """Return a facts file with documents."""
    values = facts(unit, level, year)
    rows = "\n".join(
        f'"{key}" = {json.dumps(each)}' for key, each in values.items()
    )
    rates = [key for key in values if key.startswith("rate_")]

    return f"""\
[unit]
id = "{unit.id}"
name = "{unit.name}"
block = "{unit.block}"
[submission]
period = "{year}"
stage = "verified_1"
[facts]
{rows}
[[evidence]]
for = {json.dumps(rates)}
number = "{100 + len(unit.name)}/BC-UBND"
title = "Báo cáo cải cách hành chính năm {year}"
"""


def json_of(unit: Unit, level: str, year: str) -> str:
    """Return a facts file in JSON."""
    about = {"id": unit.id, "name": unit.name, "block": unit.block}

    return json.dumps(
        {
            "unit": about,
            "submission": {"period": year},
            "facts": facts(unit, level, year),
        },
        ensure_ascii=False,
    )


def table_of(
    path: pathlib.Path, members: Sequence[Unit], level: str, year: str
) -> None:
    """Write a table with a row for each unit."""
    rows = [
        {
            "unit.id": unit.id,
            "unit.name": unit.name,
            "unit.block": unit.block,
            **facts(unit, level, year),
        }
        for unit in members
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        for row in rows:
            writer.writerow(
                {
                    key: str(each).replace(".", ",")
                    if isinstance(each, float)
                    else each
                    for key, each in row.items()
                }
            )


# -- surveys -----------------------------------------------------------------


def questionnaire() -> str:
    """Return the form on which households answer."""
    levels = ", ".join(f'"{each}"' for each in (*LEVELS, BEST))
    questions = "\n".join(
        f'{key.lower()} = {{ column = "{key}", title = "{title}" }}'
        for key, title in QUESTIONS.items()
    )
    parts = "\n".join(
        f'"{place}" = {{ title = "{title}", questions = ["{key.lower()}"] }}'
        for place, (key, title) in enumerate(QUESTIONS.items(), 1)
    )

    return f"""\
language = 1
[questionnaire]
id = "vn/example/households"
edition = "2024"
status = "template"
title = {{ vi = "Khảo sát hộ dân", en = "Survey of households" }}
measure = "share"
pool = "answers"
[scale.five]
levels = [{levels}]
top = ["{LEVELS[-1]}", "{BEST}"]
unknown = ["Không biết"]
[question]
{questions}
[index]
pool = "means"
[criteria]
{parts}
[policy]
minimum = 5
[sample]
respondent = "Mã phiếu"
[fact]
satisfaction = {{ of = "index", gives = "value", decimals = 2 }}
"""


def forms(
    members: dict[str, list[Unit]], year: str, households: int
) -> Iterator[list[str]]:
    """Yield a row for each household, after the header."""
    made = drawing(f"households {year}")
    yield ["Mã phiếu", *COLUMNS.values(), *QUESTIONS]
    for number in range(households):
        # Every unit is asked about as often as every other.
        asked = [each[number % len(each)] for each in members.values()]
        skill = sum(each.skill for each in asked) / len(asked)
        yield [
            f"P{number + 1:05}",
            *(each.id for each in asked),
            *(opinion(made, skill) for _ in QUESTIONS),
        ]


def opinion(made: random.Random, skill: float) -> str:
    """Return an answer to one question; now and then none."""
    luck = made.gauss(skill, 0.18)
    if made.random() < 0.03:
        return made.choice(("", "Không biết"))
    if luck > 0.95:
        return BEST

    return LEVELS[
        3 if luck > 0.65 else 2 if luck > 0.5 else 1 if luck > 0.3 else 0
    ]


# -- the whole ---------------------------------------------------------------


def assessment(year: str) -> str:
    """Return the file that names everything of one year."""
    before = 'last_year = "province-2024.toml"' if year == "2025" else ""
    surveys = "\n".join(
        f"""\
[survey.{level}]
questionnaire = "households.toml"
answers = "households-{year}.csv"
unit = "{column}"
"""
        for level, column in COLUMNS.items()
    )
    rankings = "\n".join(
        f"""\
[ranking.{level}]
title = {{ vi = "{TITLES[level][0]}", en = "{TITLES[level][1]}" }}
ruleset = "{level}-{year}-rules.toml"
facts = "{level}-{year}{".csv" if level == "communes" else ""}"
surveys = "{level}"
"""
        for level in SIZES
    )

    return f"""\
language = 1
[assessment]
period = "{year}"
{before}
[assessment.title]
vi = "Chỉ số CCHC tỉnh ví dụ năm {year}"
en = "PAR index of an example province, {year}"
{surveys}
{rankings}"""


def write(
    folder: pathlib.Path,
    sizes: dict[str, int] = SIZES,
    households: int = HOUSEHOLDS,
) -> pathlib.Path:
    """Write both years; return the file that is to be ranked."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "households.toml").write_text(questionnaire(), "utf-8")
    for year in ("2024", "2025"):
        members = {
            level: list(units(level, year, count))
            for level, count in sizes.items()
        }
        for level, found in members.items():
            rules = folder / f"{level}-{year}-rules.toml"
            rules.write_text(ruleset(level, year), "utf-8")
            write_facts(folder / f"{level}-{year}", found, level, year)
        with (folder / f"households-{year}.csv").open(
            "w", encoding="utf-8", newline=""
        ) as file:
            csv.writer(file).writerows(forms(members, year, households))
        path = folder / f"province-{year}.toml"
        path.write_text(assessment(year), "utf-8")

    return folder / "province-2025.toml"


def write_facts(
    path: pathlib.Path, members: Sequence[Unit], level: str, year: str
) -> None:
    """Write the facts of a level, each in its own way."""
    if level == "communes":
        table_of(path.with_suffix(".csv"), members, level, year)
        return
    path.mkdir(exist_ok=True)
    for unit in members:
        if level == "districts":
            text, ending = toml_of(unit, level, year), "toml"
        else:
            text, ending = json_of(unit, level, year), "json"
        (path / f"{unit.id}.{ending}").write_text(text, "utf-8")


if __name__ == "__main__":
    named = str(write(pathlib.Path(sys.argv[1])))
    start = time.perf_counter()
    from parrules.cli.running import run

    code = run(["rank", named, *sys.argv[2:]])
    print(f"{time.perf_counter() - start:.2f} s", file=sys.stderr)  # noqa: T201  # what it measures
    sys.exit(code)
