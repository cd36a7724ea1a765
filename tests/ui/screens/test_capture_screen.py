"""Quick capture: a recovery in a hotel corridor, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.actions.capture import save_record
from fieldapp.domain.access import Role
from fieldapp.records import RECORD_TYPES
from tests.fakes.office import Office
from tests.fakes.sample import fill_agencies
from ui.screens.record.capture_screen import CaptureScreen
from ui.screens.record.quick import quick_fields

OpenCapture = Callable[..., CaptureScreen]


@pytest.fixture
def open_capture(qtbot: QtBot, office: Office) -> OpenCapture:
    """Open the short form of a type."""

    def make(record_type: str, **preset: object) -> CaptureScreen:
        screen = CaptureScreen(office.desk)
        qtbot.addWidget(screen)
        screen.resize(1200, 800)
        with qtbot.waitActive(screen):
            screen.show()
            screen.activateWindow()
        screen.shown(record_type=record_type, **preset)
        office.settle()
        return screen

    return make


def count(office: Office, table: str) -> int:
    query = f'SELECT count(*) FROM "{table}"'
    return office.do(lambda session: session.store.connection.exec_driver_sql(query).scalar_one())


def type_here(qtbot: QtBot, text: str) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), text)


def press_tab(qtbot: QtBot) -> None:
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)


def test_recovery_is_captured_by_keyboard_alone(open_capture: OpenCapture, office: Office, qtbot: QtBot):
    office.do(fill_agencies)
    screen = open_capture("recovery")
    assert QApplication.focusWidget().objectName() == "person"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    hits = screen.findChild(QListWidget, "person_hits")
    assert "code name" in hits.item(0).text()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    office.settle()
    press_tab(qtbot)
    type_here(qtbot, "Motel on Holt Avenue, room 114")
    press_tab(qtbot)
    type_here(qtbot, "15")
    with qtbot.waitSignal(office.desk.open_requested, timeout=10_000) as asked:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    place, params = asked.args
    assert place == "record"
    saved = office.do(lambda session: dict(session.store.record("recovery", params["record_id"])))
    assert saved["place"] == "Motel on Holt Avenue, room 114"
    assert (saved["estimated_age"], saved["age_basis"]) == (15, "apparent")
    assert saved["first_contact_at"] == "2026-01-02T03:04:05.678Z"
    assert saved["recovered_by"] == "Dana Alvarez"
    assert saved["agency"] == office.desk.session.profile.agency
    assert office.do(lambda session: session.store.record("person", saved["person"]))["code_name"].startswith("Doe-")
    assert (count(office, "recovery"), count(office, "person")) == (1, 1)


# A screening begins with the choice of a checklist, on a page of its own.
@pytest.mark.parametrize(
    "record", [r for r in RECORD_TYPES if r.type_name != "screening"], ids=lambda record: record.type_name
)
def test_every_type_has_a_short_form(open_capture: OpenCapture, record):
    screen = open_capture(record.type_name)
    for name in quick_fields(record):
        assert screen.page.form.has_editor(name)
    assert QApplication.focusWidget() is not None


def test_looking_at_a_short_form_makes_no_record(open_capture: OpenCapture, office: Office, qtbot: QtBot):
    screen = open_capture("recovery")
    screen.page.findChild(QPushButton, "open_full").click()
    office.settle()
    assert any("Nothing is typed yet" in label.text() for label in screen.findChildren(QLabel))
    screen.left()
    screen.locked()
    office.settle()
    assert count(office, "recovery") == 0


def test_capture_from_an_operation_is_already_linked(open_capture: OpenCapture, office: Office):
    operation = office.do(lambda session: save_record(session, "operation", {"name": "Safe Harbor West"}))
    screen = open_capture("arrest", operation=operation)
    screen.page.form.editor("place").answer("Holt Avenue")
    office.settle()
    arrest = office.do(lambda session: session.store.record("arrest", screen.page.form.record_id))
    assert arrest["operation"] == operation
    assert "Safe Harbor West" in screen.page.form.editor("operation").focus_widget().text()


def test_unreadable_age_keeps_the_person_on_the_form(open_capture: OpenCapture, office: Office, qtbot: QtBot):
    screen = open_capture("recovery")
    screen.page.form.editor("place").answer("Holt Avenue")
    age = screen.page.form.editor("estimated_age")
    qtbot.keyClicks(age.focus_widget(), "12,5")
    opened: list[object] = []
    office.desk.open_requested.connect(lambda *args: opened.append(args))
    screen.page.open_full_page()
    office.settle()
    qtbot.waitUntil(lambda: not screen.page._when_settled.isActive())
    assert opened == []
    assert "whole number" in age.problem()
    assert age.focus_widget().text() == "12,5"


def test_advocate_captures_a_service_for_the_own_agency(open_desk: Callable[..., Office], qtbot: QtBot):
    office = open_desk(Role.ADVOCATE, handle="lopez", name="Ana Lopez")
    screen = CaptureScreen(office.desk)
    qtbot.addWidget(screen)
    screen.shown(record_type="service")
    screen.page.form.editor("client_code").answer("Doe-2026-0001")
    office.settle()
    saved = office.do(lambda session: dict(session.store.record("service", screen.page.form.record_id)))
    assert (saved["provider"], saved["worker"]) == (office.desk.session.profile.agency, "Ana Lopez")


@pytest.mark.parametrize(
    ("record_type", "field", "held", "typed"),
    [
        ("person", "family_name", "Lopezgarza", "Lopesgarza"),
        ("identifier", "value", "(213) 555-0142", "213-555-0142"),
    ],
)
def test_record_like_the_one_being_typed_is_shown_with_a_way_to_it(
    open_capture: OpenCapture, office: Office, qtbot: QtBot, record_type: str, field: str, held: str, typed: str
):
    kind = {"kind": "phone"} if record_type == "identifier" else {"code_name": "Doe-2026-0007"}
    known = office.do(lambda session: save_record(session, record_type, {field: held, **kind}))
    screen = open_capture(record_type)
    row = screen.page.similar
    assert not row.isVisible()
    screen.page.form.editor(field).answer(typed)
    qtbot.waitUntil(row.isVisible)
    assert "exists" in row.findChild(QLabel, "similar_words").text()
    # The name that was typed is no reason to show the true name of the other.
    assert "Lopezgarza" not in row.findChild(QLabel, "similar_title").text()
    with qtbot.waitSignal(office.desk.open_requested) as asked:
        row.findChild(QPushButton, f"similar_{known}").click()
    assert asked.args == ["record", {"record_type": record_type, "record_id": known}]
    screen.locked()
    office.settle()
    assert count(office, record_type) == 2


def test_nothing_is_said_while_nothing_is_like_it(open_capture: OpenCapture, office: Office):
    screen = open_capture("person")
    screen.page.form.editor("family_name").answer("Zzyzxova")
    office.settle()
    screen.page.form.editor("marks").answer("Scar")
    office.settle()
    assert not screen.page.similar.isVisible()


def test_locking_empties_the_short_form_after_saving_it(open_capture: OpenCapture, office: Office, qtbot: QtBot):
    screen = open_capture("lead")
    summary: QWidget = screen.page.form.editor("summary").focus_widget()
    qtbot.keyClicks(summary, "Caller saw a girl of abo")
    screen.locked()
    office.jobs.forget()
    assert summary.text() == ""
    office.settle()
    assert count(office, "lead") == 1
