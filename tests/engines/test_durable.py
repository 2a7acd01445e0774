"""Life with a handle: threads, forks, garbage, memory, imports."""

import json
import os
import pathlib
import pickle
import subprocess
import sys
import threading

import pytest

from engines.isolated import run
from parrules.engines import decider_of
from parrules.errors import EngineError
from parrules.loading import read_ruleset
from parrules.ruleset import Ruleset

MINIATURE = pathlib.Path(__file__).parents[1] / "data" / "miniature.toml"
LOADING = f"""
from parrules.loading import read_ruleset
from parrules.ruleset import Ruleset
ruleset = Ruleset(read_ruleset({str(MINIATURE)!r}).scheme)
"""

COUNTING = """
from parrules.engines.durable import engine as module
made, deleted = [], []
imported = module._imported
class Module:
    def __init__(self): self._module = imported()
    def __getattr__(self, name): return getattr(self._module, name)
    def create_ruleset(self, name, text):
        made.append(handle := self._module.create_ruleset(name, text))
        return handle
    def delete_ruleset(self, handle):
        deleted.append(handle)
        self._module.delete_ruleset(handle)
module._imported = Module
def leaked():
    return len(made) - len(deleted)
"""


def miniature() -> Ruleset:
    """Return a ruleset of its own, with an engine of its own."""
    scheme = read_ruleset(MINIATURE).scheme
    assert scheme is not None

    return Ruleset(scheme)


def unit(number: int) -> dict[str, object]:
    """Return the facts of one of many units, none like its neighbour."""
    return {
        "tasks_planned": 40,
        "tasks_done": number % 41,
        "petitions": 8,
        "petitions_solved": number % 9,
        "late_reports": number % 5,
        "1.1.2": ("yes", "no")[number % 2],
        "opinions": [number % 3, 0, 1, number % 7, 2],
        "survey_held": number % 4 > 0,
        "head_disciplined": number % 11 == 0,
    }


