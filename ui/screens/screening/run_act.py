"""What a person does to a screening besides answering: stop, do its duties, lock it, add to it, move it, export it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import shiboken6
from PySide6.QtCore import QObject

from fieldapp.actions import capture
from fieldapp.actions.disclosure import disclose, write_disclosed
from fieldapp.actions.lookup import note_access
from fieldapp.actions.screening_close import add_addendum, finalise_screening, note_disclosure
from fieldapp.actions.screening_duty import close_duty, confirm_duty, reopen_duty
from fieldapp.actions.screening_export import export_csv, export_submission
from fieldapp.domain.problems import Refused
from ui.forms.reason_dialog import ask_reason
from ui.forms.save_queue import take_back
from ui.forms.sheet_question import ask_for_sheet
from ui.forms.whole_file import write_whole
from ui.jobs import Fault
from ui.screens.screening.result_part import ResultPart
from ui.screens.screening.version_dialog import VersionDialog
from ui.text import error_text, tr

if TYPE_CHECKING:  # the page makes its acts
    from ui.screens.screening.run_page import RunPage

_NO_DISCLOSURE: Final = {"disclosure_made": None, "disclosure_at": None}
_WRITERS: Final[dict[str, Callable[[Any, str], str]]] = {
    "xml": export_submission,
    "csv": lambda session, screening_id: export_csv(session, [screening_id]),
}


class RunActs(QObject):
    """The acts of one page. Each hands over what is being typed first, and the page reads itself anew after it."""

    def __init__(self, page: RunPage) -> None:
        super().__init__(page)
        self._page = page

    def serve(self, result: ResultPart) -> None:
        """Do what is asked for beside the result."""
        result.done_wanted.connect(self.close_duty)
        result.not_done_wanted.connect(self.decline_duty)
        result.reopen_wanted.connect(self.reopen_duty)
        result.confirm_wanted.connect(self.confirm_duty)
        result.finalise_wanted.connect(self.finalise)
        result.addendum_wanted.connect(self.add_addendum)

    def fill_menu(self) -> None:
        """Offer what is seldom wanted."""
        page = self._page
        for form in _WRITERS:
            made = page.head.add_act(tr(f"screening.export_{form}"), "export", f"export_{form}")
            made.triggered.connect(lambda _checked=False, form=form: self.ask_to_export(form))
        if page.hidden:
            shown = page.head.add_act(tr("screening.private", count=len(page.hidden)), "eye", "show_private")
            shown.triggered.connect(self.ask_to_reveal)
        page.head.add_act(tr("record.strike"), "prohibit", "strike").triggered.connect(self.ask_to_strike)

    def add_shortcuts(self) -> None:
        """Let every act of the page be reached by key."""
        page = self._page
        add, group = page.desk.shortcuts.add, tr("question.shortcuts")
        add("Ctrl+D", tr("screening.stop_hint"), page.stop, page, group=group)
        add("Ctrl+PgDown", tr("screening.next_part"), lambda: page.step(1), page, group=group)
        add("Ctrl+PgUp", tr("screening.previous_part"), lambda: page.step(-1), page, group=group)
        add("Ctrl+Shift+Return", tr("screening.finish_hint"), self.finalise, page, group=group)

    def stop(self) -> None:
        """A disclosure was made: write that down with its time, and raise the duties that it brings."""
        desk = self._page.desk
        self._run(note_disclosure, lambda _duties: desk.toast(tr("screening.stopped"), self.take_disclosure_back))

    def take_disclosure_back(self) -> None:
        """Nothing was disclosed after all; duties that were raised stay, to be answered for."""

        def act(session: Any, screening_id: str) -> None:
            capture.save_record(session, "screening", _NO_DISCLOSURE, record_id=screening_id)

        self._run(act, lambda _nothing: self._page.desk.toast(tr("screening.went_on")))

    def close_duty(self, task_id: str, note: str) -> None:
        """A duty is done."""
        self._close(task_id, lambda session: close_duty(session, task_id, details=note), "screening.duty_closed")

    def decline_duty(self, task_id: str, reason: str, supervisor: str, note: str) -> None:
        """A duty is not done: somebody says why, and which supervisor they asked."""

        def act(session: Any) -> None:
            close_duty(session, task_id, is_done=False, reason=reason, asked=supervisor, details=note)

        self._close(task_id, act, "screening.duty_closed")

    def reopen_duty(self, task_id: str) -> None:
        """A duty was closed by mistake."""
        self._close(task_id, lambda session: reopen_duty(session, task_id), "screening.duty_opened")

    def confirm_duty(self, task_id: str) -> None:
        """A supervisor agrees, in their own name, that a duty was not done."""
        self._close(task_id, lambda session: confirm_duty(session, task_id), "screening.duty_confirmed")

    def finalise(self) -> None:
        """Lock the screening, or show what is still open."""
        page = self._page
        if not page.is_final:
            self._run(finalise_screening, self._on_finalised, self._on_not_final)

    def add_addendum(self, text: str) -> None:
        """Add to a screening that is locked."""
        page = self._page

        def failed(fault: Fault) -> None:
            if shiboken6.isValid(page) and page.result.addenda is not None:
                page.result.addenda.text.setPlainText(text)
            self._on_fault(fault)

        self._run(
            lambda session, screening_id: add_addendum(session, screening_id, text),
            lambda _note: page.desk.toast(tr("screening.addendum_added")),
            failed,
        )

    def ask_to_strike(self) -> None:
        """Strike the screening out, with a reason."""
        title, why, verb = tr("record.strike_title"), tr("record.strike_why"), tr("record.strike")
        dialog = ask_reason(self._page, title, why, verb, danger=True)
        dialog.given.connect(self._strike)

    def ask_to_reveal(self) -> None:
        """Show the questions that a checklist keeps from sworn roles; the reason is written into the history."""
        title, why = tr("screening.private_title"), tr("screening.private_why")
        dialog = ask_reason(self._page, title, why, tr("record.reveal"))
        dialog.given.connect(self._reveal)

    def ask_to_move(self, sha256: str) -> None:
        """Show what moving to a newer version of the checklist would do; move or stay."""
        dialog = VersionDialog(self._page, self._page.desk, self._page.screening_id, sha256)
        dialog.moved.connect(self._on_moved)
        dialog.open()

    def ask_to_export(self, form: str) -> None:
        """Warn that the file is not protected, then ask where it goes; ``form`` is xml or csv."""
        ask_for_sheet(
            self._page,
            tr("screening.export"),
            tr("screening.export_title"),
            tr("screening.export_warning"),
            f"screening-{self._page.screening_id[:8]}.{form}",
            lambda path: self.export_to(path, form),
        )

    def export_to(self, path: Path, form: str) -> None:
        """Write the screening to a file outside the store, after noting in its history that it happened."""
        writer = _WRITERS[form]

        def act(session: Any, screening_id: str) -> None:
            text = writer(session, screening_id)
            noted = f"Exported as {form.upper()}"
            line = disclose(session, "screening", screening_id, f"Screening as {form.upper()}", noted=noted)
            write_disclosed(session, line, lambda: write_whole(path, text.encode()))

        self._run(act, lambda _nothing: self._page.desk.toast(tr("screening.exported")))

    def _run(
        self,
        act: Callable[[Any, str], Any],
        done: Callable[[Any], object],
        failed: Callable[[Fault], object] | None = None,
    ) -> None:
        page = self._page
        session, screening_id = page.desk.session, page.screening_id
        page.save_typing()
        if session is None:
            return

        def on_done(result: Any) -> None:
            done(result)
            self._read_anew()

        # The desk owns it: an undo may come when the page is long gone.
        page.desk.jobs.store(lambda: act(session, screening_id), on_done, failed or self._on_fault, page.desk)

    def _close(self, task_id: str, act: Callable[[Any], None], words: str) -> None:
        page = self._page

        def done(_nothing: Any) -> None:
            page.desk.toast(tr(words), lambda: take_back(page.desk, self._read_anew))

        def failed(fault: Fault) -> None:
            row = page.result.row_of_task(task_id) if shiboken6.isValid(page) else None
            if row is not None:
                row.show_problem(error_text(fault))
            else:
                self._on_fault(fault)

        self._run(lambda session, _screening_id: act(session), done, failed)

    def _read_anew(self) -> None:
        if shiboken6.isValid(self._page):
            self._page.reload()

    def _on_fault(self, fault: Fault) -> None:
        if shiboken6.isValid(self._page):
            self._page.say_fault(fault)

    def _on_finalised(self, _nothing: None) -> None:
        self._page.desk.toast(tr("screening.finished"))

    def _on_not_final(self, fault: Fault) -> None:
        if isinstance(fault, Refused) and shiboken6.isValid(self._page):
            self._page.show_open(fault.problems)
        else:
            self._on_fault(fault)

    def _strike(self, reason: str) -> None:
        toast = self._page.desk.toast

        def act(session: Any, screening_id: str) -> None:
            capture.void_record(session, "screening", screening_id, reason)

        self._run(act, lambda _nothing: toast(tr("record.struck")))

    def _reveal(self, reason: str) -> None:
        page = self._page

        def done(_nothing: None) -> None:
            if shiboken6.isValid(page):
                page.revealed.emit()

        self._run(lambda session, screening_id: note_access(session, "screening", screening_id, reason), done)

    def _on_moved(self) -> None:
        self._page.desk.toast(tr("screening.moved"))
        self._page.outdated.emit()
