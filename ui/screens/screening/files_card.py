"""Every file that is kept with a screening, also one that is no answer any more: its question, size, name and hash."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt

from ui.forms.file_words import file_lines
from ui.forms.question.file_shelf import FileButtons, FileShelf
from ui.forms.question.markup import breakable
from ui.screens.screening.screening_reading import KeptFile
from ui.style.token import Space
from ui.text import tr
from ui.widgets.card import Card
from ui.widgets.label import Role, label
from ui.widgets.layout import column, row


class FilesCard(Card):
    """What is to be done with a file goes out by the ``shelf``."""

    def __init__(self, files: Sequence[KeptFile], shelf: FileShelf) -> None:
        super().__init__(tr("attachment.files", count=len(files)), name="files_card")
        for kept in files:
            across = row(gap=Space.M)
            words = column(gap=Space.XS)
            for text, role in _lines(kept):
                words.addWidget(label(breakable(text), role, wrap=True))
            across.addLayout(words, stretch=1)
            buttons = FileButtons(shelf)
            buttons.show_file(kept.file)
            across.addWidget(buttons, alignment=Qt.AlignmentFlag.AlignTop)
            self.body.addLayout(across)


def _lines(kept: KeptFile) -> list[tuple[str, Role]]:
    first, *rest = file_lines(kept.file)
    about = [] if kept.is_answer else [(tr("attachment.no_answer"), Role.CAPTION)]
    return [(kept.question, Role.MUTED), first, *about, *rest]
