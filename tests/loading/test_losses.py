"""What is lost to an error costs its own section, and little time."""

import contextlib
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import pytest

from parrules.checking import check_scheme
from parrules.errors import FactError
from parrules.loading import parse_ruleset
from parrules.loading.statements import MOST_FINDINGS
from parrules.loading.submissions import parse_submission

HEAD = """\
language = 1
[ruleset]
id = "x"
edition = "1"
status = "template"
title = "x"
source = "x"
maximum = 10
"""
CHANNEL = '[channel]\nsurvey = { maximum = 8, title = "Khảo sát" }\n'
FACT = '[fact]\ndone = { type = "count", at_most = 9 }\n'
ROWS = """\
[criteria]
"1" = { maximum = 8, title = "a", channel = "survey" }
"1.1" = { maximum = 9, title = "b", cases = [
  { when = "done > 0", points = 9, grade_at_most = "good" },
  { otherwise = true, points = 0 },
] }
"""
GRADE = '[[grade]]\nid = "good"\n'
EXAMPLE = '[[example]]\nname = "a"\nfacts.done = 0\nexpect.total = 0\n'
POLICY = '[policy]\nmissing = "zero"\n'
WHOLE = HEAD + POLICY + CHANNEL + FACT + ROWS + GRADE + EXAMPLE
SUMS = ["PAR202", "PAR208", "PAR201"]


def found(text: str) -> list[str]:
    """Return the codes of all that is wrong with a ruleset."""
    loaded = parse_ruleset(text, "x.toml")
    assert loaded.scheme is not None
    checked = check_scheme(loaded.scheme, loaded.document)

    return [problem.code for problem in (*loaded.problems, *checked)]


def test_a_ruleset_whose_sums_are_wrong() -> None:
    """What the tests below take something from."""
    assert SUMS == found(WHOLE)


@pytest.mark.parametrize(
    ("section", "line", "codes"),
    [
        (POLICY, "x = = 1\n", SUMS),
        (POLICY, "zzz\n", SUMS),
        (EXAMPLE, "x = = 1\n", SUMS),
        (EXAMPLE, "zzz\n", SUMS),
        (GRADE, "x = = 1\n", SUMS),
        (GRADE, "zzz\n", SUMS),
        (FACT, "zzz\n", SUMS),
        (CHANNEL, "x = = 1\n", ["PAR202", "PAR201"]),
        (CHANNEL, "zzz\n", ["PAR202", "PAR201"]),
    ],
)
def test_a_lost_statement_costs_only_what_may_have_needed_it(
    section: str, line: str, codes: list[str]
) -> None:
    """A lost line of the policy leaves the sums of the criteria."""
    text = WHOLE.replace(section, section + line)

    assert ["PAR101", *codes] == found(text)


WHOLE_TOO = ["PAR407", "PAR237"]
OF_THE_WHOLE = """\
language = 1
[ruleset]
id = "x"
edition = "1"
status = "official"
title = "x"
maximum = 10
from = 2024-01-01
[criteria]
"1" = { maximum = 10, title = "a", judged = { step = 1 } }
[[grade]]
id = "good"
from = 11
[[grade]]
id = "bad"
[[example]]
name = "a"
expect.complete = false
"""


@pytest.mark.parametrize(
    ("line", "instead", "codes"),
    [
        ("", "", ["PAR407", "PAR237"]),
        ('edition = "1"\n', "", ["PAR106", "PAR407", "PAR237"]),
        ("2024-01-01", "2024-13-01", ["PAR125", "PAR407", "PAR237"]),
        ("2024-01-01", "2024-01", ["PAR101", "PAR407", "PAR237"]),
        ("2024-01-01", '"2024"', ["PAR105", "PAR407", "PAR237"]),
        ('id = "x"', 'id = "x', ["PAR101", "PAR407", "PAR237"]),
        ('id = "x"', 'id "x"', ["PAR101", "PAR407", "PAR237"]),
        ('id = "x"', 'source "x"', ["PAR101", "PAR237"]),
        ('id = "x"', 'sourc "x"', ["PAR101", "PAR237"]),
        ("maximum = 10\n", "maximum 10\n", ["PAR101", "PAR407"]),
        ("[criteria]", "[total]\nzzz\n[criteria]", ["PAR101", *WHOLE_TOO]),
        ("[criteria]", "[total]\nat_most 9\n[criteria]", ["PAR101", "PAR407"]),
        ("[ruleset]", "[ruleset]\n" + "z" * 10_001, ["PAR101"]),
    ],
)
def test_a_lost_line_of_the_heading_costs_only_what_needed_its_key(
    line: str, instead: str, codes: list[str]
) -> None:
    """Who forgot the source, or begins a grade too high, reads it at once."""
    told = found(OF_THE_WHOLE.replace(line, instead, 1))

    assert codes == told


@pytest.mark.parametrize(
    "lost",
    [
        'survey = { maximum = 8, title = "Khảo sát" }',
        'done = { type = "count", at_most = 9 }',
        '"1" = { maximum = 8, title = "a", channel = "survey" }',
        "[[grade]]",
        'id = "good"',
        "[channel]",
        "[fact]",
        "[criteria]",
        "[[example]]",
        'name = "a"',
        'source = "x"',
    ],
)
def test_a_lost_statement_raises_no_false_alarm(lost: str) -> None:
    """Whatever line cannot be read: nothing is missed that stood in it."""
    whole = found(WHOLE)
    broken = f"[={lost[1:]}" if lost.startswith("[") else f"= {lost}"
    codes = found(WHOLE.replace(lost, broken))

    assert set() == set(codes) - set(whole) - {"PAR101"}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ('"1" = { maximum = 8, title = "a, channel = "survey" }', "PAR101"),
        ('"1" = { maximum = 8, channel = , title = "a" }', "PAR101"),
        ('"1" = { maximum = 8, title = 3 }', "PAR105"),
    ],
)
def test_what_a_row_cut_short_may_have_said_is_not_missed(
    row: str, code: str
) -> None:
    """Rows below it have their channel from it, and maybe their source."""
    begin = '"1" = { maximum = 8, title = "a", channel = "survey" }'
    other = '"2" = { maximum = 2, title = "c", source = "y" }\n'
    text = WHOLE.replace('source = "x"\n', "").replace(GRADE, other + GRADE)

    # The last two are those of criterion 2, which nobody has cut short.
    assert [code, "PAR209", "PAR416"] == found(text.replace(begin, row))


