"""What a person chose about the window itself, kept outside the encrypted store: never anything of a case."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ui.style.look import Look
from ui.style.token import TEXT_SCALES, THEMES
from ui.text import LANGUAGES, set_language

if TYPE_CHECKING:
    from ui.main_window import MainWindow

LONGEST_LOCK: Final = 30
_FILE: Final = "window.json"


@dataclass(frozen=True)
class WindowChoices:
    """``theme`` by name, ``scale`` in per cent, minutes until locking, language, whether to look like nothing."""

    theme: str = "dark"
    scale: int = 100
    lock_minutes: int = 10
    language: str = "en"
    undercover: bool = False

    def look(self) -> Look:
        """The look chosen."""
        return Look(THEMES[self.theme], self.scale)


def read_choices(folder: Path) -> WindowChoices:
    """Read what was chosen; anything that cannot be read or makes no sense is as if it had not been chosen."""
    try:
        found = json.loads((folder / _FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return WindowChoices()
    return _sane(found) if isinstance(found, dict) else WindowChoices()


def write_choices(folder: Path, choices: WindowChoices) -> bool:
    """Keep what was chosen; False when the folder cannot be written, which must stop nobody's work."""
    partly = folder / f"{_FILE}.part"
    try:
        partly.write_text(json.dumps(asdict(choices)), "utf-8")
        partly.replace(folder / _FILE)
    except OSError:
        return False
    return True


def _sane(found: dict[str, object]) -> WindowChoices:
    made = WindowChoices()
    theme, scale, minutes, language = (found.get(name) for name in ("theme", "scale", "lock_minutes", "language"))
    if isinstance(theme, str) and theme in THEMES:
        made = replace(made, theme=theme)
    if isinstance(scale, int) and scale in TEXT_SCALES:
        made = replace(made, scale=scale)
    if isinstance(minutes, int) and 1 <= minutes <= LONGEST_LOCK:
        made = replace(made, lock_minutes=minutes)
    if isinstance(language, str) and language in LANGUAGES:
        made = replace(made, language=language)
    return replace(made, undercover=found.get("undercover") is True)


class WindowSettings:
    """The choices in force, kept in ``folder`` (None: only in memory) and applied to the window as they change."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._window: MainWindow | None = None
        self.choices = read_choices(folder) if folder is not None else WindowChoices()
        set_language(self.choices.language)

    def attach(self, window: MainWindow) -> None:
        """Apply to ``window`` what does not wait for a change."""
        self._window = window
        window.set_idle_minutes(self.choices.lock_minutes)
        window.set_undercover(self.choices.undercover)

    def keep(self, choices: WindowChoices) -> None:
        """Take a change: keep it, apply it."""
        before, self.choices = self.choices, choices
        if self._folder is not None:
            write_choices(self._folder, choices)
        set_language(choices.language)
        window = self._window
        if window is None:
            return
        window.set_idle_minutes(choices.lock_minutes)
        window.set_undercover(choices.undercover)
        if (before.theme, before.scale, before.language) != (choices.theme, choices.scale, choices.language):
            window.desk.change_look(choices.look())


def load_look(folder: Path | None = None) -> Look:
    """Return the look that was chosen on this laptop, for before the window is made."""
    return read_choices(folder).look() if folder is not None else Look()
