"""The page of an arrest: only the law of the day is offered, the report line and the prosecution follow."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from fieldapp.actions.capture import finalise_record, save_record
from fieldapp.domain.clock import to_wire
from fieldapp.domain.problems import Refused
from tests.fakes.office import Office
from tests.fakes.sample import LIEUTENANT, a_person
from ui.screens.arrest.arrest_page import ArrestPage
from ui.screens.arrest.charge_section import ChargeSection
from ui.screens.record.record_screen import RecordScreen
from ui.widgets.chip import Chip

FACTS = {"role": "other", "report_bucket": "MISC", "place": "Example Motel"}


def an_arrest(session, *offences: str, **values) -> str:
    person = a_person(session, "Doe-2026-0001", born_on="1980-01-01")
    arrest = save_record(session, "arrest", FACTS | {"person": person} | values)
    for offence in offences:
        save_record(session, "charge", {"arrest": arrest, "offence": offence})
    return arrest


def final_elsewhere(session, arrest: str) -> None:
    """As it comes from a laptop that knew nothing of the charge."""
    guards, session.store.guards = session.store.guards, ()
    session.store.save(session.author, "arrest", {"state": "final"}, record_id=arrest)
    session.store.guards = guards


class Shown:
    """An arrest's page."""

    def __init__(self, office: Office, qtbot: QtBot, arrest: str) -> None:
        self.office = office
        self.screen = RecordScreen(office.desk)
        qtbot.addWidget(self.screen)
        self.screen.show()
        with qtbot.waitSignal(office.desk.pane_changed) as pane:
            self.screen.shown(record_type="arrest", record_id=arrest)
        qtbot.addWidget(pane.args[0])
        office.settle()
        self.page: ArrestPage = self.screen.page
        (self.charges,) = [s for s in self.page.children_shown if isinstance(s, ChargeSection)]
        office.settle()

    def words(self) -> str:
        shown = [label.text() for label in self.page.card.findChildren(QLabel)]
        return "\n".join(shown)

    def add_charge(self) -> list:
        self.charges._on_add()
        self.office.settle()
        return self.charges.form.editor("offence").offered()


@pytest.mark.parametrize(
    ("day", "there", "gone"),
    [
        ("2022-12-31", "pc_653_22", "pc_653_25"),
        ("2023-01-01", "pc_647_b_1", "pc_653_22"),
        ("2016-12-31", "pc_647_b_seller", "pc_647_b_1"),
        ("2026-01-01", "pc_653_25", "pc_653_22"),
    ],
)
def test_charge_is_chosen_from_the_law_of_the_day(office: Office, qtbot: QtBot, day, there, gone):
    offered = Shown(office, qtbot, office.do(lambda s: an_arrest(s, offence_on=day))).add_charge()
    assert there in offered
    assert gone not in offered


def test_charge_with_a_day_of_its_own_goes_by_that(office: Office, qtbot: QtBot, look_at):
    shown = Shown(office, qtbot, office.do(lambda s: an_arrest(s, offence_on="2026-01-01")))
    assert "pc_653_22" not in shown.add_charge()
    shown.charges.form.editor("offence_on").answer("2022-06-01")
    office.settle()
    assert "pc_653_22" in shown.charges.form.editor("offence").offered()
    bar = shown.page.area.verticalScrollBar()
    bar.setValue(bar.maximum())
    look_at(shown.screen, "arrest-charge")


def test_report_line_and_codes_follow_the_charges(office: Office, qtbot: QtBot):
    when = "2026-01-02T20:00:00.000Z"
    arrest = office.do(lambda s: an_arrest(s, "pc_148_a_1", "pc_266h", arrested_at=when))
    words = Shown(office, qtbot, arrest).words()
    assert "Charges suggest: Trafficking-related. It counts as" in words
    assert "40B" in words
    assert "A supervisor gives the reason" in words


def test_purchaser_is_asked_for_and_one_key_says_so(office: Office, qtbot: QtBot, look_at):
    when = "2026-01-02T20:00:00.000Z"
    arrest = office.do(lambda s: an_arrest(s, "pc_647_b_2", arrested_at=when, report_bucket=None))
    shown = Shown(office, qtbot, arrest)
    assert "Only a purchaser counts as a purchaser" in shown.words()
    look_at(shown.screen, "arrest-purchaser")
    for code, name, value in (
        ("BUCKET_BLANK", "report_bucket", "BUYER"),
        ("BUCKET_WITHOUT_PURCHASER", "role", "purchaser"),
    ):
        button = shown.page.card.findChild(QPushButton, f"mend_{code}")
        assert "Purchaser" in button.text()
        qtbot.keyClick(button, Qt.Key.Key_Return)
        office.settle()
        assert office.do(lambda s: s.store.record("arrest", arrest))[name] == value
        qtbot.waitUntil(lambda code=code: shown.page.card.findChild(QPushButton, f"mend_{code}") is None)
    assert "Only a purchaser" not in shown.words()


