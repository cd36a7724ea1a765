"""What others did to this person's records, and what came for them, since they last looked."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from PySide6.QtCore import Signal

from fieldapp.actions.news import CAME, CHANGED, GIVEN, STRUCK, News
from fieldapp.records import require_type
from ui.desk import Desk
from ui.models.row_words import spell_when
from ui.screens.board.board_card import RowCard
from ui.screens.board.board_row import BoardRow
from ui.style.token import Tone
from ui.text import declared_text, tr
from ui.widgets.button import Kind, button
from ui.widgets.glyph import Glyph

_LEADS: Final = {
    CHANGED: ("pencil-simple", Tone.ACCENT),
    GIVEN: ("arrow-bend-down-right", Tone.SOON),
    CAME: ("phone-call", Tone.SOON),
    STRUCK: ("trash", Tone.MUTED),
}
_SEALED: Final = frozenset({"keeper", "sealed_name", "name_opening"})
"""What has no page of its own and is shown in the supervisor's place."""


class NewsCard(RowCard):
    """A row for each record; opening it takes it off the news, and so does the button for all of them.

    ``seen`` carries the ids of the records, or None for all.
    """

    seen = Signal(object)

    def __init__(self, desk: Desk, news: tuple[News, ...]) -> None:
        super().__init__(desk, tr("board.news"), "news_card")
        self._news = news

    def fill(self) -> Iterator[None]:
        now = self.desk.clock.now()
        for each in self._news:
            kind = declared_text(require_type(each.record_type).title)
            note = tr(f"board.news_{each.what}", kind=kind, who=each.who, when=spell_when(each.at, now))
            made = BoardRow(each.title, note, lead=Glyph(*_LEADS[each.what]), name="news_row")
            made.opened.connect(partial(self.seen.emit, (each.record_id,)))
            if each.record_type in _SEALED:
                made.opened.connect(partial(self.desk.open, "team", tab="sealed"))
                self.add_row(made)
            else:
                self.add_row(made, each.record_type, each.record_id)
            yield
        away = button(tr("board.news_seen"), Kind.QUIET, name="news_seen")
        away.clicked.connect(partial(self.seen.emit, None))
        self.body.addWidget(away)
        yield
