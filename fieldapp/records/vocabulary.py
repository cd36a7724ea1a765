"""The closed lists that choices are made from, in English and Spanish, read once from ``resources``.

The offences of the rules pack are a vocabulary too (``offence``), so that a charge is a choice like any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

import resources
from fieldapp.records.rulebook import Pack, in_force

LANGUAGES: Final = ("en", "es")
OFFENCE: Final = "offence"


class VocabularyError(Exception):
    """A bundled vocabulary file is broken; the message names the file and the row."""


@dataclass(frozen=True)
class Choice:
    """One code and what people call it. A retired choice is still shown on old records and never offered."""

    code: str
    en: str
    es: str
    retired: bool = False

    def label(self, language: str = "en") -> str:
        """Return the label in a language; any language we do not have reads English."""
        return self.es if language == "es" else self.en


def choices(name: str, *, retired: bool = False) -> tuple[Choice, ...]:
    """Return the choices of a vocabulary in the order they are offered. Raises KeyError on an unknown name."""
    every = _vocabulary(name).values()
    return tuple(choice for choice in every if retired or not choice.retired)


def codes(name: str) -> frozenset[str]:
    """Return every code that a record may hold, retired ones included."""
    return frozenset(_vocabulary(name))


def label(name: str, code: str, language: str = "en") -> str:
    """Return what people call a code; a code that only a newer version knows is shown as it is."""
    choice = _vocabulary(name).get(code)
    return choice.label(language) if choice else code


def names() -> tuple[str, ...]:
    """Return the names of all vocabularies."""
    return (*_vocabularies(), OFFENCE)


def read_choices(where: str, rows: list[Mapping[str, Any]]) -> dict[str, Choice]:
    """Turn the rows of one vocabulary into choices by code. Raises VocabularyError."""
    found: dict[str, Choice] = {}
    for number, row in enumerate(rows, start=1):
        if unknown := set(row) - {"code", "en", "es", "retired"}:
            raise VocabularyError(f"{where}, row {number}: unknown {', '.join(sorted(unknown))}")
        if missing := [key for key in ("code", "en", "es") if not row.get(key)]:
            raise VocabularyError(f"{where}, row {number}: no {', '.join(missing)}")
        choice = Choice(**row)
        if choice.code in found:
            raise VocabularyError(f"{where}, row {number}: {choice.code} appears twice")
        found[choice.code] = choice
    return found


def _vocabulary(name: str) -> Mapping[str, Choice]:
    return _offences(in_force("offences")) if name == OFFENCE else _vocabularies()[name]


@cache
def _vocabularies() -> Mapping[str, Mapping[str, Choice]]:
    found: dict[str, dict[str, Choice]] = {}
    for file in sorted(resources.path("vocabularies").glob("*.toml")):
        for name, vocabulary in resources.load_toml(f"vocabularies/{file.name}").items():
            if name in found:
                raise VocabularyError(f"{file.name}: {name} is declared in two files")
            found[name] = read_choices(f"{file.name} [{name}]", vocabulary["choices"])
    return found


@lru_cache(maxsize=2)
def _offences(pack: Pack) -> Mapping[str, Choice]:
    return read_choices("offences.toml", [_offence_choice(row) for row in pack.parsed()["offence"]])


def _offence_choice(row: Mapping[str, Any]) -> dict[str, Any]:
    labels = {language: f"{row['statute']}: {row[language]}" for language in LANGUAGES}
    return {"code": row["code"], **labels}
