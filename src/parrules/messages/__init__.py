"""What problems say: templates per language, filled at the edge.

A catalogue is one TOML file per language and hundred of codes,
``en/par2.toml``.  An entry has ``what``, ``why`` and ``fix``; the first
``fix_…`` whose argument is there replaces ``fix``: ``fix_near`` where ``near``
names something that was probably meant, ``fix_form`` where ``form`` shows how
it is written, and what else single codes have.
``{found!w}`` stands for the word that ``en/words.toml`` has for what was
found; of ``a | b`` for both. ``{form!o}`` names each of them as it is written,
and ``{near!q}`` writes a text as it stands in expressions, in quotes.
Of what is wrong on several lines, ``also`` says which the other ones are.
"""

import functools
import string
from collections.abc import Mapping

from parrules.errors import Language, Problem, in_quotes, visible
from parrules.messages.catalogues import catalogue_of
from parrules.usage import hold_language

LANGUAGES: tuple[Language, ...] = ("vi", "en")
_LONGEST_ARGUMENT = 160
_WHY = {"en": "why", "vi": "vì sao"}
_FIX = {"en": "fix", "vi": "cách sửa"}
_SEVERITY = {
    "en": {"error": "error", "warning": "warning"},
    "vi": {"error": "lỗi", "warning": "cảnh báo"},
}


def catalogue(
    language: Language, hundred: str
) -> Mapping[str, Mapping[str, str]]:
    """Return the entries of codes ``PAR<hundred>xx`` in *language*."""
    hold_language(language)

    return catalogue_of("messages", f"{language}/par{hundred}.toml")


def sentences(problem: Problem, language: Language) -> dict[str, str]:
    """Return ``what``, ``why`` and ``fix`` of *problem* in *language*."""
    entry = catalogue(language, problem.code[3])[problem.code]
    arguments = {**_in_lines(problem)}
    # What is said in each language anew is called by the name of both.
    arguments.update(
        (name.removesuffix(f"_{language}"), value)
        for name, value in problem.arguments.items()
        if name.endswith(f"_{language}")
    )
    fixes = (
        name
        for name in entry
        if name.startswith("fix_") and arguments.get(name[len("fix_") :])
    )
    fix = next(fixes, "fix")
    templates = {
        "what": entry["what"],
        "why": entry["why"],
        "fix": entry[fix],
    }
    if arguments.get("also"):
        templates["what"] += words(language)[_also(arguments)]
        if fix == "fix_near":
            templates["fix"] += words(language)["also_near"]

    return {
        name: _filled(template, arguments, language)
        for name, template in templates.items()
    }


def what_of(problem: Problem, language: Language) -> str:
    """Return ``what`` of *problem* alone, for tables of many."""
    entry = catalogue(language, problem.code[3])[problem.code]

    return _filled(entry["what"], _in_lines(problem), language)


def _also(arguments: Mapping[str, str]) -> str:
    """Return which word says on which other lines the same is wrong."""
    if arguments["beyond"]:
        return "also_beyond"

    return "also_lines" if "," in arguments["also"] else "also_line"


def words(language: Language) -> Mapping[str, str]:
    """Return what sentences in *language* call kinds and reasons."""
    return catalogue_of("messages", f"{language}/words.toml")


def render(problem: Problem, language: Language) -> str:
    """Write place, severity, code, what, why and fix of *problem*."""
    filled = sentences(problem, language)
    found = problem.place
    place = found.text(words(language)["row"]) if found else ""
    # A file without a name is at no place.
    place = f"{place}: " if place else ""
    severity = _SEVERITY[language][problem.severity]
    head = f"{place}{severity} {problem.code}: {filled['what']}"

    return "\n".join(
        (
            head,
            f"  {_WHY[language]}: {filled['why']}",
            f"  {_FIX[language]}: {filled['fix']}",
        )
    )


@functools.cache
def _parts(template: str) -> tuple[tuple[str, str | None, str | None], ...]:
    """Return the texts of a template, each with the field after it."""
    parsed = string.Formatter().parse(template)

    return tuple((text, name, asked) for text, name, _, asked in parsed)


def _filled(
    template: str, arguments: Mapping[str, str], language: Language
) -> str:
    """Fill a template; an absent argument is empty, not a crash."""
    found = []
    for text, name, asked in _parts(template):
        found.append(text)
        if name is not None:
            value = arguments.get(name, "")
            found.append(_listed(value, language, asked) if asked else value)

    return "".join(found)


def _listed(value: str, language: Language, asked: str) -> str:
    """List what *value* names: by its words, if *asked* is ``w``.

    If it is ``q``, one text stands in quotes.
    """
    if asked == "q":
        return in_quotes(value)
    known = words(language)
    named = known if asked == "w" else {}
    *others, last = (
        named.get(part, f"`{part}`") for part in value.split(" | ")
    )

    return f" {known['or']} ".join(filter(None, (", ".join(others), last)))


def _in_lines(problem: Problem) -> dict[str, str]:
    return {name: _one_line(each) for name, each in problem.arguments.items()}


def _one_line(value: str) -> str:
    """Shorten *value* and escape what would break the line."""
    shown = visible(value[: _LONGEST_ARGUMENT + 1])
    if len(value) > _LONGEST_ARGUMENT:
        return shown[:_LONGEST_ARGUMENT] + "…"

    return shown
