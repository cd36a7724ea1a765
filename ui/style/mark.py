"""The few marks a style sheet can only take from files (ticks, carets), drawn in each theme's inks.

``python -m ui.style.mark`` writes them to ``resources/icons``; a test holds the files to the tokens.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import resources
from ui.style.token import THEMES, Theme

_STROKES: Final = {
    "check": ("on_accent", "M3 8.5 L6.5 12 L13 4.5"),
    "dash": ("on_accent", "M4 8 L12 8"),
    "caret-down": ("muted", "M3 5.5 L8 10.5 L13 5.5"),
    "caret-up": ("muted", "M3 10.5 L8 5.5 L13 10.5"),
    "caret-left": ("muted", "M10.5 3 L5.5 8 L10.5 13"),
    "caret-right": ("muted", "M5.5 3 L10.5 8 L5.5 13"),
}
_HEAD: Final = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'


def marks(theme: Theme) -> Iterator[tuple[str, str]]:
    """File name and SVG text of every mark in ``theme``."""
    for name, (ink, stroke) in _STROKES.items():
        colour = getattr(theme, ink)
        line = f'stroke="{colour}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
        yield f"{name}.svg", f'{_HEAD}<path d="{stroke}" fill="none" {line}/></svg>\n'
    yield "dot.svg", f'{_HEAD}<circle cx="8" cy="8" r="4.5" fill="{theme.accent}"/></svg>\n'


def write_marks(folder: Path) -> None:
    """Write the marks of every theme below ``folder``."""
    for theme in THEMES.values():
        target = folder / theme.name
        target.mkdir(parents=True, exist_ok=True)
        for name, text in marks(theme):
            (target / name).write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    write_marks(resources.path("icons"))
