"""An interview on one page: whether it may start stands above its fields, with one press for each moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from fieldapp.actions import interview as act
from fieldapp.actions.interview import InterviewState
from ui.desk import Desk
from ui.forms.reading import Reading
from ui.jobs import Fault
from ui.screens.record.record_page import RecordPage
from ui.style.token import Space, Tone
from ui.text import error_text, problem_text, tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button
from ui.widgets.card import Card
from ui.widgets.flow import FlowLayout
from ui.widgets.label import set_state

_ACTS: Final[Mapping[str, Callable[[Any, str], None]]] = {
    "tell": act.tell_right,
    "start": act.start_interview,
    "end": act.end_interview,
    "revoke": act.revoke_waiver,
}

_NEXT: Final = ("tell", "start", "end")


class RightCard(Card):
    """Whether the right to an advocate has been honoured (rule R8). ``changed`` after each press."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(tr("interview.title"), name="interview_card")
        self._desk = desk
        self._interview_id = ""
        self.banner = Banner(name="interview_banner")
        self.body.addWidget(self.banner)
        self.presses: dict[str, QPushButton] = {}
        host = QWidget()
        flow = FlowLayout(host, gap=Space.S)
        for name in _ACTS:
            made = button(tr(f"interview.{name}"), name=f"interview_{name}")
            made.clicked.connect(partial(self._act, name))
            self.presses[name] = made
            flow.addWidget(made)
        self.body.addWidget(host)
        self.hide()

    def show_interview(self, interview_id: str, *, editable: bool) -> None:
        """Read anew how an interview stands."""
        self._interview_id = interview_id
        session = self._desk.session
        if session is not None:
            self._desk.jobs.store(
                lambda: act.load_interview(session, interview_id), partial(self._show, editable), self._on_error, self
            )

    def _show(self, editable: bool, state: InterviewState | None) -> None:
        self.setVisible(state is not None)
        if state is None:
            return
        # The first thing to press is the one that comes next: nobody starts before the right was told.
        first = next((name for name in _NEXT if name in state.acts and (name == "tell" or not state.problems)), "")
        for name, made in self.presses.items():
            set_state(made, "kind", Kind.PRIMARY.value if name == first else Kind.SECONDARY.value)
            made.setVisible(editable and name in state.acts)
        if state.problems:
            self.banner.say(tr("interview.not_yet"), "\n".join(map(problem_text, state.problems)), Tone.SOON)
        else:
            self.banner.say(tr("interview.may"), tone=Tone.OK)

    def _act(self, name: str, _checked: bool = False) -> None:
        session, interview_id = self._desk.session, self._interview_id
        if session is not None:
            self._desk.jobs.store(
                lambda: _ACTS[name](session, interview_id), lambda _none: self.changed.emit(), self._on_error, self
            )

    def _on_error(self, fault: Fault) -> None:
        self.banner.say(error_text(fault), tr("record.kept"))


class InterviewPage(RecordPage):
    """The page of one interview."""

    def fill_body(self) -> None:
        self.right = RightCard(self.desk)
        self.right.changed.connect(self.note_change)
        self.body.addWidget(self.right)
        super().fill_body()

    def show_reading(self, reading: Reading) -> None:
        super().show_reading(reading)
        view = reading.view
        self.header.lead(leads=bool(view.values.get("ended_at")))
        self.right.show_interview(view.record_id, editable=not view.is_void and not view.is_final)
