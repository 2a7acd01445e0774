"""Small rulesets and facts, drawn at random, mostly near to boundaries.

Rulesets are drawn as TOML text, so that all the way from the file to the
outcome is walked.  They are sound, but no care is taken that they make
sense: rows overlap, quotients are not guarded, and maxima do not add up.
"""

import datetime
import random
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

HEADER = """\
language = 1
[ruleset]
id = "test/random"
edition = "1"
status = "template"
title = "Random"
maximum = 12
"""
DAYS = [
    datetime.date(2024, 1, 30),
    datetime.date(2024, 1, 31),
    datetime.date(2024, 2, 29),
    datetime.date(2024, 3, 1),
    datetime.date(2025, 2, 28),
]
AMOUNTS = ("0", "0.25", "1", "1.5", "2", "3")
MAXIMA = ("0", "1", "1.5", "2", "4")
SIGNS = ("<", "<=", ">", ">=", "==", "!=")
CODES = ("1", "1.1", "1.2", "2", "2.1", "2.1.1", "3")
ANSWERED = ("1.1", "2.1.1")

FACTS: Mapping[str, st.SearchStrategy[Any]] = {
    "a": st.booleans(),
    "b": st.booleans(),
    "c": st.booleans(),
    "held": st.booleans(),
    "n": st.integers(0, 4),
    "m": st.integers(0, 4),
    "p": st.sampled_from([0, Decimal("49.99"), 50, Decimal("50.01"), 100]),
    "x": st.sampled_from([-2, Decimal("-0.05"), 0, Decimal("0.25"), 2]),
    "d": st.sampled_from([*DAYS, "never"]),
    "e": st.sampled_from([*DAYS, "never"]),
    "t": st.lists(st.integers(0, 2), min_size=3, max_size=3),
    "g": st.sampled_from(["low", "high"]),
    "z": st.lists(st.sampled_from(CODES), max_size=2),
}
WEIGHTED = 'type = "tally", levels = { bad = 1.5, fair = 4, good = 1.5 }'
TREATMENTS = tuple(
    f'not_applicable = "{each}"' for each in ("full", "zero", "exclude")
)
TYPES = {
    "a": 'type = "flag"',
    "b": 'type = "flag"',
    "c": 'type = "flag"',
    "held": 'type = "flag"',
    "n": 'type = "count"',
    "m": 'type = "count"',
    "p": 'type = "percent"',
    "x": 'type = "number", at_least = -5, at_most = 5',
    "d": 'type = "date", never = true',
    "e": 'type = "date", never = true',
    "t": 'type = "tally", levels = ["bad", "fair", "good"]',
    "g": 'type = "choice", values = { low = 0.5, high = 1.25 }',
    "z": 'type = "codes"',
}
DEFAULTS = {
    "a": "false",
    "b": "true",
    "held": "true",
    "n": "1",
    "p": "50",
    "d": '"never"',
    "t": "[0, 1, 0]",
    "g": '"low"',
    "z": "[]",
}


Pick = Callable[[int], int]
"""Returns a number from 0 to the one that it is given, both included."""


