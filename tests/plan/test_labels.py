"""Labels of tiers: what is said of a value is true of it."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parrules.loading import parse_ruleset
from parrules.model import Ladder
from parrules.plan.labels import bounds_label, tier_label
from parrules.ruleset import Ruleset

HEADER = """\
language = 1
[ruleset]
id = "test/labels"
edition = "1"
status = "template"
title = "Labels"
maximum = 1
[fact]
x = { type = "number", at_least = -9, at_most = 9, decimals = 1 }
r = { type = "percent" }
[criteria]
"""
NUMBERS = st.integers(-30, 30).map(lambda tenths: Decimal(tenths) / 10)
LOWER = st.tuples(st.sampled_from(["from", "above"]), NUMBERS)
UPPER = st.tuples(st.sampled_from(["to", "below"]), NUMBERS)
TIERS = st.lists(
    st.tuples(st.none() | LOWER, st.none() | UPPER).filter(any),
    min_size=1,
    max_size=4,
)


def ladder(measure: str, tiers: str) -> Ladder:
    """Return a ladder as the file has it."""
    row = f'"1" = {{ maximum = 1, measure = "{measure}", tiers = [{tiers}] }}'
    loaded = parse_ruleset(HEADER + row, "labels.toml")
    assert loaded.scheme is not None
    form = loaded.scheme.criteria[0].form
    assert isinstance(form, Ladder)

    return form


@pytest.mark.parametrize(
    ("bounds", "vi", "en"),
    [
        ("from = 2", "từ 2 trở lên", "2 or more"),
        ("above = 2", "trên 2", "above 2"),
        ("to = 2", "từ 2 trở xuống", "2 or less"),
        ("below = 0", "dưới 0", "below 0"),
        ("from = 0, to = 2", "từ 0 đến 2", "from 0 to 2"),
        ("from = 50, below = 80", "từ 50 đến dưới 80", "from 50 to below 80"),
        ("above = 0, to = 2", "trên 0 đến 2", "above 0, up to 2"),
        ("above = 0, below = 2", "trên 0 đến dưới 2", "above 0 and below 2"),
        ("from = 0, to = 0", "đúng 0", "exactly 0"),
        ("from = 0.5, to = 1.25", "từ 0,5 đến 1,25", "from 0.5 to 1.25"),
    ],
)
def test_a_label_says_whether_a_bound_itself_belongs_to_the_tier(
    bounds: str, vi: str, en: str
) -> None:
    """Passed and reached are different words, at both ends, in both."""
    title = tier_label(ladder("x", f"{{ {bounds}, points = 1 }}"), 0)

    assert (vi, en) == (title.vi, title.en)


def test_a_tier_without_bounds_takes_any_value() -> None:
    """It is not called the rest: nothing says what is before it."""
    title = bounds_label(None, None)

    assert ("mọi giá trị", "any value") == (title.vi, title.en)


def test_a_short_tier_ends_below_the_one_above_it() -> None:
    """And a percent says that it is one."""
    form = ladder("r", "[100, 1], [50, 0.5], [0, 0]")
    labels = [tier_label(form, position) for position in range(3)]

    assert [
        "100% or more",
        "from 50% to below 100%",
        "from 0% to below 50%",
    ] == [label.en for label in labels]


def test_a_long_tier_owes_nothing_to_the_one_above_it() -> None:
    """Its upper bound is its own, or it has none."""
    form = ladder("x", "{ from = 2, points = 1 }, { from = 1, points = 0 }")

    assert "1 or more" == tier_label(form, 1).en


@given(TIERS, NUMBERS)
@settings(max_examples=60)
def test_the_label_of_the_row_that_decided_is_true_of_the_value(
    tiers: list[tuple[tuple[str, Decimal] | None, ...]], value: Decimal
) -> None:
    """It is the one that the bounds give, and the value lies within them."""
    text = ", ".join(
        "{ "
        + "".join(f"{end[0]} = {end[1]}, " for end in tier if end)
        + "points = 1 }"
        for tier in tiers
    )
    form = ladder("x", text)
    loaded = parse_ruleset(
        HEADER + f'"1" = {{ maximum = 1, measure = "x", tiers = [{text}] }}\n',
        "labels.toml",
    )
    assert loaded.scheme is not None
    node = Ruleset(loaded.scheme).evaluate({"x": value})["1"]
    (entry,) = node.entries
    kind = entry.rule.partition("#")[2]
    if kind == "none":
        said: dict[str, str] = {}
    else:
        tier = form.tiers[int(kind) - 1]
        title = bounds_label(
            tier.bound,
            tier.upper,
            strict=tier.strict,
            upper_strict=tier.upper_strict,
        )
        said = {"vi": title.vi, "en": title.en}
        above, upto = tier.bound, tier.upper
        assert above is None or (
            value > above if tier.strict else value >= above
        )
        assert upto is None or (
            value < upto if tier.upper_strict else value <= upto
        )

    assert said == entry.label
