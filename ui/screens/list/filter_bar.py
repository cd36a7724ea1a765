"""What narrows a list: a word, four states, the choices of its columns, the rows behind a figure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, Qt
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QSizePolicy, QWidget

from fieldapp.actions.listing import (
    Contains,
    Draft,
    During,
    Filter,
    InConflict,
    ListColumn,
    Mine,
    Waiting,
    choice_filter,
)
from fieldapp.domain.clock import Clock, to_wire
from fieldapp.domain.fields import Kind
from fieldapp.records.vocabulary import choices
from ui.style.icon import icon
from ui.style.look import px
from ui.style.token import Motion, Size, Space, Tone
from ui.text import chosen_language, declared_text, tr
from ui.widgets.button import button
from ui.widgets.flow import FlowLayout
from ui.widgets.label import set_hint
from ui.widgets.lead_icon import lead_with

_MOST_CHOICES = 40
_WEEK = 7  # days
_OPEN = ("open", "started", "waiting")
TO_DO = "open"


class WordField(QLineEdit):
    """Narrows by a word. Escape empties it; the arrow down goes to the rows."""

    stepped_down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}:
            self.stepped_down.emit()
        else:
            super().keyPressEvent(event)


class ChoiceChip(QPushButton):
    """One column's choices, any number of them ticked."""

    changed = Signal()

    def __init__(self, column: ListColumn) -> None:
        super().__init__()
        self.setObjectName(f"filter_{column.name}")
        self.setProperty("kind", "filter")
        self.setCheckable(True)
        self._column = column
        self._menu = QMenu(self)
        self._actions: list[QAction] = []
        for choice in choices(column.vocabulary or ""):
            action = self._menu.addAction(choice.label(chosen_language()))
            action.setCheckable(True)
            action.setData(choice.code)
            action.toggled.connect(self._on_toggled)
            self._actions.append(action)
        self.setIcon(icon("caret-down", Tone.MUTED, Size.ICON_SMALL))
        self.setIconSize(QSize(px(Size.ICON_SMALL), px(Size.ICON_SMALL)))
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.clicked.connect(self._open_menu)
        self._say()

    def codes(self) -> list[str]:
        """The codes that are ticked."""
        return [str(action.data()) for action in self._actions if action.isChecked()]

    def set_codes(self, codes: Sequence[str]) -> None:
        """Tick exactly these."""
        for action in self._actions:
            action.blockSignals(True)
            action.setChecked(action.data() in codes)
            action.blockSignals(False)
        self._say()

    def filter(self) -> Filter | None:
        """What is ticked, as a filter."""
        codes = self.codes()
        return choice_filter(self._column.name, *codes) if codes else None

    def _open_menu(self) -> None:
        self.setChecked(bool(self.codes()))
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _on_toggled(self, _checked: bool) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        ticked = [action.text() for action in self._actions if action.isChecked()]
        label = declared_text(self._column.label)
        words = label if not ticked else f"{label}: {ticked[0]}" + (f" +{len(ticked) - 1}" if len(ticked) > 1 else "")
        self.setText(words.replace("&", "&&"))
        self.setChecked(bool(ticked))


