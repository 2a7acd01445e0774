"""What `[ranking]` compares, and what `[changes]` say of an older file."""

import pathlib

import pytest

import parrules
from checking.rulesets import found, ruleset
from parrules.loading import parse_ruleset

OLDER = """
[criteria]
"1"   = { maximum = 6, title = "Một" }
"1.1" = { maximum = 3, title = "Hai", judged = { step = 0.5 } }
"1.2" = { maximum = 3, title = "Ba", judged = { step = 0.5 } }
"2"   = { maximum = 4, title = "Bốn", judged = { step = 0.5 } }
"""


def ranking(text: str, **sections: str) -> list[tuple[str, str]]:
    """Return code and place of what is wrong with a ranking."""
    return [
        (problem.code, str(problem.place))
        for problem in found(ruleset(ranking=f"[ranking]\n{text}", **sections))
    ]


def test_channels_and_numbers_may_decide_between_equals() -> None:
    """And a fact that only does that is not unused."""
    fact = """
[fact]
done    = { type = "count", at_most = "planned" }
planned = { type = "count" }
late    = { type = "count", default = 0 }
"""

    assert [] == ranking(
        'order = ["total", "fact:late", "fact:done"]', fact=fact
    )


@pytest.mark.parametrize(
    "order", ["fact:dnoe", "channel:survey", "fact:", "channel:"]
)
def test_what_is_not_declared_decides_nothing(order: str) -> None:
    """PAR801, where it stands."""
    text = f'order = ["total", "{order}"]'

    assert [("PAR801", "test.toml:22:20")] == ranking(text)


def test_a_flag_is_no_number_to_compare() -> None:
    """PAR801 for a fact of another type, with those that there are."""
    fact = """
[fact]
done    = { type = "count", at_most = "planned" }
planned = { type = "count" }
open    = { type = "flag", default = false }
"""
    text = ruleset(
        ranking='[ranking]\norder = ["total", "fact:open"]', fact=fact
    )
    (problem,) = [each for each in found(text) if each.code == "PAR801"]

    assert "fact:done, fact:planned" == problem.arguments["known"]


def test_unranked_looks_at_what_is_known_of_a_unit() -> None:
    """PAR802, where a known name is near; else a facts file may say it."""
    assert [("PAR802", "test.toml:22:14")] == ranking(
        'unranked = { levle = "x" }'
    )
    assert [] == ranking('unranked = { level = "x", colour = ["y", "z"] }')


def test_an_unquoted_code_among_changes_is_told() -> None:
    """TOML reads it as a table in a table."""
    text = ruleset(
        ranking='[changes]\nsince = "a@1"\n[changes.was]\n1.1 = "1.2"'
    )
    loaded = parse_ruleset(text, "x.toml")

    assert [("PAR108", "1.1")] == [
        (each.code, each.arguments["code"]) for each in loaded.problems
    ]


def test_changes_of_rows_that_are_not_there_are_told() -> None:
    """PAR412 for `was`, PAR806 where `gone` and a row say otherwise."""
    text = ruleset(
        ranking='[changes]\nsince = "a@1"\ngone = ["1.1", "3"]\n'
        '[changes.was]\n"9" = "1"'
    )

    assert ["PAR412", "PAR806"] == [each.code for each in found(text)]


# -- with the older file beside it -------------------------------------------


def checked(
    folder: pathlib.Path, changes: str, rows: str = OLDER, known: str = ""
) -> list[str]:
    """Return the codes of what is wrong with the newer of two files."""
    (folder / "older.toml").write_text(
        ruleset(criteria=OLDER, fact=""), "utf-8"
    )
    newer = ruleset(criteria=rows, fact="", ranking=changes).replace(
        'edition = "1"', f'edition = "2"\n{known}'
    )
    path = folder / "newer.toml"
    path.write_text(newer, "utf-8")

    return [
        problem.code + ("" if problem.acknowledged is None else " known")
        for problem in parrules.check(path)
    ]


def test_an_older_edition_in_the_same_folder_is_compared(
    tmp_path: pathlib.Path,
) -> None:
    """Nothing changed, and nothing is wrong."""
    assert [] == checked(tmp_path, '[changes]\nsince = "test@1"')


def test_everything_that_does_not_fit_the_older_edition_is_told(
    tmp_path: pathlib.Path,
) -> None:
    """A code it lacks, a new row and an old one of which nothing is said."""
    rows = OLDER.replace('"2" ', '"3" ')

    assert ["PAR804", "PAR805", "PAR803"] == checked(
        tmp_path, '[changes]\nsince = "test@1"\ngone = ["7"]', rows
    )


def test_an_edition_that_is_not_at_hand_is_doubted(
    tmp_path: pathlib.Path,
) -> None:
    """PAR808, which the author may acknowledge."""
    changes = '[changes]\nsince = "test@0"'
    known = 'known = { PAR808 = "the older file is lost" }'

    assert ["PAR808"] == checked(tmp_path, changes)
    assert ["PAR808 known"] == checked(tmp_path, changes, known=known)


def test_a_ruleset_is_loaded_whatever_lies_beside_it(
    tmp_path: pathlib.Path,
) -> None:
    """What it scores does not depend on another file."""
    found_problems = checked(
        tmp_path, '[changes]\nsince = "test@1"\ngone = ["7"]'
    )
    loaded = parrules.load(tmp_path / "newer.toml")

    assert ["PAR803"] == found_problems
    assert "test@2" == loaded.id
