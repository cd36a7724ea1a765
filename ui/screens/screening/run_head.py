"""The head of a running screening: which checklist, about whom, whether it is saved, and the button that stops it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QTabBar, QWidget

from fieldapp.actions.lookup import RecordView
from fieldapp.forms.scoring import Score
from ui.desk import Desk
from ui.forms.local_time import show_clock
from ui.forms.question.target import needs_large
from ui.forms.save_queue import SaveState
from ui.screens.record.place_words import place_words
from ui.screens.screening.score_words import is_reached, level_words, points_words, tone_of
from ui.style.icon import icon
from ui.style.look import current_look, px
from ui.style.token import LARGE_TEXT, Size, Space, Tone
from ui.text import tr
from ui.widgets.button import Kind, button
from ui.widgets.chip import Chip
from ui.widgets.flow import flow
from ui.widgets.label import Role, label, set_hint, set_state
from ui.widgets.layout import column, row
from ui.widgets.sides import Sides


class Part(StrEnum):
    """The parts of a screening's page, in the order of their tabs."""

    QUESTIONS = "questions"
    DISCLOSURE = "disclosure"
    RESULT = "result"
    ABOUT = "about"


PARTS: Final = tuple(Part)


class RunHead(QWidget):
    """``part_chosen(Part)`` by a tab, ``stop_wanted`` by the button, ``menu`` for what is seldom wanted."""

    part_chosen = Signal(str)
    stop_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("screening_head")
        self._desk = desk
        self._title = label("", Role.STRONG, wrap=True, name="screening_title")
        self._about = label("", Role.CAPTION, wrap=True, name="screening_about")
        self._saving = label("", Role.CAPTION, name="save_state")
        self._state = Chip("", "pencil-line", name="state_chip")
        self._place = Chip("", "cloud-slash", name="place_chip")
        self._score = Chip("", "gauge", name="score_chip")
        large = needs_large()
        self.stop = button(tr("screening.stop"), Kind.DANGER, glyph="hand-palm", name="disclosure_stop", large=large)
        self.stop.clicked.connect(self.stop_wanted)
        set_hint(self.stop, tr("screening.stop_hint"), "Ctrl+D")
        self.menu = QMenu(self)
        self._more = button("", Kind.QUIET, glyph="dots-three-vertical", name="screening_more", large=large)
        self._more.clicked.connect(self._on_more)
        self._more.setAccessibleName(tr("screening.more"))
        set_hint(self._more, tr("screening.more"))
        self._tabs = QTabBar()
        self._tabs.setObjectName("screening_parts")
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.setUsesScrollButtons(False)
        for part in PARTS:
            self._tabs.addTab(tr(f"screening.part_{part.value}"))
        self._tabs.setTabVisible(PARTS.index(Part.DISCLOSURE), False)
        self._tabs.currentChanged.connect(lambda at: self.part_chosen.emit(PARTS[at].value))
        self._sides: Sides | None = None
        self._lay_out()

    def add_act(self, words: str, glyph: str, name: str) -> QAction:
        """Put an act into the menu."""
        made = self.menu.addAction(icon(glyph, Tone.TEXT), words)
        made.setObjectName(name)
        return made

    def show_view(self, view: RecordView, title: str, whom: str) -> None:
        """Show what the screening is and how it stands."""
        values = view.values
        self._title.setText(title)
        now = self._desk.clock.now()
        started = show_clock(str(values["started_at"]), now) if values.get("started_at") else ""
        facts = (
            whom,
            tr("screening.version", version=values.get("checklist_version") or ""),
            tr("screening.begun", when=started) if started else "",
        )
        self._about.setText(" \N{MIDDLE DOT} ".join(fact for fact in facts if fact))
        if view.is_void:
            self._state.set_words(tr("record.struck_out"), "prohibit", Tone.DANGER)
        elif view.is_final:
            self._state.set_words(tr("screening.locked"), "lock-simple", Tone.TEXT)
        else:
            self._state.set_words(tr("record.draft"), "pencil-line", Tone.ACCENT)
        self._place.set_words(*place_words(view, now))

    def show_saving(self, state: SaveState) -> None:
        """Say in words whether what was answered is in the store."""
        self._saving.setText("" if state is SaveState.CALM else tr(f"record.save_{state.value}"))
        set_state(self._saving, "tone", Tone.DANGER.value if state is SaveState.PROBLEM else Tone.MUTED.value)

    def show_score(self, score: Score | None) -> None:
        """Show the points so far, with and without what nobody knows."""
        self._score.setVisible(score is not None)
        if score is not None:
            level = level_words(score.band) if is_reached(score.band) or not score.unanswered else ""
            # In large text there is room for one of them; the other stands with the result.
            parts = [level, points_words(score)] if self._sides is not None else [level or points_words(score)]
            words = " \N{MIDDLE DOT} ".join(part for part in parts if part)
            self._score.set_words(words, "gauge", tone_of(score.band) if level else Tone.MUTED)
        self._fit()

    def score(self) -> str:
        """The words of the points."""
        return self._score.text()

    def offer_stop(self, *, offered: bool) -> None:
        """A screening that is locked, or stopped already, has no questions to stop."""
        self.stop.setEnabled(offered)
        self.stop.setVisible(offered)
        self._fit()

    def show_part(self, part: Part) -> None:
        """Mark a tab, telling nobody."""
        was = self._tabs.blockSignals(True)
        self._tabs.setCurrentIndex(PARTS.index(part))
        self._tabs.blockSignals(was)

    def focus_part(self) -> None:
        """Put the keyboard on the tabs."""
        self._tabs.setFocus()

    def offer_disclosure(self, *, offered: bool) -> None:
        """Show the tab of the disclosure once there is one."""
        self._tabs.setTabVisible(PARTS.index(Part.DISCLOSURE), offered)

    def offered_parts(self) -> list[Part]:
        """Return the parts that have a tab now."""
        return [part for at, part in enumerate(PARTS) if self._tabs.isTabVisible(at)]

    def _on_more(self) -> None:
        self.menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _fit(self) -> None:
        if self._sides is not None:
            self._sides.fit()

    def _lay_out(self) -> None:
        self._score.hide()
        if current_look().scale >= LARGE_TEXT:
            self._lay_out_short()
            return
        left, right = QWidget(), QWidget()
        words = column(left, gap=Space.NONE)
        words.addWidget(self._title)
        words.addWidget(self._about)
        states = row(gap=Space.S)
        states.setContentsMargins(0, px(Space.XS), 0, 0)
        for part in (self._state, self._place, self._score, self._saving):
            states.addWidget(part)
        states.addStretch()
        words.addLayout(states)
        ends = row(right, gap=Space.S)
        ends.addWidget(self._more)
        ends.addWidget(self.stop)
        self._sides = Sides(left, right, px(Size.PANE))
        inside = column(self, gap=Space.S)
        inside.setContentsMargins(px(Space.XL), px(Space.M), px(Space.XL), 0)
        inside.addWidget(self._sides)
        inside.addWidget(self._tabs)

    def _lay_out_short(self) -> None:
        """Large text needs the height for the questions: what the screening is about stands on its own tab."""
        self._tabs.setProperty("short", True)
        inside = column(self, gap=Space.XS)
        inside.setContentsMargins(px(Space.M), px(Space.XS), px(Space.M), 0)
        states = flow(self._state, self._saving, self._place, self._score, gap=Space.XS)
        # Beside a pane there is no room for it at the right: never cut, it stands below.
        inside.addWidget(Sides(states, self.stop, px(Size.FIND_MIN)))
        second = row(gap=Space.S)
        second.addWidget(self._tabs, stretch=1)
        second.addWidget(self._more)
        inside.addLayout(second)
        for part in (self._title, self._about):
            part.setParent(self)
            part.hide()
