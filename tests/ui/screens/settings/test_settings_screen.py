"""Settings: each choice applies at once and is kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from tests.fakes.office import Office
from tests.fakes.sample import fill_agencies
from ui.screens.settings.settings_screen import SettingsScreen
from ui.settings import WindowChoices, WindowSettings, load_look, read_choices, write_choices
from ui.text import set_language


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    set_language("en")


@pytest.fixture
def settings(tmp_path: Path) -> WindowSettings:
    """Choices kept in the test's folder."""
    return WindowSettings(tmp_path)


@pytest.fixture
def screen(office: Office, qtbot: QtBot, settings: WindowSettings) -> SettingsScreen:
    """The settings of a detective's laptop."""
    office.do(fill_agencies)
    made = SettingsScreen(office.desk, lambda: settings.choices, settings.keep)
    qtbot.addWidget(made)
    made.resize(1000, 800)
    made.show()
    made.shown()
    office.settle()
    return made


def test_every_choice_is_kept(screen: SettingsScreen, tmp_path: Path):
    screen.findChild(QPushButton, "theme_light").click()
    sizes = screen.findChild(QComboBox, "text_size")
    sizes.activated.emit(sizes.findData(150))
    screen.findChild(QSpinBox, "lock_minutes").setValue(5)
    screen.findChild(QCheckBox, "undercover").setChecked(True)
    assert read_choices(tmp_path) == WindowChoices("light", 150, 5, "en", undercover=True)
    assert load_look(tmp_path).scale == 150


def test_nobody_can_switch_locking_off(screen: SettingsScreen):
    minutes = screen.findChild(QSpinBox, "lock_minutes")
    minutes.setValue(600)
    assert minutes.value() == 30
    minutes.setValue(0)
    assert minutes.value() == 1


def test_laptop_says_who_it_is(screen: SettingsScreen):
    words = "\n".join(label.text() for label in screen.findChildren(QLabel))
    for part in ("Dana Alvarez (alvarez)", "Detective", "Sheriff", "k7m2q9x4c1ab", "task-force"):
        assert part in words


@pytest.mark.parametrize(
    "content",
    [
        "",
        "not json",
        "[]",
        "\0",
        json.dumps({"theme": "pink", "scale": 9000, "lock_minutes": -1, "language": "xx", "undercover": "yes"}),
        json.dumps({"theme": 1, "scale": "100", "lock_minutes": None, "language": []}),
        json.dumps({"scale": 10**400}),
    ],
)
def test_broken_file_is_as_if_nothing_had_been_chosen(content: str, tmp_path: Path):
    (tmp_path / "window.json").write_text(content)
    assert read_choices(tmp_path) == WindowChoices()


def test_file_holds_nothing_of_a_case(screen: SettingsScreen, settings: WindowSettings, tmp_path: Path):
    screen.findChild(QCheckBox, "undercover").setChecked(True)
    kept = json.loads((tmp_path / "window.json").read_text())
    assert set(kept) == {"theme", "scale", "lock_minutes", "language", "undercover"}


def test_folder_that_cannot_be_written_stops_nobody(tmp_path: Path):
    assert not write_choices(tmp_path / "missing", WindowChoices())


def test_settings_in_every_theme(screen: SettingsScreen, look_at: Callable):
    look_at(screen, "settings")
