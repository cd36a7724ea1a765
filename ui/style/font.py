"""The bundled type family, and its tabular figures for clocks and tallies."""

from __future__ import annotations

from functools import cache
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

import resources

_FILES: Final = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf")


@cache
def load_fonts() -> tuple[int, ...]:
    """Register the bundled faces once; returns their ids in the font database."""
    return tuple(QFontDatabase.addApplicationFont(str(resources.path(f"fonts/{name}"))) for name in _FILES)


def tabular(font: QFont) -> QFont:
    """The same font with figures of one width, so that a running clock does not shake."""
    steady = QFont(font)
    steady.setFeature(QFont.Tag("tnum"), 1)
    return steady
