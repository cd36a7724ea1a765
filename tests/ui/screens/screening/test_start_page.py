"""A screening begins: the usual checklist is chosen, most of its header is known, and nothing half begun is left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.actions.checklist_head import count_questions
from fieldapp.domain.access import Role
from fieldapp.forms.bundle import load_bundled
from fieldapp.forms.model import Bind
from fieldapp.forms.package import Package
from fieldapp.forms.xform_reader import read_form
from tests.fakes.office import Office
from tests.fakes.sample import a_person
from tests.ui.screens.screening.room import Screened, bundled, click, visible, words
from ui.forms.question.page_plan import controls_in
from ui.forms.question.registry import is_note
from ui.screens.record.capture_screen import CaptureScreen
from ui.screens.screening.start_page import StartPage
from ui.text import set_language

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
Begin = Callable[..., StartPage]


def choose(page: StartPage, form_id: str) -> None:
    row = next(row for row in page.checklists.rows if row.head.form_id == form_id)
    row.picked.emit()


def go(page: StartPage, office: Office) -> list[str]:
    """Press Start; return the screenings that were begun."""
    begun: list[str] = []
    page.created.connect(begun.append)
    page.begin()
    office.settle()
    return begun


def screening(office: Office, screening_id: str) -> dict[str, object]:
    return office.do(lambda session: dict(session.store.record("screening", screening_id)))


def people(office: Office) -> int:
    sql = "SELECT count(*) FROM person WHERE voided = 0"
    return office.do(lambda session: session.store.connection.exec_driver_sql(sql).scalar_one())


def test_deputy_finds_the_patrol_checklist_chosen_and_the_keyboard_on_the_reason(begin: Begin):
    page = begin()
    assert page.checklists.head().form_id == "pc_236_2"
    assert page.checklists.rows[0].head.form_id == "pc_236_2"
    assert QApplication.focusWidget().objectName() == "option_deprived_of_liberty"


def test_checklist_of_other_roles_stands_last_with_the_reason(begin: Begin):
    last = begin().checklists.rows[-1]
    assert last.head.form_id == "ahtst_2018"
    assert not last.isEnabled()
    assert "for other roles" in words(last)


def test_each_row_says_how_for_whom_which_version_and_whose_words(begin: Begin):
    rows = {row.head.form_id: words(row) for row in begin().checklists.rows}
    assert "Ages 10 to 17" in rows["demo_concern"]
    assert "version 2026.1" in rows["pc_236_2"]
    assert "State of California" in rows["pc_236_2"]
    assert "Read aloud" in rows["tvit_short"]


def test_two_keys_begin_a_screening_with_a_new_code_name(begin: Begin, deputy: Office, qtbot: QtBot):
    page = begin()
    begun: list[str] = []
    page.created.connect(begun.append)
    qtbot.keyClick(QApplication.focusWidget(), K.Key_2)
    qtbot.keyClick(QApplication.focusWidget(), K.Key_Return, CTRL)
    deputy.settle()
    values = screening(deputy, begun[0])
    assert values["checklist"] == "pc_236_2"
    assert values["reason"] == "minor_commercial_sex"
    assert (values["location"], values["language"]) == ("roadside", "en")
    person = deputy.do(lambda session: session.store.record("person", values["person"]))
    assert person["code_name"]


def test_apparent_age_stays_with_the_new_person(begin: Begin, deputy: Office, qtbot: QtBot):
    page = begin()
    qtbot.keyClicks(page.header.findChild(QWidget, "apparent_age"), "15")
    (begun,) = go(page, deputy)
    person_id = screening(deputy, begun)["person"]
    person = deputy.do(lambda session: session.store.record("person", person_id))
    assert (person["estimated_age"], person["age_basis"]) == (15, "apparent")


def test_known_person_that_was_handed_in_is_named_and_used(begin: Begin, deputy: Office):
    person = deputy.do(lambda session: a_person(session, "Doe-2026-0007", estimated_age=16))
    page = begin(person=person)
    assert page.header.findChild(QWidget, "person").text() == "Doe-2026-0007"
    (begun,) = go(page, deputy)
    assert screening(deputy, begun)["person"] == person
    assert people(deputy) == 1


def test_age_outside_the_checklist_s_own_is_refused_until_somebody_says_why(begin: Begin, deputy: Office, qtbot: QtBot):
    page = begin()
    choose(page, "demo_concern")
    qtbot.keyClicks(page.header.findChild(QWidget, "apparent_age"), "30")
    assert go(page, deputy) == []
    assert page.trouble.isVisible()
    assert people(deputy) == 0, "nobody is left of a screening that did not begin"
    why = visible(page, QWidget, "gate_override")
    assert QApplication.focusWidget() is why
    qtbot.keyClicks(why, "Looks younger; papers to follow")
    (begun,) = go(page, deputy)
    assert screening(deputy, begun)["gate_override"] == "Looks younger; papers to follow"


def test_unknown_age_is_asked_for_where_the_checklist_is_for_an_age(begin: Begin, deputy: Office, qtbot: QtBot):
    page = begin()
    choose(page, "demo_concern")
    assert go(page, deputy) == []
    qtbot.keyClicks(page.header.findChild(QWidget, "apparent_age"), "14")
    assert len(go(page, deputy)) == 1


def test_checklist_that_needs_training_asks_for_its_day(begin: Begin, deputy: Office, qtbot: QtBot):
    page = begin()
    choose(page, "tvit_short")
    assert go(page, deputy) == []
    qtbot.keyClicks(visible(page, QWidget, "screener_trained_on"), "1/1/2025")
    (begun,) = go(page, deputy)
    assert screening(deputy, begun)["screener_trained_on"] == "2025-01-01"


def test_advocate_begins_with_a_client_code_in_the_agency_s_own_zone(
    begin: Begin, open_desk: Callable[..., Office], qtbot: QtBot
):
    office = open_desk(Role.ADVOCATE, handle="moreno", name="Inez Moreno")
    page = begin(office)
    assert page.checklists.head().form_id == "field_needs"
    assert QApplication.focusWidget().objectName() == "client_code"
    qtbot.keyClicks(QApplication.focusWidget(), "Demo-7")
    (begun,) = go(page, office)
    assert screening(office, begun)["client_code"] == "Demo-7"
    zone = office.do(lambda session: session.store.load("screening", begun).state.zone)
    assert zone.startswith("services:")


def test_spanish_spoken_shows_the_questions_in_spanish(begin: Begin, deputy: Office):
    page = begin(language="es")
    (begun,) = go(page, deputy)
    assert screening(deputy, begun)["shown_language"] == "Español (es)"


def test_nobody_is_one_press(begin: Begin, deputy: Office, qtbot: QtBot):
    page = begin()
    click(qtbot, visible(page, QPushButton, "nobody"))
    (begun,) = go(page, deputy)
    assert screening(deputy, begun)["others_present"] == "Nobody"


def test_role_without_a_checklist_is_told_what_belongs_here(
    begin: Begin, open_desk: Callable[..., Office], qtbot: QtBot
):
    office = open_desk(Role.ANALYST)
    page = begin(office)
    assert page.none.isVisible()
    assert not page.go.isVisible()
    with qtbot.waitSignal(office.desk.open_requested) as asked:
        click(qtbot, visible(page, QPushButton, "none_start"))
    assert asked.args[0] == "checklists"


def test_header_typed_before_a_lock_is_there_after_it(begin: Begin, deputy: Office, qtbot: QtBot):
    page = begin()
    choose(page, "field_needs")
    qtbot.keyClicks(page.header.findChild(QWidget, "others_present"), "An older man")
    screen = page.screen_of_test
    screen.locked()
    deputy.settle()
    screen.shown()
    deputy.settle()
    assert screen.page.header.findChild(QWidget, "others_present").text() == "An older man"
    assert screen.page.checklists.head().form_id == "field_needs"


def test_arrows_and_digits_choose_another_checklist(begin: Begin, qtbot: QtBot):
    page = begin()
    page.checklists.rows[0].setFocus()
    qtbot.keyClick(QApplication.focusWidget(), K.Key_Down)
    assert page.checklists.head() == page.checklists.rows[1].head
    qtbot.keyClick(QApplication.focusWidget(), K.Key_3)
    assert page.checklists.head() == page.checklists.rows[2].head
    qtbot.keyClick(QApplication.focusWidget(), K.Key_Return)
    assert QApplication.focusWidget().objectName() == "option_deprived_of_liberty"


def test_new_screening_from_a_list_begins_here_too(deputy: Office, qtbot: QtBot):
    screen = CaptureScreen(deputy.desk)
    qtbot.addWidget(screen)
    screen.shown(record_type="screening")
    deputy.settle()
    assert isinstance(screen.page, StartPage)


@pytest.mark.parametrize("form_id", ["pc_236_2", "field_needs"])
def test_everything_to_press_is_large_enough_and_has_a_name(begin: Begin, form_id: str):
    page = begin()
    assert bundled(form_id).sha256 in {row.head.sha256 for row in page.checklists.rows}
    for row in page.checklists.rows:
        assert row.height() >= 56
        assert row.accessibleName()
    for made in page.findChildren(QPushButton):
        if made.isVisible() and made.property("large"):
            assert made.height() >= 56


def test_interface_in_spanish_names_checklists_in_spanish(begin: Begin):
    set_language("es")
    try:
        page = begin()
        assert page.checklists.rows[0].head.title.startswith("Indicadores")
        assert page.go.text() == "Comenzar"
    finally:
        set_language("en")


@pytest.mark.parametrize("package", load_bundled().values(), ids=lambda package: package.form_id)
def test_start_counts_the_questions_that_the_form_can_ask(package: Package):
    form = read_form(package.xform)
    asked = {each.path for each in controls_in(form.body) if not is_note(each, form.binds.get(each.path, Bind("")))}
    assert count_questions(package) == len(asked)


def test_start_and_run_count_alike(begin: Begin, screened: Callable[..., Screened]):
    page = begin()
    (chosen,) = [each for each in page.checklists.rows if each.head.form_id == "pc_236_2"]
    assert "Up to 8 questions" in words(chosen)
    assert "0 of 8 answered" in words(screened("pc_236_2").page)
