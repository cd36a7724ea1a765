"""A screening from its first question to its lock, on a real store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from fieldapp.actions.attachment import load_attachment
from fieldapp.actions.board import load_board
from fieldapp.actions.capture import save_record
from fieldapp.actions.checklist import install_draft, withdraw
from fieldapp.actions.history import load_history
from fieldapp.actions.lookup import load_children
from fieldapp.actions.screening import (
    answer_id,
    keep_answers,
    load_answers,
    open_screening,
    screening_zone,
    start_screening,
)
from fieldapp.actions.screening_attachment import attach_file, list_attachments
from fieldapp.actions.screening_close import (
    add_addendum,
    finalise_problems,
    finalise_screening,
    note_disclosure,
)
from fieldapp.actions.screening_duty import close_duty, list_duties
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.forms.form_session import Stored
from fieldapp.forms.package import Use
from fieldapp.records.seed import agency_id
from tests.fakes.checklist import a_package
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import a_session
from tests.fakes.refusal import codes
from tests.fakes.sample import a_person, clash
from tests.fakes.screened import HEADER, a_checklist, a_screening, answer


@pytest.fixture
def advocate(tmp_path: Path, clock: FakeClock) -> Iterator[Session]:
    """The laptop of a partner's advocate."""
    made = a_session(tmp_path / "ngo", clock, Role.ADVOCATE, handle="moreno", agency=agency_id("CAST"))
    yield made
    made.close()


def values_of(session: Session, screening_id: str):
    return session.store.record("screening", screening_id)


def test_screening_pins_its_checklist_and_knows_who_when_and_how(session: Session):
    screening_id = a_screening(session)
    values = values_of(session, screening_id)
    package = a_package()
    assert values["checklist_sha256"] == package.sha256
    assert (values["checklist"], values["checklist_version"]) == ("demo_small", "1")
    assert (values["screener"], values["screener_role"], values["mode"]) == (
        "Dana Alvarez",
        "detective",
        "conversation",
    )
    assert values["state"] == "draft"


def test_header_never_names_another_checklist_than_the_one_it_is_made_with(session: Session):
    screening_id = a_screening(session, checklist_sha256="0" * 64, checklist="another", checklist_version="99")
    values = values_of(session, screening_id)
    assert (values["checklist_sha256"], values["checklist"]) == (a_package().sha256, "demo_small")
    assert values["checklist_version"] == "1"


def test_answers_and_what_they_come_to_are_kept_together_and_read_back_in_one_query(session: Session):
    screening_id = a_screening(session)
    answer(session, screening_id, {"/data/moves": "no", "/data/debt": "yes"})
    answer(session, screening_id, {"/data/papers": ""}, known="declined")
    values = values_of(session, screening_id)
    assert (values["score"], values["score_highest"], values["band"]) == (4, 6, "clear")
    assert values["band_label"] == "Clear indicators"
    assert load_answers(session, screening_id)["/data/moves"] == Stored("no", "observed")
    assert load_answers(session, screening_id)["/data/papers"] == Stored("", "declined")


def test_screening_is_resumed_where_it_was_left_also_after_a_restart(session: Session):
    screening_id = a_screening(session)
    answer(session, screening_id, {"/data/moves": "no", "/data/debt": "yes", "/data/debt_to": "The manager"})
    session.packages.clear()
    session.forms.clear()
    running = open_screening(session, screening_id).run()
    assert running.find("/data/debt_to").value == "The manager"
    assert running.find("/data/moves").known == "observed"


def test_rows_come_back_in_the_order_in_which_they_were_added(session: Session, clock: FakeClock):
    screening_id = a_screening(session)
    screening = open_screening(session, screening_id)
    running = screening.run()
    for name in ("First", "Second", "Third"):
        clock.advance(1)
        keep_answers(session, screening_id, running.add_row("/data/contacts", running.root).stored)
        row = running.rows("/data/contacts", running.root)[-1]
        item = next(child for child in row.children if child.name == "name")
        keep_answers(session, screening_id, running.answer(item, name).stored)
    keep_answers(session, screening_id, running.remove_row(running.rows("/data/contacts", running.root)[1]).stored)
    again = open_screening(session, screening_id).run()
    rows = again.rows("/data/contacts", again.root)
    assert [row.children[0].value for row in rows] == ["First", "Third"]


def test_answer_taken_away_and_given_again_is_one_record(session: Session):
    screening_id = a_screening(session)
    for stored in (Stored("yes", "observed"), None, Stored("no", "disclosed")):
        keep_answers(session, screening_id, {"/data/debt": stored})
    assert load_answers(session, screening_id) == {"/data/debt": Stored("no", "disclosed")}
    rows = session.store.connection.exec_driver_sql("SELECT id FROM answer").fetchall()
    assert [row[0] for row in rows] == [answer_id(screening_id, "/data/debt")]
    assert len(load_history(session, "answer", rows[0][0])) == 4


