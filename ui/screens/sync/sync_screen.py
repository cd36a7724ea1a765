"""When it last worked, what waits, what failed and what to do, what headquarters refused; and a button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QWidget

from fieldapp.actions.about import About, load_about
from fieldapp.actions.conflict import count_clashes
from fieldapp.actions.exchange_status import (
    ExchangeStatus,
    RefusedChange,
    give_up,
    load_refused,
    load_status,
    send_again,
)
from fieldapp.domain.clock import from_wire
from fieldapp.records import find_type
from ui.desk import Desk
from ui.forms.local_time import show_zone
from ui.forms.reading import words_for
from ui.jobs import Fault, Progress
from ui.models.row_words import spell_when
from ui.screen import Screen
from ui.screens.sync.port import SyncPort
from ui.screens.sync.refused_card import RefusedCard
from ui.screens.sync.sync_state import sync_state
from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.text import error_text, tr
from ui.widgets.banner import Banner
from ui.widgets.big_number import BigNumber
from ui.widgets.button import Kind, button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.elapsed_clock import spell_elapsed
from ui.widgets.even import even
from ui.widgets.label import Role, label, set_hint
from ui.widgets.layout import clear, column, row, scrolled
from ui.widgets.section import Section


@dataclass(frozen=True)
class Standing:
    """Everything the screen shows, read in one go."""

    status: ExchangeStatus
    refused: tuple[tuple[RefusedChange, dict[str, str]], ...]
    about: About
    conflicts: int


def read_standing(session: Any) -> Standing:
    """Read how things stand; on the store's thread."""
    found = []
    for refused in load_refused(session):
        record = find_type(refused.change.record_type)
        words = {
            name: words_for(session, record, name, value) if record else str(value)
            for name, value in refused.fields.items()
        }
        found.append((refused, words))
    return Standing(load_status(session), tuple(found), load_about(session), count_clashes(session))


