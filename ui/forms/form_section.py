"""One group of a form: its title and its editors, in one or two tracks as the width allows."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout

from ui.forms.editor import Editor
from ui.style.look import px
from ui.style.token import Size, Space
from ui.widgets.label import Role, label
from ui.widgets.layout import column


class FormSection(QFrame):
    """A card of editors, added in reading order, which is the order of Tab. It is shown once all of them are there.

    ``weight`` is about how tall it will be, to share sections out over two columns.
    """

    def __init__(self, title: str, weight: int, *, framed: bool = True) -> None:
        super().__init__()
        if framed:
            self.setProperty("kind", "card")
        self.weight = weight
        self._editors: list[Editor] = []
        self._tracks = 1
        self._next = (0, 0)
        outside = column(self, gap=Space.M, margin=Space.L if framed else Space.NONE)
        if title:
            outside.addWidget(label(title, Role.STRONG))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(Space.L))
        self._grid.setVerticalSpacing(px(Space.M))
        self._grid.setColumnStretch(0, 1)
        outside.addLayout(self._grid)
        self.hide()

    def add(self, editor: Editor) -> None:
        """Put an editor after those that are there."""
        self._editors.append(editor)
        self._put(editor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(2 if self.width() >= px(Size.SECTION_SPLIT) else 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Narrower than two tracks need: the section goes to one track instead of being cut.
        self.setMinimumWidth(min(self.minimumSizeHint().width(), px(Size.PANE)))

    def _place(self, tracks: int) -> None:
        if tracks == self._tracks:
            return
        self._tracks, self._next = tracks, (0, 0)
        for editor in self._editors:
            self._grid.removeWidget(editor)
        for editor in self._editors:
            self._put(editor)
        for number in range(2):
            self._grid.setColumnStretch(number, 1 if number < tracks else 0)

    def _put(self, editor: Editor) -> None:
        line, track = self._next
        span = self._tracks if editor.is_wide else 1
        if track + span > self._tracks:
            line, track = line + 1, 0
        self._grid.addWidget(editor, line, track, 1, span)
        self._next = line, track + span
