"""Saving while it is typed: one queue per record, one write under way at a time, nothing lost by locking."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Signal

from fieldapp.actions import capture
from fieldapp.domain.problems import Refused
from fieldapp.domain.wire import Json
from ui.desk import Desk
from ui.jobs import Fault
from ui.text import error_text


class SaveState(StrEnum):
    """What the words beside the title say."""

    CALM = "calm"
    SAVING = "saving"
    SAVED = "saved"
    PROBLEM = "problem"


@dataclass
class _Identity:
    """The record's id, once the store has given it one. Written on the store's thread only."""

    record_id: str | None


@dataclass
class _Outcome:
    """What one write came to: the values that stand, the refusals by field."""

    record_id: str | None
    written: dict[str, Json] = field(default_factory=dict)
    rejected: dict[str, Refused] = field(default_factory=dict)
    can_undo: int = 0


class SaveQueue(QObject):
    """Collects edits of one record and hands them to the store, together where they come together.

    A new record (``record_id`` None) is made by its first edit, with ``preset`` beside it. One refused field never
    holds back another. ``reason`` goes with every write once the record is final.
    """

    state_changed = Signal(str, str)
    created = Signal(str)
    saved = Signal(dict)
    refused = Signal(str, object)
    undone = Signal()

    def __init__(
        self,
        desk: Desk,
        record_type: str,
        record_id: str | None = None,
        preset: Mapping[str, Json] | None = None,
        parent: QObject | None = None,
    ) -> None:
        # With a parent it dies with its form, and a write that fails then is told by whoever is left.
        super().__init__(parent)
        self._desk = desk
        self._record_type = record_type
        self._identity = _Identity(record_id)
        self._preset = dict(preset or {})
        self._pending: dict[str, Json] = {}
        self._under_way = 0
        self._announced = record_id is not None
        self.reason: str | None = None

    @property
    def record_id(self) -> str | None:
        """The record's id; None while nothing has been saved."""
        return self._identity.record_id

    @property
    def is_idle(self) -> bool:
        """Whether everything handed over is in the store."""
        return not self._pending and not self._under_way

    def put(self, name: str, value: Json) -> None:
        """Save a field as soon as the write before it is done."""
        self._pending[name] = value
        if not self._under_way:
            self._write()

    def flush(self) -> None:
        """Hand everything over now, as before locking: afterwards nothing waits here."""
        if self._pending:
            self._write()

    def _write(self) -> None:
        session = self._desk.session
        if session is None:
            return
        values, self._pending = self._pending, {}
        identity, preset, reason, record_type = self._identity, self._preset, self.reason, self._record_type
        self._under_way += 1
        self.state_changed.emit(SaveState.SAVING, "")
        self._desk.jobs.store(
            lambda: _save(session, record_type, identity, values, preset, reason),
            self._on_done,
            lambda fault: self._on_fault(values, fault),
            self,
        )

    def _on_done(self, outcome: _Outcome) -> None:
        self._under_way -= 1
        if outcome.record_id is not None and not self._announced:
            self._announced = True
            self.created.emit(outcome.record_id)
        for _ in range(outcome.can_undo):
            self._desk.remember(self._take_back)
        if outcome.written:
            self.saved.emit(outcome.written)
        for name, refusal in outcome.rejected.items():
            self.refused.emit(name, refusal)
        if self._pending and not self._under_way:
            self._write()
        elif self._under_way:
            return
        elif outcome.rejected:
            self.state_changed.emit(SaveState.PROBLEM, "")
        else:
            self.state_changed.emit(SaveState.SAVED, "")

    def _on_fault(self, values: dict[str, Json], fault: Fault) -> None:
        self._under_way -= 1
        # What was typed since is newer than what could not be written.
        self._pending = values | self._pending
        self.state_changed.emit(SaveState.PROBLEM, error_text(fault))

    def _take_back(self) -> None:
        self.flush()
        take_back(self._desk, lambda: self.undone.emit() if shiboken6.isValid(self) else None)


def take_back(desk: Desk, then: Callable[[], object] | None = None) -> None:
    """Undo this person's last act, then run ``then``."""
    session = desk.session
    if session is not None:
        desk.jobs.store(
            lambda: capture.undo(session),
            lambda _act: then() if then is not None else None,
            lambda fault: desk.toast(error_text(fault)),
            desk,
        )


def _save(
    session: Any,
    record_type: str,
    identity: _Identity,
    values: Mapping[str, Json],
    preset: Mapping[str, Json],
    reason: str | None,
) -> _Outcome:
    outcome = _Outcome(identity.record_id)
    try:
        _save_part(session, record_type, identity, values, preset, reason, outcome)
    except Refused as refusal:
        if len(values) == 1:
            outcome.rejected[next(iter(values))] = refusal
        else:
            # Which of them is refused can only be known one by one; the others are saved all the same.
            for name, value in values.items():
                try:
                    _save_part(session, record_type, identity, {name: value}, preset, reason, outcome)
                except Refused as single:
                    outcome.rejected[name] = single
    outcome.record_id = identity.record_id
    return outcome


def _save_part(
    session: Any,
    record_type: str,
    identity: _Identity,
    values: Mapping[str, Json],
    preset: Mapping[str, Json],
    reason: str | None,
    outcome: _Outcome,
) -> None:
    last = session.undone[-1] if session.undone else None
    everything = values if identity.record_id is not None else {**preset, **values}
    identity.record_id = capture.save_record(
        session, record_type, everything, record_id=identity.record_id, reason=reason
    )
    outcome.written.update(everything)
    outcome.can_undo += (session.undone[-1] if session.undone else None) is not last
