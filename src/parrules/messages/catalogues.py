"""Words by language, in files beside the modules that say them."""

import functools
import importlib.resources
from collections.abc import Mapping
from typing import Any

import tomli


@functools.cache
def catalogue_of(room: str, file: str = "words.toml") -> Mapping[str, Any]:
    """Return what *file*, in the folder of a *room*, says."""
    folder = importlib.resources.files(f"parrules.{room}")

    return tomli.loads((folder / file).read_text("utf-8"))
