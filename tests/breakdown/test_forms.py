"""How a verdict is written is kept with it, and is no part of it."""

import pickle

import attrs
import pytest

from parrules.outcome import SCORED, Verdict


def test_a_form_is_no_part_of_a_verdict() -> None:
    """Verdicts are compared and shown by what became of a node alone."""
    verdict, other = (Verdict(SCORED, 3, 5, "1#1") for _ in "12")
    verdict.form = ({"code": "1"}, ())

    assert (other, repr(other)) == (verdict, repr(verdict))


def test_what_became_of_a_node_cannot_be_changed() -> None:
    """Verdicts are shared between units."""
    verdict = Verdict(SCORED, 3, 5, "1#1")
    with pytest.raises(attrs.exceptions.FrozenAttributeError):
        verdict.earned = 5

    assert 3 == verdict.earned


def test_a_verdict_is_pickled_without_its_form() -> None:
    """A form may hold functions, which mean nothing elsewhere."""
    verdict = Verdict(SCORED, 3, 5, "1#1")
    verdict.form = ({"code": "1"}, (({}, [], ({}, lambda values: values)),))
    found = pickle.loads(pickle.dumps(verdict))  # noqa: S301  # our own

    assert (verdict, None) == (found, found.form)
