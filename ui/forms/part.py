"""The sections of a form: by the groups that fields are declared in, or laid out by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fieldapp.domain.record import Record

_NOT_TYPED: Final = frozenset({"state"})


@dataclass(frozen=True)
class Part:
    """A section of a form laid out by hand: its title and its fields in the order of Tab."""

    title: str
    fields: tuple[str, ...]


def declared_parts(record: type[Record]) -> list[Part]:
    """Return the sections of a type by the groups of its fields, in the order declared."""
    groups: dict[str, list[str]] = {}
    for name, declared in record.fields.items():
        if name not in _NOT_TYPED:
            groups.setdefault(declared.group, []).append(name)
    return [Part(title or record.title, tuple(names)) for title, names in groups.items()]
