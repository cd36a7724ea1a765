"""What waits for this supervisor's review, longest waiting first; each row opens its record, where it is decided."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from fieldapp.actions.review import ForReview, load_inbox
from fieldapp.domain.clock import from_wire
from fieldapp.records import require_type
from ui.desk import Desk
from ui.forms.emblem import glyph_of
from ui.jobs import Fault
from ui.models.row_words import spell_when
from ui.screens.board.board_row import BoardRow
from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.text import declared_text, error_text, tr
from ui.widgets.banner import Banner
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.empty_state import EmptyState
from ui.widgets.label import Role, label, rule
from ui.widgets.layout import clear, column

_TONES = {"first": Tone.ACCENT, "again": Tone.SOON, "changed": Tone.SOON}


class ReviewPane(QWidget):
    """Reads itself when it is shown; ``rows`` in the order shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("review_pane")
        self._desk = desk
        self.rows: list[BoardRow] = []
        self.banner = Banner(name="inbox_banner")
        self._inside = column(gap=Space.L)
        outside = column(self, gap=Space.M)
        outside.addWidget(self.banner)
        outside.addLayout(self._inside)
        outside.addStretch()

    def reload(self) -> None:
        """Read the inbox anew."""
        session = self._desk.session
        if session is not None:
            self._desk.jobs.store(lambda: load_inbox(session), self._on_inbox, self._on_fault, self)

    def empty(self) -> None:
        """Forget every row at once."""
        self.rows = []
        clear(self._inside)

    def focus_first(self) -> None:
        """Put the keyboard into the first row."""
        if self.rows:
            self.rows[0].setFocus()

    def _on_inbox(self, inbox: tuple[ForReview, ...]) -> None:
        had_focus = any(each.hasFocus() for each in self.rows)
        self.empty()
        self.banner.hide()
        if not inbox:
            self._inside.addWidget(EmptyState("check-circle", tr("review.none_title"), tr("review.none")))
            return
        card = Card(tr("review.inbox", count=len(inbox)), name="inbox_card")
        card.body.setSpacing(px(Space.NONE))
        card.body.addWidget(label(tr("review.inbox_hint"), Role.CAPTION, wrap=True))
        card.body.addSpacing(px(Space.S))
        for each in inbox:
            card.body.addWidget(rule())
            made = self._row(each)
            self.rows.append(made)
            card.body.addWidget(made)
        self._inside.addWidget(card)
        if had_focus or self.isVisible():
            self.focus_first()

    def _row(self, each: ForReview) -> BoardRow:
        kind = declared_text(require_type(each.record_type).title)
        when = spell_when(from_wire(each.updated_at), self._desk.clock.now())
        parts = [kind, tr("review.by", who=each.author, when=when)]
        if each.undone:
            parts.append(tr("review.undone", count=each.undone))
        chip = Chip(tr(f"review.why_{each.why}"), glyph_of(each.record_type), _TONES[each.why], name="why_chip")
        chip.setFixedWidth(px(Size.SHEET_CELL * 2))
        made = BoardRow(each.title, " \N{MIDDLE DOT} ".join(parts), lead=chip, name="inbox_row")
        made.opened.connect(partial(self._desk.open, "record", record_type=each.record_type, record_id=each.record_id))
        return made

    def _on_fault(self, fault: Fault) -> None:
        self.banner.say(tr("review.failed"), error_text(fault))
