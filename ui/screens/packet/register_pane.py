"""What left of a record or about a person: when, to whom, on what basis, what, and how much was withheld."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from fieldapp.actions.disclosure import RegisterLine
from fieldapp.records.vocabulary import label as choice_label
from ui.forms.local_time import show_instant
from ui.forms.question.markup import breakable
from ui.style.token import Space, Tone
from ui.text import chosen_language, tr
from ui.widgets.label import Role, label, rule, set_state
from ui.widgets.layout import clear, column


class RegisterPane(QWidget):
    """The lines one below the other, newest first."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("register_pane")
        self._inside = column(self, gap=Space.S)

    def show_lines(self, lines: Sequence[RegisterLine]) -> None:
        """Show the register."""
        clear(self._inside)
        if not lines:
            self._inside.addWidget(label(tr("packet.nothing_left"), Role.MUTED, wrap=True))
        for number, line in enumerate(lines):
            if number:
                self._inside.addWidget(rule())
            self._inside.addWidget(_card(line))
        self._inside.addStretch()


def _card(line: RegisterLine) -> QWidget:
    made, values = QWidget(), line.values
    inside = column(made, gap=Space.XS)
    inside.addWidget(label(breakable(str(values.get("what") or "")), Role.STRONG, wrap=True))
    when = show_instant(str(values["at"])) if values.get("at") else ""
    inside.addWidget(label(f"{when} · {values.get('given_by') or ''}", Role.CAPTION, wrap=True))
    inside.addWidget(label(breakable(tr("packet.given_to", who=values.get("recipient") or "")), wrap=True))
    basis = choice_label("disclosure_basis", str(values.get("basis") or ""), chosen_language())
    inside.addWidget(label(tr("packet.on_basis", basis=basis), Role.MUTED, wrap=True))
    if values.get("reason"):
        inside.addWidget(label(breakable(tr("record.because", reason=values["reason"])), Role.MUTED, wrap=True))
    if line.is_struck:
        struck = label(tr("packet.never_left"), wrap=True)
        set_state(struck, "tone", Tone.DANGER.value)
        inside.addWidget(struck)
    return made
