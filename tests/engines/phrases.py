"""Expressions drawn at random: conditions, numbers, measures, dates.

They are sound, but no care is taken that they make sense.
"""

from collections.abc import Callable

SIGNS = ("<", "<=", ">", ">=", "==", "!=")
CODES = ("1", "1.1", "1.2", "2", "2.1", "2.1.1", "3")
"""What facts of type codes and knock-outs name; always there."""

TYPES = {
    "a": 'type = "flag"',
    "b": 'type = "flag"',
    "c": 'type = "flag"',
    "held": 'type = "flag"',
    "n": 'type = "count"',
    "m": 'type = "count"',
    "k": 'type = "count", at_most = "n"',
    "p": 'type = "percent"',
    "x": 'type = "number", at_least = -5, at_most = 5',
    "y": 'type = "number", at_least = "x", at_most = 9, decimals = 3',
    "d": 'type = "date", never = true',
    "e": 'type = "date", never = true',
    "t": 'type = "tally", levels = ["bad", "fair", "good"]',
    "g": 'type = "choice", values = { low = 0.5, high = 1.25 }',
    "z": 'type = "codes"',
    '"unit.level"': 'type = "choice", values = ["ward", "district"]',
}
WEIGHTED = 'type = "tally", levels = { bad = 1.5, fair = 4, good = 1.5 }'
TREATMENTS = tuple(
    f'not_applicable = "{each}"' for each in ("full", "zero", "exclude")
)
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


class Phrases:
    """Draws expressions; what they may name grows on the way.

    Args:
        pick: What all is drawn by.
        is_plain: Without `is_missing`, and without what the points of
            other rows are: silence is then never better than words.
    """

    def __init__(self, pick: Pick, *, is_plain: bool = False) -> None:
        self.pick = pick
        self.is_plain = is_plain
        self.flags = ["a", "b", "c"]
        self.numbers = ["n", "m", "x", "p", "y"]
        self.dates = ["e", "never", "2024-02-29", "date(2024, 3, 1)"]
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
            *self._about_numbers(),
            *self._about_dates(),
            *self._about_choices(),
        ]
        if not self.is_plain:
            atoms.append(f"is_missing({self.one('a', 'n', 'd', 't', 'g')})")
            atoms += [
                f"{self.one('points_of', 'percent_of')}('{code}') "
                f"{self.one(*SIGNS)} {self.one('1', '50')}"
                for code in self.codes[:3]
            ]

        return self.one(*atoms)

    def _about_numbers(self) -> list[str]:
        sign = self.one(*SIGNS)

        return [
            self.one(*self.flags),
            f"n {sign} {self.some(3)}",
            f"m {sign} n",
            f"k {sign} n",
            f"1 <= n {self.one('<', '<=')} {self.some(4)}",
            f"percent(n, m) {sign} {self.one('50', '100%')}",
            f"percent(k, n) {sign} {self.one('80%', '33.3')}",
            f"p {sign} {self.one('50', '49.99', '50%')}",
            f"x / n {sign} {self.one('0.25', '1')}",
            f"y {sign} {self.one('x', '0.125')}",
            f"round_up(x / 3, 0.5) {sign} 0.5",
            f"x ** 2 {sign} {self.one('4', '0.0025')}",
            f"share(t, 'good') {sign} 50",
            f"count_true(a, b, n > 1) >= {self.some(3)}",
            f"mean(t) in (2, {self.some(3)})",
        ]

    def _about_dates(self) -> list[str]:
        sign = self.one(*SIGNS)

        return [
            f"d {sign} {self.one(*self.dates)}",
            f"add_months(d, {self.some(2)}) {sign} e",
            f"d + {self.one('1', '30', 'n')} {sign} e",
            f"days(d, e) {sign} {self.one('0', '30')}",
            f"e - d {sign} 1",
        ]

    def _about_choices(self) -> list[str]:
        is_it = self.one("==", "!=")

        return [
            f"g {is_it} 'low'",
            f"g {self.one('in', 'not in')} ('low', 'high')",
            f"unit.level {is_it} 'ward'",
            f"'{self.one(*CODES)}' in z",
            f"{self.one(*self.flags)} {is_it} {self.one('a', 'b')}",
            f"answer('1.1') {is_it} 'yes'",
            "answer('2.1.1') in ('yes', 'void')",
            f"answer('3') {self.one(*SIGNS)} {self.one('0.25', '1')}",
        ]

    def number(self) -> str:
        """Return a number of no dimension in particular."""
        return self.one(
            "x",
            "y",
            "n / m",
            "n + x / m * 1",
            "min(x, x / n, 2)",
            "x * g",
            "mean(t)",
            "round_to(x / 3, 0.25)",
            "round_up(n / 3, 1) - round_down(m / 2, 0.5)",
            "abs(x) ** 2 / 2",
            "maximum * k / n",
            "maximum * share(t, 'good') / 100",
            *self.numbers[5:],
        )

    def measure(self) -> str:
        """Return what tiers of 1, 50 and 100 can grade."""
        return self.one(
            "p",
            "percent(n, m)",
            "percent(k, n)",
            "share(t, 'fair', 'good')",
            "n",
            "max(n - m, 0)",
            "days(d, e)",
            "count_true(a, not b, c)",
            "y",
            *self.numbers[5:],
        )

    def each(self) -> str:
        """Return a whole number."""
        return self.one("n", "m - 1", "n + m", "k", "count_true(a, b)")
