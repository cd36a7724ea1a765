"""A draft stays on its version; moving it says first what that costs, and the journal keeps what was dropped."""

from __future__ import annotations

import pytest

from fieldapp.actions.checklist import install_draft
from fieldapp.actions.history import load_history
from fieldapp.actions.screening import answer_id, keep_answers, load_answers, open_screening
from fieldapp.actions.screening_close import finalise_screening
from fieldapp.actions.screening_export import export_csv, export_submission
from fieldapp.actions.screening_version import compare_version, find_newer_version, move_to_version
from fieldapp.actions.session import Session
from fieldapp.forms.package import Package
from tests.fakes.checklist import a_package, an_xform
from tests.fakes.refusal import codes
from tests.fakes.screened import a_screening, answer

ANSWERS = {"/data/moves": "unsure", "/data/papers": "no", "/data/remarks": "Calm"}


@pytest.fixture
def newer(session: Session) -> Package:
    """A newer version: "unsure" is no choice any more and the remarks are gone."""
    package = a_package("2", xform=an_xform("2", has_unsure=False, has_remarks=False), save_to={})
    install_draft(session, package)
    return package


def test_draft_stays_on_its_version_until_somebody_chooses(session: Session, newer: Package):
    screening_id = a_screening(session, a_package())
    answer(session, screening_id, ANSWERS)
    screening = open_screening(session, screening_id)
    assert screening.package.version == "1"
    assert find_newer_version(session, screening).sha256 == newer.sha256


def test_moving_lists_what_is_dropped_and_what_is_now_wrong(session: Session, newer: Package):
    screening_id = a_screening(session, a_package())
    answer(session, screening_id, ANSWERS)
    change = compare_version(session, screening_id, newer.sha256)
    assert [(gone.question, gone.label, gone.value) for gone in change.dropped] == [
        ("/data/remarks", "Remarks", "Calm")
    ]
    assert [(wrong.question, wrong.label, wrong.value) for wrong in change.invalid] == [
        ("/data/moves", "Moves freely", "unsure")
    ]
    assert change.kept == 1
    assert len(load_answers(session, screening_id)) >= 3


def test_moved_draft_is_on_the_new_version_and_the_journal_keeps_what_was_dropped(session: Session, newer: Package):
    screening_id = a_screening(session, a_package())
    answer(session, screening_id, ANSWERS)
    move_to_version(session, screening_id, newer.sha256)
    values = session.store.record("screening", screening_id)
    assert (values["checklist_version"], values["checklist_sha256"]) == ("2", newer.sha256)
    assert "/data/remarks" not in load_answers(session, screening_id)
    acts = load_history(session, "answer", answer_id(screening_id, "/data/remarks"))
    assert any("version 2" in (act.reason or "") for act in acts)
    assert codes(finalise_screening, session, screening_id) == ["QUESTION_REFUSED"]
    assert find_newer_version(session, open_screening(session, screening_id)) is None


def test_moving_back_brings_back_what_the_move_struck_out_and_nothing_else(session: Session, newer: Package):
    older = a_package()
    screening_id = a_screening(session, older)
    answer(session, screening_id, {**ANSWERS, "/data/debt": "yes"})
    running = open_screening(session, screening_id).run()
    keep_answers(session, screening_id, running.answer(running.find("/data/debt"), "", "").stored)
    before = load_answers(session, screening_id)
    move_to_version(session, screening_id, newer.sha256)
    assert session.store.record("screening", screening_id).get("observations") is None
    change = move_to_version(session, screening_id, older.sha256)
    assert (change.dropped, change.invalid) == ((), ())
    assert load_answers(session, screening_id) == before
    assert "/data/debt" not in before
    assert session.store.record("screening", screening_id)["observations"] == "Calm"


def test_final_screening_is_not_moved(session: Session, newer: Package):
    screening_id = a_screening(session, a_package())
    answer(session, screening_id, {"/data/moves": "yes", "/data/papers": "no"})
    finalise_screening(session, screening_id)
    assert codes(move_to_version, session, screening_id, newer.sha256) == ["SCREENING_LOCKED"]
    assert find_newer_version(session, open_screening(session, screening_id)) is None


def test_screening_is_not_moved_to_another_checklist(session: Session):
    screening_id = a_screening(session, a_package())
    other = a_package("2", form_id="another")
    install_draft(session, other)
    assert codes(compare_version, session, screening_id, other.sha256) == ["CHECKLIST_OTHER_FORM"]


def test_submission_is_named_by_the_screening_and_holds_what_was_relevant(session: Session):
    screening_id = a_screening(session, a_package())
    answer(session, screening_id, {**ANSWERS, "/data/debt": "yes", "/data/debt_to": "The manager", "/data/moves": "no"})
    answer(session, screening_id, {"/data/debt": "no"})
    xml = export_submission(session, screening_id)
    assert f"uuid:{screening_id}" in xml
    assert 'id="demo_small"' in xml
    assert "<moves>no</moves>" in xml
    assert "The manager" not in xml
    assert xml == export_submission(session, screening_id)


def test_table_has_a_line_a_screening_says_how_it_is_known_and_names_nobody(session: Session):
    first = a_screening(session, a_package())
    answer(session, first, {"/data/moves": "no", "/data/remarks": "=1+1"}, known="disclosed")
    second = a_screening(session, a_package())
    answer(session, second, {"/data/moves": "yes"})
    head, *lines = export_csv(session, [first, second]).splitlines()
    assert len(lines) == 2
    assert "/data/moves,/data/moves (known)" in head
    assert "no,disclosed" in lines[0]
    assert "'=1+1" in lines[0]
    assert "Doe-2026-0131" not in head + "".join(lines)
    assert "Alvarez" not in "".join(lines)
