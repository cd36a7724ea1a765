"""The page of one record: saving, finalising, correcting, striking out, revealing, conflicts, the guard of minors."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.actions import capture
from fieldapp.actions.history import load_history
from fieldapp.domain.access import Role
from fieldapp.domain.change import Change
from fieldapp.records import RECORD_TYPES
from fieldapp.rules.offence import load_offences
from tests.fakes.clock import FakeClock
from tests.fakes.office import Office
from tests.fakes.sample import a_person, a_recovery, ago, fill_agencies
from ui.forms.reason_dialog import ReasonDialog
from ui.screens.record.record_page import RecordPage
from ui.screens.record.record_screen import RecordScreen
from ui.screens.record.side_pane import SidePane

ShowRecord = Callable[..., RecordPage]


@pytest.fixture
def panes(office: Office) -> Iterator[list[SidePane]]:
    """The right panes that pages asked for, the last one last; they go before the laptop is locked."""
    asked: list[SidePane] = []
    office.desk.pane_changed.connect(asked.append)
    yield asked
    for pane in asked:
        shiboken6.delete(pane)


@pytest.fixture
def show_record(qtbot: QtBot, office: Office, panes: list[SidePane]) -> ShowRecord:
    """Open a record's page and wait until it stands."""

    def show(record_type: str, record_id: str | None = None, **params: object) -> RecordPage:
        screen = RecordScreen(office.desk)
        qtbot.addWidget(screen)
        screen.resize(1000, 800)
        with qtbot.waitActive(screen):
            screen.show()
            screen.activateWindow()
        screen.shown(record_type=record_type, record_id=record_id, **params)
        office.settle()
        # A page is only as alive as its screen.
        screen.page.screen_of_test = screen
        return screen.page

    return show


def shown_words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def press(page: QWidget, name: str) -> None:
    page.findChild(QPushButton, name).click()


def give_reason(qtbot: QtBot, reason: str) -> None:
    dialogs = [each for each in QApplication.topLevelWidgets() if isinstance(each, ReasonDialog) and each.isVisible()]
    dialog = dialogs[-1]
    line = dialog.findChild(QLineEdit, "reason")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert dialog.isVisible(), "Enter never submits"
    qtbot.keyClicks(line, reason)
    press(dialog, "reason_go")


def a_final_lead(office: Office) -> str:
    def make(session) -> str:
        lead = capture.save_record(
            session,
            "lead",
            {"summary": "Same number in four advertisements", "source": "crime_stoppers", "received_at": ago(session)},
        )
        capture.finalise_record(session, "lead", lead)
        return lead

    return office.do(make)


# A screening begins with the choice of a checklist, on a page of its own; a review is a supervisor's key on a record.
@pytest.mark.parametrize(
    "record",
    [r for r in RECORD_TYPES if not r.is_part and r.type_name not in {"screening", "review"}],
    ids=lambda record: record.type_name,
)
def test_every_type_has_a_page_that_saves(show_record: ShowRecord, office: Office, record):
    page = show_record(record.type_name)
    texts = [n for n, f in record.fields.items() if f.kind.value in {"text", "narrative"} and f.max_length > 10]
    text = min(texts, key=lambda name: not record.fields[name].required)
    page.form.editor(text).answer("Written down")
    office.settle()
    assert page.record_id is not None
    assert office.do(lambda session: session.store.record(record.type_name, page.record_id))[text] == "Written down"


def test_new_record_is_opened_under_its_id(show_record: ShowRecord, office: Office, qtbot: QtBot):
    page = show_record("lead")
    with qtbot.waitSignal(office.desk.open_requested) as asked:
        page.form.editor("summary").answer("A tip")
    assert asked.args == ["record", {"record_type": "lead", "record_id": page.record_id}]
    page.screen_of_test.shown(**asked.args[1])
    assert page.screen_of_test.page is page, "still the page that is being typed into"


def test_head_says_state_and_whereabouts(show_record: ShowRecord, office: Office):
    person = office.do(lambda session: a_person(session, "Doe-2026-0001"))
    page = show_record("recovery", office.do(lambda session: a_recovery(session, person)))
    assert page.header.title().startswith("Doe-2026-0001")
    words = shown_words(page.header)
    assert "Draft" in words
    assert "On this laptop only" in words


def test_typing_survives_locking_and_nothing_stays_on_the_page(show_record: ShowRecord, office: Office, qtbot: QtBot):
    page = show_record("recovery", office.do(lambda s: a_recovery(s, a_person(s, "Doe-2026-0001"), city=None)))
    city = page.form.editor("city").focus_widget()
    qtbot.keyClicks(city, "San Bernardi")
    recovery = page.record_id
    page.screen_of_test.locked()
    office.jobs.forget()
    assert city.text() == ""
    office.settle()
    assert office.do(lambda session: session.store.record("recovery", recovery))["city"] == "San Bernardi"


