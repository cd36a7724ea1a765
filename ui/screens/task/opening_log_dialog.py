"""Every act on a sealed name, as the journal has it: who, when, on which laptop, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from fieldapp.actions.name_opening import LogLine
from fieldapp.domain.clock import Clock, from_wire
from ui.models.row_words import spell_when
from ui.style.token import Space, Tone
from ui.text import tr
from ui.widgets.button import button
from ui.widgets.chip import Chip, even_out
from ui.widgets.dialog import Dialog
from ui.widgets.label import Role, label, rule
from ui.widgets.layout import column, row

_LOOKS: Final = {
    "sealed": ("lock-key", Tone.MUTED),
    "asked": ("chat-circle", Tone.SOON),
    "agreed": ("check-circle", Tone.OK),
    "refused": ("x-circle", Tone.DANGER),
    "opened": ("eye", Tone.ACCENT),
    "struck": ("trash", Tone.MUTED),
    "changed": ("pencil-simple", Tone.MUTED),
}


class OpeningLogDialog(Dialog):
    """Newest first. Open it with ``open()``."""

    def __init__(self, parent: QWidget, alias: str, lines: Sequence[LogLine], clock: Clock) -> None:
        heading = tr("sealed.log_title", alias=alias)
        super().__init__(parent, tr("sealed.log"), tr("sealed.log_hint"), name="opening_log", heading=heading)
        chips = [Chip(tr(f"sealed.act_{line.act}"), *_LOOKS[line.act], name="act_chip") for line in lines]
        even_out(chips)
        for number, (line, chip) in enumerate(zip(lines, chips, strict=True)):
            if number:
                self.body.addWidget(rule())
            across = row()
            across.addWidget(chip)
            words = column(gap=Space.NONE)
            when = spell_when(from_wire(line.at), clock.now())
            words.addWidget(label(tr("sealed.log_line", who=line.who, when=when, device=line.device), wrap=True))
            if line.words:
                words.addWidget(label(line.words, Role.CAPTION, wrap=True))
            across.addLayout(words, stretch=1)
            self.body.addLayout(across)
        close = button(tr("sealed.close"), name="log_close")
        close.clicked.connect(self.reject)
        self.foot.addStretch()
        self.foot.addWidget(close)
        close.setFocus()
