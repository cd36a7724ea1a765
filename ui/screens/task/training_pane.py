"""Trainings by person, what is missing or runs out first; a row opens its record, or begins the one that is missing."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from fieldapp.actions.training import Trained, load_trainings
from fieldapp.records.vocabulary import label as choice_label
from ui.screens.board.board_row import BoardRow
from ui.screens.task.team_pane import TeamPane
from ui.style.token import Tone
from ui.text import chosen_language, tr
from ui.widgets.button import Kind, button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.empty_state import EmptyState

STATES: Final = {
    "lacking": ("warning-octagon", Tone.DANGER),
    "expired": ("warning-octagon", Tone.DANGER),
    "soon": ("hourglass", Tone.SOON),
    "valid": ("check-circle", Tone.MUTED),
}


class TrainingPane(TeamPane[tuple[Trained, ...]]):
    """The trainings."""

    name = "training"

    def read(self, session: Any) -> tuple[Trained, ...]:
        return load_trainings(session)

    def show_found(self, found: tuple[Trained, ...]) -> None:
        if not found:
            empty = EmptyState("graduation-cap", tr("training.none_title"), tr("training.none"), tr("training.new"))
            empty.started.connect(self._on_new)
            self.inside.addWidget(empty)
            return
        new = button(tr("training.new"), Kind.PRIMARY, glyph="plus", name="training_new")
        new.clicked.connect(self._on_new)
        card = Card(tr("training.title"), name="training_card", action=new)
        self.add_rows(card, tr("training.hint"), [(_chip(each), partial(self._row, each)) for each in found])

    def _on_new(self, _checked: bool = False) -> None:
        self.desk.open("capture", record_type="training")

    def _row(self, each: Trained, chip: Chip) -> BoardRow:
        made = BoardRow(each.who, course_words(each), lead=chip, name="training_row")
        if each.record_id:
            made.opened.connect(partial(self.desk.open, "record", record_type="training", record_id=each.record_id))
        else:
            made.opened.connect(
                partial(self.desk.open, "capture", record_type="training", who=each.who, course=each.course)
            )
        return made


def _chip(each: Trained) -> Chip:
    return Chip(tr(f"training.{each.state}"), *STATES[each.state], name="training_chip")


def course_words(each: Trained) -> str:
    """The course, when it was completed and until when it counts."""
    parts = [choice_label("training_course", each.course, chosen_language())]
    if each.completed_on is not None:
        parts.append(tr("training.completed", day=each.completed_on.isoformat()))
    if each.expires_on is not None:
        parts.append(tr("training.expires", day=each.expires_on.isoformat()))
    return " \N{MIDDLE DOT} ".join(parts)
