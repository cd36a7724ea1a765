"""The top strip: back, where one is, the find field, how things stand with headquarters, lock."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QSizePolicy, QToolButton

from ui.desk import SyncState
from ui.shell.alert_button import AlertButton
from ui.style.icon import icon
from ui.style.look import current_look, px
from ui.style.token import LARGE_TEXT, Motion, Size, Space, Tone
from ui.text import tr
from ui.widgets.chip import Chip
from ui.widgets.label import Role, set_hint
from ui.widgets.layout import row
from ui.widgets.lead_icon import lead_with


class FindField(QLineEdit):
    """Emits ``asked`` when typing pauses, ``left`` on Escape."""

    asked = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("find")
        self.setPlaceholderText(tr("shell.find"))
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self.setAccessibleName(tr("shell.find_hint"))
        lead_with(self, "magnifying-glass", tr("shell.find_hint"))
        # Large text on a small screen: the field gives its room to what stands beside it.
        self.setMinimumWidth(px(Size.SHEET_CELL) if _is_large() else px(Size.FIND_MIN))
        self.setMaximumWidth(px(Size.FIND))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        set_hint(self, tr("shell.find_hint"), "Ctrl+K")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(Motion.TYPING_PAUSE)
        self._pause.timeout.connect(self._ask)
        self.textEdited.connect(self._on_edited)
        self.returnPressed.connect(self._ask)

    def empty(self) -> None:
        """Clear the field without asking anything."""
        self._pause.stop()
        self.setText("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.empty()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _on_edited(self, _text: str) -> None:
        self._pause.start()

    def _ask(self) -> None:
        self._pause.stop()
        if self.text().strip():
            self.asked.emit(self.text().strip())


class TitleLabel(QLabel):
    """A long title ends in an ellipsis before the window grows."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip_title")
        self.setProperty("role", Role.TITLE.value)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMinimumWidth(px(Size.RAIL))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def paintEvent(self, _event: QPaintEvent) -> None:
        cut = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter = QPainter(self)
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self.style().drawItemText(
            painter, self.rect(), middle, self.palette(), self.isEnabled(), cut, self.foregroundRole()
        )
        painter.end()


def _is_large() -> bool:
    return current_look().scale >= LARGE_TEXT


class Strip(QFrame):
    """The strip above the content."""

    back_pressed = Signal()
    lock_pressed = Signal()
    help_pressed = Signal()
    alert_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.find_field = FindField()
        self._back = _tool("arrow-left", tr("shell.back"), "Alt+Left", "strip_back")
        self._back.clicked.connect(self.back_pressed)
        self._title = TitleLabel()
        self.alert = AlertButton()
        self.alert.clicked.connect(self.alert_pressed)
        self._sync = Chip("", "cloud-slash", name="strip_sync")
        self._sync.hide()
        helping = _tool("keyboard", tr("shell.help"), "F1", "strip_help")
        helping.clicked.connect(self.help_pressed)
        lock = _tool("lock", tr("shell.lock"), "Ctrl+L", "strip_lock")
        lock.setText(tr("shell.lock"))
        if not _is_large():
            lock.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        lock.clicked.connect(self.lock_pressed)
        inside = row(self, gap=Space.S)
        inside.setContentsMargins(px(Space.L), px(Space.S), px(Space.S), px(Space.S))
        inside.addWidget(self._back)
        inside.addWidget(self._title)
        inside.addStretch(1)
        inside.addWidget(self.find_field, stretch=4)
        inside.addStretch(1)
        inside.addWidget(self.alert)
        inside.addWidget(self._sync)
        inside.addWidget(helping)
        inside.addWidget(lock)

    def tell(self, headline: str, detail: str, tone: Tone) -> None:
        """Say that a time has come; in large text the title gives its room to that, the page says itself what it is."""
        self.alert.say(headline, detail, tone)
        self._title.setVisible(not _is_large())

    def hush(self) -> None:
        """The alert was seen."""
        self.alert.hush()
        self._title.show()

    def set_title(self, title: str) -> None:
        """Say where one is; what is cut is in the hint."""
        self._title.setText(title)
        set_hint(self._title, title)

    def set_back(self, *, possible: bool) -> None:
        """Whether there is somewhere to go back to."""
        self._back.setEnabled(possible)

    def set_sync(self, state: SyncState | None) -> None:
        """Show how things stand with headquarters."""
        self._sync.setVisible(state is not None)
        if state is not None:
            self._sync.set_words(state.words, state.glyph, state.tone)


def _tool(glyph: str, hint: str, keys: str, name: str) -> QToolButton:
    made = QToolButton()
    made.setObjectName(name)
    made.setProperty("kind", "strip")
    made.setIcon(icon(glyph, Tone.MUTED, Size.ICON))
    made.setIconSize(QSize(px(Size.ICON), px(Size.ICON)))
    made.setAccessibleName(hint)
    set_hint(made, hint, keys)
    return made
