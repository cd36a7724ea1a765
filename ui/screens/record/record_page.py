"""The page of one record of any type: head, form, children; history and links in the right pane."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldapp.actions.attachment import OWNERS
from fieldapp.domain.fields import Sensitivity
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.record import Record
from fieldapp.domain.wire import Json
from fieldapp.records import children_of
from ui.desk import Desk
from ui.forms.reading import Reading, link_titles, read_record
from ui.forms.record_form import RecordForm
from ui.forms.save_queue import SaveState
from ui.jobs import Fault
from ui.screens.record.child_section import ChildSection
from ui.screens.record.files_card import FilesCard
from ui.screens.record.header import RecordHeader
from ui.screens.record.page import Page
from ui.screens.record.record_act import RecordActs
from ui.screens.record.side_pane import SidePane, is_alive
from ui.screens.task.review_strip import ReviewStrip
from ui.style.look import current_look, px
from ui.style.token import LARGE_TEXT, Motion, Size, Space, Tone
from ui.text import declared_text, error_text, tr
from ui.turn import Turns
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button
from ui.widgets.layout import column, row, scrolled
from ui.widgets.tab_order import chain

_MINOR_RULE: Final = "ARREST_MINOR_PROSTITUTION"


class RecordPage(Page):
    """Made for one record; ``record_id`` None is a new one, which its first edit makes.

    It can be used while its lower parts are still being made: form, then children, a few milliseconds a turn.
    Subclasses put their own form, their own first tab of the pane and their own parts of the body.
    """

    def __init__(
        self,
        desk: Desk,
        record: type[Record],
        record_id: str | None = None,
        preset: Mapping[str, Json] | None = None,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, record, parent=parent)
        self.preset = dict(preset or {})
        self.reading: Reading | None = None
        self.setObjectName(f"{record.type_name}_page")
        self.has_reason = False
        self.is_revealed = False
        self._wants_focus = ""
        self._asked_for: set[str] = set()
        self._pane: SidePane | None = None
        self.header = RecordHeader(desk, record)
        self.form = self.make_form(record_id)
        self._sections: list[ChildSection] = []
        self.files: FilesCard | None = None
        self._rest = Turns(self._make_lower(), self)
        self.turn = button(tr("record.as_recovery"), Kind.PRIMARY, glyph="lifebuoy", name="record_as_recovery")
        self._guard = Banner(name="guard_banner", action=self.turn)
        self._conflict = Banner(name="conflict_banner", action=self._make_settle_button())
        self._trouble = Banner(name="trouble_banner")
        self._refused = Banner(name="refused_banner")
        self._review = ReviewStrip(desk, record.type_name)
        self.body: QVBoxLayout = column(gap=Space.L)
        self._lay_out()
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(Motion.SHORT)
        self._again.timeout.connect(self.reload)
        # A turn of its own: what stands beside the record can wait for what is in the middle.
        self._beside = QTimer(self)
        self._beside.setSingleShot(True)
        self._beside.setInterval(0)
        self._beside.timeout.connect(self.show_pane)
        self.acts = RecordActs(self)
        self._connect()

    @property
    def record_id(self) -> str | None:
        """The record's id; None while nothing has been saved."""
        return self.form.record_id

    @property
    def is_built(self) -> bool:
        """Whether every part of the page is there."""
        return self.form.is_built and self._rest.is_done

    @property
    def children_shown(self) -> list[ChildSection]:
        """The sections of its children; while some are not there yet, all are made at once."""
        self._rest.finish()
        return self._sections

    def make_form(self, record_id: str | None) -> RecordForm:
        """Return the form; a subclass lays out its own."""
        return RecordForm(self.desk, self.record, record_id, preset=self.preset, in_turns=True)

    def make_first_tab(self) -> QWidget | None:
        """Return what stands before history and links in the right pane."""
        return None

    def fill_body(self) -> None:
        """Put the parts of the page into ``body``; sections of children come below by themselves."""
        self.body.addWidget(self.form)

    def make_section(self, child: type[Record]) -> ChildSection:
        """Return the section of a type of children; a subclass has its own."""
        return ChildSection(self.desk, child)

    def show_reading(self, reading: Reading) -> None:
        """Show what the store holds; a subclass shows more."""
        view = reading.view
        self.form.show_reading(reading)
        # What was asked for may have been settled by an answer elsewhere.
        settled = self._asked_for - {problem.field for problem in reading.missing}
        self.form.forget_problems(settled)
        self._asked_for -= settled
        editable = not view.is_void and (not view.is_final or self.has_reason)
        self.form.set_editable(editable=editable)
        self.header.show_view(view, hides=self._hides(reading))
        self._review.show_record(self.record_id)
        if view.whereabouts.place == "refused":
            self._refused.say(tr("record.place_refused", reason=reading.refusal), tr("record.refused_detail"))
        else:
            self._refused.hide()
        if self._pane is not None and is_alive(self._pane):
            self._pane.update_missing(reading.missing)
        self._show_conflicts(reading)
        self._show_files()

    def start(self, focus: str = "") -> None:
        """Show the record, and put the keyboard into ``focus`` or the first blank field."""
        self._wants_focus = focus
        if self.record_id is not None:
            self.reload()
        self.form.build(self.header.finalise)
        if self.form.is_built:
            self._rest.start()
        self._beside.start()
        if self.record_id is None:
            self._name_links()
            self.jump(focus)
            self.form.take_place()

    def show_pane(self) -> None:
        """Put history and links (and the page's own tab) into the right pane."""
        self._pane = SidePane(self.desk, self.record.type_name, lambda: self.is_revealed, self.make_first_tab())
        self._pane.missing.jumped.connect(self.jump)
        self.desk.show_pane(self._pane)
        self._pane.show_record(self.record_id)
        if self.reading is not None:
            self._pane.update_missing(self.reading.missing)

    def reload(self) -> None:
        """Read the record anew."""
        session, name, record_id = self.desk.session, self.record.type_name, self.record_id
        if session is None or record_id is None:
            return
        self.desk.jobs.store(lambda: read_record(session, name, record_id), self._on_read, self.say_fault, self)

    def read_again(self) -> None:
        self.reload()

    def show_missing(self, problems: Sequence[Problem]) -> None:
        """Show all that stops the record from being final: in the pane, below the fields; go to the first of it."""
        if self._pane is not None and is_alive(self._pane):
            self._pane.show_missing(problems)
        self.form.show_problems(problems)
        self._asked_for = {problem.field for problem in problems if problem.field}
        first = next((problem.field for problem in problems if problem.field), None)
        if first is not None:
            # Once the sentences below the fields have their places.
            QTimer.singleShot(0, self, lambda: self.jump(first))

    def save_typing(self) -> None:
        """Hand everything typed on the page to the store."""
        self.form.flush()
        for section in self._sections:
            section.flush()
        if self.files is not None:
            self.files.flush()

    def keep_place(self) -> None:
        """Keep what could not be saved and where the keyboard was, for when the page is opened again."""
        self.form.keep_place()

    def wipe(self) -> None:
        """Empty the page at once."""
        self._again.stop()
        self._beside.stop()
        self.form.wipe()
        for section in self._sections:
            section.wipe()
        if self.files is not None:
            self.files.wipe()
        self.header.show_new()
        self._review.wipe()

    def jump(self, name: str) -> None:
        """Put the keyboard into a field; without one of that name, into the first that is blank."""
        if not self.form.focus_field(name):
            self.form.focus_first()

    def _lay_out(self) -> None:
        outside = column(self, gap=Space.NONE)
        top = column(gap=Space.S)
        top.setContentsMargins(px(Space.XL), px(Space.L), px(Space.XL), px(Space.S))
        outside.addLayout(top)
        # From the outside in: whatever is put into something else tells all that is inside it of its new place.
        ground, middle = QWidget(), QWidget()
        self.area = scrolled(ground)
        outside.addWidget(self.area, stretch=1)
        across = row(ground, gap=Space.NONE)
        across.setContentsMargins(px(Space.XL), px(Space.S), px(Space.XL), px(Space.XL))
        across.addWidget(middle, stretch=1)
        middle.setMaximumWidth(px(Size.FORM_MAX))
        inside = column(middle, gap=Space.L)
        # Large text needs the height: then the head scrolls away with the rest.
        (inside if current_look().scale >= LARGE_TEXT else top).addWidget(self.header)
        for part in (self._trouble, self._refused, self._review, self._guard, self._conflict):
            inside.addWidget(part)
        inside.addLayout(self.body)
        inside.addStretch()
        self.fill_body()

    def _connect(self) -> None:
        form, header = self.form, self.header
        form.state_changed.connect(self._on_state_changed)
        form.created.connect(self.created)
        form.created.connect(lambda _id: header.finalise.setEnabled(True))
        form.saved.connect(lambda _values: self.note_change())
        form.undone.connect(self.note_change)
        form.ruled_out.connect(self._on_ruled_out)
        form.reveal_wanted.connect(lambda: self.acts.ask_to_reveal(form))
        form.settle_wanted.connect(self._on_settle)
        self._review.decided.connect(self.note_change)
        form.built.connect(self._rest.start)
        form.built.connect(self.follow_eye)

    def _make_lower(self) -> Iterator[None]:
        yield from self._make_sections()
        if self.record.type_name in OWNERS:
            self.files = FilesCard(self.desk, self.record.type_name, self, self.note_change)
            self.body.addWidget(self.files)
            self._show_files()
            yield

    def _show_files(self) -> None:
        if self.files is not None and self.reading is not None:
            view = self.reading.view
            self.files.show_record(view.record_id, view.values, is_void=view.is_void, is_final=view.is_final)

    def _make_sections(self) -> Iterator[None]:
        for child in children_of(self.record.type_name):
            section = self.make_section(child)
            section.ruled_out.connect(self._on_ruled_out)
            section.reveal_wanted.connect(self.acts.ask_to_reveal)
            section.changed.connect(self.note_change)
            self._sections.append(section)
            self.body.addWidget(section)
            if self.record_id is not None:
                section.show_children(self.record_id)
            yield

    def follow_eye(self) -> None:
        """Let Tab come from the head to what stands above the fields, then to them."""
        above = []
        for number in range(self.body.count()):
            item = self.body.itemAt(number)
            widget = item.widget() if item is not None else None
            if widget is self.form:
                break
            if widget is not None:
                above.append(widget)
        chain(self.header.finalise, above)

    def _name_links(self) -> None:
        session, record, preset = self.desk.session, self.record, self.preset
        if session is None or not preset:
            return

        def show(titles: dict[str, str]) -> None:
            for name, words in titles.items():
                if self.form.has_editor(name):
                    self.form.set_words(name, preset[name], words)

        self.desk.jobs.store(lambda: link_titles(session, record, preset), show, self.say_fault, self)

    def _on_read(self, reading: Reading | None) -> None:
        if reading is None:
            self._trouble.say(tr("record.not_here"), tr("record.not_here_detail"), Tone.SOON)
            self.form.set_editable(editable=False)
            return
        first = self.reading is None
        self.reading = reading
        self.show_reading(reading)
        self.follow_eye()
        if first:
            if self._wants_focus:
                self.jump(self._wants_focus)
            self.form.take_place()

    def say_fault(self, fault: Fault) -> None:
        """Say what failed, and that what was typed is kept."""
        self._trouble.say(error_text(fault), tr("record.kept"))

    def _on_state_changed(self, state: str, sentence: str) -> None:
        self.header.show_saving(SaveState(state))
        if sentence:
            self._trouble.say(sentence, tr("record.kept"))
        elif state == SaveState.SAVED:
            self._trouble.hide()

    def note_change(self) -> None:
        """Something of the record was written: show what the store holds now."""
        self._again.start()
        if is_alive(self._pane) and self._pane is not None:
            self._pane.show_record(self.record_id)
        if self.record_id is not None and self.reading is None:
            for section in self._sections:
                section.show_children(self.record_id)

    def _on_ruled_out(self, refusal: Refused) -> None:
        if self.record.type_name == "arrest" and any(problem.code == _MINOR_RULE for problem in refusal.problems):
            self._guard.say(tr("record.minor_title"), tr("record.minor_detail"), Tone.ACCENT)
            self.area.ensureWidgetVisible(self._guard)

    def _make_settle_button(self) -> QWidget:
        made = button(tr("record.open_conflicts"), name="open_conflicts")
        made.clicked.connect(self._on_settle)
        return made

    def _on_settle(self) -> None:
        self.save_typing()
        self.desk.open("conflicts", record_type=self.record.type_name, record_id=self.record_id)

    def _show_conflicts(self, reading: Reading) -> None:
        names = [self.record.fields[n].label for n in reading.view.conflicts if n in self.record.fields]
        if not reading.view.conflicts:
            self._conflict.hide()
            return
        fields = ", ".join(declared_text(name) for name in names)
        self._conflict.say(tr("record.conflict"), tr("record.conflict_detail", fields=fields), Tone.SOON)

    def _hides(self, reading: Reading) -> bool:
        fields = self.record.fields.values()
        return not self.is_revealed and any(
            f.sensitivity.value >= Sensitivity.PERSONAL.value and reading.view.values.get(f.name) is not None
            for f in fields
        )
