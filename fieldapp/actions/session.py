"""An unlocked laptop: the open store, who is at it, and what may be undone."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from fieldapp.actions.profile import Profile
from fieldapp.domain.access import POLICE, SERVICES, SHARED, Role, zone_for
from fieldapp.domain.clock import Clock
from fieldapp.domain.wire import Json
from fieldapp.forms.model import Form
from fieldapp.forms.package import Package
from fieldapp.store.store import Author, Store
from fieldapp.vault.identity import DeviceIdentity


@dataclass(frozen=True, repr=False)
class Undo:
    """How to take one act back: the values the record showed before it; None in ``values`` where it was blank.

    ``also`` is what the same act wrote besides, taken back with it and before it.
    """

    record_type: str
    record_id: str
    values: dict[str, Json]
    created: bool
    also: tuple[Undo, ...] = ()


@dataclass(repr=False)
class Session:
    """Everything an act needs. Belongs to the one thread that owns the store.

    ``release`` lets go of the folder and the keys; ``missing`` says how many commits the store lacks against its
    anchor (0: all is well), in which case nothing may be written until somebody has looked. ``packages`` are the
    checklists unpacked so far and ``forms`` those read, by SHA-256: they never change. ``language`` is the one that
    choices and titles are told in.
    """

    store: Store
    profile: Profile
    folder: Path
    identity: DeviceIdentity
    clock: Clock
    release: Callable[[], None]
    missing: int = 0
    undone: deque[Undo] = field(default_factory=lambda: deque(maxlen=100))
    packages: dict[str, Package] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    language: str = "en"

    @property
    def author(self) -> Author:
        """Whose act the next change is."""
        return Author(self.profile.handle, self.profile.agency, self.role, self.profile.name)

    @property
    def role(self) -> Role:
        """What the person is to the task force."""
        return Role(self.profile.role)

    @property
    def scopes(self) -> list[str]:
        """What the person may read, as headquarters last said."""
        return self.profile.scopes

    def zone_beside(self, zone: str) -> str:
        """Return the zone of what is kept beside a record of this zone: beside what both sides read, one's own."""
        if zone != SHARED:
            return zone
        return POLICE if POLICE in self.scopes else zone_for(SERVICES, self.profile.agency)

    def close(self) -> None:
        """Close the store and forget the keys. The outbox stays as it is, inside the file."""
        self.undone.clear()
        self.packages.clear()
        self.forms.clear()
        try:
            self.store.close()
        finally:
            self.release()
