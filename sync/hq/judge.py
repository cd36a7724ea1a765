"""May this change stand? The reasons for which headquarters puts one aside, in the order in which they are looked for.

A reason is a stable code that the laptop shows as a sentence; the detail names a field, never a value.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from fieldapp.domain.access import LOCAL, SHARED, Author, Role, may_read, may_write
from fieldapp.domain.change import ACCESS, VOID_FIELD, Change
from fieldapp.domain.ids import is_record_id
from fieldapp.domain.merge import RecordState, written_by
from fieldapp.domain.record import value_problems
from fieldapp.domain.wire import Json
from fieldapp.rules.checklist_guard import PUBLISHED, REFUSED, WITHDRAWN, is_published
from fieldapp.rules.report_guard import REPORT
from fieldapp.store.projection import Projection, Row
from fieldapp.store.store import Guard
from sync.hq.account import HEADQUARTERS, Member
from sync.hq.database import Transaction

MALFORMED: Final = "MALFORMED"
REVOKED: Final = "DEVICE_REVOKED"
NOT_THE_AUTHOR: Final = "NOT_THE_AUTHOR"
LOCAL_ZONE: Final = "LOCAL_ZONE"
ZONE_MISMATCH: Final = "ZONE_MISMATCH"
NO_PERMISSION: Final = "NO_PERMISSION"
VALUE_REFUSED: Final = "VALUE_REFUSED"
BY_HEADQUARTERS: Final = "CHECKLIST_BY_HEADQUARTERS"
REPORT_KEY: Final = "REPORT_KEY"

PUBLISHERS: Final = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
"""Who hands checklists in for publication, and takes them out of use."""
_HEADQUARTERS_WRITES: Final = ("signature", "published_at", "refusal")
_TYPE: Final = re.compile(r"[a-z][a-z0-9_]{0,59}\Z", re.ASCII)
_ZONE: Final = re.compile(r"[a-z]{1,20}(:[0-9A-Za-z-]{1,60})?\Z", re.ASCII)
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\Z", re.ASCII)
_DEEPEST: Final = 20
_LONGEST_NAME: Final = 60


class Verdict(NamedTuple):
    """Why a change is put aside; an empty reason: it stands."""

    reason: str
    detail: str = ""


STANDS: Final = Verdict("")


@dataclass
class Bench:
    """The records that a batch touches, as they are while it is gone through change by change.

    ``places`` says of every record known here its type and zone. ``sought``: the records that the batch is about, of
    which those that are here stand in ``rows``; ``read``: others that a guard asked for. ``Lookup`` for the guards:
    what the batch has changed so far comes before what the tables say; ``reason`` came with the change, which writes
    the fields ``written``; ``writer`` is whose it is, with the role that their account has now: a role taken away
    while a laptop was offline is not spoken with any more.
    """

    work: Transaction
    projection: Projection
    guards: Sequence[Guard]
    places: dict[str, tuple[str, str]] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    sought: set[str] = field(default_factory=set)
    read: dict[tuple[str, str], Row | None] = field(default_factory=dict)
    writer: Author = field(default=Author("", ""))
    reason: str = ""
    written: Collection[str] = ()

    def judge(self, member: Member, change: Change) -> Verdict:
        """Return why this change of this person is put aside, or STANDS."""
        if reason := self._envelope_reason(member, change):
            return Verdict(reason)
        self.writer, self.reason = Author(member.handle, member.agency, member.role, member.name), change.reason or ""
        self.written = change.fields.keys()
        row = self.rows.get(change.record_id)
        if row is not None and not _may(member, change, row.audience):
            return Verdict(NO_PERMISSION)
        if problem := self._value_problem(change):
            return Verdict(VALUE_REFUSED, problem)
        values = {**(row.state.values if row is not None else {}), **written_by(change.kind, change.fields)}
        audience = self._audience(change.record_type, values)
        if (row is None or audience != row.audience) and not _may(member, change, audience):
            return Verdict(NO_PERMISSION)
        if reason := _publication_reason(member, change, row.state.values if row is not None else {}):
            return Verdict(reason, "status")
        shown = row.state.values_after(change) if row is not None else values
        # What is written on an older state may come to show some of it beside what others wrote: neither may offend.
        return self._guard(change, values) if shown == values else self._guard_both(change, values, shown)

    def apply(self, change: Change, seq: int) -> tuple[str | None, str | None]:
        """Apply a change that stands; return the record's audience before and after (the same for a new record)."""
        self.places[change.record_id] = (change.record_type, change.zone)
        row = self.rows.get(change.record_id)
        is_new = row is None
        if row is None:
            if change.kind == ACCESS:  # somebody looked at what never came to be
                return None, None
            row = self.rows[change.record_id] = Row(RecordState(change.record_type, change.record_id, change.zone))
        before = row.audience
        row.apply(change)
        row.hq_seq = seq
        row.audience = self._audience(change.record_type, row.state.values)
        return (row.audience if is_new else before), row.audience

    def _envelope_reason(self, member: Member, change: Change) -> str:
        if not _is_plain(change):
            return MALFORMED
        if change.author != member.handle or change.agency != member.agency:
            return NOT_THE_AUTHOR
        if change.zone == LOCAL:
            return LOCAL_ZONE
        if not self._is_own_key(change):
            return REPORT_KEY
        place = self.places.get(change.record_id)
        return ZONE_MISMATCH if place is not None and place != (change.record_type, change.zone) else ""

    def _is_own_key(self, change: Change) -> bool:
        """Say whether a report is signed by the laptop that hands it in: only here is it known whose key that is."""
        if change.record_type != REPORT or "public_key" not in change.fields:
            return True
        found = self.work.one(
            "SELECT public_key FROM device WHERE workspace = ? AND id = ?", self.work.workspace, change.device
        )
        return found is not None and bytes(found[0]).hex() == change.fields["public_key"]

    def _guard_both(self, change: Change, values: Mapping[str, Json], shown: Mapping[str, Json]) -> Verdict:
        verdict = self._guard(change, values)
        return verdict if verdict.reason else self._guard(change, shown)

    def _guard(self, change: Change, values: Mapping[str, Json]) -> Verdict:
        if change.kind != ACCESS:
            for guard in self.guards:
                for found in guard(self, change.record_type, change.record_id, values):
                    return Verdict(found.code, found.field or "")
        return STANDS

    def record(self, record_type: str, record_id: str) -> Mapping[str, Json] | None:
        """``Lookup``: the values of a record that is not void."""
        row = self._row(record_type, record_id)
        return None if row is None or row.state.voided else row.state.values

    def kept(self, record_type: str, record_id: str) -> Mapping[str, Json] | None:
        """``Lookup``: the values of a record, void or not."""
        row = self._row(record_type, record_id)
        return None if row is None else row.state.values

    def linked(self, record_type: str, link: str, record_id: str) -> list[Mapping[str, Json]]:
        """``Lookup``: the values, with ``id``, of the live records that name this one in ``link``."""
        work = self.work
        table = self.projection.records.table(record_type).name
        stored = work.rows(
            f'SELECT id FROM "{table}" WHERE workspace = ? AND "{link}" = ? AND voided = 0',
            *(work.workspace, record_id),
        )
        ids = {row[0] for row in stored}
        ids |= {key for key, row in self.rows.items() if row.state.record_type == record_type}
        missing = [key for key in ids if key not in self.rows]
        found = self.projection.load(work.connection, record_type, missing)
        found |= {key: self.rows[key] for key in ids if key in self.rows}
        return [
            {"id": key, **row.state.values}
            for key, row in sorted(found.items())
            if row.state.values.get(link) == record_id and not row.state.voided
        ]

    def disputed(self, record_type: str, record_id: str) -> Collection[str]:
        """``Lookup``: the fields in conflict."""
        row = self._row(record_type, record_id)
        return row.state.conflicts if row is not None else ()

    def author(self, record_type: str, record_id: str) -> str:
        """``Lookup``: who began a record, "" when it is not here."""
        row = self._row(record_type, record_id)
        return row.created_by if row is not None else ""

    def _row(self, record_type: str, record_id: str) -> Row | None:
        row = self.rows.get(record_id)
        if row is None and record_id not in self.sought:
            key = record_type, record_id
            if key not in self.read:
                self.read[key] = self.projection.load(self.work.connection, record_type, [record_id]).get(record_id)
            row = self.read[key]
        return row if row is not None and row.state.record_type == record_type else None

    def _audience(self, record_type: str, values: Mapping[str, Json]) -> str | None:
        record = self.projection.records.types.get(record_type)
        return record.audience_of(values) if record is not None else None

    def _value_problem(self, change: Change) -> str:
        """Return which field holds what cannot be stored, "" when none does. Choices are not held against a list."""
        record = self.projection.records.types.get(change.record_type)
        fields = change.fields
        if record is not None:
            for problem in value_problems(record, fields):
                return f"{problem.code}:{problem.field}"
        known = record.fields if record is not None else {}
        for name, value in fields.items():
            if name in known:
                continue
            if name == VOID_FIELD:
                if not isinstance(value, bool):
                    return f"FLAG_EXPECTED:{name}"
            elif not 0 < len(name) <= _LONGEST_NAME or not _is_storable(name) or not _is_storable(value):
                return "UNSTORABLE"
        return ""


