"""A long form whose editors are made a few at a time: what is done before the last of them holds for all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.actions.capture import save_record
from fieldapp.domain.problems import Problem
from fieldapp.records import require_type
from tests.fakes.office import Office
from tests.fakes.sample import a_person, a_recovery
from ui.forms import record_form
from ui.forms.reading import read_record
from ui.forms.record_form import RecordForm
from ui.turn import Turns

OpenForm = Callable[..., RecordForm]


class OneATurn(Turns):
    """Takes one step a turn, as a slow machine does."""

    def _on_turn(self) -> None:
        if self._steps is not None and next(self._steps, self) is self:
            self._end()


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    """A window with a button above where the form goes, and one below."""
    made = QWidget()
    qtbot.addWidget(made)
    inside = QVBoxLayout(made)
    for name in ("above", "below"):
        button = QPushButton(name)
        button.setObjectName(name)
        inside.addWidget(button)
    made.resize(800, 600)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def open_form(office: Office, host: QWidget, monkeypatch: pytest.MonkeyPatch) -> OpenForm:
    """Begin a form; none of its editors is there before the window has had a turn."""
    monkeypatch.setattr(record_form, "Turns", OneATurn)

    def make(record_type: str, record_id: str | None = None, **kwargs: object) -> RecordForm:
        form = RecordForm(office.desk, require_type(record_type), record_id, in_turns=True, **kwargs)
        host.layout().insertWidget(1, form)
        form.build(host.findChild(QPushButton, "above"))
        return form

    return make


def wait_until_built(qtbot: QtBot, form: RecordForm) -> None:
    qtbot.waitUntil(lambda: form.is_built)


def is_seen(form: RecordForm, name: str) -> bool:
    widget = form.findChild(QWidget, name)
    return widget is not None and widget.isVisible()


def a_stored_recovery(office: Office) -> str:
    return office.do(lambda session: a_recovery(session, a_person(session, "Doe-2026-0001")))


def reading(office: Office, recovery: str):
    """Read before the form is begun: whoever asks the store here waits until all that was begun is built."""
    return office.do(lambda session: read_record(session, "recovery", recovery))


def test_what_is_typed_while_the_rest_is_made_is_saved(open_form: OpenForm, office: Office, qtbot: QtBot):
    form = open_form("operation")
    assert not form.is_built
    qtbot.waitUntil(lambda: is_seen(form, "number"))
    qtbot.keyClicks(form.findChild(QWidget, "number"), "Op-2026-0001")
    wait_until_built(qtbot, form)
    assert form.editor("number").typed() == "Op-2026-0001"
    form.flush()
    office.settle()
    stored = office.do(lambda session: session.store.record("operation", form.record_id))
    assert stored["number"] == "Op-2026-0001"


def test_editor_that_is_made_later_shows_what_the_store_holds(open_form: OpenForm, office: Office, qtbot: QtBot):
    recovery = a_stored_recovery(office)
    read = reading(office, recovery)
    form = open_form("recovery", recovery)
    form.show_reading(read)
    form.set_editable(editable=False)
    form.show_problems([Problem("REQUIRED", "narrative", {"label": "Narrative"})])
    assert form.findChild(QWidget, "narrative") is None
    wait_until_built(qtbot, form)
    assert form.editor("place").known == office.do(lambda s: s.store.record("recovery", recovery))["place"]
    assert form.editor("person").words
    assert not form.editor("narrative").focus_widget().isEnabled()
    assert form.editor("narrative").problem()


def test_nothing_of_a_record_comes_up_after_the_form_was_emptied(open_form: OpenForm, office: Office, qtbot: QtBot):
    recovery = a_stored_recovery(office)
    read = reading(office, recovery)
    form = open_form("recovery", recovery)
    form.show_reading(read)
    form.wipe()
    wait_until_built(qtbot, form)
    assert all(form.editor(name).known is None for name in ("person", "place", "taken_into", "narrative"))


def test_keyboard_goes_to_the_field_asked_for_once_it_is_there(open_form: OpenForm, qtbot: QtBot):
    form = open_form("recovery")
    assert form.focus_field("city")
    assert form.findChild(QWidget, "city") is None
    qtbot.waitUntil(lambda: is_seen(form, "city") and form.findChild(QWidget, "city").hasFocus())


def test_keyboard_stays_with_whoever_went_elsewhere_meanwhile(open_form: OpenForm, qtbot: QtBot):
    form = open_form("recovery")
    form.focus_field("narrative")
    qtbot.waitUntil(lambda: is_seen(form, "person"))
    form.findChild(QWidget, "person").setFocus()
    wait_until_built(qtbot, form)
    QApplication.processEvents()
    assert QApplication.focusWidget().objectName() == "person"


def test_field_that_is_not_on_the_form_is_not_waited_for(open_form: OpenForm):
    assert not open_form("recovery").focus_field("no_such_field")


def test_editor_that_is_asked_for_is_there(open_form: OpenForm):
    form = open_form("recovery")
    assert form.editor("narrative").field.name == "narrative"
    assert form.is_built


def test_tab_runs_from_above_through_every_field_to_below(open_form: OpenForm, host: QWidget, qtbot: QtBot):
    form = open_form("lead")
    wait_until_built(qtbot, form)
    host.findChild(QPushButton, "above").setFocus()
    stops = []
    for _ in range(100):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        stops.append(QApplication.focusWidget().objectName())
        if stops[-1] == "below":
            break
    fields = [name for name in require_type("lead").fields if name != "state"]
    assert sorted(stops) == sorted([*fields, "below"])
    assert [stop for stop in stops if stop in fields[:4]] == fields[:4]


def test_draft_kept_for_a_field_comes_back_when_it_is_made(open_form: OpenForm, office: Office, qtbot: QtBot):
    recovery = a_stored_recovery(office)
    form = open_form("recovery", recovery)
    form.editor("hotline_called_at").retype("yester")
    form.keep_place()
    office.settle()
    again = open_form("recovery", recovery)
    again.take_place()
    wait_until_built(qtbot, again)
    qtbot.waitUntil(lambda: again.editor("hotline_called_at").typed() == "yester")
    assert again.editor("hotline_called_at").problem()


def test_final_record_is_locked_in_every_field(open_form: OpenForm, office: Office, qtbot: QtBot):
    lead = office.do(lambda session: save_record(session, "lead", {"summary": "Same number in four advertisements"}))
    form = open_form("lead", lead)
    form.set_editable(editable=False)
    wait_until_built(qtbot, form)
    assert not any(form.editor(n).focus_widget().isEnabled() for n in require_type("lead").fields if n != "state")
