"""A digest of meaning: equal for equal rulesets, and only for those."""

import pytest

from parrules.loading import parse_ruleset
from parrules.plan.digest import meaning

TEXT = """\
language = 1
[ruleset]
id = "test/digest"
edition = "1"
status = "template"
title = "Digest"
maximum = 10
[fact]
a = { type = "flag" }
n = { type = "count" }
z = { type = "codes" }
[criteria]
"1" = { maximum = 1.5, title = "Một", cases = [
  { when = "a", points = 1.5, label = "Có" },
  { otherwise = true, points = 0.5 },
] }
"2" = { maximum = 3, deductions = [{ each = "n", per = 1 }] }
[[knock_out]]
criteria = "z"
when = "true"
"""


def digest(text: str) -> str:
    """Return the digest of a text, which must be sound."""
    loaded = parse_ruleset(text, "digest.toml")
    assert loaded.scheme is not None
    assert not loaded.problems

    return meaning(loaded.scheme)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("maximum = 1.5,", "maximum = 1.50,"),
        ("[fact]", "# facts\n\n[fact]"),
        ('"Một"', '"One"'),
        ('label = "Có"', 'label = "Yes"'),
        ('title = "Digest"', 'title = { vi = "Tóm tắt", en = "Digest" }'),
        ("points = 0.5 }", "points = 0.500 }"),
        ("\n", "\r\n"),
    ],
)
def test_what_means_the_same_has_the_same_digest(old: str, new: str) -> None:
    """Comments, titles and the spelling of numbers do not count."""
    assert digest(TEXT) == digest(TEXT.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("maximum = 1.5,", "maximum = 1.6,"),
        ("points = 0.5 }", "points = 0.25 }"),
        ('when = "a"', 'when = "not a"'),
        ('edition = "1"', 'edition = "2"'),
        ('n = { type = "count" }', 'n = { type = "count", default = 0 }'),
        ('a = { type = "flag" }', 'a = { type = "flag", default = false }'),
        ('z = { type = "codes" }', 'z = { type = "codes", default = [] }'),
        ("per = 1 }", "per = 1, at_most = 0 }"),
        ("deductions", "awards"),
        ("maximum = 10", 'maximum = 10\nrounding = "half_even"'),
    ],
)
def test_what_means_something_else_has_another(old: str, new: str) -> None:
    """Each of these changes what some unit earns."""
    assert digest(TEXT) != digest(TEXT.replace(old, new, 1))


def test_a_digest_is_the_same_everywhere() -> None:
    """It stands in records, so that it may never change by itself."""
    expected = (
        "ad773f0c46078e12c14dd390ee7d080adb04a0270002a1c1de2a1d7381123145"
    )

    assert expected == digest(TEXT)
