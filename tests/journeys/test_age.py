"""Somebody says 19; the register says 16 a while later: through the window, by keyboard, and on the other laptop."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from fieldapp.actions.age_evidence import load_ages
from fieldapp.actions.capture import save_record
from fieldapp.actions.protocol import load_run
from fieldapp.demo.reckoning import laptop_figures
from fieldapp.domain.access import Role
from fieldapp.domain.problems import Refused
from fieldapp.reports.period import Period, bureau_day
from fieldapp.rules.protocol_run import StepState
from tests.fakes.sample import a_person, a_recovery, ago


def claims_nineteen(session):
    person = a_person(session, "Doe-Demo-3", estimated_age=19, age_basis="claimed")
    return person, a_recovery(session, person, exam_consent="guardian", first_contact_at=ago(session, days=7))


def minors(desk, days_ago):
    """The figure of the very day of the event, and of nothing else."""

    def count(session):
        day = bureau_day(ago(session, days=days_ago))
        return {each.name: each.value for each in laptop_figures(session, Period(day, day))}

    found = desk.ask(count)
    return found["victims_recovered"], found["minors_recovered"]


def sells(session, person):
    """Try to write down that this person was arrested for selling on the day of the event."""
    facts = {"person": person, "role": "seller", "arrested_at": ago(session, days=7), "place": "Motel"}
    arrest = save_record(session, "arrest", facts)
    try:
        save_record(session, "charge", {"arrest": arrest, "offence": "pc_647_b_1"})
    except Refused as refused:
        return [problem.code for problem in refused.problems]
    return []


def state(desk, kind, value, source):
    """State an age in the card of the page in front."""
    desk.enter("state_age")
    dialog = desk.dialog("age_dialog")
    desk.qtbot.keyClick(dialog.findChild(QWidget, "age_basis"), kind)
    for name, typed in (("age_value", value), ("age_day", ""), ("age_source", source)):
        line = dialog.findChild(QLineEdit, name)
        line.setFocus()
        desk.qtbot.keyClicks(line, typed)
    desk.qtbot.keyClick(dialog.findChild(QLineEdit, "age_source"), Qt.Key.Key_Return)
    desk.settle()


def said(desk, person):
    ages = desk.ask(lambda session: load_ages(session, person)).ages
    return [(view.stated.basis, view.stated.author, view.counts) for view in ages]


def test_age_that_is_verified_later_reruns_everything_from_the_event_and_says_so_on_both_laptops(sit_down):
    detective, deputy = sit_down("detective"), sit_down("deputy", Role.DEPUTY)
    detective.unlock()
    person, recovery = detective.ask(claims_nineteen)
    assert minors(detective, 7) == (1, 0)
    detective.go("record", record_type="recovery", record_id=recovery)
    assert "an adult" in detective.words()
    born_on = (detective.window.desk.clock.now() - timedelta(days=7 + 16 * 365 + 100)).date().isoformat()
    state(detective, Qt.Key.Key_4, born_on, "Birth register")
    detective.qtbot.waitUntil(lambda: "This age counts now" in detective.words(), timeout=10_000)
    words = detective.words()
    for told in (
        "a minor's since the age was corrected",
        "Clocks that run for a minor, from the event",
        "the minor decides about the exam",
        "Because of: Verified, Birth register. Decided on",
        "19 years",
    ):
        assert told in words, told
    assert born_on not in words
    assert minors(detective, 7) == (1, 1)
    assert minors(detective, 0) == (0, 0)
    steps = {step.code: step.state for step in detective.ask(lambda s: load_run(s, recovery)).steps}
    assert steps["hotline_call"] in {StepState.OPEN, StepState.OVERDUE}
    assert "ARREST_MINOR_PROSTITUTION" in detective.ask(lambda s: sells(s, person))
    detective.sync()

    deputy.unlock()
    deputy.sync()
    deputy.go("record", record_type="person", record_id=person)
    deputy.qtbot.waitUntil(lambda: "Because of: Verified, Birth register" in deputy.words(), timeout=10_000)
    assert "a minor's since the age was corrected" in deputy.words()
    assert said(deputy, person) == said(detective, person)
    assert said(deputy, person) == [("verified", "detective", True), ("claimed", "detective", False)]
    state(deputy, Qt.Key.Key_2, "20", "Looked so")
    assert "Kept beside the others" in deputy.words()
    deputy.sync()
    detective.sync()
    assert said(detective, person) == [
        ("verified", "detective", True),
        ("apparent", "deputy", False),
        ("claimed", "detective", False),
    ]
    assert minors(detective, 7) == (1, 1)
