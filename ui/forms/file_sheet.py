"""A kept file over the page that asked for it: in the window, in memory, gone when it is put away or the app locks."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHideEvent, QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QScrollArea, QStackedWidget, QWidget

from ui.forms.shown_file import MOST_LETTERS, ShownFile
from ui.style.token import Space
from ui.text import tr
from ui.widgets.button import Kind, button
from ui.widgets.label import Role, label, set_hint
from ui.widgets.layout import column, row


class FileSheet(QWidget):
    """Lies over ``host``, which takes no keys meanwhile. Escape puts it away, and the keyboard goes back.

    A picture that ``is_covered`` is shown without its colours until C is pressed, and goes when the page is left.
    """

    def __init__(self, host: QWidget, name: str, shown: ShownFile, *, is_covered: bool = False) -> None:
        super().__init__(host)
        self.setObjectName("file_sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(name)
        self._host = host
        self._before = QApplication.focusWidget()
        self._covered: list[QWidget] = []
        self._image = shown.picture
        self._is_covered = is_covered and shown.picture is not None
        self._close = button(tr("shell.close"), Kind.PRIMARY, name="file_close")
        set_hint(self._close, tr("shell.close"), "Esc")
        self._close.clicked.connect(self.put_away)
        self._full = button(tr("attachment.full_size"), Kind.SECONDARY, name="file_full_size")
        self._full.setCheckable(True)
        self._full.toggled.connect(self._fit)
        self._colour = button(tr("shutter.colour"), Kind.SECONDARY, name="file_colour")
        set_hint(self._colour, tr("shutter.colour"), "C")
        self._colour.setCheckable(True)
        self._colour.toggled.connect(self._fit)
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setAccessibleName(name)
        self._area = QScrollArea()
        self._area.setObjectName("file_picture")
        self._area.setWidget(self._picture)
        self._area.setWidgetResizable(True)
        self._text = QPlainTextEdit()
        self._text.setObjectName("file_text")
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(name)
        self._text.setPlainText(shown.text)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._area)
        self._stack.addWidget(self._text)
        self._front: QWidget = self._area if shown.picture is not None else self._text
        self._stack.setCurrentWidget(self._front)
        self._lay_out(name, is_cut=shown.is_cut)
        host.installEventFilter(self)

    def come_up(self) -> None:
        """Lie over the host and take the keyboard."""
        for part in self._host.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if part is not self and not part.isWindow() and part.isEnabled():
                part.setEnabled(False)
                self._covered.append(part)
        self.setGeometry(self._host.rect())
        self.show()
        self.raise_()
        self._front.setFocus()
        self._fit()

    def put_away(self) -> None:
        """Forget what was shown, and give the keyboard back."""
        self.wipe()
        if self._before is not None and self._host.isAncestorOf(self._before):
            self._before.setFocus()

    def wipe(self) -> None:
        """Forget what was shown."""
        self._host.removeEventFilter(self)
        for part in self._covered:
            part.setEnabled(True)
        self._covered.clear()
        self._image = None
        self._picture.clear()
        self._text.clear()
        self.hide()
        self.deleteLater()

    def picture(self) -> QImage | None:
        """Return the picture that is shown, as it is shown."""
        if self._image is not None and self._is_covered and not self._colour.isChecked():
            return self._image.convertToFormat(QImage.Format.Format_Grayscale8)
        return self._image

    def text(self) -> str:
        """Return the text that is shown."""
        return self._text.toPlainText()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        elif event.key() == Qt.Key.Key_C and self._is_covered:
            self._colour.toggle()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._is_covered and self._image is not None:
            # The page was left: what was uncovered for a reason does not wait there for the next look.
            self.wipe()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._host.rect())
        return super().eventFilter(watched, event)

    def _lay_out(self, name: str, *, is_cut: bool) -> None:
        outside = column(self, gap=Space.M, margin=Space.L)
        head = row(gap=Space.M)
        head.addWidget(label(name, Role.STRONG, wrap=True, name="file_name"), stretch=1)
        head.addWidget(self._colour)
        head.addWidget(self._full)
        head.addWidget(self._close)
        outside.addLayout(head)
        # In its place first: shown before, it would be a window of its own.
        self._full.setVisible(self._image is not None)
        self._colour.setVisible(self._is_covered)
        if is_cut:
            outside.addWidget(label(tr("attachment.cut", count=MOST_LETTERS), Role.MUTED, wrap=True, name="file_cut"))
        outside.addWidget(self._stack, stretch=1)

    def _fit(self) -> None:
        image, room = self.picture(), self._area.viewport().size()
        if image is None:
            return
        if not self._full.isChecked() and (image.width() > room.width() or image.height() > room.height()):
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            image = image.scaled(room, keep, smooth)
        self._picture.setPixmap(QPixmap.fromImage(image))
