"""The safe loop around the C module of durable-rules."""

import functools
import importlib
import json
import os
import sys
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from types import ModuleType
from typing import Any

from parrules.engines.durable.packing import (
    CLAUSES_PER_MESSAGE,
    COMPARISONS_PER_RULE,
    FIRST_KIND,
    KIND,
    MATCHES_PER_MESSAGE,
    MESSAGE_LIMIT,
    PROPERTIES_PER_MESSAGE,
    RULE_LIMIT,
    Load,
    Message,
    engine_rules,
    loads_of,
    pack,
)
from parrules.errors import EngineError, Problem, RulesetError
from parrules.scoring.arithmetic import Ranks
from parrules.scoring.layout import Layout

_C_MODULE = "durable_rules_engine"


def _imported() -> ModuleType:
    """Import the C module, which is not loaded before it is needed.

    From CPython 3.13 on it names a function that is gone and is never
    called; bound lazily, it loads all the same.

    Raises:
        EngineError: PAR907, it is not installed.
    """
    loaded = sys.modules.get(_C_MODULE)
    if loaded is not None:
        return loaded
    has_flags = hasattr(sys, "setdlopenflags")
    flags = sys.getdlopenflags() if has_flags else 0
    try:
        if has_flags:
            sys.setdlopenflags(os.RTLD_LAZY)
        return importlib.import_module(_C_MODULE)
    except ImportError as cause:
        problem = Problem(code="PAR907", arguments={"detail": str(cause)})
        raise EngineError((problem,)) from cause
    finally:
        if has_flags:
            sys.setdlopenflags(flags)


def _limits(layout: Layout, loads: Sequence[Load]) -> Iterator[Problem]:
    """Yield PAR902 to PAR905 where one decision asks too much."""
    for decision, load in zip(layout.plan.decisions, loads, strict=True):
        for code, size, limit in (
            ("PAR902", load.matches, MATCHES_PER_MESSAGE),
            ("PAR903", load.clauses, CLAUSES_PER_MESSAGE),
            ("PAR904", len(load.properties), PROPERTIES_PER_MESSAGE),
            ("PAR905", load.comparisons, COMPARISONS_PER_RULE),
        ):
            if size > limit:
                yield Problem(
                    code=code,
                    path=layout.plan.path_of(decision.name),
                    arguments={
                        "criterion": decision.name,
                        "count": str(size),
                        "limit": str(limit),
                    },
                )


def _packed(layout: Layout) -> tuple[tuple[Message, ...], ...]:
    """Return the messages of *layout*.

    Raises:
        RulesetError: PAR901 to PAR905, it asks too much of the engine.
    """
    loads = loads_of(layout.plan)
    problems = tuple(_limits(layout, loads))
    if problems:
        raise RulesetError(problems)
    groups = pack(layout, loads)
    messages = sum(len(group) for group in groups)
    rules = messages + sum(len(m.rules) for group in groups for m in group)
    if rules > RULE_LIMIT:
        raise RulesetError((_too_many_rules(layout, rules, messages),))
    if messages > MESSAGE_LIMIT:
        problem = Problem(
            code="PAR901",
            arguments={"count": str(messages), "limit": str(MESSAGE_LIMIT)},
        )
        raise RulesetError((problem,))

    return groups


def _too_many_rules(layout: Layout, rules: int, messages: int) -> Problem:
    """Return PAR901, with how many rules are no rows of leaves."""
    # Only who writes too much of them waits for a check.
    from parrules.checking.sizes import rows_of_leaves  # noqa: PLC0415

    rows = rows_of_leaves(layout.plan.scheme)
    beside = max(rules - messages - rows, 0)

    return Problem(
        code="PAR901",
        arguments={
            "count": str(rules),
            "limit": str(RULE_LIMIT),
            "rows": str(rows),
            "beside": str(beside),
            "messages": str(messages),
        },
    )


class DurableEngine:
    """One ruleset inside durable-rules, behind a lock; it decides rows.

    The C module holds the interpreter's lock in every call and its handles
    are not thread-safe, so one handle and one lock are as fast as many.

    Attributes:
        lock: To be held from `begin` to the end of the session.
    """

    def __init__(self, layout: Layout) -> None:
        """Pack *layout*; the engine itself is made when first used.

        Raises:
            RulesetError: PAR901 to PAR905, it asks too much of the engine.
        """
        self._groups = _packed(layout)
        self._fired: dict[str, tuple[int, int]] = {
            rule.name: (rule.decision, rule.rank)
            for group in self._groups
            for message in group
            for rule in message.rules
        }
        self._asserted = tuple(
            tuple(_assertion(message) for message in group)
            for group in self._groups
        )
        self._memory: WorkingMemory | None = None
        self.renew_lock()
        if hasattr(os, "register_at_fork"):
            renew = functools.partial(_renew_lock, weakref.ref(self))
            os.register_at_fork(after_in_child=renew)

    def renew_lock(self) -> None:
        """Forget a lock that another thread held when a process forked."""
        self.lock = threading.Lock()

    def begin(self) -> "DurableSession":
        """Begin one evaluation; `lock` is held.

        Raises:
            EngineError: PAR907, the rules engine is not installed.
        """
        memory = self._memory
        # After a fork the copy is not ours: whatever it does is made anew.
        if memory is None or memory.process != os.getpid():
            memory = self._memory = self._created()
        if not memory.is_clean:
            memory.renew()
        memory.is_clean = False

        return DurableSession(memory, self._asserted, self._fired)

    def _created(self) -> "WorkingMemory":
        memory = WorkingMemory(_imported(), engine_rules(self._groups))
        # At exit the process takes the memory back by itself.
        weakref.finalize(self, memory.delete).atexit = False

        return memory

    def __reduce__(self) -> str:
        """Refuse to be pickled: a handle means nothing elsewhere."""
        raise TypeError("an engine cannot be pickled; load its ruleset anew")


