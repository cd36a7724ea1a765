"""A screening under way: every answer is kept at once, and it goes on where it was left."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ui.screens.screening.run_head import Part

K = Qt.Key


def test_every_answer_is_in_the_store_at_once_with_how_it_is_known(screened):
    run = screened()
    run.press(K.Key_1)
    assert run.stored()["age_group"] == ("under_18", "observed")


def test_way_to_the_result(screened):
    run = screened("demo_concern")
    run.press(K.Key_1)
    run.page.open_part(Part.RESULT)
    run.office.settle()
    assert "not a finding" in run.page.result.findChild(object, "no_finding").text()
