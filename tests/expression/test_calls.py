"""Functions that do not exist, or are called in another way."""

import pytest

from expression.test_quotes import told
from parrules.errors import Problem
from parrules.expression.calls import _FORMS, _FUNCTIONS
from parrules.expression.parsing import parse


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("percnt(done, due) > 1", "percent"),
        ("PERCENT(done, due) > 1", "percent"),
        ("ROUND(rate, 1) > 1", "round_to"),
        ("floor(done) > 1", "round_down"),
        ("Average(opinions) > 1", "mean"),
        ("frobnicate(done) > 1", ""),
    ],
)
def test_functions_of_spreadsheets_are_told_as_they_are_called(
    text: str, near: str
) -> None:
    """In capitals, too."""
    ((code, _offset, arguments),) = told(text)

    assert ("PAR506", near) == (code, arguments["near"])


@pytest.mark.parametrize("name", sorted(_FUNCTIONS))
def test_how_a_function_is_called_can_be_read(name: str) -> None:
    """The form has as many arguments as the function takes."""
    least, most, _method = _FUNCTIONS[name]
    form = parse(_FORMS[name])

    assert name == form.value
    assert least <= len(form.args) <= (most or len(form.args))


def test_too_few_arguments_are_answered_by_the_form() -> None:
    """What is wanted is shown, not only that something is."""
    ((code, _offset, arguments),) = told("percent(done) > 1")

    assert ("PAR506", "percent(done, planned)") == (code, arguments["call"])


def test_a_function_that_is_like_none_is_told_them_all() -> None:
    """Two arguments name them, as a long one is cut short."""
    ((code, _offset, arguments),) = told("frobnicate(done) > 1")
    text = Problem(code=code, arguments=arguments).text("vi")

    assert [] == [each for each in _FORMS if f"`{each}`" not in text]
