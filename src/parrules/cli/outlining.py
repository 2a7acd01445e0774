"""What ``show`` says of a questionnaire or an index: its tree, in words."""

import datetime
import textwrap
from collections.abc import Iterator
from decimal import Decimal

from parrules.cli.words import CommandWords
from parrules.composite.model import Anchors, Node
from parrules.composite.model import Scheme as IndexScheme
from parrules.points import plain
from parrules.reporting.words import Words, clean
from parrules.survey.model import Part, Questionnaire


class Outline:
    """Writes an outline in one language.

    Attributes:
        width: Columns of a line.
    """

    def __init__(self, words: CommandWords, width: int) -> None:
        """Write with *words*, in lines of *width* columns."""
        self._words = words
        self._written = Words(words.language)
        self._width = width

    def of_index(self, scheme: IndexScheme) -> str:
        """Return rows, weights, columns and scales of an index."""
        lines = [*self._head(scheme, "index"), *self._mean(scheme.total, "")]
        for node in scheme.nodes():
            depth = node.code.count(".")
            lines += [""] if not depth else []
            weight = self._number(node.weight)
            title = node.title.text(self._words.language) or node.indicator
            pieces = (node.code, clean(title), f"× {weight}")  # noqa: RUF001  # times
            heading = "  ".join(filter(None, pieces))
            margin = "  " * depth + "   "
            lines += self._wrapped(heading, "  " * depth)
            lines += (
                self._indicator(node, margin)
                if node.indicator
                else self._mean(node, margin)
            )

        return "\n".join(lines)

    def of_questionnaire(self, form: Questionnaire) -> str:
        """Return questions, levels, and how answers are pooled."""
        lines = [*self._head(form, "questionnaire")]
        lines.append(self._words(f"measure_{form.measure}"))
        for scale in dict.fromkeys(
            question.scale.name for question in form.questions.values()
        ):
            lines += self._levels(scale, form)
        for part in form.parts():
            lines += [] if "." in part.code else [""]
            lines += self._part(part, form)

        return "\n".join(lines)

    # -- heads -----------------------------------------------------------

    def _head(
        self, scheme: IndexScheme | Questionnaire, kind: str
    ) -> Iterator[str]:
        words = self._words
        yield from self._wrapped(clean(scheme.title.text(words.language)))
        status = words(f"status_{scheme.status}")
        called = words(f"kind_{kind}")
        called = called[0].upper() + called[1:]
        yield f"{called}: {scheme.name} ({status})"
        if scheme.source:
            text = f"{self._written('source')}: {clean(scheme.source)}"
            yield from self._wrapped(text)
        if scheme.starts or scheme.ends:
            days = words(
                "days",
                first=self._day(scheme.starts),
                last=self._day(scheme.ends),
            )
            yield f"{self._written('in_force')}: {days}"

    def _day(self, day: datetime.date | None) -> str:
        if day is None:
            return self._words("unbounded")

        return self._written.value(day.isoformat())

    # -- indices ---------------------------------------------------------

    def _mean(self, node: Node, margin: str) -> Iterator[str]:
        missing = node.if_missing
        share = self._number(missing.present * 100)
        key = "present" if missing.present else missing.policy
        policy = self._words(f"if_missing_{key}", share=share)
        combine = self._words(f"combine_{node.combine}")
        text = self._words("row_mean", combine=combine, policy=policy)
        yield from self._wrapped(text, margin)

    def _indicator(self, node: Node, margin: str) -> Iterator[str]:
        words, scale = self._words, node.scale
        column = node.indicator + (f" / {node.per}" if node.per else "")
        low, high = map(self._number, scale.onto)
        parts = (
            words("row_column", column=clean(column)),
            words(f"better_{scale.better}"),
            words(f"anchors_{scale.anchors.kind}") + self._ends(scale.anchors),
            words("row_onto", low=low, high=high),
        )
        yield from self._wrapped("; ".join(parts), margin)

    def _ends(self, anchors: Anchors) -> str:
        """Return the numbers of anchors, in brackets, if there are any."""
        low, high = self._number(anchors.low), self._number(anchors.high)
        text = {
            "window": str(anchors.years),
            "running": str(anchors.since),
            "fixed": self._words("days", first=low, last=high),
            "target": high,
        }.get(anchors.kind)

        return f" ({text})" if text else ""

    # -- questionnaires --------------------------------------------------

    def _part(self, part: Part, form: Questionnaire) -> Iterator[str]:
        depth = part.code.count(".")
        title = clean(part.title.text(self._words.language))
        pool = self._words(f"pool_{part.pool}")
        yield from self._wrapped(
            f"{part.code}  {title} ({pool})", "  " * depth
        )
        for name in part.questions:
            title = form.questions[name].title.text(self._words.language)
            text = f"{name}: {clean(title)}" if title else name
            yield from self._wrapped(text, "  " * depth + "   ")

    def _levels(self, name: str, form: Questionnaire) -> Iterator[str]:
        """Yield the levels of a scale, and which questions have it."""
        language = self._words.language
        having = [
            each for each in form.questions.values() if each.scale.name == name
        ]
        scale = having[0].scale
        levels = ", ".join(
            clean(scale.label(level, language)) + "*" * (level in scale.top)
            for level in scale.levels
        )
        text = self._words("levels", levels=levels)
        if len(having) < len(form.questions):
            text += f" ({', '.join(each.name for each in having)})"
        yield from self._wrapped(text)

    # -- words -----------------------------------------------------------

    def _number(self, number: Decimal) -> str:
        return self._written.number(plain(number))

    def _wrapped(self, text: str, margin: str = "") -> list[str]:
        return textwrap.wrap(
            text,
            self._width,
            initial_indent=margin,
            subsequent_indent=f"{margin}    ",
        )
