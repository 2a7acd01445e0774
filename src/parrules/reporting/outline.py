"""A ruleset as text: what it asks of a unit, and what it awards."""

import textwrap
from collections.abc import Iterable
from fractions import Fraction

from parrules.errors import Language
from parrules.model import (
    TREES,
    Award,
    Case,
    Cases,
    Fact,
    Formula,
    Judged,
    Ladder,
    Scheme,
    Trigger,
)
from parrules.plan.nodes import Change, Node, Plan, Result
from parrules.points import plain
from parrules.reporting.words import Words

# Nothing that the file says: what holds where no row does, or a base. But
# what a person picks may have such a name; it has its own place, too.
_UNWRITTEN = ("none", "base", "judged", "when")


def outline_text(
    plan: Plan, language: Language = "vi", *, width: int = 80
) -> str:
    """Write the tree with maxima and rows, and the facts that are needed.

    Args:
        plan: Of the ruleset.
        language: Of words and titles.
        width: Columns of a line.
    """
    words = Words(language, width)
    lines = [*_head(plan.scheme, words)]
    for tree in TREES:
        nodes = [node for node in plan.nodes if node.tree == tree]
        if nodes:
            lines += ["", words(tree).upper()]
        wide = max((len(node.code) for node in nodes), default=0)
        for node in nodes:
            if node.parent < 0:
                lines.append("")
            lines += _node(node, plan, wide, words)
    lines += ["", words("facts").upper()]
    for fact in plan.scheme.facts:
        lines += _fact(fact, words)

    return "\n".join(lines) + "\n"


def _head(scheme: Scheme, words: Words) -> Iterable[str]:
    yield from _wrapped(words, scheme.title.text(words.language))
    name, status = f"{scheme.id}@{scheme.edition}", words(scheme.status)
    yield from _wrapped(words, f"{words('ruleset')}: {name} ({status})")
    if scheme.source:
        yield from _wrapped(words, f"{words('source')}: {scheme.source}")
    if scheme.starts or scheme.ends:
        days = [
            words.value(day.isoformat()) if day else "…"
            for day in (scheme.starts, scheme.ends)
        ]
        yield f"{words('in_force')}: {days[0]} – {days[1]}"  # noqa: RUF001  # a range of days
    yield f"{words('maximum')}: {words.number(plain(scheme.maximum))}"
    for channel in scheme.channels:
        title = channel.title.text(words.language) or channel.id
        most = "" if channel.maximum is None else plain(channel.maximum)
        yield f"{words('channel')}: {title} {words.number(most)}".rstrip()


# -- nodes -------------------------------------------------------------------


def _node(node: Node, plan: Plan, width: int, words: Words) -> Iterable[str]:
    margin = " " * (width + 2)
    points = _points(node.maximum, plan, words)
    title = node.criterion.title.text(words.language)
    if node.criterion.printed:
        title += f" ({words('printed', code=node.criterion.printed)})"
    room = words.width - width - 10
    first, *rest = textwrap.wrap(title, room) or [""]
    yield f"{node.code:<{width}}  {first:<{room}}  {points:>6}"
    yield from (margin + line for line in rest)
    if not node.is_leaf and not node.changes:
        return
    asked = _asked(node, words)
    if asked:
        yield from _wrapped(words, asked, margin + "  ")
    for result in node.results:
        yield from _result(result, node, plan, margin, words)
    awards = (*node.criterion.awards, *node.criterion.deductions)
    for award, change in zip(awards, node.changes, strict=True):
        yield from _change(award, change, plan, margin, words)


def _asked(node: Node, words: Words) -> str:
    """Return what decides the rows, where one expression does."""
    form = node.criterion.form
    if isinstance(form, Ladder):
        return words("form_ladder", measure=form.measure.text)
    if isinstance(form, Judged):
        return words("form_judged", step=words.number(plain(form.step)))
    if isinstance(form, Trigger):
        return words("form_trigger", condition=form.when.text)

    return words("form_answer") if node.answer else ""


