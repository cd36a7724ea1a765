"""Every clock of the law that has begun on a record, and changing one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from fieldapp.actions.capture import void_record
from fieldapp.actions.clock import (
    CHANGE,
    ClockView,
    approve_change,
    extend_clock,
    load_clocks,
    pause_clock,
    rebase_clock,
    resume_clock,
)
from fieldapp.domain.access import Role as Part
from fieldapp.rules.deadline import ClockState
from ui.desk import Desk
from ui.jobs import Fault
from ui.screens.clock.clock_dialog import ClockDialog
from ui.screens.clock.clock_row import ClockRow
from ui.screens.clock.clock_words import has_another_zone, title_of
from ui.style.token import Space, Tone
from ui.text import error_text, tr
from ui.widgets.banner import Banner
from ui.widgets.label import Role, label, rule
from ui.widgets.layout import clear, column
from ui.widgets.tab_order import chain, tabs_above

_TICK_MS: Final = 20_000
_PLAIN: Final[dict[str, Callable[..., str]]] = {"pause": pause_clock, "resume": resume_clock}
_WITH_A_MOMENT: Final[dict[str, Callable[..., str]]] = {"rebase": rebase_clock, "extend": extend_clock}


class ClockPane(QWidget):
    """Reads itself anew when told. Emits ``counted`` with how many clocks run or stand still."""

    counted = Signal(int)

    def __init__(self, desk: Desk, record_type: str) -> None:
        super().__init__()
        self.setObjectName("clock_pane")
        self._desk = desk
        self._record_type = record_type
        self._record_id: str | None = None
        self._asked = 0
        self._shown: list[object] = []
        self.rows: list[ClockRow] = []
        inside = column(self, gap=Space.M)
        self.banner = Banner(name="clock_banner")
        inside.addWidget(self.banner)
        self._list = column(gap=Space.M)
        inside.addLayout(self._list)
        inside.addStretch()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.reload)
        self._timer.start()
        self.show_clocks(())

    def show_record(self, record_id: str | None) -> None:
        """Show the clocks of a record."""
        self._record_id = record_id
        self.reload()

    def reload(self) -> None:
        """Read the clocks anew."""
        session, record_type, record_id = self._desk.session, self._record_type, self._record_id
        if session is None or record_id is None:
            return
        self._asked += 1
        asked = self._asked

        def show(views: list[ClockView]) -> None:
            if asked == self._asked:
                self.show_clocks(views)

        self._desk.jobs.store(lambda: load_clocks(session, record_type, record_id), show, self._on_error, self)

    def show_clocks(self, views: Sequence[ClockView]) -> None:
        """Show these clocks; whoever is among their buttons by keyboard keeps the place while they are the same."""
        now = self._desk.clock.now()
        views = sorted(views, key=_place)
        shown: list[object] = [(view.deadline.code, view.deadline.state, view.changes) for view in views]
        if self.rows and shown == self._shown and [row.deadline.due_at for row in self.rows] == _dues(views):
            for row in self.rows:
                row.refresh(now)
            return
        self._shown = shown
        clear(self._list)
        self.rows = []
        if not views:
            self._list.addWidget(label(tr("clock.none"), wrap=True))
            self._list.addWidget(label(tr("clock.none_hint"), Role.CAPTION, wrap=True))
        elif has_another_zone(now):
            self._list.addWidget(label(tr("clock.zone"), Role.CAPTION, wrap=True, name="clock_zone"))
        for view in views:
            self._add(view, now)
        chain(tabs_above(self), [self])
        self.counted.emit(len(views))

    def _add(self, view: ClockView, now: datetime) -> None:
        if self.rows:
            self._list.addWidget(rule())
        made = ClockRow(view, now, may_approve=self._may_approve())
        made.approved.connect(self._approve)
        made.change_wanted.connect(partial(self._ask, made))
        self.rows.append(made)
        self._list.addWidget(made)

    def _ask(self, row: ClockRow, kind: str) -> None:
        title = title_of(row.deadline)
        dialog = ClockDialog(self, self._desk.clock, kind, title, approves=self._may_approve())
        dialog.given.connect(partial(self._change, row.deadline.code, kind))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _may_approve(self) -> bool:
        session = self._desk.session
        return session is not None and session.role is Part.SUPERVISOR

    def _change(self, code: str, kind: str, reason: str, moment: datetime | None) -> None:
        session, record_type, record_id = self._desk.session, self._record_type, self._record_id
        if session is None or record_id is None:
            return
        about = (session, record_type, record_id, code, reason)

        def act() -> str:
            if kind in _WITH_A_MOMENT:
                return _WITH_A_MOMENT[kind](*about, moment)
            return _PLAIN[kind](*about)

        self._desk.jobs.store(act, partial(self._on_changed, session, kind), self._on_error, self)

    def _approve(self, change_id: str) -> None:
        session = self._desk.session
        self._desk.jobs.store(
            lambda: approve_change(session, change_id), lambda _none: self.reload(), self._on_error, self
        )

    def _on_changed(self, session: Any, kind: str, change_id: str) -> None:
        desk = self._desk

        def take_back() -> None:
            desk.jobs.store(lambda: void_record(session, CHANGE, change_id, "Undone"), None, None, desk)

        self.banner.hush()
        desk.toast(tr(f"clock.saved_{kind}"), take_back)
        self.reload()

    def _on_error(self, fault: Fault) -> None:
        self.banner.say(error_text(fault), tr("clock.unchanged"), Tone.SOON)


def _place(view: ClockView) -> tuple[bool, datetime]:
    """What is still to be done comes first, the nearest before the others."""
    deadline = view.deadline
    return deadline.state in {ClockState.DONE, ClockState.DONE_LATE}, deadline.earliest


def _dues(views: Sequence[ClockView]) -> list[datetime | None]:
    return [view.deadline.due_at for view in views]
