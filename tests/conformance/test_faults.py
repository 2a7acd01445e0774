"""An evaluator that does one thing wrong does not pass the corpus.

A further fault is one more function in a module of `conformance` whose name
begins with ``faults_of``.
"""

import collections

import pytest

from conformance.corpus import failures, made, named
from conformance.faulting import Fault
from conformance.faults import FAULTS, OWN, SHARED
from parrules.engines import ENGINES

EACH = pytest.mark.parametrize(
    "fault", FAULTS, ids=lambda fault: f"{fault.name} ({fault.engine})"
)


@EACH
def test_the_case_passes_where_nothing_is_wrong(fault: Fault) -> None:
    """The same machinery, unpatched: otherwise the next test were idle."""
    assert [] == failures(named(fault.case), fault.engine, made)


@EACH
def test_the_fault_is_noticed_by_its_case(
    fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A result comes out, and it is not what the case expects."""
    fault.patch(monkeypatch)

    assert [] != failures(named(fault.case), fault.engine, made)


@pytest.mark.parametrize("engine", ENGINES)
def test_there_are_faults_of_what_each_engine_does_by_itself(
    engine: str,
) -> None:
    """Each at least fifteen, and none of another engine."""
    own = OWN[engine]

    assert {engine} == {fault.engine for fault in own}
    assert len(own) >= 15


def test_what_all_engines_share_counts_once() -> None:
    """Twenty at least; and no fault is there twice."""
    counts = collections.Counter(
        (fault.name, fault.engine) for fault in FAULTS
    )

    assert len(SHARED) >= 20
    assert {1} == set(counts.values())
