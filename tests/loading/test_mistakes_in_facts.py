"""What a unit's officer does wrong in a facts file, and what is told of it."""

import pytest

from parrules.errors import FactError
from parrules.loading import parse_ruleset
from parrules.loading.submissions import parse_submission
from parrules.ruleset import Ruleset

RULESET = """
language = 1
[ruleset]
id = "test/mistakes"
edition = "1"
status = "template"
title = "Mistakes"
maximum = 10
[answers]
yes_no = { yes = 100, no = 0 }
[fact]
issued = { type = "date", never = true }
done = { type = "count" }
cost = { type = "number", at_least = 0, at_most = 1000000, decimals = 2 }
rate = { type = "percent", decimals = 1 }
held = { type = "flag" }
struck = { type = "codes" }
opinions = { type = "tally", levels = ["bad", "fair", "good"] }
[criteria]
"1" = { maximum = 10 }
"1.1" = { maximum = 5, answers = "yes_no" }
"1.2" = { maximum = 5, if_none = "zero", cases = [
  { when = "held or issued != never or done > 1", points = 1 },
  { when = "cost > 1 or rate > 1 or mean(opinions) > 2", points = 2 },
  { otherwise = true, points = 0 },
] }
"""

CLOSE = "close the quotation mark: write the row like "

LEVELS = "write it like `[1, 2, 3]`, with 0 where there is none"
POINT = "decimals stand after a point, not after a comma"
SPACE = (
    "type the space here anew; this is not the usual one, and comes along "
    "when text is copied from documents or web pages"
)
BRACKETS = "with two brackets: there may be several of them"
TOML = (
    "correct what stands here; look for a quote, comma, `=` or bracket too "
    "few or too many"
)
WRONG = (
    "correct what stands here; look for a quote, comma, `:` or bracket too "
    "few or too many"
)


def empty(name: str, form: str) -> str:
    """Return what is told where somebody wrote that there is nothing."""
    return (
        f"leave `{name}` out where it is not known, "
        f"else write it like `{form}`"
    )


def comma(name: str) -> str:
    """Return what is told of decimals of a count, behind a comma."""
    return (
        f"give `{name}` with at most `0` decimal places, "
        "and these after a point, not after a comma"
    )


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    """Return a ruleset with a fact of nearly every type."""
    loaded = parse_ruleset(RULESET, "test.toml")
    assert loaded.scheme is not None

    return Ruleset(loaded.scheme)


def told(text: str, name: str, ruleset: Ruleset) -> list[str]:
    """Return place, code and remedy of everything wrong with a file."""
    with pytest.raises(FactError) as caught:
        parse_submission(text.encode(), name, ruleset)

    return [
        f"{each.place.line}:{each.place.column} {each.code} {_fix(each)}"
        for each in caught.value.problems
        if each.place is not None
    ]


