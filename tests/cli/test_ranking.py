"""`rank` and `compare`: what they print, write, and exit with."""

import json
import pathlib
import shutil

import pytest

from cli.commands import TESTS, ran
from cohort.province import BLOCKS, write

Capture = pytest.CaptureFixture[str]
WARDS = TESTS / "data" / "wards"
RULESET, LAST, THIS, PUBLISHED = (
    str(WARDS / name)
    for name in ("wards-2025.toml", "2024.csv", "2025.csv", "published.toml")
)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all commands answer in English unless they are told otherwise."""
    monkeypatch.setenv("PARRULES_LANG", "en")


def ranks_of(answer: str) -> dict[str, int | None]:
    """Return ranks by unit of a JSON answer."""
    return {
        each["unit"]: each["rank"]
        for block in json.loads(answer)["blocks"]
        for each in block["units"]
    }


# -- rank --------------------------------------------------------------------


def test_rank_shows_blocks_with_ranks_and_reasons(capsys: Capture) -> None:
    """Both years, each by its own edition."""
    answer = ran(capsys, "rank", RULESET, THIS, "--last-year", LAST)
    path = TESTS / "reporting" / "expected" / "ranking.en.txt"

    assert (0, path.read_text("utf-8"), "") == answer


def test_rank_speaks_vietnamese(capsys: Capture) -> None:
    """As every command does."""
    answer = ran(capsys, "rank", RULESET, THIS, "--lang", "vi")

    assert answer.out.startswith("XẾP HẠNG")


def test_rank_reads_folders_files_and_tables(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """All of them in one run, in any mixture."""
    (tmp_path / "one.toml").write_text(
        '[unit]\nid = "A"\nblock = "Xã"\n[facts]\n"1.1" = 20\n"1.2" = 10\n'
        '"1.3" = 10\n"2" = 30\n"3" = 29\nT = 0\n',
        "utf-8",
    )
    (tmp_path / "two.json").write_text(
        '{"unit": {"id": "B", "block": "Xã"}, "facts": {"1.1": 20, "1.2": 10,'
        ' "1.3": 10, "2": 30, "3": 28, "T": 0}}',
        "utf-8",
    )
    answer = ran(capsys, "rank", RULESET, tmp_path, THIS, "--format", "json")
    found = ranks_of(answer.out)

    assert (1, 2, 3) == (found["A"], found["B"], found["DC"])


def test_rank_in_other_blocks(capsys: Capture) -> None:
    """By another key of the unit, or all together."""
    by_kind = ran(
        capsys, "rank", RULESET, THIS, "--block-by", "id", "--format", "json"
    )
    together = ran(
        capsys, "rank", RULESET, THIS, "--block-by", "", "--format", "json"
    )

    assert {1, None} == set(ranks_of(by_kind.out).values())
    assert [1, 2, 3, 4, 5] == sorted(
        each for each in ranks_of(together.out).values() if each
    )


def test_rank_writes_a_table_that_spreadsheets_know_as_utf_8(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """By the mark at its start; on the screen there is none."""
    path = tmp_path / "ranking.csv"
    answer = ran(capsys, "rank", RULESET, THIS, "--format", "csv", "-o", path)
    shown = ran(capsys, "rank", RULESET, THIS, "--format", "csv")

    assert (0, "", "") == answer
    assert path.read_bytes().startswith(b"\xef\xbb\xbfblock,unit,name")
    assert shown.out.startswith("block,unit,name")


def test_rank_writes_a_page(capsys: Capture, tmp_path: pathlib.Path) -> None:
    """Which is whole, and says in which language it is."""
    path = tmp_path / "ranking.html"
    answer = ran(capsys, "rank", RULESET, THIS, "--format", "html", "-o", path)
    page = path.read_text("utf-8")

    assert 0 == answer.code
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert page.endswith("</html>\n")


def test_engines_rank_alike(capsys: Capture) -> None:
    """Word by word."""
    durable, compiled = (
        ran(capsys, "rank", RULESET, THIS, "--engine", engine)
        for engine in ("durable", "compiled")
    )

    assert durable == compiled


def test_rank_never_writes_over_what_it_reads(capsys: Capture) -> None:
    """Neither facts, nor last year's, nor what was published."""
    for path in (RULESET, THIS, LAST, PUBLISHED):
        answer = ran(
            capsys,
            *("rank", RULESET, THIS, "--last-year", LAST),
            *("--published", PUBLISHED, "-o", path),
        )

        assert 2 == answer.code
        assert "is an input" in answer.err


