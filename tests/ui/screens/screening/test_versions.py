"""A draft stays on its version of a checklist until somebody has seen what moving would change; and what may leave."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from fieldapp.actions.history import load_history
from fieldapp.forms.package import Licence
from tests.fakes.checklist import a_package, an_xform
from tests.fakes.screened import a_checklist
from tests.ui.screens.screening.room import Screened, click, visible, words
from ui.forms.question_dialog import QuestionDialog
from ui.forms.reason_dialog import ReasonDialog
from ui.screens.screening.run_head import Part
from ui.screens.screening.version_dialog import VersionDialog

Screening = Callable[..., Screened]


@pytest.fixture
def overtaken(screened: Screening) -> Screened:
    """A draft with two answers; then a version came that has no question for one and no such choice for the other."""
    run = screened(a_package())
    view = run.page.questions.view
    for path, value in (("/data/moves", "unsure"), ("/data/remarks", "Slow to answer"), ("/data/debt", "yes")):
        view.apply(view.session.answer(view.session.find(path), value, "observed"))
    run.office.settle()
    newer = a_package("2", xform=an_xform("2", has_unsure=False, has_remarks=False), save_to={})
    run.office.do(lambda session: a_checklist(session, newer))
    run.reopen()
    return run


def dialog(run: Screened) -> VersionDialog:
    run.click("newer_look")
    return run.page.findChild(VersionDialog)


def test_newer_version_is_offered_and_nothing_moves_by_itself(overtaken: Screened):
    assert overtaken.page.newer.isVisible()
    assert "Version 2" in overtaken.page.newer.text()
    assert overtaken.values()["checklist_version"] == "1"


def test_what_moving_would_drop_and_make_wrong_is_listed_before_anybody_chooses(overtaken: Screened):
    shown = words(dialog(overtaken))
    assert "Remarks: Slow to answer" in shown
    assert "Moves freely: unsure" in shown
    assert "come along as they are: 1" in shown
    assert overtaken.values()["checklist_version"] == "1"


def test_staying_changes_nothing(overtaken: Screened):
    click(overtaken.qtbot, visible(dialog(overtaken), QPushButton, "version_stay"))
    overtaken.office.settle()
    assert overtaken.values()["checklist_version"] == "1"
    assert overtaken.stored()["remarks"] == ("Slow to answer", "observed")


def test_moving_shows_the_new_version_at_once(overtaken: Screened):
    click(overtaken.qtbot, visible(dialog(overtaken), QPushButton, "version_move"))
    overtaken.office.settle()
    assert overtaken.values()["checklist_version"] == "2"
    assert "remarks" not in overtaken.stored()
    assert overtaken.stored()["debt"] == ("yes", "observed")
    assert not overtaken.page.newer.isVisible()
    assert overtaken.page.questions.view.session.find("/data/remarks") is None


def test_draft_without_a_newer_version_is_offered_none(screened: Screening):
    assert not screened().page.newer.isVisible()


@pytest.mark.parametrize("form", ["xml", "csv"])
def test_export_is_a_deliberate_act_that_the_history_keeps(screened: Screening, tmp_path: Path, form: str):
    run = screened()
    run.page.questions.view.jump("/data/about/age_group")
    run.type("1")
    run.office.settle()
    run.page.acts.ask_to_export(form)
    asked = run.page.findChild(QuestionDialog, "sheet_question")
    assert "not be protected" in asked.text()
    asked.reject()
    path = tmp_path / f"out.{form}"
    run.page.acts.export_to(path, form)
    run.office.settle()
    assert "under_18" in path.read_text("utf-8")
    assert sorted(each.name for each in tmp_path.glob("out*")) == [path.name]
    acts = run.office.do(lambda session: load_history(session, "screening", run.screening_id))
    assert f"Exported as {form.upper()}" in {act.reason for act in acts}


def test_export_that_cannot_be_written_says_so_and_leaves_nothing(screened: Screening, tmp_path: Path):
    run = screened()
    run.page.acts.export_to(tmp_path / "no folder" / "out.csv", "csv")
    run.office.settle()
    assert visible(run.screen, QLabel, "screening_title")
    assert run.page.trouble.isVisible()


def test_agency_s_own_instrument_does_not_leave_as_xml(screened: Screening, tmp_path: Path):
    run = screened(a_package(licence=Licence("Somebody", "By agreement", "REF-1", agency="LASD")))
    run.page.acts.export_to(tmp_path / "out.xml", "xml")
    run.office.settle()
    assert run.page.trouble.isVisible()
    assert not (tmp_path / "out.xml").exists()


def test_every_part_has_its_place(screened: Screening):
    run = screened()
    assert run.page.head.offered_parts() == [Part.QUESTIONS, Part.RESULT, Part.ABOUT]
    run.page.stop()
    assert run.page.head.offered_parts() == list(Part)


PRIVATE = "/data/safety/health_private"


def test_private_question_is_kept_from_sworn_roles_until_they_say_why(screened: Screening):
    run = screened("demo_concern")
    assert not run.page.questions.view.jump(PRIVATE)
    before = run.page.questions.view.tally().asked
    run.page.acts.ask_to_reveal()
    run.page.findChild(ReasonDialog).given.emit("Asked by the nurse")
    run.office.settle()
    assert run.page.questions.view.jump(PRIVATE)
    assert run.page.questions.view.tally().asked == before + 1
    acts = run.office.do(lambda session: load_history(session, "screening", run.screening_id))
    assert ("access", "Asked by the nurse") in {(act.kind, act.reason) for act in acts}
