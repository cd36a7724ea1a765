"""The questions of a screening: every answer goes to the store at once, with what all of them come to."""

from __future__ import annotations

import mimetypes
from collections.abc import Collection
from datetime import date
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldapp.actions.screening import OpenScreening
from fieldapp.actions.screening_attachment import attach_file
from fieldapp.forms.form_session import Changes, FormSession
from fieldapp.forms.scoring import Score
from fieldapp.forms.summary import summarise
from ui.desk import Desk
from ui.forms.question.file_shelf import FileShelf
from ui.forms.question.form_view import FormView
from ui.jobs import Fault
from ui.screens.screening.answer_queue import AnswerQueue
from ui.screens.screening.banner_room import BannerRoom
from ui.style.look import current_look
from ui.style.token import LARGE_TEXT, Space, Tone
from ui.text import error_text, tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button
from ui.widgets.layout import column, scrolled

_DAY_MS: Final = 30_000


class QuestionsPart(QWidget):
    """``state_changed(state, sentence)`` of saving, ``scored(Score)`` after every answer, ``finished()`` at the end,
    ``troubled(sentence)`` of a file that was not taken, ``refused(sentence)`` of an answer, until it is another,
    ``file_kept()`` once a file is in the store.
    """

    state_changed = Signal(str, str)
    scored = Signal(object)
    finished = Signal()
    troubled = Signal(str)
    refused = Signal(str)
    file_kept = Signal()

    def __init__(
        self,
        desk: Desk,
        opened: OpenScreening,
        running: FormSession,
        *,
        editable: bool,
        files: FileShelf,
        hidden: Collection[str] = (),
    ) -> None:
        super().__init__()
        self._desk = desk
        self._opened = opened
        self._is_disclosed = False
        self._is_final = opened.is_final
        self._day = self._today()
        self.queue = AnswerQueue(desk, opened.screening_id, self)
        self.view = FormView(
            running,
            desk,
            administration=opened.package.use.administration,
            editable=editable,
            numbers_go_on=True,
            hidden=hidden,
            files=files,
        )
        self._reopen = button(tr("screening.reopen_questions"), Kind.SECONDARY, name="reopen_questions", large=True)
        self.ended = Banner(name="ended_banner", action=self._reopen)
        inside = self._make_room()
        inside.addWidget(BannerRoom(self.ended))
        inside.addWidget(self.view, stretch=1)
        self._day_timer = QTimer(self)
        self._day_timer.setInterval(_DAY_MS)
        self._connect()

    def _make_room(self) -> QVBoxLayout:
        """In large text what stands above the questions may need more height than there is: then all of it scrolls."""
        outside = column(self, gap=Space.NONE)
        if current_look().scale < LARGE_TEXT:
            return outside
        host = QWidget()
        outside.addWidget(scrolled(host))
        return column(host, gap=Space.NONE)

    def score(self) -> Score | None:
        """Return the points as they stand; None where the checklist counts none."""
        package = self._opened.package
        return summarise(self.view.session, package).score if package.scale.items else None

    def show_state(self, *, is_final: bool, is_disclosed: bool, is_void: bool) -> None:
        """A disclosure ends the questions; a locked screening is read."""
        self._is_disclosed, self._is_final = is_disclosed, is_final
        if is_disclosed and not is_final:
            self.ended.say(tr("screening.ended"), tr("screening.ended_detail"), Tone.ACCENT)
        else:
            self.ended.hush()
        self.view.set_editable(editable=not (is_final or is_disclosed or is_void))

    def resume(self, ref: str) -> None:
        """Go on at a question; without one, at the first that nobody has dealt with. A locked form: at its top."""
        if ref and self.view.jump(ref):
            return
        if self._is_final:
            self.view.show_page(0)
        else:
            self.view.resume()

    def place(self) -> str:
        """Return the question that has the keyboard."""
        return self.view.place()

    def flush(self) -> None:
        """Hand everything typed to the store."""
        self.view.flush()
        self.queue.flush()

    def wipe(self) -> None:
        """Empty every field."""
        self._day_timer.stop()
        self.view.wipe()

    def look_at_day(self) -> None:
        """After midnight ``today()`` is another day: what follows from it is worked out anew."""
        if self._today() != self._day and not self._is_final:
            self._day = self._today()
            self.view.apply(self.view.session.revalidate())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look_at_day()

    def _connect(self) -> None:
        self.view.changed.connect(self._on_changed)
        self.view.attached.connect(self._on_attached)
        self.view.language_changed.connect(lambda language: self.queue.put({}, language=language))
        self.view.finished.connect(self.finished)
        self.queue.state_changed.connect(self.state_changed)
        self.queue.refused.connect(self._on_refused)
        self._reopen.clicked.connect(self._on_reopen)
        self._day_timer.timeout.connect(self.look_at_day)
        self._day_timer.start()

    def _today(self) -> date:
        return self._desk.clock.now().astimezone(self._opened.setting.zone).date()

    def _on_changed(self, changes: Changes) -> None:
        summary = summarise(self.view.session, self._opened.package, is_disclosed=self._is_disclosed)
        self.queue.put(changes.stored, summary.values, place=f"questions {self.place()}".strip())
        self.scored.emit(summary.score)

    def _on_attached(self, ref: str, name: str, data: bytes) -> None:
        session, screening_id = self._desk.session, self._opened.screening_id
        medium = mimetypes.guess_type(name)[0] or "application/octet-stream"

        def failed(fault: Fault) -> None:
            # A name without its file would be an answer that says too much.
            item = self.view.session.find(ref)
            if item is not None and item.value == name:
                self.view.apply(self.view.session.answer(item, ""))
            self.troubled.emit(error_text(fault))

        if session is not None:
            self._desk.jobs.store(
                lambda: attach_file(session, screening_id, ref, name, medium, data),
                lambda _file: self.file_kept.emit(),
                failed,
                self,
            )

    def _on_refused(self, question: str, sentence: str) -> None:
        row = self.view.row(question)
        about = row.label_text() if row is not None else question.rpartition("/")[2]
        self.refused.emit(f"{about}: {sentence}")

    def _on_reopen(self) -> None:
        self.ended.hush()
        self.view.set_editable(editable=not self._is_final)
