"""The screens put together: which places there are for whom, and what opens what.

Nothing of a screen is imported before somebody is in: the way in must be on screen at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer

from fieldapp.domain.access import REVIEWERS, Role
from fieldapp.domain.clock import Clock
from ui.desk import Desk
from ui.exchange_timer import ExchangeTimer
from ui.jobs import Jobs
from ui.main_window import MainWindow, PlacesOf
from ui.role_watch import RoleWatch
from ui.screen import Place, Screen
from ui.screens.clock.clock_watch import ClockWatch
from ui.screens.operation.check_in_watch import CheckInWatch
from ui.screens.sync.port import SyncPort
from ui.screens.unlock.gate import Gate
from ui.settings import WindowSettings
from ui.style.token import Tone
from ui.text import chosen_language, tr

# The record types of each place with lists, in the order of their tabs.
LISTED: Final = {
    "operations": ("operation", "task"),
    "people": ("recovery", "person", "screening"),
    "enforcement": ("arrest", "search_warrant", "evidence_item"),
    "leads": ("lead", "identifier", "note"),
    "services": ("referral", "service", "contact_attempt", "consent", "agency"),
}
_GLYPHS: Final = {
    "operations": "target",
    "people": "users",
    "enforcement": "scales",
    "leads": "lightbulb",
    "services": "heart",
}
_POLICE: Final = ("operations", "people", "enforcement", "leads", "services")
_LISTS_OF: Final = {
    Role.ADVOCATE: ("services",),
    Role.ADMINISTRATOR: ("directory",),
}
# A partner agency's own screenings lie with its services.
_ALSO: Final = {Role.ADVOCATE: ("screening",)}
_NO_FIGURES: Final = frozenset({Role.ADVOCATE, Role.ADMINISTRATOR})
_INDEX_MS: Final = 3_000


def build_workspace(
    gate: Gate, jobs: Jobs, clock: Clock, port: SyncPort | None, folder: Path | None = None
) -> MainWindow:
    """Make the window with all its places. ``folder`` keeps the window's own choices; None keeps them in memory."""
    settings = WindowSettings(folder)
    minutes = settings.choices.lock_minutes
    window = MainWindow(build_places(port, settings), _ending_work(gate), jobs, clock, idle_minutes=minutes)
    settings.attach(window)
    Upkeep(window)
    ClockWatch(window)
    CheckInWatch(window)
    RoleWatch(window)
    if port is not None:
        ExchangeTimer(window, port)
    return window


def _ending_work(gate: Gate) -> Gate:
    """The way in and out, with a note in the store that somebody was at work, taken away by locking alone."""

    def lock(session: Any) -> None:
        from fieldapp.actions.kept_work import end_work

        try:
            end_work(session)
        finally:
            gate.lock(session)

    return replace(gate, lock=lock)


def build_places(port: SyncPort | None = None, settings: WindowSettings | None = None) -> PlacesOf:
    """Return the places of whoever is in, by their role: a partner agency sees no place of the police."""
    kept = settings or WindowSettings()

    def places_of(session: Any) -> tuple[Place, ...]:
        role = Role(session.role)
        # Asked for whenever the frame is made, as after a change of language; nothing is read before it.
        session.language = chosen_language()
        return (
            _place("board", "house", _make_board),
            *(_list_place(key, role) for key in _LISTS_OF.get(role, _POLICE)),
            *(() if role in _NO_FIGURES else (_place("figures", "chart-bar", _make_figures),)),
            _place("sync", "arrows-clockwise", lambda desk: _make_sync(desk, port)),
            _place("checklists", "list-bullets", _make_checklists, keys="Ctrl+0"),
            _place("settings", "gear", lambda desk: _make_settings(desk, kept), keys="Ctrl+,"),
            _aside("find", "magnifying-glass", _make_find),
            _aside("record", "file-text", _make_record),
            _aside("capture", "plus", _make_capture, parent="board"),
            _aside("screening", "clipboard-text", _make_screening, parent="board"),
            *((_aside("team", "users-three", _make_team, parent="board", keys="Ctrl+9"),) if role in REVIEWERS else ()),
            _aside("conflicts", "git-fork", _make_conflicts, parent="sync"),
        )

    return places_of


def _place(key: str, glyph: str, make: Callable[[Desk], Screen], *, keys: str = "") -> Place:
    """A place of the rail; one with ``keys`` of its own stands at the foot."""
    return Place(key, glyph, f"place.{key}", make, foot=bool(keys), keys=keys)


def _aside(key: str, glyph: str, make: Callable[[Desk], Screen], parent: str = "", *, keys: str = "") -> Place:
    """A place beside the rail; with ``keys`` it is also gone to by them."""
    return Place(key, glyph, f"place.{key}", make, rail=False, parent=parent, keys=keys)


def _list_place(key: str, role: Role) -> Place:
    types = LISTED.get(key, ("agency",)) + _ALSO.get(role, ())

    def make(desk: Desk) -> Screen:
        from ui.screens.list.list_screen import ListScreen

        return ListScreen(desk, types)

    return _place(key, _GLYPHS.get(key, "buildings"), make)