def _fix(problem: object) -> str:
    return str(problem).partition("  fix: ")[2]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("done = 1.000.000", "1:8 PAR101 write `1000000`"),
        ("done = 1 000", "1:8 PAR101 write `1000`"),
        ("done = 1,000", "1:8 PAR101 write `done` like `1000` or `1`"),
        ("done = 1.000", "1:8 PAR302 write `done` like `1000` or `1`"),
        ("done = 3;", "1:8 PAR101 write `done` like `3`"),
        ("done = 3 hồ sơ", "1:8 PAR101 write `done` like `3`"),
        (
            "done = -",
            f"1:8 PAR101 {empty('done', '8')}",
        ),
        (
            'done = ""',
            f"1:9 PAR302 {empty('done', '8')}",
        ),
        (
            "done =",
            "1:7 PAR101 write the value behind `=`, or remove the line",
        ),
        ("done 3", "1:5 PAR101 write `=` between key and value"),
        (
            "done = 0,5",
            f"1:8 PAR304 {comma('done')}",
        ),
        (
            "opinions = [1, 2, 3,5]",
            f"1:1 PAR330 {LEVELS}",
        ),
        (
            "opinions = { good = 3,5 }",
            f"1:21 PAR304 {comma('opinions')}",
        ),
        (
            "opinions = 1, 2, 3",
            "1:12 PAR101 write `opinions` like `[1, 2, 3]`",
        ),
        ("cost = 1.234,5", "1:8 PAR101 write `cost` like `1234.5`"),
        ("cost = 1,234.5", "1:8 PAR101 write `cost` like `1234.5`"),
        ("cost = 12 triệu", "1:8 PAR101 write `cost` like `12000000`"),
        ("rate = 45,5%", "1:8 PAR101 write `45.5`, without any sign"),
        ("issued = 26/1/24", "1:10 PAR101 write `issued` like `2024-01-26`"),
        (
            "issued = 26 tháng 1 năm 2024",
            "1:10 PAR101 write `issued` like `2024-01-26`",
        ),
        ("issued = 45317", "1:10 PAR302 write `issued` like `2024-01-26`"),
        ("issued = không", '1:10 PAR101 write `issued` like `"never"`'),
        ("issued = never", '1:10 PAR101 write `issued` like `"never"`'),
        ("held = Có", "1:8 PAR101 write `held` like `true`"),
        ("held = Không", "1:8 PAR101 write `held` like `false`"),
        ('"1.1" = có', '1:9 PAR101 write `1.1` like `"yes"`'),
        ('"1.1" = Yes', '1:9 PAR101 write `1.1` like `"yes"`'),
        (
            '"1.1" = "có"',
            (
                "1:10 PAR308 write `yes`, "
                "which is what a facts file says for “có”"
            ),
        ),
        ('1,1 = "yes"', '1:1 PAR101 write `"1.1"`, with points and in quotes'),
        ('"1,1" = "yes"', "1:1 PAR301 did you mean `1.1`?"),
    ],
)
def test_one_mistake_in_toml_is_one_problem_beside_others(
    text: str, found: str, ruleset: Ruleset
) -> None:
    """At the value, with what the ruleset reads; nothing else is lost."""
    other = "2:1 PAR301 remove `nope`, or correct its name"

    assert [found, other] == told(f"{text}\nnope = 3\n", "f.toml", ruleset)


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("done;1.000.000;", "2:6 PAR314 write `done` like `1000000`"),
        ("done;1\u00a0000;", "2:6 PAR314 write `done` like `1000`"),
        ("cost;1.234,5;", "2:6 PAR314 write `cost` like `1234.5`"),
        ("rate;45,5%;", "2:6 PAR314 write `rate` like `45.5`"),
        ("done;'3;", "2:6 PAR314 write `done` like `3`"),
        (
            "done;#DIV/0!;",
            f"2:6 PAR314 {empty('done', '8')}",
        ),
        (
            "rate;–;",
            f"2:6 PAR314 {empty('rate', '12.5')}",
        ),
        ("issued;26/01/2024;", "2:8 PAR314 write `issued` like `2024-01-26`"),
        ("issued;45317;", "2:8 PAR314 write `issued` like `2024-01-26`"),
        (
            "1.1;Có;",
            "2:5 PAR308 write `yes`, which is what a facts file says for “Có”",
        ),
        ('opinions;"1,2,3";', "2:11 PAR314 write `opinions` like `1;2;3`"),
        (
            "opinions;1;2;3;",
            '2:1 PAR331 write the row like `opinions;"1;2;3"`',
        ),
        (
            'rate;"45;',
            f'2:1 PAR331 {CLOSE}`rate;"45"`',
        ),
        (
            "rate;3;;x",
            "2:1 PAR331 remove `x`, which stands below no name of a column",
        ),
        ("Unit.name;Xã A;", "2:1 PAR301 did you mean `unit.name`?"),
    ],
)
def test_one_mistake_in_csv_is_one_problem_beside_others(
    row: str, found: str, ruleset: Ruleset
) -> None:
    """Spreadsheets write a mark of UTF-8 first, and semicolons."""
    text = f"\ufefffact;value;evidence\r\n{row}\r\nnope;3;\r\n"
    other = "3:1 PAR301 remove `nope`, or correct its name"

    assert [found, other] == told(text, "f.csv", ruleset)


def test_a_name_beside_an_empty_value_is_looked_at(ruleset: Ruleset) -> None:
    """A misspelt name is wrong whether or not somebody filled in its value."""
    text = "fact;value;evidence\nissued;;\nrates;;\n1.2;;9/KH\nunit.x;;\n"
    form = (
        "take `1.2` out: nobody answers for it, it is scored from facts or "
        "from what stands under it; `parrules show` lists the facts"
    )

    assert [
        "3:1 PAR301 did you mean `rate`?",
        f"4:1 PAR301 {form}",
        "4:4 PAR311 remove `1.2` from the evidence, or correct its name",
    ] == told(text, "f.csv", ruleset)


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        (
            "f.toml",
            'done = 5\nrate = 3\n[[evidence]]\nfor = ["done"]\n',
            "1:1 PAR130 write `[facts]` on a line of its own above `done`",
        ),
        (
            "f.toml",
            'done = 5\n[unit]\nid = "x"\n[facts]\nrate = 3\n',
            "1:1 PAR130 move them below `[facts]`",
        ),
        (
            "f.json",
            '{"facts": {"rate": 3},\n "done": 5}',
            "2:2 PAR130 put them into the object `facts`",
        ),
    ],
)
def test_facts_outside_of_their_table_are_one_problem(
    name: str, text: str, found: str, ruleset: Ruleset
) -> None:
    """They are read and looked at all the same."""
    assert [found] == told(text, name, ruleset)
    both = told(text.replace("rate", "nope"), name, ruleset)

    assert ["PAR130", "PAR301"] == sorted(each.split()[1] for each in both)


