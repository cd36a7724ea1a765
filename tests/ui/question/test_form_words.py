"""The words of a running form: its languages, hostile labels, what a screen reader hears."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QWidget

from tests.ui.question.youth import PEOPLE, SECTIONS, View, press


def test_language_changes_in_the_middle_and_the_keyboard_stays(qtbot, a_view: View):
    view = a_view(SECTIONS)
    press(qtbot, Qt.Key.Key_1)
    before = QApplication.focusWidget()
    box = view.findChild(QComboBox, "form_language")
    view.set_language("Español (es)")
    assert QApplication.focusWidget() is before
    assert view.row("/data/a/is_minor").label_text() == "¿Menor de 18?"
    assert before.words() == "Sí"
    assert view.findChild(QLabel, "form_title").text() == "Sobre"
    assert box.currentText() == "Español"
    assert view.session.find("/data/a/is_minor").value == "yes"


def test_language_read_from_right_to_left_turns_the_page_round(a_view: View):
    rows = [{"type": "select_one yn", "name": "q", "label::English (en)": "Q", "label::العربية (ar)": "س"}]
    choices = [{"list_name": "yn", "name": "y", "label::English (en)": "Yes", "label::العربية (ar)": "نعم"}]
    view = a_view(rows, choices)
    view.set_language("العربية (ar)")
    assert view.row("/data/q").layoutDirection() == Qt.LayoutDirection.RightToLeft
    view.set_language("English (en)")
    assert view.row("/data/q").layoutDirection() == Qt.LayoutDirection.LeftToRight


HOSTILE = {
    "html": "<img src=http://203.0.113.9/x.png> <b>bold</b> <script>x</script>",
    "markdown": "[go](http://203.0.113.9) ![x](http://203.0.113.9/y.png) **fine**",
    "long": "x" * 10_000,
    "override": "safe\u202etxt.exe",
    "emoji": "👩\u200d👧\u200d👦 \U0001f9d1\U0001f3ff",
}


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_label_is_only_text_and_fits_the_page(a_view: View, words: str):
    rows = [{"type": "select_one c", "name": "q", "label": words, "hint": words}]
    view = a_view(rows, [{"list_name": "c", "name": "a", "label": words}], language="")
    row = view.row("/data/q")
    for shown in row.findChildren(QLabel):
        if shown.textFormat() == Qt.TextFormat.RichText:
            assert "<img" not in shown.text()
            assert "<a" not in shown.text()
            assert "<script" not in shown.text()
        assert not shown.openExternalLinks()
        assert "\u202e" not in shown.text()
    assert row.width() <= view.width()
    view.grab()


def parts(widget: QWidget) -> list[QWidget]:
    return [part for part in widget.findChildren(QWidget) if part.isVisible()]


def test_everything_that_takes_the_keyboard_has_a_name(qtbot, a_view: View):
    view = a_view([*SECTIONS, *PEOPLE])
    press(qtbot, Qt.Key.Key_1)
    for number in range(4):
        view.show_page(number)
        if view.page() is not None:
            view.page().finish()
        for part in parts(view):
            if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isEnabled() and part.focusProxy() is None:
                words = part.accessibleName() or getattr(part, "text", str)()
                assert words, part
