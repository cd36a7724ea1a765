"""Icons of one family (Phosphor, as shipped by qtawesome), inked by the theme in force when they are painted.

Only the font and its table of names are read: importing qtawesome itself costs more time than the whole
unlock screen.
"""

from __future__ import annotations

import importlib.util
import json
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, qWarning
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from ui.style.look import current_look
from ui.style.token import Tone

_CACHE_SIZE: Final = 512
_FALLBACK: Final = "circle-dashed"


def icon(name: str, tone: Tone = Tone.TEXT) -> QIcon:
    """A scalable icon, by its Phosphor name ("lock", "house-fill"); follows a change of theme by itself."""
    return QIcon(_GlyphEngine(_glyph(name), tone))


def icon_names() -> frozenset[str]:
    """Every name of the family."""
    return frozenset(_family()[1])


def icon_pixmap(name: str, tone: Tone, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon as a pixmap of ``size`` logical pixels in the theme in force."""
    return _glyph_pixmap(_glyph(name), current_look().theme.colour(tone), size, ratio)


class _GlyphEngine(QIconEngine):
    """Paints one glyph of the icon font."""

    def __init__(self, glyph: str, tone: Tone) -> None:
        super().__init__()
        self._glyph = glyph
        self._tone = tone

    def _ink(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        theme = current_look().theme
        if mode == QIcon.Mode.Disabled:
            return theme.faint
        if state == QIcon.State.On:
            return theme.accent
        return theme.colour(self._tone)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatio()
        side = min(rect.width(), rect.height())
        pixmap = _glyph_pixmap(self._glyph, self._ink(mode, state), side, ratio)
        offset = QPoint((rect.width() - side) // 2, (rect.height() - side) // 2)
        painter.drawPixmap(rect.topLeft() + offset, pixmap)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return _glyph_pixmap(self._glyph, self._ink(mode, state), min(size.width(), size.height()), 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        side = round(min(size.width(), size.height()) / scale)
        return _glyph_pixmap(self._glyph, self._ink(mode, state), side, scale)

    def clone(self) -> QIconEngine:
        return _GlyphEngine(self._glyph, self._tone)


@cache
def _family() -> tuple[str, dict[str, str]]:
    found = importlib.util.find_spec("qtawesome")
    if found is None or found.origin is None:
        msg = "the icon family is missing: qtawesome is not installed"
        raise RuntimeError(msg)
    folder = Path(found.origin).parent / "fonts"
    font = next(folder.glob("phosphor-*.ttf"))
    names = next(folder.glob("phosphor-charmap-*.json"))
    ident = QFontDatabase.addApplicationFont(str(font))
    return QFontDatabase.applicationFontFamilies(ident)[0], json.loads(names.read_text("utf-8"))


def _glyph(name: str) -> str:
    names = _family()[1]
    if name not in names:
        # A picture that is missing must not stop anybody's work; in tests a Qt warning is a failure.
        qWarning(f"no icon of this family is called {name!r}")
        name = _FALLBACK
    return chr(int(names[name], 16))


@lru_cache(maxsize=_CACHE_SIZE)
def _glyph_pixmap(glyph: str, colour: str, size: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    font = QFont(_family()[0])
    font.setPixelSize(size)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(QRectF(0, 0, size, size), Qt.AlignmentFlag.AlignCenter, glyph)
    painter.end()
    return pixmap
