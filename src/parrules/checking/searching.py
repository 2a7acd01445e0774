"""Facts that bring about what is wished, or the certainty that none do.

Intervals are narrowed until nothing changes; then one of several wishes, or
a value of one fact, is tried, and what is left after it.  So a search ends
with facts, with the proof that there are none, or with neither, where it
would take long or where what is compared is not computed from facts alone.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal

from parrules.checking.brought import Facts, is_free, numbers_of
from parrules.checking.intervals import Interval, point, scaled, value_in
from parrules.checking.linear import Key
from parrules.checking.ranges import Ranges, common_step
from parrules.checking.wishes import All, Among, Any, Wish, Within
from parrules.expression.terms import Term
from parrules.points import Number, exact

TRIES = 400
"""Ways that are tried before a search is given up."""

_ROUNDS = 12
_BY_ITSELF = ("flag", "holds", "never", "option", "supplied")

Outcome = Literal["none", "not decided"]


def facts_for(wishes: Sequence[Wish], ranges: Ranges) -> Facts | Outcome:
    """Look for facts that bring about all of *wishes*."""
    search = _Search(ranges)
    state = _State({}, {}, ())
    found = search.facts(state, wishes)
    if found is not None:
        return found

    return "none" if search.is_certain else "not decided"


class _ContradictionError(Exception):
    """Nothing brings all of it about."""


class _State:
    """What is known of the facts so far, and what is still open."""

    __slots__ = ("chosen", "spans", "waiting")

    def __init__(
        self,
        spans: dict[Key, Interval],
        chosen: dict[Hashable, frozenset[bool | str]],
        waiting: tuple[Any, ...],
    ) -> None:
        self.spans = spans
        self.chosen = chosen
        self.waiting = waiting

    def copy(self) -> "_State":
        return _State({**self.spans}, {**self.chosen}, self.waiting)


class _Search:
    def __init__(self, ranges: Ranges) -> None:
        self.is_certain = True
        self._ranges = ranges
        self._left = TRIES
        self._steps: dict[Key, Number | None] = {}

    def facts(self, state: _State, wishes: Iterable[Wish]) -> Facts | None:
        """Return facts for *wishes* beside what is known already."""
        if not self._left:
            self.is_certain = False
            return None
        self._left -= 1
        state = state.copy()
        try:
            self._take(state, wishes)
            ranges = self._narrow(state)
        except _ContradictionError:
            return None
        if state.waiting:
            first, *rest = state.waiting
            state.waiting = tuple(rest)
            return self._any(state, ([part] for part in first.parts))
        key = next(self._open(state), None)
        if key is None:
            found = self._confirmed(state.spans, state, ranges)
            self.is_certain &= found != "not decided"
            return found if isinstance(found, Facts) else None
        for is_low in (True, False):
            # Most wishes are granted at one end or the other.
            spans = self._at_ends(state, is_low=is_low)
            found = self._confirmed(spans, state, self._given(spans))
            if isinstance(found, Facts):
                return found

        return self._any(state, self._ways(key, state))

    def _at_ends(
        self, state: _State, *, is_low: bool
    ) -> Mapping[Key, Interval]:
        """Return all facts at one end of what they can be."""
        spans = dict(state.spans)
        for key in self._open(state):
            end = spans[key].low if is_low else spans[key].high
            if end is not None:
                spans[key] = point(end)

        return spans

    def _any(
        self, state: _State, ways: Iterable[Sequence[Wish]]
    ) -> Facts | None:
        for way in ways:
            found = self.facts(state, way)
            if found is not None:
                return found

        return None

    # -- taking up wishes ----------------------------------------------------

    def _take(self, state: _State, wishes: Iterable[Wish]) -> None:
        """Note what is wished; of several, leave what can still be."""
        waiting: list[Wish] = [*wishes]
        pending = [*state.waiting]
        while waiting:
            wish = waiting.pop()
            if isinstance(wish, All):
                waiting.extend(wish.parts)
            elif isinstance(wish, Any):
                pending.append(wish)
            elif isinstance(wish, Among):
                left = state.chosen.get(wish.what, wish.allowed) & wish.allowed
                if not left:
                    raise _ContradictionError
                state.chosen[wish.what] = left
            else:
                self._set(state, wish.key, wish.interval)
        state.waiting = tuple(pending)

    def _set(self, state: _State, key: Key, interval: Interval) -> bool:
        """Note where a sum lies; tell whether that is news."""
        if key not in state.spans:
            for part, _ in key:
                self._meet_facts(state, part)
        known = state.spans.get(key)
        if known is not None and _is_inside(known, interval):
            # Most of what is found again and again says nothing new.
            return False
        lies = self._between(key, state) if known is None else known
        found = self._whole(key, lies.meet(interval))
        if found.is_empty:
            raise _ContradictionError
        state.spans[key] = found

        return known is None or found != known

    def _meet_facts(self, state: _State, term: Term) -> None:
        """Note the bounds of the facts that a quantity is made of."""
        for part in term.walk():
            key = ((part, 1),)
            if is_free(part) and key not in state.spans:
                bounds = self._whole(key, self._ranges.of(part))
                if bounds.is_empty:
                    raise _ContradictionError
                state.spans[key] = bounds

    def _between(self, key: Key, state: _State) -> Interval:
        result = point(0)
        for part, factor in key:
            result = result + scaled(self._span(part, state), factor)

        return result

    def _span(self, part: Term, state: _State) -> Interval:
        known = state.spans.get(((part, 1),))

        return self._ranges.of(part) if known is None else known

    # -- narrowing -----------------------------------------------------------

    def _narrow(self, state: _State) -> Ranges:
        """Narrow what is known until nothing changes, or long enough."""
        for _ in range(_ROUNDS):
            ranges = self._given(state.spans)
            is_news = self._narrow_sums(state)
            for key in tuple(state.spans):
                if len(key) == 1 and not is_free(key[0][0]):
                    is_news |= self._set(state, key, ranges.of(key[0][0]))
            is_news |= self._narrow_open(state)
            if not is_news:
                break

        return self._given(state.spans)

    def _given(self, spans: Mapping[Key, Interval]) -> Ranges:
        return self._ranges.given(
            {
                key[0][0]: span
                for key, span in spans.items()
                if len(key) == 1 and is_free(key[0][0])
            }
        )

    def _narrow_sums(self, state: _State) -> bool:
        is_news = False
        for key, span in tuple(state.spans.items()):
            if len(key) == 1:
                continue
            is_news |= self._set(state, key, self._between(key, state))
            for at, (part, factor) in enumerate(key):
                rest = self._between(key[:at] + key[at + 1 :], state)
                own = scaled(span - rest, _inverse(factor))
                is_news |= self._set(state, ((part, 1),), own)

        return is_news

    def _narrow_open(self, state: _State) -> bool:
        """Leave out of each open wish what can no longer be."""
        left: list[Any] = []
        single: list[Wish] = []
        for wish in state.waiting:
            parts = [part for part in wish.parts if self._can_be(part, state)]
            if not parts:
                raise _ContradictionError
            if any(self._is_so(part, state) for part in parts):
                continue
            if len(parts) == 1:
                single.append(parts[0])
            else:
                left.append(Any(tuple(parts)))
        state.waiting = tuple(left)
        self._take(state, single)

        return bool(single)

    def _can_be(self, wish: Wish, state: _State) -> bool:
        if isinstance(wish, Within):
            known = state.spans.get(wish.key)
            if known is None:
                known = self._between(wish.key, state)
            return not known.meet(wish.interval).is_empty
        if isinstance(wish, Among):
            known_ones = state.chosen.get(wish.what, wish.allowed)
            return bool(known_ones & wish.allowed)
        parts = (self._can_be(part, state) for part in wish.parts)

        return all(parts) if isinstance(wish, All) else any(parts)

    def _is_so(self, wish: Wish, state: _State) -> bool:
        """Tell whether a wish has been granted already."""
        if isinstance(wish, Within):
            known = state.spans.get(wish.key)
            return known is not None and _is_inside(known, wish.interval)
        if isinstance(wish, Among):
            known_ones = state.chosen.get(wish.what)
            return known_ones is not None and known_ones <= wish.allowed
        parts = (self._is_so(part, state) for part in wish.parts)

        return all(parts) if isinstance(wish, All) else any(parts)

    # -- steps ---------------------------------------------------------------

    def _whole(self, key: Key, interval: Interval) -> Interval:
        """Return *interval* from the first to the last value of a sum."""
        step = self._step(key)
        if step is None or interval.is_empty:
            return interval
        low, high = interval.low, interval.high
        if low is not None:
            first = -(-low // step) * step
            low = first + step if interval.low_open and first == low else first
        if high is not None:
            last = high // step * step
            high = last - step if interval.high_open and last == high else last

        return Interval(low, high)

    def _step(self, key: Key) -> Number | None:
        if key not in self._steps:
            found = self._common_step(key)
            self._steps[key] = None if found is None else exact(found)

        return self._steps[key]

    def _common_step(self, key: Key) -> Fraction | None:
        result: Fraction | None = None
        for part, factor in key:
            own = self._step_of(part)
            if own is None:
                return None
            own = abs(Fraction(own) * factor)
            result = own if result is None else common_step(result, own)

        return result

    def _step_of(self, part: Term) -> Number | None:
        if part.type.kind == "date" and part.op == "fact":
            return 1

        return self._ranges.step_of(part)

    # -- trying values -------------------------------------------------------

    def _open(self, state: _State) -> Iterator[Key]:
        return (each[0] for each in state.spans.items() if _is_open(each))

    def _ways(self, key: Key, state: _State) -> Iterator[Sequence[Wish]]:
        """Yield a value of a fact, then all below, then all above it."""
        span, step = state.spans[key], self._step(key)
        if key[0][0].op == "option_value":
            for number in numbers_of(key[0][0], self._ranges):
                yield [Within(key, point(exact(number)))]
            return
        short = value_in(span, None if step is None else Fraction(step))
        if short is None:
            return
        value = exact(short)
        yield [Within(key, point(value))]
        below = Interval(span.low, value, span.low_open, high_open=True)
        above = Interval(value, span.high, low_open=True)
        for part in (below, above):
            if not self._whole(key, part).is_empty:
                yield [Within(key, part)]

    def _confirmed(
        self, spans: Mapping[Key, Interval], state: _State, ranges: Ranges
    ) -> Facts | Outcome:
        """Return the facts, if they certainly bring about everything."""
        is_certain = all(map(_is_by_itself, state.chosen))
        for key, span in state.spans.items():
            value = point(0)
            for part, factor in key:
                value = value + scaled(ranges.of(part), factor)
            if value.is_empty or value.meet(span).is_empty:
                return "none"
            is_certain &= _is_inside(value, span)
        if not is_certain or any(map(_is_open, spans.items())):
            return "not decided"

        return Facts(ranges=ranges, chosen=state.chosen)


def _inverse(factor: Number) -> Number:
    """Return 1 divided by *factor*; most factors are 1 and -1."""
    return factor if factor in (1, -1) else exact(1 / Fraction(factor))


def _is_open(fact: tuple[Key, Interval]) -> bool:
    """Tell whether it is a fact of which no single value is chosen yet."""
    key, span = fact
    is_fact = len(key) == 1 and is_free(key[0][0])

    return is_fact and (span.low is None or span.low != span.high)


def _is_by_itself(what: Hashable) -> bool:
    return isinstance(what, tuple) and what[0] in _BY_ITSELF


def _is_inside(inner: Interval, outer: Interval) -> bool:
    return outer.start <= inner.start and inner.stop <= outer.stop
