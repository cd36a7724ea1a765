"""The foot of a running form: back, review, on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.forms.question.target import needs_large
from ui.style.look import px
from ui.style.token import Size, Space
from ui.text import tr
from ui.widgets.button import Kind, button
from ui.widgets.label import set_hint
from ui.widgets.layout import column, row


class FormFoot(QWidget):
    """Three buttons, each with its key in its tooltip."""

    back_wanted = Signal()
    review_wanted = Signal()
    next_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("form_foot")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        large = needs_large()
        self._back = button(tr("question.back"), Kind.SECONDARY, glyph="arrow-left", name="form_back", large=large)
        self._review = button(tr("question.review"), Kind.QUIET, glyph="list-bullets", name="form_review", large=large)
        self._next = button(tr("question.next"), Kind.PRIMARY, name="form_next", large=large)
        self._next.setMinimumWidth(px(Size.PANE) // 2)
        set_hint(self._back, tr("question.back_hint"), "Ctrl+Backspace")
        set_hint(self._review, tr("question.review_hint"), "Ctrl+Shift+R")
        set_hint(self._next, tr("question.next_hint"), "Ctrl+Return")
        self._back.clicked.connect(self.back_wanted)
        self._review.clicked.connect(self.review_wanted)
        self._next.clicked.connect(self.next_wanted)
        # As wide as the questions above, so that the way on is where the eye is.
        host = QWidget()
        host.setMaximumWidth(px(Size.COLUMN_MAX))
        outside = column(self)
        outside.setContentsMargins(px(Space.XL), px(Space.S), px(Space.XL), px(Space.S))
        outside.addWidget(host)
        across = row(host, gap=Space.S)
        across.addWidget(self._back)
        across.addWidget(self._review)
        across.addStretch()
        across.addWidget(self._next)

    def show_place(self, *, may_go_back: bool, is_reviewing: bool) -> None:
        """Offer what can be done here."""
        self._back.setEnabled(may_go_back)
        self._review.setVisible(not is_reviewing)
        self._next.setText(tr("question.finish" if is_reviewing else "question.next"))

    def focus_next(self) -> None:
        """Put the keyboard on the button that goes on."""
        self._next.setFocus()