class SyncScreen(Screen):
    """``port`` runs a round; without one this laptop has no headquarters."""

    def __init__(self, desk: Desk, port: SyncPort | None) -> None:
        super().__init__(desk)
        self._port = port
        self._running = False
        self.banner = Banner(name="sync_banner")
        self.now_button = button(tr("exchange.now"), Kind.PRIMARY, glyph="arrows-clockwise", name="sync_now")
        self.now_button.clicked.connect(self.sync_now)
        set_hint(self.now_button, tr("exchange.now"), "Ctrl+R")
        desk.shortcuts.add("Ctrl+R", tr("exchange.now"), self.sync_now, self)
        self._make_head()
        self._refused_title = Section(tr("exchange.refused"), name="refused_section")
        self._laptop = Card(tr("exchange.laptop"), name="laptop_card")
        self._lay_out()

    def shown(self, **params: object) -> None:
        del params
        self.reload()

    def locked(self) -> None:
        clear(self._refused_title.body)
        clear(self._laptop.body)

    def reload(self) -> None:
        """Read anew how things stand."""
        session = self.desk.session
        if session is not None:
            self.desk.jobs.store(lambda: read_standing(session), self._on_read, self._on_error, self)

    def sync_now(self) -> None:
        """Run one round, unless one is under way."""
        port = self._port
        if self.desk.session is None or port is None or self._running:
            return
        progress = Progress(self)
        progress.reported.connect(self._on_progress)
        self._set_running(running=True)
        self.desk.jobs.network(
            lambda: port.run(progress),
            lambda _: self._on_done(),
            self._on_failed,
            self,
            on_end=partial(self._on_end, progress),
        )

    def _make_head(self) -> None:
        self._chip = Chip("", "cloud-slash", name="sync_state")
        self._last = label("", Role.TITLE, name="sync_last")
        self._waiting = BigNumber(tr("exchange.waiting_note"), 0, name="sync_waiting")
        self._refused = BigNumber(tr("exchange.refused_note"), 0, name="sync_refused")
        self._conflicts = BigNumber(tr("exchange.conflicts_note"), 0, name="sync_conflicts", opens=True)
        self._conflicts.opened.connect(lambda: self.desk.open("conflicts"))
        self._words = label("", Role.MUTED, name="sync_progress")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)

    def _lay_out(self) -> None:
        ground = QWidget()
        ground.setObjectName("ground")
        across = row(ground, gap=Space.NONE, margin=Space.XL)
        middle = QWidget()
        middle.setMaximumWidth(px(Size.COLUMN_MAX))
        across.addWidget(middle, stretch=1)
        inside = column(middle, gap=Space.L)
        inside.addWidget(self.banner)
        inside.addWidget(self._head_card())
        inside.addWidget(self._refused_title)
        inside.addWidget(self._laptop)
        inside.addStretch()
        outside = column(self, gap=Space.NONE)
        outside.addWidget(scrolled(ground))
        self._show_progress(visible=False)

    def _head_card(self) -> Card:
        card = Card(name="sync_card")
        head = row(gap=Space.L)
        words = column(gap=Space.XS)
        words.addWidget(label(tr("exchange.last"), Role.OVERLINE))
        words.addWidget(self._last)
        chip_row = row()
        chip_row.addWidget(self._chip)
        chip_row.addStretch()
        words.addLayout(chip_row)
        head.addLayout(words, stretch=1)
        head.addWidget(self.now_button, alignment=Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(head)
        card.body.addWidget(even(self._waiting, self._refused, self._conflicts, gap=Space.XL))
        card.body.addWidget(self._words)
        card.body.addWidget(self._bar)
        return card

    def _on_read(self, standing: Standing) -> None:
        status, now = standing.status, self.desk.clock.now()
        state = sync_state(status, now)
        self.desk.set_sync(state)
        self.desk.set_count("sync", status.refused + standing.conflicts)
        self._chip.set_words(state.words, state.glyph, state.tone)
        if status.last_ok_at:
            self._last.setText(spell_when(from_wire(status.last_ok_at), now))
            set_hint(self._last, show_zone(status.last_ok_at))
        else:
            self._last.setText(tr("exchange.never"))
        self._waiting.set_value(status.waiting, Tone.SOON if status.waiting else Tone.TEXT)
        self._refused.set_value(status.refused, Tone.DANGER if status.refused else Tone.TEXT)
        self._conflicts.set_value(standing.conflicts, Tone.SOON if standing.conflicts else Tone.TEXT)
        if status.fault:
            self.banner.say(tr("exchange.fault_title"), f"{status.fault}\n{tr('exchange.fault_todo')}", Tone.SOON)
        elif self._port is None:
            self.banner.say(tr("exchange.unavailable"), "", Tone.MUTED)
        elif status.clock_ahead_ms:
            off = spell_elapsed(timedelta(milliseconds=abs(status.clock_ahead_ms)))
            title = tr("exchange.clock_ahead" if status.clock_ahead_ms > 0 else "exchange.clock_behind", off=off)
            self.banner.say(title, tr("exchange.clock_todo"), Tone.SOON)
        else:
            self.banner.hide()
        self.now_button.setEnabled(self._port is not None and not self._running)
        self._show_refused(standing)
        self._show_laptop(standing.about)

    def _show_refused(self, standing: Standing) -> None:
        clear(self._refused_title.body)
        for refused, words in standing.refused:
            card = RefusedCard(self.desk, refused, words)
            card.send_wanted.connect(partial(self._settle, send_again, refused, "exchange.sent_again"))
            card.give_up_wanted.connect(partial(self._settle, give_up, refused, "exchange.given_up"))
            self._refused_title.body.addWidget(card)
        if not standing.refused:
            self._refused_title.body.addWidget(label(tr("exchange.nothing_refused"), Role.MUTED, wrap=True))

    def _show_laptop(self, about: About) -> None:
        clear(self._laptop.body)
        lines = (
            (tr("exchange.device"), about.device),
            (tr("exchange.fingerprint"), about.fingerprint),
            (tr("exchange.headquarters"), about.url or tr("exchange.no_address")),
        )
        for name, value in lines:
            line = row(gap=Space.L)
            title = label(name, Role.MUTED)
            title.setMinimumWidth(px(Size.SHEET_CELL + Space.XXL))
            line.addWidget(title)
            words = label(value, wrap=True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            line.addWidget(words, stretch=1)
            self._laptop.body.addLayout(line)
        self._laptop.body.addWidget(label(tr("exchange.fingerprint_hint"), Role.CAPTION, wrap=True))

    def _settle(self, act: Any, refused: RefusedChange, said: str) -> None:
        session = self.desk.session
        self.desk.jobs.store(lambda: act(session, refused), lambda _: self._on_settled(said), self._on_error, self)

    def _on_settled(self, said: str) -> None:
        self.desk.toast(tr(said))
        self.reload()

    def _set_running(self, *, running: bool) -> None:
        self._running = running
        self.now_button.setEnabled(not running and self._port is not None)
        self._words.setText(tr("exchange.running"))
        self._bar.setRange(0, 0)
        self._show_progress(visible=running)

    def _on_end(self, progress: Progress) -> None:
        progress.deleteLater()
        self._set_running(running=False)

    def _show_progress(self, *, visible: bool) -> None:
        self._words.setVisible(visible)
        self._bar.setVisible(visible)

    def _on_progress(self, done: int, total: int) -> None:
        self._words.setText(tr("exchange.progress", done=f"{done:,}", total=f"{total:,}"))
        self._bar.setRange(0, max(1, total))
        self._bar.setValue(done)

    def _on_done(self) -> None:
        self.desk.toast(tr("exchange.done"))
        self.reload()

    def _on_failed(self, error: Fault) -> None:
        self.banner.say(tr("exchange.fault_title"), f"{error_text(error)}\n{tr('exchange.fault_todo')}", Tone.SOON)
        self.reload()

    def _on_error(self, error: Fault) -> None:
        self.banner.say(error_text(error))
