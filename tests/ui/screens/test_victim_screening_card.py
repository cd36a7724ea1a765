"""On an arrest for selling: the screening comes first, two acts by keyboard, and what it came to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.actions.capture import save_record
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.records.screening import INDICATORS
from tests.fakes.arrest import ShownArrest
from tests.fakes.office import Office
from tests.fakes.sample import a_person, a_recovery, ago
from ui.forms.reason_dialog import ReasonDialog
from ui.text import set_language
from ui.widgets.chip import Chip

ENTER = Qt.Key.Key_Return


def an_arrest(session: Session, **values: object) -> str:
    person = a_person(session, "Doe-2026-0009", born_on="1990-06-01", age_basis="documented")
    facts = {"person": person, "role": "seller", "report_bucket": "MISC", "place": "Example Motel"}
    return save_record(session, "arrest", facts | {"arrested_at": ago(session, hours=3)} | values)


def screened(session: Session, arrest: str, found: str = "not_present", state: str = "final") -> str:
    person = session.store.record("arrest", arrest)["person"]
    values = {"person": person, "started_at": ago(session, hours=2), "state": state, **dict.fromkeys(INDICATORS, found)}
    return session.store.save(session.author, "screening", values).state.record_id


class Shown(ShownArrest):
    """The page of an arrest for selling."""

    def words(self) -> str:
        return "\n".join(label.text() for label in self.page.screening.findChildren(QLabel))

    def act(self, name: str) -> QPushButton | None:
        return self.page.screening.findChild(QPushButton, name)

    def read_again(self) -> None:
        self.page.read_again()
        self.office.settle()


@pytest.fixture
def supervisor(open_desk: Callable[..., Office]) -> Office:
    return open_desk(Role.SUPERVISOR)


def test_what_is_missing_leads_to_a_screening_that_begins_with_the_person(office: Office, qtbot: QtBot, look_at):
    shown = Shown(office, qtbot, office.do(an_arrest))
    look_at(shown.screen, "arrest-screened-first")
    assert "first screened for trafficking (PC 236.2)" in shown.words()
    assert not shown.page.form.has_editor("unscreened_reason")
    shown.page.header.finalise.click()
    office.settle()
    shown.page.jump("unscreened_reason")
    assert shown.screen.window().focusWidget() is shown.act("screen_now")
    with qtbot.waitSignal(office.desk.open_requested) as opened:
        qtbot.keyClick(shown.act("screen_now"), ENTER)
    person = shown.values()["person"]
    assert opened.args == ["screening", {"person": person, "reason": "solicitation_contact"}]
    assert shown.values()["state"] == "draft"


def test_detective_is_told_who_signs_why_not(office: Office, qtbot: QtBot):
    shown = Shown(office, qtbot, office.do(an_arrest))
    assert "a supervisor signs why" in shown.words()
    assert shown.act("sign_unscreened") is None


def test_supervisor_signs_why_not_by_keyboard_and_takes_it_back(supervisor: Office, qtbot: QtBot, look_at):
    shown = Shown(supervisor, qtbot, supervisor.do(an_arrest))
    qtbot.keyClick(shown.act("sign_unscreened"), ENTER)
    dialog = shown.page.findChild(ReasonDialog)
    qtbot.keyClicks(dialog.findChild(QLineEdit, "reason"), "Taken to hospital at once")
    qtbot.keyClick(dialog.findChild(QPushButton, "reason_go"), ENTER)
    supervisor.settle()
    qtbot.waitUntil(lambda: shown.page.screening.findChild(Chip, "unscreened_signed") is not None)
    assert "Signed by Dana Alvarez" in shown.words()
    assert "Taken to hospital at once" in shown.words()
    assert shown.act("screen_now") is None
    assert shown.values()["unscreened_by"] == "Dana Alvarez"
    look_at(shown.screen, "arrest-unscreened-signed")
    supervisor.desk.undo()
    supervisor.settle()
    qtbot.waitUntil(lambda: shown.act("sign_unscreened") is not None)
    assert not shown.values().get("unscreened_by")


def test_draft_of_a_screening_is_gone_on_with_and_a_final_one_opened(office: Office, qtbot: QtBot):
    arrest = office.do(an_arrest)
    screening = office.do(lambda session: screened(session, arrest, state="draft"))
    shown = Shown(office, qtbot, arrest)
    assert "Go on with the screening" in shown.act("open_screening").text()
    office.do(lambda s: s.store.save(s.author, "screening", {"state": "final"}, record_id=screening))
    shown.read_again()
    assert shown.page.screening.findChild(Chip, "arrest_screened") is not None
    with qtbot.waitSignal(office.desk.open_requested) as opened:
        qtbot.keyClick(shown.act("open_screening"), ENTER)
    assert opened.args[1] == {"record_type": "screening", "record_id": screening}
    shown.page.acts.finalise()
    office.settle()
    assert shown.values()["state"] == "final"


def test_screening_that_tells_of_trafficking_advises_a_recovery_and_stops_nothing(office: Office, qtbot: QtBot):
    arrest = office.do(an_arrest)
    office.do(lambda session: screened(session, arrest, "present"))
    shown = Shown(office, qtbot, arrest)
    assert "no charge, record a recovery instead" in shown.words()
    with qtbot.waitSignal(office.desk.open_requested) as opened:
        qtbot.keyClick(shown.act("screening_recovery"), ENTER)
    assert opened.args[1]["record_type"] == "recovery"
    other = office.do(an_arrest)
    office.do(lambda session: screened(session, other, "present"))
    shown = Shown(office, qtbot, other)
    shown.page.acts.finalise()
    office.settle()
    assert shown.values()["state"] == "final"


def test_any_other_arrest_has_no_such_card(office: Office, qtbot: QtBot):
    shown = Shown(office, qtbot, office.do(lambda session: an_arrest(session, role="purchaser")))
    assert shown.page.screening.isHidden()


def test_card_speaks_spanish_and_locking_leaves_nothing_on_it(office: Office, qtbot: QtBot):
    set_language("es")
    try:
        shown = Shown(office, qtbot, office.do(an_arrest))
    finally:
        set_language("en")
    assert "se le evalúa antes por trata" in shown.words()
    card: QWidget = shown.page.screening
    shown.page.wipe()
    assert not card.findChildren(QLabel, "screening_first")


def test_recovery_leads_to_a_screening_that_begins_with_the_victim_and_a_supervisor_signs_why_not(
    supervisor: Office, qtbot: QtBot, look_at
):
    person = supervisor.do(lambda session: a_person(session, "Doe-2026-0010", born_on="2012-01-01"))
    recovery = supervisor.do(lambda session: a_recovery(session, person))
    shown = Shown(supervisor, qtbot, recovery, "recovery")
    assert "seven signs of trafficking (PC 236.2)" in shown.words()
    look_at(shown.screen, "recovery-screened-first")
    shown.page.jump("unscreened_reason")
    assert shown.screen.window().focusWidget() is shown.act("screen_now")
    with qtbot.waitSignal(supervisor.desk.open_requested) as opened:
        qtbot.keyClick(shown.act("screen_now"), ENTER)
    assert opened.args == ["screening", {"person": person, "recovery": recovery, "reason": "minor_commercial_sex"}]
    qtbot.keyClick(shown.act("sign_unscreened"), ENTER)
    dialog = shown.page.findChild(ReasonDialog)
    qtbot.keyClicks(dialog.findChild(QLineEdit, "reason"), "Told the advocate all of it")
    qtbot.keyClick(dialog.findChild(QPushButton, "reason_go"), ENTER)
    qtbot.waitUntil(lambda: shown.page.screening.findChild(Chip, "unscreened_signed") is not None)
    assert supervisor.do(lambda s: s.store.record("recovery", recovery))["unscreened_by"] == "Dana Alvarez"
