"""The page of a person whose corrected age forbids a charge: refused, said, and turned into a recovery by a key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from fieldapp.actions.capture import save_record
from fieldapp.actions.find import index_news
from fieldapp.records.seed import agency_id
from tests.fakes.office import Office
from tests.fakes.sample import a_person, ago
from ui.screens.person.person_page import PersonPage
from ui.screens.record.record_screen import RecordScreen
from ui.widgets.banner import Banner


def claims_nineteen(session: object, offence: str) -> tuple[str, str]:
    person = a_person(session, "Doe-2026-0001", estimated_age=19, age_basis="claimed")
    facts = {"person": person, "role": "seller", "arrested_at": ago(session, hours=1), "agency": agency_id("LASD")}
    arrest = save_record(session, "arrest", facts)
    save_record(session, "charge", {"arrest": arrest, "offence": offence})
    return person, arrest


def open_page(office: Office, qtbot: QtBot, person: str) -> tuple[RecordScreen, PersonPage]:
    screen = RecordScreen(office.desk)
    qtbot.addWidget(screen)
    office.desk.pane_changed.connect(qtbot.addWidget)
    screen.resize(1000, 800)
    with qtbot.waitActive(screen):
        screen.show()
        screen.activateWindow()
    screen.shown(record_type="person", record_id=person)
    office.settle()
    assert isinstance(screen.page, PersonPage)
    return screen, screen.page


def banner_of(page: PersonPage) -> Banner:
    return page.findChild(Banner, "age_banner")


def test_corrected_age_that_forbids_a_charge_is_refused_and_said_with_the_way_on(office: Office, qtbot: QtBot):
    person, arrest = office.do(lambda s: claims_nineteen(s, "pc_647_b_1"))
    _screen, page = open_page(office, qtbot, person)
    assert banner_of(page).isHidden()
    page.form.editor("estimated_age").answer(16)
    qtbot.waitUntil(lambda: not banner_of(page).isHidden(), timeout=10_000)
    assert "A minor is not arrested for selling. Nothing was changed yet." in banner_of(page).text()
    assert office.do(lambda s: s.store.record("person", person))["estimated_age"] == 19
    assert page.turn_arrests.hasFocus()
    qtbot.keyClick(page.turn_arrests, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: banner_of(page).isHidden(), timeout=10_000)
    office.settle()
    assert office.do(lambda s: s.store.record("arrest", arrest)) is None
    assert office.do(lambda s: s.store.record("person", person))["estimated_age"] == 16
    recoveries = office.do(lambda s: s.store.linked("recovery", "person", person))
    assert len(recoveries) == 1


@pytest.mark.parametrize("age", [18, 25])
def test_corrected_age_that_forbids_nothing_is_saved_without_a_word(office: Office, qtbot: QtBot, age: int):
    person, arrest = office.do(lambda s: claims_nineteen(s, "pc_647_b_1"))
    _screen, page = open_page(office, qtbot, person)
    page.form.editor("estimated_age").answer(age)
    office.settle()
    qtbot.waitUntil(lambda: office.do(lambda s: s.store.record("person", person))["estimated_age"] == age)
    assert banner_of(page).isHidden()
    assert office.do(lambda s: s.store.record("arrest", arrest)) is not None


def test_person_who_may_be_the_same_is_named_and_opened_from_the_page(office: Office, qtbot: QtBot):
    names = {"family_name": "Lopezgarza", "given_name": "Maria"}
    here, there = office.do(lambda s: [a_person(s, code, **names) for code in ("Doe-2026-0001", "Doe-2026-0077")])
    office.do(index_news)
    _screen, page = open_page(office, qtbot, here)
    qtbot.waitUntil(page.similar.isVisible)
    words = " ".join(made.text() for made in page.similar.findChildren(QLabel))
    assert "Doe-2026-0077" in words
    assert "Lopezgarza" not in words
    with qtbot.waitSignal(office.desk.open_requested) as opened:
        qtbot.keyClick(page.similar.findChild(QPushButton, f"similar_{there}"), Qt.Key.Key_Return)
    assert opened.args[1]["record_id"] == there
