"""Derived facts without a title, spelt out where all is told."""

from collections.abc import Mapping
from typing import Any

from parrules.model import Title
from parrules.plan.labels import Labels
from parrules.plan.nodes import Plan

Json = Mapping[str, Any]


def with_derived(node: Json, plan: Plan) -> dict[str, Any]:
    """Return *node* with titles for derived facts that have none.

    They are called by what they are computed from; those of several cases,
    which are too long for that, keep their names.

    Args:
        node: One of those that `joined` returns.
        plan: Of the ruleset.
    """
    untitled = {
        each.name: each.cases[0][1]
        for each in plan.scheme.derived
        if each.title == Title() and [when for when, _ in each.cases] == [None]
    }
    labels = Labels(plan.scheme)
    entries = []
    for entry in node["entries"]:
        facts = []
        for fact in entry["facts"]:
            if fact["name"] in untitled:
                said = labels.expression(untitled[fact["name"]])
                titles = {"title_vi": said.vi, "title_en": said.en}
                facts.append({**fact, **titles})
            else:
                facts.append(fact)
        entries.append({**entry, "facts": facts})

    return {**node, "entries": entries}
