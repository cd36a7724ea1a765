"""The records that belong to a record, in place: one line each, opened and added where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from fieldapp.actions import lookup
from fieldapp.actions.lookup import RecordView
from fieldapp.domain.fields import Kind as FieldKind
from fieldapp.domain.fields import Sensitivity
from fieldapp.domain.record import Record
from fieldapp.records import require_type
from ui.desk import Desk
from ui.forms.emblem import glyph_of
from ui.forms.part import Part
from ui.forms.reading import Reading, read_record, words_for
from ui.forms.record_form import EditorMaker, RecordForm
from ui.style.look import px
from ui.style.token import Size, Space
from ui.text import declared_text, error_text, tr
from ui.widgets.button import Kind, button
from ui.widgets.card import Card
from ui.widgets.flow import flow
from ui.widgets.label import Role, label, set_hint
from ui.widgets.layout import clear, column, row

_COLUMNS: Final = 3
_EVERY_FIELD: Final = 10


@dataclass(frozen=True)
class ChildLine:
    """One child in words."""

    record_id: str
    title: str
    words: str


def read_children(session: Any, record_type: str, parent_id: str) -> list[ChildLine]:
    """Return the children of one type, on the store's thread."""
    record = require_type(record_type)
    return [_line(session, record, view) for view in lookup.load_children(session, record_type, parent_id)]


