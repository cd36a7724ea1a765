"""The head of a record's page: what it is, its state, where it is with headquarters, what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QPushButton, QWidget

from fieldapp.actions.lookup import RecordView
from fieldapp.actions.packet import may_make
from fieldapp.actions.packet_case import ROOTS as PACKET_ROOTS
from fieldapp.domain.record import Record
from ui.desk import Desk
from ui.forms.emblem import glyph_of
from ui.forms.save_queue import SaveState
from ui.screens.record.place_words import place_words
from ui.style.icon import icon
from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.text import declared_text, tr
from ui.widgets.button import Kind, button
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout, flow
from ui.widgets.glyph import Glyph
from ui.widgets.label import Role, label, set_hint, set_state
from ui.widgets.layout import column, row
from ui.widgets.sides import Sides
from ui.widgets.tab_order import chain


class RecordHeader(QWidget):
    """Emits what the person asks for; the page does it."""

    finalise_wanted = Signal()
    correct_wanted = Signal()
    strike_wanted = Signal()
    restore_wanted = Signal()
    reveal_wanted = Signal()
    packet_wanted = Signal()

    def __init__(self, desk: Desk, record: type[Record]) -> None:
        super().__init__()
        self.setObjectName("record_header")
        self._desk = desk
        self._has_packet = record.type_name in PACKET_ROOTS and desk.session is not None and may_make(desk.session)
        self._title = label(
            tr("record.new", kind=declared_text(record.title).lower()), Role.TITLE, wrap=True, name="record_title"
        )
        self._state = Chip("", "pencil-line", name="state_chip")
        self._place = Chip("", "cloud-slash", name="place_chip", elided=True)
        self._saving = label("", Role.CAPTION, name="save_state")
        self.finalise = self._action("record.finalise", Kind.PRIMARY, "check-circle", "finalise", self.finalise_wanted)
        self.correct = self._action("record.correct", Kind.SECONDARY, "pencil-simple", "correct", self.correct_wanted)
        self.reveal = self._action("record.reveal", Kind.QUIET, "eye", "reveal", self.reveal_wanted)
        self.packet = self._action("packet.ask", Kind.QUIET, "briefcase", "packet", self.packet_wanted)
        self.strike = self._action("record.strike", Kind.QUIET, "prohibit", "strike", self.strike_wanted)
        self.restore = self._action(
            "record.restore", Kind.SECONDARY, "arrow-counter-clockwise", "restore", self.restore_wanted
        )
        set_hint(self.finalise, tr("record.finalise_hint"), "Ctrl+Return")
        self._lay_out(record)
        chain(None, [self])
        self.show_new()

    def _action(self, key: str, kind: Kind, glyph: str, name: str, wanted: SignalInstance) -> QPushButton:
        made = button(tr(key), kind, glyph=glyph, name=name)
        made.clicked.connect(wanted)
        return made

    def _lay_out(self, record: type[Record]) -> None:
        left, right = QWidget(), QWidget()
        what = row(left, gap=Space.M)
        what.addWidget(Glyph(glyph_of(record.type_name), Tone.ACCENT, Size.ICON_LARGE))
        words = column(gap=Space.XS)
        first = row(gap=Space.S)
        first.addWidget(label(declared_text(record.title), Role.OVERLINE))
        first.addWidget(self._saving)
        first.addStretch()
        words.addLayout(first)
        words.addWidget(self._title)
        words.addWidget(flow(self._state, self._place, name="state_chips"))
        what.addLayout(words, stretch=1)
        actions = FlowLayout(right, gap=Space.S)
        for action in (self.packet, self.reveal, self.strike, self.restore, self.correct, self.finalise):
            actions.addWidget(action)
        self._sides = Sides(left, right, px(Size.PANE))
        outside = column(self)
        outside.addWidget(self._sides)

    def show_new(self) -> None:
        """A record that nothing has been typed into yet."""
        for action in (self.packet, self.reveal, self.strike, self.restore, self.correct):
            action.hide()
        self.finalise.setEnabled(False)
        self._state.set_words(tr("record.nothing_yet"), "circle-dashed", Tone.MUTED)
        self._place.hide()

    def show_view(self, view: RecordView, *, hides: bool) -> None:
        """Show a record's state. ``hides`` says whether something on the page is covered."""
        self._title.setText(view.title)
        if view.is_void:
            self._state.set_words(tr("record.struck_out"), "prohibit", Tone.DANGER)
        elif view.is_final:
            self._state.set_words(tr("record.final"), "lock-simple", Tone.TEXT)
        else:
            self._state.set_words(tr("record.draft"), "pencil-line", Tone.ACCENT)
        self.finalise.setEnabled(True)
        self.finalise.setVisible(not view.is_final and not view.is_void)
        self.correct.setVisible(view.is_final and not view.is_void)
        self.strike.setVisible(not view.is_void)
        self.restore.setVisible(view.is_void)
        self.reveal.setVisible(hides)
        self.packet.setVisible(self._has_packet)
        self._show_place(view)
        self._sides.fit()

    def say_state(self, words: str, glyph: str, tone: Tone) -> None:
        """Say another state than that of the record, where that tells nobody anything."""
        self._state.set_words(words, glyph, tone)

    def lead(self, *, leads: bool) -> None:
        """Whether making it final is the first thing to do on this page."""
        kind = Kind.PRIMARY if leads else Kind.QUIET
        set_state(self.finalise, "kind", kind.value)
        self.finalise.setIcon(icon("check-circle", Tone.ON_ACCENT if leads else Tone.ACCENT))

    def show_saving(self, state: SaveState) -> None:
        """Say in words whether what was typed is in the store."""
        tone = {SaveState.PROBLEM: Tone.DANGER, SaveState.SAVED: Tone.MUTED}.get(state, Tone.MUTED)
        self._saving.setText("" if state is SaveState.CALM else tr(f"record.save_{state.value}"))
        set_state(self._saving, "tone", tone.value)

    def title(self) -> str:
        """The title shown."""
        return self._title.text()

    def place(self) -> str:
        """The words about headquarters."""
        return self._place.text()

    def _show_place(self, view: RecordView) -> None:
        self._place.show()
        self._place.set_words(*place_words(view, self._desk.clock.now()))