def test_all_that_is_wrong_with_all_units_is_told_in_one_run(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """Line by line, and of an unknown column once."""
    path = tmp_path / "units.csv"
    path.write_text(
        "unit.id,unit.block,1.1,colour\nA,Xã,99,red\n,Xã,1,red\nC,Xã,1.1,red\n",
        "utf-8",
    )
    answer = ran(capsys, "rank", RULESET, path)
    codes = [
        line.partition(" PAR")[2][:3]
        for line in answer.err.splitlines()
        if " PAR" in line
    ]

    assert (1, ["303", "301", "890", "319"]) == (answer.code, codes)


def test_a_unit_without_its_block_is_a_problem(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """It would be ranked with nobody, unnoticed."""
    path = tmp_path / "units.csv"
    path.write_text("unit.id,1.1\nA,1\n", "utf-8")
    answer = ran(capsys, "rank", RULESET, path)

    assert 1 == answer.code
    assert "PAR891: unit `A` says nothing of its `block`" in answer.err


def test_a_unit_that_stands_twice_is_a_problem(
    capsys: Capture,
) -> None:
    """Two results of one unit are none."""
    answer = ran(capsys, "rank", RULESET, THIS, THIS)

    assert 1 == answer.code
    assert 6 == answer.err.count("PAR109")


def test_a_unit_that_stands_twice_is_told_with_its_line(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """The second time, in whatever file that is."""
    path = tmp_path / "units.csv"
    text = pathlib.Path(THIS).read_text("utf-8")
    path.write_text(text + text.splitlines()[1] + "\n", "utf-8")
    line = len(text.splitlines()) + 1
    answer = ran(capsys, "rank", RULESET, path)

    assert 1 == answer.code
    assert f"{path}:{line}: error PAR109" in answer.err


def test_a_folder_without_facts_is_a_problem(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """As is a file that is not there, which is nothing to be read."""
    empty = ran(capsys, "rank", RULESET, tmp_path)
    absent = ran(capsys, "rank", RULESET, tmp_path / "x.csv")

    assert "PAR889" in empty.err
    assert (2, True) == (absent.code, "PAR103" in absent.err)


def test_last_year_wants_its_own_edition(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """Where that is not at hand, it can be named."""
    newer = shutil.copy(RULESET, tmp_path)
    alone = ran(capsys, "rank", newer, THIS, "--last-year", LAST)
    older = str(WARDS / "wards-2024.toml")
    named = ran(
        capsys, "rank", newer, THIS, "--last-year", LAST, "--older", older
    )

    assert (1, True) == (alone.code, "PAR886" in alone.err)
    assert (0, "") == (named.code, named.err)


def test_another_edition_that_is_not_known_is_refused(
    capsys: Capture,
) -> None:
    """The newer file says since which edition it changed."""
    answer = ran(
        capsys,
        *("rank", str(WARDS / "wards-2024.toml"), LAST),
        *("--last-year", THIS, "--older", RULESET),
    )

    assert (1, True) == (answer.code, "PAR809" in answer.err)


def test_what_was_published_is_compared_with_what_comes_out(
    capsys: Capture,
) -> None:
    """In the order of its file, after the ranking; then the answer is bad."""
    answer = ran(
        capsys,
        *("rank", RULESET, THIS, "--last-year", LAST),
        *("--published", PUBLISHED),
    )
    heads = [line for line in answer.err.splitlines() if line[:1] == "/"]

    assert 1 == answer.code
    assert "Block Phường" in answer.out
    assert ["PAR898", "PAR892"] == [
        head.partition("error ")[2][:6] for head in heads
    ]


# -- compare -----------------------------------------------------------------


def test_compare_shows_units_blocks_and_nodes(capsys: Capture) -> None:
    """Also across editions whose codes changed."""
    answer = ran(capsys, "compare", RULESET, LAST, THIS, "--unit", "HT")
    path = TESTS / "reporting" / "expected" / "comparison.en.txt"

    assert (0, path.read_text("utf-8"), "") == answer


def test_a_unit_that_nobody_knows_is_told(capsys: Capture) -> None:
    """With the one that was meant, if it is near."""
    answer = ran(
        capsys, "compare", RULESET, LAST, THIS, "--unit", "HTX", "--lang", "en"
    )

    assert (2, "") == (answer.code, answer.out)
    assert answer.err.startswith("error PAR830: no unit is called `HTX`")


@pytest.mark.parametrize("form", ["json", "csv", "html"])
def test_compare_in_other_forms(capsys: Capture, form: str) -> None:
    """Each begins as it has to."""
    answer = ran(capsys, "compare", RULESET, LAST, THIS, "--format", form)
    starts = {
        "json": '{\n  "schema": "parrules/comparison/1"',
        "csv": "block,unit,name,code,was,kind",
        "html": "<!DOCTYPE html>",
    }

    assert 0 == answer.code
    assert answer.out.startswith(starts[form])


def test_compare_one_unit_shows_its_nodes(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """Without being asked, since there is nothing else to show."""
    paths = []
    for name, line in (
        ("last.csv", "unit.id;1.1;1.2;1.3;2;3\nA;20;9;4;25;25,5\n"),
        ("this.csv", "unit.id;1.1;1.2;1.3;2;3\nA;19;9;9;26;26\n"),
    ):
        path = tmp_path / name
        path.write_text(line, "utf-8")
        paths.append(path)
    answer = ran(capsys, "compare", RULESET, *paths, "--block-by", "")

    assert "Node by node" in answer.out


def test_compare_looks_at_published_figures_alone(capsys: Capture) -> None:
    """Rank 5 after a fall of 5 places is a problem, not a result."""
    answer = ran(capsys, "compare", "--published", PUBLISHED)

    assert (1, 1) == (answer.code, answer.err.count("PAR"))
    assert "number 0 before" in answer.err
    assert "3 publications: 1 figures cannot be true\n" in answer.out


def test_what_is_only_doubtful_is_no_failure(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """Last year there may have been more units."""
    path = tmp_path / "published.toml"
    path.write_text(
        '[[published]]\nunit = "A"\nrank = 5\nof = 12\nplaces = 10\n', "utf-8"
    )
    answer = ran(capsys, "compare", "--published", path)

    assert (0, 1) == (answer.code, answer.err.count("warning PAR884"))
    assert "1 publications: 0 figures cannot be true\n" in answer.out


@pytest.mark.parametrize("names", [(), (RULESET,), (RULESET, LAST)])
def test_compare_needs_a_ruleset_and_two_years(
    capsys: Capture, names: tuple[str, ...]
) -> None:
    """Or published figures; else it says so."""
    answer = ran(capsys, "compare", *names)

    assert (2, "") == (answer.code, answer.out)
    assert "the facts of last year and those of this year" in answer.err


def test_a_file_of_figures_that_cannot_be_read_is_told(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """All of it, with the lines."""
    path = tmp_path / "published.toml"
    path.write_text(
        "[[published]]\ntotal = '9'\nplaces = 1.5\nrnak = 1\n", "utf-8"
    )
    answer = ran(capsys, "compare", "--published", path)

    assert 1 == answer.code
    assert ["PAR106", "PAR105", "PAR105", "PAR104"] == [
        line.partition("error ")[2][:6]
        for line in answer.err.splitlines()
        if "error PAR" in line
    ]


# -- a whole province --------------------------------------------------------


def test_a_province_is_ranked_in_one_command(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """223 units in four blocks, two editions, one unit missing."""
    newer, this_year, last_year = write(tmp_path)
    answer = ran(
        capsys,
        *("rank", newer, this_year, "--last-year", last_year),
        *("--format", "json"),
    )
    document = json.loads(answer.out)
    blocks = {each["name"]: each for each in document["blocks"]}

    assert {**BLOCKS, "ward": BLOCKS["ward"] - 1} == {
        name: block["size"] for name, block in blocks.items()
    }
    assert ["ward-008"] == [each["unit"] for each in blocks["ward"]["missing"]]
    assert "" == answer.err


def test_a_period_leaves_published_figures_of_other_years_alone(
    capsys: Capture, tmp_path: pathlib.Path
) -> None:
    """What a table of units does not say, `--period` does."""
    path = tmp_path / "p.toml"
    path.write_text(
        '[[published]]\nunit = "Hà Tu"\nperiod = "2024"\ntotal = 86.50\n'
        '[[published]]\nunit = "Hà Tu"\nperiod = "2025"\ntotal = 93.40\n',
        "utf-8",
    )
    answers = [
        ran(capsys, "rank", RULESET, THIS, "--published", path, *period)
        for period in ((), ("--period", "2025"))
    ]

    assert [(0, 1), (0, 0)] == [
        (each.code, each.err.count("PAR878")) for each in answers
    ]


def test_a_table_in_vietnamese_is_in_vietnamese(capsys: Capture) -> None:
    """Columns, grades, channels and what is true; in English as in JSON."""
    command = ("rank", RULESET, THIS, "--last-year", LAST, "--format", "csv")
    head, first, *_ = ran(capsys, *command, "--lang", "vi").out.splitlines()
    row = dict(zip(head.split(";"), first.split(";"), strict=True))
    english = ran(capsys, *command, "--lang", "en").out.splitlines()

    assert {
        "Tên đơn vị": "Hà Tu",
        "Xếp loại": "Xuất sắc",
        "Đủ dữ kiện": "có",
        "Khác thường": "không",
        "Điểm Tài liệu": "66",
        "Hạng 1": "1",
        "Tổng điểm năm trước": "86,50",
    }.items() <= row.items()
    assert english[0].startswith("block,unit,name,rank,of,total,grade,")
    assert ",excellent,excellent,,true,false," in english[1]


def test_a_comparison_in_vietnamese_is_in_vietnamese(capsys: Capture) -> None:
    """What became of a node, too."""
    answer = ran(
        capsys,
        *("compare", RULESET, LAST, THIS),
        *("--format", "csv", "--lang", "vi"),
    )
    head, first, *_ = answer.out.splitlines()

    assert head.startswith("Khối;Mã đơn vị;Tên đơn vị;Mã mục;")
    assert "Hà Tu;1;1;giữ nguyên;35;" in first