def test_many_facts_outside_of_their_table_are_not_all_named(
    ruleset: Ruleset,
) -> None:
    """Five of them say what is meant."""
    text = "".join(f"a{n} = 1\n" for n in range(9)) + "[facts]\nrate = 3\n"
    with pytest.raises(FactError) as caught:
        parse_submission(text.encode(), "f.toml", ruleset)

    assert (
        "`a0`, `a1`, `a2`, `a3`, `a4`, …"
        == (caught.value.problems[0].arguments["names"])
    )


def test_a_value_beside_no_name_lacks_the_name(ruleset: Ruleset) -> None:
    """It is not said to be named `fact`."""
    remedy = "write the name of a fact into the column `fact`, which is empty"

    assert [f"2:1 PAR331 {remedy} here"] == told(
        "fact;value\n;5\n", "f.csv", ruleset
    )


def test_a_space_of_documents_is_shown_as_a_space(ruleset: Ruleset) -> None:
    """Its number means nothing to who typed it."""
    with pytest.raises(FactError) as caught:
        parse_submission("fact;value\ndone;1\xa00".encode(), "f.csv", ruleset)

    assert "`1 0`" in caught.value.problems[0].text("vi")


@pytest.mark.parametrize("cell", ["[]", "[ ]", '";"'])
def test_a_list_of_no_codes_is_a_value(cell: str, ruleset: Ruleset) -> None:
    """It is not the same as an empty cell, which says nothing."""
    text = f"fact;value\nstruck;{cell}\n".encode()
    facts = parse_submission(text, "f.csv", ruleset).facts

    assert {"struck": ";"} == facts


@pytest.mark.parametrize("cell", ["none", "không", "Không có", "-", "0"])
def test_a_word_for_no_codes_is_told_how_none_is_written(
    cell: str, ruleset: Ruleset
) -> None:
    """In CSV as in TOML."""
    told_so = (
        "PAR315 where there is none, write `[]`; where `struck` is not "
        "known, leave it out"
    )

    assert [f"2:8 {told_so}"] == told(
        f"fact;value\nstruck;{cell}\n", "f.csv", ruleset
    )
    assert [f"1:1 {told_so}"] == told(
        f'struck = ["{cell}"]\n', "f.toml", ruleset
    )


def test_a_table_whose_header_is_another_is_told_how_it_begins(
    ruleset: Ruleset,
) -> None:
    """Signs between the cells are those of the table."""
    remedy = "let the first line be `fact;value`: the names of the columns"

    assert [f"1:1 PAR316 {remedy}"] == told(
        "Dữ kiện;Giá trị\r\nrate;3\r\n", "f.csv", ruleset
    )


def test_a_column_that_stands_there_twice_is_told(ruleset: Ruleset) -> None:
    """Which of the values holds must not depend on their order."""
    remedy = "remove one of the two, or give this one its own name"
    found = told("fact,value,value\nrate,3,4\n", "f.csv", ruleset)

    assert [f"1:1 PAR109 {remedy}"] == found


def test_a_code_below_another_that_has_a_value_is_a_code(
    ruleset: Ruleset,
) -> None:
    """Not the same fact once more, as TOML would have it."""
    assert [
        '1:1 PAR108 write `"1.1" = …`',
        '2:1 PAR108 write `"1.1.2" = …`',
        "2:1 PAR301 remove `1.1.2`, or correct its name",
    ] == told('1.1 = "yes"\n1.1.2 = "no"\n', "f.toml", ruleset)