def _may(member: Member, change: Change, audience: str | None) -> bool:
    if change.kind == ACCESS:  # to look at a record is an act of those who may only read it, too
        return may_read(member.scopes, change.zone, audience)
    if member.handle == HEADQUARTERS and change.zone == SHARED:  # an agency's checklist is published for it alone
        return True
    return may_write(member.role, member.scopes, change.zone, audience)


def _publication_reason(member: Member, change: Change, before: Mapping[str, Json]) -> str:
    """Say why this person may not bring a checklist where this change would: publishing is headquarters' act."""
    if change.record_type != "checklist" or member.handle == HEADQUARTERS:
        return ""
    fields = change.fields
    if fields.get("status") in {PUBLISHED, REFUSED} or any(fields.get(name) for name in _HEADQUARTERS_WRITES):
        return BY_HEADQUARTERS
    if is_published(before) and fields.get("status") == WITHDRAWN and member.role not in PUBLISHERS:
        return NO_PERMISSION
    return ""


def _is_plain(change: Change) -> bool:
    return (
        is_record_id(change.record_id)
        and _TYPE.match(change.record_type) is not None
        and _ZONE.match(change.zone) is not None
        and _INSTANT.match(change.made_at) is not None
    )


def _is_storable(value: Json, depth: int = 0) -> bool:
    """Say whether a value of an unknown field can be kept as JSON text: no lone surrogate, not nested without end."""
    if isinstance(value, str):
        return value.isascii() or not any("\ud800" <= character <= "\udfff" for character in value)
    if depth >= _DEEPEST:
        return not isinstance(value, (list, dict))
    if isinstance(value, list):
        return all(_is_storable(part, depth + 1) for part in value)
    if isinstance(value, dict):
        return all(_is_storable(name) and _is_storable(part, depth + 1) for name, part in value.items())
    return True
