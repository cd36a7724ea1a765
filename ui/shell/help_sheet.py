"""The help sheet: every shortcut that works now, over the whole frame. F1 or Escape puts it away."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from ui.shell.shortcut import Listed, Shortcuts
from ui.style.look import px
from ui.style.token import Size, Space
from ui.text import tr
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Role, label
from ui.widgets.layout import clear, column, row, scrolled


class HelpSheet(QWidget):
    """Lies over ``host`` while it is open."""

    def __init__(self, host: QWidget, shortcuts: Shortcuts) -> None:
        super().__init__(host)
        self.setObjectName("help_sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._host = host
        self._shortcuts = shortcuts
        outside = column(self, gap=Space.L, margin=Space.XXL)
        head = row()
        head.addWidget(label(tr("shell.help"), Role.HEADING))
        head.addStretch()
        close = button(tr("shell.close"), name="help_close")
        close.clicked.connect(self.toggle)
        head.addWidget(close)
        outside.addLayout(head)
        outside.addWidget(label(tr("shell.help_note"), Role.MUTED, wrap=True))
        ground = QWidget()
        self._body = FlowLayout(ground, gap=Space.L)
        outside.addWidget(scrolled(ground), stretch=1)
        host.installEventFilter(self)
        self.hide()

    def toggle(self) -> None:
        """Open or put away."""
        if self.isVisible():
            self.hide()
            return
        self._fill()
        self.setGeometry(self._host.rect())
        self.show()
        self.raise_()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._host.rect())
        return super().eventFilter(watched, event)

    def _fill(self) -> None:
        clear(self._body)
        lines = sorted(self._shortcuts.listed(), key=lambda line: line.group)
        for group, members in groupby(lines, key=lambda line: line.group):
            card = Card(group or tr("shell.group_here"))
            card.body.addLayout(_table(list(members)))
            card.setFixedWidth(px(Size.PANE))
            self._body.addWidget(card)


def _table(lines: list[Listed]) -> QGridLayout:
    grid = QGridLayout()
    grid.setVerticalSpacing(px(Space.S))
    grid.setColumnStretch(0, 1)
    for number, line in enumerate(lines):
        grid.addWidget(label(line.text, wrap=True), number, 0)
        keys = label(line.keys, Role.KEY)
        # Else a line of two rows would stretch the key beside it.
        keys.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        grid.addWidget(keys, number, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    return grid
