"""A screening in tests: a deputy's laptop, a bundled checklist begun, its page on the screen with the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.actions.checklist_head import read_checklists
from fieldapp.actions.screening import open_screening, start_screening
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.domain.change import VOID, VOID_FIELD
from fieldapp.forms.bundle import load_bundled
from fieldapp.forms.package import Package, Scale
from tests.fakes.checklist import a_package
from tests.fakes.office import Office
from tests.fakes.sample import a_person
from tests.fakes.screened import HEADER, a_screening
from tests.ui.question.conftest import a_form_of
from ui.screens.record.record_screen import RecordScreen
from ui.screens.screening.run_page import RunPage
from ui.screens.screening.screening_screen import ScreeningScreen
from ui.screens.screening.start_page import StartPage


def a_checklist_of(*rows: dict[str, str]) -> Package:
    """A checklist of these questions alone."""
    return a_package(xform=a_form_of(list(rows)), scale=Scale(), duties=(), save_to={})


def lose_checklist(session: Session) -> None:
    """Strike the only checklist out, as its agency may: what was filled in stays."""
    (checklist,) = (row["id"] for row in read_checklists(session))
    session.store.save(session.author, "checklist", {VOID_FIELD: True}, record_id=checklist, kind=VOID, reason="x")
    session.packages.clear()


def bundled(form_id: str) -> Package:
    """The bundled checklist of this name."""
    return next(package for package in load_bundled().values() if package.form_id == form_id)


@dataclass
class Screened:
    """One screening on the screen."""

    office: Office
    screen: RecordScreen
    qtbot: QtBot
    screening_id: str

    @property
    def page(self) -> RunPage:
        """The page that runs it."""
        inner = self.screen.page.inner
        assert isinstance(inner, RunPage), inner
        return inner

    def values(self) -> Mapping[str, object]:
        """What the store holds of the screening itself."""
        return self.office.do(lambda session: dict(session.store.record("screening", self.screening_id) or {}))

    def stored(self) -> dict[str, tuple[str, str]]:
        """What the store holds of its answers: value and how it is known, by the last part of the question."""
        found = self.office.do(lambda session: open_screening(session, self.screening_id).stored)
        return {ref.rpartition("/")[2]: (each.value, each.known) for ref, each in found.items()}

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press keys where the keyboard is, and wait until the store is done."""
        for key in keys:
            self.qtbot.keyClick(QApplication.focusWidget(), key, modifier)
        self.office.settle()

    def type(self, text: str) -> None:
        """Type where the keyboard is."""
        self.qtbot.keyClicks(QApplication.focusWidget(), text)

    def click(self, name: str) -> None:
        """Press the visible button of this name."""
        click(self.qtbot, visible(self.screen, QPushButton, name))
        self.office.settle()

    def reopen(self) -> None:
        """Leave as locking does, and come back."""
        self.screen.locked()
        self.office.settle()
        self.screen.shown(record_type="screening", record_id=self.screening_id)
        self.office.settle()


def click(qtbot: QtBot, widget: QWidget) -> None:
    """Click in the middle of a widget."""
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(widget.width() // 2, widget.height() // 2))


def visible(widget: QWidget, kind: type, name: str) -> QWidget:
    """The visible widget of this name."""
    found = [each for each in widget.findChildren(kind, name) if each.isVisible()]
    assert found, f"no visible {name}"
    return found[0]


def words(widget: QWidget) -> str:
    """Everything that can be read."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def show(office: Office, qtbot: QtBot, screen: QWidget) -> None:
    """Show a screen as its window does: what it opens is followed while it is the place in front."""
    qtbot.addWidget(screen)
    screen.resize(1280, 800)
    with qtbot.waitActive(screen):
        screen.show()
        screen.activateWindow()


@pytest.fixture
def deputy(open_desk: Callable[..., Office]) -> Office:
    """A patrol deputy's laptop."""
    return open_desk(Role.DEPUTY, handle="kim", name="Jo Kim")


@pytest.fixture
def screened(deputy: Office, qtbot: QtBot) -> Callable[..., Screened]:
    """Begin a screening with a checklist (a bundled one by name, or a package) and open its page."""

    def make(
        form: str | Package = "pc_236_2", *, age: int | None = 15, office: Office | None = None, **values: object
    ) -> Screened:
        office = office or deputy

        def begin(session: object) -> str:
            if isinstance(form, Package):
                return a_screening(session, form, age=age or 15, **values)
            facts = {} if age is None else {"estimated_age": age, "age_basis": "apparent"}
            person = a_person(session, "Doe-2026-0131", **facts)
            return start_screening(session, bundled(form).sha256, {**HEADER, "person": person, **values})

        screening_id = office.do(begin)
        return open_record(office, qtbot, screening_id)

    return make


def open_record(office: Office, qtbot: QtBot, screening_id: str) -> Screened:
    """Open the page of a screening, whichever it is."""
    screen = RecordScreen(office.desk)
    show(office, qtbot, screen)
    screen.shown(record_type="screening", record_id=screening_id)
    office.settle()
    return Screened(office, screen, qtbot, screening_id)


@pytest.fixture
def begin(deputy: Office, qtbot: QtBot) -> Callable[..., StartPage]:
    """Open the page that begins a screening."""

    def make(office: Office | None = None, **preset: object) -> StartPage:
        at = office or deputy
        screen = ScreeningScreen(at.desk)
        show(at, qtbot, screen)
        screen.shown(**preset)
        at.settle()
        assert isinstance(screen.page, StartPage)
        screen.page.screen_of_test = screen
        return screen.page

    return make