def _result(
    result: Result, node: Node, plan: Plan, margin: str, words: Words
) -> Iterable[str]:
    """Write one row: its label, and what it gives."""
    kind = result.rule.partition("#")[2]
    if kind in _UNWRITTEN and result.place == node.criterion.path:
        return
    label = _label(result, kind, node, words)
    given = _formula(node, kind)
    if result.treatment:
        given = words(f"treat_{result.treatment}")
    elif result.points is not None:
        given = _points(result.points, plan, words)
    text = f"{label} → {given}" if label else given
    yield from _wrapped(words, text, margin + "  ")


def _label(result: Result, kind: str, node: Node, words: Words) -> str:
    label = result.label.text(words.language)
    if kind == "formula":
        return ""
    if kind in ("not_applicable", "if_none"):
        return words.rule(kind) + (f" ({label})" if label else "")
    if node.answer == "choice":
        # What a facts file has to say to pick this row.
        return f"{kind} — {label}" if label else kind
    case = _case(node, kind)
    if not label and case is not None and case.when is not None:
        return case.when.text
    if not label and kind == "otherwise":
        return words.rule(kind)

    return label or words.rule("row", name=kind)


def _formula(node: Node, kind: str) -> str:
    """Return the formula that the row *kind* computes, if there is one."""
    form = node.criterion.form
    if isinstance(form, Formula):
        return form.expression.text
    case = _case(node, kind)

    return case.formula.text if case is not None and case.formula else ""


def _case(node: Node, kind: str) -> Case | None:
    """Return the case *kind*, which is its id or its position."""
    form = node.criterion.form
    cases = form.cases if isinstance(form, Cases) else ()
    for position, case in enumerate(cases, 1):
        name = "otherwise" if case.when is None else str(position)
        if kind == (case.id or name):
            return case

    return None


def _change(
    award: Award, change: Change, plan: Plan, margin: str, words: Words
) -> Iterable[str]:
    """Write one award or deduction: for what, and how much."""
    counted = award.each or award.when
    label = award.label.text(words.language)
    if not label and counted is not None:
        label = counted.text
    sign = "-" if change.sign < 0 else ""
    amount = plain(Fraction(change.amount, 10**plan.places))
    text = f"{label} → {words.signed(sign + amount)}"
    if award.step is not None and award.each is not None:
        label = award.label.text(words.language)
        mark = words("minus_sign") if sign else "+"
        given = f"{mark}({award.each.text})"
        text = f"{label} → {given}" if label else given
    elif change.each is not None:
        text += f" {words('form_each')}"
    if change.at_most is not None:
        most = _points(change.at_most, plan, words)
        text += f", {words('form_at_most', points=most)}"
    yield from _wrapped(words, text, margin + "  ")


def _points(quanta: int, plan: Plan, words: Words) -> str:
    return words.number(plain(Fraction(quanta, 10**plan.places)))


# -- facts -------------------------------------------------------------------


def _fact(fact: Fact, words: Words) -> Iterable[str]:
    title = fact.title.text(words.language)
    kind = words(f"type_{fact.type}")
    options = ", ".join(fact.options or fact.levels)
    parts = [f"{kind} ({options})" if options else kind]
    if fact.at_most_fact:
        parts.append(words("fact_at_most", name=fact.at_most_fact))
    if fact.required:
        parts.append(words("fact_required"))
    if fact.default is not None:
        parts.append(words("fact_default_is", value=_default(fact, words)))
    if fact.evidence == "required":
        parts.append(words("fact_evidence"))
    yield from _wrapped(words, f"{fact.name}: {title}".rstrip(": "), "  ")
    yield from _wrapped(words, "; ".join(parts), "      ")


def _default(fact: Fact, words: Words) -> str:
    value = fact.default
    if isinstance(value, bool | str):
        return words.value(value)
    if isinstance(value, tuple | list):
        return words.value(list(value))

    return words.value(str(value))


def _wrapped(words: Words, text: str, margin: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        words.width,
        initial_indent=margin,
        subsequent_indent=margin + "    ",
        break_on_hyphens=False,
    )
