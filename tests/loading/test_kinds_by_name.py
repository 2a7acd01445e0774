"""Names of what is bundled, in the place of another kind."""

from collections.abc import Callable

import pytest

import parrules
from parrules.composite import load_index
from parrules.errors import Language, ProblemsError

Load = Callable[[str], object]
RULESET = ("load", "score")
SURVEY = ("load_questionnaire", "survey")
INDEX = ("composite.load_index", "composite")


def fix_of(load: Load, name: str, language: Language) -> str:
    """Return code and remedy where *load* refuses *name*."""
    with pytest.raises(ProblemsError) as raised:
        load(name)
    (problem,) = raised.value.problems

    return f"{problem.code} {problem.text(language).rpartition(': ')[2]}"


@pytest.mark.parametrize(
    ("load", "name", "code", "function", "command"),
    [
        (parrules.load, "vn/sipas@2022", "PAR118", *SURVEY),
        (parrules.load, "vn/sipas@2021-05-01", "PAR118", *SURVEY),
        (parrules.load, "vn/pci", "PAR118", *INDEX),
        (parrules.load_questionnaire, "vn/766@2022", "PAR870", *RULESET),
        (load_index, "vn/sipas@2022", "PAR826", *SURVEY),
    ],
)
def test_name_of_another_kind_says_who_reads_it(
    load: Load, name: str, code: str, function: str, command: str
) -> None:
    """Whichever edition of it is named."""
    expected = (
        f"{code} read it with `parrules.{function}`, or with the command"
        f" `parrules {command}`"
    )

    assert expected == fix_of(load, name, "en")


@pytest.mark.parametrize(
    ("load", "code"),
    [(parrules.load, "PAR118"), (load_index, "PAR826")],
)
def test_that_is_said_in_vietnamese_too(load: Load, code: str) -> None:
    """With the same names."""
    expected = (
        f"{code} đọc bằng `parrules.load_questionnaire`, hoặc dùng lệnh"
        " `parrules survey`"
    )

    assert expected == fix_of(load, "vn/sipas@2022", "vi")