def test_refused_answer_leaves_nothing_of_its_act_behind(session: Session):
    screening_id = a_screening(session)
    stored = {"/data/debt": Stored("yes"), "/data/remarks": Stored("x" * 200_000)}
    assert codes(keep_answers, session, screening_id, stored, {"score": 2}) == ["TEXT_TOO_LONG"]
    assert load_answers(session, screening_id) == {}
    assert values_of(session, screening_id).get("score") is None


def test_clash_on_an_answer_is_an_ordinary_conflict_and_stops_finalising(session: Session):
    screening_id = a_screening(session)
    answer(session, screening_id, {"/data/moves": "yes", "/data/papers": "no"})
    clash(session, "answer", answer_id(screening_id, "/data/papers"), "value", ours="yes", theirs="unsure")
    assert load_board(session).conflicts == 1
    assert "CONFLICT_OPEN" in codes(finalise_screening, session, screening_id)


def test_instrument_for_other_ages_needs_a_reason_that_stays_on_record(session: Session):
    package = a_package(use=Use(age_min=12, age_max=17))
    assert codes(a_screening, session, package, age=30) == ["SCREENING_AGE_OUTSIDE"]
    sha256 = a_checklist(session, package)
    about = {**HEADER, "person": a_person(session, "Doe-2", estimated_age=30, age_basis="apparent")}
    screening_id = start_screening(session, sha256, about, override="Looks much younger")
    assert values_of(session, screening_id)["gate_override"] == "Looks much younger"


def test_apparent_age_stands_in_for_one_that_nobody_knows(session: Session):
    sha256 = a_checklist(session, a_package(use=Use(age_min=12, age_max=17)))
    about = {**HEADER, "person": a_person(session, "Doe-2")}
    assert codes(start_screening, session, sha256, about) == ["SCREENING_AGE_UNKNOWN"]
    assert start_screening(session, sha256, about, apparent_age=15)


def test_training_is_asked_for_where_the_instrument_does(session: Session):
    package = a_package(use=Use(training_required=True))
    assert codes(a_screening, session, package) == ["SCREENING_TRAINING"]
    assert a_screening(session, package, screener_trained_on="2025-05-05")


def test_role_that_may_not_use_it_cannot_be_overridden(session: Session):
    sha256 = a_checklist(session, a_package(use=Use(roles=("advocate",))))
    assert codes(start_screening, session, sha256, HEADER, override="Please") == ["CHECKLIST_ROLE"]


def test_screening_is_about_somebody(session: Session):
    assert codes(start_screening, session, a_checklist(session), HEADER) == ["SCREENED_MISSING"]


def test_form_that_cannot_be_read_is_refused_before_anything_is_begun(session: Session):
    sha256 = a_checklist(session, a_package(xform="<html/>"))
    about = {**HEADER, "person": a_person(session, "Doe-2")}
    assert codes(start_screening, session, sha256, about) == ["CHECKLIST_UNREADABLE"]


def test_withdrawn_checklist_still_shows_and_goes_on_with_what_was_begun(session: Session):
    screening_id = a_screening(session)
    withdraw(session, install_draft(session, a_package()), "Replaced")
    session.packages.clear()
    answer(session, screening_id, {"/data/moves": "yes"})
    assert codes(a_screening, session) == ["CHECKLIST_WITHDRAWN"]


def test_checklist_that_is_gone_says_so_and_the_record_stays(session: Session):
    screening_id = a_screening(session)
    session.store.connection.exec_driver_sql("DELETE FROM checklist")
    session.packages.clear()
    assert codes(open_screening, session, screening_id) == ["CHECKLIST_MISSING"]
    assert values_of(session, screening_id)["checklist_title"] == "Small demonstration"


def test_finalising_names_everything_that_is_missing_at_once(session: Session):
    screening_id = a_screening(session, location=None)
    answer(session, screening_id, {"/data/debt": "yes"})
    found = codes(finalise_screening, session, screening_id)
    assert found.count("QUESTION_UNANSWERED") == 2
    assert "REQUIRED" in found
    assert "DUTY_OPEN" in found
    assert values_of(session, screening_id)["state"] == "draft"
    assert [problem.code for problem in finalise_problems(session, screening_id)] == found


def test_answer_that_the_form_does_not_accept_stops_finalising(session: Session):
    screening_id = a_screening(session)
    answer(session, screening_id, {"/data/moves": "yes", "/data/papers": "no"})
    keep_answers(session, screening_id, {"/data/remarks": Stored("x" * 300)})
    assert codes(finalise_screening, session, screening_id) == ["QUESTION_REFUSED"]


