"""The safe loop around the C module of durable-rules."""

import functools
import importlib
import json
import os
import sys
import threading
import weakref
from collections.abc import Iterator
from operator import itemgetter
from types import ModuleType
from typing import Any

from parrules.engines.durable.packing import (
    CLAUSES_PER_MESSAGE,
    COMPARISONS_PER_RULE,
    MATCHES_PER_MESSAGE,
    MESSAGE_LIMIT,
    PROPERTIES_PER_MESSAGE,
    RULE_LIMIT,
    Message,
    engine_rules,
    last_classes,
    load_of,
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


def _limits(layout: Layout) -> Iterator[Problem]:
    """Yield PAR902 to PAR905 where one decision asks too much."""
    lasts = last_classes(layout.plan)
    for decision in layout.plan.decisions:
        load = load_of(decision, lasts)
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
    problems = tuple(_limits(layout))
    if problems:
        raise RulesetError(problems)
    groups = pack(layout)
    messages = sum(len(group) for group in groups)
    rules = messages + sum(len(m.rules) for group in groups for m in group)
    for count, limit in ((rules, RULE_LIMIT), (messages, MESSAGE_LIMIT)):
        if count > limit:
            problem = Problem(
                code="PAR901",
                arguments={"count": str(count), "limit": str(limit)},
            )
            raise RulesetError((problem,))

    return groups


class DurableEngine:
    """One ruleset inside durable-rules, behind a lock.

    The C module holds the interpreter's lock in every call and its handles
    are not thread-safe, so one handle and one lock are as fast as many.
    """

    name = "durable"

    def __init__(self, layout: Layout) -> None:
        """Pack *layout*; the engine itself is made when first used.

        Raises:
            RulesetError: PAR901 to PAR905, it asks too much of the engine.
        """
        self._groups = _packed(layout)
        self.fired: dict[str, tuple[int, int]] = {
            rule.name: (rule.decision, rule.rank)
            for group in self._groups
            for message in group
            for rule in message.rules
        }
        self.asserted = tuple(
            tuple(_assertion(message) for message in group)
            for group in self._groups
        )
        self.handle = -1
        self._process = -1
        self.renew_lock()
        if hasattr(os, "register_at_fork"):
            renew = functools.partial(_renew_lock, weakref.ref(self))
            os.register_at_fork(after_in_child=renew)
        self._serial = 0
        self.module: Any = None

    def renew_lock(self) -> None:
        """Forget a lock that another thread held when a process forked."""
        self.lock = threading.Lock()

    def open(self) -> "DurableSession":
        """Begin one evaluation: take the lock and a state of its own."""
        self.lock.acquire()
        try:
            if self._process != os.getpid():
                self._create()
            self._serial += 1
            return DurableSession(self, f"s{self._serial}")
        except BaseException:
            self.lock.release()
            raise

    def _create(self) -> None:
        """Make the ruleset; also after a fork, whose copy is not ours."""
        self.module = _imported()
        rules = json.dumps(engine_rules(self._groups))
        try:
            self.handle = self.module.create_ruleset("parrules", rules)
        except self.module.error as cause:
            raise _misbehaved(str(cause)) from cause
        self._process = os.getpid()
        finalizer = weakref.finalize(
            self, _delete, self.module, self.handle, self._process
        )
        # At exit the process takes the memory back by itself.
        finalizer.atexit = False

    def __reduce__(self) -> str:
        """Refuse to be pickled: a handle means nothing elsewhere."""
        raise TypeError("an engine cannot be pickled; load its ruleset anew")


def _renew_lock(engine: "weakref.ref[DurableEngine]") -> None:
    found = engine()
    if found is not None:
        found.renew_lock()


def _delete(module: Any, handle: int, process: int) -> None:  # noqa: ANN401  # C
    if process == os.getpid():
        module.delete_ruleset(handle)


def _assertion(message: Message) -> tuple[str, Any]:
    """Return a template and what picks its classes."""
    places = message.properties
    if not places:
        return message.template, lambda _: ()
    if len(places) == 1:
        only = places[0]
        return message.template, lambda classes: (classes[only],)

    return message.template, itemgetter(*places)


class DurableSession:
    """One state of the engine: asserted to, read, deleted."""

    __slots__ = ("_acted", "_engine", "_state")

    def __init__(self, engine: DurableEngine, state: str) -> None:
        self._engine = engine
        self._state = state
        self._acted = False

    def decide(self, group: int, classes: list[int], ranks: Ranks) -> None:
        """Assert the messages of a group and collect which rules fire."""
        module = self._engine.module
        try:
            self._assert(group, classes, ranks)
        except module.error as cause:
            raise _misbehaved(str(cause)) from cause

    def _assert(self, group: int, classes: list[int], ranks: Ranks) -> None:
        engine = self._engine
        module, handle, state = engine.module, engine.handle, self._state
        fired = engine.fired
        for template, pick in engine.asserted[group]:
            status, offset = module.assert_fact(
                handle, template % (state, *pick(classes))
            )
            if status:
                raise _misbehaved(f"assert_fact returned {status}")
            step = module.start_action_for_state(handle, offset)
            if not step:
                raise _misbehaved("no rule fired")
            self._acted = True
            frame = step[1]
            while frame:
                # {"r17":{"m":{…}}}: the name stands first.
                found = fired.get(frame[2 : frame.index('"', 2)])
                if found is not None:
                    decision, rank = found
                    ranks[decision] = min(rank, ranks[decision])
                frame = module.complete_and_start_action(handle, offset)

    def close(self) -> None:
        """Delete the state and let the next evaluation in."""
        engine = self._engine
        try:
            # Without an action there is no state that could be deleted.
            if self._acted:
                engine.module.delete_state(engine.handle, self._state)
        finally:
            engine.lock.release()


def _misbehaved(detail: str) -> EngineError:
    return EngineError((Problem(code="PAR908", arguments={"detail": detail}),))
