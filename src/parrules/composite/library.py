"""What a developer calls first: find, load and check an index."""

import os

from parrules.composite.reading import Loaded, fit, read_index
from parrules.composite.scoring import Index
from parrules.errors import Problem, RulesetError
from parrules.loading.bundled import Bundled, bundled, resolve
from parrules.usage import path_of

Name = str | os.PathLike[str]


def indices() -> tuple[Bundled, ...]:
    """Return the composite indices that come with the library, by name."""
    return bundled(kind="index")


def load_index(name: Name) -> Index:
    """Load and check a composite index.

    Args:
        name: A path, or a bundled one: ``id@edition``, ``id@date`` with a
            day on which it is in force, or a bare id where there is one
            edition.

    Raises:
        RulesetError: Everything that is wrong with it; PAR826 there is no
            such index, PAR119 *name* leaves several editions open.
    """
    return fit(_loaded(name))


def check_index(name: Name) -> tuple[Problem, ...]:
    """Return everything wrong with a composite index, in file order."""
    try:
        return _loaded(name).problems
    except RulesetError as error:
        return error.problems


def _loaded(name: Name) -> Loaded:
    return read_index(resolve(path_of("name", name), kind="index"))
