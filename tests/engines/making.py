"""Whole rulesets drawn at random, as TOML text, with every form of a leaf.

So all the way from the file to the outcome is walked.  They are sound, but
rows overlap, quotients are not guarded, and maxima do not add up.
"""

from decimal import Decimal

from engines.phrases import (
    CODES,
    DEFAULTS,
    TREATMENTS,
    TYPES,
    WEIGHTED,
    Phrases,
    Pick,
)

AMOUNTS = ("0", "0.25", "1", "1.5", "2", "3")
MAXIMA = ("0", "1", "1.5", "2", "4")
LADDERS = (
    "[[100, 2], [50, 1], [1, 0.25], [0, 0]]",
    "[[2, 2], [1, 0.5]]",
    "[{ above = 50, points = 2 }, { from = 1, to = 50, share = 25 }]",
    "[{ below = 1, points = 1 }, { from = 3, points = 3 }]",
)
Rows = tuple[str, Decimal]
"""Rows as text, and what the maxima of the topmost sum to."""

Shape = dict[str, "Shape"]
"""Codes, and what stands below each."""

HEADER = """\
language = 1
[ruleset]
id = "test/random"
edition = "1"
status = "template"
title = "Random"
"""


class Maker(Phrases):
    """Draws the parts of one ruleset.

    Args:
        pick: What all is drawn by.
        is_plain: No row says what silence means, none knocks out, and all
            maxima add up: what S19.3 excepts is not there.
    """

    def __init__(self, pick: Pick, *, is_plain: bool = False) -> None:
        super().__init__(pick, is_plain=is_plain)
        self.whole = Decimal(0)

    # -- rows --------------------------------------------------------------

    def points(self) -> str:
        """Return how a row states its points."""
        return self.one(
            *(f"points = {amount}" for amount in AMOUNTS), "share = 50"
        )

    def sanction(self) -> str:
        """Return a sanction of a row, mostly none."""
        kinds = [', grade_at_most = "good"', ", grade_down = 1"]
        if not self.is_plain:
            kinds.append(f', knock_out = "{self.one(*CODES[:6])}"')

        return self.one(*[""] * 12, *kinds)

    def cases(self) -> str:
        """Return cases with conditions, formulas and sanctions."""
        rows = []
        for place in range(self.some(3, 1)):
            gives = self.points()
            if self.is_so(3):
                gives = f'formula = "{self.number()}", step = 0.25'
            name = f', id = "row{place}"' if self.is_so(6) else ""
            rows.append(
                f'{{ when = "{self.condition()}", {gives}'
                f"{self.sanction()}{name} }}"
            )
        if self.is_so():
            rows.append(
                f"{{ otherwise = true, {self.points()}{self.sanction()} }}"
            )

        return f"cases = [{', '.join(rows)}]"

    def tiers(self) -> str:
        """Return a measure and its ladder, short or long."""
        ladder = self.one(
            *LADDERS,
            f"[{{ from = 50, points = 2{self.sanction()} }}, "
            f'{{ below = 50, id = "low", points = 0.5{self.sanction()} }}]',
        )

        return f'measure = "{self.measure()}", tiers = {ladder}'

    def formula(self) -> str:
        """Return a formula with its step."""
        step = self.one("0.25", "0.4", "1")

        return f'formula = "{self.number()}", step = {step}'

    def awards(self) -> str:
        """Return awards, or deductions by the same keys."""
        rows = []
        for place in range(self.some(2, 1)):
            cap = f", at_most = {self.one(*AMOUNTS)}" if self.is_so(3) else ""
            row = self.one(
                f'each = "{self.each()}", per = {self.one(*AMOUNTS)}',
                f'when = "{self.condition(1)}", {self.points()}',
                f'formula = "{self.number()}", step = {self.one("0.25", "1")}',
            )
            name = f', id = "change{place}"' if self.is_so(6) else ""
            rows.append(f"{{ {row}{cap}{name} }}")

        return f"[{', '.join(rows)}]"

    def leaf(self, code: str, *, with_channel: bool = True) -> Rows:
        """Return a leaf of any form, and its maximum."""
        form = self.form(code)
        maximum = self.one(*MAXIMA)
        parts = [f"maximum = {maximum}", form]
        if not form or self.is_so(5):
            kind = self.one("awards", "awards", "deductions")
            parts.append(f"{kind} = {self.renamed(kind)}")
        if self.is_so(4) and "deductions" not in parts[-1]:
            parts.append(f"deductions = {self.renamed('deductions')}")
        if self.is_so() and form.startswith(("measure", "cases", "formula")):
            treat = self.one("full", "zero", "exclude")
            parts.append(f'if_none = "{treat}"')
        if self.is_so(4):
            parts.append(f"not_applicable = {self.exceptions()}")
        if with_channel and self.is_so(3):
            parts.append(f'channel = "{self.one("document", "survey")}"')

        row = f'"{code}" = {{ {", ".join(filter(None, parts))} }}\n'

        return row, Decimal(maximum)

    def renamed(self, kind: str) -> str:
        """Return awards or deductions, whose ids are not the same."""
        return self.awards().replace('"change', f'"{kind}')

    def form(self, code: str) -> str:
        """Return the form of a leaf; some are answered by a person."""
        answered = {
            "1.1": 'answers = "yes_no"',
            "2.1.1": self.choices("yes", "none", "void"),
            "3": "judged = { step = 0.25 }",
        }
        if code in answered:
            return answered[code]

        return self.one(
            "",
            self.cases(),
            self.cases(),
            self.tiers(),
            self.tiers(),
            self.formula(),
            self.formula(),
            self.one(*answered.values()),
        )

    def choices(self, first: str, second: str, last: str) -> str:
        """Return choices, the last of which says "not applicable"."""
        treat = self.one("full", "exclude", "zero")

        return (
            f'choices = [{{ id = "{first}", {self.points()} }}, '
            f'{{ id = "{second}", {self.points()}{self.sanction()} }}, '
            f'{{ id = "{last}", not_applicable = "{treat}" }}]'
        )

    def exceptions(self) -> str:
        """Return one or two entries of `not_applicable`."""
        rows = [
            f'{{ when = "{self.condition(1)}", '
            f'treat = "{self.one("full", "zero", "exclude")}" }}'
            for _ in range(self.some(2, 1))
        ]

        return f"[{', '.join(rows)}]"

    # -- trees -------------------------------------------------------------

    def tree(self, shape: Shape, *, with_channel: bool = True) -> Rows:
        """Return the rows of *shape*, and what their tops' maxima sum to."""
        texts, whole = [], Decimal(0)
        for code, below in shape.items():
            text, maximum = (
                self.inner(code, below, with_channel=with_channel)
                if below
                else self.leaf(code, with_channel=with_channel)
            )
            texts.append(text)
            whole += maximum

        return "".join(texts), whole

    def inner(self, code: str, below: Shape, *, with_channel: bool) -> Rows:
        """Return an inner node and all below, some with own deductions."""
        rows, summed = self.tree(below, with_channel=with_channel)
        maximum = Decimal(self.one("1", "3", "6"))
        if self.is_plain:
            maximum = summed
        parts = [f"maximum = {maximum}"]
        if self.is_so(3):
            parts.append(f"deductions = {self.renamed('deductions')}")
        if with_channel and code == "1" and self.is_so(3):
            parts.append('channel = "document"')

        return f'"{code}" = {{ {", ".join(parts)} }}\n{rows}', maximum

    def criteria(self) -> str:
        """Return the tree of criteria; some branches are not always there."""
        shape: Shape = {
            "1": {"1.1": {}, "1.2": {}},
            "2": {"2.1": {"2.1.1": {}, "2.1.2": {}}, "2.2": {}},
            "3": {},
        }
        if self.is_so(3):
            deep: Shape = {"1.3.2.1": {}, "1.3.2.2": {}}
            shape["1"]["1.3"] = {
                "1.3.1": {},
                "1.3.2": deep if self.is_so() else {},
            }
        if self.is_so(3):
            shape["4"] = {"4.1": {}, "4.2": {}} if self.is_so() else {}
        text, self.whole = self.tree(shape)

        return "[criteria]\n" + text

    def extras(self) -> str:
        """Return bonus and penalty, which may read the criteria."""
        parts = []
        for tree, code in (("bonus", "T"), ("penalty", "P")):
            self.codes = ["1", "2.1", "3"]
            shape: Shape = {code: {f"{code}.1": {}, f"{code}.2": {}}}
            rows, _ = self.tree(shape, with_channel=False)
            self.codes = []
            triggers = (self.trigger(f"{code}.3"), self.trigger(f"{code}.4"))
            parts += [f"[{tree}]\n", rows, *triggers]

        return "".join(parts)

    def trigger(self, code: str) -> str:
        """Return a sanction row, mostly none."""
        if not self.is_so(4):
            return ""
        does = self.one(
            "grade_down = 1",
            'grade_at_most = "good"',
            'knock_out = "1"',
            'knock_out = ["2.1", "3"]',
        )
        when = self.condition(1)

        return f'"{code}" = {{ maximum = 0, when = "{when}", {does} }}\n'

    # -- tables ------------------------------------------------------------

    def no(self) -> str:
        """Return what a person's no gives: points, or nothing to judge."""
        return self.one("0", "0", *(f"{{ {each} }}" for each in TREATMENTS))

    def facts(self) -> str:
        """Return the table of facts."""
        lines = ["[fact]\n"]
        for name, kind in TYPES.items():
            extra = ""
            if name == "t" and self.is_so(3):
                # Levels that stand for numbers, one of them twice.
                kind = WEIGHTED  # noqa: PLW2901  # this time
            if name in DEFAULTS and self.is_so(4) and not self.is_plain:
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
            value = f'"{self.condition()}"'
            if self.is_so():
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
        lines += self._derived_numbers()
        if self.is_so():
            value = self.one(
                '"add_months(d, 1)"',
                '"d + n"',
                '{ cases = [{ when = "a", value = "d" }, '
                '{ when = "n > 1", value = "never" }] }',
            )
            lines.append(f"due = {value}\n")
            self.dates.append("due")

        return "".join(lines)

    def _derived_numbers(self) -> list[str]:
        lines = []
        if self.is_so():
            lines.append(
                f'r = {{ cases = [{{ when = "{self.atom()}", '
                f'value = "x / m" }}, '
                f'{{ otherwise = true, value = "x" }}] }}\n'
            )
            self.numbers.append("r")
            if self.is_so():
                lines.append('s = "r * 2 + y"\n')
                self.numbers.append("s")

        return lines

    def knock_outs(self) -> str:
        """Return knock-outs, by codes or by a fact."""
        parts = []
        for _ in range(self.some(2) if self.is_so() else 0):
            target = self.one('"z"', '["1"]', '["1.2", "2"]', '["2.1"]')
            parts.append(
                f"[[knock_out]]\ncriteria = {target}\n"
                f'when = "{self.condition(1)}"\n'
            )

        return "".join(parts)

    def ends(self) -> str:
        """Return the total and the grades."""
        parts = ["[total]\n"]
        if self.is_so():
            parts.append(f"at_least = {self.one('0', '1')}\n")
        if self.is_so():
            parts.append(f"at_most = {self.one('6', '4.5')}\n")
        rescale = self.one("", "total", "channel", "area")
        if rescale:
            parts.append(f'rescale = "{rescale}"\n')
        self.codes = ["1", "2"]
        gate = f'requires = "{self.condition(1)}"\n' if self.is_so() else ""
        bound = self.one("from", "above")
        parts.append(f'[[grade]]\nid = "top"\n{bound} = 4\n{gate}')
        parts.append('[[grade]]\nid = "good"\nabove = 1.5\n')
        parts.append('[[grade]]\nid = "low"\n')

        return "".join(parts)

    def policy(self) -> str:
        """Return what absence does."""
        unevidenced = self.one("explain", "explain", "zero", "refuse")
        missing = "zero"
        if not self.is_plain and self.is_so(10):
            missing = "refuse"

        return (
            f'[policy]\nunevidenced = "{unevidenced}"\nmissing = "{missing}"\n'
        )

    def channels(self) -> str:
        """Return two channels, one of which may not be held."""
        stated = "" if self.is_plain else self.one("", "maximum = 7.5")

        return (
            f"[channel]\ndocument = {{ {stated} }}\n"
            'survey = { held = "held" }\n'
        )

    def ruleset(self) -> str:
        """Return the text of the whole ruleset."""
        rounding = self.one("half_up", "half_even", "down", "up")
        parts = (
            self.policy(),
            self.channels(),
            f"[answers]\nyes_no = {{ yes = 100, no = {self.no()} }}\n",
            self.facts(),
            self.derived(),
            self.criteria(),
            self.extras(),
            self.knock_outs(),
            self.ends(),
        )
        maximum = self.whole if self.is_plain else 12

        return "".join(
            (
                HEADER,
                f'maximum = {maximum}\nrounding = "{rounding}"\n',
                f"decimals = {self.one('0', '1', '2', '3')}\n",
                *parts,
            )
        )
