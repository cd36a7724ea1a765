"""One of a long list: opened, or typed into; any part of any choice finds it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from ui.forms.question.entry import Entry, Offer, Prompt
from ui.forms.question.markup import plain_text
from ui.forms.text_editor import make_line
from ui.text import tr

_SHOWN_AT_ONCE: Final = 12


class _Box(QComboBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling the page must not change an answer.
        event.ignore()


class ComboEntry(Entry):
    """One choice of a list of any length."""

    def __init__(self, prompt: Prompt) -> None:
        super().__init__(prompt)
        self._offers: tuple[Offer, ...] = ()
        self._is_typed = False
        self._box = _Box()
        self._box.setProperty("large", True)
        self._box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._box.setMinimumContentsLength(12)
        self._box.setMaxVisibleItems(_SHOWN_AT_ONCE)
        self._box.setEditable(True)
        self._box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._line: QLineEdit = make_line(is_sensitive=True)
        self._line.setPlaceholderText(tr("question.type_to_choose"))
        self._line.setProperty("large", True)
        self._line.installEventFilter(self)
        self._line.textEdited.connect(self._on_edited)
        self._line.returnPressed.connect(self._on_return)
        self._box.setLineEdit(self._line)
        self._finder = QCompleter(self._box.model(), self._box)
        self._finder.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self._finder.setFilterMode(Qt.MatchFlag.MatchContains)
        self._finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._box.setCompleter(self._finder)
        self._box.activated.connect(self._on_activated)
        self._finder.activated.connect(self._on_found)
        self.setFocusProxy(self._box)
        self.body.addWidget(self._box)

    def focus_widget(self) -> QWidget:
        return self._box

    def describe(self, name: str, description: str) -> None:
        for part in (self._box, self._line):
            part.setAccessibleName(name)
            part.setAccessibleDescription(description)

    def set_options(self, options: Sequence[Offer]) -> None:
        self._offers = tuple(Offer(option.value, plain_text(option.label)) for option in options)
        typed = self._line.text()
        self._box.clear()
        self._box.addItem("", "")
        for offer in self._offers:
            self._box.addItem(offer.label, offer.value)
        if self._is_typed:
            self._line.setText(typed)
        else:
            self._show(self.value)

    def set_value(self, value: str) -> None:
        if self._is_typed:
            self.value = value
            return
        super().set_value(value)

    def flush(self) -> None:
        if self._is_typed:
            self._take_typed()

    def wipe(self) -> None:
        self._is_typed = False
        super().wipe()

    def _show(self, value: str) -> None:
        place = self._box.findData(value)
        if place < 0:
            self._box.addItem(tr("question.gone_choice", code=value), value)
            place = self._box.count() - 1
        self._box.setCurrentIndex(place)
        self._line.setText(self._box.itemText(place))
        self._line.setCursorPosition(0)

    def _take_typed(self) -> None:
        typed = self._line.text().strip().casefold()
        labels = [offer.label.casefold() for offer in self._offers]
        near = [place for place, words in enumerate(labels) if typed in words]
        if typed in labels:
            near = [labels.index(typed)]
        if typed and len(near) != 1:
            self.complained.emit(tr("question.no_such_choice" if not near else "question.many_such_choices"))
            return
        self._take(self._offers[near[0]].value if typed else "")

    def _take(self, code: str) -> None:
        self._is_typed = False
        self.complained.emit("")
        self._show(code)
        self._give(code)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() != Qt.FocusReason.PopupFocusReason:
            self.flush()
        return super().eventFilter(watched, event)

    def _on_edited(self) -> None:
        self._is_typed = True

    def _on_activated(self, place: int) -> None:
        self._take(str(self._box.itemData(place) or ""))

    def _on_found(self, words: str) -> None:
        place = self._box.findText(words)
        if place >= 0:
            self._take(str(self._box.itemData(place) or ""))

    def _on_return(self) -> None:
        self.flush()
        if not self._is_typed:
            self.went_on.emit()
