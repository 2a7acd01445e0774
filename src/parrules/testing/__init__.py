"""Strategies and properties to test any ruleset with, and a pytest plugin.

It needs the extra ``testing`` (Hypothesis and pytest), which is imported
when a name below is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parrules.testing.properties import (
        assert_bounds,
        assert_engines_agree,
        assert_monotone,
        assert_order_free,
        assert_total_is_sum,
    )
    from parrules.testing.strategies import (
        facts,
        near_thresholds,
        submissions,
    )

_HOMES = {
    "assert_bounds": "properties",
    "assert_engines_agree": "properties",
    "assert_monotone": "properties",
    "assert_order_free": "properties",
    "assert_total_is_sum": "properties",
    "facts": "strategies",
    "near_thresholds": "strategies",
    "submissions": "strategies",
}

__all__ = (  # noqa: RUF022  # strategies first, as they are met
    "facts",
    "near_thresholds",
    "submissions",
    "assert_bounds",
    "assert_monotone",
    "assert_total_is_sum",
    "assert_order_free",
    "assert_engines_agree",
)


def __getattr__(name: str) -> object:
    """Import a public name when it is first used.

    Raises:
        ExtraError: PAR913, Hypothesis is not installed.
    """
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        module = import_module(f"{__name__}.{home}")
    except ModuleNotFoundError as error:
        if error.name != "hypothesis":
            raise
        # Only here: pytest imports this package whenever it starts.
        from parrules.errors import ExtraError, Problem  # noqa: PLC0415

        arguments = {"package": "hypothesis", "extra": "testing"}
        problem = Problem(code="PAR913", arguments=arguments)
        raise ExtraError((problem,)) from error
    value: object = getattr(module, name)
    globals()[name] = value

    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
