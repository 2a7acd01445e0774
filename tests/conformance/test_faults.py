"""An evaluator that does one thing wrong does not pass the corpus.

A fault for another engine is one more entry of `conformance.faults.FAULTS`,
or one more name among the engines of an entry.
"""

import pytest

from conformance.corpus import failures, made, named
from conformance.faults import FAULTS, Fault
from parrules.engines import ENGINES

RUNS = [
    pytest.param(fault, engine, id=f"{fault.name} ({engine})")
    for fault in FAULTS
    for engine in fault.engines
]


@pytest.mark.parametrize(("fault", "engine"), RUNS)
def test_the_case_passes_where_nothing_is_wrong(
    fault: Fault, engine: str
) -> None:
    """The same machinery, unpatched: otherwise the next test were idle."""
    assert [] == failures(named(fault.case), engine, made)


@pytest.mark.parametrize(("fault", "engine"), RUNS)
def test_the_fault_is_noticed_by_its_case(
    fault: Fault, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A result comes out, and it is not what the case expects."""
    fault.patch(monkeypatch)

    assert [] != failures(named(fault.case), engine, made)


def test_there_are_faults_of_every_engine() -> None:
    """Each at least fifteen, and no name twice."""
    names = [fault.name for fault in FAULTS]
    counts = {
        engine: sum(engine in fault.engines for fault in FAULTS)
        for engine in ENGINES
    }

    assert sorted(set(names)) == sorted(names)
    assert min(counts.values()) >= 15
