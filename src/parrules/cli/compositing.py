"""How the command ``composite`` shows an index: a ranking, or one unit."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from parrules.cli.words import CommandWords
from parrules.cohort.documents import ranking_document
from parrules.composite.model import Node
from parrules.composite.results import (
    Anchor,
    Cell,
    CompositeResult,
    NodeScore,
    UnitResult,
    number_text,
)
from parrules.composite.standings import rank_index
from parrules.points import published
from parrules.reporting.grids import padded, report_html, width_of
from parrules.reporting.ranking import ranking_report
from parrules.reporting.ranking_csv import ranking_csv
from parrules.reporting.words import Words, clean

_GAP = "  "
_NONE = "\N{EN DASH}"
_PLACES = 4
_LONGEST_NAME = 40


def result_text(
    result: CompositeResult, form: str, unit: str | None, words: CommandWords
) -> str:
    """Write a result as ``text``, ``csv`` or ``html``.

    As text it is the ranking of all units; or of one *unit*, every cell.
    """
    if form != "text":
        return _ranked(result, form, words)
    if unit is None:
        lines = [*_head(result, words), *_ranking(result, words)]
    else:
        lines = list(_unit_lines(result, result[unit], words))

    return "\n".join(lines)


def _ranked(result: CompositeResult, form: str, words: CommandWords) -> str:
    """Return the ranking as a CSV table or an HTML page."""
    document = ranking_document(rank_index(result))
    if form == "csv":
        return ranking_csv(document, words.language).rstrip("\n")
    report = ranking_report(document, words.language)

    return report_html(report, words.language).rstrip("\n")


def _head(result: CompositeResult, words: CommandWords) -> Iterator[str]:
    scheme = result.scheme
    title = clean(scheme.title.text(words.language)) or scheme.id
    year = "" if result.year is None else f", {result.year}"
    yield f"{title}{year}"
    yield f"{scheme.name} ({words(f'status_{scheme.status}')})"
    yield ""


def _ranking(result: CompositeResult, words: CommandWords) -> Iterator[str]:
    """Yield a line for each unit: rank, name, total and areas."""
    areas = result.scheme.total.parts
    has_blocks = any(map(result.block_of, result))
    rows = [
        (
            words("table_rank"),
            words("table_unit"),
            *([words("table_block")] if has_blocks else ()),
            words("table_total"),
            *(area.code for area in areas),
        )
    ]
    rows += (
        (
            _NONE if unit.rank is None else str(unit.rank),
            clean(unit.unit)[:_LONGEST_NAME],
            *([clean(result.block_of(unit))] if has_blocks else ()),
            _points(result, unit, "", words),
            *(_points(result, unit, area.code, words) for area in areas),
        )
        for unit in result.ranked()
    )
    yield from _aligned(rows, texts=(1, 2) if has_blocks else (1,))
    yield ""
    for area in areas:
        title = _title(area, words)
        yield f"{area.code}  {title}"


def _title(node: Node, words: CommandWords) -> str:
    return clean(node.title.text(words.language) or node.indicator)


def _points(
    result: CompositeResult, unit: UnitResult, code: str, words: CommandWords
) -> str:
    text = result.published(unit[code].points)

    return Words(words.language).number(text) if text else _NONE


def _aligned(
    rows: Sequence[tuple[str, ...]], texts: tuple[int, ...]
) -> Iterator[str]:
    """Yield rows with numbers to the right, and columns of *texts* left."""
    widths = [max(map(width_of, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            padded(cell, width, "left" if place in texts else "right")
            for place, (cell, width) in enumerate(
                zip(row, widths, strict=True)
            )
        ]
        yield _GAP.join(cells).rstrip()


# -- one unit ----------------------------------------------------------------


def _unit_lines(
    result: CompositeResult, unit: UnitResult, words: CommandWords
) -> Iterator[str]:
    """Yield how each cell of a unit came about."""
    yield from _head(result, words)
    rank = _NONE if unit.rank is None else str(unit.rank)
    total = _points(result, unit, "", words)
    yield words("unit_line", unit=clean(unit.unit), total=total, rank=rank)
    yield ""
    for node in result.scheme.nodes():
        score = unit[node.code]
        indent = "  " * node.code.count(".")
        points = _points(result, unit, node.code, words)
        if score.points is None:
            points = words(f"composite_{score.status}")
        yield f"{indent}{node.code}  {_title(node, words)}: {points}"
        says = (
            _cell_lines(score, words)
            if isinstance(score, Cell)
            else _node_lines(node, score, words)
        )
        yield from (f"{indent}   {line}" for line in says)


def _cell_lines(cell: Cell, words: CommandWords) -> Iterator[str]:
    values = [_number(cell.raw, words)]
    values += (
        f"→ {_number(step.value, words)} ({words(f'step_{step.change}')})"
        for step in cell.steps
    )
    yield " ".join((f"{clean(cell.indicator)}:", *values))
    anchors = words(f"anchors_{cell.anchors}")
    better = words(f"better_{cell.better}")
    ends = [
        words(name, value=_anchor(end, words))
        for name, end in (("end_low", cell.low), ("end_high", cell.high))
        if end is not None
    ]
    yield "; ".join((better, anchors, *ends))


def _node_lines(
    node: Node, score: NodeScore, words: CommandWords
) -> Iterator[str]:
    combine = words(f"combine_{score.combine}")
    shares = "; ".join(
        words("weighted", code=part.code, weight=_number(part.weight, words))
        for part in score.parts
    )
    absent = [part.code for part in score.parts if part.points is None]
    yield f"{combine}: {shares}"
    if absent:
        policy = words(f"absent_{node.if_missing.policy}")
        yield f"{words('absent', codes=', '.join(absent))}; {policy}"


def _anchor(anchor: Anchor, words: CommandWords) -> str:
    whose = [
        clean(str(each))
        for each in (anchor.unit, anchor.year)
        if each is not None
    ]
    value = _number(anchor.value, words)

    return f"{value} ({', '.join(whose)})" if whose else value


def _number(number: Fraction | None, words: CommandWords) -> str:
    """Write a number in full where it is short, else to four places."""
    if number is None:
        return _NONE
    text = number_text(number) or ""
    if len(text) > 2 * _PLACES:
        places = _PLACES
        while places < 3 * _PLACES and abs(number) * 10**places < 10**3:
            places += 1
        text = published(*number.as_integer_ratio(), places, "half_even")

    return Words(words.language).number(text)
