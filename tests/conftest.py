"""What holds for all tests: drawn cases are the same in every CI run."""

import os

from hypothesis import settings

# Rulesets among the tests are samples, many of them broken on purpose.
collect_ignore_glob = ["*.toml"]

settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("local", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")
