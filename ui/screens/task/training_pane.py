"""Trainings by person, what is missing or runs out first; a row opens its record, or begins the one that is missing."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from fieldapp.actions.training import Trained, load_trainings
from fieldapp.records.vocabulary import label as choice_label
from ui.desk import Desk
from ui.jobs import Fault
from ui.screens.board.board_row import BoardRow
from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.text import chosen_language, error_text, tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.label import Role, label, rule
from ui.widgets.layout import clear, column

STATES: Final = {
    "lacking": ("warning-octagon", Tone.DANGER),
    "expired": ("warning-octagon", Tone.DANGER),
    "soon": ("hourglass", Tone.SOON),
    "valid": ("check-circle", Tone.MUTED),
}


class TrainingPane(QWidget):
    """Reads itself when it is shown; ``rows`` in the order shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("training_pane")
        self._desk = desk
        self.rows: list[BoardRow] = []
        self.banner = Banner(name="training_banner")
        self._inside = column(gap=Space.M)
        outside = column(self, gap=Space.M)
        outside.addWidget(self.banner)
        outside.addLayout(self._inside)
        outside.addStretch()

    def reload(self) -> None:
        """Read the trainings anew."""
        session = self._desk.session
        if session is not None:
            self._desk.jobs.store(lambda: load_trainings(session), self._on_trainings, self._on_fault, self)

    def empty(self) -> None:
        """Forget every row at once."""
        self.rows = []
        clear(self._inside)

    def _on_trainings(self, trainings: tuple[Trained, ...]) -> None:
        self.empty()
        self.banner.hide()
        new = button(tr("training.new"), Kind.PRIMARY, glyph="plus", name="training_new")
        new.clicked.connect(partial(self._desk.open, "capture", record_type="training"))
        card = Card(tr("training.title"), name="training_card", action=new)
        card.body.setSpacing(px(Space.NONE))
        card.body.addWidget(label(tr("training.hint" if trainings else "training.none"), Role.CAPTION, wrap=True))
        card.body.addSpacing(px(Space.S))
        for each in trainings:
            card.body.addWidget(rule())
            made = self._row(each)
            self.rows.append(made)
            card.body.addWidget(made)
        self._inside.addWidget(card)
        if self.rows and self.isVisible():
            self.rows[0].setFocus()

    def _row(self, each: Trained) -> BoardRow:
        chip = Chip(tr(f"training.{each.state}"), *STATES[each.state], name="training_chip")
        chip.setFixedWidth(px(Size.SHEET_CELL * 2))
        made = BoardRow(each.who, course_words(each), lead=chip, name="training_row")
        if each.record_id:
            made.opened.connect(partial(self._desk.open, "record", record_type="training", record_id=each.record_id))
        else:
            made.opened.connect(
                partial(self._desk.open, "capture", record_type="training", who=each.who, course=each.course)
            )
        return made

    def _on_fault(self, fault: Fault) -> None:
        self.banner.say(tr("training.failed"), error_text(fault))


def course_words(each: Trained) -> str:
    """The course, when it was completed and until when it counts."""
    parts = [choice_label("training_course", each.course, chosen_language())]
    if each.completed_on is not None:
        parts.append(tr("training.completed", day=each.completed_on.isoformat()))
    if each.expires_on is not None:
        parts.append(tr("training.expires", day=each.expires_on.isoformat()))
    return " \N{MIDDLE DOT} ".join(parts)
