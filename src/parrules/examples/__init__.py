"""The examples in a ruleset: expected beside got."""

from parrules.examples.comparing import Difference
from parrules.examples.running import ExampleResult, run_examples

__all__ = ["Difference", "ExampleResult", "run_examples"]
