"""What an outline says of a ruleset as a whole: all but nodes and facts."""

import textwrap
from collections.abc import Iterable
from fractions import Fraction

import attrs

from parrules.model import Channel, Grade, KnockOut, Ranking, Sanction, Scheme
from parrules.plan.labels import Labels, bounds_label
from parrules.plan.nodes import Plan
from parrules.plan.phrases import Phrases
from parrules.points import plain
from parrules.reporting.words import Words, clean


@attrs.frozen(eq=False, repr=False)
class Page:
    """What every part of an outline is written with."""

    plan: Plan
    words: Words
    labels: Labels
    phrases: Phrases

    @property
    def scheme(self) -> Scheme:
        """Return the ruleset."""
        return self.plan.scheme

    def points(self, quanta: int) -> str:
        """Write an amount of quanta as points."""
        return self.words.number(plain(Fraction(quanta, 10**self.plan.places)))

    def grade(self, grade_id: str) -> str:
        """Write what a grade is called."""
        titles = {each.id: each.title for each in self.scheme.grades}

        return titles[grade_id].text(self.words.language) or grade_id

    def sanction(self, sanction: Sanction) -> str:
        """Write what a row does beside giving points."""
        words, parts = self.words, []
        if sanction.grade_at_most is not None:
            grade = self.grade(sanction.grade_at_most)
            parts.append(words("grade_ceiling", grade=grade))
        if sanction.grade_down:
            parts.append(words("sanction_drops", count=sanction.grade_down))
        if sanction.knock_out:
            codes = ", ".join(sanction.knock_out)
            parts.append(words("knock_out_nodes", codes=codes))

        return "; ".join(parts)


def head(page: Page) -> Iterable[str]:
    """Write what the ruleset is, and how it deals with what is absent."""
    scheme, words = page.scheme, page.words
    yield from wrapped(words, scheme.title.text(words.language))
    name, status = f"{scheme.id}@{scheme.edition}", words(scheme.status)
    yield from wrapped(words, f"{words('ruleset')}: {name} ({status})")
    if scheme.source:
        yield from wrapped(words, f"{words('source')}: {scheme.source}")
    if scheme.starts or scheme.ends:
        days = [
            words.value(day.isoformat()) if day else "…"
            for day in (scheme.starts, scheme.ends)
        ]
        yield f"{words('in_force')}: {days[0]} – {days[1]}"  # noqa: RUF001  # a range of days
    yield f"{words('maximum')}: {words.number(plain(scheme.maximum))}"
    yield from _total(page)
    for channel in scheme.channels:
        yield from _channel(channel, page)
    for kind in ("missing", "unevidenced"):
        policy = getattr(scheme.policy, kind)
        yield from wrapped(words, _sentence(words(f"policy_{kind}_{policy}")))
    for code, reason in scheme.known.items():
        text = words("acknowledged", code=code, reason=clean(reason))
        yield from wrapped(words, text)


def _total(page: Page) -> Iterable[str]:
    total, words = page.scheme.total, page.words
    if total.at_least is not None or total.at_most is not None:
        label = bounds_label(total.at_least, total.at_most)
        text = f"{words('total_bounds')}: {label.text(words.language)}"
        yield from wrapped(words, text)
    if total.rescale:
        yield from wrapped(words, _sentence(words(f"rescale_{total.rescale}")))


def _channel(channel: Channel, page: Page) -> Iterable[str]:
    words = page.words
    title = channel.title.text(words.language) or channel.id
    text = f"{words('channel')}: {title}"
    if channel.maximum is not None:
        text += f" {words.number(plain(channel.maximum))}"
    if channel.held:
        condition = page.phrases.name(channel.held)
        text += f"; {words('channel_held', condition=condition)}"
    yield from wrapped(words, text)


