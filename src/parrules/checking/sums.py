"""What adds up: maxima over the trees, over channels and to the whole."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from parrules.checking.codes import misnumbered_areas
from parrules.checking.doubled import can_add_up, strays
from parrules.checking.inherited import heirs
from parrules.checking.readings import readings
from parrules.checking.scope import Scope
from parrules.errors import Problem
from parrules.model import Channel, Choices, Criterion, Scheme
from parrules.points import exact, plain


def highest_of(scheme: Scheme) -> Fraction | None:
    """Return what no total is above, before its bounds; `None` for unknown.

    Areas may add up to more than the maximum, where a decision errs; what
    rescaling makes of that is not said here.
    """
    maximum = Fraction(scheme.maximum)
    areas = _total(area.maximum for area in scheme.criteria)
    if areas > maximum and scheme.total.rescale is not None:
        return None

    bonus = _total(area.maximum for area in scheme.bonus)

    return max(maximum, areas) + bonus


def lowest_of(scheme: Scheme) -> Fraction:
    """Return what no total is below, its bounds kept."""
    lowest = -_total(area.maximum for area in scheme.penalty)
    total = scheme.total
    if total.at_least is not None:
        lowest = max(lowest, Fraction(total.at_least))

    return lowest


def parts_against_their_whole(scope: Scope) -> Iterator[Problem]:
    """PAR201: the maxima below a criterion do not add up to its own."""
    misnumbered = misnumbered_areas(scope)
    for node in scope.scheme.nodes("criteria"):
        if node.is_leaf or not _is_readable(node, *node.children):
            continue
        own = [c.maximum for c in node.children if not c.doubled]
        if can_add_up(own, strays(scope, node.code), node.maximum):
            continue
        if node.code.partition(".")[0] not in misnumbered:
            found = _total(child.maximum for child in node.children)
            yield Problem(
                code="PAR201",
                path=(*node.path, "maximum"),
                arguments={
                    "criterion": node.code,
                    "maximum": plain(node.maximum),
                    "sum": plain(found),
                    "difference": _difference(found, node.maximum),
                    "children": _listed(node.children),
                },
            )


def areas_against_the_maximum(scope: Scope) -> Iterator[Problem]:
    """PAR202: the areas do not add up to the ruleset's maximum."""
    scheme = scope.scheme
    areas = scheme.criteria
    if not areas or not _is_readable(*areas) or _has_orphans(scheme):
        return
    own = [area.maximum for area in areas if not area.doubled]
    if not can_add_up(own, strays(scope, ""), scheme.maximum):
        found = _total(area.maximum for area in areas)
        yield Problem(
            code="PAR202",
            path=("ruleset", "maximum"),
            arguments={
                "maximum": plain(scheme.maximum),
                "sum": plain(found),
                "difference": _difference(found, scheme.maximum),
                "children": _listed(areas),
            },
        )


def cap_above_its_parents(scope: Scope) -> Iterator[Problem]:
    """PAR221: a cap in bonus or penalty is above the cap over it."""
    for node in scope.scheme.nodes("bonus", "penalty"):
        for child in node.children:
            if child.maximum > node.maximum and _is_readable(node, child):
                yield Problem(
                    code="PAR221",
                    severity="warning",
                    path=(*child.path, "maximum"),
                    arguments={
                        "criterion": child.code,
                        "maximum": plain(child.maximum),
                        "parent": node.code,
                        "limit": plain(node.maximum),
                    },
                )


def leaves_against_their_channel(scope: Scope) -> Iterator[Problem]:
    """PAR208: the leaves of a channel do not add up to its maximum."""
    scheme = scope.scheme
    leaves = tuple(scheme.leaves("criteria"))
    ids = [channel.id for channel in scheme.channels]
    is_known = _is_readable(*leaves) and not heirs(scope, "channel")
    if not is_known or any(
        leaf.channel is not None and leaf.channel not in ids for leaf in leaves
    ):
        return
    for channel in scheme.channels:
        own = [leaf for leaf in leaves if leaf.channel == channel.id]
        maxima = [leaf.maximum for leaf in own if not leaf.doubled]
        doubled = [leaf for leaf in leaves if leaf.doubled]
        if channel.maximum is not None and not can_add_up(
            maxima, doubled, channel.maximum
        ):
            found = _total(leaf.maximum for leaf in own)
            yield _channel_problem(channel, channel.maximum, found)