def test_finalising_shows_everything_missing_and_jumps_to_it(
    show_record: ShowRecord, office: Office, qtbot: QtBot, panes: list[SidePane]
):
    page = show_record("lead")
    page.form.editor("summary").answer("A tip")
    office.settle()
    press(page, "finalise")
    office.settle()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page.form.editor("source").focus_widget())
    assert "Source is still blank" in shown_words(panes[-1].missing)
    assert "Source is still blank" in page.form.editor("source").problem()
    page.form.focus_field("summary")
    panes[-1].missing.findChild(QWidget, "missing_source").press()
    assert QApplication.focusWidget() is page.form.editor("source").focus_widget()


def test_final_record_is_read_until_a_reason_is_given(show_record: ShowRecord, office: Office, qtbot: QtBot):
    lead = a_final_lead(office)
    page = show_record("lead", lead)
    assert not page.form.editor("summary").focus_widget().isEnabled()
    press(page, "correct")
    give_reason(qtbot, "Misheard on the phone")
    page.form.editor("summary").answer("Same number in five advertisements")
    office.settle()
    reasons = office.do(
        lambda s: [
            act.reason for act in __import__("fieldapp.actions.history").actions.history.load_history(s, "lead", lead)
        ]
    )
    assert reasons[0] == "Misheard on the phone"


def test_record_is_struck_out_with_a_reason_and_restored(show_record: ShowRecord, office: Office, qtbot: QtBot):
    lead = a_final_lead(office)
    page = show_record("lead", lead)
    press(page, "strike")
    give_reason(qtbot, "Entered twice")
    qtbot.waitUntil(lambda: "Struck out" in shown_words(page.header))
    assert office.do(lambda session: session.store.record("lead", lead)) is None
    press(page, "restore")
    qtbot.waitUntil(lambda: "Struck out" not in shown_words(page.header))
    assert office.do(lambda session: session.store.record("lead", lead)) is not None


def test_revealing_asks_why_and_is_written_down(show_record: ShowRecord, office: Office, qtbot: QtBot):
    person = office.do(lambda session: a_person(session, "Doe-2026-0001", family_name="Okafor"))
    page = show_record("person", person)
    assert page.form.editor("family_name").is_covered
    assert all(line.text() != "Okafor" for line in page.findChildren(QLineEdit))
    press(page, "reveal")
    give_reason(qtbot, "Hospital admission")
    office.settle()
    assert page.form.editor("family_name").focus_widget().text() == "Okafor"
    assert office.do(_kinds_of("person", person))[0] == ("access", "Hospital admission")


def _kinds_of(record_type: str, record_id: str) -> Callable[..., list[tuple[str, str | None]]]:
    return lambda session: [(act.kind, act.reason) for act in load_history(session, record_type, record_id)]


def test_history_names_hidden_fields_without_their_words(
    show_record: ShowRecord, office: Office, qtbot: QtBot, panes: list[SidePane]
):
    person = office.do(lambda session: a_person(session, "Doe-2026-0001", family_name="Okafor", hair="Black"))
    show_record("person", person)
    qtbot.waitUntil(lambda: "Hair: Black" in shown_words(panes[-1]))
    words = shown_words(panes[-1])
    assert "Family name: changed (hidden)" in words
    assert "Okafor" not in words


def test_conflict_shows_both_values_side_by_side(show_record: ShowRecord, office: Office, qtbot: QtBot):
    recovery = office.do(lambda s: a_recovery(s, a_person(s, "Doe-2026-0001")))
    office.do(lambda session: _disagree(session, recovery))
    page = show_record("recovery", recovery)
    rivals = page.form.editor("city").findChild(QWidget, "city_rivals")
    words = shown_words(rivals)
    assert "Pomona" in words
    assert "<img src=x>" in words
    assert "reyes" in words
    with qtbot.waitSignal(office.desk.open_requested) as asked:
        press(rivals, "city_settle")
    assert asked.args == ["conflicts", {"record_type": "recovery", "record_id": recovery}]


def _disagree(session, recovery: str) -> None:
    """Another laptop wrote the city too, without having seen ours."""
    row = session.store.load("recovery", recovery)
    state = row.state
    theirs = Change(
        device="m3p8r2t6w1yz",
        counter=1,
        prev="0" * 64,
        kind="set",
        record_type="recovery",
        record_id=recovery,
        zone=state.zone,
        author="reyes",
        agency="",
        made_at="2026-01-02T02:00:00.000Z",
        hlc=1,
        fields={"city": "<img src=x>"},
        seen={},
    )
    with session.store.transaction() as connection:
        before = {recovery: (row.digest, row.audience)}
        row.apply(theirs)
        session.store.projection.write(connection, [row], before)