class ChildSection(Card):
    """Lines of one child type, with one of them open at a time. ``ruled_out`` carries what a rule refused."""

    ruled_out = Signal(object)
    reveal_wanted = Signal(object)
    changed = Signal()

    def __init__(self, desk: Desk, child: type[Record]) -> None:
        add = button(tr("record.add"), Kind.QUIET, glyph="plus", name=f"add_{child.type_name}")
        super().__init__(declared_text(child.plural), name=f"{child.type_name}_children", action=add)
        self._desk = desk
        self.child = child
        self._parent_id: str | None = None
        self._rows: dict[str, QPushButton] = {}
        self._open: RecordForm | None = None
        self._list: QVBoxLayout = column(gap=Space.XS)
        self._place: QVBoxLayout = column(gap=Space.S)
        self.body.addLayout(self._list)
        self.body.addLayout(self._place)
        add.clicked.connect(self._on_add)

    @property
    def form(self) -> RecordForm | None:
        """The form that is open, if one is."""
        return self._open

    def show_children(self, parent_id: str) -> None:
        """Read and show the children of a record."""
        self._parent_id = parent_id
        session, name = self._desk.session, self.child.type_name
        if session is not None:
            self._desk.jobs.store(
                lambda: read_children(session, name, parent_id),
                self._show_lines,
                lambda fault: self._desk.toast(error_text(fault)),
                self,
            )

    def makers(self) -> Mapping[str, EditorMaker]:
        """Return the editors that the form in place has of its own."""
        return {}

    def form_opened(self) -> None:
        """The form in place shows its record, or a new one."""

    def flush(self) -> None:
        """Hand what is typed in the open form to the store."""
        if self._open is not None:
            self._open.flush()

    def wipe(self) -> None:
        """Empty everything at once."""
        if self._open is not None:
            self._open.wipe()
        clear(self._list)
        clear(self._place)
        self._open, self._rows = None, {}

    def _show_lines(self, lines: Sequence[ChildLine]) -> None:
        clear(self._list)
        if not lines:
            self._list.addWidget(label(tr("record.none_yet"), Role.MUTED))
        self._rows = {line.record_id: self._row(line) for line in lines}
        for shown in self._rows.values():
            self._list.addWidget(shown)
        self._mark_open()

    def _mark_open(self) -> None:
        """Show which line the form in place belongs to, and keep it apart from the lines."""
        form = self._open
        for record_id, shown in self._rows.items():
            shown.setChecked(form is not None and form.record_id == record_id)
        self._place.setContentsMargins(0, px(Space.M) if form is not None else 0, 0, 0)

    def _row(self, line: ChildLine) -> QPushButton:
        words = f"{line.title}   {line.words}" if line.words else line.title
        glyph, name = glyph_of(self.child.type_name), f"child_{line.record_id}"
        made = button(words, Kind.QUIET, glyph=glyph, name=name, elided=True)
        made.setCheckable(True)
        made.setProperty("choice", True)
        made.setProperty("line", True)
        # A line may be cut at its end; it must not widen the page.
        made.setMinimumWidth(px(Size.TARGET))
        set_hint(made, words)
        made.clicked.connect(lambda: self._open_child(line.record_id))
        return made

    def _on_add(self) -> None:
        if self._parent_id is not None:
            self._put_form(self._make_form(None))
            self.form_opened()
            if self._open is not None:
                self._open.focus_first()

    def _open_child(self, record_id: str) -> None:
        session, name = self._desk.session, self.child.type_name
        if session is None:
            return
        form = self._make_form(record_id)
        self._put_form(form)
        self._desk.jobs.store(
            lambda: read_record(session, name, record_id),
            self._show_reading,
            lambda fault: self._desk.toast(error_text(fault)),
            form,
        )

    def _show_reading(self, reading: Reading | None) -> None:
        if reading is not None and self._open is not None and self._open.record_id == reading.view.record_id:
            self._open.show_reading(reading)
            self._open.set_editable(editable=not reading.view.is_final)
            self.form_opened()
            self._open.focus_first()

    def _put_form(self, form: RecordForm) -> None:
        self.flush()
        clear(self._place)
        self._open = form
        form.saved.connect(self._on_saved)
        form.undone.connect(self._on_saved)
        form.ruled_out.connect(self.ruled_out)
        form.reveal_wanted.connect(lambda: self.reveal_wanted.emit(form))
        page = button(tr("record.full_page"), Kind.QUIET, glyph="arrow-square-out", name="child_page")
        page.clicked.connect(self._on_full_page)
        done = button(tr("record.close_form"), name="child_close")
        done.clicked.connect(self._on_close)
        foot = row(gap=Space.NONE)
        foot.addStretch()
        # In large text one below the other.
        foot.addWidget(flow(page, done, name="child_foot"))
        self._place.addWidget(form)
        self._place.addLayout(foot)
        self._mark_open()

    def _on_saved(self) -> None:
        if self._parent_id is not None:
            self.show_children(self._parent_id)
        self.changed.emit()

    def _on_close(self) -> None:
        self.flush()
        clear(self._place)
        self._open = None
        self._mark_open()

    def _on_full_page(self) -> None:
        self.flush()
        if self._open is not None and self._open.record_id is not None:
            self._desk.open("record", record_type=self.child.type_name, record_id=self._open.record_id)

    def _make_form(self, record_id: str | None) -> RecordForm:
        preset = self._preset() if record_id is None else None
        parts, makers = self.fields(), self.makers()
        return RecordForm(self._desk, self.child, record_id, preset=preset, parts=parts, framed=False, makers=makers)

    def _preset(self) -> dict[str, Any]:
        return {str(self.child.parent): self._parent_id}

    def fields(self) -> Sequence[Part]:
        """Return the fields of the form in place; a subclass has its own."""
        fields = [name for name in self.child.fields if name not in {"state", self.child.parent}]
        if len(fields) > _EVERY_FIELD:
            first = {*self.child.columns, *self.child.label}
            fields = [name for name in fields if name in first or self.child.fields[name].required]
        return [Part("", tuple(fields))]


def _line(session: Any, record: type[Record], view: RecordView) -> ChildLine:
    shown = [
        name
        for name in record.columns
        if name not in record.label
        and name != record.parent
        and record.fields[name].sensitivity is Sensitivity.NORMAL
        and record.fields[name].kind is not FieldKind.FLAG
        and view.values.get(name) is not None
    ]
    words = (_words(session, record, name, view) for name in shown[:_COLUMNS])
    return ChildLine(view.record_id, view.title, " · ".join(words))


def _words(session: Any, record: type[Record], name: str, view: RecordView) -> str:
    words = words_for(session, record, name, view.values[name])
    if record.fields[name].kind is FieldKind.COUNT:
        # A bare number does not say what it counts.
        return f"{declared_text(record.fields[name].label)}: {words}"
    return words
