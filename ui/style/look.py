"""The look in force: theme and text scale, kept on the application object, applied in one call."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from ui.style.font import load_fonts
from ui.style.sheet import build_sheet
from ui.style.token import DARK, FAMILY, THEMES, Theme, Type, mix

_PROPERTY: Final = "look"


@dataclass(frozen=True)
class Look:
    """What a person chose: a theme and a text scale in per cent (100 to 200)."""

    theme: Theme = DARK
    scale: int = 100

    def px(self, value: float) -> int:
        """A token at this scale."""
        return round(value * self.scale / 100)


def current_look() -> Look:
    """The look in force; the default before ``apply_look``."""
    application = QCoreApplication.instance()
    return _look_named(str(application.property(_PROPERTY) or "") if application else "")


@cache
def _look_named(words: str) -> Look:
    # Asked for some twenty times by every field of a page.
    name, _, scale = words.partition("/")
    return Look(THEMES[name], int(scale)) if name else Look()


def px(value: float) -> int:
    """A token scaled by the look in force."""
    return current_look().px(value)


def apply_look(application: QApplication, look: Look) -> None:
    """Dress every window in ``look``; may be called again at any time."""
    load_fonts()
    application.setProperty(_PROPERTY, f"{look.theme.name}/{look.scale}")
    font = QFont(FAMILY)
    font.setPixelSize(look.px(Type.BODY))
    application.setFont(font)
    application.setPalette(_palette(look.theme))
    application.setStyleSheet(build_sheet(look.theme, look.scale))


def _palette(theme: Theme) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: theme.base,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.surface,
        QPalette.ColorRole.AlternateBase: mix(theme.surface, theme.base, 0.5),
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.Button: theme.raised,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.BrightText: theme.danger,
        QPalette.ColorRole.ToolTipBase: theme.raised,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.Highlight: theme.selection,
        QPalette.ColorRole.HighlightedText: theme.text,
        QPalette.ColorRole.Accent: theme.accent,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.LinkVisited: theme.accent,
        QPalette.ColorRole.Light: theme.raised,
        QPalette.ColorRole.Midlight: theme.line,
        QPalette.ColorRole.Mid: theme.line,
        QPalette.ColorRole.Dark: theme.line,
        QPalette.ColorRole.Shadow: theme.shade,
    }
    palette = QPalette()
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.faint))
    return palette
