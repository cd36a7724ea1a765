"""The people of a task force: who they are, what their role and their grants let them hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.access import Role, scopes_of
from fieldapp.domain.clock import Clock, to_wire
from fieldapp.domain.faults import SyncError
from fieldapp.domain.people import is_handle
from sync.hq.audit import AuditLine, load_acts, note_act
from sync.hq.database import Database, Transaction

HEADQUARTERS: Final = "hq"
"""The handle of headquarters' own account: whose changes are its own hand's."""
_SCOPE: Final = re.compile(r"(police|shared|(shared|services|privileged):[0-9A-Za-z-]{1,60})\Z", re.ASCII)


@dataclass(frozen=True)
class Member:
    """A person as headquarters knows them. ``agency`` is the id of an agency record."""

    handle: str
    name: str
    role: Role
    agency: str
    scopes: tuple[str, ...]
    disabled_at: str | None = None


def find_member(work: Transaction, handle: str) -> Member | None:
    """Return the person of this handle with the scopes they have now, None when there is none."""
    row = work.one(
        "SELECT name, role, agency, disabled_at FROM account WHERE workspace = ? AND handle = ?", work.workspace, handle
    )
    if row is None:
        return None
    grants = work.rows(
        "SELECT scope, withdraw FROM scope_grant WHERE workspace = ? AND handle = ? AND ended_at IS NULL",
        *(work.workspace, handle),
    )
    role = Role(row[1])
    granted = [scope for scope, withdraw in grants if not withdraw]
    withdrawn = [scope for scope, withdraw in grants if withdraw]
    return Member(handle, row[0], role, row[2], tuple(scopes_of(role, row[2], granted, withdrawn)), row[3])


def require_member(work: Transaction, handle: str) -> Member:
    """Return the person of this handle. Raises SyncError ACCOUNT_UNKNOWN."""
    member = find_member(work, handle)
    if member is None:
        raise SyncError("ACCOUNT_UNKNOWN", "Headquarters has no account of this name.")
    return member


def handle_taken() -> SyncError:
    """Return the fault of a handle that is somebody else's."""
    return SyncError("HANDLE_TAKEN", "This handle belongs to somebody, or did. Handles are never given twice.")


def add_account(work: Transaction, at: str, actor: str, member: Member) -> None:
    """Write a new account. Raises SyncError HANDLE_UNFIT, HANDLE_TAKEN: a handle is never given twice."""
    if not is_handle(member.handle):
        raise SyncError("HANDLE_UNFIT", "A handle is 2 to 40 lower-case letters, digits, dots or hyphens.")
    if find_member(work, member.handle) is not None:
        raise handle_taken()
    work.run(
        "INSERT INTO account (workspace, handle, name, role, agency, created_at) VALUES (?, ?, ?, ?, ?, ?)",
        *(work.workspace, member.handle, member.name, member.role.value, member.agency, at),
    )
    note_act(work, at, actor, "ACCOUNT_ADDED", member.handle, f"{member.role.value} {member.agency}")


class Accounts:
    """Everything an administrator does to the people of one workspace. Raises SyncError."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(self, handle: str, name: str, role: Role, agency: str, by: str) -> Member:
        """Add a person; their laptop comes with a ticket."""
        with self._database.write() as work:
            add_account(work, self._now(), by, Member(handle, name, role, agency, ()))
            return require_member(work, handle)

    def find(self, handle: str) -> Member | None:
        """Return a person, disabled or not."""
        with self._database.read() as work:
            return find_member(work, handle)

    def everybody(self) -> list[Member]:
        """Return everybody, by handle."""
        with self._database.read() as work:
            rows = work.rows("SELECT handle FROM account WHERE workspace = ? ORDER BY handle", work.workspace)
            return [require_member(work, row[0]) for row in rows]

    def disable(self, handle: str, by: str) -> None:
        """Close an account: no ticket, and its laptops are revoked. What they still hold may come to quarantine."""
        with self._database.write() as work:
            require_member(work, handle)
            now = self._now()
            for table in ("account SET disabled_at", "device SET revoked_at"):
                column = table.rpartition(" ")[2]
                work.run(
                    f"UPDATE {table} = ? WHERE workspace = ? AND handle = ? AND {column} IS NULL",
                    *(now, work.workspace, handle),
                )
            work.run("DELETE FROM enrolment WHERE workspace = ? AND handle = ?", work.workspace, handle)
            note_act(work, now, by, "ACCOUNT_DISABLED", handle)

    def change_role(self, handle: str, role: Role, by: str) -> Member:
        """Give a person another role from now on. What came from them under the one before stands.

        Their laptop keeps the role that it was enrolled with until they enrol again; what it sends is judged by this.
        """
        with self._database.write() as work:
            before = require_member(work, handle)
            if before.role is role:
                return before
            work.run(
                "UPDATE account SET role = ? WHERE workspace = ? AND handle = ?", role.value, work.workspace, handle
            )
            note_act(work, self._now(), by, "ROLE_CHANGED", handle, f"{before.role.value} {role.value}")
            return require_member(work, handle)

    def grant(self, handle: str, scope: str, by: str) -> Member:
        """Give a scope beyond what the role gives, or give back one that was withdrawn."""
        return self._put_grant(handle, scope, by, withdraw=False)

    def withdraw(self, handle: str, scope: str, by: str) -> Member:
        """Take a scope away, whether it came from a grant or from the role."""
        return self._put_grant(handle, scope, by, withdraw=True)

    def acts(self, limit: int = 200) -> list[AuditLine]:
        """Return the latest acts at this headquarters, newest first."""
        with self._database.read() as work:
            return load_acts(work, limit)

    def _put_grant(self, handle: str, scope: str, by: str, *, withdraw: bool) -> Member:
        if not _SCOPE.match(scope):
            raise SyncError("SCOPE_UNKNOWN", "This is not a scope. Examples: police, shared, services:<agency>.")
        with self._database.write() as work:
            before = require_member(work, handle)
            if (scope in before.scopes) is not withdraw:
                return before
            now = self._now()
            ended = work.run(
                "UPDATE scope_grant SET ended_at = ? WHERE workspace = ? AND handle = ? AND scope = ? "
                "AND ended_at IS NULL AND withdraw <> ?",
                *(now, work.workspace, handle, scope, int(withdraw)),
            )
            note_act(work, now, by, "SCOPE_WITHDRAWN" if withdraw else "SCOPE_GRANTED", handle, scope)
            after = require_member(work, handle) if ended else before
            if (scope in after.scopes) is not withdraw:
                return after
            work.run(
                "INSERT INTO scope_grant (workspace, handle, scope, at, given_by, withdraw) VALUES (?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (workspace, handle, scope, at) "
                "DO UPDATE SET ended_at = NULL, withdraw = excluded.withdraw",
                *(work.workspace, handle, scope, now, by, int(withdraw)),
            )
            return require_member(work, handle)

    def _now(self) -> str:
        return to_wire(self._clock.now())
