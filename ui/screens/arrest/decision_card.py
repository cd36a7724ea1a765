"""What a supervisor decides about an arrest, in their own name: asked, written with a reason, and taken back again."""

from __future__ import annotations

from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.forms.reason_dialog import ask_reason
from ui.jobs import Fault
from ui.style.token import Space
from ui.text import chosen_language, error_text, tr
from ui.widgets.banner import Banner
from ui.widgets.card import Card
from ui.widgets.layout import clear, column


class DecisionCard(Card):
    """Hidden where an arrest asks for no such decision. ``decided`` once one was written, or taken back.

    ``recovery_wanted`` when the arrest is to become a recovery instead. ``texts`` is the section of its words.
    """

    decided = Signal()
    recovery_wanted = Signal()

    def __init__(self, desk: Desk, texts: str, *, name: str) -> None:
        super().__init__(tr(f"{texts}.title"), name=name)
        self._desk = desk
        self._texts = texts
        self._arrest_id: str | None = None
        self._editable = False
        self._shown: object = None
        self._first: QWidget | None = None
        self.banner = Banner(name=f"{texts}_banner")
        self._lines = column(gap=Space.S)
        self.body.addWidget(self.banner)
        self.body.addLayout(self._lines)
        self.hide()

    def show_arrest(self, arrest_id: str, *, editable: bool) -> None:
        """Read how the arrest stands; what is struck out, or may not be decided any more, is only looked at."""
        self._arrest_id, self._editable = arrest_id, editable
        session = self._desk.session
        if session is not None:
            self._desk.jobs.store(lambda: self._read(session, arrest_id), self._show, self._on_fault, self)

    def focus_act(self) -> bool:
        """Put the keyboard on the first act; False when there is none here."""
        if self._first is None:
            return False
        self._first.setFocus()
        return True

    def wipe(self) -> None:
        """Empty it at once."""
        self._shown, self._first = None, None
        clear(self._lines)
        self.banner.hush()
        self.hide()

    def _read(self, session: Any, arrest_id: str) -> object:
        """Return what is shown, None for nothing; on the store's thread."""
        raise NotImplementedError

    def _fill(self, view: Any) -> QWidget | None:
        """Put lines in for what was read; return the first act."""
        raise NotImplementedError

    def _write(self, session: Any, arrest_id: str, reason: str) -> object:
        """Write the decision; return what takes it back. On the store's thread."""
        raise NotImplementedError

    def _undo(self, session: Any, written: Any) -> None:
        """Take a decision back; on the store's thread."""
        raise NotImplementedError

    def _ask(self, title: str, sentence: str, verb: str) -> None:
        """Ask why, then decide."""
        ask_reason(self, tr(title), tr(sentence), tr(verb)).given.connect(self._decide)

    def _show(self, view: object) -> None:
        told = (view, self._editable, chosen_language())
        if told == self._shown:
            return
        clear(self._lines)
        self._shown = told
        self.setVisible(view is not None)
        self._first = self._fill(view) if view is not None else None

    def _decide(self, reason: str) -> None:
        session, arrest_id = self._desk.session, self._arrest_id
        if session is not None and arrest_id is not None:
            self._desk.jobs.store(
                lambda: self._write(session, arrest_id, reason), self._on_written, self._on_fault, self
            )

    def _on_written(self, written: object) -> None:
        self.banner.hush()
        self._desk.toast(tr(f"{self._texts}.toast"), partial(self._take_back, self._desk, written))
        self.decided.emit()

    def _take_back(self, desk: Desk, written: object) -> None:
        session = desk.session
        if session is not None:
            undo = self._undo
            desk.jobs.store(
                lambda: undo(session, written),
                self._on_taken_back,
                lambda fault: desk.warn(error_text(fault)),
                desk,
            )

    def _on_taken_back(self, _nothing: None) -> None:
        # An undo may come when the person has long been elsewhere and the card is gone.
        if shiboken6.isValid(self):
            self.decided.emit()

    def _on_fault(self, fault: Fault) -> None:
        self.show()
        self.banner.say(tr(f"{self._texts}.failed"), error_text(fault))
