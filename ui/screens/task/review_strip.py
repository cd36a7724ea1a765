"""Above a record: what a supervisor said of it; for a supervisor, the two buttons that decide."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldapp.actions.review import Decision, Standing, load_standing, may_review, review_record, take_review_back
from fieldapp.domain.clock import from_wire
from fieldapp.rules.review_guard import APPROVED, RETURNED, REVIEWED
from ui.desk import Desk
from ui.forms.reason_dialog import ask_reason
from ui.jobs import Fault
from ui.models.row_words import spell_when
from ui.style.token import Space, Tone
from ui.text import error_text, tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button
from ui.widgets.flow import flow
from ui.widgets.label import set_hint
from ui.widgets.layout import column


class ReviewStrip(QWidget):
    """Hidden while there is nothing to say. ``decided`` once a decision was written, or taken back."""

    decided = Signal()

    def __init__(self, desk: Desk, record_type: str) -> None:
        super().__init__()
        self.setObjectName("review_strip")
        self._desk = desk
        self._record_type = record_type
        self._record_id: str | None = None
        self._may = False
        self.approve = button(tr("review.approve"), Kind.PRIMARY, glyph="check-circle", name="review_approve")
        self.send_back = button(tr("review.return"), glyph="arrow-u-up-left", name="review_return")
        set_hint(self.approve, tr("review.approve_hint"), "Ctrl+Shift+A")
        set_hint(self.send_back, tr("review.return_hint"), "Ctrl+Shift+R")
        self._acts = flow(self.send_back, self.approve, name="review_acts")
        self.banner = Banner(name="review_banner", action=self._acts)
        inside = column(self, gap=Space.NONE)
        inside.addWidget(self.banner)
        self.approve.clicked.connect(self._on_approve)
        self.send_back.clicked.connect(self._on_return)
        if record_type in REVIEWED and desk.session is not None and may_review(desk.session):
            desk.shortcuts.add("Ctrl+Shift+A", tr("review.approve_hint"), self._on_approve, self)
            desk.shortcuts.add("Ctrl+Shift+R", tr("review.return_hint"), self._on_return, self)
        self.hide()

    def show_record(self, record_id: str | None) -> None:
        """Read where the record is with its reviewers, and say it."""
        session, record_type = self._desk.session, self._record_type
        self._record_id = record_id
        if session is None or record_id is None or record_type not in REVIEWED:
            return
        self._desk.jobs.store(
            lambda: load_standing(session, record_type, record_id), self._on_standing, self._on_fault, self
        )

    def wipe(self) -> None:
        """Forget what was said."""
        self._record_id, self._may = None, False
        self.banner.hush()
        self.hide()

    def _on_standing(self, standing: Standing) -> None:
        self._may = standing.may_review
        self._acts.setVisible(standing.may_review)
        when = spell_when(from_wire(standing.reviewed_at), self._desk.clock.now()) if standing.reviewed_at else ""
        said = {"who": standing.reviewer, "when": when}
        is_shown = True
        if standing.state == "returned":
            self.banner.say(tr("review.returned", **said), standing.comment, Tone.SOON)
        elif standing.state == "approved":
            self.banner.say(tr("review.approved", **said), standing.comment, Tone.OK)
        elif standing.state == "waiting" and (standing.may_review or standing.reviewer):
            before = tr("review.before", **said, comment=standing.comment) if standing.reviewer else ""
            mine = "review.waits_for_you" if standing.may_review else "review.waits"
            self.banner.say(tr(mine), before or tr("review.waits_hint"), Tone.ACCENT)
        else:
            is_shown = False
            self.banner.hush()
        self.setVisible(is_shown)

    def _on_approve(self) -> None:
        if self._may:
            self._decide(APPROVED, "")

    def _on_return(self) -> None:
        if self._may:
            title, why, verb = tr("review.return_title"), tr("review.return_why"), tr("review.return")
            dialog = ask_reason(self, title, why, verb, wanted=tr("review.comment"))
            dialog.given.connect(partial(self._decide, RETURNED))

    def _decide(self, decision: str, comment: str) -> None:
        session, record_type, record_id = self._desk.session, self._record_type, self._record_id
        if session is None or record_id is None:
            return
        self._may = False
        self._desk.jobs.store(
            lambda: review_record(session, record_type, record_id, decision, comment),
            partial(self._on_decided, decision),
            self._on_fault,
            self,
        )

    def _on_decided(self, decision: str, made: Decision) -> None:
        self._desk.toast(tr(f"review.{decision}_toast"), partial(_take_back, self._desk, made))
        self.decided.emit()
        self.show_record(self._record_id)

    def _on_fault(self, fault: Fault) -> None:
        self.show()
        self.banner.say(tr("review.failed"), error_text(fault))


def _take_back(desk: Desk, made: Decision) -> None:
    session = desk.session
    if session is None:
        return

    def show(_nothing: None) -> None:
        desk.open("record", record_type=made.record_type, record_id=made.record_id, focus="")

    desk.jobs.store(lambda: take_review_back(session, made), show, lambda fault: desk.warn(error_text(fault)), desk)
