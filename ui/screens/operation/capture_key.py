"""The keys of quick capture, the same wherever it is offered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from fieldapp.records import require_type
from ui.desk import Desk
from ui.text import declared_text, tr

CAPTURE_KEYS: Final = {
    "recovery": "Alt+R",
    "arrest": "Alt+A",
    "search_warrant": "Alt+W",
    "evidence_item": "Alt+E",
    "note": "Alt+N",
}


def listen(owner: QWidget, desk: Desk, record_types: Iterable[str], capture: Callable[[str], object]) -> None:
    """Let each key begin its capture while ``owner`` is seen."""
    for record_type in record_types:
        words = tr("operation.capture_hint", kind=declared_text(require_type(record_type).title))
        desk.shortcuts.add(
            CAPTURE_KEYS[record_type], words, partial(capture, record_type), owner, group=tr("operation.capture")
        )
