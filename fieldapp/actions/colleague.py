"""Who works here, as far as this laptop knows: the same person is written by name here and by handle there."""

from __future__ import annotations

from dataclasses import dataclass, field

from fieldapp.actions.query import query_rows
from fieldapp.actions.session import Session

# Where somebody's name and their handle stand side by side. An undercover officer's roster row has no handle.
# Each is told apart within its index, which has them in order: the few people of ten thousand rows.
_SIDE_BY_SIDE = (
    "SELECT name, handle FROM (SELECT DISTINCT handle, who AS name FROM training "
    "WHERE voided = 0 AND handle IS NOT NULL AND who IS NOT NULL) "
    "UNION SELECT name, handle FROM (SELECT DISTINCT handle, name FROM roster_member "
    "WHERE voided = 0 AND handle IS NOT NULL AND name IS NOT NULL)"
)


@dataclass(frozen=True, repr=False)
class Colleagues:
    """The known names by handle, and every spelling that was met by how it is said first."""

    names: dict[str, str]
    _met: dict[str, str] = field(default_factory=dict)

    def name_of(self, written: str) -> str:
        """Return how somebody is called who was written down in this way; capitals and spaces make no other person."""
        key = " ".join(written.split()).casefold()
        if not key:
            return ""
        return self.names.get(key) or self._met.setdefault(key, " ".join(written.split()))


def load_colleagues(session: Session) -> Colleagues:
    """Return who is known here: from trainings, rosters and the person at this laptop."""
    profile = session.profile
    rows = [(row["name"], row["handle"]) for row in query_rows(session, f"{_SIDE_BY_SIDE} ORDER BY name, handle")]
    names: dict[str, str] = {}
    for name, handle in (*rows, (profile.name or profile.handle, profile.handle)):
        spelled = " ".join(str(name).split())
        names[str(handle).casefold()] = spelled
        names[spelled.casefold()] = spelled
    return Colleagues(names)