def test_a_row_that_is_lost_may_reward_what_others_punish() -> None:
    """Of a fact that only costs points as far as is known nothing is told."""
    rows = (
        '"2" = { maximum = 2, title = "c", deductions = '
        '[{ each = "done", per = 0.5 }] }\n'
        '"3" = { maximum = 1, title = "d", cases = [{ when = "done > 3" '
        "points = 1 }] ;; }\n"
    )

    assert "PAR212" not in found(HEAD + FACT + "[criteria]\n" + rows)


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        (
            'measure = "per_cent(done)", tiers = [[0, 0], [5, 2]]',
            ["PAR506", "PAR215"],
        ),
        ('measure = "dnoe", tiers = [[5, 3], [0, 0]]', ["PAR503", "PAR203"]),
        (
            'cases = [{ when = "1 +", points = 3 }]',
            ["PAR513", "PAR203"],
        ),
    ],
)
def test_an_expression_that_is_wrong_hides_nothing_that_it_is_not_for(
    row: str, codes: list[str]
) -> None:
    """Bounds fall and points fit whatever is measured."""
    text = f'[criteria]\n"1" = {{ maximum = 2, title = "c", {row} }}\n'
    told = found(HEAD + FACT + text)

    assert codes == [code for code in told if code in codes]


def test_a_bracket_left_open_may_take_in_more_than_its_line() -> None:
    """Indented lines below it are lost with it."""
    open_bracket = "missing = [\n  x = 1\n  [channel]\n  y = 1\n"
    text = HEAD + f"[policy]\n{open_bracket}" + FACT + ROWS + GRADE + EXAMPLE

    assert ["PAR101"] == found(text)


def test_a_row_that_finds_no_place_damages_its_section() -> None:
    """An inline table is closed: what a header adds to it is lost."""
    text = WHOLE.replace(
        GRADE, '[criteria."1.1"]\nsource = "y"\n' + GRADE
    ).replace(CHANNEL, CHANNEL + "survey.held = 1\n")

    assert ["PAR109", "PAR109"] == found(text)


@pytest.mark.parametrize(
    ("line", "found_in_it"),
    [("channel = {}\n", ["PAR109"]), ("channel = 1\n", ["PAR109", "PAR105"])],
)
def test_a_section_that_is_closed_or_none_is_damaged(
    line: str, found_in_it: list[str]
) -> None:
    """What its header adds is lost, and nothing in it is missed."""
    text = (line + WHOLE).replace("[channel]\nsurvey", "[channel.survey]\nx")

    assert set(found_in_it) == set(found(text)) - set(SUMS)


# -- work, not time ----------------------------------------------------------

KINDS: dict[str, Callable[[int], str]] = {
    "a key again and again": lambda n: "a = 1\n" * n,
    "a row again and again": lambda n: (
        "[criteria]\n" + '"1" = { maximum = 1 }\n' * n
    ),
    "codes without quotes": lambda n: "[criteria]\n" + "1.1 = 1\n" * n,
    "no TOML at all": lambda n: "a = 1\n" + "zzz\n" * n,
    "headers": lambda n: "[criteria]\n" * n,
    "one mistake": lambda n: (
        "x = = 1\n" + "".join(f"a{i} = 1\n" for i in range(n))
    ),
}


@contextlib.contextmanager
def counted(work: list[int]) -> Iterator[None]:
    """Count the steps of Python's own in what is done inside."""
    before = sys.gettrace()

    def trace(frame: FrameType, event: str, _: Any) -> Any:  # noqa: ANN401  # as sys.settrace wants it
        frame.f_trace_opcodes = True
        work[0] += event == "opcode"
        return trace

    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(before)


def steps(read: Callable[[str], object], text: str) -> int:
    """Return how many steps it takes to *read* a text."""
    work = [0]
    with counted(work), contextlib.suppress(FactError):
        read(text)

    return work[0]


@pytest.mark.parametrize("kind", KINDS)
def test_twice_the_mistakes_are_twice_the_work(kind: str) -> None:
    """A statement costs the same, however many stand before it."""
    few, many = (KINDS[kind](n) for n in (150, 600))

    def of_ruleset(text: str) -> object:
        return parse_ruleset(text, "x.toml")

    def of_facts(text: str) -> object:
        return parse_submission(text.encode(), "x.toml")

    growth = [
        steps(read, many) / steps(read, few) for read in (of_ruleset, of_facts)
    ]

    assert [True, True] == [each < 4.4 for each in growth], growth


def test_after_a_thousand_mistakes_nothing_more_is_read() -> None:
    """Nobody reads more of them, and to look for them takes time."""
    text = HEAD + "a = 1\n" * 5 * MOST_FINDINGS
    problems = parse_ruleset(text, "x.toml").problems

    assert MOST_FINDINGS + 1 == len(problems) - 1
    assert "PAR120" == problems[-1].code
