"""The board, made anew from one act each time it is shown."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from fieldapp.actions.board import Board, Tally, load_board, load_tally
from fieldapp.actions.session import Undo
from fieldapp.actions.stamp import stamp_record, take_stamp_back
from fieldapp.domain.access import Role as Part
from ui.desk import Desk
from ui.jobs import Fault
from ui.screen import Screen
from ui.screens.board.board_card import CallOutCard, DraftCard, DueCard, RowCard, WorkCard, start_row
from ui.screens.board.operation_card import OperationCard
from ui.screens.board.team_card import TeamCard, says_something
from ui.style.look import px
from ui.style.token import Motion, Size, Space
from ui.text import error_text, tr
from ui.widgets.banner import Banner
from ui.widgets.layout import clear, column, row, scrolled

_REFRESH_TICKS = 60
_CHIP_TICKS = 10


class BoardScreen(Screen):
    """Home. The clocks on it run while it is seen; it is read anew every minute."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._due: DueCard | None = None
        self._board: Board | None = None
        self._asked = 0
        self._operation: OperationCard | None = None
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
        self._columns.addLayout(self._left, 5)
        self._columns.addLayout(self._right, 3)
        inside.addLayout(self._columns)
        inside.addStretch()
        outside = column(self, gap=Space.NONE)
        self._area = scrolled(ground)
        outside.addWidget(self._area)

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
        if asked == self._asked and self._operation is not None:
            self._operation.show_tally(tally)

    def _on_board(self, asked: int, board: Board) -> None:
        if asked != self._asked:
            return
        self._say_missing(board)
        if board == self._board and self._due is not None:
            # Nothing new: whoever is on their way through the rows by keyboard must not lose their place.
            self._due.refresh()
            return
        self._board = board
        stood = self._area.verticalScrollBar().value()
        self._empty()
        self._fill(board)
        self._area.verticalScrollBar().setValue(stood)
        self.desk.set_count("board", board.overdue)
        self.desk.set_count("sync", board.refused + board.conflicts)

    def _say_missing(self, board: Board) -> None:
        if board.missing:
            self.banner.say(tr("board.missing_title", count=board.missing), tr("board.missing"))
        else:
            self.banner.hide()

    def _fill(self, board: Board) -> None:
        desk = self.desk
        if board.role is Part.DEPUTY:
            self._top.addLayout(start_row(desk))
        if board.role in {Part.ADVOCATE, Part.ADMINISTRATOR}:
            if board.role is Part.ADVOCATE:
                self._add(self._left, CallOutCard(desk, board.call_outs))
                self._right.addLayout(start_row(desk))
        else:
            self._operation = OperationCard(desk, board.operation, leads=board.role is not Part.DEPUTY)
            self._top.addWidget(self._operation)
        self._due = DueCard(desk, board)
        self._add(self._left, self._due)
        if says_something(board):
            self._add(self._right, TeamCard(desk, board))
        self._add(self._right, WorkCard(desk, board))
        self._add(self._right, DraftCard(desk, board.drafts))
        self._left.addStretch()
        self._right.addStretch()

    def _add(self, where: QBoxLayout, card: RowCard) -> None:
        card.acted.connect(self._on_acted)
        where.addWidget(card)

    def _empty(self) -> None:
        self._due = None
        self._operation = None
        for layout in (self._top, self._left, self._right):
            clear(layout)

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

    def _on_error(self, error: Fault) -> None:
        self.banner.say(tr("board.board_failed"), error_text(error))

    def _on_tick(self) -> None:
        self._ticks += 1
        if self._due is not None and self._ticks % _CHIP_TICKS == 0:
            self._due.refresh()
        if self._ticks % _REFRESH_TICKS == 0:
            self.reload()
