"""Single faults of an evaluator, each with the case that notices it."""

from collections.abc import Mapping, Sequence

from conformance import (
    faults_of_asked_conditions,
    faults_of_asking,
    faults_of_compiled_conditions,
    faults_of_compiled_points,
    faults_of_compiled_rows,
    faults_of_leaves,
    faults_of_totals,
)
from conformance.faulting import Fault
from parrules.engines import COMPILED, DEFAULT

OWN: Mapping[str, Sequence[Fault]] = {
    DEFAULT: (
        *faults_of_asking.FAULTS,
        *faults_of_asked_conditions.FAULTS,
    ),
    COMPILED: (
        *faults_of_compiled_rows.FAULTS,
        *faults_of_compiled_points.FAULTS,
        *faults_of_compiled_conditions.FAULTS,
    ),
}
"""By engine, the faults of what it does by itself."""

SHARED = (*faults_of_leaves.FAULTS, *faults_of_totals.FAULTS)
"""Those of what all engines share; each counts once."""

FAULTS = (*SHARED, *(fault for own in OWN.values() for fault in own))