class FilterBar(QWidget):
    """Emits ``changed`` when the list must be asked for anew."""

    changed = Signal()
    left = Signal()

    def __init__(self, columns: Sequence[ListColumn], handle: str, clock: Clock | None = None) -> None:
        super().__init__()
        self.setObjectName("filter_bar")
        self._handle = handle
        self._clock = clock
        self.words = WordField()
        self._chips: dict[str, QPushButton] = {}
        self._choice_chips: list[ChoiceChip] = []
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(Motion.TYPING_PAUSE)
        self._pause.timeout.connect(self.changed)
        inside = FlowLayout(self)
        if any(column.kind in {Kind.TEXT, Kind.NARRATIVE} and not column.hidden for column in columns):
            self._add_words(inside)
        for key, glyph in (
            ("mine", "user"),
            ("draft", "pencil-line"),
            ("conflict", "git-fork"),
            ("waiting", "cloud-arrow-up"),
        ):
            inside.addWidget(self._add_chip(key, glyph))
        if clock is not None and any(column.name == "due_at" for column in columns):
            for key, glyph in ((TO_DO, "circle-dashed"), ("overdue", "warning-octagon"), ("week", "hourglass")):
                inside.addWidget(self._add_chip(key, glyph))
        for column in columns:
            if column.kind is Kind.CHOICE and column.vocabulary and len(choices(column.vocabulary)) <= _MOST_CHOICES:
                chip = ChoiceChip(column)
                chip.changed.connect(self.changed)
                self._choice_chips.append(chip)
                inside.addWidget(chip)
        self._clear = button(tr("list.clear"), name="filter_clear")
        self._clear.setProperty("kind", "quiet")
        self._clear.clicked.connect(self.clear)
        # Its place is kept: the rows below must not jump when a filter is set.
        policy = self._clear.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._clear.setSizePolicy(policy)
        self._clear.hide()
        inside.addWidget(self._clear)
        self.changed.connect(self._on_changed)

    def filters(self) -> list[Filter]:
        """Everything that is set."""
        made: list[Filter] = []
        if self.words.text().strip():
            made.append(Contains(self.words.text().strip()))
        states: dict[str, Filter] = {
            "mine": Mine(self._handle),
            "draft": Draft(),
            "conflict": InConflict(),
            "waiting": Waiting(),
        }
        made += [made_filter for key, made_filter in states.items() if self._chips[key].isChecked()]
        if self._clock is not None and TO_DO in self._chips:
            made += _due_filters(self._clock, *(self._chips[key].isChecked() for key in (TO_DO, "overdue", "week")))
        made += [chosen for chip in self._choice_chips if (chosen := chip.filter()) is not None]
        return made

    def is_empty(self) -> bool:
        """Whether nothing narrows the list."""
        return not self.filters()

    def clear(self) -> None:
        """Take every filter away."""
        self.blockSignals(True)
        self.words.clear()
        for chip in self._chips.values():
            chip.setChecked(False)
        for choice in self._choice_chips:
            choice.set_codes(())
        self._pause.stop()
        self.blockSignals(False)
        self.changed.emit()

    def tick(self, key: str) -> None:
        """Set one of the states."""
        self._chips[key].setChecked(True)
        self.changed.emit()

    def _add_words(self, inside: FlowLayout) -> None:
        self.words.setObjectName("filter_words")
        self.words.setPlaceholderText(tr("list.words"))
        self.words.setAccessibleName(tr("list.words"))
        lead_with(self.words, "funnel-simple", tr("list.words"))
        self.words.setClearButtonEnabled(True)
        self.words.setFixedWidth(px(Size.FIND_MIN + Space.XXL))
        self.words.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        set_hint(self.words, tr("list.words_hint"), "/")
        self.words.textChanged.connect(lambda _text: self._pause.start())
        self.words.stepped_down.connect(self.left)
        inside.addWidget(self.words)

    def _add_chip(self, key: str, glyph: str) -> QPushButton:
        made = QPushButton(tr(f"list.only.{key}"))
        made.setObjectName(f"filter_{key}")
        made.setProperty("kind", "filter")
        made.setCheckable(True)
        made.setIcon(icon(glyph, Tone.MUTED, Size.ICON))
        made.setIconSize(QSize(px(Size.ICON), px(Size.ICON)))
        made.setAutoDefault(False)
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        set_hint(made, tr(f"list.only_hint.{key}"))
        made.clicked.connect(partial(self._on_chip_clicked))
        self._chips[key] = made
        return made

    def _on_chip_clicked(self, _checked: bool = False) -> None:
        self.changed.emit()

    def _on_changed(self) -> None:
        self._clear.setVisible(not self.is_empty())


def _due_filters(clock: Clock, to_do: bool, overdue: bool, week: bool) -> list[Filter]:
    """What is open; of it what is late, or due in the next seven days; both together are one span."""
    if not overdue and not week:
        return [choice_filter("status", *_OPEN)] if to_do else []
    now = clock.now()
    end = now + timedelta(days=_WEEK) if week else now
    start = to_wire(now) if not overdue else None
    return [During("due_at", start, to_wire(end)), choice_filter("status", *_OPEN)]
