"""Quotients: what guards a denominator, and what does not."""

import pytest

from checking.rulesets import codes, found, leaf, ruleset

FACTS = """
done    = { type = "count", at_most = "planned" }
planned = { type = "count" }
more    = { type = "count" }
least   = { type = "count", at_least = 1 }
held    = { type = "flag" }
poll    = { type = "tally", levels = ["bad", "good"] }
asked   = { type = "tally", levels = ["bad", "good"], at_least = 1 }
"""
RATE = "percent(done, planned)"


def problems(row: str, derive: str = "") -> list[str]:
    """Return the codes found in a leaf, but for facts that it leaves out."""
    text = leaf(row, facts=FACTS, derive=derive)

    return [code for code in codes(text) if code not in ("PAR322", "PAR511")]


def ladder(measure: str, rest: str = "") -> str:
    """Return a ladder over a percent."""
    return f'measure = "{measure}", tiers = [[50, 10], [0, 0]]{rest}'


def exceptions(*whens: str) -> str:
    """Return ``not_applicable`` with these conditions."""
    rows = ", ".join(
        f'{{ when = "{when}", treat = "zero" }}' for when in whens
    )

    return f", not_applicable = [{rows}]"


def rows(*pairs: tuple[str, str]) -> str:
    """Return cases, conditions with formulas, and ``otherwise``."""
    lines = [
        f'{{ when = "{when}", formula = "{formula}", step = 0.5 }}'
        for when, formula in pairs
    ]

    return f"cases = [{', '.join(lines)}, {{ otherwise = true, points = 10 }}]"


GUARDED = [
    ladder(RATE, ', if_none = "full"'),
    ladder("percent(done, least)"),
    ladder("percent(done, planned + 1)"),
    ladder("percent(done, max(planned, 1))"),
    ladder("percent(done, 40)"),
    ladder(RATE, exceptions("planned == 0")),
    ladder(RATE, exceptions("0 >= planned")),
    ladder(RATE, exceptions("done == 0")),
    rows(("done == 0", "1"), (f"{RATE} > 50", "2")),
    rows((f"done > 0 and {RATE} > 50", "2")),
    rows(("done > 0", f"{RATE} / 10")),
    ladder(RATE, exceptions("planned < 1")),
    ladder(RATE, exceptions("held or planned <= 0")),
    ladder(RATE, exceptions("held", "planned == 0")),
    ladder(RATE, exceptions("not planned > 0")),
    ladder("percent(done, 2 * planned)", exceptions("planned == 0")),
    ladder("percent(done, planned + more)", exceptions("planned == 0")),
    ladder("percent(done, planned + more)", exceptions("planned + more == 0")),
    ladder("percent(done, planned - done)", exceptions("done == planned")),
    ladder("share(poll, 'good')", ', if_none = "zero"'),
    ladder("share(asked, 'good')"),
    ladder("10 * mean(asked)"),
    rows(("planned == 0", "5"), ("held", "10 * done / planned")),
    rows(("true", "5"), ("held", "10 * done / planned")),
    rows(("planned > 0 and held", "10 * done / planned")),
    rows(("planned > 0 and done / planned > 0.5", "10")),
    rows(("planned == 0 or done / planned > 0.5", "10")),
    'formula = "maximum * done / planned", step = 0.5, if_none = "zero"',
    # What the form divides by is known not to be 0 in its deductions too.
    ladder(
        RATE,
        ', if_none = "zero", deductions = '
        '[{ when = "done / planned < 0.1", points = 1 }]',
    ),
]


@pytest.mark.parametrize("row", GUARDED)
def test_guarded_quotient_is_fine(row: str) -> None:
    """Wherever the denominator is 0, something else decides."""
    assert "PAR507" not in problems(row)


UNGUARDED = [
    ladder(RATE),
    ladder("10 * mean(poll)"),
    ladder(RATE, exceptions("planned == 1")),
    ladder(RATE, exceptions("planned == 0 and held")),
    ladder(RATE, exceptions("more == 0")),
    ladder("percent(done, planned - more)", exceptions("planned == 0")),
    ladder(
        "percent(done, planned)",
        exceptions("done / planned > 2", "planned == 0"),
    ),
    rows(("held", "10 * done / planned"), ("planned == 0", "5")),
    rows(("done / planned > 0.5 and planned > 0", "10")),
    rows(("held or done / planned > 0.5", "10")),
    ladder(
        "more",
        ', deductions = [{ when = "done / planned < 0.1", points = 1 }]',
    ),
    'awards = [{ when = "done / planned > 0.5", points = 10 }]',
]


@pytest.mark.parametrize("row", UNGUARDED)
def test_quotient_without_guard_is_an_error(row: str) -> None:
    """Somewhere the denominator can be 0 and nothing else decides."""
    assert "PAR507" in problems(row)


def test_derived_facts_are_looked_through() -> None:
    """A quotient in a derived fact is one in every row that reads it."""
    derive = f'[derive]\nrate = "{RATE}"\nnone = "planned == 0"\n'

    assert "PAR507" in problems(ladder("rate"), derive)
    assert "PAR507" not in problems(ladder("rate", exceptions("none")), derive)


def test_cases_of_a_derived_fact_guard_its_later_values() -> None:
    """They are tried in order, as those of a leaf."""
    value = "{{ {when}, value = '{value}' }}"
    good = ", ".join(
        (
            value.format(when='when = "planned == 0"', value="0"),
            value.format(when="otherwise = true", value="done / planned"),
        )
    )
    bad = good.replace("planned == 0", "held")

    for case, is_found in ((good, False), (bad, True)):
        derive = f"[derive]\nrate = {{ cases = [{case}] }}\n"
        text = 'formula = "maximum * rate", step = 0.5'

        assert is_found == ("PAR507" in problems(text, derive))


def test_place_is_the_quotient_itself() -> None:
    """The problem points at the division, not at the row."""
    text = leaf(ladder(RATE), facts=FACTS)
    problem = next(each for each in found(text) if each.code == "PAR507")
    assert problem.place is not None
    line = text.splitlines()[(problem.place.line or 0) - 1]

    assert line[(problem.place.column or 0) - 1 :].startswith(RATE)


def test_conditions_outside_the_tree_are_looked_at() -> None:
    """A knock-out and a gate divide as well."""
    text = ruleset(
        knock_out="""
[[knock_out]]
criteria = ["1.1"]
when = "done / planned < 0.1"
""",
        grade="""
[[grade]]
id = "good"
from = 5
requires = "done / planned > 0.5"
[[grade]]
id = "weak"
""",
    )

    assert ["PAR507", "PAR507"] == codes(text)


@pytest.mark.parametrize(
    "row",
    [
        rows(("planned == 0", "5"), ("held", "10 * done / planned")),
        rows(("planned > 0 and done / planned > 0.5", "10")),
        rows(("planned == 0 or done / planned > 0.5", "10")),
    ],
)
def test_if_none_is_used_whatever_an_earlier_row_says(row: str) -> None:
    """S6.6: it looks at all cases, whichever of them would decide."""
    assert "PAR230" not in problems(f'{row}, if_none = "full"')


@pytest.mark.parametrize(
    "row",
    [
        rows(("held", "10 * done / least")),
        rows(("planned > 0", "10 * done / planned"))
        + exceptions("planned == 0"),
    ],
)
def test_if_none_of_what_is_never_zero_is_never_used(row: str) -> None:
    """Where nothing applies at 0, it is not looked at there."""
    assert "PAR230" in problems(f'{row}, if_none = "full"')
