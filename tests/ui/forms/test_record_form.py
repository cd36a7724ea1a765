"""Saving while it is typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fieldapp.actions.capture import save_record
from fieldapp.domain.faults import StoreError
from fieldapp.records import RECORD_TYPES, require_type
from tests.fakes.office import Office
from tests.fakes.sample import a_person, a_recovery
from ui.forms.part import declared_parts
from ui.forms.reading import read_record
from ui.forms.record_form import RecordForm
from ui.forms.save_queue import SaveQueue, SaveState

OpenForm = Callable[..., RecordForm]


@pytest.fixture
def open_form(qtbot: QtBot, office: Office) -> OpenForm:
    """Show a form with the keyboard in it."""

    def make(record_type: str, record_id: str | None = None, **kwargs: object) -> RecordForm:
        form = RecordForm(office.desk, require_type(record_type), record_id, **kwargs)
        qtbot.addWidget(form)
        form.resize(800, 600)
        with qtbot.waitActive(form):
            form.show()
            form.activateWindow()
        if record_id is not None:
            form.show_reading(office.do(lambda session: read_record(session, record_type, record_id)))
        return form

    return make


def field(form: RecordForm, name: str) -> QWidget:
    return form.editor(name).focus_widget()


def stored(office: Office, form: RecordForm) -> dict[str, object]:
    name, record_id = form.record.type_name, form.record_id
    return office.do(lambda session: dict(session.store.record(name, record_id) or {}))


def count(office: Office, table: str) -> int:
    query = f'SELECT count(*) FROM "{table}"'
    return office.do(lambda session: session.store.connection.exec_driver_sql(query).scalar_one())


@pytest.mark.parametrize("record", RECORD_TYPES, ids=lambda record: record.type_name)
def test_form_shows_every_declared_field_in_the_order_declared(open_form: OpenForm, record):
    form = open_form(record.type_name)
    shown = [name for part in declared_parts(record) for name in part.fields]
    assert sorted(shown) == sorted(set(record.fields) - {"state"})
    assert all(form.has_editor(name) for name in shown)


def test_field_is_saved_when_it_is_left(open_form: OpenForm, office: Office, qtbot: QtBot):
    form = open_form("recovery")
    form.focus_field("place")
    qtbot.keyClicks(field(form, "place"), "Motel on Holt Avenue")
    assert form.record_id is None
    qtbot.keyClick(field(form, "place"), Qt.Key.Key_Tab)
    office.settle()
    assert stored(office, form)["place"] == "Motel on Holt Avenue"
    assert form.is_settled


def test_field_is_saved_when_typing_pauses(open_form: OpenForm, office: Office, qtbot: QtBot):
    form = open_form("recovery")
    with qtbot.waitSignal(form.created, timeout=5000):
        qtbot.keyClicks(field(form, "place"), "Motel")
    assert stored(office, form)["place"] == "Motel"


def test_half_a_time_is_no_mistake_before_the_field_is_left(open_form: OpenForm, office: Office, qtbot: QtBot):
    form = open_form("recovery")
    form.focus_field("first_contact_at")
    qtbot.keyClicks(field(form, "first_contact_at"), "yester")
    form._on_pause()
    assert form.editor("first_contact_at").problem() == ""
    qtbot.keyClick(field(form, "first_contact_at"), Qt.Key.Key_Tab)
    assert "yesterday 23:30" in form.editor("first_contact_at").problem()
    assert field(form, "first_contact_at").text() == "yester"
    assert count(office, "recovery") == 0


def test_flush_in_the_middle_of_a_word_loses_nothing(open_form: OpenForm, office: Office, qtbot: QtBot):
    form = open_form("recovery")
    qtbot.keyClicks(field(form, "place"), "Motel on Ho")
    field(form, "narrative").setPlainText("She said")
    form.flush()
    form.wipe()
    office.jobs.forget()
    office.settle()
    assert field(form, "place").text() == ""
    assert {"place": "Motel on Ho", "narrative": "She said"}.items() <= stored(office, form).items()


def test_fast_typing_and_fifty_enters_make_one_record(open_form: OpenForm, office: Office, qtbot: QtBot):
    form = open_form("arrest")
    form.focus_field("place")
    for letter in "Holt Avenue":
        qtbot.keyClicks(field(form, "place"), letter)
        form._on_pause()
    for _ in range(50):
        qtbot.keyClick(field(form, "place"), Qt.Key.Key_Return)
        form.flush()
    office.settle()
    assert count(office, "arrest") == 1
    assert stored(office, form)["place"] == "Holt Avenue"
    assert field(form, "place").hasFocus(), "Enter goes nowhere"


def test_preset_is_shown_and_saved_with_the_first_edit_only(open_form: OpenForm, office: Office, qtbot: QtBot):
    form = open_form("recovery", preset={"first_contact_at": "2026-01-02T03:04:05.678Z", "recovered_by": "Dana"})
    form.flush()
    office.settle()
    assert form.record_id is None
    qtbot.keyClicks(field(form, "city"), "Pomona")
    form.flush()
    office.settle()
    saved = stored(office, form)
    assert (saved["city"], saved["recovered_by"], saved["first_contact_at"]) == (
        "Pomona",
        "Dana",
        "2026-01-02T03:04:05.678Z",
    )


def test_required_blanks_never_stop_saving(open_form: OpenForm, office: Office, qtbot: QtBot):
    form = open_form("recovery")
    qtbot.keyClicks(field(form, "report_number"), "7")
    form.flush()
    office.settle()
    assert form.record_id is not None
    assert not any(form.editor(name).problem() for name in form.record.fields if form.has_editor(name))


def test_name_of_a_hundred_thousand_letters_is_refused_with_a_sentence_and_kept(
    open_form: OpenForm, office: Office, qtbot: QtBot
):
    form = open_form("person")
    form.editor("family_name").answer("x" * 100_000)
    qtbot.keyClicks(field(form, "hair"), "Black")
    form.flush()
    office.settle()
    assert "80" in form.editor("family_name").problem()
    assert "still here" in form.editor("family_name").problem()
    assert len(field(form, "family_name").text()) == 100_000
    assert stored(office, form)["hair"] == "Black"


def test_refused_field_holds_no_other_back(office: Office, qtbot: QtBot):
    queue = SaveQueue(office.desk, "recovery")
    refused: list[str] = []
    queue.refused.connect(lambda name, _refusal: refused.append(name))
    queue._pending = {"place": "Motel", "estimated_age": 900, "city": "Pomona"}
    queue.flush()
    office.settle()
    saved = office.do(lambda session: dict(session.store.record("recovery", queue.record_id)))
    assert (saved["place"], saved["city"]) == ("Motel", "Pomona")
    assert refused == ["estimated_age"]


def test_what_a_full_disk_refused_is_written_with_the_next_edit(office: Office, qtbot: QtBot):
    queue = SaveQueue(office.desk, "recovery")
    said: list[tuple[str, str]] = []
    queue.state_changed.connect(lambda state, sentence: said.append((state, sentence)))

    def fail(_step: str) -> None:
        raise StoreError("DISK_FULL", "The disk is full. Nothing was lost.")

    office.do(lambda session: setattr(session.store, "fault", fail))
    queue.put("place", "Motel")
    office.settle()
    assert said[-1][0] == SaveState.PROBLEM
    assert said[-1][1]
    assert not queue.is_idle
    office.do(lambda session: setattr(session.store, "fault", lambda _step: None))
    queue.put("city", "Pomona")
    office.settle()
    saved = office.do(lambda session: dict(session.store.record("recovery", queue.record_id)))
    assert (saved["place"], saved["city"]) == ("Motel", "Pomona")


def test_edits_while_a_write_is_under_way_go_out_together(office: Office, qtbot: QtBot):
    queue = SaveQueue(office.desk, "recovery")
    for number in range(20):
        queue.put("place", f"Room {number}")
        queue.put("city", f"City {number}")
    office.settle()
    changes = office.do(
        lambda session: session.store.connection.exec_driver_sql("SELECT count(*) FROM journal").scalar_one()
    )
    assert changes == 2
    saved = office.do(lambda session: dict(session.store.record("recovery", queue.record_id)))
    assert (saved["place"], saved["city"]) == ("Room 19", "City 19")


def test_undo_takes_a_saved_edit_back(open_form: OpenForm, office: Office, qtbot: QtBot):
    person = office.do(lambda session: a_person(session, "Doe-2026-0001"))
    recovery = office.do(lambda session: a_recovery(session, person))
    form = open_form("recovery", recovery)
    form.editor("city").answer("Ontario")
    office.settle()
    assert stored(office, form)["city"] == "Ontario"
    with qtbot.waitSignal(form.undone):
        office.desk.undo()
    assert stored(office, form)["city"] == "Pomona"


def test_wide_form_stands_in_two_columns_and_keeps_the_order_of_tab(open_form: OpenForm, qtbot: QtBot):
    form = open_form("operation")
    order = [name for part in declared_parts(form.record) for name in part.fields]

    def columns() -> int:
        return len({form.section(number).geometry().left() for number in range(len(declared_parts(form.record)))})

    for width in (1500, 800):
        form.resize(width, 900)
        qtbot.waitUntil(lambda wanted=2 if width == 1500 else 1: columns() == wanted)
        form.focus_field(order[0])
        seen = [order[0]]
        for _ in range(5):
            qtbot.keyClick(form.window().focusWidget(), Qt.Key.Key_Tab)
            seen.append(form.window().focusWidget().objectName())
        assert seen == order[:6]


# A review is a supervisor's, and nobody else's to begin.
LOOKED_AT = [record for record in RECORD_TYPES if not record.is_part and record.type_name != "review"]


@pytest.mark.parametrize("record", LOOKED_AT, ids=lambda record: record.type_name)
def test_form_that_is_only_looked_at_writes_nothing(open_form: OpenForm, office: Office, qtbot: QtBot, record):
    said: list[str] = []
    record_id = office.do(lambda session: save_record(session, record.type_name, {}))
    form = open_form(record.type_name, record_id)
    form.state_changed.connect(lambda state, _sentence: said.append(state))
    form.resize(1300, 900)
    qtbot.waitUntil(lambda: form.width() == 1300)
    form.resize(800, 900)
    qtbot.waitUntil(lambda: form.width() == 800)
    form.flush()
    office.settle()
    assert said == []
    assert form.is_settled


def test_section_is_as_high_as_its_fields_however_often_the_window_grew_and_shrank(open_form: OpenForm, office: Office):
    def heights(*widths: int) -> list[int]:
        form = open_form("arrest")
        for width in widths:
            form.resize(width, 3000)
            office.settle()
        form.editor("unscreened_reason").say("A sentence")
        office.settle()
        return [form.section(number).height() for number in range(len(declared_parts(form.record)))]

    assert heights(1200, 800, 1200, 800) == heights(800)
