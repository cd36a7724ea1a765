"""The whole window over a real laptop: places by role, and every place opens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from fieldapp.actions.listing import open_list
from fieldapp.domain.access import Role
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import PASSPHRASE, a_laptop, a_session
from tests.fakes.office import nothing_is_being_built
from tests.fakes.sample import a_person, clash, fill_agencies, fill_night, fill_services, refuse_last
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.screens.board.board_screen import BoardScreen
from ui.screens.find.find_screen import FindScreen
from ui.screens.list.list_screen import ListScreen
from ui.screens.unlock.gate import Gate
from ui.screenshot import SIZES, grab, screenshot_folder
from ui.settings import WindowChoices, read_choices, write_choices
from ui.style.look import Look, apply_look, current_look
from ui.style.token import THEMES
from ui.workspace import build_workspace

Enter = Callable[..., MainWindow]
POLICE = [
    "board",
    "operations",
    "people",
    "enforcement",
    "leads",
    "services",
    "figures",
    "sync",
    "checklists",
    "settings",
]


class Silence:
    """A headquarters that has nothing to say."""

    def run(self, on_progress) -> None:
        on_progress(1, 1)

    def pause_s(self) -> float:
        return 3600.0


@pytest.fixture
def enter(qtbot: QtBot, jobs: Jobs, clock: FakeClock, tmp_path: Path) -> Iterator[Enter]:
    """Make a laptop for a role, fill it, open the window and unlock it."""
    windows: list[MainWindow] = []

    def make(role: Role = Role.DETECTIVE, fill: Callable | None = None, **kwargs) -> MainWindow:
        folder = tmp_path / role.value

        def prepare() -> None:
            session = a_session(folder, clock, role, **kwargs)
            if fill is not None:
                fill(session)
            session.close()

        jobs.store(prepare, None, None, jobs)
        laptop = a_laptop(folder, clock)
        gate = Gate(lambda: True, laptop.unlock, lambda *_: None, lambda session: session.close())
        window = build_workspace(gate, jobs, clock, Silence(), folder)
        windows.append(window)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        window.findChild(QPushButton, "acknowledge").click()
        with qtbot.waitSignal(window.unlocked, timeout=20_000):
            window._unlock._on_unlock_submitted(PASSPHRASE)
        qtbot.waitUntil(jobs.is_idle, timeout=20_000)
        qtbot.waitUntil(nothing_is_being_built)
        return window

    yield make
    for window in windows:
        window.lock()
    qtbot.waitUntil(jobs.is_idle, timeout=20_000)


def rail(window: MainWindow) -> list[str]:
    buttons = [button for button in window.findChildren(QToolButton) if button.objectName().startswith("rail_")]
    return [button.objectName().removeprefix("rail_") for button in buttons]


def front(window: MainWindow):
    shell = window.shell()
    assert shell is not None
    return shell.front()


@pytest.mark.parametrize(
    ("role", "places"),
    [
        (Role.DETECTIVE, POLICE),
        (Role.DEPUTY, POLICE),
        (Role.SUPERVISOR, POLICE),
        (Role.ANALYST, POLICE),
        (Role.ADVOCATE, ["board", "services", "sync", "checklists", "settings"]),
        (Role.ADMINISTRATOR, ["board", "directory", "sync", "checklists", "settings"]),
    ],
)
def test_rail_has_the_places_of_the_role(role: Role, places: list[str], enter: Enter):
    assert rail(enter(role)) == places


@pytest.mark.parametrize("role", [Role.DETECTIVE, Role.ADVOCATE])
def test_every_place_of_the_rail_opens(role: Role, enter: Enter, jobs: Jobs, qtbot: QtBot):
    window = enter(role, fill_services)
    for key in rail(window):
        window.desk.open(key)
        qtbot.waitUntil(jobs.is_idle)
        assert front(window).objectName() == f"screen_{key}"


@pytest.mark.parametrize(
    ("place", "params"),
    [
        ("capture", {"record_type": "recovery"}),
        ("record", {"record_type": "arrest"}),
        ("screening", {}),
        ("conflicts", {}),
        ("find", {"query": "doe"}),
    ],
)
def test_places_beside_the_rail_open(place: str, params: dict, enter: Enter, jobs: Jobs, qtbot: QtBot):
    window = enter()
    window.desk.open(place, **params)
    qtbot.waitUntil(jobs.is_idle)
    assert front(window).objectName() == f"screen_{place}"


def test_board_is_first_and_a_draft_opens_its_page(enter: Enter, clock: FakeClock, jobs: Jobs, qtbot: QtBot):
    window = enter(fill=lambda session: fill_night(session, clock))
    assert isinstance(front(window), BoardScreen)
    front(window).findChild(object, "draft_row").opened.emit()
    qtbot.waitUntil(jobs.is_idle)
    assert front(window).objectName() == "screen_record"


def test_typing_in_the_strip_finds_and_enter_opens(enter: Enter, clock: FakeClock, jobs: Jobs, qtbot: QtBot):
    window = enter(fill=lambda session: fill_night(session, clock))
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    field = window.shell()._strip.find_field
    qtbot.keyClicks(field, "Doe-2026-0003")
    qtbot.waitUntil(lambda: isinstance(front(window), FindScreen) and bool(front(window).titles()))
    assert front(window).titles()[0].startswith("Doe-2026-0003")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(jobs.is_idle)
    assert front(window).objectName() == "screen_record"


def test_number_opens_exactly_its_rows(enter: Enter, clock: FakeClock, jobs: Jobs, qtbot: QtBot):
    window = enter(fill=lambda session: fill_night(session, clock))
    window.desk.open("figures")
    qtbot.waitUntil(jobs.is_idle)
    screen = front(window)
    arrests = next(result for result in screen.results if result.name == "arrests")
    screen.findChild(object, "number_arrests").opened.emit()
    qtbot.waitUntil(jobs.is_idle)
    assert isinstance(front(window), ListScreen)
    assert front(window).pane().count() == len(arrests.ids) == 3


def test_theme_and_text_size_are_kept_and_applied_at_once(enter: Enter, tmp_path: Path, jobs: Jobs, qtbot: QtBot):
    window = enter()
    window.desk.open("settings")
    qtbot.waitUntil(jobs.is_idle)
    qtbot.mouseClick(front(window).findChild(QPushButton, "theme_night"), Qt.MouseButton.LeftButton)
    assert current_look().theme.name == "night"
    assert read_choices(tmp_path / "detective").theme == "night"
    assert front(window).objectName() == "screen_settings"
    qtbot.waitUntil(jobs.is_idle)


def test_undercover_look_takes_the_name_out_of_the_title(enter: Enter, tmp_path: Path):
    (tmp_path / "detective").mkdir()
    write_choices(tmp_path / "detective", WindowChoices(undercover=True))
    assert enter().windowTitle() == "Untitled sheet"


def test_locking_leaves_nothing_on_the_screen(enter: Enter, clock: FakeClock, jobs: Jobs, qtbot: QtBot):
    window = enter(fill=lambda session: fill_night(session, clock))
    window.lock()
    qtbot.waitUntil(jobs.is_idle)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert window.is_locked()
    assert window.findChild(BoardScreen) is None


@pytest.mark.skipif(screenshot_folder() is None, reason="only when pictures are wanted")
@pytest.mark.parametrize("role", [Role.DETECTIVE, Role.DEPUTY, Role.ADVOCATE])
def test_every_screen_is_looked_at(
    role: Role, enter: Enter, clock: FakeClock, jobs: Jobs, qtbot: QtBot, qapp: QApplication
):
    def fill(session) -> None:
        fill_agencies(session)
        fill_services(session)
        if role is not Role.ADVOCATE:
            fill_night(session, clock)
            lead = open_list(session, "lead").ids()[0]
            text = "Caller saw a girl of about 15 led into {} by two men, one in a red jacket"
            clash(
                session, "lead", lead, "summary", ours=text.format("room 110"), theirs=text.format("room 112, upstairs")
            )
            clash(session, "lead", lead, "urgency", ours="child_in_danger", theirs="urgent")
            a_person(session, "Roe-2026-0009", family_name="Example", remarks="Seen twice this week")
            refuse_last(session)

    window = enter(role, fill)
    folder = screenshot_folder()
    for theme in THEMES.values():
        apply_look(qapp, Look(theme))
        window._on_look_requested(Look(theme))
        for width, height in SIZES:
            window.resize(width, height)
            for key in [*rail(window), "find", "conflicts"]:
                window.desk.open(key, **({"query": "doe-2026"} if key == "find" else {}))
                qtbot.waitUntil(jobs.is_idle, timeout=20_000)
                for _ in range(3):
                    qapp.processEvents()
                    qtbot.waitUntil(jobs.is_idle, timeout=20_000)
                grab(window, folder / f"{role.value}-{key}-{theme.name}-{width}.png")
