"""What waits for this supervisor's review, longest waiting first; each row opens its record, where it is decided."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from fieldapp.actions.colleague import Colleagues, load_colleagues
from fieldapp.actions.review import ForReview, count_inbox, load_inbox
from fieldapp.domain.clock import from_wire
from fieldapp.records import require_type
from ui.forms.emblem import glyph_of
from ui.models.row_words import spell_when
from ui.screens.board.board_row import BoardRow
from ui.screens.task.team_pane import TeamPane
from ui.style.token import Tone
from ui.text import declared_text, tr
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.empty_state import EmptyState

_TONES = {"first": Tone.ACCENT, "again": Tone.SOON, "changed": Tone.SOON, "clock": Tone.SOON}


@dataclass(frozen=True, repr=False)
class Inbox:
    """The records that are shown, how many wait in all, and who is who."""

    shown: tuple[ForReview, ...]
    count: int
    people: Colleagues


class ReviewPane(TeamPane[Inbox]):
    """The inbox."""

    name = "review"

    def read(self, session: Any) -> Inbox:
        return Inbox(load_inbox(session), count_inbox(session), load_colleagues(session))

    def show_found(self, found: Inbox) -> None:
        if not found.shown:
            self.inside.addWidget(EmptyState("check-circle", tr("review.none_title"), tr("review.none")))
            return
        hint = tr("review.inbox_hint")
        if found.count > len(found.shown):
            hint += " " + tr("review.inbox_first", count=len(found.shown))
        card = Card(tr("review.inbox", count=f"{found.count:,}"), name="inbox_card")
        self.add_rows(card, hint, [(_chip(each), partial(self._row, each, found.people)) for each in found.shown])

    def _row(self, each: ForReview, people: Colleagues, chip: Chip) -> BoardRow:
        kind = declared_text(require_type(each.record_type).title)
        when = spell_when(from_wire(each.updated_at), self.desk.clock.now())
        parts = [kind, tr("review.by", who=people.name_of(each.author), when=when)]
        if each.undone:
            parts.append(tr("review.undone", count=each.undone))
        made = BoardRow(each.title, " \N{MIDDLE DOT} ".join(parts), lead=chip, name="inbox_row")
        made.opened.connect(partial(self.desk.open, "record", record_type=each.record_type, record_id=each.record_id))
        return made


def _chip(each: ForReview) -> Chip:
    return Chip(tr(f"review.why_{each.why}"), glyph_of(each.record_type), _TONES[each.why], name="why_chip")
