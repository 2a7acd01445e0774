"""Derived facts put into what reads them, and where that ends."""

from parrules.checking.inlining import MAXIMUM_DEPTH, Inliner
from parrules.expression.terms import FLAG, Term
from parrules.model import Derived, Expression


def name(text: str) -> Term:
    return Term("derived", (), text, FLAG)


def expression(term: Term | None) -> Expression:
    return Expression(text="…", term=term)


def derived(**terms: Term) -> dict[str, Derived]:
    return {
        key: Derived(name=key, cases=((None, expression(term)),))
        for key, term in terms.items()
    }


def test_circle_is_left_alone() -> None:
    """The loader reports circles; here they only must not run on."""
    found = Inliner(derived(a=name("b"), b=Term("not", (name("a"),))))

    assert found.term(expression(Term("not", (name("a"),)))) is None


def test_unknown_and_unread_are_left_alone() -> None:
    """What is not there, or could not be read, says nothing."""
    found = Inliner({})

    assert found.term(None) is None
    assert found.term(expression(None)) is None
    assert found.term(expression(name("a"))) is None


def test_what_is_too_deep_is_left_alone() -> None:
    """No expression that the loader accepts is."""
    term = Term("truth", (), value=True, type=FLAG)
    for _ in range(MAXIMUM_DEPTH + 1):
        term = Term("not", (term,), None, FLAG)

    assert Inliner({}).term(expression(term)) is None