class Maker:
    """Draws the parts of one ruleset; what it may name grows on the way."""

    def __init__(self, pick: Pick) -> None:
        self.pick = pick
        self.flags = ["a", "b", "c"]
        self.numbers = ["n", "m", "x", "p"]
        self.dates = ["e", "never", "2024-02-29"]
        self.codes: list[str] = []

    def one(self, *options: str) -> str:
        """Return one of *options*."""
        return options[self.pick(len(options) - 1)]

    def some(self, most: int, least: int = 0) -> int:
        """Return a small number."""
        return least + self.pick(most - least)

    def is_so(self, of: int = 2) -> bool:
        """Return `True` once in *of* times."""
        return self.some(of - 1) == of - 1

    # -- expressions -------------------------------------------------------

    def condition(self, depth: int = 2) -> str:
        """Return a condition."""
        kind = self.some(4) if depth else 0
        if kind == 1:
            return f"not ({self.condition(depth - 1)})"
        if kind in (2, 3):
            word = self.one("and", "or")
            left, right = self.condition(depth - 1), self.condition(depth - 1)
            return f"({left}) {word} ({right})"

        return self.atom()

    def atom(self) -> str:
        """Return a condition without parts."""
        atoms = [
            self.one(*self.flags),
            f"n {self.one(*SIGNS)} {self.some(3)}",
            f"m {self.one(*SIGNS)} n",
            f"percent(n, m) {self.one(*SIGNS)} {self.one('50', '100%')}",
            f"p {self.one(*SIGNS)} {self.one('50', '49.99')}",
            f"x / n {self.one(*SIGNS)} {self.one('0.25', '1')}",
            f"d {self.one(*SIGNS)} {self.one(*self.dates)}",
            f"add_months(d, {self.some(2)}) {self.one(*SIGNS)} e",
            f"days(d, e) {self.one(*SIGNS)} {self.one('0', '30')}",
            f"share(t, 'good') {self.one(*SIGNS)} 50",
            f"g {self.one('==', '!=')} 'low'",
            f"'{self.one(*CODES)}' in z",
            f"is_missing({self.one(*TYPES)})",
            f"{self.one(*self.flags)} == {self.one('a', 'b')}",
            f"count_true(a, b, n > 1) >= {self.some(3)}",
            f"mean(t) in (2, {self.some(3)})",
        ]
        atoms += [
            f"answer('{code}') {self.one('==', '!=')} 'yes'"
            for code in ANSWERED
        ]
        atoms += [
            f"{self.one('points_of', 'percent_of')}('{code}') "
            f"{self.one(*SIGNS)} {self.one('1', '50')}"
            for code in self.codes[:3]
        ]

        return self.one(*atoms)

    def number(self) -> str:
        """Return a number of no dimension in particular."""
        return self.one(
            "x",
            "n / m",
            "n + x / m * 1",
            "min(x, x / n, 2)",
            "x * g",
            "mean(t)",
            "round_to(x / 3, 0.25)",
            "abs(x) ** 2 / 2",
            *self.numbers[4:],
        )

    def measure(self) -> str:
        """Return what tiers of 1, 50 and 100 can grade."""
        return self.one(
            "p",
            "percent(n, m)",
            "share(t, 'fair', 'good')",
            "n",
            "max(n - m, 0)",
            "days(d, e)",
            "count_true(a, not b, c)",
            *self.numbers[4:],
        )

    # -- rows --------------------------------------------------------------

    def points(self) -> str:
        """Return how a row states its points."""
        return self.one(
            *(f"points = {amount}" for amount in AMOUNTS), "share = 50"
        )

    def sanction(self) -> str:
        """Return a sanction of a row, mostly none."""
        kinds = [', grade_at_most = "good"', ", grade_down = 1"]
        if not self.codes:
            # A row that may read outcomes comes too late to knock out.
            kinds.append(f', knock_out = "{self.one(*CODES[:6])}"')

        return self.one(*[""] * 12, *kinds)

    def cases(self) -> str:
        """Return cases with conditions, formulas and sanctions."""
        rows = []
        for _ in range(self.some(3, 1)):
            gives = self.points()
            if self.is_so(3):
                gives = f'formula = "{self.number()}", step = 0.25'
            rows.append(
                f'{{ when = "{self.condition()}", {gives}{self.sanction()} }}'
            )
        if self.is_so():
            rows.append(f"{{ otherwise = true, {self.points()} }}")

        return f"cases = [{', '.join(rows)}]"

    def tiers(self) -> str:
        """Return a measure and its ladder, short or long."""
        ladder = self.one(
            "[[100, 2], [50, 1], [1, 0.25], [0, 0]]",
            "[[2, 2], [1, 0.5]]",
            "[{ above = 50, points = 2 }, { from = 1, to = 50, share = 25 }]",
            "[{ below = 1, points = 1 }, { from = 3, points = 3 }]",
        )

        return f'measure = "{self.measure()}", tiers = {ladder}'

    def awards(self) -> str:
        """Return awards, or deductions by the same keys."""
        rows = []
        for _ in range(self.some(2, 1)):
            cap = f", at_most = {self.one(*AMOUNTS)}" if self.is_so(3) else ""
            each = self.one("n", "m - 1", "n + m", "count_true(a, b)")
            row = self.one(
                f'each = "{each}", per = {self.one(*AMOUNTS)}',
                f'when = "{self.condition(1)}", {self.points()}',
                f'formula = "{self.number()}", step = {self.one("0.25", "1")}',
            )
            rows.append(f"{{ {row}{cap} }}")

        return f"[{', '.join(rows)}]"

    def leaf(self, code: str, *, with_channel: bool = True) -> str:
        """Return a leaf of any form."""
        form = self.form(code)
        parts = [f"maximum = {self.one(*MAXIMA)}", form]
        if not form or self.is_so(5):
            parts.append(f"awards = {self.awards()}")
        if self.is_so(4):
            parts.append(f"deductions = {self.awards()}")
        if self.is_so() and form.startswith(("measure", "cases", "formula")):
            treat = self.one("full", "zero", "exclude")
            parts.append(f'if_none = "{treat}"')
        if self.is_so(4):
            parts.append(f"not_applicable = {self.exceptions()}")
        if with_channel and self.is_so(3):
            parts.append(f'channel = "{self.one("document", "survey")}"')

        return f'"{code}" = {{ {", ".join(filter(None, parts))} }}\n'

    def form(self, code: str) -> str:
        """Return the form of a leaf; some are answered by a person."""
        if code == "1.1":
            return 'answers = "yes_no"'
        if code == "2.1.1":
            return (
                f'choices = [{{ id = "yes", {self.points()} }}, '
                f'{{ id = "none", {self.points()}{self.sanction()} }}, '
                f'{{ id = "void", not_applicable = '
                f'"{self.one("full", "exclude")}" }}]'
            )
        if code == "3":
            return "judged = { step = 0.25 }"

        return self.one(
            "",
            self.cases(),
            self.tiers(),
            f'formula = "{self.number()}", step = {self.one("0.25", "0.4")}',
        )

    def no(self) -> str:
        """Return what a person's no gives: points, or nothing to judge."""
        return self.one("0", "0", *(f"{{ {each} }}" for each in TREATMENTS))

    def exceptions(self) -> str:
        """Return one or two entries of `not_applicable`."""
        rows = [
            f'{{ when = "{self.condition(1)}", '
            f'treat = "{self.one("full", "zero", "exclude")}" }}'
            for _ in range(self.some(2, 1))
        ]

        return f"[{', '.join(rows)}]"

    def inner(self, code: str) -> str:
        """Return an inner node, some with own deductions."""
        parts = [f"maximum = {self.one('1', '3', '6')}"]
        if self.is_so(3):
            parts.append(f"deductions = {self.awards()}")
        if code == "1" and self.is_so(3):
            parts.append('channel = "document"')

        return f'"{code}" = {{ {", ".join(parts)} }}\n'

    # -- tables ------------------------------------------------------------

    def facts(self) -> str:
        """Return the table of facts."""
        lines = ["[fact]\n"]
        for name, kind in TYPES.items():
            extra = ""
            if name == "t" and self.is_so(3):
                # Levels that stand for numbers, one of them twice.
                kind = WEIGHTED  # noqa: PLW2901  # this time
            if name in DEFAULTS and self.is_so(4):
                extra += f", default = {DEFAULTS[name]}"
            if self.is_so(6):
                extra += ', evidence = "required"'
            lines.append(f"{name} = {{ {kind}{extra} }}\n")

        return "".join(lines)

    def derived(self) -> str:
        """Return derived facts, which may read those before them."""
        lines = ["[derive]\n"]
        for place in range(self.some(3)):
            name = f"f{place}"
            if self.is_so():
                value = f'"{self.condition()}"'
            else:
                value = (
                    f'{{ cases = [{{ when = "{self.condition(1)}", '
                    f'value = "{self.condition(1)}" }}'
                    + self.one(
                        "",
                        f', {{ otherwise = true, value = "{self.atom()}" }}',
                    )
                    + "] }"
                )
            lines.append(f"{name} = {value}\n")
            self.flags.append(name)
        if self.is_so():
            lines.append(
                f'r = {{ cases = [{{ when = "{self.atom()}", '
                f'value = "x / m" }}, '
                f'{{ otherwise = true, value = "x" }}] }}\n'
            )
            self.numbers.append("r")
        if self.is_so():
            value = self.one(
                '"add_months(d, 1)"',
                '{ cases = [{ when = "a", value = "d" }, '
                '{ when = "n > 1", value = "never" }] }',
            )
            lines.append(f"due = {value}\n")
            self.dates.append("due")

        return "".join(lines)

    def criteria(self) -> str:
        """Return the tree of criteria."""
        lines = ["[criteria]\n", self.inner("1")]
        lines += [self.leaf("1.1"), self.leaf("1.2")]
        lines += [self.inner("2"), self.inner("2.1"), self.leaf("2.1.1")]
        lines += [self.leaf("2.1.2"), self.leaf("2.2"), self.leaf("3")]

        return "".join(lines)

    def extras(self) -> str:
        """Return bonus and penalty, which read the criteria."""
        self.codes = ["1", "2.1", "3"]
        parts = []
        for tree, code in (("bonus", "T"), ("penalty", "P")):
            lines = [f"[{tree}]\n", self.inner(code)]
            lines.append(self.leaf(f"{code}.1", with_channel=False))
            lines.append(self.leaf(f"{code}.2", with_channel=False))
            parts.append("".join(lines))
        self.codes = []
        if self.is_so(3):
            does = self.one("grade_down = 1", "knock_out = '1'")
            parts.append(
                f'"P.3" = {{ maximum = 0, when = "{self.condition(1)}", '
                f"{does} }}\n"
            )

        return "".join(parts)

    def ends(self) -> str:
        """Return knock-outs, grades and the total."""
        parts = []
        for _ in range(self.some(2) if self.is_so() else 0):
            target = self.one('"z"', '["1"]', '["1.2", "2"]', '["2.1"]')
            parts.append(
                f"[[knock_out]]\ncriteria = {target}\n"
                f'when = "{self.condition(1)}"\n'
            )
        self.codes = ["1", "2"]
        gate = f'requires = "{self.condition(1)}"\n' if self.is_so() else ""
        parts.append(f'[[grade]]\nid = "top"\nfrom = 4\n{gate}')
        parts.append('[[grade]]\nid = "good"\nabove = 1.5\n')
        parts.append('[[grade]]\nid = "low"\n')
        total = ["[total]\n"]
        if self.is_so():
            total.append("at_least = 0\nat_most = 6\n")
        rescale = self.one("", "total", "channel", "area")
        if rescale:
            total.append(f'rescale = "{rescale}"\n')

        return "".join((*total, *parts))


