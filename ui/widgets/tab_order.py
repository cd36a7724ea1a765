"""Tab follows the eye: parts that are made anew would else come last, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QTabWidget, QWidget


def chain(after: QWidget | None, parts: Iterable[QWidget]) -> QWidget | None:
    """Let Tab go from ``after`` through every stop of ``parts`` as they are laid out; return the last stop."""
    last = after
    for part in parts:
        for stop in stops(part):
            if last is not None:
                QWidget.setTabOrder(last, stop)
            last = stop
    return last


def tabs_above(widget: QWidget) -> QWidget | None:
    """The bar of the tabs that a widget stands in, where Tab comes to it from."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QTabWidget):
        parent = parent.parentWidget()
    return parent.tabBar() if isinstance(parent, QTabWidget) else None


def stops(widget: QWidget) -> Iterator[QWidget]:
    """What Tab stops at in a widget, in the order of its layouts."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    layout = widget.layout()
    if layout is not None:
        yield from _laid_out(layout)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        inner, widget = (item.layout(), item.widget()) if item is not None else (None, None)
        if inner is not None:
            yield from _laid_out(inner)
        elif widget is not None:
            yield from stops(widget)
