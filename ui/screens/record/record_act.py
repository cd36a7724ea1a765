"""What a person does to a record besides typing: finalise, correct, strike out, restore, reveal, make a recovery."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject

from fieldapp.actions import capture, lookup
from fieldapp.domain.problems import Refused
from ui.forms.reason_dialog import ask_reason
from ui.forms.record_form import RecordForm
from ui.forms.save_queue import take_back
from ui.jobs import Fault
from ui.text import error_text, tr

if TYPE_CHECKING:  # the page makes its acts
    from ui.screens.record.record_page import RecordPage


class RecordActs(QObject):
    """The acts of one page. Each hands over what is being typed first."""

    def __init__(self, page: RecordPage) -> None:
        super().__init__(page)
        self._page = page
        header = page.header
        header.finalise_wanted.connect(self.finalise)
        header.correct_wanted.connect(self.ask_to_correct)
        header.strike_wanted.connect(self.ask_to_strike)
        header.restore_wanted.connect(self.restore)
        header.reveal_wanted.connect(lambda: self.ask_to_reveal(page.form))
        header.packet_wanted.connect(self.ask_for_packet)
        page.turn.clicked.connect(self.record_as_recovery)
        page.desk.shortcuts.add("Ctrl+Return", tr("record.finalise_hint"), self.finalise, page)

    def finalise(self) -> None:
        """Make the record final, or show all that is missing and go to the first of it."""
        self._run(capture.finalise_record, self._on_finalised, self._on_not_final)

    def ask_to_correct(self) -> None:
        """Open a final record for changes that carry a reason."""
        dialog = ask_reason(self._page, tr("record.correct_title"), tr("record.correct_why"), tr("record.correct"))
        dialog.given.connect(self._on_correction_explained)

    def ask_to_strike(self) -> None:
        """Strike the record out, with a reason; the toast takes it back."""
        title, why, verb = tr("record.strike_title"), tr("record.strike_why"), tr("record.strike")
        dialog = ask_reason(self._page, title, why, verb, danger=True)
        dialog.given.connect(self._strike)

    def restore(self) -> None:
        """Bring a struck-out record back."""
        self._run(capture.restore_record, lambda _nothing: self._note_change())

    def ask_to_reveal(self, form: RecordForm) -> None:
        """Show what a form hides; the reason is written into the history."""
        dialog = ask_reason(self._page, tr("record.reveal_title"), tr("record.reveal_why"), tr("record.reveal"))
        dialog.given.connect(lambda reason: self._reveal(form, reason))

    def ask_for_packet(self) -> None:
        """Ask what a court packet of the record is to be, and make it."""
        from ui.screens.packet.packet_act import PacketAct

        page = self._page
        page.save_typing()
        if page.record_id is not None:
            self.packet = PacketAct(page, page.desk, self._note_change)
            self.packet.ask(page.record.type_name, page.record_id)

    def record_as_recovery(self) -> None:
        """Turn an arrest that may not be into a recovery with the same facts, and go there."""
        self._run(_turn, self._on_recovery_made)

    def _run(
        self,
        act: Callable[[Any, str, str], Any],
        done: Callable[[Any], object],
        failed: Callable[[Fault], object] | None = None,
    ) -> None:
        page = self._page
        session, name = page.desk.session, page.record.type_name
        page.save_typing()
        record_id = page.record_id
        if session is not None and record_id is not None:
            page.desk.jobs.store(lambda: act(session, name, record_id), done, failed or page.say_fault, page)

    def _on_finalised(self, _nothing: None) -> None:
        desk = self._page.desk
        desk.toast(tr("record.finalised"), lambda: take_back(desk, self._note_change))
        self._note_change()

    def _note_change(self) -> None:
        # An undo may come when the person has long been elsewhere and the page is gone.
        if shiboken6.isValid(self._page):
            self._page.note_change()

    def _on_not_final(self, fault: Fault) -> None:
        if isinstance(fault, Refused):
            self._page.show_missing(fault.problems)
        else:
            self._page.say_fault(fault)

    def _on_correction_explained(self, reason: str) -> None:
        page = self._page
        page.has_reason = True
        page.form.set_reason(reason)
        if page.reading is not None:
            page.show_reading(page.reading)
        page.form.focus_first()

    def _strike(self, reason: str) -> None:
        desk, name, record_id = self._page.desk, self._page.record.type_name, str(self._page.record_id)

        def restore() -> None:
            session = desk.session
            if session is not None:
                desk.jobs.store(
                    lambda: capture.restore_record(session, name, record_id),
                    lambda _nothing: self._note_change(),
                    lambda fault: desk.toast(error_text(fault)),
                    desk,
                )

        def done(_nothing: None) -> None:
            desk.toast(tr("record.struck"), restore)
            self._note_change()

        self._run(lambda session, name, record_id: capture.void_record(session, name, record_id, reason), done)

    def _reveal(self, form: RecordForm, reason: str) -> None:
        page = self._page
        session, name, record_id = page.desk.session, form.record.type_name, form.record_id
        if session is None or record_id is None:
            return

        def done(_nothing: None) -> None:
            page.is_revealed = page.is_revealed or form is page.form
            form.reveal()
            page.note_change()

        page.desk.jobs.store(lambda: lookup.note_access(session, name, record_id, reason), done, page.say_fault, form)

    def _on_recovery_made(self, recovery_id: str) -> None:
        self._page.desk.toast(tr("record.now_recovery"))
        self._page.desk.open("record", record_type="recovery", record_id=recovery_id)


def _turn(session: Any, _name: str, arrest_id: str) -> str:
    view = lookup.load_record(session, "arrest", arrest_id)
    return capture.record_as_recovery(session, arrest_id, view.values if view is not None else {})
