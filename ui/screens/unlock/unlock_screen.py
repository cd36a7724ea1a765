"""The way in: the system-use notice once, then the passphrase, or enrolling when this laptop is fresh."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from ui.jobs import Fault, Jobs, Progress
from ui.screens.unlock.gate import Gate
from ui.style.look import px
from ui.style.token import Size, Space
from ui.text import error_text, tr
from ui.widgets.button import Kind, button
from ui.widgets.label import Role, label
from ui.widgets.layout import column, row, scrolled

if TYPE_CHECKING:  # the notice is on screen first; the page behind it is imported when it is acknowledged
    from ui.screens.unlock.enrol_page import EnrolPage
    from ui.screens.unlock.unlock_page import UnlockPage


class NoticePage(QWidget):
    """The system-use notice; access begins with its acknowledgement."""

    acknowledged = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice_page")
        accept = button(tr("unlock.acknowledge"), Kind.PRIMARY, name="acknowledge", large=True)
        accept.clicked.connect(self.acknowledged)
        inside = column(self, gap=Space.M)
        inside.addWidget(label(tr("unlock.notice_title"), Role.HEADING, wrap=True))
        inside.addWidget(label(tr("unlock.notice"), wrap=True, name="notice"))
        inside.addSpacing(px(Space.S))
        inside.addWidget(accept)
        self.setFocusProxy(accept)


class UnlockScreen(QWidget):
    """Emits ``unlocked`` with the session. No secret stays in a field once it was handed on."""

    unlocked = Signal(object)

    def __init__(self, gate: Gate, jobs: Jobs, *, acknowledged: bool = False) -> None:
        super().__init__()
        self.setObjectName("gate")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._gate = gate
        self._jobs = jobs
        self._progress: Progress | None = None
        self._busy = False
        self._panel = QFrame()
        self._panel.setProperty("kind", "panel")
        self._panel.setFixedWidth(px(Size.GATE))
        self._pages = column(self._panel, gap=Space.NONE, margin=Space.XXL)
        self._page: NoticePage | UnlockPage | EnrolPage
        self._notice = NoticePage()
        self._unlock: UnlockPage | None = None
        self._enrol: EnrolPage | None = None
        self._bring(self._notice)
        ground = QWidget()
        middle = column(ground, margin=Space.XL)
        middle.addStretch(2)
        across = row(gap=Space.NONE)
        across.addStretch()
        across.addWidget(self._panel)
        across.addStretch()
        middle.addLayout(across)
        middle.addStretch(3)
        outside = column(self, gap=Space.NONE)
        outside.addWidget(scrolled(ground))
        self._notice.acknowledged.connect(self._on_acknowledged)
        if acknowledged:
            self._on_acknowledged()

    def reset(self) -> None:
        """After locking: nothing typed, nothing said, ready for the passphrase."""
        for page in (self._unlock, self._enrol):
            if page is not None:
                page.empty()
        if self._page is not self._notice:
            self._on_acknowledged()

    def say(self, sentence: str) -> None:
        """Show a sentence about something that failed meanwhile."""
        page = self._page
        if not isinstance(page, NoticePage):
            page.banner.say(sentence)

    def _bring(self, page: NoticePage | UnlockPage | EnrolPage) -> None:
        # One page at a time in the layout: a stack would give each page the height of the tallest.
        if self._pages.count():
            self._pages.removeWidget(self._page)
            self._page.hide()
        self._page = page
        self._pages.addWidget(page)
        page.show()
        self.setFocusProxy(page)

    def _on_acknowledged(self) -> None:
        page = self._unlock_page() if self._gate.is_enrolled() else self._enrol_page()
        self._bring(page)
        page.set_busy(busy=self._busy)
        page.setFocus()

    def _unlock_page(self) -> UnlockPage:
        if self._unlock is None:
            from ui.screens.unlock.unlock_page import UnlockPage

            self._unlock = UnlockPage()
            self._unlock.submitted.connect(self._on_unlock_submitted)
        return self._unlock

    def _enrol_page(self) -> EnrolPage:
        if self._enrol is None:
            from ui.screens.unlock.enrol_page import EnrolPage

            self._enrol = EnrolPage()
            self._enrol.submitted.connect(self._on_enrol_submitted)
            self._enrol.cancelled.connect(self._on_enrol_cancelled)
        return self._enrol

    def _on_unlock_submitted(self, passphrase: str) -> None:
        self._set_busy(busy=True)
        self._jobs.store(
            lambda: self._gate.unlock(passphrase), self._on_done, self._on_error, self, on_end=self._on_end
        )

    def _on_enrol_submitted(self, ticket: str, passphrase: str) -> None:
        progress = Progress(self)
        progress.reported.connect(self._enrol_page().progress.report)
        self._progress = progress
        self._set_busy(busy=True)
        self._jobs.store(
            lambda: self._gate.enrol(ticket, passphrase, progress),
            self._on_done,
            self._on_error,
            self,
            on_end=self._on_end,
        )

    def _on_enrol_cancelled(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

    def _on_end(self) -> None:
        self._progress = None
        self._set_busy(busy=False)

    def _on_done(self, session: object) -> None:
        for page in (self._unlock, self._enrol):
            if page is not None:
                page.empty()
        self.unlocked.emit(session)

    def _on_error(self, error: Fault) -> None:
        self.say(error_text(error))

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        page = self._page
        if not isinstance(page, NoticePage):
            page.set_busy(busy=busy)