def test_final_screening_is_locked_and_an_addendum_is_a_note_beside_it(session: Session, clock: FakeClock):
    screening_id = a_screening(session)
    answer(session, screening_id, {"/data/moves": "yes", "/data/papers": "no", "/data/remarks": "Calm"})
    clock.advance(600)
    finalise_screening(session, screening_id)
    values = values_of(session, screening_id)
    assert (values["state"], values["score"], values["band"], values["observations"]) == ("final", 0, "low", "Calm")
    assert values["stopped_at"] > values["started_at"]
    assert codes(keep_answers, session, screening_id, {"/data/debt": Stored("yes")}) == ["SCREENING_LOCKED"]
    note = session.store.record("note", add_addendum(session, screening_id, "The papers were found later"))
    assert (note["kind"], note["screening"]) == ("addendum", screening_id)
    finalise_screening(session, screening_id)


def test_result_is_reckoned_anew_when_it_is_finalised(session: Session):
    screening_id = a_screening(session)
    answer(session, screening_id, {"/data/moves": "yes", "/data/papers": "no"})
    session.store.save(session.author, "screening", {"score": 99, "band": "clear"}, record_id=screening_id)
    finalise_screening(session, screening_id)
    assert (values_of(session, screening_id)["score"], values_of(session, screening_id)["band"]) == (0, "low")


def test_disclosure_ends_the_questions_keeps_the_words_and_raises_its_duty(session: Session):
    screening_id = a_screening(session)
    duties = note_disclosure(session, screening_id, '"He keeps my phone"', immediate_danger=True)
    assert [duty.duty for duty in duties] == ["advocate_call"]
    values = values_of(session, screening_id)
    assert values["own_words"] == '"He keeps my phone"'
    assert (values["disclosure_made"], values["immediate_danger"]) == (True, True)
    assert codes(finalise_screening, session, screening_id) == ["DUTY_OPEN"]
    close_duty(session, duties[0].task_id)
    finalise_screening(session, screening_id)
    assert values_of(session, screening_id)["state"] == "final"


def test_advocates_screening_lies_with_her_agency_and_so_does_all_that_follows(advocate: Session):
    screening_id = a_screening(advocate)
    answer(advocate, screening_id, {"/data/moves": "no", "/data/debt": "yes", "/data/papers": "no"})
    attach_file(advocate, screening_id, "/data/remarks", "drawing.png", "image/png", b"not really a picture")
    assert codes(finalise_screening, advocate, screening_id).count("DUTY_OPEN") == 3
    for duty in list_duties(advocate, screening_id):
        close_duty(advocate, duty.task_id)
    finalise_screening(advocate, screening_id)
    add_addendum(advocate, screening_id, "She called back")
    zone = screening_zone(advocate)
    assert zone == f"services:{agency_id('CAST')}"
    for table in ("screening", "answer", "task", "note", "attachment", "attachment_part"):
        zones = advocate.store.connection.exec_driver_sql(f"SELECT DISTINCT zone FROM {table}").fetchall()
        assert [row[0] for row in zones] == [zone], table


def test_advocates_duties_are_on_her_board(advocate: Session):
    screening_id = a_screening(advocate)
    note_disclosure(advocate, screening_id)
    [due] = [row for row in load_board(advocate).due if row.record_type == "task"]
    assert due.what == "Call an advocate"
    assert "Doe-2026-0131" in due.whom
    assert [draft.record_type for draft in load_board(advocate).drafts] == ["screening"]


def test_attached_file_comes_back_whole_and_the_same_file_is_kept_once(session: Session):
    screening_id = a_screening(session)
    data = bytes(range(256)) * 800
    first = attach_file(session, screening_id, "/data/photo", "photo.jpg", "image/jpeg", data)
    assert attach_file(session, screening_id, "/data/photo", "photo.jpg", "image/jpeg", data) == first
    assert load_attachment(session, first.attachment_id) == data
    assert list_attachments(session, screening_id) == (first,)
    session.store.connection.exec_driver_sql("DELETE FROM attachment_part WHERE number = 1")
    assert codes(load_attachment, session, first.attachment_id) == ["ATTACHMENT_INCOMPLETE"]


def test_file_beyond_the_limit_is_refused(session: Session):
    screening_id = a_screening(session)
    assert codes(attach_file, session, screening_id, "/data/photo", "a", "b", bytes(13 << 20)) == [
        "ATTACHMENT_TOO_LARGE"
    ]


def test_parts_of_a_screening_are_no_sections_of_their_own(session: Session):
    screening_id = a_screening(session)
    answer(session, screening_id, {"/data/moves": "no"})
    from fieldapp.records import children_of

    assert children_of("screening") == ()
    assert len(load_children(session, "answer", screening_id)) >= 1


def test_screening_from_before_checklists_is_shown_as_a_record(session: Session):
    older = save_record(session, "screening", {"person": a_person(session, "Doe-9")})
    assert codes(open_screening, session, older) == ["SCREENING_UNLISTED"]


def test_an_hour_passes_and_the_started_time_stays(session: Session, clock: FakeClock):
    screening_id = a_screening(session)
    started = values_of(session, screening_id)["started_at"]
    clock.advance(timedelta(hours=1).total_seconds())
    answer(session, screening_id, {"/data/moves": "no"})
    assert values_of(session, screening_id)["started_at"] == started
