"""What the rows of the table share: a folder on a real disk, sizes, and a laptop that holds as much as is asked for."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

from sqlalchemy.schema import CreateIndex, CreateTable

from benchmarks import casework as casework_module
from benchmarks import workload
from benchmarks.casework import casework
from fieldapp.actions.laptop import Laptop
from fieldapp.actions.profile import Profile
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role, scopes_of
from fieldapp.domain.clock import SystemClock
from fieldapp.records import RECORD_TYPES
from fieldapp.records.seed import agency_id
from fieldapp.store.inbox import end_bulk, take_page
from fieldapp.store.projection import Whole
from fieldapp.store.search_index import rebuild_index
from fieldapp.store.store import Store
from fieldapp.store.tables import laptop_tables
from fieldapp.vault.identity import DeviceIdentity
from fieldapp.vault.kdf import KdfLimits, KdfParameters

PASSPHRASE: Final = "granite lantern orbit meadow"
DEVICE: Final = "k7m2q9x4c1ab"
# Deriving the key costs a second by intent and is no part of what is measured.
CHEAP: Final = KdfParameters(m_kib=64, t=1, p=1)
_LIMITS: Final = KdfLimits(floor_kib=64)
_PAGE: Final = 1_000

T = TypeVar("T")


@dataclass
class Stage:
    """``large`` is how many records a full store holds, ``batch`` how many travel, ``rounds`` how often it is done.

    ``kept`` is a folder in which the full store stays for the next run, None: made for this run alone.
    """

    folder: Path
    large: int = 100_000
    batch: int = 10_000
    rounds: int = 3
    saves: int = 400
    idle_rounds: int = 60
    kept: Path | None = None
    _made: int = field(default=0, init=False)

    def new_folder(self, name: str) -> Path:
        """Return a folder that is not there yet."""
        self._made += 1
        return self.folder / f"{self._made:03}-{name}"

    def copy(self, source: Path, name: str) -> Path:
        """Return a copy of a folder."""
        return shutil.copytree(source, self.new_folder(name))

    @cached_property
    def full_laptop(self) -> Path:
        """The folder of a laptop that holds ``large`` recoveries with their children, ten times as many rows."""
        folder = self.new_folder("full-laptop") if self.kept is None else self.kept / f"laptop-{self.large}"
        made = folder / "made"
        if made.exists() and made.read_text("utf-8") == _recipe():
            return folder
        shutil.rmtree(folder, ignore_errors=True)
        session = new_session(folder)
        take_all(session.store, casework(self.large, SystemClock().now()))
        end_bulk(session.store)
        rebuild_index(session.store)
        session.close()
        made.write_text(_recipe(), "utf-8")
        return folder


def _recipe() -> str:
    """What a full store is made by: its tables and what is written into them. Another one needs another store."""
    tables = laptop_tables(RECORD_TYPES).records.metadata
    words = [str(CreateTable(table)) for table in tables.sorted_tables]
    words += sorted(str(CreateIndex(index)) for table in tables.tables.values() for index in table.indexes)
    words += [Path(module.__file__).read_text("utf-8") for module in (casework_module, workload) if module.__file__]
    return hashlib.sha256("".join(words).encode()).hexdigest()


def machine(folder: Path) -> Laptop:
    """Return the laptop in a folder."""
    return Laptop(folder, SystemClock(), os.urandom, _LIMITS)


def new_session(folder: Path) -> Session:
    """Make a laptop that no headquarters knows, and return it unlocked."""
    agency = agency_id("LASD")
    profile = Profile(
        "alvarez", "Dana Alvarez", Role.DETECTIVE.value, agency, "task-force", scopes_of(Role.DETECTIVE, agency)
    )
    return machine(folder).create(PASSPHRASE, DEVICE, DeviceIdentity.generate(os.urandom), profile, CHEAP)


def unlock(folder: Path) -> Session:
    """Unlock the laptop in a folder."""
    return machine(folder).unlock(PASSPHRASE)


def take_all(store: Store, items: Iterable[Whole]) -> None:
    """Take records in as pages from headquarters are taken."""
    for page in _pages(items):
        take_page(store, page, {})


def _pages(items: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while page := list(islice(rest, _PAGE)):
        yield page
