"""What leaves has exactly one line in the register, whatever way it goes, and nothing is said of what stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fieldapp.actions.capture import save_record
from fieldapp.actions.disclosure import NOT_WRITTEN, disclose, load_register, note_not_written, write_disclosed
from fieldapp.actions.form_server import Outgoing, register_submission
from fieldapp.actions.history import load_history
from fieldapp.actions.operation_notice import note_given
from fieldapp.actions.screening_close import finalise_screening
from fieldapp.actions.session import Session
from fieldapp.command.openrosa import send_screening
from fieldapp.domain.access import Role
from fieldapp.domain.problems import Refused
from fieldapp.records.seed import agency_id
from sync.client.openrosa import OpenRosaServer
from sync.client.public_line import PublicLine
from tests.fakes.case import CAST
from tests.fakes.checklist import a_package
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import a_session
from tests.fakes.openrosa_server import OpenRosaHost, ServedForm
from tests.fakes.sample import a_person, a_recovery, fill_agencies
from tests.fakes.screened import a_screening, answer
from tests.hostile.town import Seat, Town, meet

FEW = {"/data/moves": "yes", "/data/papers": "no", "/data/debt": "no", "/data/remarks": "=1+1"}


def register(session: Session) -> list[str]:
    rows = session.store.connection.exec_driver_sql("SELECT what, recipient FROM disclosure ORDER BY id").fetchall()
    return [f"{what} to {recipient}" for what, recipient in rows]


def test_referral_has_one_line_when_it_is_sent_and_none_before_or_after(session: Session) -> None:
    fill_agencies(session)
    person = a_person(session, "Doe-1")
    recovery = a_recovery(session, person)
    facts = {"recovery": recovery, "client_code": "Doe-1", "agency": CAST}
    referral = save_record(session, "referral", facts)
    assert register(session) == []
    save_record(session, "referral", {"status": "sent"}, record_id=referral)
    save_record(session, "referral", {"message": "At the back door"}, record_id=referral)
    save_record(session, "referral", {"status": "accepted"}, record_id=referral)
    assert register(session) == ["Referral to Coalition to Abolish Slavery and Trafficking"]
    assert len(load_register(session, "person", person)) == 1


def test_referral_of_an_advocate_is_their_agencys_own_and_writes_no_police_record(
    tmp_path: Path, clock: FakeClock
) -> None:
    advocate = a_session(tmp_path, clock, Role.ADVOCATE, agency=agency_id("CAST"))
    save_record(advocate, "referral", {"client_code": "Doe-1", "agency": CAST, "status": "sent"})
    assert register(advocate) == []
    advocate.close()


@pytest.mark.parametrize("record_type", ["service", "referral"])
def test_what_an_advocate_let_out_is_registered_with_their_agency_and_taken_at_headquarters(
    town: Town, record_type: str
) -> None:
    advocate = town.enrol("ada", Role.ADVOCATE, CAST)
    values = {"client_code": "Doe-1", "agency": advocate.session.profile.agency}
    record = save_record(advocate.session, record_type, values if record_type == "referral" else {})
    disclose(advocate.session, record_type, record, "Copy of a file")
    meet(advocate)
    assert town.hq.quarantine.changes() == []
    assert register(advocate.session) == ["Copy of a file to Not said: a file for whoever is given it"]


def test_submission_and_notice_have_one_line_each(session: Session) -> None:
    person = a_person(session, "Doe-1")
    screening = save_record(session, "screening", {"person": person})
    for _ in range(2):  # the first try was cut off, and nobody knows how much of it was read
        register_submission(session, Outgoing(screening, b"<a/>", "ab" * 32, (), ""), "forms.example.org")
    operation = save_record(session, "operation", {"name": "Lighthouse"})
    note_given(session, operation, "Saving Innocence")
    assert register(session) == [
        "Submission of a screening to a form server to forms.example.org",
        "Provider notice to Saving Innocence",
    ]
    (line,) = load_register(session, "person", person)
    assert line.values["sha256"] == "ab" * 32


def test_submission_is_registered_before_it_goes_and_once_however_often_it_is_tried(
    session: Session, clock: FakeClock
) -> None:
    screening = a_screening(session)
    answer(session, screening, FEW)
    finalise_screening(session, screening)
    with OpenRosaHost() as host:
        line = PublicLine(host.url, clock)
        server = OpenRosaServer(line)
        assert not send_screening(session, server, screening), "the server does not know the form yet"
        assert register(session) == [f"Submission of a screening to a form server to {server.host}"]
        host.add(ServedForm(a_package().form_id, a_package().version, b"<x/>"))
        assert send_screening(session, server, screening)
        line.close()
    assert len(register(session)) == 1


def test_history_of_the_record_says_it_too(session: Session) -> None:
    person = a_person(session, "Doe-1")
    disclose(session, "person", person, "Sheet", recipient="Court", basis="court_order")
    assert load_history(session, "person", person)[0].reason == "Sheet. Court"


def test_failure_to_write_strikes_the_line_out_and_is_said_on(session: Session) -> None:
    person = a_person(session, "Doe-1")
    line = disclose(session, "person", person, "Sheet")

    def full() -> None:
        raise OSError("full")

    with pytest.raises(OSError, match="full"):
        write_disclosed(session, line, full)
    assert [found.is_struck for found in load_register(session, "person", person)] == [True]
    assert load_history(session, "disclosure", line)[0].reason == NOT_WRITTEN


def test_line_too_long_for_its_field_is_cut_and_not_lost(session: Session) -> None:
    person = a_person(session, "Doe-1")
    disclose(session, "person", person, "w" * 900, recipient="r" * 900, reason="z" * 900, withheld="h" * 900)
    (line,) = load_register(session, "person", person)
    assert len(str(line.values["recipient"])) == 200


def test_colleague_cannot_strike_out_or_change_a_line_here_nor_at_headquarters(
    town: Town, dana: Seat, eli: Seat
) -> None:
    person = save_record(dana.session, "person", {"gender": "female"})
    line = disclose(dana.session, "person", person, "Sheet", recipient="Court", basis="court_order")
    dana.sync()
    eli.sync()
    with pytest.raises(Refused, match="DISCLOSURE_STAYS"):
        note_not_written(eli.session, line)
    guards, eli.session.store.guards = eli.session.store.guards, ()  # a program that somebody changed
    note_not_written(eli.session, line)
    save_record(eli.session, "disclosure", {"recipient": "Nobody"}, record_id=line, reason="x")
    forged = {"record_type": "person", "record_id": person, "recipient": "x", "basis": "care", "what": "x"}
    save_record(eli.session, "disclosure", {**forged, "given_by": "Dana", "at": "2026-01-02T03:04:05.678Z"})
    eli.session.store.guards = guards
    assert eli.sync().refused == 3
    dana.sync()
    (found,) = load_register(dana.session, "person", person)
    assert not found.is_struck
    assert found.values["recipient"] == "Court"
    assert json.dumps(dict(found.values))
