"""Choices as large buttons: one stop for Tab; numbers choose, arrows move, Space and Enter choose where they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from ui.forms.question.choice_button import ChoiceButton
from ui.forms.question.choice_layout import ChoiceLayout
from ui.forms.question.entry import Offer

_BACK: Final = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Backspace})
_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
_COMMANDS: Final = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


class ChoiceGroup(QFrame):
    """``picked`` when the person chose or took back; ``went_on`` on Enter over what is chosen already; ``numbered``
    after a choice by its number.

    Arrows only move: an answer on the way to another would be written down as one that was given.
    """

    picked = Signal()
    numbered = Signal()
    went_on = Signal()

    def __init__(self, *, only: bool, columns: int | None = None, bare: bool = False) -> None:
        super().__init__()
        self.setProperty("kind", "choices")
        self._is_only = only
        self._is_bare = bare
        self._name = ""
        self._description = ""
        self._buttons: list[ChoiceButton] = []
        self._chosen: list[str] = []
        self._inside = ChoiceLayout(self, columns)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def chosen(self) -> list[str]:
        """Return the codes chosen, in the order they are offered."""
        return [made.code for made in self._buttons if made.code in self._chosen]

    def set_chosen(self, codes: Sequence[str]) -> None:
        """Show an answer without telling anybody."""
        self._chosen = list(codes)
        for made in self._buttons:
            made.show_chosen(chosen=made.code in self._chosen)
        self._set_stop(self._current())

    def set_options(self, options: Sequence[Offer]) -> None:
        """Offer these; words are changed in place, so that the keyboard stays where it is."""
        if [made.code for made in self._buttons] == [option.value for option in options]:
            for made, option in zip(self._buttons, options, strict=True):
                made.set_words(option.label)
            self._tell()
            return
        held = next((made.code for made in self._buttons if made.hasFocus()), None)
        enabled = all(made.isEnabled() for made in self._buttons)
        self._remove_all()
        for number, option in enumerate(options, start=1):
            self._add(option, number, enabled=enabled)
        self.set_chosen(self._chosen)
        self._tell()
        if held is not None and self._buttons:
            (self.button(held) or self._buttons[0]).setFocus()

    def button(self, code: str) -> ChoiceButton | None:
        """Return the button of a choice."""
        return next((made for made in self._buttons if made.code == code), None)

    def buttons(self) -> tuple[ChoiceButton, ...]:
        """Return every button, in order."""
        return tuple(self._buttons)

    def current(self) -> QWidget:
        """Return the button that Tab stops at; the group itself while it offers nothing."""
        return self._current() or self

    def describe(self, name: str, description: str) -> None:
        """Tell a screen reader what is asked; each choice then says itself."""
        self._name, self._description = name, description
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)
        self._tell()

    def key_pressed(self, event: QKeyEvent) -> None:
        """Take a key that a button got."""
        key = Qt.Key(event.key())
        if event.modifiers() & _COMMANDS or not self._buttons:
            event.ignore()
            return
        event.accept()
        number = key - Qt.Key.Key_1
        if 0 <= number < min(9, len(self._buttons)):
            self._pick(self._buttons[number])
            if self._chosen:
                self.numbered.emit()
        elif key in _BACK:
            self._take_back()
        elif key in _STEPS or key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self._move(key)
        elif key in _ENTER:
            self._enter()
        elif not self._pick_letter(event.text()):
            event.ignore()

    def _add(self, option: Offer, number: int, *, enabled: bool) -> None:
        made = ChoiceButton(option.value, option.label, number, only=self._is_only, bare=self._is_bare)
        made.setEnabled(enabled)
        made.key_pressed.connect(self.key_pressed)
        made.clicked.connect(self._on_clicked)
        self._buttons.append(made)
        self._inside.addWidget(made)
        if self.isVisible():
            made.show()

    def _remove_all(self) -> None:
        for made in self._buttons:
            self._inside.removeWidget(made)
            made.hide()
            made.setParent(None)
            made.deleteLater()
        self._buttons.clear()

    def _current(self) -> ChoiceButton | None:
        held = next((made for made in self._buttons if made.hasFocus()), None)
        chosen = next((made for made in self._buttons if made.code in self._chosen), None)
        return held or chosen or next(iter(self._buttons), None)

    def _set_stop(self, stop: ChoiceButton | None) -> None:
        """Only one of the buttons is on the way of the Tab key."""
        for made in self._buttons:
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if made is stop else Qt.FocusPolicy.ClickFocus)
        if stop is not None:
            self.setFocusProxy(stop)

    def _tell(self) -> None:
        for made in self._buttons:
            if self._is_bare:
                made.setAccessibleName(f"{self._name}: {made.words()}")
            made.setAccessibleDescription(f"{self._name} {self._description}".strip())

    def _pick(self, made: ChoiceButton) -> None:
        made.setFocus()
        if self._is_only:
            if self._chosen == [made.code]:
                return
            self.set_chosen([made.code])
        elif made.code in self._chosen:
            self.set_chosen([code for code in self._chosen if code != made.code])
        else:
            self.set_chosen([*self._chosen, made.code])
        self._set_stop(made)
        self.picked.emit()

    def _take_back(self) -> None:
        if self._chosen:
            self.set_chosen([])
            self.picked.emit()

    def _move(self, key: Qt.Key) -> None:
        held = self._current()
        place = self._buttons.index(held) if held is not None else 0
        last = len(self._buttons) - 1
        if key in _STEPS:
            is_sideways = key in {Qt.Key.Key_Left, Qt.Key.Key_Right}
            is_mirrored = is_sideways and self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            place += -_STEPS[key] if is_mirrored else _STEPS[key]
        else:
            place = 0 if key == Qt.Key.Key_Home else last
        to = self._buttons[max(0, min(place, last))]
        to.setFocus(Qt.FocusReason.TabFocusReason)
        self._set_stop(to)

    def _enter(self) -> None:
        held = self._current()
        if held is None:
            return
        if held.code in self._chosen:
            self.went_on.emit()
        else:
            self._pick(held)

    def _pick_letter(self, letter: str) -> bool:
        wanted = letter.strip().casefold()
        found = [made for made in self._buttons if wanted and made.words().casefold().startswith(wanted)]
        if len(found) == 1:
            self._pick(found[0])
        return len(found) == 1

    def _on_clicked(self) -> None:
        made = self.sender()
        if not isinstance(made, ChoiceButton):
            return
        if self._is_only and self._chosen == [made.code]:
            self._take_back()
        else:
            self._pick(made)
