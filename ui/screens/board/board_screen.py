"""The board, made anew from one act each time it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from fieldapp.actions.board import Board, Tally, load_board, load_tally
from fieldapp.actions.news import see_news, unsee_news
from fieldapp.actions.session import Undo
from fieldapp.actions.stamp import stamp_record, take_stamp_back
from fieldapp.domain.access import Role as Part
from ui.desk import Desk
from ui.jobs import Fault
from ui.screen import Screen
from ui.screens.board.board_card import CallOutCard, DraftCard, DueCard, RowCard, WorkCard, start_row
from ui.screens.board.news_card import NewsCard
from ui.screens.board.operation_card import OperationCard
from ui.screens.board.team_card import TeamCard, says_something
from ui.style.look import px
from ui.style.token import Motion, Size, Space
from ui.text import error_text, tr
from ui.turn import Turns
from ui.widgets.banner import Banner
from ui.widgets.layout import column, row, scrolled
from ui.widgets.tab_order import chain

_REFRESH_TICKS = 60
_CHIP_TICKS = 10


@dataclass(frozen=True)
class _Part:
    """One part of the board: where it stands, what it shows (the same again is left standing), how it is made."""

    name: str
    place: QBoxLayout
    shows: object
    make: Callable[[], QWidget]


class BoardScreen(Screen):
    """Home. The clocks on it run while it is seen; it is read anew every minute.

    It is made part by part, a few milliseconds a turn, and only what shows something else than before is made anew.
    At first it is painted as soon as it fills the window; what stands below the edge comes behind.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._board: Board | None = None
        self._asked = 0
        self._shown: dict[str, tuple[object, QWidget]] = {}
        self._turns = Turns(iter(()), self)
        self._ticks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(Motion.TICK)
        self._timer.timeout.connect(self._on_tick)
        self.banner = Banner(name="board_banner")
        ground = QWidget()
        ground.setObjectName("ground")
        across = row(ground, gap=Space.NONE, margin=Space.XL)
        middle = QWidget()
        middle.setMaximumWidth(px(Size.COLUMN_MAX + Size.PANE))
        across.addWidget(middle, stretch=1)
        inside = column(middle, gap=Space.L)
        inside.addWidget(self.banner)
        self._top = column(gap=Space.L)
        inside.addLayout(self._top)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(px(Space.L))
        self._left, self._right = column(gap=Space.L), column(gap=Space.L)
        self._left.addStretch()
        self._right.addStretch()
        self._columns.addLayout(self._left, 5)
        self._columns.addLayout(self._right, 3)
        inside.addLayout(self._columns)
        inside.addStretch()
        outside = column(self, gap=Space.NONE)
        self._area = scrolled(ground)
        outside.addWidget(self._area)

    @property
    def is_seen(self) -> bool:
        """Whether as much stands in its place as the window has room for."""
        return self._board is not None and self._area.updatesEnabled()

    @property
    def is_built(self) -> bool:
        """Whether everything that was read stands in its place."""
        return self._board is not None and self._turns.is_done

    def shown(self, **params: object) -> None:
        del params
        self.reload()

    def locked(self) -> None:
        self._asked += 1
        self._board = None
        self._empty()

    def reload(self) -> None:
        """Read the board anew; what is shown stays until it is here."""
        session = self.desk.session
        if session is None:
            return
        self._asked += 1
        asked = self._asked
        under_way = self._board.operation if self._board is not None else None
        if under_way is not None and under_way.is_active:
            # What was captured a moment ago counts at once, before all else is read.
            operation_id = under_way.record_id
            self.desk.jobs.store(
                lambda: load_tally(session, operation_id), lambda tally: self._on_tally(asked, tally), None, self
            )
        self.desk.jobs.store(
            lambda: load_board(session), lambda board: self._on_board(asked, board), self._on_error, self
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= px(Size.COLUMN_MAX)
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def _on_tally(self, asked: int, tally: Tally) -> None:
        card = self._card("operation")
        if asked == self._asked and isinstance(card, OperationCard):
            card.show_tally(tally)

    def _on_board(self, asked: int, board: Board) -> None:
        if asked != self._asked:
            return
        self._say_missing(board)
        self.desk.set_count("board", board.overdue)
        self.desk.set_count("sync", board.refused + board.conflicts)
        if board == self._board:
            # Nothing new: whoever is on their way through the rows by keyboard must not lose their place.
            self._refresh_clocks()
            return
        self._board = board
        self._turns.drop()
        self._turns.deleteLater()
        self._turns = Turns(self._renew(board), self)
        # Painted once what is seen stands in its place, and not after each part.
        self._area.setUpdatesEnabled(False)
        self._turns.start()

    def _say_missing(self, board: Board) -> None:
        if board.missing:
            self.banner.say(tr("board.missing_title", count=board.missing), tr("board.missing"))
        else:
            self.banner.hide()

    def _parts(self, board: Board) -> Iterator[_Part]:
        """What a board consists of, in the order in which it is read."""
        desk, now = self.desk, self.desk.clock.now()
        top, left, right = self._top, self._left, self._right
        if board.role is Part.DEPUTY:
            yield _Part("start", top, None, lambda: _start(desk))
        if board.role in {Part.ADVOCATE, Part.ADMINISTRATOR}:
            if board.role is Part.ADVOCATE:
                # It says how long ago: never older than the minute.
                calls = (board.call_outs, f"{now:%d%H%M}")
                yield _Part("call_outs", left, calls, lambda: CallOutCard(desk, board.call_outs))
                yield _Part("start", right, None, lambda: _start(desk))
        else:
            operation = replace(board.operation, tally=Tally()) if board.operation else None
            leads = board.role is not Part.DEPUTY
            yield _Part("operation", top, operation, lambda: OperationCard(desk, board.operation, leads=leads))
        yield _Part("due", left, board.due, lambda: DueCard(desk, board))
        if says_something(board):
            team = (board.returned, board.trainings, board.for_review, board.asked)
            yield _Part("team", right, team, lambda: TeamCard(desk, board))
        if board.news:
            # It says when: by the day, as every row does.
            yield _Part("news", right, (board.news, now.date()), lambda: NewsCard(desk, board.news))
        work = (board.waiting, board.refused, board.conflicts, board.new_leads, board.last_sync_at)
        yield _Part("work", right, (*work, now.date()), lambda: WorkCard(desk, board))
        yield _Part("drafts", right, (board.drafts, now.date()), lambda: DraftCard(desk, board.drafts))

    def _renew(self, board: Board) -> Iterator[None]:
        parts, is_first = list(self._parts(board)), not self._shown
        for name in self._shown.keys() - {part.name for part in parts}:
            self._take_away(name)
        for number, part in enumerate(parts):
            held = self._shown.get(part.name)
            if held is None or held[0] != part.shows:
                yield from self._make(part, sum(each.place is part.place for each in parts[:number]))
            if is_first and not self.is_seen and self._fills_window():
                self._area.setUpdatesEnabled(True)
                yield
        card = self._card("operation")
        if isinstance(card, OperationCard) and board.operation is not None:
            card.show_tally(board.operation.tally)
        chain(None, (self._shown[part.name][1] for part in parts))
        self._area.setUpdatesEnabled(True)

    def _make(self, part: _Part, at: int) -> Iterator[None]:
        """Make a part row by row, out of sight, and put it at its place, instead of the one before."""
        made = part.make()
        yield
        try:
            if isinstance(made, RowCard):
                made.acted.connect(self._on_acted)
                if isinstance(made, NewsCard):
                    made.seen.connect(self._on_seen)
                yield from made.fill()
        except GeneratorExit:
            # Another board came before this card stood anywhere, or the window has gone and taken it along.
            if shiboken6.isValid(made):
                made.deleteLater()
            raise
        self._take_away(part.name)
        part.place.insertWidget(at, made)
        self._shown[part.name] = part.shows, made
        yield

    def _fills_window(self) -> bool:
        """Whether what is still to be made will stand below the window's edge."""
        room = self._area.height() - self._top.sizeHint().height()
        beside = self._columns.direction() == QBoxLayout.Direction.LeftToRight
        sides = (self._left, self._right) if beside else (self._left,)
        return all(side.sizeHint().height() > room for side in sides)

    def _card(self, name: str) -> QWidget | None:
        return self._shown[name][1] if name in self._shown else None

    def _take_away(self, name: str) -> None:
        _, card = self._shown.pop(name, (None, None))
        if card is not None:
            card.hide()
            card.setParent(None)
            card.deleteLater()

    def _refresh_clocks(self) -> None:
        card = self._card("due")
        if isinstance(card, DueCard):
            card.refresh()

    def _empty(self) -> None:
        self._turns.drop()
        self._area.setUpdatesEnabled(True)
        for name in list(self._shown):
            self._take_away(name)

    def _on_acted(self, code: str, record_type: str, record_id: str) -> None:
        session = self.desk.session
        self.desk.jobs.store(
            lambda: stamp_record(session, code, record_type, record_id), self._on_stamped, self._on_error, self
        )

    def _on_stamped(self, stamp: Undo) -> None:
        self.desk.toast(tr("board.stamped"), partial(self._take_back, stamp))
        self.reload()

    def _take_back(self, stamp: Undo) -> None:
        session = self.desk.session
        self.desk.jobs.store(lambda: take_stamp_back(session, stamp), lambda _: self.reload(), self._on_error, self)

    def _on_seen(self, record_ids: tuple[str, ...] | None) -> None:
        session = self.desk.session
        self.desk.jobs.store(
            lambda: see_news(session, record_ids), partial(self._say_seen, record_ids), self._on_error, self
        )

    def _say_seen(self, record_ids: tuple[str, ...] | None, seen: str) -> None:
        if record_ids is None:
            self.desk.toast(tr("board.news_all_seen"), partial(self._unsee, seen))
            self.reload()

    def _unsee(self, seen: str) -> None:
        session = self.desk.session
        self.desk.jobs.store(lambda: unsee_news(session, seen), lambda _: self.reload(), self._on_error, self)

    def _on_error(self, error: Fault) -> None:
        self.banner.say(tr("board.board_failed"), error_text(error))

    def _on_tick(self) -> None:
        self._ticks += 1
        if self._ticks % _CHIP_TICKS == 0:
            self._refresh_clocks()
        if self._ticks % _REFRESH_TICKS == 0:
            self.reload()


def _start(desk: Desk) -> QWidget:
    made = QWidget()
    made.setLayout(start_row(desk))
    return made
