"""A fresh laptop: the ticket from headquarters, and a passphrase of one's own, twice."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.screens.unlock.passphrase_field import PassphraseField
from ui.screens.unlock.progress_row import ProgressRow
from ui.style.look import px
from ui.style.token import Size, Space
from ui.text import tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button
from ui.widgets.label import Role, label
from ui.widgets.layout import column, row


class EnrolPage(QWidget):
    """Emits ``submitted`` with ticket and passphrase; both passphrase fields are already empty then."""

    submitted = Signal(str, str)
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("enrol_page")
        self.banner = Banner(name="enrol_banner")
        self._ticket = QPlainTextEdit()
        self._ticket.setObjectName("ticket")
        self._ticket.setTabChangesFocus(True)
        self._ticket.setPlaceholderText(tr("enrol.ticket_hint"))
        self._ticket.setFixedHeight(px(Size.TARGET_LARGE) * 2)
        self._ticket.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self._first = PassphraseField("new_passphrase")
        self._second = PassphraseField("repeat_passphrase")
        self._caps = label(tr("unlock.caps"), Role.CAPTION, name="caps_hint")
        self._caps.hide()
        self._go = button(tr("enrol.enrol"), Kind.PRIMARY, name="enrol", large=True)
        self._cancel = button(tr("enrol.cancel"), name="enrol_cancel")
        self._cancel.hide()
        self.progress = ProgressRow(tr("enrol.working"))
        self._lay_out()
        self._go.clicked.connect(self._on_submit)
        self._cancel.clicked.connect(self.cancelled)
        for field in (self._first, self._second):
            field.returnPressed.connect(self._on_return)
            field.caps_changed.connect(self._caps.setVisible)
        self.setFocusProxy(self._ticket)

    def _lay_out(self) -> None:
        inside = column(self, gap=Space.S)
        inside.addWidget(label(tr("enrol.title"), Role.HEADING))
        inside.addWidget(label(tr("enrol.note"), Role.MUTED, wrap=True))
        inside.addWidget(self.banner)
        inside.addSpacing(px(Space.S))
        for caption, field in (
            (tr("enrol.ticket"), self._ticket),
            (tr("enrol.new"), self._first),
            (tr("enrol.repeat"), self._second),
        ):
            head = label(caption, Role.STRONG)
            head.setBuddy(field)
            field.setAccessibleName(caption)
            inside.addWidget(head)
            inside.addWidget(field)
        inside.addWidget(label(tr("enrol.rule"), Role.CAPTION, wrap=True))
        inside.addWidget(self._caps)
        inside.addSpacing(px(Space.S))
        inside.addWidget(self._go)
        foot = row()
        foot.addWidget(self.progress, stretch=1)
        foot.addWidget(self._cancel)
        inside.addLayout(foot)

    def set_busy(self, *, busy: bool) -> None:
        """While the laptop is enrolled nothing can be typed; it can be cancelled."""
        for widget in (self._ticket, self._first, self._second, self._go):
            widget.setEnabled(not busy)
        self.progress.restart()
        self.progress.setVisible(busy)
        self._cancel.setVisible(busy)

    def empty(self) -> None:
        """Take away what was typed and said."""
        self._ticket.setPlainText("")
        self._first.take()
        self._second.take()
        self._caps.hide()
        self.banner.hush()

    def _on_return(self) -> None:
        if self.sender() is self._first:
            self._second.setFocus()
        else:
            self._on_submit()

    def _on_submit(self) -> None:
        ticket = self._ticket.toPlainText().strip()
        first, second = self._first.take(), self._second.take()
        if not ticket:
            self.banner.say(tr("enrol.no_ticket"))
            self._ticket.setFocus()
        elif not first or first != second:
            self.banner.say(tr("enrol.differ"))
            self._first.setFocus()
        else:
            self.banner.hush()
            self.submitted.emit(ticket, first)
