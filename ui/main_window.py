"""The one window: the way in, the frame while unlocked, the ordinary sheet; and locking, which all of it obeys.

Locking, in order: every screen hands unsaved typing to the store and empties itself; results under way are
dropped; other windows, menus and our clipboard go; the frame is destroyed; the session is closed on the
store's thread, after the saves asked for before it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QStackedWidget

from fieldapp.domain.clock import Clock
from fieldapp.domain.faults import WorldError
from fieldapp.domain.problems import Refused
from ui.desk import Desk
from ui.jobs import Jobs
from ui.screen import Place
from ui.screens.unlock.gate import Gate
from ui.screens.unlock.unlock_screen import UnlockScreen
from ui.shell.clipboard import ClipboardGuard
from ui.shell.idle import IdleWatch
from ui.style.look import Look, apply_look, px
from ui.style.token import Size
from ui.text import error_text, tr

if TYPE_CHECKING:  # the frame is imported when somebody is in: the way in must be on screen at once
    from ui.shell.decoy import DecoySheet
    from ui.shell.frame import Shell, Stop

_IDLE_MINUTES: Final = 10


PlacesOf = Callable[[Any], Sequence[Place]]


class MainWindow(QMainWindow):
    """Built from the places it may go to (or a function that says so for a session) and the gate that lets one in.

    The first place is opened after unlocking. ``unlocked`` carries the session; ``locked`` comes after it was
    handed to ``gate.lock``.
    """

    unlocked = Signal(object)
    locked = Signal()

    def __init__(
        self,
        places: Sequence[Place] | PlacesOf,
        gate: Gate,
        jobs: Jobs,
        clock: Clock,
        *,
        idle_minutes: float = _IDLE_MINUTES,
    ) -> None:
        super().__init__()
        self.desk = Desk(jobs, clock, self)
        self._places = places
        self._gate = gate
        self._undercover = False
        self._stop: Stop | None = None
        self._shell: Shell | None = None
        self._decoy: DecoySheet | None = None
        self._idle = IdleWatch(clock, idle_minutes * 60, self)
        self._clipboard = ClipboardGuard(self)
        self._pages = QStackedWidget()
        self._unlock = self._make_unlock(acknowledged=False)
        self.setCentralWidget(self._pages)
        self.setMinimumSize(Size.WINDOW_MIN_WIDTH, Size.WINDOW_MIN_HEIGHT)
        self.resize(px(Size.WINDOW_WIDTH), px(Size.WINDOW_HEIGHT))
        self._name_window()
        self._idle.expired.connect(self.lock)
        self.desk.lock_requested.connect(self.lock)
        self.desk.look_requested.connect(self._on_look_requested)
        jobs.orphan_failed.connect(self._on_orphan_failed)
        self.desk.shortcuts.add("F9", tr("shell.hide"), self.hide_or_return, self, group=tr("shell.group_act"))

    def lock(self) -> None:
        """Lock now. Whatever a screen does wrong meanwhile, the session is closed all the same."""
        session, shell = self.desk.session, self._shell
        if session is None or shell is None:
            return
        # Run from last to first, each whatever happened in the one before.
        with ExitStack() as steps:
            steps.callback(self.locked.emit)
            steps.callback(self._unlock.reset)
            steps.callback(self.desk.jobs.store, lambda: self._gate.lock(session), None, None, self)
            steps.callback(self.desk.clear)
            steps.callback(self._drop_shell)
            steps.callback(self._clipboard.clear)
            steps.callback(self._close_others)
            steps.callback(self.desk.jobs.forget)
            steps.callback(shell.lock)
            self._idle.stop()
            self._stop = shell.where()
            if self._pages.currentWidget() is shell:
                self._pages.setCurrentWidget(self._unlock)

    def hide_and_lock(self) -> None:
        """Put the ordinary sheet in front, then lock."""
        from ui.shell.decoy import DecoySheet

        if self._decoy is None:
            self._decoy = DecoySheet()
            self._pages.addWidget(self._decoy)
        self._pages.setCurrentWidget(self._decoy)
        self._decoy.setFocus()
        self._name_window()
        self.repaint()
        self._close_others()
        self.lock()

    def hide_or_return(self) -> None:
        """What F9 does: away with everything; pressed again, the way in."""
        if not self.is_hidden():
            self.hide_and_lock()
            return
        self._pages.setCurrentWidget(self._unlock)
        self._unlock.reset()
        if self._decoy is not None:
            self._pages.removeWidget(self._decoy)
            self._decoy.deleteLater()
            self._decoy = None
        self._name_window()

    def is_hidden(self) -> bool:
        """Whether the ordinary sheet is in front."""
        return self._decoy is not None and self._pages.currentWidget() is self._decoy

    def is_locked(self) -> bool:
        """Whether nobody is in."""
        return self.desk.session is None

    def shell(self) -> Shell | None:
        """The frame, while somebody is in."""
        return self._shell

    def set_idle_minutes(self, minutes: float) -> None:
        """Lock after this long without input."""
        self._idle.set_limit(minutes * 60)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        handle = self.windowHandle()
        if handle is not None:
            self._idle.watch(handle)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.lock()
        super().closeEvent(event)

    def _on_unlocked(self, session: object) -> None:
        if self.is_hidden():
            # Hidden while the key was still being derived: nobody is let in.
            self.desk.jobs.store(lambda: self._gate.lock(session), None, None, self)
            return
        self.desk.session = session
        self._make_shell()
        self._idle.restart()
        self.unlocked.emit(session)

    def _make_unlock(self, *, acknowledged: bool) -> UnlockScreen:
        made = UnlockScreen(self._gate, self.desk.jobs, acknowledged=acknowledged)
        made.unlocked.connect(self._on_unlocked)
        self._pages.addWidget(made)
        return made

    def _make_shell(self) -> None:
        from ui.shell.frame import Shell

        places = self._places(self.desk.session) if callable(self._places) else self._places
        self._shell = Shell(self.desk, places)
        self._pages.addWidget(self._shell)
        self._pages.setCurrentWidget(self._shell)
        if self._stop is not None and any(place.key == self._stop.key for place in places):
            self._shell.open(self._stop.key, self._stop.params)
        elif places:
            self._shell.open(places[0].key)
        self._shell.setFocus()

    def _drop_shell(self) -> None:
        if self._shell is not None:
            self._pages.removeWidget(self._shell)
            # Out of the window at once; destroyed when control is back in the event loop.
            self._shell.setParent(None)
            self._shell.deleteLater()
            self._shell = None

    def _on_look_requested(self, look: Look) -> None:
        shell = self._shell
        if shell is not None:
            shell.leave()
            self._stop = shell.where()
            self._drop_shell()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_look(application, look)
        if shell is not None:
            # Sizes are taken when a widget is made, so the way in is made again as well.
            self._pages.removeWidget(self._unlock)
            self._unlock.deleteLater()
            self._unlock = self._make_unlock(acknowledged=True)
            self._make_shell()

    def _on_orphan_failed(self, error: WorldError | Refused) -> None:
        if self._shell is not None:
            self.desk.warn(error_text(error))
        else:
            self._unlock.say(error_text(error))

    def _close_others(self) -> None:
        for window in QApplication.topLevelWidgets():
            if window is self or not window.isVisible():
                continue
            window.close()
            if isinstance(window, QDialog):
                window.done(QDialog.DialogCode.Rejected)
                window.deleteLater()

    def set_undercover(self, undercover: bool) -> None:
        """Let the title say nothing about what this is, also while somebody is at work in it."""
        self._undercover = undercover
        self._name_window()

    def _name_window(self) -> None:
        is_neutral = self._undercover or self.is_hidden()
        self.setWindowTitle(tr("shell.sheet_title") if is_neutral else tr("app.name"))
