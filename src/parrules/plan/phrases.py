"""Conditions and formulas in the words of people: titles, not names."""

import copy
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Final

import attrs

from parrules.errors import Language
from parrules.expression.terms import Term, Type
from parrules.expression.weighting import weighted_mean
from parrules.expression.writing import (
    ARITHMETIC,
    Writer,
    as_percent,
    is_percent,
)
from parrules.model import Choices, Expression, Fact, Scheme, Title
from parrules.points import plain

_WORDS: Final[Mapping[Language, Mapping[str, str]]] = {
    "vi": {
        "title": "«{text}»",
        "percent": "tỷ lệ % {part} trên {whole}",
        "share": "tỷ lệ % {levels} trong {tally}",
        "mean": "mức trung bình của {tally}",
        "min": "số nhỏ nhất trong ({parts})",
        "max": "số lớn nhất trong ({parts})",
        "abs": "trị tuyệt đối của ({parts})",
        "days": "số ngày từ {one} đến {two}",
        "days_shift": "{date} {sign} {number} ngày",
        "months_shift": "{date} {sign} {number} tháng",
        "count_true": "số điều đúng trong ({parts})",
        "round_to": "{number} làm tròn đến bội số của {step}",
        "round_up": "{number} làm tròn lên bội số của {step}",
        "round_down": "{number} làm tròn xuống bội số của {step}",
        "points_of": "điểm của mục {node}",
        "percent_of": "tỷ lệ % điểm đạt được của mục {node}",
        "maximum": "điểm tối đa",
        "and": "và",
        "or": "hoặc",
        "not": "không phải {condition}",
        "never": "{date} là “không có”",
        "not_never": "{date} không phải “không có”",
        "no_date": "“không có”",
        "is": "{name} là {options}",
        "is_not": "{name} không phải {options}",
        "is_one_of": "{name} là một trong ({options})",
        "is_none_of": "{name} không thuộc ({options})",
        "holds": "{name} có mục {code}",
        "holds_not": "{name} không có mục {code}",
        "is_missing": "chưa có {name}",
        "is_given": "đã có {name}",
        "answer": "trả lời của người chấm cho mục {node}",
        "true": "luôn luôn",
        "false": "không bao giờ",
        "yes": "có",
        "no": "không",
    },
    "en": {
        "title": "“{text}”",
        "percent": "{part} as % of {whole}",
        "share": "% of {levels} in {tally}",
        "mean": "mean level of {tally}",
        "min": "the least of ({parts})",
        "max": "the greatest of ({parts})",
        "abs": "the size of ({parts})",
        "days": "days from {one} to {two}",
        "days_shift": "{date} {sign} {number} days",
        "months_shift": "{date} {sign} {number} months",
        "count_true": "how many hold of ({parts})",
        "round_to": "{number} rounded to a multiple of {step}",
        "round_up": "{number} rounded up to a multiple of {step}",
        "round_down": "{number} rounded down to a multiple of {step}",
        "points_of": "points of {node}",
        "percent_of": "points of {node} in %",
        "maximum": "maximum",
        "and": "and",
        "or": "or",
        "not": "not {condition}",
        "never": "{date} is “never”",
        "not_never": "{date} is not “never”",
        "no_date": "“never”",
        "is": "{name} is {options}",
        "is_not": "{name} is not {options}",
        "is_one_of": "{name} is one of ({options})",
        "is_none_of": "{name} is none of ({options})",
        "holds": "{name} names {code}",
        "holds_not": "{name} does not name {code}",
        "is_missing": "{name} is not given",
        "is_given": "{name} is given",
        "answer": "a person's answer to {node}",
        "true": "always",
        "false": "never",
        "yes": "yes",
        "no": "no",
    },
}
_MINUS: Final = "\N{MINUS SIGN}"
_SIGNS: Final[Mapping[str, str]] = {
    "sub": _MINUS,
    "mul": "\N{MULTIPLICATION SIGN}",
    "<=": "≤",
    ">=": "≥",
    "==": "=",
    "!=": "≠",
}
_SHIFTS: Final = {"add_days": "days_shift", "add_months": "months_shift"}
_PHRASES: Final = ("share", "mean", "round", "points_of", "percent_of", "days")


