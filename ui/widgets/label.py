"""Labels and tooltips that show text as text, whatever somebody typed into it."""

from __future__ import annotations

import html
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget


class Role(StrEnum):
    """How a text speaks. The style sheet gives each its size, weight and ink."""

    BODY = "body"
    MUTED = "muted"
    CAPTION = "caption"
    OVERLINE = "overline"
    STRONG = "strong"
    LEAD = "lead"
    TITLE = "title"
    HEADING = "heading"
    FIGURE = "figure"
    CLOCK = "clock"
    ERROR = "error"
    BADGE = "badge"
    KEY = "key"


def label(text: str, role: Role = Role.BODY, *, wrap: bool = False, name: str = "") -> QLabel:
    """A label of plain text: ``<img src=…>`` in a tip is shown, never fetched."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role.value)
    made.setObjectName(name)
    if wrap:
        # The policy first: setting it later would drop the height-for-width that wrapping turns on.
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        made.setWordWrap(True)
    return made


def set_hint(widget: QWidget, text: str, shortcut: str = "") -> None:
    """Give ``widget`` a plain-text tooltip that also says its shortcut."""
    keys = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
    words = f"{text}  ({keys})" if keys else text
    widget.setToolTip(as_hint(words))
    widget.setAccessibleDescription(text)


def as_hint(words: str) -> str:
    """Words for a tooltip, which guesses whether it is HTML; escaped inside an element it is what was typed."""
    return f"<span>{html.escape(words)}</span>" if "<" in words else words


def set_state(widget: QWidget, name: str, value: object) -> None:
    """Set a dynamic property that the style sheet selects on, and repaint accordingly."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        for each in (widget, *widget.findChildren(QWidget)):
            # What was never seen takes its style when it first is.
            if each.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
                each.style().unpolish(each)
                each.style().polish(each)


def rule() -> QFrame:
    """A hairline across its column."""
    line = QFrame()
    line.setProperty("kind", "rule")
    return line