def _make_board(desk: Desk) -> Screen:
    from ui.screens.board.board_screen import BoardScreen

    return BoardScreen(desk)


def _make_team(desk: Desk) -> Screen:
    from ui.screens.task.team_screen import TeamScreen

    return TeamScreen(desk)


def _make_figures(desk: Desk) -> Screen:
    from ui.screens.figures.figures_screen import FiguresScreen

    return FiguresScreen(desk)


def _make_sync(desk: Desk, port: SyncPort | None) -> Screen:
    from ui.screens.sync.sync_screen import SyncScreen

    return SyncScreen(desk, port)


def _make_settings(desk: Desk, settings: WindowSettings) -> Screen:
    from ui.screens.settings.settings_screen import SettingsScreen

    return SettingsScreen(desk, lambda: settings.choices, settings.keep)


def _make_find(desk: Desk) -> Screen:
    from ui.screens.find.find_screen import FindScreen

    return FindScreen(desk)


def _make_record(desk: Desk) -> Screen:
    from ui.screens.record.record_screen import RecordScreen

    return RecordScreen(desk)


def _make_capture(desk: Desk) -> Screen:
    from ui.screens.record.capture_screen import CaptureScreen

    return CaptureScreen(desk)


def _make_screening(desk: Desk) -> Screen:
    from ui.screens.screening.screening_screen import ScreeningScreen

    return ScreeningScreen(desk)


def _make_checklists(desk: Desk) -> Screen:
    from ui.screens.checklist.checklist_screen import ChecklistScreen

    return ChecklistScreen(desk)


def _make_conflicts(desk: Desk) -> Screen:
    from ui.screens.conflict.conflict_screen import ConflictScreen

    return ConflictScreen(desk)


class Upkeep(QObject):
    """While somebody is in: the words about headquarters, what it refused, and indexing in the store's spare time."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._last_ok_at: str | None = None
        self._news: frozenset[str] = frozenset()
        self._timer = QTimer(self)
        self._timer.setInterval(_INDEX_MS)
        self._timer.timeout.connect(self.look_after)
        window.unlocked.connect(self._on_unlocked)
        window.locked.connect(self._timer.stop)

    def look_after(self) -> None:
        """Read how things stand and index some of what waits, unless the store is busy with what somebody asked."""
        if self._window.desk.jobs.is_idle():
            self._tend(index=True)

    def _tend(self, *, index: bool) -> None:
        from fieldapp.actions.checklist import count_refused
        from fieldapp.actions.exchange_status import ExchangeStatus, load_status
        from fieldapp.actions.find import index_some
        from fieldapp.actions.news import news_marks
        from ui.screens.sync.sync_state import sync_state

        desk = self._window.desk
        session = desk.session
        if session is None:
            return

        def tend() -> tuple[ExchangeStatus, int, frozenset[str]]:
            if index:
                index_some(session)
            return load_status(session), count_refused(session), news_marks(session)

        def tell(read: tuple[ExchangeStatus, int, frozenset[str]]) -> None:
            status, refused, news = read
            self._tell_news(news)
            desk.set_count("checklists", refused)
            desk.set_sync(sync_state(status, desk.clock.now()))
            if self._last_ok_at not in {None, status.last_ok_at}:
                self._read_anew()
            self._last_ok_at = status.last_ok_at

        desk.jobs.store(tend, tell, lambda _fault: None, self)

    def _tell_news(self, news: frozenset[str]) -> None:
        """Say in the strip that there is something new; on the board itself it stands already."""
        from ui.screens.board.board_screen import BoardScreen

        fresh = len(news - self._news)
        self._news = news
        shell = self._window.shell()
        if fresh and shell is not None and not isinstance(shell.front(), BoardScreen):
            words = tr("board.news_one") if fresh == 1 else tr("board.news_many", count=fresh)
            self._window.desk.alert(words, tr("board.news_detail"), Tone.ACCENT)

    def _tell_kept(self) -> None:
        """Say what was kept when the time before ended without locking: a crash, a power cut."""
        from fieldapp.actions.kept_work import KeptWork, begin_work

        session = self._window.desk.session

        def tell(kept: KeptWork | None) -> None:
            shell = self._window.shell()
            if kept is not None and shell is not None:
                shell.kept.tell(kept)

        self._window.desk.jobs.store(lambda: begin_work(session), tell, None, self)

    def _read_anew(self) -> None:
        # A call-out that a round in the background brought must not wait for somebody to leave the board.
        from ui.screens.board.board_screen import BoardScreen
        from ui.screens.checklist.checklist_screen import ChecklistScreen
        from ui.screens.sync.sync_screen import SyncScreen

        shell = self._window.shell()
        front = shell.front() if shell is not None else None
        if isinstance(front, BoardScreen | ChecklistScreen | SyncScreen):
            front.reload()

    def _on_unlocked(self, _session: object) -> None:
        self._last_ok_at = None
        self._news = frozenset()
        self._tell_kept()
        self._tend(index=False)
        self._timer.start()
