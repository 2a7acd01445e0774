"""Cases of derived facts that end without a value."""

import pytest

from checking.rulesets import found, ruleset

FACTS = """\
[fact]
held    = { type = "flag" }
late    = { type = "count" }
done    = { type = "count", at_most = "planned" }
planned = { type = "count" }
rate    = { type = "percent" }
level   = { type = "choice", values = ["a", "b", "c"] }
issued  = { type = "date", never = true }
due     = { type = "date" }
"""


def gaps(*conditions: str, last: str = "", known: str = "") -> list[str]:
    """Return which facts no case of a derived fact covers, as it is told."""
    rows = [f'{{ when = "{each}", value = "1" }}' for each in conditions]
    rows += [f'{{ otherwise = true, value = "{last}" }}'] if last else []
    named = (
        "held or late == 0 or rate == 1 or done == planned or level == 'a'"
        " or issued < due"
    )
    text = ruleset(
        fact=FACTS,
        derive=f"[derive]\nsize = {{ cases = [{', '.join(rows)}] }}\n",
        criteria=f"""
[criteria]
"1"   = {{ maximum = 10, title = "Lĩnh vực" }}
"1.1" = {{ maximum = 10, title = "Một", cases = [
  {{ when = "size == 1 and ({named})", points = 10 }},
  {{ otherwise = true, points = 0 }},
] }}
""",
    )
    text = text.replace("maximum = 10\n", f"maximum = 10\n{known}\n", 1)

    return [
        f"{each.severity} {each.arguments['example']}"
        for each in found(text)
        if each.code == "PAR249" and each.acknowledged is None
    ]


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        (("held",), "held = false"),
        (("late > 3", "late < 3"), "late = 3"),
        (("done == planned",), "planned - done = 1"),
        (("level == 'a'", "level == 'b'"), "level = c"),
        (("rate >= 50", "rate < 49.5"), "rate = 49.5"),
    ],
)
def test_facts_for_which_there_is_no_value_are_shown(
    conditions: tuple[str, ...], expected: str
) -> None:
    """A warning, since a value may be wanted for some facts alone (S4.3)."""
    assert [f"warning {expected}"] == gaps(*conditions)


@pytest.mark.parametrize(
    "conditions",
    [
        ("held", "not held"),
        ("late > 3", "late <= 3"),
        ("done < planned", "done >= planned"),
        ("level in ('a', 'b')", "level == 'c'"),
        ("issued == never", "issued <= due", "issued > due"),
        ("late ** 2 + rate > 3", "late ** 2 + rate < 3.5"),
    ],
)
def test_cases_that_cover_all_facts_are_sound(
    conditions: tuple[str, ...],
) -> None:
    """Of what is missing nothing can be said."""
    assert [] == gaps(*conditions)


def test_otherwise_covers_what_is_left() -> None:
    """It has a value whatever the facts are."""
    assert [] == gaps("late > 3", last="2")


def test_gap_that_is_meant_is_acknowledged() -> None:
    """In the ruleset, since a derived fact has no `known` of its own."""
    known = 'known = { PAR249 = "chỉ dùng cho đơn vị loại a" }'

    assert [] == gaps("level == 'a'", known=known)
