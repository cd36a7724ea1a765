"""What every editor of a field shares: label, mark, help, problem, cover, both sides of a clash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from fieldapp.domain.fields import Field, Kind, Sensitivity
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json
from fieldapp.records.vocabulary import codes
from ui.desk import Desk
from ui.style.look import current_look
from ui.style.token import LARGE_TEXT, Space, Tone
from ui.text import declared_text, problem_text, tr
from ui.widgets.button import Kind as ButtonKind
from ui.widgets.button import button
from ui.widgets.chip import Chip
from ui.widgets.label import Role, label, set_hint, set_state
from ui.widgets.layout import clear, column, row

_WIDE_KINDS: Final = frozenset({Kind.NARRATIVE, Kind.CHOICES})
_LONG_TEXT: Final = 200
PERSONAL_HINTS: Final = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText


@dataclass(frozen=True)
class Rival:
    """One of several values that a field has, in words, and whose it is."""

    words: str
    author: str
    made_at: str


class Editor(QWidget):
    """One field: ``entered`` by the keyboard, ``edited`` by the person, ``left`` for another.

    What is typed stays in the editor until it is saved: a value that cannot be read or is refused is never taken
    away, it gets a sentence. ``known`` is the value that the store holds as far as we know.
    """

    entered = Signal(str)
    edited = Signal(str)
    left = Signal(str)
    reveal_wanted = Signal()
    settle_wanted = Signal()

    label_role: ClassVar[Role] = Role.OVERLINE

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__()
        self.field = field
        self.desk = desk
        self.known: Json = None
        self.words = ""
        self.is_dirty = False
        self.is_wide = is_wide(field)
        self.setObjectName(f"{field.name}_editor")
        self._revealed = not self.is_sensitive
        self._cover: QWidget | None = None
        self._rivals: QFrame | None = None
        self._outside = column(self, gap=Space.XS)
        self._outside.addLayout(self._make_head())
        self.body: QVBoxLayout = column(gap=Space.XS)
        self._outside.addLayout(self.body)
        # No alignment in the grid instead: it would cut a sentence of two lines (no height for width).
        self._outside.addStretch()
        # Made when there is something to say: a page has a hundred fields, and most of them never do.
        self._note: QLabel | None = None
        self._problem: QLabel | None = None
        if field.help:
            self.say("")

    @property
    def is_sensitive(self) -> bool:
        """Whether the field is hidden until somebody reveals it."""
        return self.field.sensitivity.value >= Sensitivity.PERSONAL.value

    @property
    def is_covered(self) -> bool:
        """Whether a value is there that is not shown."""
        return self._cover is not None and not self._cover.isHidden()

    def set_value(self, value: Json, words: str = "") -> None:
        """Take in what the store holds. ``words`` are a link's title. What is being typed is left alone."""
        if self.is_dirty:
            self.known = value
            return
        self.known, self.words = value, words
        if not self._revealed and value is not None:
            self._set_covered(covered=True)
            return
        self._set_covered(covered=False)
        self._show(value)

    def value(self) -> Json:
        """Return what is typed as a wire value. Raises Refused when it is none; nothing is changed then."""
        value = self._read()
        allowed = codes(self.field.vocabulary) if self.field.vocabulary else None
        problem = self.field.problem(value, allowed)
        if problem is not None:
            raise Refused([problem])
        return value

    def settle(self, value: Json) -> None:
        """The store holds ``value`` now: forget that it was typed, unless more was typed meanwhile."""
        self.known = value
        try:
            self.is_dirty = self.value() != value
        except Refused:
            self.is_dirty = True
        if not self.is_dirty:
            self.clear_problem()

    def answer(self, value: Json) -> None:
        """Put a value in as if the person had given it."""
        self._show(value)
        self._touch()
        self.left.emit(self.field.name)

    def typed(self) -> str:
        """The text as it stands in the field, whether or not it can be read; nothing where nobody types."""
        widget = self.focus_widget()
        if isinstance(widget, QLineEdit):
            return widget.text()
        if isinstance(widget, QPlainTextEdit):
            return widget.toPlainText()
        return widget.currentText() if isinstance(widget, QComboBox) and widget.isEditable() else ""

    def retype(self, text: str) -> None:
        """Put back what was typed before, as if it had just been typed."""
        widget = self.focus_widget()
        if isinstance(widget, QLineEdit):
            widget.setText(text)
        elif isinstance(widget, QPlainTextEdit):
            widget.setPlainText(text)
        elif isinstance(widget, QComboBox):
            widget.setEditText(text)
        self._touch()
        self.left.emit(self.field.name)

    def say(self, sentence: str) -> None:
        """Put words where the help stands; none brings the help back."""
        words = sentence or declared_text(self.field.help)
        if self._note is None and words:
            self._note = self._make_line(Role.CAPTION, "note")
        if self._note is not None:
            self._note.setText(words)
            self._note.setVisible(bool(words) and not self.problem())

    def reveal(self) -> None:
        """Show what is hidden, for as long as the page is open."""
        if not self._revealed:
            self._revealed = True
            self.set_value(self.known)

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong below the field, and that what was typed is still there."""
        if self._problem is None:
            self._problem = self._make_line(Role.ERROR, "problem")
        self._problem.setText(sentence)
        self._problem.show()
        if self._note is not None:
            self._note.hide()
        set_state(self.focus_widget(), "invalid", True)
        self.focus_widget().setAccessibleDescription(sentence)

    def clear_problem(self) -> None:
        """Take the sentence away."""
        if self._problem is not None and not self._problem.isHidden():
            self._problem.hide()
            self._problem.setText("")
            if self._note is not None:
                self._note.setVisible(bool(self._note.text()))
            set_state(self.focus_widget(), "invalid", False)
            self.focus_widget().setAccessibleDescription(self.field.help)

    def problem(self) -> str:
        """The sentence shown below the field, or nothing."""
        return self._problem.text() if self._problem is not None else ""

    def show_rivals(self, rivals: Sequence[Rival]) -> None:
        """Show the values that people wrote without knowing of each other, side by side."""
        if self._rivals is None:
            if not rivals:
                return
            self._rivals = QFrame()
            self._rivals.setObjectName(f"{self.field.name}_rivals")
            self._rivals.setProperty("kind", "rivals")
            column(self._rivals, gap=Space.S, margin=Space.S)
            self._outside.insertWidget(2, self._rivals)
        inside = self._rivals.layout()
        if inside is not None:
            clear(inside)
        self._rivals.setVisible(bool(rivals))
        if rivals and isinstance(inside, QVBoxLayout):
            self._fill_rivals(inside, rivals)

    def set_editable(self, *, editable: bool) -> None:
        """A final record is read, not typed into."""
        for part in self.inputs():
            if part.isEnabledTo(self) == editable:
                continue
            part.setEnabled(editable)
            # Switched off, yet to be read: the style sheet gives it its full ink.
            set_state(part, "locked", not editable)
            if isinstance(part, QLineEdit):
                hint = part.property("hint") or part.placeholderText()
                part.setProperty("hint", hint)
                part.setPlaceholderText(hint if editable else "")

    def wipe(self) -> None:
        """Empty every widget at once, without telling anybody."""
        self.known, self.words, self.is_dirty = None, "", False
        self._show(None)
        self.clear_problem()
        self.show_rivals([])

    def chain_after(self, previous: QWidget) -> QWidget:
        """Let Tab come here from ``previous``; return where it leaves."""
        last = self.focus_widget()
        QWidget.setTabOrder(previous, last)
        if self._cover is not None:
            QWidget.setTabOrder(last, self._cover)
            last = self._cover
        return last

    def focus_widget(self) -> QWidget:
        """The widget that takes the keyboard; its object name is the field's."""
        raise NotImplementedError

    def inputs(self) -> Sequence[QWidget]:
        """Everything that is switched off when the record may not be changed."""
        return (self.focus_widget(),)

    def _show(self, value: Json) -> None:
        raise NotImplementedError

    def _read(self) -> Json:
        raise NotImplementedError

    def _adopt(self, widget: QWidget) -> None:
        """Make ``widget`` the one that takes the keyboard."""
        widget.setObjectName(self.field.name)
        widget.setAccessibleName(declared_text(self.field.label))
        widget.setAccessibleDescription(declared_text(self.field.help))
        widget.installEventFilter(self)
        self.setFocusProxy(widget)
        self._label.setBuddy(widget)

    def _touch(self) -> None:
        self.is_dirty = True
        self.clear_problem()
        self.edited.emit(self.field.name)

    def _refuse(self, code: str, **values: str | int) -> Refused:
        return Refused([Problem(code, self.field.name, {"label": declared_text(self.field.label), **values})])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Switching to another window counts as leaving; a list that pops up from the field does not.
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit(self.field.name)
        is_leaving = isinstance(event, QFocusEvent) and event.lostFocus()
        if is_leaving and event.reason() != Qt.FocusReason.PopupFocusReason:  # type: ignore[attr-defined]  # checked above
            self._on_left()
        return super().eventFilter(watched, event)

    def _on_left(self) -> None:
        if self.is_dirty:
            self.left.emit(self.field.name)

    def _make_line(self, role: Role, kind: str) -> QLabel:
        made = label("", role, wrap=True, name=f"{self.field.name}_{kind}")
        self._outside.insertWidget(self._outside.count() - 1, made)
        return made

    def _make_head(self) -> QHBoxLayout:
        head = row(gap=Space.XS)
        # Large text needs two lines where a field's name is long; else it would widen the page. The short names of
        # fields that are needed keep their mark beside them.
        is_large = current_look().scale >= LARGE_TEXT and not self.field.required
        wraps = self.label_role is not Role.OVERLINE or is_large
        self._label = label(declared_text(self.field.label), self.label_role, wrap=wraps)
        head.addWidget(self._label, stretch=1 if wraps else 0)
        if self.field.required:
            mark = label("*", Role.OVERLINE)
            set_state(mark, "tone", Tone.ACCENT.value)
            set_hint(mark, tr("form.required"))
            head.addWidget(mark)
        head.addStretch()
        return head

    def _set_covered(self, *, covered: bool) -> None:
        if covered and self._cover is None:
            made = button(tr("form.hidden"), ButtonKind.SECONDARY, glyph="eye-slash", name=f"{self.field.name}_cover")
            made.setProperty("choice", True)
            set_hint(made, tr("form.reveal_hint"))
            made.clicked.connect(self.reveal_wanted)
            self._outside.insertWidget(1, made)
            self._cover = made
            QWidget.setTabOrder(self.focus_widget(), made)
        if self._cover is not None:
            self._cover.setVisible(covered)
        self._set_body_visible(visible=not covered)

    def _set_body_visible(self, *, visible: bool) -> None:
        self.focus_widget().setVisible(visible)

    def _fill_rivals(self, inside: QVBoxLayout, rivals: Sequence[Rival]) -> None:
        head = row(gap=Space.S)
        head.addWidget(Chip(tr("form.conflict"), "git-fork", Tone.SOON))
        head.addStretch()
        settle = button(tr("form.settle"), ButtonKind.QUIET, name=f"{self.field.name}_settle")
        settle.clicked.connect(self.settle_wanted)
        head.addWidget(settle)
        inside.addLayout(head)
        sides = row(gap=Space.M)
        for rival in rivals:
            side = column(gap=Space.XS)
            side.addWidget(label(rival.words or tr("form.blank"), wrap=True))
            side.addWidget(label(tr("form.by", who=rival.author, when=rival.made_at), Role.CAPTION, wrap=True))
            side.addStretch()
            sides.addLayout(side, stretch=1)
        inside.addLayout(sides)


def is_wide(field: Field) -> bool:
    """Whether a field takes the width of its section."""
    return field.kind in _WIDE_KINDS or (field.kind is Kind.TEXT and field.max_length > _LONG_TEXT)


def refusal_text(error: Refused) -> str:
    """The sentences of a refusal, and that what was typed is still in the field."""
    sentences = "\n".join(problem_text(problem) for problem in error.problems)
    return f"{sentences} {tr('form.kept')}"