def deductions_across_channels(scope: Scope) -> Iterator[Problem]:
    """PAR222: an inner node takes points from several channels at once."""
    for node in scope.scheme.nodes("criteria"):
        if node.is_leaf or not node.deductions:
            continue
        channels = list(
            dict.fromkeys(leaf.channel or "" for leaf in node.leaves())
        )
        if len(channels) > 1:
            yield Problem(
                code="PAR222",
                path=(*node.path, "deductions"),
                arguments={
                    "criterion": node.code,
                    "channels": ", ".join(filter(None, channels)),
                },
            )


def bounds_of_the_total(scope: Scope) -> Iterator[Problem]:
    """PAR220: ``[total]`` asks for what cannot be."""
    total = scope.scheme.total
    low, high = total.at_least, total.at_most
    if low is not None and high is not None and low > high:
        yield Problem(
            code="PAR220",
            path=("total", "at_least"),
            arguments={
                "key": "at_least",
                "value": plain(low),
                "other": f"at_most = {plain(high)}",
            },
        )
    if total.rescale == "channel" and not scope.scheme.channels:
        yield Problem(
            code="PAR220",
            path=("total", "rescale"),
            arguments={
                "key": "rescale",
                "value": "channel",
                "other": "[channel] = {}",
            },
        )


def exclusion_without_rescaling(scope: Scope) -> Iterator[Problem]:
    """PAR223: something may be excluded, and nothing makes up for it."""
    if scope.scheme.total.rescale is not None:
        return
    held = {channel.id for channel in scope.scheme.channels if channel.held}
    for leaf in scope.scheme.leaves("criteria"):
        if leaf.channel in held or _can_be_excluded(leaf):
            yield Problem(
                code="PAR223",
                severity="warning",
                path=leaf.path,
                arguments={"criterion": leaf.code},
            )
            return


def percent_of_the_excluded(scope: Scope) -> Iterator[Problem]:
    """PAR231: ``percent_of`` reads what may be excluded as a whole."""
    found = [
        (reading.expression, part)
        for reading in readings(scope)
        if (term := scope.term(reading.expression)) is not None
        for part in term.walk()
        if part.op == "percent_of"
    ]
    may_be_nothing = _codes_of_nothing(scope.scheme) if found else ()
    for expression, part in found:
        if part.value in may_be_nothing:
            yield Problem(
                code="PAR231",
                severity="warning",
                path=expression.path,
                offset=part.start,
                arguments={"criterion": str(part.value)},
            )


def _codes_of_nothing(scheme: Scheme) -> set[str]:
    """Return the codes of criteria of which nothing may be left."""
    held = {channel.id for channel in scheme.channels if channel.held}

    return {
        node.code
        for node in scheme.nodes("criteria")
        if all(
            leaf.channel in held or _can_be_excluded(leaf)
            for leaf in node.leaves()
        )
    }


def _can_be_excluded(leaf: Criterion) -> bool:
    treatments = [entry.treat for entry in leaf.not_applicable]
    if leaf.if_none is not None:
        treatments.append(leaf.if_none)
    if isinstance(leaf.form, Choices):
        treatments.extend(
            choice.treatment
            for choice in leaf.form.choices
            if choice.treatment
        )

    return "exclude" in treatments


def _channel_problem(
    channel: Channel, maximum: Decimal, found: Fraction
) -> Problem:
    return Problem(
        code="PAR208",
        path=(*channel.path, "maximum"),
        arguments={
            "channel": channel.id,
            "maximum": plain(maximum),
            "sum": plain(found),
            "difference": _difference(found, maximum),
        },
    )


def _has_orphans(scheme: Scheme) -> bool:
    return any(area.depth > 1 for area in scheme.criteria)


def _is_readable(*nodes: Criterion) -> bool:
    """Tell whether the maxima are what they are meant to be."""
    return not any(node.broken or node.maximum < 0 for node in nodes)


def _total(maxima: Iterable[Decimal]) -> Fraction:
    return Fraction(sum(exact(maximum) for maximum in maxima))


def _difference(found: Fraction, maximum: Decimal) -> str:
    return plain(abs(found - Fraction(maximum)))


def _listed(nodes: Iterable[Criterion]) -> str:
    return " + ".join(plain(node.maximum) for node in nodes)
