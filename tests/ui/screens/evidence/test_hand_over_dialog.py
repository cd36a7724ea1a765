"""The dialog that hands an item over says what is wrong where it is wrong, the first of it under the keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.domain.problems import Problem, Refused
from tests.fakes.office import Office
from tests.ui.screens.evidence.test_custody_card import a_card, an_item, words, write_down
from ui.screens.evidence.hand_over_dialog import HandOverDialog


def test_keyboard_goes_to_the_first_field_that_was_refused(office: Office, qtbot: QtBot):
    window = QWidget()
    window.resize(1280, 800)
    qtbot.addWidget(window)
    window.show()
    dialog = HandOverDialog(window, office.desk, [])
    dialog.open()
    dialog.say_fault(Refused([Problem("REQUIRED", "purpose"), Problem("REQUIRED", "received_by")]))
    assert dialog.focusWidget().objectName() == "received_by"
    assert dialog.findChild(QPushButton, "hand_over_go").isEnabled()


def test_person_who_is_waited_for_is_told_so_and_not_by_their_name(office: Office, qtbot: QtBot):
    item = an_item(office)
    write_down(office, item, "okafor", office.do(lambda s: s.profile.handle))
    assert "Waits for your signature" in words(a_card(office, qtbot, item))


def test_tab_follows_the_eye_through_the_dialog_to_its_buttons(office: Office, qtbot: QtBot):
    window = QWidget()
    window.resize(1280, 800)
    qtbot.addWidget(window)
    window.show()
    dialog = HandOverDialog(window, office.desk, [])
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    names, walk = [], dialog.focusWidget()
    while not names or names[-1] != "hand_over_go":
        names.append(walk.objectName())
        walk = walk.nextInFocusChain()
        while not walk.focusPolicy() & Qt.FocusPolicy.TabFocus or not walk.isVisible():
            walk = walk.nextInFocusChain()
    assert [names[0], *names[-2:]] == ["received_by", "hand_over_cancel", "hand_over_go"]
    assert names.index("purpose") < names.index("handed_at") < names.index("seal_number")
