"""Rows and columns on the 4 px grid, in one line each."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from ui.style.look import px
from ui.style.token import Space


def column(parent: QWidget | None = None, *, gap: Space = Space.S, margin: Space = Space.NONE) -> QVBoxLayout:
    """A vertical layout; installed on ``parent`` when given."""
    made = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    _space(made, gap, margin)
    return made


def row(parent: QWidget | None = None, *, gap: Space = Space.S, margin: Space = Space.NONE) -> QHBoxLayout:
    """A horizontal layout; installed on ``parent`` when given."""
    made = QHBoxLayout(parent) if parent is not None else QHBoxLayout()
    _space(made, gap, margin)
    return made


def clear(layout: QLayout) -> None:
    """Take everything out of ``layout`` and destroy it."""
    while (item := layout.takeAt(0)) is not None:
        inner, widget = item.layout(), item.widget()
        if inner is not None:
            clear(inner)
        elif widget is not None:
            # Hidden at once, destroyed when control is back in the event loop.
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()


def scrolled(content: QWidget) -> QScrollArea:
    """``content`` in an area that scrolls when it must and gives it all the width there is."""
    content.setObjectName(content.objectName() or "ground")
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area


def _space(layout: QBoxLayout, gap: Space, margin: Space) -> None:
    layout.setSpacing(px(gap))
    layout.setContentsMargins(px(margin), px(margin), px(margin), px(margin))
