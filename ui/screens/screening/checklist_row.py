"""A checklist to begin with, as a large row: its name, for whom and by whom, its version and whose words it has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QWidget

from fieldapp.actions.checklist import ChecklistHead
from fieldapp.domain.access import Role as Person
from fieldapp.domain.problems import Problem
from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.text import problem_text, tr
from ui.widgets.glyph import Glyph
from ui.widgets.label import Role, label, set_state
from ui.widgets.layout import clear, column, row

_FIRST: Final = {Person.ADVOCATE: "field_needs"}
_PATROL: Final = "pc_236_2"
_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


def offered(heads: Sequence[ChecklistHead], role: Person) -> list[ChecklistHead]:
    """Return what to offer: of each checklist the version to use, this role's usual one first, unusable ones last."""
    usable = [head for head in heads if head.is_usable and head.is_newest]
    known = {head.form_id for head in usable}
    others: dict[str, ChecklistHead] = {}
    for head in heads:
        if head.form_id not in known:
            others.setdefault(head.form_id, head)
    first = _FIRST.get(role, _PATROL)
    return sorted(usable, key=lambda head: head.form_id != first) + list(others.values())


class ChecklistRow(QFrame):
    """``picked()`` by a click or Space, ``went_on()`` by Enter, ``moved(step)`` by an arrow."""

    picked = Signal()
    went_on = Signal()
    moved = Signal(int)
    numbered = Signal(int)

    def __init__(self, head: ChecklistHead) -> None:
        super().__init__()
        self.head = head
        self.setObjectName(f"checklist_{head.form_id}")
        self.setProperty("kind", "pick")
        self.setMinimumHeight(px(Size.TARGET_LARGE))
        self.setEnabled(head.is_usable)
        across = row(self, gap=Space.M, margin=Space.M)
        self._mark = Glyph("circle" if head.is_usable else "prohibit", Tone.MUTED)
        across.addWidget(self._mark, alignment=Qt.AlignmentFlag.AlignTop)
        words = column(gap=Space.XS)
        words.addWidget(label(head.title, Role.STRONG, wrap=True))
        facts = _facts(head)
        words.addWidget(label(facts, Role.CAPTION, wrap=True))
        if not head.is_usable:
            words.addWidget(label(problem_text(Problem(head.why_not)), Role.CAPTION, wrap=True, name="why_not"))
        across.addLayout(words, stretch=1)
        self.setAccessibleName(head.title)
        self.setAccessibleDescription(facts)
        self.show_picked(picked=False)

    def show_picked(self, *, picked: bool) -> None:
        """Mark it as the one chosen; only that one is a stop for Tab."""
        set_state(self, "picked", picked)
        if self.head.is_usable:
            self._mark.set_glyph("check-circle-fill" if picked else "circle", Tone.ACCENT if picked else Tone.MUTED)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if picked else Qt.FocusPolicy.ClickFocus)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.picked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ENTER:
            self.went_on.emit()
        elif key in _STEPS:
            self.moved.emit(_STEPS[key])
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9 and not event.modifiers():
            self.numbered.emit(key - Qt.Key.Key_1)
        elif key == Qt.Key.Key_Space:
            self.picked.emit()
        else:
            super().keyPressEvent(event)


class ChecklistList(QWidget):
    """The rows, one of them chosen. ``chosen(head)`` on another choice, ``went_on()`` on Enter."""

    chosen = Signal(object)
    went_on = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[ChecklistRow] = []
        self._inside = column(self, gap=Space.S)

    def head(self) -> ChecklistHead | None:
        """Return the checklist chosen."""
        return next((each.head for each in self.rows if each.property("picked")), None)

    def show_heads(self, heads: Sequence[ChecklistHead], sha256: str = "") -> None:
        """Offer these, with one of them chosen: the named one, else the first that may be used."""
        clear(self._inside)
        self.rows = [ChecklistRow(head) for head in heads]
        for made in self.rows:
            self._inside.addWidget(made)
            made.picked.connect(lambda made=made: self._pick(made))
            made.went_on.connect(self.went_on)
            made.moved.connect(lambda step, made=made: self._move(made, step))
            made.numbered.connect(self._pick_number)
        usable = self._usable()
        wanted = next((made for made in usable if made.head.sha256 == sha256), None)
        if wanted is not None or usable:
            self._pick(wanted or usable[0])

    def _usable(self) -> list[ChecklistRow]:
        return [made for made in self.rows if made.head.is_usable]

    def _pick(self, picked: ChecklistRow) -> None:
        for made in self.rows:
            made.show_picked(picked=made is picked)
        self.chosen.emit(picked.head)

    def _pick_number(self, number: int) -> None:
        usable = self._usable()
        if number < len(usable):
            self._pick(usable[number])
            usable[number].setFocus()

    def _move(self, made: ChecklistRow, step: int) -> None:
        usable = self._usable()
        to = usable[max(0, min(usable.index(made) + step, len(usable) - 1))]
        self._pick(to)
        to.setFocus()


def _facts(head: ChecklistHead) -> str:
    ages = ""
    if head.age_min is not None and head.age_max is not None:
        ages = tr("screening.ages", low=head.age_min, high=head.age_max)
    elif head.age_min is not None:
        ages = tr("screening.ages_from", low=head.age_min)
    elif head.age_max is not None:
        ages = tr("screening.ages_to", high=head.age_max)
    parts = (
        tr(f"screening.way_{head.administration}") if head.administration else "",
        ages,
        tr("screening.question_count", count=head.questions),
        tr("screening.version", version=head.version),
        head.licence_holder,
    )
    return " \N{MIDDLE DOT} ".join(part for part in parts if part)
