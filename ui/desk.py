"""The desk: all that a screen may ask of the window around it, so that a screen can be tried without one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fieldapp.domain.clock import Clock
from ui.jobs import Jobs
from ui.shell.shortcut import Shortcuts
from ui.style.look import Look
from ui.style.token import Tone

_UNDO_DEPTH: Final = 50


@dataclass(frozen=True)
class SyncState:
    """How things stand with headquarters, in words."""

    words: str
    glyph: str = "cloud-slash"
    tone: Tone = Tone.MUTED


class Desk(QObject):
    """Handed to every screen. ``session`` is what unlocking returned, None while locked."""

    open_requested = Signal(str, dict)
    back_requested = Signal()
    lock_requested = Signal()
    pane_changed = Signal(object)
    toasted = Signal(str, bool)
    warned = Signal(str, str)
    alerted = Signal(str, str, object)
    count_changed = Signal(str, int)
    sync_changed = Signal(object)
    look_requested = Signal(object)

    def __init__(self, jobs: Jobs, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.jobs = jobs
        self.clock = clock
        self.shortcuts = Shortcuts()
        self.session: Any = None
        self.counts: dict[str, int] = {}
        self.sync_state: SyncState | None = None
        self._undo: deque[Callable[[], object]] = deque(maxlen=_UNDO_DEPTH)

    def open(self, place: str, **params: object) -> None:
        """Go to a place; ``params`` reach its ``shown``. Put ids there, never content."""
        self.open_requested.emit(place, params)

    def back(self) -> None:
        """Go to where the person came from."""
        self.back_requested.emit()

    def lock(self) -> None:
        """Lock the app, as Ctrl+L does."""
        self.lock_requested.emit()

    def toast(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Say what was done, without names; ``undo`` takes it back (button and Ctrl+Z).

        ``undo`` acts on the store, not on widgets: the screen may be gone when it is called.
        """
        if undo is not None:
            self._undo.append(undo)
        self.toasted.emit(text, undo is not None)

    def remember(self, undo: Callable[[], object]) -> None:
        """Let Ctrl+Z take an act back that nobody needs to be told of, as each save while typing."""
        self._undo.append(undo)

    def warn(self, headline: str, detail: str = "") -> None:
        """Say above every screen what went wrong, what was kept, what to do; it stays until it is put away."""
        self.warned.emit(headline, detail)

    def alert(self, headline: str, detail: str, tone: Tone) -> None:
        """Say in the strip that a time has come, until the board is seen; nothing went wrong, and nobody is named."""
        self.alerted.emit(headline, detail, tone)

    def undo(self) -> bool:
        """Take back the newest act that said how; False when there is none."""
        if not self._undo:
            return False
        self._undo.pop()()
        return True

    def show_pane(self, pane: QWidget | None) -> None:
        """Put ``pane`` in the right pane (the window owns it from now on); None closes it."""
        self.pane_changed.emit(pane)

    def set_count(self, place: str, count: int) -> None:
        """The number beside a place in the rail; 0 takes it away."""
        self.counts[place] = count
        self.count_changed.emit(place, count)

    def set_sync(self, state: SyncState) -> None:
        """The words in the top strip about headquarters."""
        self.sync_state = state
        self.sync_changed.emit(state)

    def change_look(self, look: Look) -> None:
        """Dress the whole app anew; the screens are made again, so this hands over unsaved typing first."""
        self.look_requested.emit(look)

    def clear(self) -> None:
        """Forget everything about the session; part of locking."""
        self.session = None
        self.counts.clear()
        self._undo.clear()
