"""Pictures of widgets, for looking at every screen in every theme and size."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from ui.style.look import Look, apply_look
from ui.style.token import THEMES

SIZES: Final = ((1280, 800), (1920, 1080))


def grab(widget: QWidget, path: Path) -> Path:
    """Write what ``widget`` shows to ``path`` (PNG), with the questions that stand before it, and return it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = widget.grab()
    painter = QPainter(picture)
    for question in (each for each in widget.findChildren(QDialog) if each.isVisible()):
        painter.drawPixmap(widget.mapFromGlobal(question.mapToGlobal(question.rect().topLeft())), question.grab())
    painter.end()
    if not picture.save(str(path)):
        msg = f"the picture could not be written: {path}"
        raise OSError(msg)
    return path


def grab_themes(application: QApplication, widget: QWidget, name: str, folder: Path) -> list[Path]:
    """Grab ``widget`` in every theme and size, as ``<name>-<theme>-<width>.png`` in ``folder``."""
    made = []
    for theme in THEMES.values():
        apply_look(application, Look(theme))
        for width, height in SIZES:
            widget.resize(width, height)
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
            made.append(grab(widget, folder / f"{name}-{theme.name}-{width}.png"))
    apply_look(application, Look())
    return made


def screenshot_folder() -> Path | None:
    """Where pictures are wanted (``FIELDAPP_SCREENSHOTS``), or None."""
    named = os.environ.get("FIELDAPP_SCREENSHOTS")
    return Path(named) if named else None
