"""The question before any file is touched: does it show abuse, or a nude minor? Then stop; it stays where it is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from ui.forms.text_editor import make_line
from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.text import tr
from ui.widgets.button import Kind, button
from ui.widgets.glyph import Glyph
from ui.widgets.label import Role, label
from ui.widgets.layout import column, row


class StopDialog(QDialog):
    """``cleared()``: it shows nothing of the kind. ``pointed(reference)``: it does, and this is where it is held.

    Open it with ``open()``; the keyboard is on neither answer's side: Tab goes to "yes or not sure" first.
    """

    cleared = Signal()
    pointed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("stop_dialog")
        self.setWindowTitle(tr("digital.stop_title"))
        self.setMinimumWidth(px(Size.GATE))
        self._pages = QStackedWidget()
        self._pages.addWidget(self._question())
        self._pages.addWidget(self._stop())
        inside = column(self, margin=Space.XL)
        inside.addWidget(self._pages)

    def done(self, result: int) -> None:
        self._reference.clear()
        super().done(result)

    def _question(self) -> QWidget:
        made = QWidget()
        inside = column(made, gap=Space.M)
        inside.addWidget(label(tr("digital.question"), Role.TITLE, wrap=True))
        inside.addWidget(label(tr("digital.question_detail"), Role.MUTED, wrap=True))
        inside.addStretch()
        foot = row()
        cancel = button(tr("form.cancel"), name="stop_cancel")
        yes = button(tr("digital.yes"), Kind.DANGER, glyph="hand-palm", name="stop_yes", large=True)
        no = button(tr("digital.no"), Kind.SECONDARY, name="stop_no", large=True)
        cancel.clicked.connect(self.reject)
        yes.clicked.connect(self._on_yes)
        no.clicked.connect(self._on_no)
        foot.addWidget(cancel)
        foot.addStretch()
        foot.addWidget(yes)
        foot.addWidget(no)
        inside.addLayout(foot)
        yes.setFocus()
        return made

    def _stop(self) -> QWidget:
        made = QWidget()
        inside = column(made, gap=Space.M)
        head = row(gap=Space.M)
        head.addWidget(Glyph("hand-palm", Tone.DANGER, Size.ICON_LARGE), alignment=Qt.AlignmentFlag.AlignTop)
        head.addWidget(label(tr("digital.stop"), Role.TITLE, wrap=True), stretch=1)
        inside.addLayout(head)
        inside.addWidget(label(tr("digital.stop_detail"), wrap=True))
        self._reference = make_line(is_sensitive=True)
        self._reference.setObjectName("stop_reference")
        self._reference.setAccessibleName(tr("digital.reference"))
        title = label(tr("digital.reference"), Role.CAPTION)
        title.setBuddy(self._reference)
        group = column(gap=Space.XS)
        group.addWidget(title)
        group.addWidget(self._reference)
        inside.addLayout(group)
        inside.addStretch()
        foot = row()
        leave = button(tr("form.cancel"), name="stop_leave")
        leave.clicked.connect(self.reject)
        foot.addWidget(leave)
        foot.addStretch()
        self._go = button(tr("digital.point"), Kind.PRIMARY, name="stop_go")
        self._go.setEnabled(False)
        self._go.clicked.connect(self._on_go)
        foot.addWidget(self._go)
        inside.addLayout(foot)
        self._reference.textChanged.connect(lambda text: self._go.setEnabled(bool(text.strip())))
        self._reference.returnPressed.connect(self._go.click)
        return made

    def _on_yes(self) -> None:
        self._pages.setCurrentIndex(1)
        self._reference.setFocus()

    def _on_no(self) -> None:
        self.accept()
        self.cleared.emit()

    def _on_go(self) -> None:
        reference = self._reference.text().strip()
        self.accept()
        self.pointed.emit(reference)
