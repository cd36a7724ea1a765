"""What a new workspace starts with: the directory of partner agencies, and the numbers to call."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import resources
from fieldapp.domain.wire import Json


@dataclass(frozen=True, kw_only=True)
class DirectoryEntry:
    """One number to call, with where it was read. ``kind`` is child_protection, hotline or medical.

    An agency's own (see ``actions/directory``) may be of kind hospital or other, too, and lack a number.
    """

    code: str
    kind: str
    en: str
    es: str
    phone: str
    hours_en: str
    hours_es: str
    source: str
    address: str = ""

    def label(self, language: str = "en") -> str:
        """Return the name in a language."""
        return self.es if language == "es" else self.en

    def hours(self, language: str = "en") -> str:
        """Return when it answers, in a language."""
        return self.hours_es if language == "es" else self.hours_en


@cache
def seed_agencies() -> dict[str, dict[str, Json]]:
    """Return the wire values of the partner agencies by their fixed record ids, in directory order."""
    found: dict[str, dict[str, Json]] = {}
    for row in resources.load_toml("agencies.toml")["agency"]:
        values = dict(row)
        found[str(values.pop("id"))] = values
    return found


def agency_id(short_name: str) -> str:
    """Return the record id of a seeded agency by its short name. Raises KeyError."""
    by_name = {str(values["short_name"]): record for record, values in seed_agencies().items()}
    return by_name[short_name]


def own_hours() -> tuple[str, str]:
    """Return what is said of an agency's own number, in English and in Spanish."""
    own = resources.load_toml("directory.toml")["own"]
    return str(own["hours_en"]), str(own["hours_es"])


@cache
def load_directory() -> tuple[DirectoryEntry, ...]:
    """Return the numbers to call, most urgent first."""
    return tuple(DirectoryEntry(**row) for row in resources.load_toml("directory.toml")["entry"])