def test_child_is_added_and_opened_in_place(show_record: ShowRecord, office: Office, qtbot: QtBot):
    person = office.do(lambda session: a_person(session, "Doe-2026-0001"))
    page = show_record("person", person)
    aliases = next(section for section in page.children_shown if section.child.type_name == "alias")
    press(aliases, "add_alias")
    aliases.form.editor("name").answer("Lucky")
    aliases.form.editor("kind").answer("street")
    office.settle()
    found = office.do(lambda session: session.store.linked("alias", "person", person))
    assert [alias["name"] for alias in found] == ["Lucky"]
    qtbot.waitUntil(lambda: aliases.findChild(QPushButton, f"child_{found[0]['id']}") is not None)
    press(aliases, "child_close")
    press(aliases, f"child_{found[0]['id']}")
    office.settle()
    assert aliases.form.editor("name").is_covered


def test_minor_is_not_charged_but_recorded_as_a_recovery(show_record: ShowRecord, office: Office, qtbot: QtBot):
    def make(session) -> str:
        person = a_person(session, "Doe-2026-0001", born_on="2010-05-02", age_basis="documented")
        values = {"person": person, "arrested_at": ago(session, hours=1), "place": "Holt Avenue", "role": "other"}
        return capture.save_record(session, "arrest", values)

    page = show_record("arrest", office.do(make))
    charges = page.children_shown[0]
    press(charges, "add_charge")
    charges.form.editor("offence").answer(_seller_offence())
    office.settle()
    guard = page.findChild(QWidget, "guard_banner")
    assert not guard.isHidden()
    assert "victim" in shown_words(guard)
    assert charges.form.editor("offence").problem()
    with qtbot.waitSignal(office.desk.open_requested) as asked:
        press(guard, "record_as_recovery")
    place, params = asked.args
    assert (place, params["record_type"]) == ("record", "recovery")
    recovery = office.do(lambda session: session.store.record("recovery", params["record_id"]))
    assert recovery["place"] == "Holt Avenue"
    assert office.do(lambda session: session.store.record("arrest", page.record_id)) is None


def _seller_offence() -> str:
    table = load_offences()
    return next(row.code for row in table.offences if row.group in table.minor_never_charged)


def test_record_that_is_not_here_says_so(show_record: ShowRecord):
    page = show_record("lead", "01890000-0000-7000-8000-000000000000")
    assert "not on this laptop" in shown_words(page.findChild(QWidget, "trouble_banner"))


def test_linked_records_open_from_the_pane(
    show_record: ShowRecord, office: Office, qtbot: QtBot, panes: list[SidePane], clock: FakeClock
):
    person = office.do(lambda session: a_person(session, "Doe-2026-0001"))
    recovery = office.do(lambda session: a_recovery(session, person))
    show_record("person", person)
    qtbot.waitUntil(lambda: panes[-1].findChild(QWidget, f"link_{recovery}") is not None)
    with qtbot.waitSignal(office.desk.open_requested) as asked:
        panes[-1].findChild(QWidget, f"link_{recovery}").press()
    assert asked.args[1] == {"record_type": "recovery", "record_id": recovery}


def test_advocate_fills_a_service(open_desk: Callable[..., Office], qtbot: QtBot):
    office = open_desk(Role.ADVOCATE, agency="", handle="lopez")
    office.do(fill_agencies)
    screen = RecordScreen(office.desk)
    qtbot.addWidget(screen)
    screen.shown(record_type="service")
    screen.page.form.editor("client_code").answer("Doe-2026-0001")
    office.settle()
    assert screen.page.record_id is not None


def test_undo_of_striking_out_works_from_anywhere(show_record: ShowRecord, office: Office, qtbot: QtBot):
    lead = a_final_lead(office)
    page = show_record("lead", lead)
    press(page, "strike")
    give_reason(qtbot, "Entered twice")
    office.settle()
    assert office.do(lambda session: session.store.record("lead", lead)) is None
    page.screen_of_test.shown(record_type="lead")
    office.settle()
    qtbot.waitUntil(lambda: not shiboken6.isValid(page))
    assert office.desk.undo()
    office.settle()
    assert office.do(lambda session: session.store.record("lead", lead)) is not None


def test_half_a_time_and_the_cursor_come_back_after_a_lock(show_record: ShowRecord, office: Office, qtbot: QtBot):
    recovery = office.do(lambda s: a_recovery(s, a_person(s, "Doe-2026-0001")))
    page = show_record("recovery", recovery)
    page.form.focus_field("hotline_called_at")
    qtbot.keyClicks(page.form.editor("hotline_called_at").focus_widget(), "yester")
    screen = page.screen_of_test
    screen.locked()
    office.jobs.forget()
    office.settle()
    screen.shown(record_type="recovery", record_id=recovery)
    office.settle()
    editor = screen.page.form.editor("hotline_called_at")
    qtbot.waitUntil(lambda: editor.focus_widget().text() == "yester")
    assert "cannot be read" in editor.problem()
    assert editor.focus_widget().hasFocus()
