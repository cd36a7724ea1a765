"""Answers on their way to the store: one write under way at a time, what comes meanwhile goes together after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from fieldapp.actions.screening import keep_answers
from fieldapp.actions.typed import Typed, keep_typed
from fieldapp.domain.problems import Refused
from fieldapp.domain.wire import Json
from fieldapp.forms.form_session import Stored
from ui.desk import Desk
from ui.forms.save_queue import SaveState
from ui.jobs import Fault
from ui.text import error_text

_WHOLE: Final = frozenset({"SCREENING_MISSING", "SCREENING_LOCKED"})
"""Refusals of the screening, not of an answer."""


@dataclass
class _Batch:
    """What one write takes: answers by question, what all of them come to, and where the keyboard stands."""

    stored: dict[str, Stored | None] = field(default_factory=dict)
    summary: dict[str, Json] = field(default_factory=dict)
    language: str = ""
    place: str = ""

    def join(self, newer: _Batch) -> _Batch:
        """Return both as one; what is newer counts."""
        return _Batch(
            self.stored | newer.stored,
            self.summary | newer.summary,
            newer.language or self.language,
            newer.place or self.place,
        )


class AnswerQueue(QObject):
    """Keeps the answers of one screening. One answer that is refused never holds back another.

    ``state_changed(state, sentence)`` as for any form, ``kept`` after every write, ``refused(question, sentence)`` of
    an answer that the store does not take: it stays on the screen.
    """

    state_changed = Signal(str, str)
    kept = Signal()
    refused = Signal(str, str)

    def __init__(self, desk: Desk, screening_id: str, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._screening_id = screening_id
        self._pending: _Batch | None = None
        self._under_way = 0
        self._rejected: set[str] = set()

    @property
    def is_idle(self) -> bool:
        """Whether everything handed over is in the store."""
        return self._pending is None and not self._under_way

    def put(
        self,
        stored: Mapping[str, Stored | None],
        summary: Mapping[str, Json] | None = None,
        *,
        language: str = "",
        place: str = "",
    ) -> None:
        """Keep answers as soon as the write before is done; ``place`` is where to go on after a crash."""
        batch = _Batch(dict(stored), dict(summary or {}), language, place)
        self._pending = self._pending.join(batch) if self._pending is not None else batch
        if not self._under_way:
            self._write()

    def flush(self) -> None:
        """Hand everything over now, as before locking: afterwards nothing waits here."""
        if self._pending is not None:
            self._write()

    def _write(self) -> None:
        session, batch = self._desk.session, self._pending
        if session is None or batch is None:
            return
        self._pending = None
        self._under_way += 1
        self.state_changed.emit(SaveState.SAVING, "")
        screening_id = self._screening_id
        self._desk.jobs.store(
            lambda: _keep(session, screening_id, batch),
            lambda rejected: self._on_kept(batch, rejected),
            lambda fault: self._on_fault(batch, fault),
            self,
        )

    def _on_kept(self, batch: _Batch, rejected: dict[str, Refused]) -> None:
        self._under_way -= 1
        self._rejected -= set(batch.stored)
        self._rejected |= set(rejected)
        for question, refusal in rejected.items():
            self.refused.emit(question, error_text(refusal))
        self.kept.emit()
        if self._pending is not None and not self._under_way:
            self._write()
        elif not self._under_way:
            self.state_changed.emit(SaveState.PROBLEM if self._rejected else SaveState.SAVED, "")

    def _on_fault(self, batch: _Batch, fault: Fault) -> None:
        self._under_way -= 1
        # What was answered since is newer than what could not be written.
        self._pending = batch.join(self._pending) if self._pending is not None else batch
        self.state_changed.emit(SaveState.PROBLEM, error_text(fault))


def _keep(session: Any, screening_id: str, batch: _Batch) -> dict[str, Refused]:
    """Write a batch with its place; return what was refused, by question. Raises what stops all of it."""
    try:
        _write(session, screening_id, batch, batch.stored)
    except Refused as refusal:
        if not batch.stored or any(problem.code in _WHOLE for problem in refusal.problems):
            raise
        return _keep_each(session, screening_id, batch)
    return {}


def _keep_each(session: Any, screening_id: str, batch: _Batch) -> dict[str, Refused]:
    """Which answer is refused can only be known one by one; the others are kept all the same."""
    rejected: dict[str, Refused] = {}
    for question, answer in batch.stored.items():
        try:
            _write(session, screening_id, batch, {question: answer})
        except Refused as single:
            rejected[question] = single
    return rejected


def _write(session: Any, screening_id: str, batch: _Batch, stored: Mapping[str, Stored | None]) -> None:
    with session.store.transaction():
        keep_answers(session, screening_id, stored, batch.summary, language=batch.language)
        if batch.place:
            keep_typed(session, "screening", screening_id, Typed({}, batch.place))