class Phrases(Writer):
    """Writes the terms of one ruleset in one language.

    What has no title is called by its name, as the ruleset calls it.
    """

    def __init__(self, scheme: Scheme, language: Language) -> None:
        """Learn the titles of *scheme*."""
        self._words = _WORDS[language]
        self._language: Language = language
        self._facts = {fact.name: fact for fact in scheme.facts}
        self._derived = {each.name: each for each in scheme.derived}
        self._nodes = {node.code: node for node in scheme.nodes()}
        self._means = {
            weighted_mean(Term("fact", (), fact.name, _tally(fact))): fact.name
            for fact in scheme.facts
            if fact.type == "tally" and fact.numbers
        }
        self._maximum: Fraction | None = None

    def expression(
        self, expression: Expression, maximum: object = None
    ) -> str:
        """Write an expression of a row that earns *maximum* points at most.

        Where it could not be typed, its text stands for itself.
        """
        if expression.term is None:
            return expression.text
        term = self._meant(expression.term)
        if term.op in ("fact", "derived"):
            # What stands alone needs no quotes.
            return self._named(str(term.value)) or self.name(str(term.value))
        if maximum is None:
            return self.written(expression.term)
        # One of its own: other threads may write other rows meanwhile.
        writer = copy.copy(self)
        writer._maximum = Fraction(str(maximum))  # noqa: SLF001  # of its class

        return writer.written(expression.term)

    def written(self, term: Term) -> str:
        """Write *term*: a number, a date or a condition."""
        term = self._meant(term)
        mean = self._means.get(term)
        if mean is not None:
            return self._say("mean", tally=self.name(mean))

        return super().written(term)

    # -- names -------------------------------------------------------------

    def name(self, name: str) -> str:
        """Write what a fact, a derived fact or an answer is called."""
        if name in self._nodes:
            return self._say("answer", node=self.node(name))
        title = self._named(name)

        return self._say("title", text=title) if title else name

    def _named(self, name: str) -> str:
        """Return the title of a fact or derived fact, if it has one."""
        found = self._facts.get(name) or self._derived.get(name)

        return "" if found is None else self._title(found.title)

    def node(self, code: str) -> str:
        """Write what a criterion is called: its code and title."""
        found = self._nodes.get(code)
        title = "" if found is None else self._title(found.title)

        return f"{code} {self._say('title', text=title)}" if title else code

    def number(self, number: Fraction) -> str:
        """Write a number with the decimal sign of the language."""
        text = plain(number).replace("-", _MINUS)

        return text.replace(".", ",") if self._language == "vi" else text

    def _title(self, title: Title) -> str:
        return title.text(self._language)

    def _called(self, fact: Fact, option: str) -> str:
        return self._title(fact.called.get(option, Title()))

    def _say(self, key: str, **parts: str) -> str:
        return self._words[key].format(**parts)

    # -- operations --------------------------------------------------------

    def percent(self, part: Term, whole: Term) -> str:
        """Write one quantity as a percentage of another."""
        return self._say(
            "percent", part=self._held(part), whole=self._held(whole)
        )

    def binary(self, term: Term) -> str:
        """Write two sides with a sign between them."""
        one, two = term.args
        sign = str(ARITHMETIC.get(term.op, term.value))
        sign = _SIGNS.get(term.op, _SIGNS.get(sign, sign))
        if term.op == "order" and sign in ("=", "≠"):
            happened = {"never": two, two.op: one}.get(one.op, one)
            if "never" in (one.op, two.op):
                key = "never" if sign == "=" else "not_never"
                return self._say(key, date=self.inside(happened, term))
        if term.op == "sub" and one.op == "const" and not one.value:
            return f"{_MINUS}{self.inside(two, term)}"
        left, right = (self.inside(part, term) for part in (one, two))
        if term.op == "compare":
            left, right = as_percent(one, two, left, right)

        return f"{left} {sign} {right}"

    def series(self, term: Term) -> str:
        """Write conditions of which all, or one, must hold."""
        return f" {self._words[term.op]} ".join(
            self.inside(part, term) for part in term.args
        )

    def negation(self, term: Term) -> str:
        """Write what must not hold."""
        (inner,) = term.args
        if inner.op in ("among", "holds", "is_missing"):
            return self._statement(inner, is_so=False)

        return self._say("not", condition=self.inside(inner, term))

    def call(self, name: str, arguments: Iterable[Term]) -> str:
        """Write a function of other terms."""
        arguments = tuple(arguments)
        if name == "days":
            one, two = (self._held(part) for part in arguments)
            return self._say("days", one=one, two=two)
        if name in _SHIFTS:
            return self._shift(name, *arguments)
        parts = "; ".join(self.written(part) for part in arguments)

        return self._say(name, parts=parts)

    def _shift(self, name: str, day: Term, number: Term) -> str:
        sign, size = "+", self._held(number)
        if size.startswith(_MINUS):
            sign, size = _MINUS, size[1:]

        held = self._held(day)
        said = self._say(_SHIFTS[name], date=held, sign=sign, number=size)

        return said.removesuffix("s") if size == "1" else said

    def leaf(self, term: Term) -> str:
        """Write what stands for a value by itself."""
        value = term.value
        if term.op in ("among", "holds", "is_missing"):
            return self._statement(term, is_so=True)
        if term.op in ("fact", "option_value", "derived"):
            return self.name(str(value))
        if term.op == "const":
            assert isinstance(value, Fraction)
            return self._constant(term, value)
        if term.op == "day":
            return self._day(term)
        if term.op in _PHRASES:
            return self._phrase(term)
        if term.op == "never":
            return self._words["no_date"]
        if term.op == "truth":
            return self._words["true" if value else "false"]

        return super().leaf(term)

    def _constant(self, term: Term, value: Fraction) -> str:
        if term.type.dimension == "points" and value == self._maximum:
            return self._words["maximum"]

        return self.number(value)

    def _day(self, term: Term) -> str:
        assert isinstance(term.value, int)
        day = date.fromordinal(term.value)
        if self._language == "vi":
            return f"{day.day:02}/{day.month:02}/{day.year:04}"

        return day.isoformat()

    def _phrase(self, term: Term) -> str:
        value = term.value
        if term.op in ("points_of", "percent_of"):
            return self._say(term.op, node=self.node(str(value)))
        if term.op == "mean":
            return self._say("mean", tally=self.name(str(value)))
        assert isinstance(value, tuple)
        if term.op == "round":
            step, rounding = value
            key = f"round_{rounding}"
            key = key if key in self._words else "round_to"
            return self._say(
                key, number=self._held(term.args[0]), step=self.number(step)
            )
        name, positions = value
        fact = self._facts[name]
        levels = [fact.levels[position] for position in positions]
        listed = ", ".join(self._called(fact, each) or each for each in levels)

        return self._say("share", levels=listed, tally=self.name(name))

    def _statement(self, term: Term, *, is_so: bool) -> str:
        if term.op == "is_missing":
            key = "is_missing" if is_so else "is_given"
            return self._say(key, name=self.name(str(term.value)))
        assert isinstance(term.value, tuple)
        name, what = term.value
        if term.op == "holds":
            key = "holds" if is_so else "holds_not"
            return self._say(key, name=self.name(name), code=what)
        key = "is" if is_so else "is_not"
        if len(what) > 1:
            key = "is_one_of" if is_so else "is_none_of"
        options = ", ".join(self.option(name, option) for option in what)

        return self._say(key, name=self.name(name), options=options)

    def option(self, name: str, option: str) -> str:
        """Write what a person may pick, or an option of a fact."""
        if name in self._facts:
            text = self._called(self._facts[name], option)
            return self._say("title", text=text) if text else option
        form = self._nodes[name].form if name in self._nodes else None
        if not isinstance(form, Choices):
            return option
        labels = {each.id: self._title(each.label) for each in form.choices}

        return self._say(
            "title",
            text=labels.get(option) or self._words.get(option, option),
        )

    # -- brackets ----------------------------------------------------------

    def inside(self, term: Term, outer: Term) -> str:
        """Write *term* within *outer*; a phrase in a sum has brackets."""
        found = self._meant(term)
        if outer.op in ARITHMETIC and self._is_phrase(found):
            return f"({self.written(found)})"
        if (
            outer.op in ARITHMETIC
            and term is outer.args[0]
            and self.strength(found) == self.strength(outer)
        ):
            # Read from left to right, it needs no brackets.
            return self.written(found)
        if found is not term:
            args = tuple(
                found if each is term else each for each in outer.args
            )
            outer = attrs.evolve(outer, args=args)

        return super().inside(found, outer)

    def _held(self, term: Term) -> str:
        """Write *term* as a part of a phrase."""
        term = self._meant(term)
        is_joined = term.op in ARITHMETIC or self._is_phrase(term)

        return f"({self.written(term)})" if is_joined else self.written(term)

    def _meant(self, term: Term) -> Term:
        """Return what an untitled derived fact stands for, if that is short.

        Cases are too long to stand in a sentence.
        """
        found = self._derived.get(str(term.value))
        if term.op != "derived" or found is None:
            return term
        (when, value), *others = found.cases
        if self._title(found.title) or when is not None or others:
            return term

        return term if value.term is None else self._meant(value.term)

    def _is_phrase(self, term: Term) -> bool:
        return term.op in _PHRASES or is_percent(term) or term in self._means


def _tally(fact: Fact) -> Type:
    return Type("tally", numbers=tuple(map(Fraction, fact.numbers)))
