"""The frame shown while the app is unlocked: rail, strip, the screens, the right pane, toasts, help."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Final

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QStackedWidget, QWidget

from ui.desk import Desk
from ui.screen import Place, Screen
from ui.shell.help_sheet import HelpSheet
from ui.shell.kept_strip import KeptStrip
from ui.shell.rail import Rail
from ui.shell.strip import Strip
from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.text import tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button
from ui.widgets.layout import clear, column, row
from ui.widgets.tab_order import stops
from ui.widgets.toast import Toast

_TRAIL_LENGTH: Final = 50
_FIND: Final = "find"
_BOARD: Final = "board"


@dataclass(frozen=True)
class Stop:
    """A place on the way back."""

    key: str
    params: Mapping[str, object]


class Shell(QWidget):
    """Everything that locking destroys."""

    def __init__(self, desk: Desk, places: Sequence[Place]) -> None:
        super().__init__()
        self.setObjectName("shell")
        self._desk = desk
        self._places = {place.key: place for place in places}
        self._screens: dict[str, Screen] = {}
        self._trail: list[Stop] = []
        self._left: QWidget | None = None
        self._rail = Rail(places)
        self._strip = Strip()
        self._stack = QStackedWidget()
        away = button(tr("shell.close"), Kind.QUIET, name="warning_close")
        self._warning = Banner(name="warning", action=away)
        away.clicked.connect(self._warning.hush)
        self.kept = KeptStrip(desk)
        self._pane = QFrame()
        self._pane.setObjectName("pane")
        self._pane_body = column(self._pane, margin=Space.L)
        self._pane.hide()
        self._lay_out()
        self._toast = Toast(self)
        self._help = HelpSheet(self, desk.shortcuts)
        self._connect()
        self._add_shortcuts()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # At large text the pane must not take the page's room.
        self._pane.setFixedWidth(min(px(Size.PANE), self.width() // 3))

    def _lay_out(self) -> None:
        outside = row(self, gap=Space.NONE)
        outside.addWidget(self._rail)
        right = column(gap=Space.NONE)
        right.addWidget(self._strip)
        notice = column(gap=Space.NONE)
        notice.addWidget(self._warning)
        notice.addWidget(self.kept)
        right.addLayout(notice)
        middle = row(gap=Space.NONE)
        middle.addWidget(self._stack, stretch=1)
        middle.addWidget(self._pane)
        right.addLayout(middle, stretch=1)
        outside.addLayout(right, stretch=1)

    def _connect(self) -> None:
        desk = self._desk
        desk.open_requested.connect(self.open)
        desk.back_requested.connect(self.back)
        desk.pane_changed.connect(self._on_pane_changed)
        desk.toasted.connect(self._on_toasted)
        desk.warned.connect(self._on_warned)
        desk.alerted.connect(self._strip.tell)
        desk.count_changed.connect(self._rail.set_count)
        desk.sync_changed.connect(self._strip.set_sync)
        for key, count in desk.counts.items():
            self._rail.set_count(key, count)
        self._strip.set_sync(desk.sync_state)
        self._strip.set_back(possible=False)
        self._rail.chosen.connect(self._on_rail_chosen)
        self._strip.back_pressed.connect(self.back)
        self._strip.lock_pressed.connect(desk.lock)
        self._strip.help_pressed.connect(self._help.toggle)
        self._strip.alert_pressed.connect(self._on_alert_pressed)
        self._strip.find_field.asked.connect(self._on_find_asked)
        self._strip.find_field.left.connect(self._on_find_left)
        self._toast.undone.connect(self._on_undo)

    def _add_shortcuts(self) -> None:
        add, go, act = self._desk.shortcuts.add, tr("shell.group_go"), tr("shell.group_act")
        head = [place for place in self._places.values() if place.rail and not place.foot]
        for number, place in enumerate(head[:9], start=1):
            add(f"Ctrl+{number}", tr(place.title_key), self._opener(place.key), self, group=go)
        for place in self._places.values():
            if place.keys:
                add(place.keys, tr(place.title_key), self._opener(place.key), self, group=go)
        add("F8", tr("shell.kept_open"), self.kept.go_on, self, group=go)
        add("F6", tr("shell.cross"), self._on_cross, self, group=go)
        add("Alt+Left", tr("shell.back"), self.back, self, group=go)
        add("Ctrl+K", tr("shell.find_hint"), self._on_find_wanted, self, group=go)
        add("Ctrl+Z", tr("shell.undo"), self._on_undo, self, group=act)
        add("Ctrl+L", tr("shell.lock"), self._desk.lock, self, group=act)
        add("F1", tr("shell.help"), self._help.toggle, self, group=act)

    def _opener(self, key: str) -> Callable[[], None]:
        return lambda: self._desk.open(key)

    def open(self, key: str, params: Mapping[str, object] | None = None) -> None:
        """Bring a place to the front, and remember the way back."""
        stop = Stop(key, dict(params or {}))
        if self._trail and self._trail[-1].key == key == _FIND:
            self._trail.pop()
        if not self._trail or self._trail[-1] != stop:
            self._trail = [*self._trail[1 - _TRAIL_LENGTH :], stop]
        self._show(stop)

    def back(self) -> None:
        """Return to the place before this one, if there is one."""
        if len(self._trail) > 1:
            self._trail.pop()
            self._show(self._trail[-1])

    def where(self) -> Stop | None:
        """The place in front."""
        return self._trail[-1] if self._trail else None

    def front(self) -> Screen | None:
        """The screen in front."""
        front = self._stack.currentWidget()
        return front if isinstance(front, Screen) else None

    def leave(self) -> None:
        """Let every screen hand its unsaved typing to the store."""
        for screen in self._screens.values():
            screen.left()

    def lock(self) -> None:
        """Let every screen save and empty itself, and take away what the frame itself shows."""
        with ExitStack() as steps:
            for screen in self._screens.values():
                steps.callback(screen.locked)
            self._strip.find_field.empty()
            self._toast.clear()
            self._warning.hush()
            self._strip.hush()
            self.kept.hush()
            clear(self._pane_body)

    def _show(self, stop: Stop) -> None:
        front, place = self.front(), self._places[stop.key]
        if front is not None and front is not self._screens.get(stop.key):
            front.left()
        self._on_pane_changed(None)
        if stop.key == _BOARD:
            # Whatever the time that came is about stands there.
            self._strip.hush()
        self.kept.note(stop.params.get("record_id"))
        screen = self._screens.get(stop.key) or self._make(place)
        self._rail.mark(place.key if place.rail else place.parent)
        self._strip.set_title(screen.title() or tr(place.title_key))
        self._strip.set_back(possible=len(self._trail) > 1)
        self._stack.setCurrentWidget(screen)
        if stop.key != _FIND:
            self._strip.find_field.empty()
        screen.shown(**stop.params)

    def _make(self, place: Place) -> Screen:
        screen = place.make(self._desk)
        screen.setObjectName(screen.objectName() or f"screen_{place.key}")
        self._screens[place.key] = screen
        self._stack.addWidget(screen)
        screen.title_changed.connect(self._on_title_changed)
        return screen

    def _on_title_changed(self, title: str) -> None:
        if self.sender() is self.front():
            self._strip.set_title(title)

    def _on_rail_chosen(self, key: str) -> None:
        self._desk.open(key)

    def _on_alert_pressed(self) -> None:
        self._strip.hush()
        if _BOARD in self._places:
            self._desk.open(_BOARD)

    def _on_cross(self) -> None:
        """Take the keyboard to what stands beside the page, or back to where it was."""
        held = QApplication.focusWidget()
        if held is not None and self._pane.isAncestorOf(held):
            place = self._left if self._left is not None and shiboken6.isValid(self._left) else self.front()
        else:
            self._left = held
            place = next((stop for stop in stops(self._pane) if stop.isVisible()), None)
        if place is not None:
            place.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_find_wanted(self) -> None:
        self._strip.find_field.setFocus()
        self._strip.find_field.selectAll()

    def _on_find_asked(self, text: str) -> None:
        if _FIND in self._places:
            self._desk.open(_FIND, query=text)

    def _on_find_left(self) -> None:
        where = self.where()
        if where is not None and where.key == _FIND:
            self.back()
        screen = self.front()
        if screen is not None:
            screen.setFocus()

    def _on_pane_changed(self, pane: QWidget | None) -> None:
        clear(self._pane_body)
        if pane is not None:
            self._pane_body.addWidget(pane)
        self._pane.setVisible(pane is not None)

    def _on_toasted(self, text: str, undo: bool) -> None:
        self._toast.say(text, undo=undo)

    def _on_warned(self, headline: str, detail: str) -> None:
        self._warning.say(headline, detail, Tone.DANGER)

    def _on_undo(self) -> None:
        if self._desk.undo():
            self._toast.say(tr("shell.undone"))
        else:
            self._toast.say(tr("shell.nothing_to_undo"))
