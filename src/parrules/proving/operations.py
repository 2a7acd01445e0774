"""Terms, read by one method for each of their operations."""

from typing import Any

from parrules.expression.terms import Term


class Operations:
    """Finds the method that reads a term by the name of its operation.

    What reads numbers defines ``_number_add``, ``_number_mul`` and so on;
    there is no table beside that would name them all once more.
    """

    def by_operation(self, prefix: str, term: Term) -> Any:  # noqa: ANN401  # as the method says
        """Return what the method for the operation of *term* makes of it.

        Raises:
            AttributeError: There is none.
        """
        return getattr(self, f"_{prefix}_{term.op}")(term)

    def has_operation(self, prefix: str, term: Term) -> bool:
        """Tell whether there is a method for the operation of *term*."""
        return hasattr(self, f"_{prefix}_{term.op}")
