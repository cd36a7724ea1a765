"""Which rules packs are in force on this machine: the program's own, or an agency's in their place.

The law is one for the whole program, as its calendar is: it is put in force once, at the start, before anything asks.
``fieldapp.actions.law_pack`` checks what an agency brings; nothing unchecked comes here.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import resources

NAMES: Final = ("offences", "clocks", "holidays", "nexus", "exposure")
_installed: Final[dict[str, Pack]] = {}
_faults: Final[list[str]] = []


@dataclass(frozen=True, repr=False)
class Pack:
    """A rules pack as it is written: its name and its bytes. ``is_installed``: an agency's own."""

    name: str
    data: bytes
    is_installed: bool = False

    @property
    def sha256(self) -> str:
        """The SHA-256 of its bytes, by which two machines see that they go by the same law."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def version(self) -> str:
        """The version it says it is."""
        return str(self.parsed().get("version", ""))

    def parsed(self) -> dict[str, Any]:
        """Return its tables. Raises ``tomllib.TOMLDecodeError`` (a ValueError) on a pack that cannot be read."""
        return tomllib.loads(self.data.decode())


@lru_cache(maxsize=len(NAMES))
def bundled(name: str) -> Pack:
    """Return the pack that travels with the program."""
    return Pack(name, resources.path(f"rules/{name}.toml").read_bytes())


def in_force(name: str) -> Pack:
    """Return the pack that this machine goes by."""
    return _installed.get(name) or bundled(name)


def faults() -> tuple[str, ...]:
    """Return what was wrong with packs of the agency's that are therefore not in force, a sentence each."""
    return tuple(_faults)


def put_in_force(packs: Iterable[Pack] = (), refused: Iterable[str] = ()) -> None:
    """Let these packs take the place of those that travel with the program; ``refused`` is said of the others."""
    _installed.clear()
    _installed.update({pack.name: pack for pack in packs})
    _faults[:] = refused
