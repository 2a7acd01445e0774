"""Problems come in the order in which a reader of the file meets them."""

import pathlib

import pytest

from checking.rulesets import ruleset
from parrules.errors import RulesetError
from parrules.library import check, load

YES_NO = "[answers]\nyes_no = { yes = 100, no = 0 }\n"
ROW = '"{}" = {{ maximum = {}, title = "Tiêu chí", answers = "yes_no" }}'


def written(folder: pathlib.Path, **sections: str) -> pathlib.Path:
    """Write a ruleset, and return its path."""
    path = folder / "x.toml"
    facts = '[fact]\n"unit.kind" = { type = "flag" }\n'
    sections = {"fact": facts, "answers": YES_NO, **sections}
    path.write_text(ruleset(**sections), "utf-8")

    return path


@pytest.mark.parametrize(
    "codes", [("9.2", " 9.2"), ("7.11", "7.1", "7.1.2"), ("1.2", "1.1", "x")]
)
def test_problems_of_rows_come_by_line(
    tmp_path: pathlib.Path, codes: tuple[str, ...]
) -> None:
    """Whatever the tree is, the file is read from top to bottom."""
    rows = "\n".join(ROW.format(code, 10) for code in codes)
    path = written(tmp_path, criteria=f"[criteria]\n{rows}\n")
    places = [
        (each.place.line, each.place.column)
        for each in check(path)
        if each.place is not None
    ]

    assert len(places) > 1
    assert sorted(places) == places


def test_sections_out_of_their_usual_order_are_read_as_they_stand(
    tmp_path: pathlib.Path,
) -> None:
    """A file may have its criteria first."""
    path = written(
        tmp_path,
        criteria=f"[criteria]\n{ROW.format('1', 3)}\n",
        ruleset='[grade]\n[ruleset]\nid = "x"\nedition = "1"\n'
        'status = "template"\ntitle = "x"\nmaximum = 9\n',
    )
    lines = [each.place.line for each in check(path) if each.place]

    assert sorted(lines) == lines  # type: ignore[type-var]  # all have lines


def test_errors_that_are_raised_come_by_line(tmp_path: pathlib.Path) -> None:
    """As those that are returned."""
    rows = "\n".join(ROW.format(code, 10) for code in ("7.11", "7.1", "7.1.2"))
    path = written(tmp_path, criteria=f"[criteria]\n{rows}\n")
    with pytest.raises(RulesetError) as caught:
        load(path)
    lines = [each.place.line for each in caught.value.problems if each.place]

    assert sorted(lines) == lines  # type: ignore[type-var]  # all have lines