def _renew_lock(engine: "weakref.ref[DurableEngine]") -> None:
    found = engine()
    if found is not None:
        found.renew_lock()


class WorkingMemory:
    """A ruleset in the C module, and the one state that it works in.

    The state is kept from one evaluation to the next, with all facts taken
    back in between: making one means clearing some kilobytes for every
    rule, which would take longer than all matching. A state that was left
    in the middle of something is given up for a new one.

    Attributes:
        is_clean: No fact is held; the last evaluation came to its end.
        is_used: A fact was asserted, or was about to be.
        has_acted: A rule has fired; only then may a state be deleted.
    """

    def __init__(self, module: ModuleType, rules: Mapping[str, Any]) -> None:
        """Make the ruleset of *rules*.

        Raises:
            EngineError: PAR908, it is refused.
        """
        self.module: Any = module
        self.process = os.getpid()
        self._serial = 0
        try:
            # Without spaces, which the C module would read over and over.
            text = json.dumps(
                rules, check_circular=False, separators=(",", ":")
            )
            self.handle = module.create_ruleset("parrules", text)
        except module.error as cause:
            raise _misbehaved(str(cause)) from cause
        self._new_state()

    def _new_state(self) -> None:
        self._serial += 1
        self.state = f"s{self._serial}"
        self.is_used = self.has_acted = False
        self.is_clean = True

    def renew(self) -> None:
        """Give the state up, with all that it holds."""
        state, is_used, has_acted = self.state, self.is_used, self.has_acted
        # First, so that an interrupt never has it deleted twice.
        self._new_state()
        if is_used and not has_acted:
            # A state in which no rule has fired cannot be deleted safely.
            _, offset = self.module.assert_fact(
                self.handle,
                f'{{"id":"0","sid":"{state}","{KIND}":{FIRST_KIND}}}',
            )
            self.module.start_action_for_state(self.handle, offset)
        if is_used:
            self.module.delete_state(self.handle, state)

    def delete(self) -> None:
        """Give everything back; in a forked process it is not ours."""
        if self.process == os.getpid():
            self.renew()
            self.module.delete_ruleset(self.handle)


def _assertion(message: Message) -> tuple[int, str, Any]:
    """Return the kind of a message, a template and what picks its classes."""
    places = message.properties
    pick: Any = itemgetter(*places) if len(places) > 1 else None
    if not places:
        pick = _nothing
    elif pick is None:
        pick = functools.partial(_only, places[0])

    return message.kind, message.template, pick


def _nothing(classes: list[int]) -> tuple[int, ...]:
    del classes

    return ()


def _only(place: int, classes: list[int]) -> tuple[int, ...]:
    return (classes[place],)


class DurableSession:
    """One evaluation: facts are asserted, rules fire, facts go again."""

    __slots__ = ("_asserted", "_fired", "_held", "_memory")

    def __init__(
        self,
        memory: WorkingMemory,
        asserted: tuple[tuple[tuple[int, str, Any], ...], ...],
        fired: Mapping[str, tuple[int, int]],
    ) -> None:
        self._memory = memory
        self._asserted = asserted
        self._fired = fired
        self._held: list[int] = []

    def decide(self, group: int, classes: list[int], ranks: Ranks) -> None:
        """Assert the messages of a group and collect which rules fire."""
        try:
            self._assert(group, classes, ranks)
        except self._memory.module.error as cause:
            raise _misbehaved(str(cause)) from cause

    def _assert(self, group: int, classes: list[int], ranks: Ranks) -> None:
        memory = self._memory
        module, handle, state = memory.module, memory.handle, memory.state
        fired = self._fired
        memory.is_used = True
        for kind, template, pick in self._asserted[group]:
            status, offset = module.assert_fact(
                handle, template % (state, *pick(classes))
            )
            if status:
                raise _misbehaved(f"assert_fact returned {status}")
            self._held.append(kind)
            step = module.start_action_for_state(handle, offset)
            if not step:
                raise _misbehaved("no rule fired")
            memory.has_acted = True
            frame = step[1]
            while frame:
                # {"r17":{"m":{…}}}: the name stands first.
                found = fired.get(frame[2 : frame.index('"', 2)])
                if found is not None:
                    decision, rank = found
                    ranks[decision] = min(rank, ranks[decision])
                frame = module.complete_and_start_action(handle, offset)

    def end(self) -> None:
        """Take the facts back; without this the state is given up."""
        memory = self._memory
        module, handle = memory.module, memory.handle
        try:
            for kind in self._held:
                module.retract_fact(
                    handle, f'{{"id":"{kind}","sid":"{memory.state}"}}'
                )
        except module.error as cause:
            raise _misbehaved(str(cause)) from cause
        memory.is_clean = True


def _misbehaved(detail: str) -> EngineError:
    return EngineError((Problem(code="PAR908", arguments={"detail": detail}),))
