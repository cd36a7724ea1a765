"""What comes back to this person, and for a supervisor what waits for them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from fieldapp.actions.board import Board
from fieldapp.domain.access import REVIEWERS
from fieldapp.domain.clock import from_wire
from ui.desk import Desk
from ui.models.row_words import spell_when
from ui.screens.board.board_card import RowCard
from ui.screens.board.board_row import BoardRow
from ui.screens.task.training_pane import STATES, course_words
from ui.style.token import Tone
from ui.text import tr
from ui.widgets.glyph import Glyph


class TeamCard(RowCard):
    """Records that were returned with what is to be mended; then the way to the team's place."""

    def __init__(self, desk: Desk, board: Board) -> None:
        super().__init__(desk, tr("team.card"), "team_card")
        self._board = board

    def fill(self) -> Iterator[None]:
        board, now = self._board, self.desk.clock.now()
        for each in board.returned:
            when = spell_when(from_wire(each.reviewed_at), now)
            note = tr("team.returned_note", who=each.reviewer, when=when, comment=each.comment)
            lead = Glyph("arrow-u-up-left", Tone.SOON)
            made = BoardRow(tr("team.returned", title=each.title), note, lead=lead, name="returned_row")
            self.add_row(made, each.record_type, each.record_id)
            yield
        for training in board.trainings:
            lead = Glyph(*STATES[training.state])
            words = tr(f"team.training_{training.state}")
            made = BoardRow(words, course_words(training), lead=lead, name="training_row")
            self.add_row(made, "training", training.record_id)
            yield
        if board.role in REVIEWERS:
            self._add_places(board)
        yield

    def _add_places(self, board: Board) -> None:
        if board.asked:
            lead = Glyph("lock-key", Tone.SOON)
            asked = BoardRow(_count("sealed.asked", board.asked), lead=lead, name="asked_row")
            asked.opened.connect(partial(self.desk.open, "team", tab="sealed"))
            self.add_row(asked)
        count = board.for_review
        words = tr("team.for_review_none") if not count else _count("team.for_review", count)
        made = BoardRow(words, lead=Glyph("check-circle", Tone.SOON if count else Tone.OK), name="review_row")
        made.opened.connect(partial(self.desk.open, "team", tab="review"))
        self.add_row(made)
        caseload = BoardRow(tr("team.caseload_row"), lead=Glyph("users-three", Tone.MUTED), name="caseload_row")
        caseload.opened.connect(partial(self.desk.open, "team", tab="caseload"))
        self.add_row(caseload)


def says_something(board: Board) -> bool:
    """Say whether the card has anything to show."""
    return bool(board.returned or board.trainings) or board.role in REVIEWERS


def _count(key: str, count: int) -> str:
    return tr(f"{key}_one") if count == 1 else tr(f"{key}_many", count=count)