@pytest.mark.parametrize(
    ("pair", "found"),
    [
        ('"done": 1 000', "1:10 PAR361 write `done` like `1000`"),
        ('"done": 01', "1:10 PAR361 write `1`"),
        ('"done": 0,5', f"1:10 PAR304 {comma('done')}"),
        ('"done": -', f"1:10 PAR361 {empty('done', '8')}"),
        (
            '"done": ',
            "1:10 PAR361 write the value behind `:`, or remove the pair",
        ),
        ('"cost": 1.234,5', "1:10 PAR361 write `cost` like `1234.5`"),
        (
            '"cost": 1,5',
            f"1:10 PAR361 write `1.5`: {POINT}",
        ),
        ('"rate": 45,5%', "1:10 PAR361 write `45.5`, without any sign"),
        (
            '"issued": 26/01/2024',
            '1:12 PAR361 write `issued` like `"2024-01-26"`',
        ),
        ('"held": có', "1:10 PAR361 write `held` like `true`"),
        (
            '"held": True',
            "1:10 PAR361 write `true`; an answer or a choice stands in quotes",
        ),
        ('"1.1": yes', '1:9 PAR361 write `1.1` like `"yes"`'),
        ('1.1: "yes"', '1:2 PAR361 write `"1.1"`, in straight quotes'),
        (
            '"1.1": \u201cyes\u201d',
            '1:9 PAR361 write `"yes"`, in straight quotes',
        ),
        ('"done" = 3', "1:9 PAR361 write `:` between name and value"),
        (
            '"opinions": [1, 2, 3,]',
            "1:22 PAR361 remove the comma behind the last value",
        ),
        ('"opinions": [1, 2; 3]', "1:19 PAR361 write a comma, `,`"),
        (
            '"opinions": [1, 2, 3,5]',
            f"1:14 PAR330 {LEVELS}",
        ),
        ('"done": 3, // x', "1:13 PAR361 remove the note"),
        ('"done": 3 "rate": 4', "1:11 PAR361 add the missing `,`"),
    ],
)
def test_one_mistake_in_json_is_one_problem_beside_others(
    pair: str, found: str, ruleset: Ruleset
) -> None:
    """Places are those of the text as it stands, also behind the mistake."""
    gap = "" if "//" in pair else ","
    other = "2:2 PAR301 remove `nope`, or correct its name"

    assert [found, other] == told(
        f'{{{pair}{gap}\n "nope": 3}}', "f.json", ruleset
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"done": 3', "1:11 PAR361 add the missing `}`"),
        ('{"opinions": [1, 2, 3', "1:22 PAR361 add the missing `]}`"),
        ('{"done": 3}}', "1:12 PAR361 remove `}`, which closes nothing"),
        (
            '{"done":\u00a03}',
            f"1:9 PAR361 {SPACE}",
        ),
    ],
)
def test_what_is_wrong_at_the_ends_of_json_is_told(
    text: str, found: str, ruleset: Ruleset
) -> None:
    """Brackets too few and too many, and blanks that are none."""
    assert [found] == told(text, "f.json", ruleset)


def test_what_cannot_be_put_right_is_told_after_what_was(
    ruleset: Ruleset,
) -> None:
    """A text that is not closed takes the rest with it."""
    assert [
        "1:10 PAR361 write `1`",
        f"1:26 PAR361 {WRONG}",
    ] == told('{"done": 01, "1.1": "a, "rate": 3}', "f.json", ruleset)


def test_of_json_that_breaks_off_nothing_is_missed() -> None:
    """What is required may stand in what is not there."""
    text = RULESET.replace(
        'held = { type = "flag" }', 'held = { type = "flag", required = true }'
    )
    loaded = parse_ruleset(text, "test.toml")
    assert loaded.scheme is not None
    ruleset = Ruleset(loaded.scheme)

    assert ["1:11 PAR361 add the missing `}`"] == told(
        '{"done": 3', "f.json", ruleset
    )


def test_facts_below_a_misspelt_heading_are_looked_at(
    ruleset: Ruleset,
) -> None:
    """All in one run, and what one document is said of is one, too."""
    text = (
        "[fact]\ndone = 1 000\nnope = 3\n"
        '[evidence]\nfor = ["rates"]\n[unit]\nname = "x"\n'
    )

    assert [
        "1:2 PAR104 did you mean `facts`?",
        "2:8 PAR101 write `1000`",
        "3:1 PAR301 remove `nope`, or correct its name",
        f"4:2 PAR105 write `[[evidence]]`, {BRACKETS}",
        "5:9 PAR311 did you mean `rate`?",
    ] == told(text, "f.toml", ruleset)


def test_facts_in_a_broken_row_are_no_fact_called_facts(
    ruleset: Ruleset,
) -> None:
    """The row is told, and nothing of what may stand in it."""
    assert [f"1:20 PAR101 {TOML}"] == told(
        "facts = { done = 1 x, rate = 3 }\n", "f.toml", ruleset
    )