def ruleset(pick: Pick) -> str:
    """Return the text of a ruleset, drawn by *pick*."""
    maker = Maker(pick)
    policy = maker.one("explain", "explain", "zero", "refuse")
    rounding = maker.one("half_up", "half_even", "down", "up")

    return "".join(
        (
            HEADER,
            f'rounding = "{rounding}"\n[policy]\nunevidenced = "{policy}"\n',
            f"[channel]\ndocument = {{ {maker.one('', 'maximum = 7.5')} }}\n",
            'survey = { held = "held" }\n',
            f"[answers]\nyes_no = {{ yes = 100, no = {maker.no()} }}\n",
            maker.facts(),
            maker.derived(),
            maker.criteria(),
            maker.extras(),
            maker.ends(),
        )
    )


def rulesets() -> st.SearchStrategy[str]:
    """Return texts of rulesets.

    A number is drawn and all else follows from it: that is fast, and a
    ruleset that was shrunk by its parts would take minutes.
    """
    return st.integers(0, 2**32).map(numbered)


def numbered(number: int) -> str:
    """Return the ruleset of a number."""
    source = random.Random(number)  # noqa: S311  # chance, not secrets

    return ruleset(lambda most: source.randint(0, most))


@st.composite
def submissions(draw: Any) -> tuple[dict[str, object], tuple[str, ...]]:  # noqa: ANN401  # hypothesis
    """Return facts, most of them there, and names with a document."""
    facts: dict[str, object] = {}
    for name, values in FACTS.items():
        if draw(st.integers(0, 5)):
            facts[name] = draw(values)
    for code, options in (
        ("1.1", ["yes", "no"]),
        ("2.1.1", ["yes", "none", "void"]),
    ):
        if draw(st.integers(0, 5)):
            facts[code] = draw(st.sampled_from(options))
    proven = draw(st.sets(st.sampled_from(sorted(FACTS))))

    return facts, tuple(sorted(proven))
