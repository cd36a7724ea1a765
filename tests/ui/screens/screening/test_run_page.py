"""A screening under way: every answer is kept at once, and it goes on where it was left, whatever happened."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QTabBar, QWidget

from fieldapp.actions.attachment import load_attachment
from fieldapp.actions.screening import write_answers
from fieldapp.actions.screening_attachment import list_attachments
from fieldapp.forms.form_session import Stored
from tests.fakes.checklist import a_package
from tests.fakes.laptop import PASSPHRASE, a_laptop
from tests.fakes.office import Office
from tests.ui.question.conftest import in_both
from tests.ui.screens.screening.room import Screened, a_checklist_of, lose_checklist, open_record, visible
from ui.app import dress_application
from ui.forms.question.known_strip import WAYS
from ui.screens.screening.kept_page import KeptPage
from ui.screens.screening.run_head import Part

K = Qt.Key
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
Screening = Callable[..., Screened]
SIGNS = "/data/appearance/signs_of_harm"


def saved_words(run: Screened) -> str:
    return visible(run.screen, QLabel, "save_state").text()


def test_every_answer_is_in_the_store_at_once_with_how_it_is_known(screened: Screening):
    run = screened()
    run.press(K.Key_1)
    assert run.stored()["age_group"] == ("under_18", "observed")
    assert "Saved" in saved_words(run)


def test_declined_and_not_asked_are_kept_apart_from_blank(screened: Screening):
    run = screened()
    run.page.questions.view.jump(SIGNS)
    run.press(K.Key_4, modifier=ALT)
    assert run.stored()["signs_of_harm"] == ("", WAYS[3])
    run.page.questions.view.jump("/data/appearance/silenced")
    run.press(K.Key_5, modifier=ALT)
    assert run.stored()["silenced"] == ("", "not_asked")
    assert "owes_debt" not in run.stored()


def test_answer_taken_back_is_taken_out_of_the_store(screened: Screening):
    run = screened()
    run.press(K.Key_1)
    run.office.desk.undo()
    run.office.settle()
    assert "age_group" not in run.stored()


def test_number_goes_to_the_next_question(screened: Screening):
    run = screened()
    run.page.questions.view.jump(SIGNS)
    run.press(K.Key_2)
    assert run.page.questions.place() == "/data/appearance/silenced"


def test_language_is_switched_in_the_middle_and_remembered(screened: Screening):
    run = screened()
    run.page.questions.view.set_language("Español (es)")
    run.press(K.Key_1)
    run.reopen()
    assert run.page.questions.view.session.language == "Español (es)"


def test_program_that_was_killed_goes_on_at_the_same_question(screened: Screening, clock, qtbot, jobs, tmp_path):
    run = screened()
    run.press(K.Key_1)
    run.page.questions.view.jump("/data/freedom/no_freedom_of_movement")
    run.press(K.Key_1)
    assert run.page.questions.place() == "/data/freedom/lives_where_works"
    office, desk = run.office, run.office.desk
    # Nobody left, nobody locked: the store is what it was after the last key.
    session, desk.session = desk.session, None
    office.call(session.close)
    desk.session = office.call(lambda: a_laptop(tmp_path / "0", clock).unlock(PASSPHRASE))
    again = open_record(office, qtbot, run.screening_id)
    assert again.page.questions.place() == "/data/freedom/no_freedom_of_movement"
    assert again.stored()["no_freedom_of_movement"] == ("present", "observed")


def test_file_is_kept_with_the_screening_and_a_refused_one_leaves_no_name(screened: Screening):
    photo = {"type": "file", "name": "photo", **in_both("A document")}
    run = screened(a_checklist_of(photo))
    entry = run.page.questions.view.row("/data/photo").entry
    entry.attached.emit("note.txt", b"words")
    entry.answered.emit("note.txt")
    run.office.settle()
    (held,) = run.office.do(lambda session: list_attachments(session, run.screening_id))
    assert (held.question, held.name) == ("/data/photo", "note.txt")
    assert run.office.do(lambda session: load_attachment(session, held.attachment_id)) == b"words"
    entry.attached.emit("huge.bin", b"x" * ((12 << 20) + 1))
    entry.answered.emit("huge.bin")
    run.office.settle()
    assert run.page.trouble.isVisible()
    assert run.page.questions.view.session.find("/data/photo").value == ""
    assert "photo" not in run.stored()


def test_answer_that_the_store_does_not_take_is_said_and_holds_back_no_other(screened: Screening):
    run = screened()
    run.page.questions.queue.put({"/data/remarks": Stored("x" * 200_000), SIGNS: Stored("present", "observed")})
    run.office.settle()
    assert run.stored()["signs_of_harm"] == ("present", "observed")
    assert "remarks" not in run.stored()
    assert run.page.trouble.isVisible()
    assert "remarks" in run.page.trouble.text()


def test_after_midnight_what_follows_from_today_is_worked_out_anew(screened: Screening, clock):
    day = {"type": "calculate", "name": "day", "calculation": "string(today())"}
    run = screened(a_checklist_of({"type": "text", "name": "q", **in_both("Anything")}, day))
    before = run.page.questions.view.session.find("/data/day").value
    clock.advance(2 * 24 * 3600)
    run.page.questions.look_at_day()
    run.office.settle()
    after = run.page.questions.view.session.find("/data/day").value
    assert after > before
    assert run.stored()["day"] == (after, "")


def test_answers_that_came_from_another_laptop_are_shown_with_the_result(screened: Screening):
    run = screened()
    run.press(K.Key_1)

    def elsewhere(session: object) -> None:
        zone = session.store.load("screening", run.screening_id).state.zone
        with session.store.transaction():
            write_answers(session, run.screening_id, zone, {SIGNS: Stored("present", "reported")})

    run.office.do(elsewhere)
    run.page.open_part(Part.RESULT)
    run.office.settle()
    assert run.page.part is Part.RESULT
    assert run.page.questions.view.session.find(SIGNS).value == "present"
    assert run.page.result.rows


def test_own_words_are_kept_as_they_are_typed(screened: Screening):
    run = screened()
    run.click("disclosure_stop")
    run.type('"He keeps my phone."')
    run.press(K.Key_Tab)
    assert run.values()["own_words"] == '"He keeps my phone."'
    assert {row.duty.duty for row in _duties(run)} >= {"immediate_needs", "hotline", "advocate_call"}


def test_questions_have_ended_after_a_disclosure_until_somebody_opens_them(screened: Screening):
    run = screened()
    run.page.stop()
    run.office.settle()
    run.page.open_part(Part.QUESTIONS)
    assert run.page.questions.ended.isVisible()
    assert not _first(run).entry.inputs()[0].isEnabled()
    run.click("reopen_questions")
    assert _first(run).entry.inputs()[0].isEnabled()


def test_stop_pressed_by_mistake_is_taken_back(screened: Screening):
    run = screened()
    run.page.stop()
    run.office.settle()
    run.click("disclosure_mistake")
    assert run.values().get("disclosure_made") is None
    assert run.page.part is Part.QUESTIONS
    assert visible(run.screen, QWidget, "disclosure_stop")


def test_parts_are_reached_by_key(screened: Screening):
    run = screened()
    for part in (Part.RESULT, Part.ABOUT):
        run.press(K.Key_PageDown, modifier=CTRL)
        assert run.page.part is part
    run.press(K.Key_PageUp, modifier=CTRL)
    assert run.page.part is Part.RESULT


def test_points_are_shown_while_it_is_answered(screened: Screening):
    run = screened("demo_concern")
    run.page.questions.view.jump("/data/contact/missing")
    run.press(K.Key_1)
    assert run.page.head.score().startswith("Points: 2 of what is known")


def test_header_is_changed_on_its_own_part(screened: Screening):
    run = screened()
    run.page.jump("interpreter")
    assert run.page.part is Part.ABOUT
    run.type("Ana Demo")
    run.press(K.Key_Tab)
    assert run.values()["interpreter"] == "Ana Demo"


def test_screening_whose_checklist_is_gone_says_so_and_lists_what_is_kept(deputy: Office, screened: Screening):
    run = screened(a_package())
    run.press(K.Key_1)
    run.screen.locked()

    deputy.do(lose_checklist)
    run.screen.shown(record_type="screening", record_id=run.screening_id)
    deputy.settle()
    page = run.screen.page.inner
    assert isinstance(page, KeptPage)
    assert "Nothing is lost" in page.trouble.text()
    shown = "\n".join(label.text() for label in page.findChildren(QLabel))
    assert "/data/moves" in shown
    assert "yes" in shown
    run.screen.locked()


def test_keyboard_is_never_lost(screened: Screening):
    run = screened()
    for part in (Part.QUESTIONS, Part.RESULT, Part.ABOUT, Part.QUESTIONS):
        run.page.open_part(part)
        run.office.settle()
        assert QApplication.focusWidget() is not None


def _first(run: Screened) -> object:
    return next(row for row in run.page.questions.view.page().rows() if row.takes_answer)


def _duties(run: Screened) -> list[object]:
    run.page.open_part(Part.RESULT)
    run.office.settle()
    return run.page.result.rows


def test_half_a_date_comes_back_after_a_lock(screened: Screening):
    run = screened(a_checklist_of({"type": "date", "name": "seen", **in_both("Last seen")}))
    run.type("yester")
    run.reopen()
    entry = run.page.questions.view.row("/data/seen").entry
    assert entry.typed() == "yester"
    assert entry.focus_widget().hasFocus()
    assert "seen" not in run.stored()


def test_everything_that_takes_the_keyboard_has_a_name(screened: Screening):
    run = screened("demo_concern")
    run.page.stop()
    run.office.settle()
    for part in Part:
        run.page.open_part(part)
        run.office.settle()
        for widget in run.page.findChildren(QWidget):
            takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled()
            if takes and widget.focusProxy() is None and widget.metaObject().className() != "QTabBar":
                assert widget.accessibleName() or getattr(widget, "text", str)(), (part, widget.objectName(), widget)


def test_what_is_pressed_at_the_roadside_is_large_enough_for_a_thumb(screened: Screening):
    run = screened("demo_concern")
    dress_application(QApplication.instance())
    tabs = visible(run.screen, QTabBar, "screening_parts")
    assert tabs.height() >= 56
    run.page.open_part(Part.RESULT)
    run.office.settle()
    for name in ("disclosure_stop", "screening_finish", "screening_more"):
        assert visible(run.screen, QWidget, name).height() >= 56, name
