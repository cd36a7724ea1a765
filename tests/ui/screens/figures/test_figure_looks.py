"""The way of the arrests through the prosecution fits its window in large text, and in Spanish."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from tests.fakes.office import Office
from tests.ui.screens.figures.test_figures_screen import arrests
from tests.ui.screens.gallery import dress
from ui.screens.figures.figures_screen import FiguresScreen
from ui.screens.figures.funnel_card import FunnelCard
from ui.text import set_language


@pytest.mark.parametrize(("language", "scale", "width"), [("en", 100, 900), ("en", 200, 1112), ("es", 100, 900)])
def test_nothing_has_to_be_scrolled_sideways(office: Office, qtbot: QtBot, language: str, scale: int, width: int):
    set_language(language)
    dress(scale)
    try:
        office.do(lambda session: arrests(session, 4, da_decision="filed", convicted=3))
        made = FiguresScreen(office.desk)
        qtbot.addWidget(made)
        made.resize(width, 748)
        made.show()
        made.shown()
        office.settle()
        assert made.findChild(FunnelCard) is not None
        bar = made.findChild(QScrollArea).horizontalScrollBar()
        assert bar.maximum() == 0
    finally:
        set_language("en")
        dress(100)
