"""The editor of a whole number: a plain line, so that a wheel or an arrow never changes an age."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from fieldapp.domain.fields import Field
from fieldapp.domain.wire import MAX_SAFE_INTEGER, Json
from ui.desk import Desk
from ui.forms.editor import Editor
from ui.forms.text_editor import make_line
from ui.style.look import px
from ui.style.token import Size

# Digits alone: "12,5" and "1.000" mean different numbers in different places, so neither is guessed at.
_WHOLE: Final = re.compile(r"-?[0-9]{1,16}\Z", re.ASCII)


class CountEditor(Editor):
    """Takes the digits of any keyboard; anything that is not a whole number stays, with a sentence."""

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__(field, desk)
        self._line = make_line(is_sensitive=self.is_sensitive)
        self._line.setInputMethodHints(self._line.inputMethodHints() | Qt.InputMethodHint.ImhPreferNumbers)
        self._line.setMaximumWidth(px(Size.TARGET_LARGE) * 3)
        self._adopt(self._line)
        self.body.addWidget(self._line)
        self._line.textEdited.connect(self._touch)

    def focus_widget(self) -> QWidget:
        return self._line

    def _show(self, value: Json) -> None:
        self._line.setText("" if value is None else str(value))

    def _read(self) -> Json:
        typed = unicodedata.normalize("NFKC", self._line.text()).strip()
        if not typed:
            return None
        if not _WHOLE.match(typed) or abs(int(typed)) > MAX_SAFE_INTEGER:
            raise self._refuse("COUNT_EXPECTED")
        return int(typed)
