"""The place of checklists with all that come with the program, in every theme and size; to be looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fieldapp.forms.bundle import load_bundled
from tests.forms.workbook import SURVEY, a_workbook, sheets, with_row
from tests.ui.screens.checklist.conftest import Seat, bundle
from tests.ui.screens.gallery import FRAMES, dress, on_demand, picture
from ui.style.look import Look, apply_look

pytestmark = on_demand
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(params=FRAMES)
def scale(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[int]:
    """Wear text of a scale."""
    dress(request.param)
    yield request.param
    apply_look(qapp, Look())


def test_looks_of_the_shelf_an_import_and_a_preview(
    sit_down: Callable[..., Seat], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, scale: int
):
    bundle(monkeypatch, *load_bundled().values())
    seat = sit_down()
    picture(seat.office, seat.screen, "checklists", scale)
    seat.keys(Qt.Key.Key_P, CONTROL)
    picture(seat.office, seat.screen, "preview", scale)
    seat.press("preview_close")
    survey = with_row(SURVEY, 4, relevant="${harm} = 'yess'")
    survey[4][5] = ". >>= 0"
    file = tmp_path / "county.xlsx"
    file.write_bytes(a_workbook(sheets(survey=survey)))
    seat.screen.take_file(file)
    seat.office.settle()
    seat.settle()
    picture(seat.office, seat.screen, "import-findings", scale)
