"""An arrest through the window by keyboard: captured, charged under the law of its day, followed to the verdict."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QListWidget, QPushButton

from fieldapp.actions.capture import save_record
from fieldapp.actions.conflict import count_clashes, load_clashes
from fieldapp.actions.history import load_history
from fieldapp.domain.access import Role
from tests.fakes.sample import a_person, ago
from ui.screens.arrest.charge_section import ChargeSection
from ui.screens.record.record_page import RecordPage

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
FACTS = {"role": "other", "report_bucket": "MISC", "place": "Example Motel, 12 Demo Street"}


def newest(record_type):
    sql = f'SELECT id FROM "{record_type}" WHERE voided = 0 ORDER BY created_at DESC LIMIT 1'
    return lambda session: (session.store.connection.exec_driver_sql(sql).fetchone() or (None,))[0]


def values_of(arrest):
    return lambda session: dict(session.store.record("arrest", arrest) or {})


def charges_of(arrest):
    return lambda session: [charge["offence"] for charge in session.store.linked("charge", "arrest", arrest)]


def an_arrest(person, **values):
    def ask(session):
        facts = FACTS | {"person": person, "arrested_at": ago(session, hours=1)}
        return save_record(session, "arrest", facts | values)

    return ask


def choose(desk, box, words):
    """Type the beginning of an answer into a list of them, and leave it."""
    desk.come_to_front()  # a list that popped up and found nothing takes the keyboard with it
    box.setFocus()
    typed = box.lineEdit() if box.isEditable() else box
    if box.isEditable():
        typed.selectAll()
    desk.qtbot.keyClicks(typed, words)
    offered = QApplication.activePopupWidget()
    if offered is not None:
        # What fits lies below the line, and has the keyboard: the first of it is taken.
        desk.qtbot.keyClick(offered, Qt.Key.Key_Down)
        desk.qtbot.keyClick(offered, Qt.Key.Key_Return)
    desk.qtbot.keyClick(typed, Qt.Key.Key_Tab)
    desk.settle()


def choose_in(desk, name, words):
    choose(desk, desk.find(QComboBox, name), words)


def link(desk, name, words):
    """Find another record by its title and take the first hit by Return."""
    line = desk.find(QLineEdit, name)
    line.setFocus()
    line.selectAll()
    desk.qtbot.keyClicks(line, words)
    desk.qtbot.waitUntil(lambda: any(h.isVisible() for h in desk.window.findChildren(QListWidget, f"{name}_hits")))
    desk.settle()
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)
    desk.settle()


def charge_form(desk):
    section = next(s for s in desk.window.findChildren(ChargeSection) if s.isVisible())
    desk.qtbot.waitUntil(lambda: section.form is not None and section.form.is_built)
    return section.form


def charge(desk, field, words):
    """Answer a question of the charge that is open."""
    widget = charge_form(desk).editor(field).focus_widget()
    if isinstance(widget, QComboBox):
        choose(desk, widget, words)
        return
    desk.come_to_front()
    widget.setFocus()
    widget.selectAll()
    desk.qtbot.keyClicks(widget, words)
    desk.qtbot.keyClick(widget, Qt.Key.Key_Tab)
    desk.settle()


def open_page(desk, arrest, record_type="arrest"):
    desk.come_to_front()
    desk.go("record", record_type=record_type, record_id=arrest)
    wait_for_page(desk)


def wait_for_page(desk):
    """Until every field is there: a page puts them up a few at a time."""
    pages = desk.window.findChildren
    desk.qtbot.waitUntil(lambda: any(page.isVisible() and page.is_built for page in pages(RecordPage)), timeout=10_000)
    desk.settle()


def reads(desk, words):
    """Wait until the window says it: it reads the record anew a moment after each change."""
    desk.qtbot.waitUntil(lambda: words in desk.words(), timeout=10_000)


def strip(desk):
    found = [label.text() for label in desk.window.findChildren(QLabel) if label.isVisible()]
    return [
        text.split(":")[0] for text in found if text.startswith(("Arrested: 2", "Presented: 2", "Filed: 2", "Conv"))
    ]


def test_purchasers_arrest_goes_from_capture_to_conviction_by_keyboard(sit_down):
    detective, deputy = sit_down("detective"), sit_down("deputy", Role.DEPUTY)
    detective.unlock()
    detective.ask(lambda s: a_person(s, "Doe-2026-0007", born_on="1980-01-01", gender="male"))
    detective.go("board")
    detective.keys(Qt.Key.Key_A, ALT)
    link(detective, "person", "Doe-2026-0007")
    choose_in(detective, "role", "Other")
    detective.type("place", "Example Motel, 12 Demo Street")
    detective.keys(Qt.Key.Key_Return, CTRL)
    wait_for_page(detective)
    arrest = detective.ask(newest("arrest"))

    detective.enter("add_charge")
    charge(detective, "offence", "647(b)(2)")
    assert detective.ask(charges_of(arrest)) == ["pc_647_b_2"]
    reads(detective, "Charges suggest: Purchaser")
    reads(detective, "NIBRS: 40C")
    reads(detective, "No line of the report was chosen yet.")
    # Rule R2: who counts as a purchaser has to have been one, and one key says so.
    detective.enter("mend_BUCKET_BLANK")
    reads(detective, "Only a purchaser counts as a purchaser")
    detective.keys(Qt.Key.Key_Return, CTRL)
    assert detective.ask(values_of(arrest))["state"] == "draft"
    detective.enter("mend_BUCKET_WITHOUT_PURCHASER")
    detective.qtbot.waitUntil(lambda: "Only a purchaser" not in detective.words())
    found = detective.ask(values_of(arrest))
    assert (found["report_bucket"], found["role"]) == ("BUYER", "purchaser")
    detective.keys(Qt.Key.Key_Return, CTRL)
    assert detective.ask(values_of(arrest))["state"] == "final"

    detective.enter("correct")
    detective.give_reason("Went to the district attorney")
    detective.type("presented_at", "now")
    choose_in(detective, "da_decision", "Charges")
    detective.type("da_decided_on", "today")
    charge(detective, "disposition", "Convicted by plea")
    charge(detective, "disposed_on", "today")
    detective.qtbot.waitUntil(lambda: strip(detective) == ["Arrested", "Presented", "Filed", "Convicted"])
    detective.sync()

    deputy.unlock()
    deputy.sync()
    open_page(deputy, arrest)
    deputy.qtbot.waitUntil(lambda: strip(deputy) == ["Arrested", "Presented", "Filed", "Convicted"])
    assert deputy.ask(values_of(arrest)) == detective.ask(values_of(arrest))
    reads(deputy, "Charges suggest: Purchaser")
    deputy.go("figures")
    reads(deputy, "From arrest to conviction")
    reads(deputy, "Presented to the prosecutor: 1 = 1 + 0 + 0 + 0")


def test_minor_is_not_charged_with_selling_and_becomes_a_recovery_by_keyboard(sit_down):
    detective, deputy = sit_down("detective"), sit_down("deputy", Role.DEPUTY)
    detective.unlock()
    child = detective.ask(lambda s: a_person(s, "Doe-2026-0008"))
    arrest = detective.ask(an_arrest(child, apparent_minor=True))
    open_page(detective, arrest)
    detective.enter("add_charge")
    charge(detective, "offence", "647(b)(1)")
    reads(detective, "Somebody under 18 is not arrested for this. They are a victim.")
    assert detective.ask(charges_of(arrest)) == []
    detective.enter("record_as_recovery")
    recovery = detective.ask(newest("recovery"))
    assert detective.ask(lambda s: s.store.record("recovery", recovery))["person"] == child
    assert detective.ask(values_of(arrest)) == {}
    detective.sync()
    deputy.unlock()
    deputy.sync()
    assert deputy.ask(values_of(arrest)) == {}
    open_page(deputy, recovery, "recovery")
    reads(deputy, "Doe-2026-0008")


def test_minors_arrest_for_something_else_is_reviewed_by_a_supervisor_before_it_is_final(sit_down):
    detective, sergeant = sit_down("detective"), sit_down("sergeant", Role.SUPERVISOR)
    detective.unlock()
    child = detective.ask(lambda s: a_person(s, "Doe-2026-0009", born_on="2011-01-01"))
    arrest = detective.ask(an_arrest(child))
    open_page(detective, arrest)
    detective.enter("add_charge")
    charge(detective, "offence", "148(a)(1)")
    reads(detective, "Did somebody make, press or send the child to do it, or gain by it?")
    detective.keys(Qt.Key.Key_Return, CTRL)
    reads(detective, "a review of the link to exploitation (PC 236.23)")
    assert detective.ask(values_of(arrest))["state"] == "draft"
    detective.sync()
    sergeant.unlock()
    sergeant.sync()
    open_page(sergeant, arrest)
    sergeant.enter("nexus_stands")
    sergeant.give_reason("Alone, no sign that anybody sent the child")
    reads(sergeant, "Reviewed by Sergeant")
    sergeant.sync()
    detective.sync()
    open_page(detective, arrest)
    reads(detective, "Alone, no sign that anybody sent the child")
    detective.keys(Qt.Key.Key_Return, CTRL)
    assert detective.ask(values_of(arrest))["state"] == "final"


def test_two_laptops_that_decide_otherwise_offline_leave_a_clash_that_a_person_settles(sit_down):
    detective, deputy = sit_down("detective"), sit_down("deputy", Role.DEPUTY)
    detective.unlock()
    arrest = detective.ask(an_arrest(detective.ask(lambda s: a_person(s, "Doe-2026-0010", born_on="1980-01-01"))))
    detective.sync()
    deputy.unlock()
    deputy.sync()
    for desk, decision, line in (
        (detective, "Charges", "Trafficking"),
        (deputy, "Diverted", "Internet"),
    ):
        open_page(desk, arrest)
        choose_in(desk, "da_decision", decision)
        choose_in(desk, "report_bucket", line)
    detective.sync()
    deputy.sync()
    detective.sync()
    for desk in (detective, deputy):
        assert {clash.field for clash in desk.ask(load_clashes)} == {"da_decision", "report_bucket"}
        open_page(desk, arrest)
        reads(desk, "People wrote different values without knowing of each other.")
    deputy.come_to_front()
    deputy.go("conflicts")
    for _ in range(2):
        take = next(b for b in deputy.window.findChildren(QPushButton) if b.isVisible() and b.text() == "Take this one")
        take.setFocus()
        deputy.qtbot.keyClick(take, Qt.Key.Key_Return)
        deputy.type("conflict_reason", "Read in the prosecutor's letter")
        deputy.enter("conflict_decide")
    assert deputy.ask(count_clashes) == 0
    deputy.sync()
    detective.sync()
    assert detective.ask(count_clashes) == 0
    assert detective.ask(values_of(arrest)) == deputy.ask(values_of(arrest))
    acts = detective.ask(lambda s: load_history(s, "arrest", arrest))
    said = {(edit.name, edit.after) for act in acts for edit in act.edits}
    assert {("da_decision", "filed"), ("da_decision", "diverted"), ("report_bucket", "HT")} <= said
    assert ("report_bucket", "ICAC") in said
    assert any(act.reason == "Read in the prosecutor's letter" for act in acts)


def test_charge_whose_statute_was_repealed_the_day_before_is_refused_in_the_window(sit_down):
    detective = sit_down("detective")
    detective.unlock()
    person = detective.ask(lambda s: a_person(s, "Doe-2026-0011", born_on="1980-01-01"))
    arrest = detective.ask(an_arrest(person, offence_on="2023-01-01"))
    open_page(detective, arrest)
    detective.enter("add_charge")
    charge(detective, "offence", "653.22")
    assert detective.ask(charges_of(arrest)) == []  # not offered: nothing to choose
    charge(detective, "offence_on", "2022-12-31")
    charge(detective, "offence", "653.22")
    assert detective.ask(charges_of(arrest)) == ["pc_653_22"]
    charge(detective, "offence_on", "2023-01-01")
    reads(detective, "was not the law on 2023-01-01")
    held = detective.ask(lambda s: s.store.linked("charge", "arrest", arrest))
    assert [row["offence_on"] for row in held] == ["2022-12-31"]