def tail(page: Page) -> Iterable[str]:
    """Write what knocks out, how totals are graded, how units are ranked."""
    scheme, words = page.scheme, page.words
    if scheme.knock_outs:
        yield from ("", words("knock_outs").upper())
    for knock_out in scheme.knock_outs:
        yield from wrapped(words, _knock_out(knock_out, page), "  ")
    if scheme.grades:
        yield from ("", words("grades").upper(), *grade_lines(page))
    if scheme.ranking is not None:
        yield from ("", words("ranking").upper())
        yield from _ranking(scheme.ranking, page)


def grade_lines(page: Page) -> Iterable[str]:
    """Write what each grade asks for."""
    for grade in page.scheme.grades:
        yield from wrapped(page.words, _grade(grade, page), "  ")


def _knock_out(knock_out: KnockOut, page: Page) -> str:
    words = page.words
    term = knock_out.when.term
    condition = words("always")
    if term is None or term.op != "truth":
        said = page.phrases.expression(knock_out.when)
        condition = words("when", condition=said)
    if knock_out.fact is None:
        codes = ", ".join(knock_out.criteria)
        given = words("knock_out_nodes", codes=codes)
    else:
        fact = page.phrases.name(knock_out.fact)
        given = words("knock_out_fact", fact=fact)
        if term is not None and term.op == "truth":
            condition = ""
    label = knock_out.label.text(words.language)
    said = ": ".join(filter(None, (label, condition)))

    return f"{said} → {given}" if said else given


def _grade(grade: Grade, page: Page) -> str:
    words = page.words
    text = words("grade_rest")
    if grade.bound is not None:
        label = bounds_label(grade.bound, None, strict=grade.strict)
        text = label.text(words.language)
    if grade.requires is not None:
        condition = page.phrases.expression(grade.requires)
        text += f", {words('grade_gate', condition=condition)}"
    title = grade.title.text(words.language)

    return f"{title or grade.id}: {text}"


def _ranking(ranking: Ranking, page: Page) -> Iterable[str]:
    words = page.words
    if ranking.within:
        block = words(ranking.within) if ranking.within in _KEYS else None
        text = words("ranking_within", block=(block or ranking.within).lower())
        yield from wrapped(words, text, "  ")
    parts = [_compared(each, page) for each in ranking.order]
    text = words("ranking_order", parts=", ".join(parts))
    yield from wrapped(words, text, "  ")
    yield from wrapped(words, words(f"ranking_ties_{ranking.ties}"), "  ")
    for key, values in ranking.unranked.items():
        text = words("unranked", name=key, values=", ".join(values))
        yield from wrapped(words, text, "  ")
    grades = [each.id for each in page.scheme.grades]
    for quota in ranking.quota:
        below = grades[grades.index(quota.grade) + 1 :]
        text = words(
            "quota_share",
            share=words.number(plain(quota.share * 100)),
            grade=page.grade(quota.grade),
            to=page.grade(quota.otherwise or below[0]),
        )
        yield from wrapped(words, text, "  ")


def _compared(name: str, page: Page) -> str:
    """Write what units are compared by."""
    words = page.words
    kind, colon, key = name.partition(":")
    if colon:
        titles = {each.id: each.title for each in page.scheme.channels}
        if kind == "fact":
            return page.phrases.name(key)
        return words(
            "order_channel", channel=titles[key].text(words.language) or key
        )
    if name in _ORDERS:
        return words(f"order_{name}")

    return words("order_node", code=name)


_KEYS = ("block", "level")
_ORDERS = ("total", "base", "bonus", "penalty")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def wrapped(
    words: Words, text: str, margin: str = "", mark: str = ""
) -> list[str]:
    """Wrap *text* to the width of the page, behind a margin.

    A *mark* stands at the end of the first line's margin.
    """
    return textwrap.wrap(
        text,
        words.width,
        initial_indent=margin[: len(margin) - len(mark)] + mark,
        subsequent_indent=margin + "    ",
        break_on_hyphens=False,
    )