def test_advice_that_was_followed_is_taken_back_by_undo(office: Office, qtbot: QtBot):
    when = "2026-01-02T20:00:00.000Z"
    arrest = office.do(lambda s: an_arrest(s, "pc_266h", arrested_at=when))
    shown = Shown(office, qtbot, arrest)
    qtbot.keyClick(shown.page.card.findChild(QPushButton, "mend_BUCKET_REASON_MISSING"), Qt.Key.Key_Return)
    office.settle()
    assert office.do(lambda s: s.store.record("arrest", arrest))["report_bucket"] == "HT"
    office.desk.undo()
    office.settle()
    assert office.do(lambda s: s.store.record("arrest", arrest))["report_bucket"] == "MISC"


def test_final_arrest_is_advised_but_not_changed_by_a_key(office: Office, qtbot: QtBot):
    when = "2026-01-02T20:00:00.000Z"
    arrest = office.do(lambda s: an_arrest(s, arrested_at=when))
    office.do(lambda s: final_elsewhere(s, arrest))
    office.do(lambda s: save_record(s, "charge", {"arrest": arrest, "offence": "pc_647_b_2"}))  # filed later
    shown = Shown(office, qtbot, arrest)
    assert "A supervisor gives the reason" in shown.words()
    assert shown.page.card.findChild(QPushButton, "mend_BUCKET_REASON_MISSING") is None


def test_line_changed_without_a_supervisors_reason_does_not_become_final(office: Office):
    now = to_wire(office.clock.now())
    arrest = office.do(lambda s: an_arrest(s, "pc_266h", arrested_at=now))

    def refused_fields(session) -> list[str | None]:
        with pytest.raises(Refused) as found:
            finalise_record(session, "arrest", arrest)
        return [problem.field for problem in found.value.problems if problem.code == "BUCKET_REASON_MISSING"]

    assert office.do(refused_fields) == ["bucket_reason", "approved_by"]
    office.do(lambda s: save_record(s, "arrest", {"bucket_reason": "Part of another case"}, record_id=arrest))
    signed = {"approved_by": LIEUTENANT.name, "approved_at": now}
    office.do(lambda s: s.store.save(LIEUTENANT, "arrest", signed, record_id=arrest))
    office.do(lambda s: finalise_record(s, "arrest", arrest))


@pytest.mark.parametrize(
    ("decision", "disposition", "last"),
    [
        ("filed", "dismissed", "Dismissed: 2026-02-01"),
        ("filed", None, "Outcome in court: not yet"),
        ("diverted", "diverted", "Diverted: 2026-01-06"),
        ("declined", "rejected", "Declined: 2026-01-06"),
        ("declined", None, "Declined: 2026-01-06"),
    ],
)
def test_last_step_says_how_the_case_ended(office: Office, qtbot: QtBot, decision, disposition, last):
    def make(session) -> str:
        decided = {"da_decision": decision, "da_decided_on": "2026-01-06", "da_decline_reason": "Not enough"}
        arrest = an_arrest(session, arrested_at="2026-01-02T20:00:00.000Z", **decided)
        ended = {"disposition": disposition, "disposed_on": "2026-02-01"} if disposition else {}
        save_record(session, "charge", {"arrest": arrest, "offence": "pc_148_a_1"} | ended)
        return arrest

    shown = Shown(office, qtbot, office.do(make))
    assert [chip.text() for chip in shown.page.card.findChildren(Chip)][-1] == last


def test_strip_follows_the_case_to_its_end(office: Office, qtbot: QtBot):
    def make(session) -> str:
        facts = {"arrested_at": "2026-01-02T20:00:00.000Z", "presented_at": "2026-01-04T20:00:00.000Z"}
        arrest = an_arrest(session, "pc_148_a_1", da_decision="filed", da_decided_on="2026-01-06", **facts)
        ended = {"arrest": arrest, "offence": "pc_148_a_1", "disposition": "plea", "disposed_on": "2026-02-01"}
        save_record(session, "charge", ended)
        return arrest

    shown = Shown(office, qtbot, office.do(make))
    chips = [chip.text() for chip in shown.page.card.findChildren(Chip)]
    assert chips == ["Arrested: 2026-01-02", "Presented: 2026-01-04", "Filed: 2026-01-06", "Convicted: 2026-02-01"]
