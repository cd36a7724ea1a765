"""The place of checklists in tests: a real laptop, the screen in front, opened as the window opens it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.actions import checklist, checklist_detail, checklist_head
from fieldapp.domain.access import Role
from fieldapp.forms.package import Package
from tests.fakes.office import Office
from ui.screens.checklist.checklist_screen import ChecklistScreen


@pytest.fixture(autouse=True)
def _nothing_bundled(monkeypatch: pytest.MonkeyPatch) -> None:
    bundle(monkeypatch)


def bundle(monkeypatch: pytest.MonkeyPatch, *packages: Package) -> None:
    """Let just these have come with the program."""
    for module in (checklist, checklist_detail, checklist_head):
        monkeypatch.setattr(module, "bundled_packages", lambda: {package.sha256: package for package in packages})


@dataclass
class Seat:
    """Somebody before the screen; ``opened`` are the other places that it wanted to go to."""

    office: Office
    screen: ChecklistScreen
    opened: list[tuple[str, dict]]

    def words(self) -> str:
        """Everything that can be read."""
        return "\n".join(made.text() for made in self.screen.findChildren(QLabel) if made.isVisible())

    def button(self, name: str) -> QPushButton:
        """The visible button of this name."""
        found = [made for made in self.screen.findChildren(QPushButton, name) if made.isVisible()]
        assert found, f"no visible button {name}"
        return found[0]

    def has(self, name: str) -> bool:
        """Whether a button of this name can be seen."""
        return any(made.isVisible() for made in self.screen.findChildren(QPushButton, name))

    def press(self, name: str) -> None:
        """Press a button by the keyboard and wait until nothing is under way."""
        made = self.button(name)
        made.setFocus()
        self.office.qtbot.keyClick(made, Qt.Key.Key_Return)
        self.settle()

    def keys(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key wherever the keyboard is."""
        held = QApplication.focusWidget()
        self.office.qtbot.keyClick(held if held is not None else self.screen, key, modifier)
        self.settle()

    def held(self) -> QWidget | None:
        """The widget with the keyboard."""
        return QApplication.focusWidget()

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self.office.settle()
        self.office.settle()


@pytest.fixture
def sit_down(open_desk: Callable[..., Office], qtbot: QtBot) -> Callable[..., Seat]:
    """Open the screen at the laptop of somebody; ``before(session)`` fills it."""

    def make(role: Role = Role.SUPERVISOR, before: Callable | None = None, **kwargs: object) -> Seat:
        office = open_desk(role, **kwargs)
        if before is not None:
            office.do(before)
        screen = ChecklistScreen(office.desk)
        seat = Seat(office, screen, [])

        def go(place: str, params: dict) -> None:
            if place == "checklists":
                screen.shown(**params)
            else:
                seat.opened.append((place, params))

        office.desk.open_requested.connect(go)
        qtbot.addWidget(screen)
        screen.resize(1208, 740)
        with qtbot.waitActive(screen):
            screen.show()
            screen.activateWindow()
        screen.shown()
        seat.settle()
        return seat

    return make
