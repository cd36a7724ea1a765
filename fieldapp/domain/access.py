"""Who may hold what: roles, zones, and the scopes that a person's grants add up to.

A *zone* is written on every record and never changes. A *scope* is what a person may read: a whole zone
(``police``, ``shared``, ``services:<agency>``), or of the shared zone only what names their agency
(``shared:<agency>``).
"""

from __future__ import annotations

import enum
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

POLICE: Final = "police"
SHARED: Final = "shared"
LOCAL: Final = "local"
SERVICES: Final = "services"
PRIVILEGED: Final = "privileged"
EVERY_AGENCY: Final = "*"


class Role(enum.Enum):
    """What a person is to the task force."""

    DETECTIVE = "detective"
    DEPUTY = "deputy"
    SUPERVISOR = "supervisor"
    ANALYST = "analyst"
    ADVOCATE = "advocate"
    ADMINISTRATOR = "administrator"


SWORN: Final = frozenset({Role.DETECTIVE, Role.DEPUTY, Role.SUPERVISOR, Role.ANALYST})
"""Who works for the police, and does not read what a youth tells of their health unless there is a reason."""
REVIEWERS: Final = frozenset({Role.SUPERVISOR})
"""Who reviews what others wrote, and sees who has what."""
_REFERENCE_EDITORS: Final = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})


@dataclass(frozen=True)
class Account:
    """A person at headquarters. ``handle`` is short, stays for ever and is never given to anybody else."""

    handle: str
    role: Role
    agency: str
    name: str = ""


@dataclass(frozen=True)
class Author:
    """Whose act a change is.

    The change carries handle and agency; ``role`` and ``name`` are what this end knows of the person, for the guards
    to ask. Nobody is a supervisor by default.
    """

    handle: str
    agency: str
    role: Role | None = None
    name: str = ""

    @property
    def is_supervisor(self) -> bool:
        """Whether a supervisor's word is theirs to give."""
        return self.role in REVIEWERS

    def is_called(self, name: object) -> bool:
        """Say whether a name on a form is this person's, by name or by handle."""
        return bool(name) and _plain(name) in {_plain(self.name), _plain(self.handle)}


def scopes_of(role: Role, agency: str, granted: Collection[str] = (), withdrawn: Collection[str] = ()) -> list[str]:
    """Return the scopes a person has by role, plus those granted, less those withdrawn, in order.

    An administrator runs headquarters and reads no case: only what every agency may read.
    """
    if role in SWORN:
        scopes = {POLICE, SHARED}
    elif role is Role.ADVOCATE:
        scopes = {f"{SHARED}:{agency}", f"{SERVICES}:{agency}"}
    else:
        scopes = {f"{SHARED}:"}
    return sorted((scopes | set(granted)) - set(withdrawn))


def may_read(scopes: Collection[str], zone: str, audience: str | None) -> bool:
    """Say whether these scopes cover a record of this zone and audience."""
    if zone in scopes:
        return True
    if zone != SHARED:
        return False
    narrow = [scope for scope in scopes if scope.startswith(f"{SHARED}:")]
    return bool(narrow) and (audience == EVERY_AGENCY or f"{SHARED}:{audience}" in narrow)


def may_write(role: Role, scopes: Collection[str], zone: str, audience: str | None) -> bool:
    """Say whether a change to a record of this zone and audience may come from a person with these scopes.

    Reference data, which every agency reads, is edited by supervisors and administrators only.
    """
    if zone == LOCAL:
        return False
    if zone == SHARED and audience == EVERY_AGENCY and role not in _REFERENCE_EDITORS:
        return False
    return may_read(scopes, zone, audience)


def zone_for(declared: str, agency: str) -> str:
    """Return the zone of a new record of a type declared for this zone, written by somebody of this agency."""
    return f"{declared}:{agency}" if declared in {SERVICES, PRIVILEGED} else declared


def _plain(name: object) -> str:
    return " ".join(str(name).split()).casefold()
