"""A form made from a record's declaration. It saves as it is typed; there is nothing to press.

A long one makes its editors a few at a time, top to bottom, while the window goes on: what it is told meanwhile, each
learns when it is made, and whoever asks for one that is not there yet gets it at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from fieldapp.actions.typed import Typed, keep_typed, take_typed
from fieldapp.domain.fields import Field
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.record import Record
from fieldapp.domain.wire import Json
from ui.desk import Desk
from ui.forms.dressing import Dressing, show_in
from ui.forms.editor import Editor, is_wide, refusal_text
from ui.forms.form_section import FormSection
from ui.forms.part import Part, declared_parts
from ui.forms.reading import Reading
from ui.forms.registry import make_editor
from ui.forms.save_queue import SaveQueue, SaveState
from ui.style.look import px
from ui.style.token import Size, Space
from ui.text import declared_text, problem_text
from ui.turn import Turns
from ui.widgets.layout import column, row

PAUSE_MS: Final = 700
EditorMaker = Callable[[Field, Desk], Editor]


class RecordForm(QWidget):
    """Every field of a record type, or those of ``parts``. ``record_id`` None: made by the first edit.

    ``preset`` is shown in a new record's fields and saved with the first edit; ``makers`` are editors of its own.
    ``in_turns`` leaves the editors to ``build``; ``built`` says that all of them are there.
    """

    state_changed = Signal(str, str)
    created = Signal(str)
    saved = Signal(dict)
    ruled_out = Signal(object)
    undone = Signal()
    reveal_wanted = Signal()
    settle_wanted = Signal()
    built = Signal()

    def __init__(
        self,
        desk: Desk,
        record: type[Record],
        record_id: str | None = None,
        *,
        preset: Mapping[str, Json] | None = None,
        parts: Sequence[Part] | None = None,
        framed: bool = True,
        makers: Mapping[str, EditorMaker] | None = None,
        may_split: bool = True,
        in_turns: bool = False,
    ) -> None:
        super().__init__()
        self.record = record
        self.setObjectName(f"{record.type_name}_form")
        self._desk = desk
        self._queue = SaveQueue(desk, record.type_name, record_id, preset, self)
        self._editors: dict[str, Editor] = {}
        self._waiting: set[str] = set()
        self._held = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._on_pause)
        self._makers = dict(makers or {})
        self._may_split = may_split
        self._parts = list(parts if parts is not None else declared_parts(record))
        self._names = [name for part in self._parts for name in part.fields]
        self._sections = [
            FormSection(declared_text(part.title), self._weight(part), framed=framed) for part in self._parts
        ]
        self._columns: list[QVBoxLayout] = []
        self._split = False
        self._wish = ""
        self._before: QWidget | None = None
        self._dressing = Dressing(values=self._preset(preset or {}))
        self._lay_out()
        self._connect()
        self._turns = Turns(self._make_editors(), self)
        self._turns.finished.connect(self.built)
        if not in_turns:
            self._turns.finish()

    @property
    def record_id(self) -> str | None:
        """The record's id; None while nothing has been typed."""
        return self._queue.record_id

    @property
    def is_settled(self) -> bool:
        """Whether everything that was typed is in the store."""
        return self._queue.is_idle and not any(editor.is_dirty for editor in self._editors.values())

    @property
    def is_built(self) -> bool:
        """Whether every editor is there."""
        return self._turns.is_done

    def build(self, after: QWidget | None = None) -> None:
        """Make the editors of a form ``in_turns``; Tab comes to the first of them from ``after``."""
        self._before = after
        self._turns.start()

    def section(self, number: int) -> FormSection:
        """A section by its place in ``parts``."""
        return self._sections[number]

    def editor(self, name: str) -> Editor:
        """The editor of a field; while it is not there yet, all are made at once."""
        if name not in self._editors:
            self._turns.finish()
            self._grant(self._wish)
        return self._editors[name]

    def has_editor(self, name: str) -> bool:
        """Whether the form shows a field."""
        return name in self._names

    def show_reading(self, reading: Reading) -> None:
        """Take in what the store holds; what is being typed is left alone."""
        self._dressing.reading = reading
        for name, editor in self._editors.items():
            show_in(editor, name, reading)

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Put the sentence of each problem below its field."""
        for problem in problems:
            if problem.field in self._editors:
                self._editors[problem.field].show_problem(problem_text(problem))
            elif problem.field is not None:
                self._dressing.problems[problem.field] = problem_text(problem)

    def forget_problems(self, names: Iterable[str]) -> None:
        """Take the sentence below each of these fields away, unless something is being typed into it."""
        for name in names:
            self._dressing.problems.pop(name, None)
            if name in self._editors and not self._editors[name].is_dirty:
                self._editors[name].clear_problem()

    def set_words(self, name: str, value: Json, words: str) -> None:
        """Show a link's title that was not known when the form was made."""
        if name in self._editors:
            self._editors[name].set_value(value, words)
        else:
            self._dressing.values[name] = value, words

    def set_reason(self, reason: str | None) -> None:
        """Why a final record is changed; goes with every save from now on."""
        self._queue.reason = reason

    def set_editable(self, *, editable: bool) -> None:
        """A final or struck-out record is read, not typed into."""
        self._dressing.is_editable = editable
        for editor in self._editors.values():
            editor.set_editable(editable=editable)

    def reveal(self) -> None:
        """Show what is hidden."""
        self._dressing.is_revealed = True
        for editor in self._editors.values():
            editor.reveal()

    def focus_field(self, name: str) -> bool:
        """Bring a field into view and put the keyboard there, once it is made; False when it is not on this form."""
        editor = self._editors.get(name)
        if editor is None:
            self._wish = name if name in self._names else ""
            return bool(self._wish)
        self._wish = ""
        area = _scroll_area(self)
        if area is not None:
            area.ensureWidgetVisible(editor, 0, px(Size.TARGET_LARGE))
        editor.focus_widget().setFocus()
        return True

    def focus_first(self) -> None:
        """Put the keyboard into the first field that is still blank."""
        blank = (name for name in self._names if self._known(name) is None)
        self.focus_field(next(blank, self._names[0]))

    def flush(self) -> None:
        """Hand everything typed to the store now."""
        self._pause.stop()
        self._waiting.clear()
        for name, editor in self._editors.items():
            if editor.is_dirty:
                self._collect(name, say=True)
        self._queue.flush()

    def keep_place(self) -> None:
        """Before the form goes: keep what could not be saved, and where the keyboard was, for the next opening."""
        texts = {name: editor.typed() for name, editor in self._editors.items() if editor.problem() and editor.is_dirty}
        typed, session = Typed({name: text for name, text in texts.items() if text}, self._held), self._desk.session
        record_type, queue = self.record.type_name, self._queue
        if session is not None and (typed.texts or typed.focus):
            self._desk.jobs.store(lambda: _keep(session, record_type, queue, typed), None, None, self._desk)

    def take_place(self) -> None:
        """Put back what was kept by ``keep_place``."""
        session, record_type, record_id = self._desk.session, self.record.type_name, self.record_id
        if session is not None:
            self._desk.jobs.store(
                lambda: take_typed(session, record_type, record_id), self._on_taken, lambda _fault: None, self
            )

    def _on_taken(self, typed: Typed) -> None:
        for name, text in typed.texts.items():
            if name not in self._editors:
                self._dressing.texts[name] = text
            elif not self._editors[name].is_dirty:
                self._editors[name].retype(text)
        if typed.focus:
            self.focus_field(typed.focus)

    def wipe(self) -> None:
        """Empty every field; nothing is said, nothing saved."""
        self._pause.stop()
        self._waiting.clear()
        self._dressing.wipe()
        for editor in self._editors.values():
            editor.wipe()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        split = self._may_split and self.width() >= px(Size.FORM_SPLIT) and len(self._sections) > 1
        if split != self._split:
            self._split = split
            self._share_out()

    def _make_editors(self) -> Iterator[None]:
        for section, part in zip(self._sections, self._parts, strict=True):
            for name in part.fields:
                editor = self._make_editor(name)
                section.add(editor)
                if self._before is not None:
                    # What stands below the form, or beside it, was there before its editors.
                    self._before = editor.chain_after(self._before)
                yield
            # A whole section at a time: each that comes up has the page laid out and painted anew.
            section.show()
            if self._wish in part.fields:
                # Once it has its place.
                QTimer.singleShot(0, self, partial(self._grant, self._wish))
            yield

    def _make_editor(self, name: str) -> Editor:
        editor = self._makers.get(name, make_editor)(self.record.fields[name], self._desk)
        editor.entered.connect(self._on_entered)
        editor.edited.connect(self._on_edited)
        editor.left.connect(self._on_left)
        editor.reveal_wanted.connect(self.reveal_wanted)
        editor.settle_wanted.connect(self.settle_wanted)
        self._editors[name] = editor
        self._dressing.dress(name, editor)
        return editor

    def _grant(self, name: str) -> None:
        if name and name == self._wish:
            self.focus_field(name)

    def _weight(self, part: Part) -> int:
        return 2 + sum(3 if is_wide(self.record.fields[name]) else 1 for name in part.fields)

    def _lay_out(self) -> None:
        outside = row(self, gap=Space.L)
        for _ in range(2):
            made = column(gap=Space.L)
            self._columns.append(made)
            outside.addLayout(made, stretch=1)
        self._share_out()

    def _share_out(self) -> None:
        """Fill one column, or two of about one height; the reading order runs down the first, then the second."""
        total, used = sum(section.weight for section in self._sections), 0
        for made in self._columns:
            # Not taken out by number: that leaves Qt a second item of each section, whose height is never asked anew.
            for section in self._sections:
                made.removeWidget(section)
            while made.count():
                made.takeAt(0)
        for section in self._sections:
            second = self._split and used * 2 >= total - section.weight
            self._columns[1 if second else 0].addWidget(section)
            used += section.weight
        for number, made in enumerate(self._columns):
            # All that is left over goes below the last section, none of it into the sections.
            made.addStretch(1)
            outside = self.layout()
            if outside is not None:
                outside.setStretch(number, 1 if number == 0 or self._split else 0)  # type: ignore[attr-defined]
        outside = self.layout()
        if outside is not None:
            outside.setSpacing(px(Space.L) if self._split else 0)

    def _connect(self) -> None:
        self._queue.state_changed.connect(self.state_changed)
        self._queue.created.connect(self.created)
        self._queue.saved.connect(self._on_saved)
        self._queue.refused.connect(self._on_refused)
        self._queue.undone.connect(self.undone)

    def _preset(self, preset: Mapping[str, Json]) -> dict[str, tuple[Json, str]]:
        if self.record_id is not None:
            return {}
        values = {name: preset.get(name, self.record.fields[name].default) for name in self._names}
        return {name: (value, "") for name, value in values.items() if value is not None}

    def _known(self, name: str) -> Json:
        return self._editors[name].known if name in self._editors else self._dressing.known(name)

    def _on_entered(self, name: str) -> None:
        # Remembered, since locking hides the form before it asks.
        self._held, self._wish = name, ""

    def _on_edited(self, name: str) -> None:
        self._waiting.add(name)
        self._pause.start()
        self.state_changed.emit(SaveState.SAVING, "")

    def _on_pause(self) -> None:
        names, self._waiting = self._waiting, set()
        for name in names:
            # In the middle of typing half a date is no mistake yet: say nothing before the field is left.
            self._collect(name, say=False)

    def _on_left(self, name: str) -> None:
        self._waiting.discard(name)
        self._collect(name, say=True)

    def _collect(self, name: str, *, say: bool) -> None:
        editor = self._editors[name]
        try:
            value = editor.value()
        except Refused as refusal:
            if say:
                editor.show_problem(refusal_text(refusal))
                self.state_changed.emit(SaveState.PROBLEM, "")
            return
        if value == editor.known:
            editor.settle(value)
            if self._queue.is_idle:
                self.state_changed.emit(SaveState.SAVED if self.record_id else SaveState.CALM, "")
            return
        self._queue.put(name, value)

    def _on_saved(self, values: dict[str, Json]) -> None:
        for name, value in values.items():
            if name in self._editors:
                self._editors[name].settle(value)
        self.saved.emit(values)

    def _on_refused(self, name: str, refusal: Refused) -> None:
        if name in self._editors:
            self._editors[name].show_problem(refusal_text(refusal))
        self.ruled_out.emit(refusal)


def _keep(session: Any, record_type: str, queue: SaveQueue, typed: Typed) -> None:
    # The id is asked for on the store's thread: the write that gives it may have been under way.
    record_id = queue.record_id
    if record_id is not None or typed.texts:
        keep_typed(session, record_type, record_id, typed)


def _scroll_area(widget: QWidget) -> QScrollArea | None:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    return parent
