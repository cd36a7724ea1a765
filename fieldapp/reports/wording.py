"""What a figure is called in the language chosen; it is declared in English, and Spanish is kept beside the labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import resources
from fieldapp.records.translation import translate
from fieldapp.reports.question import Figure
from fieldapp.rules.offence import bucket_precedence

_SOURCE: Final = "en"


@dataclass(frozen=True)
class Wording:
    """A figure in words: its title, what it counts, what sets it apart from its neighbours, the date it goes by."""

    title: str
    definition: str
    parting: str
    date_basis: str

    @property
    def whole_definition(self) -> str:
        """What it counts, and what sets it apart from its neighbours."""
        return f"{self.definition} {self.parting}".strip()


def wording(figure: Figure, language: str = _SOURCE) -> Wording:
    """Return a figure's words; what has none in this language reads as it was declared."""
    own = _table(language).get(figure.name, {})
    parting = own.get("parting", "").replace("{order}", ", ".join(bucket_precedence()))
    return Wording(
        own.get("title", figure.title),
        own.get("definition", figure.definition),
        parting or figure.parting,
        translate(figure.date_basis, language),
    )


@cache
def _table(language: str) -> Mapping[str, Mapping[str, str]]:
    name = f"labels/figures_{language}.toml"
    known = language != _SOURCE and resources.path(name).is_file()
    return resources.load_toml(name) if known else {}
