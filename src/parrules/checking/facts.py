"""Facts: their names, bounds, defaults and relations, and who reads them."""

import re
from collections import deque
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from parrules.checking.bounds import bounds_of, is_alike
from parrules.checking.inlining import names_in
from parrules.checking.readings import readings
from parrules.checking.scope import Scope
from parrules.errors import Problem, near
from parrules.model import Derived, Fact, Scheme
from parrules.points import Number, places_of, plain

_LONGEST_CYCLE = 12
_NEAR_LIMIT = 50  # problems with a name that may be meant: it takes long
_WORDS = ("and", "or", "not", "in", "true", "false", "never", "maximum")
_NAME = re.compile(r"(unit\.)?[a-z][a-z0-9_]*")


def name_badly_formed(scope: Scope) -> Iterator[Problem]:
    """PAR324: the name of a fact is not ``[a-z][a-z0-9_]*``, or is a word."""
    for fact in _declared(scope.scheme):
        if not _NAME.fullmatch(fact.name) or fact.name in _WORDS:
            yield Problem(
                code="PAR324",
                path=fact.path,
                arguments={"name": fact.name, "near": _usual(fact.name)},
            )


def bounds_inverted(scope: Scope) -> Iterator[Problem]:
    """PAR320: the lower bound of a fact is above the upper one."""
    for fact in _whole_facts(scope):
        own, highest = bounds_of(fact), _lowest_above(fact, scope)
        upper = own if highest is fact else bounds_of(highest)
        low, high = own.low, upper.high
        if low is not None and high is not None and low > high:
            yield Problem(
                code="PAR320",
                path=fact.path,
                arguments={
                    "name": fact.name,
                    "low": _shown(fact.at_least, low),
                    "high": _shown(highest.at_most, high),
                },
            )


def bound_between_two_values(scope: Scope) -> Iterator[Problem]:
    """PAR338: a bound has more decimals than the values of its fact."""
    for fact in _whole_facts(scope):
        for key in ("at_least", "at_most"):
            bound = getattr(fact, key)
            if isinstance(bound, Decimal) and places_of(bound) > fact.places:
                yield Problem(
                    code="PAR338",
                    path=(*fact.path, key),
                    arguments={
                        "name": fact.name,
                        "key": key,
                        "value": plain(Fraction(bound)),
                        "places": str(fact.places),
                        **_with_more(fact, bound),
                    },
                )


def _with_more(fact: Fact, bound: Decimal) -> Mapping[str, str]:
    """Return the decimals that would do, where there may be more."""
    if fact.type not in ("number", "percent"):
        return {}

    return {"more": str(places_of(bound))}


def default_not_allowed(scope: Scope) -> Iterator[Problem]:
    """PAR321: the default of a fact is none of its values."""
    codes = {
        node.code: None
        for node in scope.scheme.nodes()
        if node.tree == "criteria"
    }
    for fact in _whole_facts(scope):
        for value, expected in _strangers(fact, codes):
            yield Problem(
                code="PAR321",
                path=(*fact.path, "default"),
                arguments={
                    "name": fact.name,
                    "value": value,
                    "expected": expected,
                },
            )


def value_named_twice(scope: Scope) -> Iterator[Problem]:
    """PAR327: a choice has an option twice, or a tally a level."""
    for fact in _whole_facts(scope):
        key = "levels" if fact.type == "tally" else "values"
        names = (*fact.options, *fact.levels)
        for position, value in enumerate(names):
            if value in names[:position]:
                yield Problem(
                    code="PAR327",
                    path=(*fact.path, key, position),
                    arguments={"name": fact.name, "value": value},
                )


def default_of_the_required(scope: Scope) -> Iterator[Problem]:
    """PAR328: a fact must be given, and says what holds if it is not."""
    for fact in _whole_facts(scope):
        if fact.required and fact.default is not None:
            yield Problem(
                code="PAR328",
                severity="warning",
                path=(*fact.path, "default"),
                arguments={"name": fact.name},
            )


def fact_never_used(scope: Scope) -> Iterator[Problem]:
    """PAR322: nothing reads a fact.

    Silent where something could not be read, which may have been its
    reader.
    """
    if not _is_readable(scope):
        return
    used = set(_used(scope))
    for fact in _declared(scope.scheme):
        if fact.name not in used and _can_be_read(fact.name):
            yield Problem(
                code="PAR322",
                severity="warning",
                path=fact.path,
                arguments={"name": fact.name},
            )


def bound_by_no_fact(scope: Scope) -> Iterator[Problem]:
    """PAR323: a bound names a fact that is not there, or is unlike it."""
    facts = {fact.name: fact for fact in scope.scheme.facts}
    told = 0
    for fact in _whole_facts(scope):
        for key in ("at_least", "at_most"):
            other = getattr(fact, f"{key}_fact")
            if other is None:
                continue
            found = facts.get(other)
            if found is not None and found.broken:
                continue
            if found is None or not is_alike(fact, found):
                told += 1
                likely = [
                    name
                    for name, each in facts.items()
                    if told <= _NEAR_LIMIT
                    and each is not fact
                    and is_alike(fact, each)
                ]
                yield Problem(
                    code="PAR323",
                    path=(*fact.path, key),
                    arguments={
                        "name": fact.name,
                        "key": key,
                        "other": other,
                        "found": "" if found is None else found.type,
                        "expected": fact.type,
                        "near": near(other, likely),
                    },
                )


