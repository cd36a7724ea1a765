"""What record types, sections and fields are called in a language other than the declarations' English."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import resources


def translate(text: str, language: str = "en") -> str:
    """Return a title, label, section or help text of a declaration in a language, else as it was declared."""
    return text if language == "en" else _table(language).get(text, text)


@cache
def _table(language: str) -> Mapping[str, str]:
    name = f"labels/{language}.toml"
    return resources.load_toml(name) if resources.path(name).is_file() else {}
