"""Rulesets with one thing changed, and whether their examples notice."""

from parrules.mutation.changes import Hint
from parrules.mutation.mutants import Mutant, mutants
from parrules.mutation.running import Mutation, Trial, run_mutants

__all__ = ["Hint", "Mutant", "Mutation", "Trial", "mutants", "run_mutants"]
