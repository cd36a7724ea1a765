"""Design tokens: the one place where a colour, a distance, a type size or a radius is written down.

Distances and sizes are logical pixels at 100 % text scale; ``ui.style.look.px`` scales them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

FAMILY: Final = "Inter"

TEXT_SCALES: Final = (100, 115, 130, 150, 175, 200)
# From here on, what stands side by side goes below each other where it would be cut.
LARGE_TEXT: Final = 150


class Space(IntEnum):
    """Distances on a 4 px grid."""

    NONE = 0
    XS = 4
    S = 8
    M = 12
    L = 16
    XL = 24
    XXL = 32


class Type(IntEnum):
    """The type scale."""

    CAPTION = 12
    BODY = 14
    LEAD = 16
    TITLE = 20
    HEADING = 28
    FIGURE = 40


class Radius(IntEnum):
    """Corner radii; a pill is half of what it rounds."""

    MARK = 4
    CONTROL = 6
    CARD = 8
    PANEL = 12


class Size(IntEnum):
    """Sizes that are not distances."""

    LINE = 1
    FOCUS = 2
    ICON_SMALL = 14
    ICON = 18
    ICON_RAIL = 22
    ICON_LARGE = 40
    SCROLLBAR = 12
    TARGET = 36
    TARGET_LARGE = 56
    RAIL = 72
    PANE = 320
    FIND = 420
    FIND_MIN = 160
    GATE = 480
    COLUMN_MIN = 640
    COLUMN_MAX = 960
    PROSE = 560
    SECTION_SPLIT = 560
    FORM_SPLIT = 1100
    FORM_MAX = 1480
    SHEET_CELL = 88
    WINDOW_WIDTH = 1280
    WINDOW_HEIGHT = 800
    WINDOW_MIN_WIDTH = 800
    WINDOW_MIN_HEIGHT = 520


class Motion(IntEnum):
    """Milliseconds. Nothing moves for longer than SHORT."""

    SHORT = 120
    TYPING_PAUSE = 150
    TOAST = 8_000
    TICK = 1_000


class Tone(StrEnum):
    """What a colour means, so that widgets name the meaning and the theme the colour."""

    TEXT = "text"
    MUTED = "muted"
    ACCENT = "accent"
    ON_ACCENT = "on_accent"
    OK = "ok"
    SOON = "soon"
    DANGER = "danger"


def mix(first: str, second: str, part: float) -> str:
    """Blend two #RRGGBB colours; ``part`` 0 gives the first, 1 the second, below 0 moves away from the second."""
    pairs = zip(_channels(first), _channels(second), strict=True)
    return "#" + "".join(f"{min(255, max(0, round(a + (b - a) * part))):02X}" for a, b in pairs)


def contrast(first: str, second: str) -> float:
    """WCAG 2.2 contrast ratio of two #RRGGBB colours, 1 to 21."""
    brighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    parts = [value / 255 for value in _channels(colour)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@dataclass(frozen=True)
class Theme:
    """The colours of one appearance. What is not stored is blended from what is."""

    name: str
    base: str
    surface: str
    raised: str
    line: str
    edge: str
    text: str
    muted: str
    accent: str
    on_accent: str
    ok: str
    soon: str
    danger: str
    shade: str

    def colour(self, tone: Tone) -> str:
        """The ink of a tone."""
        ink: str = getattr(self, tone.value)
        return ink

    def tint(self, tone: Tone, part: float = 0.12) -> str:
        """A quiet background in a tone, for chips, banners and selections."""
        return mix(self.surface, self.colour(tone), part)

    @property
    def selection(self) -> str:
        """Background of what is selected."""
        return mix(self.surface, self.accent, 0.17)

    @property
    def hover(self) -> str:
        """Background under the pointer."""
        return mix(self.raised, self.text, 0.06)

    @property
    def press(self) -> str:
        """Background while pressed."""
        return mix(self.raised, self.text, 0.12)

    @property
    def accent_hover(self) -> str:
        """The accent under the pointer, moved away from the text that stands on it."""
        return mix(self.accent, self.on_accent, -0.12)

    @property
    def faint(self) -> str:
        """Text of what is switched off; WCAG exempts it from contrast."""
        return mix(self.surface, self.muted, 0.6)


DARK: Final = Theme(
    name="dark",
    base="#12161C",
    surface="#1A2029",
    raised="#222A35",
    line="#2F3947",
    edge="#66758A",
    text="#E6EAF0",
    muted="#9AA7B8",
    accent="#6AA5FF",
    on_accent="#0B1320",
    ok="#4CC38A",
    soon="#F5B54A",
    danger="#FF7B7B",
    shade="#000000",
)

LIGHT: Final = Theme(
    name="light",
    base="#F5F6F8",
    surface="#FFFFFF",
    raised="#FFFFFF",
    line="#D5DBE3",
    edge="#84909F",
    text="#1A2029",
    muted="#55616F",
    accent="#1F5FCC",
    on_accent="#FFFFFF",
    ok="#1B7049",
    soon="#855500",
    danger="#B42318",
    shade="#1A2029",
)

NIGHT: Final = Theme(
    name="night",
    base="#0A0000",
    surface="#140505",
    raised="#1F0A0A",
    line="#431A1A",
    edge="#9A4A41",
    text="#FF9285",
    muted="#C2695E",
    accent="#FF6A58",
    on_accent="#140505",
    ok="#E08478",
    soon="#FF9285",
    danger="#FF5B4A",
    shade="#000000",
)

THEMES: Final = {theme.name: theme for theme in (DARK, LIGHT, NIGHT)}

# The sheet that replaces the window looks like any office sheet, whatever the theme.
SHEET_PAPER: Final = "#FFFFFF"
SHEET_INK: Final = "#202124"
SHEET_HEADER: Final = "#F1F3F4"
SHEET_RULE: Final = "#DADCE0"
