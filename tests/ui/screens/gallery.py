"""Pictures of a screen in every theme, for a window of each size and for large text; made only when asked for.

``FIELDAPP_SCREENSHOTS=DIR pytest tests/ui/screens -k looks`` makes those of every bundled checklist.
"""

from __future__ import annotations

from typing import Final

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.fakes.office import Office
from ui.screenshot import grab, screenshot_folder
from ui.style.look import Look, apply_look
from ui.style.token import THEMES

FRAMES: Final = {100: ((1208, 748), (1848, 1028)), 200: ((1112, 748),)}
"""A window of 1280 by 800 and one of 1920 by 1080, without rail and strip, by the scale of its text."""

on_demand = pytest.mark.skipif(screenshot_folder() is None, reason="pictures are made when FIELDAPP_SCREENSHOTS is set")


def dress(scale: int) -> None:
    """Wear the text of this scale; what is built afterwards is laid out for it."""
    apply_look(QApplication.instance(), Look(THEMES["dark"], scale))


def picture(office: Office, widget: QWidget, name: str, scale: int) -> None:
    """Grab a screen in each theme at the sizes of a scale."""
    folder = screenshot_folder()
    for theme in THEMES.values():
        apply_look(QApplication.instance(), Look(theme, scale))
        for width, height in FRAMES[scale]:
            widget.resize(width, height)
            office.settle()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
            grab(widget, folder / f"{name}-{scale}-{theme.name}-{width}.png")
    dress(scale)
