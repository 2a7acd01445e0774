"""The safe loop around the C module of durable-rules."""

import functools
import importlib
import json
import os
import queue
import sys
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
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
    STATE,
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
_PATIENCE = 0.25
"""Seconds to wait for a turn: as long as some hundred evaluations take."""


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
    """One ruleset inside durable-rules; it decides rows.

    The C module holds the interpreter's lock in every call, so that one
    working memory is as fast as many, and threads take turns in it.  Nobody
    waits for ever: what evaluates in a signal handler or while garbage is
    collected may stand in the way of its own thread, and gets a memory of
    its own.  Nothing is locked that an interrupt could leave locked.
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
        self._process = 0
        self._begin_anew()

    def _begin_anew(self) -> None:
        """Forget all memories: after a fork they are another process's."""
        self._idle: queue.SimpleQueue[Turn] = queue.SimpleQueue()
        self._latest: Callable[[], Turn | None] = _nobody
        self._process = os.getpid()

    def begin(self) -> "DurableSession":
        """Begin one evaluation, alone in a working memory.

        Raises:
            EngineError: PAR907, the rules engine is not installed.
        """
        if self._process != os.getpid():
            self._begin_anew()
        idle = self._idle
        turn = self._awaited(idle) or Turn()
        turn.thread = threading.get_ident()
        turn.begun += 1
        self._latest = weakref.ref(turn)
        if turn.memory is None:
            # Others see that there will be one, and wait for it.
            turn.memory = WorkingMemory(_imported(), self._process)
            # At exit the process takes the memory back by itself.
            weakref.finalize(turn, turn.memory.delete).atexit = False
            turn.memory.create(engine_rules(self._groups))

        return DurableSession(turn, idle, self._asserted, self._fired)

    def _awaited(self, idle: "queue.SimpleQueue[Turn]") -> "Turn | None":
        """Return a turn that is free, soon if not now; `None` without."""
        try:
            return idle.get_nowait()
        except queue.Empty:
            latest = self._latest()
        while latest is not None and latest.thread != threading.get_ident():
            seen, begun = latest, latest.begun
            try:
                return idle.get(timeout=_PATIENCE)
            except queue.Empty:
                latest = self._latest()
            if latest is seen and latest.begun == begun:
                # Nobody came to an end: who has it may be waiting for us.
                return None

        return None

    def __reduce__(self) -> str:
        """Refuse to be pickled: a handle means nothing elsewhere."""
        raise TypeError("an engine cannot be pickled; load its ruleset anew")


def _nobody() -> None:
    """Stand for a turn that nobody has."""


class Turn:
    """The right to work in a memory: whoever holds it is alone in there.

    It is handed back after an evaluation.  Where that was interrupted it is
    lost, and the memory is given up with it.

    Attributes:
        memory: `None` as long as nothing was made.
        thread: Who holds it; 0 where it is free.
        begun: How many evaluations began with it.
    """

    __slots__ = ("__weakref__", "begun", "memory", "thread")

    def __init__(self) -> None:
        self.memory: WorkingMemory | None = None
        self.thread = self.begun = 0


class WorkingMemory:
    """A ruleset in the C module, and the one state that it works in.

    The state is kept from one evaluation to the next, with all facts taken
    back in between: making one means clearing some kilobytes for every
    rule, which would take longer than all matching.  No two evaluations
    share a memory, not even one inside the other: garbage may be collected
    while the C module makes a tuple of texts that are still its own.

    Attributes:
        is_used: A fact was asserted, or was about to be.
        has_acted: A rule has fired; only then may a state be deleted.
    """

    def __init__(self, module: ModuleType, process: int) -> None:
        """Make nothing yet, so that an interrupt finds what to delete."""
        self.module: Any = module
        self.is_used = self.has_acted = False
        self._process = process
        self._handles: list[int] = []

    @property
    def handle(self) -> int:
        """What the C module calls it."""
        return self._handles[0]

    def create(self, rules: Mapping[str, Any]) -> None:
        """Make the ruleset of *rules*.

        Raises:
            EngineError: PAR908, it is refused.
        """
        # Without spaces, which the C module would read over and over.
        text = json.dumps(rules, check_circular=False, separators=(",", ":"))
        try:
            # Nothing can interrupt between making a handle and keeping it.
            self._handles.extend(
                map(self.module.create_ruleset, ("parrules",), (text,))
            )
        except self.module.error as cause:
            raise _misbehaved(str(cause)) from cause

    def delete(self) -> None:
        """Give everything back; in a forked process it is not ours."""
        if self._process != os.getpid() or not self._handles:
            return
        module, handle = self.module, self._handles.pop()
        if self.is_used and not self.has_acted:
            # A state in which no rule has fired cannot be deleted safely.
            _, offset = module.assert_fact(
                handle, f'{{"id":"0","sid":"{STATE}","{KIND}":{FIRST_KIND}}}'
            )
            module.start_action_for_state(handle, offset)
        if self.is_used:
            module.delete_state(handle, STATE)
        module.delete_ruleset(handle)


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

    __slots__ = ("_asserted", "_fired", "_held", "_idle", "_memory", "_turn")

    def __init__(
        self,
        turn: Turn,
        idle: "queue.SimpleQueue[Turn]",
        asserted: tuple[tuple[tuple[int, str, Any], ...], ...],
        fired: Mapping[str, tuple[int, int]],
    ) -> None:
        self._turn = turn
        self._idle = idle
        self._memory: Any = turn.memory
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
        module, handle = memory.module, memory.handle
        fired = self._fired
        memory.is_used = True
        for kind, template, pick in self._asserted[group]:
            status, offset = module.assert_fact(
                handle, template % pick(classes)
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
        """Take the facts back; without this the memory is given up."""
        memory = self._memory
        module, handle = memory.module, memory.handle
        try:
            for kind in self._held:
                module.retract_fact(
                    handle, f'{{"id":"{kind}","sid":"{STATE}"}}'
                )
        except module.error as cause:
            raise _misbehaved(str(cause)) from cause
        # Whoever takes it next is not known at once, but not this thread.
        self._turn.thread = 0
        self._idle.put(self._turn)


def _misbehaved(detail: str) -> EngineError:
    return EngineError((Problem(code="PAR908", arguments={"detail": detail}),))
