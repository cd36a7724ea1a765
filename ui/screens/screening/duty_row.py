"""One duty: its clock, what to do, the number to call, and the two ways it ends: done, or not done and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from fieldapp.actions.screening_duty import Duty
from fieldapp.domain.access import Role as Person
from fieldapp.records import vocabulary
from fieldapp.records.seed import DirectoryEntry, load_directory
from fieldapp.rules.screening_guard import DECLINED
from ui.desk import Desk
from ui.forms.question.choice_group import ChoiceGroup
from ui.forms.question.entry import Offer
from ui.screens.board.due_time import spell_due
from ui.screens.screening.phone_button import phone_button
from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.text import chosen_language, tr
from ui.widgets.button import Kind, button
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Role, label
from ui.widgets.layout import column, row
from ui.widgets.sides import Sides

_KINDS: Final = {
    "report_phone": "child_protection",
    "report_written": "child_protection",
    "advocate_call": "hotline",
    "hotline": "hotline",
    "medical": "medical",
}
_SOON_AFTER: Final = 2 / 3
_AT_ONCE: Final = timedelta(0)


class DutyRow(QFrame):
    """``done_wanted(note)``, ``not_done_wanted(reason, supervisor, note)``, ``reopen_wanted()``,
    ``confirm_wanted()`` by a supervisor; the page does it.
    """

    done_wanted = Signal(str)
    not_done_wanted = Signal(str, str, str)
    reopen_wanted = Signal()
    confirm_wanted = Signal()

    def __init__(
        self,
        desk: Desk,
        duty: Duty,
        started_at: datetime | None,
        *,
        editable: bool,
        closed: str = "",
        words: str = "",
        numbers: Sequence[DirectoryEntry] = (),
    ) -> None:
        super().__init__()
        self.duty = duty
        self._desk = desk
        self._closed = closed
        self.words = words or duty.what
        self._numbers = numbers or load_directory()
        self._started_at = started_at
        self.setObjectName(f"duty_{duty.duty}")
        self._chip = Chip("", "clock", name="duty_clock")
        self.done = button(tr("screening.duty_done"), Kind.SECONDARY, glyph="check", name="duty_done", large=True)
        self.not_done = button(tr("screening.duty_not_done"), Kind.QUIET, name="duty_not_done", large=True)
        self._reopen = button(tr("screening.duty_reopen"), Kind.QUIET, name="duty_reopen")
        self._outside = column(self, gap=Space.S)
        self._outside.setContentsMargins(0, px(Space.S), 0, px(Space.S))
        self._outside.addWidget(Sides(self._make_words(), self._make_acts(editable=editable), px(Size.PANE)))
        self._note = self._make_line("duty_note", tr("screening.duty_note_hint"))
        self._done_panel = self._make_done_panel()
        self._reason = ChoiceGroup(only=True, columns=0)
        self._approver = self._make_line("duty_approver", tr("screening.duty_approver"))
        # A report that nobody may hold back: another one stands in for it, or none does.
        self._is_bound = DECLINED not in duty.reasons
        why = "screening.duty_reference" if self._is_bound else "screening.duty_why"
        self._why = self._make_line("duty_why", tr(why))
        self._not_done_panel = self._make_not_done_panel()
        self._lines = {"note": self._note, "approver": self._approver, "why": self._why}
        self._problem = label("", Role.ERROR, wrap=True, name="duty_problem")
        self._problem.hide()
        self._outside.addWidget(self._problem)
        self.refresh()

    def refresh(self) -> None:
        """Let the chip say what its clock says now."""
        duty, now = self.duty, self._desk.clock.now()
        if duty.is_closed:
            is_done = duty.status == "done"
            words = tr("screening.duty_is_done") if is_done else tr("screening.duty_is_not_done")
            self._chip.set_words(
                words, "check-circle" if is_done else "minus-circle", Tone.OK if is_done else Tone.MUTED
            )
        elif duty.due_at is None or duty.due_at == self._started_at:
            self._chip.set_words(tr("screening.duty_now"), "warning-octagon", Tone.DANGER)
        else:
            start = self._started_at or duty.due_at
            soon = start + max(_AT_ONCE, duty.due_at - start) * _SOON_AFTER
            self._chip.set_words(*spell_due(duty.due_at, soon, now))

    def clock(self) -> str:
        """The words of the clock."""
        return self._chip.text()

    def typed(self) -> dict[str, str]:
        """Return what was typed or chosen and not written down yet, by field."""
        found = {name: line.text() for name, line in self._lines.items()}
        found["reason"] = next(iter(self._reason.chosen()), "")
        return {name: text for name, text in found.items() if text}

    def retype(self, texts: Mapping[str, str]) -> None:
        """Put back what ``typed`` gave, with the lines it stood in open."""
        for name, line in self._lines.items():
            line.setText(texts.get(name, ""))
        if texts.get("reason"):
            self._reason.set_chosen([texts["reason"]])
        if not self.duty.is_closed:
            self._done_panel.setVisible("note" in texts)
            self._not_done_panel.setVisible(bool(texts.keys() - {"note"}))

    def show_problem(self, sentence: str) -> None:
        """Say why it could not be closed like this."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def focus_act(self) -> None:
        """Put the keyboard on what ends it."""
        (self._reopen if self.duty.is_closed else self.done).setFocus()

    def _make_words(self) -> QWidget:
        made = QWidget()
        across = row(made, gap=Space.M)
        self._chip.setFixedWidth(px(Size.SHEET_CELL + Space.XXL + Space.L))
        across.addWidget(self._chip)
        words = column(gap=Space.XS)
        words.addWidget(label(self.words, Role.STRONG, wrap=True, name="duty_what"))
        for sentence in self._sentences():
            words.addWidget(label(sentence, Role.CAPTION, wrap=True))
        across.addLayout(words, stretch=1)
        return made

    def _sentences(self) -> list[str]:
        duty = self.duty
        found = []
        if duty.is_mandated and not duty.is_closed:
            found.append(tr("screening.duty_mandated"))
        if self._closed:
            found.append(self._closed)
        if duty.is_raised_earlier:
            found.append(tr("screening.duty_earlier"))
        if duty.not_done_reason:
            reason = vocabulary.label("duty_not_done", duty.not_done_reason, chosen_language())
            key = "screening.duty_not_done_because" if duty.approved_by else "screening.duty_not_done_asked"
            found.append(tr(key, reason=reason, supervisor=duty.approved_by or duty.asked))
        return found

    def _make_acts(self, *, editable: bool) -> QWidget:
        # In large text what does not fit beside the others stands below them.
        made = QWidget()
        across = FlowLayout(made)
        if not self.duty.is_closed:
            for entry in _numbers(self._numbers, self.duty.duty):
                across.addWidget(phone_button(self._desk, entry))
        for act in (self.done, self.not_done):
            act.setVisible(False)
            across.addWidget(act)
            act.setVisible(editable and not self.duty.is_closed)
            act.setAccessibleName(f"{act.text()}: {self.words}")
        across.addWidget(self._make_confirm())
        across.addWidget(self._reopen)
        self._reopen.setVisible(editable and self.duty.is_closed)
        self._reopen.setAccessibleName(f"{self._reopen.text()}: {self.words}")
        self.done.clicked.connect(self._on_done_pressed)
        self.not_done.clicked.connect(lambda: self._unfold(self._not_done_panel, self._reason.current()))
        self._reopen.clicked.connect(self.reopen_wanted)
        return made

    def _make_confirm(self) -> QWidget:
        """What was not done stands until a supervisor agreed to it in their own name."""
        made = button(tr("screening.duty_confirm"), Kind.SECONDARY, name="duty_confirm", large=True)
        made.clicked.connect(self.confirm_wanted)
        is_supervisor = self._is_supervisor()
        made.setVisible(False)
        made.setEnabled(is_supervisor)
        if is_supervisor and self.duty.not_done_reason:
            made.setVisible(True)
        return made

    def _is_supervisor(self) -> bool:
        session = self._desk.session
        return session is not None and session.role is Person.SUPERVISOR

    def _make_done_panel(self) -> QWidget:
        panel = QWidget()
        across = row(panel, gap=Space.S)
        mark = button(tr("screening.duty_mark_done"), Kind.SECONDARY, glyph="check", name="duty_mark_done", large=True)
        across.addWidget(self._note, stretch=1)
        across.addWidget(mark)
        mark.clicked.connect(self._on_done)
        self._note.returnPressed.connect(self._on_done)
        panel.hide()
        self._outside.addWidget(panel)
        return panel

    def _make_not_done_panel(self) -> QWidget:
        panel = QWidget()
        inside = column(panel, gap=Space.S)
        inside.addWidget(label(tr("screening.duty_reason"), Role.OVERLINE))
        if self._is_bound:
            inside.addWidget(label(tr("screening.duty_report_law"), wrap=True, name="duty_law"))
        language = chosen_language()
        reasons = [each for each in vocabulary.choices("duty_not_done") if each.code in self.duty.reasons]
        self._reason.set_options([Offer(each.code, each.label(language)) for each in reasons])
        self._reason.describe(tr("screening.duty_reason"), self.words)
        self._reason.went_on.connect(self._why.setFocus if self._is_supervisor() else self._approver.setFocus)
        inside.addWidget(self._reason)
        across = row(gap=Space.S)
        across.addWidget(self._approver, stretch=1)
        if self._is_supervisor():  # who agrees by closing it
            self._approver.hide()
        across.addWidget(self._why, stretch=1)
        keep = button(tr("screening.duty_mark_not_done"), Kind.SECONDARY, name="duty_mark_not_done", large=True)
        keep.clicked.connect(self._on_not_done)
        across.addWidget(keep)
        inside.addLayout(across)
        panel.hide()
        self._outside.addWidget(panel)
        return panel

    def _make_line(self, name: str, hint: str) -> QLineEdit:
        made = QLineEdit()
        made.setObjectName(name)
        made.setPlaceholderText(hint)
        made.setAccessibleName(hint)
        made.setProperty("large", True)
        made.setMaxLength(300)
        return made

    def _unfold(self, panel: QWidget, focus: QWidget) -> None:
        other = self._not_done_panel if panel is self._done_panel else self._done_panel
        other.hide()
        panel.setVisible(panel.isHidden())
        if not panel.isHidden():
            focus.setFocus()

    def _on_done_pressed(self) -> None:
        """A mandated report asks for whom and the reference number first; anything else is done with one press."""
        if self.duty.is_mandated:
            self._unfold(self._done_panel, self._note)
        else:
            self.done_wanted.emit("")

    def _on_done(self) -> None:
        self.done_wanted.emit(self._note.text())

    def _on_not_done(self) -> None:
        reason = next(iter(self._reason.chosen()), "")
        self.not_done_wanted.emit(reason, self._approver.text(), self._why.text())


def _numbers(numbers: Sequence[DirectoryEntry], duty: str) -> list[DirectoryEntry]:
    """Return the first number to call for a duty, the agency's own where it keeps one; the rest are on the card."""
    kind = _KINDS.get(duty, "")
    return [entry for entry in numbers if entry.kind == kind and entry.phone][:1]
