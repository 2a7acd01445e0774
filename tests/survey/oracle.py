"""What a survey says, by plain loops over people: no code of the library.

A person is a mapping of column to text.  Slow, and short enough to be read.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

Person = Mapping[str, str]
NUMBERS = {"bad": 1, "fair": 2, "good": 3}
TOP = ("good",)
UNKNOWN = "dont_know"


def counted(
    people: Sequence[Person], question: str, unknown: str
) -> list[tuple[Fraction, bool, int]]:
    """Return weight, whether it is top, and number of all that counts."""
    found = []
    for person in people:
        answer = person.get(question, "")
        weight = Fraction(person.get("weight", "1"))
        if answer in NUMBERS:
            found.append((weight, answer in TOP, NUMBERS[answer]))
        elif answer == UNKNOWN and unknown == "zero":
            found.append((weight, False, 0))
        elif answer == UNKNOWN and unknown == "middle":
            found.append((weight, False, 2))

    return found


def share(
    people: Sequence[Person], questions: Sequence[str], unknown: str
) -> Fraction | None:
    """Return the share of one heap of answers."""
    heap = [
        each for name in questions for each in counted(people, name, unknown)
    ]
    whole = sum(weight for weight, _, _ in heap)
    if not whole:
        return None

    return (
        Fraction(sum(weight for weight, is_top, _ in heap if is_top)) / whole
    )


def mean(
    people: Sequence[Person], questions: Sequence[str], unknown: str
) -> Fraction | None:
    """Return the mean of one heap of answers."""
    heap = [
        each for name in questions for each in counted(people, name, unknown)
    ]
    whole = sum(weight for weight, _, _ in heap)
    if not whole:
        return None

    return Fraction(sum(weight * number for weight, _, number in heap)) / whole


def stratified(
    people: Sequence[Person],
    questions: Sequence[str],
    unknown: str,
    population: Mapping[str, int],
) -> Fraction | None:
    """Return the share by population; `None` if a stratum has no answer."""
    total = Fraction(0)
    for stratum, size in population.items():
        inside = [each for each in people if each["stratum"] == stratum]
        found = share(inside, questions, unknown)
        if found is None:
            return None
        total += size * found

    return total / sum(population.values())
