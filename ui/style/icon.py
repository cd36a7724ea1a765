"""Icons of one family (Phosphor, as shipped by qtawesome), inked by the theme in force.

Only the font and its table of names are read: importing qtawesome itself costs more time than the whole
unlock screen.
"""

from __future__ import annotations

import importlib.util
import json
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF, Qt, qWarning
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPixmap

from ui.style.look import Look, current_look, px
from ui.style.token import Size, Tone

_CACHE_SIZE: Final = 512
_FALLBACK: Final = "circle-dashed"
_SIZES: Final = (16, 20, 24, 32)


def icon(name: str, tone: Tone = Tone.TEXT, size: Size | None = None) -> QIcon:
    """An icon in the theme in force, by its Phosphor name ("lock", "house-fill"). Ask again after a change of theme.

    It is drawn in every size that somebody might show it in, unless whoever asks knows the one.
    """
    sides = _SIZES if size is None else (int(size),)
    return QIcon(_drawn_icon(_glyph(name), tone, current_look(), _ratio(), sides))


def icon_names() -> frozenset[str]:
    """Every name of the family."""
    return frozenset(_family()[1])


def icon_pixmap(name: str, tone: Tone, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon as a pixmap of ``size`` logical pixels in the theme in force."""
    return _glyph_pixmap(_glyph(name), current_look().theme.colour(tone), size, ratio)


@lru_cache(maxsize=_CACHE_SIZE)
def _drawn_icon(glyph: str, tone: Tone, look: Look, ratio: float, sides: tuple[int, ...]) -> QIcon:
    # Pixmaps, not an icon engine of our own: Qt owns an engine, Python owns its object, and one of them is too many.
    drawn = QIcon()
    theme = look.theme
    inks = (
        (theme.colour(tone), QIcon.Mode.Normal, QIcon.State.Off),
        (theme.accent, QIcon.Mode.Normal, QIcon.State.On),
        (theme.faint, QIcon.Mode.Disabled, QIcon.State.Off),
    )
    for side in sides:
        for ink, mode, state in inks:
            drawn.addPixmap(_glyph_pixmap(glyph, ink, px(side), ratio), mode, state)
    return drawn


def _ratio() -> float:
    screens = QGuiApplication.screens()
    return screens[0].devicePixelRatio() if screens else 1.0


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
