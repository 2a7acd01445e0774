"""Which unit an option names."""

from collections.abc import Collection

from parrules.errors import FactError, Problem, near


def require_unit(unit: str | None, known: Collection[str]) -> None:
    """Hold the name of a unit, if there is one, to those that are *known*.

    Raises:
        FactError: PAR830, none of them is called so.
    """
    if unit is None or unit in known:
        return
    arguments = {"unit": unit, "near": near(unit, known)}
    raise FactError([Problem(code="PAR830", arguments=arguments)])
