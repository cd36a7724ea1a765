"""A place by its coordinates, typed or pasted; no map, since a map would ask the network for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from PySide6.QtWidgets import QGridLayout, QWidget

from ui.forms.question.entry import Entry, Prompt
from ui.forms.question.line_entry import DecimalEntry, UntakenError
from ui.style.look import px
from ui.style.token import Size, Space
from ui.text import tr
from ui.widgets.label import Role, label

_PAIR: Final = re.compile(r"\s*([+-]?[0-9.]+)\s*[,; ]\s*([+-]?[0-9.]+)\s*\Z", re.ASCII)
_LIMITS: Final = {"latitude": Decimal(90), "longitude": Decimal(180), "accuracy": Decimal(1_000_000)}


class _Coordinate(DecimalEntry):
    def __init__(self, prompt: Prompt, part: str) -> None:
        super().__init__(prompt)
        self._part = part
        self._line.setObjectName(part)

    def _parse(self, text: str) -> str:
        value = super()._parse(text)
        low = Decimal(0) if self._part == "accuracy" else -_LIMITS[self._part]
        if value and not low <= Decimal(value) <= _LIMITS[self._part]:
            raise UntakenError(tr(f"question.{self._part}_limit"))
        return value


class PlaceEntry(Entry):
    """Latitude and longitude in degrees, how exact they are in metres. Both in one line fill both."""

    def __init__(self, prompt: Prompt) -> None:
        super().__init__(prompt)
        self._parts = {part: _Coordinate(prompt, part) for part in _LIMITS}
        self._altitude = "0"
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(Space.S))
        grid.setVerticalSpacing(px(Space.XS))
        for at, (part, line) in enumerate(self._parts.items()):
            head = label(tr(f"question.{part}"), Role.OVERLINE)
            head.setBuddy(line)
            grid.addWidget(head, 0, at)
            grid.addWidget(line, 1, at)
            line.setMaximumWidth(px(Size.PANE) * 2 // 3)
            line.answered.connect(self._on_part)
            line.complained.connect(self.complained)
        grid.setColumnStretch(len(self._parts), 1)
        self._parts["accuracy"].went_on.connect(self.went_on)
        self._parts["latitude"].went_on.connect(self._parts["longitude"].setFocus)
        self._parts["longitude"].went_on.connect(self._parts["accuracy"].setFocus)
        first = self._parts["latitude"].focus_widget()
        first.textEdited.connect(self._on_pasted)  # type: ignore[attr-defined]  # the line of a LineEntry
        self.setFocusProxy(first)
        self.body.addLayout(grid)

    def focus_widget(self) -> QWidget:
        return self._parts["latitude"].focus_widget()

    def inputs(self) -> Sequence[QWidget]:
        return [part for line in self._parts.values() for part in line.inputs()]

    def describe(self, name: str, description: str) -> None:
        for part, line in self._parts.items():
            line.describe(f"{name}: {tr(f'question.{part}')}", description)

    def flush(self) -> None:
        for line in self._parts.values():
            line.flush()

    def _show(self, value: str) -> None:
        words = value.split()
        latitude, longitude, self._altitude, accuracy = (
            [*words, "", "", "0", ""][:4] if not words else ([*words, *["", "", "0", ""][len(words) :]])[:4]
        )
        for part, text in zip(_LIMITS, (latitude, longitude, accuracy), strict=True):
            self._parts[part].set_value(text)

    def _on_part(self) -> None:
        values = [line.value for line in self._parts.values()]
        if values[0] and values[1]:
            self._give(f"{values[0]} {values[1]} {self._altitude or '0'} {values[2] or '0'}")
        elif not any(values[:2]):
            self._give("")

    def _on_pasted(self, text: str) -> None:
        found = _PAIR.match(text)
        if found:
            self._parts["longitude"].type_text(found[2])
            self._parts["latitude"].type_text(found[1])