def test_two_threads_give_what_one_gives() -> None:
    """A ruleset is shared; each unit's document is its own."""
    ruleset = miniature()
    alone = [ruleset.evaluate(unit(i)).to_dict() for i in range(300)]
    found: dict[int, list[object]] = {}

    def score(name: int) -> None:
        order = range(300) if name else reversed(range(300))
        scored = {i: ruleset.evaluate(unit(i)).to_dict() for i in order}
        found[name] = [scored[i] for i in range(300)]

    threads = [threading.Thread(target=score, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [alone, alone] == [found[0], found[1]]


def test_a_forked_process_makes_an_engine_of_its_own() -> None:
    """A handle is the parent's; the child evaluates and ends in peace."""
    code = f"""{LOADING}
import os
facts = {{"tasks_planned": 4, "tasks_done": 4}}
before = ruleset.evaluate(facts).to_dict()
child = os.fork()
if not child:
    same = ruleset.evaluate(facts).to_dict() == before
    os._exit(0 if same else 1)
_, status = os.waitpid(child, 0)
assert ruleset.evaluate(facts).to_dict() == before
print(os.waitstatus_to_exitcode(status))
"""

    assert "0" == run(code)


def test_a_fork_while_another_thread_scores_does_not_hang() -> None:
    """What a thread had in hand when the process forked is made anew."""
    code = f"""{LOADING}
import os, threading, warnings
warnings.simplefilter("ignore")
engine = ruleset._engine("durable").decider
threads = [threading.Thread(target=lambda: held.append(engine.begin()))]
held = []
threads[0].start()
threads[0].join()
child = os.fork()
if not child:
    ruleset.evaluate({{}})
    os._exit(0)
_, status = os.waitpid(child, 0)
print(os.waitstatus_to_exitcode(status))
"""

    assert "0" == run(code)


def test_a_handle_is_deleted_with_its_ruleset() -> None:
    """What is not collected is memory that no one can free."""
    code = f"""{COUNTING}{LOADING}
import gc
ruleset.evaluate({{}})
before = leaked()
del ruleset
gc.collect()
print(before, leaked())
"""

    assert "1 0" == run(code)


def test_an_interrupted_evaluation_holds_up_no_other() -> None:
    """Real signals, at moments that nobody chose."""
    code = f"""{LOADING}
import random, signal
facts = {{"tasks_planned": 4, "tasks_done": 4}}
expected = ruleset.evaluate(facts).to_dict()
def interrupt(*_): raise KeyboardInterrupt
signal.signal(signal.SIGALRM, interrupt)
random.seed(1)
interrupts = 0
for _ in range(3000):
    try:
        signal.setitimer(signal.ITIMER_REAL, random.uniform(1e-5, 2e-4))
        ruleset.evaluate({{}})
        signal.setitimer(signal.ITIMER_REAL, 0)
    except KeyboardInterrupt:
        interrupts += 1
signal.signal(signal.SIGALRM, signal.SIG_IGN)
assert interrupts > 20, interrupts
print(ruleset.evaluate(facts).to_dict() == expected)
"""

    assert "True" == run(code)


def test_an_interrupted_evaluation_gives_its_memory_up() -> None:
    """At each instruction of the engine, one after the other.

    Only where a memory is being given back is it lost: what is left of it
    cannot be told, and to delete it twice would be worse.
    """
    code = f"""{COUNTING}{LOADING}
import itertools, sys
facts = {{"tasks_planned": 4, "tasks_done": 4}}
expected = ruleset.evaluate(facts).to_dict()
left = 0
def instructions(frame, event, _):
    global left
    left -= event == "opcode"
    if not left:
        sys.settrace(None)
        raise KeyboardInterrupt
    return instructions
def calls(frame, event, _):
    code = frame.f_code
    if code.co_filename == module.__file__ and code.co_name != "delete":
        frame.f_trace_lines, frame.f_trace_opcodes = False, True
        return instructions
interrupts = 0
# CPython 3.12 looks for this before it traces, not in the frames it traces.
sys._getframe().f_trace_opcodes = True
for moment in itertools.count(1):
    left = moment
    sys.settrace(calls)
    try:
        ruleset.evaluate(facts)
        break
    except KeyboardInterrupt:
        interrupts += 1
        assert leaked() < 2, (moment, leaked())
    finally:
        sys.settrace(None)
assert interrupts > 200, interrupts
print(ruleset.evaluate(facts).to_dict() == expected, leaked())
"""

    assert "True 1" == run(code)


INSIDE = f"""{LOADING}
from parrules.engines.durable import engine as module
facts = {{"tasks_planned": 4, "tasks_done": 4}}
other = {{"tasks_planned": 4, "tasks_done": 1, "head_disciplined": True}}
expected = ruleset.evaluate(facts).to_dict()
inside = ruleset.evaluate(other).to_dict()
original = module.DurableSession.decide
found = []
def evaluate_inside(count=1):
    if len(found) < count:
        found.append(None)
        found[found.index(None)] = ruleset.evaluate(other).to_dict()
"""


@pytest.mark.parametrize("count", [1, 2, 5])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_an_evaluation_inside_another_one_is_an_evaluation(
    moment: str, count: int
) -> None:
    """What a signal handler does in the middle of one, in any depth."""
    code = f"""{INSIDE}
def decide(self, *arguments):
    if {moment == "before"}: evaluate_inside({count})
    original(self, *arguments)
    if {moment == "after"}: evaluate_inside({count})
module.DurableSession.decide = decide
outer = ruleset.evaluate(facts).to_dict()
again = ruleset.evaluate(facts).to_dict()
print(outer == again == expected, found == [inside] * {count})
"""

    assert "True True" == run(code)


def test_a_signal_handler_may_evaluate_at_any_moment() -> None:
    """Also while the engine is made; it is asked for what is equal."""
    code = f"""{COUNTING}{INSIDE}
import random, signal
handled = []
def handle(*_):
    handled.append(ruleset.evaluate(other).to_dict() == inside)
signal.signal(signal.SIGALRM, handle)
random.seed(1)
scored = set()
for number in range(2000):
    if not number % 100:
        ruleset = Ruleset(ruleset.scheme)
    signal.setitimer(signal.ITIMER_REAL, random.uniform(1e-5, 2e-4))
    scored.add(ruleset.evaluate(facts).to_dict() == expected)
    signal.setitimer(signal.ITIMER_REAL, 0)
assert len(handled) > 20, len(handled)
print(scored, set(handled))
"""

    assert "{True} {True}" == run(code)


def test_what_is_called_for_garbage_may_evaluate() -> None:
    """A finalizer runs wherever the collector does."""
    code = f"""{INSIDE}
import gc
gc.set_threshold(1)
class Last:
    def __init__(self): self.me = self
    def __del__(self): found.append(ruleset.evaluate(other).to_dict())
scored = []
for _ in range(30):
    Last()
    scored.append(ruleset.evaluate(facts).to_dict())
gc.collect()
print(scored == [expected] * 30, found == [inside] * 30)
"""

    assert "True True" == run(code)


def test_an_evaluation_may_wait_for_another_thread_that_evaluates() -> None:
    """A turn that does not come is not waited for: it may wait for us."""
    code = f"""{INSIDE}
import threading
def decide(self, *arguments):
    module.DurableSession.decide = original
    thread = threading.Thread(target=evaluate_inside)
    thread.start()
    thread.join()
    original(self, *arguments)
module.DurableSession.decide = decide
print(ruleset.evaluate(facts).to_dict() == expected, found == [inside])
"""

    assert "True True" == run(code)


def test_two_threads_may_evaluate_what_the_other_one_has_in_hand() -> None:
    """Two rulesets, each evaluated inside the other, in two threads."""
    code = f"""{INSIDE}
import threading
rulesets = Ruleset(ruleset.scheme), Ruleset(ruleset.scheme)
for each in rulesets:
    each.evaluate({{}})
both = threading.Barrier(2)
asked = threading.local()
def decide(self, *arguments):
    if not getattr(asked, "inside", True):
        asked.inside = True
        both.wait()
        found.append(asked.other.evaluate(other).to_dict())
    original(self, *arguments)
module.DurableSession.decide = decide
def work(mine, others):
    asked.inside, asked.other = False, others
    found.append(mine.evaluate(facts).to_dict())
threads = [
    threading.Thread(target=work, args=pair)
    for pair in (rulesets, rulesets[::-1])
]
for each in threads: each.start()
for each in threads: each.join()
print([found.count(each) for each in (inside, expected)])
"""

    assert "[2, 2]" == run(code)


def test_threads_take_turns_in_one_memory() -> None:
    """However many they are: a memory of each would be much of it."""
    code = f"""{COUNTING}{LOADING}
import threading
module._PATIENCE = 60  # However busy the machine.
ruleset.evaluate({{}})
def work():
    for number in range(200):
        ruleset.outcome({{"tasks_planned": 40, "tasks_done": number % 41}})
threads = [threading.Thread(target=work) for _ in range(24)]
for each in threads: each.start()
for each in threads: each.join()
print(len(made))
"""

    assert "1" == run(code)


def test_memory_stays_flat() -> None:
    """2,000 evaluations take no more memory than 200 have taken."""
    code = f"""{LOADING}
import resource
def score(count):
    for i in range(count):
        ruleset.evaluate({{"tasks_planned": 40, "tasks_done": i % 41}})
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
first = score(200)
print((score(2000) - first) // 1024)
"""

    assert int(run(code)) < 8


def test_many_rulesets_come_and_go_in_flat_memory() -> None:
    """A handle that leaked would take a third of a megabyte each."""
    code = f"""{LOADING}
import gc, resource
scheme = ruleset.scheme
def make(count):
    for _ in range(count):
        Ruleset(scheme).evaluate({{}})
        gc.collect()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
first = make(20)
print((make(100) - first) // 1024)
"""

    assert int(run(code)) < 10


def test_the_engine_is_not_imported_before_it_scores() -> None:
    """Loading and compiling do without it, and so without a compiler."""
    code = f"""{LOADING}
import sys
before = "durable_rules_engine" in sys.modules
ruleset.evaluate({{}})
print(before, "durable_rules_engine" in sys.modules)
"""

    assert "False True" == run(code)


def test_the_flags_of_the_loader_are_restored() -> None:
    """The C module is bound lazily; nothing that is imported later is."""
    code = f"""{LOADING}
import sys
before = sys.getdlopenflags()
ruleset.evaluate({{}})
print(before == sys.getdlopenflags())
"""

    assert "True" == run(code)


def test_an_engine_that_is_absent_is_one_clear_problem() -> None:
    """PAR907, not an ImportError, and never another engine in silence."""
    code = f"""
import sys
sys.modules["durable_rules_engine"] = None
{LOADING}
from parrules.errors import EngineError
try:
    ruleset.evaluate({{}})
except EngineError as error:
    print(*(problem.code for problem in error.problems))
"""

    assert "PAR907" == run(code)


def test_an_engine_that_does_not_exist_is_a_problem() -> None:
    """PAR910 names what was asked for."""
    with pytest.raises(EngineError) as caught:
        miniature().evaluate({}, engine="durabel")

    assert ["PAR910"] == [each.code for each in caught.value.problems]


def test_neither_a_ruleset_nor_its_engine_can_be_pickled() -> None:
    """A handle means nothing in another process."""
    ruleset = miniature()
    ruleset.evaluate({})
    decider = decider_of("durable", ruleset._layout)  # noqa: SLF001  # its own
    for value in (ruleset, decider):
        with pytest.raises(TypeError, match="cannot be pickled"):
            pickle.dumps(value)


def test_one_evaluation_that_fails_leaves_the_next_one_alone() -> None:
    """A refused submission neither holds the lock nor the state."""
    code = f"""{LOADING}
from parrules.errors import ParrulesError
for i in range(50):
    try:
        ruleset.evaluate({{"tasks_planned": -1}})
    except ParrulesError:
        pass
    last = ruleset.evaluate({{"tasks_planned": 1, "tasks_done": 1}})
print(last["1.1.3"].points)
"""

    assert "2" == run(code)


def test_scoring_says_nothing() -> None:
    """The C module has been seen to print: nothing may reach a terminal."""
    code = f"{LOADING}\nruleset.evaluate({{}})"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )

    assert ("", "") == (done.stdout, done.stderr)


def test_a_document_is_json() -> None:
    """What an engine gives holds no type of Python's own."""
    document = miniature().evaluate(unit(3)).to_dict()

    assert document == json.loads(json.dumps(document))


@pytest.mark.parametrize("step", ["_overruled", "_excluded", "_grade"])
def test_an_evaluation_that_is_interrupted_leaves_nothing_behind(
    step: str,
) -> None:
    """Ctrl+C in the middle of one unit changes nothing for the next."""
    code = f"""{LOADING}
from parrules.scoring import evaluator
facts = {{"tasks_planned": 4, "tasks_done": 4, "head_disciplined": True}}
other = {{"tasks_planned": 4, "tasks_done": 1, "head_disciplined": False}}
before = ruleset.evaluate(other).to_dict()
original = evaluator._Run.{step}
def interrupted(self, *arguments):
    raise KeyboardInterrupt
for _ in range(20):
    evaluator._Run.{step} = interrupted
    try:
        ruleset.evaluate(facts)
    except KeyboardInterrupt:
        pass
    evaluator._Run.{step} = original
    assert ruleset.evaluate(other).to_dict() == before
print("equal")
"""

    assert "equal" == run(code)