def relations_in_a_circle(scope: Scope) -> Iterator[Problem]:
    """PAR325: facts may each not rise above the next, back to the first."""
    told: set[str] = set()
    over = _without_ends(_directly_above(scope))
    for fact in scope.scheme.facts:
        if fact.name in told or fact.name not in over:
            continue
        cycle = _way_back(fact.name, over)
        if cycle and not told.intersection(cycle):
            told.update(cycle)
            yield Problem(
                code="PAR325",
                path=fact.path,
                arguments={
                    "name": fact.name,
                    "cycle": " <= ".join((*_shortened(cycle), fact.name)),
                },
            )


def missing_is_asked_for(scope: Scope) -> Iterator[Problem]:
    """PAR326: a rule asks whether a fact is missing.

    A missing fact is then no longer sure to be worse than any value of it.
    """
    for reading in readings(scope):
        term = reading.expression.term
        for part in term.walk() if term is not None else ():
            if part.op == "is_missing":
                yield Problem(
                    code="PAR326",
                    severity="warning",
                    path=reading.expression.path,
                    offset=part.start,
                    arguments={"name": str(part.value)},
                )


def _can_be_read(name: str) -> bool:
    """Tell whether a rule should: facts about the unit also rank it."""
    is_name = bool(_NAME.fullmatch(name)) and name not in _WORDS

    return is_name and not name.startswith("unit.")


def _lowest_above(fact: Fact, scope: Scope) -> Fact:
    """Return *fact*, or the one over it that may rise least of all.

    Facts whose own bounds are inverted are left to themselves.
    """
    lowest = scope.ranges.bounds.lowest.get(fact.name, fact.name)
    if lowest == fact.name:
        return fact
    other = scope.ranges.facts[lowest]

    return min((fact, other), key=lambda each: bounds_of(each).stop)


def _declared(scheme: Scheme) -> Iterator[Fact | Derived]:
    yield from scheme.facts
    yield from scheme.derived


def _whole_facts(scope: Scope) -> Iterator[Fact]:
    return (fact for fact in scope.scheme.facts if not fact.broken)


def _usual(name: str) -> str:
    """Return what *name* would be, written as names are."""
    # Only what is wrong needs it.
    from parrules.loading.spelling import unaccented  # noqa: PLC0415

    plain_name = unaccented(name.lower())
    found = re.sub(r"[^a-z0-9]+", "_", plain_name).strip("_")

    return found if _NAME.fullmatch(found) and found != name else ""


def _strangers(
    fact: Fact, codes: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Yield values in the default that may not be there, and what may."""
    value = fact.default
    if fact.type == "codes" and isinstance(value, (tuple, list)):
        for code in value:
            if code not in codes:
                yield str(code), near(str(code), codes) or "…"
    elif isinstance(value, date):
        yield from _outside(fact, value, value.toordinal())
    elif isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        yield from _outside(fact, value, Fraction(value))
        if places_of(Decimal(value)) > fact.places:
            yield plain(value), f"decimals = {fact.places}"


def _outside(
    fact: Fact, value: object, number: Number
) -> Iterator[tuple[str, str]]:
    bounds = bounds_of(fact)
    if not bounds.has(number):
        low = _shown(fact.at_least, bounds.low)
        high = _shown(fact.at_most, bounds.high)
        yield _shown(value, number), f"{low} … {high}"


def _shown(value: object, number: Number | None) -> str:
    if isinstance(value, date):
        return value.isoformat()

    return "" if number is None else plain(number)


def _is_readable(scope: Scope) -> bool:
    if not scope.scheme.criteria:
        # Nothing is scored (PAR227), so nothing is read.
        return False

    return not any(node.broken for node in scope.scheme.nodes()) and all(
        reading.expression.term is not None for reading in readings(scope)
    )


def _used(scope: Scope) -> Iterator[str]:
    scheme = scope.scheme
    for reading in readings(scope):
        term = reading.expression.term
        yield from () if term is None else names_in(term)
    for fact in scheme.facts:
        yield from filter(None, (fact.at_least_fact, fact.at_most_fact))
    yield from (channel.held for channel in scheme.channels if channel.held)
    yield from (
        knock_out.fact for knock_out in scheme.knock_outs if knock_out.fact
    )
    yield from scheme.ranking.facts if scheme.ranking else ()


def _directly_above(scope: Scope) -> dict[str, list[str]]:
    above: dict[str, list[str]] = {
        fact.name: [fact.at_most_fact] if fact.at_most_fact else []
        for fact in scope.scheme.facts
    }
    for fact in scope.scheme.facts:
        if fact.at_least_fact in above:
            above[fact.at_least_fact].append(fact.name)

    return above


def _without_ends(over: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return *over* without facts from which no way goes on for ever."""
    under: dict[str, list[str]] = {}
    for name, others in over.items():
        for other in others:
            under.setdefault(other, []).append(name)
    ways = {name: len(others) for name, others in over.items()}
    ends = [name for name in {*over, *under} if not ways.get(name)]
    gone = set(ends)
    while ends:
        for name in under.get(ends.pop(), ()):
            ways[name] -= 1
            if not ways[name]:
                gone.add(name)
                ends.append(name)

    return {
        name: [other for other in others if other not in gone]
        for name, others in over.items()
        if name not in gone
    }


def _way_back(start: str, over: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Return a way from *start* up to itself; empty if there is none."""
    below: dict[str, str] = {}
    ends = deque([start])
    while ends:
        end = ends.popleft()
        for name in over.get(end, ()):
            if name == start:
                way = [end]
                while way[-1] != start:
                    way.append(below[way[-1]])
                return tuple(reversed(way))
            if name not in below:
                below[name] = end
                ends.append(name)

    return ()


def _shortened(cycle: tuple[str, ...]) -> tuple[str, ...]:
    if len(cycle) <= _LONGEST_CYCLE:
        return cycle

    return (*cycle[: _LONGEST_CYCLE - 1], "…")
