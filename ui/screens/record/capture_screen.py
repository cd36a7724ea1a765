"""The place "capture": a short form that can be filled in with one hand, saved as it is typed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from fieldapp.domain.record import Record
from fieldapp.domain.wire import Json
from fieldapp.records import require_type
from ui.desk import Desk
from ui.forms.emblem import glyph_of
from ui.forms.part import Part
from ui.forms.reading import link_titles
from ui.forms.record_form import RecordForm
from ui.forms.save_queue import SaveState
from ui.screen import Screen
from ui.screens.record.page import Page
from ui.screens.record.quick import quick_fields, starting_values
from ui.screens.record.record_screen import page_of
from ui.screens.record.similar_row import SimilarRow
from ui.style.look import px
from ui.style.token import Motion, Size, Space, Tone
from ui.text import declared_text, error_text, tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button
from ui.widgets.glyph import Glyph
from ui.widgets.label import Role, label, set_hint, set_state
from ui.widgets.layout import column, row, scrolled

# A screening begins with the choice of its checklist.
_WHOLE_AT_ONCE: Final = frozenset({"screening"})


class CapturePage(QWidget):
    """The short form of one new record."""

    def __init__(self, desk: Desk, record: type[Record], preset: dict[str, Json]) -> None:
        super().__init__()
        self.desk = desk
        self.record = record
        self.setObjectName(f"{record.type_name}_capture")
        self._preset = starting_values(desk.session, record, desk.clock.now()) | preset
        shown = quick_fields(record)
        linked = tuple(name for name in preset if name in record.fields and name not in shown)
        self.form = RecordForm(desk, record, preset=self._preset, parts=[Part("", shown + linked)])
        self.similar = SimilarRow(desk, record)
        self._saving = label("", Role.CAPTION, name="save_state")
        self._trouble = Banner(name="trouble_banner")
        self._open = button(tr("record.open_full"), Kind.PRIMARY, glyph="arrow-right", name="open_full")
        set_hint(self._open, tr("record.open_full"), "Ctrl+Return")
        self._wants_page = False
        # Asked again while the last keystrokes are still on their way to the store.
        self._when_settled = QTimer(self)
        self._when_settled.setInterval(Motion.SHORT)
        self._lay_out()
        self._connect()
        self._name_links()

    def start(self) -> None:
        """Put the keyboard into the first field."""
        self.form.focus_field(quick_fields(self.record)[0])
        self.form.take_place()

    def save_typing(self) -> None:
        """Hand everything typed to the store."""
        self.form.flush()

    def keep_place(self) -> None:
        """Keep what could not be saved for the next opening."""
        self.form.keep_place()

    def wipe(self) -> None:
        """Empty the form at once."""
        self._when_settled.stop()
        self.form.wipe()
        self.similar.forget()

    def open_full_page(self) -> None:
        """Save, then go to the whole page of what was captured."""
        # First: what cannot be saved takes the wish back.
        self._wants_page = True
        self.form.flush()
        self._go_when_settled()

    def _lay_out(self) -> None:
        ground = QWidget()
        across = row(ground, gap=Space.NONE, margin=Space.XL)
        middle = QWidget()
        middle.setMaximumWidth(px(Size.COLUMN_MAX))
        inside = column(middle, gap=Space.L)
        head = row(gap=Space.M)
        head.addWidget(Glyph(glyph_of(self.record.type_name), Tone.ACCENT, Size.ICON_LARGE))
        words = column(gap=Space.XS)
        words.addWidget(label(tr("record.new", kind=declared_text(self.record.title).lower()), Role.TITLE))
        words.addWidget(label(tr("record.capture_note"), Role.MUTED, wrap=True))
        head.addLayout(words, stretch=1)
        inside.addLayout(head)
        inside.addWidget(self._trouble)
        inside.addWidget(self.form)
        inside.addWidget(self.similar)
        foot = row(gap=Space.M)
        foot.addWidget(self._saving)
        foot.addStretch()
        foot.addWidget(self._open)
        inside.addLayout(foot)
        # With a stretch of its own: else the form takes half of what is left over.
        inside.addStretch(1)
        across.addWidget(middle, stretch=4)
        across.addStretch(1)
        outside = column(self, gap=Space.NONE)
        outside.addWidget(scrolled(ground))

    def _connect(self) -> None:
        self.form.state_changed.connect(self._on_state_changed)
        self.form.undone.connect(self.wipe)
        self.form.saved.connect(lambda values: self.similar.look(self.form.record_id, values))
        self._open.clicked.connect(self.open_full_page)
        self._when_settled.timeout.connect(self._go_when_settled)
        self.desk.shortcuts.add("Ctrl+Return", tr("record.open_full"), self.open_full_page, self)

    def _name_links(self) -> None:
        session, record, preset = self.desk.session, self.record, self._preset
        if session is None:
            return

        def show(titles: dict[str, str]) -> None:
            for name, words in titles.items():
                if self.form.has_editor(name):
                    self.form.set_words(name, preset[name], words)

        self.desk.jobs.store(
            lambda: link_titles(session, record, preset), show, lambda f: self._trouble.say(error_text(f)), self
        )

    def _on_state_changed(self, state: str, sentence: str) -> None:
        self._saving.setText("" if state == SaveState.CALM else tr(f"record.save_{state}"))
        set_state(self._saving, "tone", Tone.DANGER.value if state == SaveState.PROBLEM else Tone.MUTED.value)
        if sentence:
            self._trouble.say(sentence, tr("record.kept"))
        elif state == SaveState.SAVED:
            self._trouble.hide()
        if state == SaveState.PROBLEM:
            # What could not be saved is looked at here, not left behind.
            self._wants_page = False
            self._when_settled.stop()

    def _go_when_settled(self) -> None:
        if not self._wants_page:
            return
        if not self.form.is_settled:
            self._when_settled.start()
            return
        self._when_settled.stop()
        self._wants_page = False
        if self.form.record_id is None:
            self._trouble.say(tr("record.nothing_typed"), "", Tone.ACCENT)
            self.start()
            return
        self.desk.open("record", record_type=self.record.type_name, record_id=self.form.record_id)


class CaptureScreen(Screen):
    """A fresh short form at every opening; what was typed into the last one is saved."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.page: CapturePage | Page | None = None
        self._inside = column(self, gap=Space.NONE)

    def title(self) -> str:
        return declared_text(self.page.record.title) if self.page is not None else ""

    def shown(self, **params: object) -> None:
        preset = dict(params)
        record = require_type(str(preset.pop("record_type")))
        self._drop()
        self._bring(record, preset)  # type: ignore[arg-type]  # wire values
        self.title_changed.emit(self.title())

    def left(self) -> None:
        if self.page is not None:
            self.page.save_typing()

    def locked(self) -> None:
        self._drop()

    def _bring(self, record: type[Record], preset: dict[str, Json]) -> None:
        page: CapturePage | Page
        if record.type_name in _WHOLE_AT_ONCE:
            page = page_of(self.desk, record, None, preset)
            page.created.connect(self._on_created)
        else:
            page = CapturePage(self.desk, record, preset)
        self.page = page
        self._inside.addWidget(page)
        page.start()

    def _on_created(self, record_id: str) -> None:
        if self.page is not None and self.isVisible():
            self.page.save_typing()
            self.desk.open("record", record_type=self.page.record.type_name, record_id=record_id)

    def _drop(self) -> None:
        page, self.page = self.page, None
        if page is not None:
            page.save_typing()
            page.keep_place()
            page.wipe()
            page.hide()
            page.setParent(None)
            page.deleteLater()
