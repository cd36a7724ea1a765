"""The other cards of the board: what is due, call-outs, drafts, and how the work stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldapp.actions.board import Board, CallOut, Draft
from fieldapp.actions.due import Due
from fieldapp.actions.stamp import can_stamp
from fieldapp.domain.access import Role as Part
from fieldapp.domain.clock import from_wire
from fieldapp.records import require_type
from ui.desk import Desk
from ui.forms.emblem import glyph_of
from ui.models.row_words import spell_when
from ui.screens.board.board_row import BoardRow
from ui.screens.board.due_time import spell_ago, spell_due
from ui.screens.clock.clock_words import doubt_words, hint_of, law_of, spell_clock, title_of
from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.text import declared_text, tr
from ui.widgets.button import Kind, button
from ui.widgets.card import Card
from ui.widgets.chip import Chip, even_out
from ui.widgets.glyph import Glyph
from ui.widgets.label import Role, label, rule, set_hint
from ui.widgets.layout import row


class RowCard(Card):
    """A card of rows, made one at a time by ``fill``.

    ``acted`` carries what a row's own button is for: code, record type, record id.
    """

    acted = Signal(str, str, str)

    def __init__(self, desk: Desk, title: str, name: str) -> None:
        super().__init__(title, name=name)
        self.desk = desk
        self.body.setSpacing(px(Space.NONE))
        self.rows: list[BoardRow] = []

    def fill(self) -> Iterator[None]:
        """Make the rows, one a step."""
        yield

    def add_row(self, made: BoardRow, record_type: str = "", record_id: str = "") -> None:
        """Put a row below the others; with a record it opens that."""
        if self.rows:
            self.body.addWidget(rule())
        if record_id:
            made.opened.connect(partial(self.desk.open, "record", record_type=record_type, record_id=record_id))
        self.rows.append(made)
        self.body.addWidget(made)

    def say_none(self, sentence: str, hint: str = "") -> None:
        """Say that there is nothing, and what would be here."""
        self.body.addWidget(label(sentence, wrap=True))
        if hint:
            self.body.addWidget(label(hint, Role.CAPTION, wrap=True))

    def _action(self, code: str, record_type: str, record_id: str) -> QWidget:
        made = button(_act_words(code), Kind.SECONDARY, name=f"act_{code}")
        made.setMinimumWidth(px(Size.SHEET_CELL))
        if can_stamp(code):
            made.clicked.connect(partial(self._act, code, record_type, record_id))
        else:
            made.clicked.connect(partial(self._open, record_type, record_id))
        return made

    def _act(self, code: str, record_type: str, record_id: str, _checked: bool = False) -> None:
        self.acted.emit(code, record_type, record_id)

    def _open(self, record_type: str, record_id: str, _checked: bool = False) -> None:
        self.desk.open("record", record_type=record_type, record_id=record_id)


class DueCard(RowCard):
    """Rows with a clock chip, what, whom, one action."""

    def __init__(self, desk: Desk, board: Board) -> None:
        title = tr("board.due_follow_ups") if board.role is Part.ADVOCATE else tr("board.due")
        super().__init__(desk, title, "due_card")
        self._board = board
        self._clocks: list[tuple[Chip, Due]] = []
        self._actions: list[QWidget] = []

    def fill(self) -> Iterator[None]:
        for due in self._board.due:
            self._add(due)
            yield
        # All of one width, so that one edge runs down the rows.
        widest = max((action.sizeHint().width() for action in self._actions), default=0)
        for action in self._actions:
            action.setFixedWidth(max(widest, px(Size.SHEET_CELL)))
        if not self._board.due:
            self.say_none(tr("board.due_none"), tr("board.due_none_hint"))
        self.refresh()
        yield

    def refresh(self) -> None:
        """Let every chip say what its clock says now."""
        now = self.desk.clock.now()
        for chip, due in self._clocks:
            chip.set_words(*_spell(due, now))

    def chips(self) -> list[str]:
        """The words of every clock, in order."""
        return [chip.text() for chip, _ in self._clocks]

    def _add(self, due: Due) -> None:
        chip = Chip("", "clock", name="due_chip")
        chip.setFixedWidth(px(Size.SHEET_CELL + Space.XL))
        self._clocks.append((chip, due))
        action = self._action(due.code, due.record_type, due.record_id)
        self._actions.append(action)
        self.add_row(_due_row(due, chip, action), due.record_type, due.record_id)


def _due_row(due: Due, chip: Chip, action: QWidget) -> BoardRow:
    """What is to be done and about whom; below a clock of the law stands that law, its words on the hover."""
    if due.deadline is None:
        return BoardRow(tr(f"due.{due.code}", what=due.what), due.whom, lead=chip, action=action, name="due_row")
    parts = [due.whom, law_of(due.deadline), *doubt_words(due.deadline)]
    note = " \N{MIDDLE DOT} ".join(part for part in parts if part)
    made = BoardRow(title_of(due.deadline), note, lead=chip, action=action, name="due_row")
    set_hint(made, hint_of(due.deadline))
    return made


def _spell(due: Due, now: datetime) -> tuple[str, str, Tone]:
    if due.deadline is None:
        return spell_due(due.due_at, due.soon_at, now)
    return spell_clock(due.deadline, now)


def _act_words(code: str) -> str:
    """What the button of a row says; an agency's own clock has no word of its own."""
    own = tr(f"due.act.{code}")
    return own if own != f"due.act.{code}" else tr("due.act.done" if can_stamp(code) else "due.act.open")


class CallOutCard(RowCard):
    """Requests for help that wait for an answer or an arrival."""

    def __init__(self, desk: Desk, call_outs: tuple[CallOut, ...]) -> None:
        super().__init__(desk, tr("board.call_outs"), "call_out_card")
        self._call_outs = call_outs
        self._chips: list[Chip] = []

    def fill(self) -> Iterator[None]:
        now = self.desk.clock.now()
        for call in self._call_outs:
            self._add(call, now)
            yield
        even_out(self._chips)
        if not self._call_outs:
            self.say_none(tr("board.call_outs_none"), tr("board.call_outs_none_hint"))

    def _add(self, call: CallOut, now: datetime) -> None:
        waits = call.status == "sent"
        state = tr("board.sent", when=spell_ago(call.sent_at, now)) if call.sent_at else ""
        chip = Chip(state if waits else tr("board.accepted"), "phone-call", Tone.SOON if waits else Tone.ACCENT)
        self._chips.append(chip)
        note = [tr("board.meeting", place=call.meeting_place)] if call.meeting_place else []
        note += [tr("board.needs", needs=call.needs)] if call.needs else []
        code = "accept" if waits else "arrive"
        action = self._action(code, "referral", call.record_id)
        title = f"{call.client_code} \N{MIDDLE DOT} {call.kind}"
        made = BoardRow(title, ". ".join(note), lead=chip, action=action, name="call_out_row")
        self.add_row(made, "referral", call.record_id)


class DraftCard(RowCard):
    """This person's unfinished records."""

    def __init__(self, desk: Desk, drafts: tuple[Draft, ...]) -> None:
        super().__init__(desk, tr("board.drafts"), "draft_card")
        self._drafts = drafts

    def fill(self) -> Iterator[None]:
        now = self.desk.clock.now()
        for draft in self._drafts:
            kind = declared_text(require_type(draft.record_type).title)
            note = f"{kind} \N{MIDDLE DOT} {spell_when(draft.updated_at, now)}"
            made = BoardRow(draft.title, note, lead=Glyph(glyph_of(draft.record_type), Tone.MUTED), name="draft_row")
            self.add_row(made, draft.record_type, draft.record_id)
            yield
        if not self._drafts:
            self.say_none(tr("board.drafts_none"))


class WorkCard(RowCard):
    """How the work stands with headquarters, and what people disagree on; each line opens its place."""

    def __init__(self, desk: Desk, board: Board) -> None:
        super().__init__(desk, tr("board.hq"), "work_card")
        self._board = board

    def fill(self) -> Iterator[None]:
        board, desk = self._board, self.desk
        words, glyph, tone = self._hq(board)
        self._add(words, glyph, tone, partial(desk.open, "sync"), "hq_row")
        if board.refused:
            words = _count("board.hq_refused", board.refused)
            self._add(words, "x-circle", Tone.DANGER, partial(desk.open, "sync"), "refused_row")
        if board.conflicts:
            words = _count("board.conflicts", board.conflicts)
            self._add(words, "git-fork", Tone.SOON, partial(desk.open, "conflicts"), "conflict_row")
        if board.new_leads:
            words = _count("board.leads", board.new_leads)
            self._add(words, "lightbulb", Tone.ACCENT, partial(desk.open, "leads", record_type="lead"), "leads_row")
        yield

    def _hq(self, board: Board) -> tuple[str, str, Tone]:
        when = spell_when(from_wire(board.last_sync_at), self.desk.clock.now()) if board.last_sync_at else ""
        if board.waiting:
            if not when:
                return tr("board.hq_waiting_never", count=board.waiting), "cloud-arrow-up", Tone.SOON
            return _count("board.hq_waiting", board.waiting, when=when), "cloud-arrow-up", Tone.SOON
        return (tr("board.hq_all", when=when), "cloud-check", Tone.OK) if when else _never()

    def _add(self, words: str, glyph: str, tone: Tone, slot: Callable[[], object], name: str) -> None:
        made = BoardRow(words, lead=Glyph(glyph, tone), name=name)
        made.opened.connect(slot)
        self.add_row(made)


def _never() -> tuple[str, str, Tone]:
    return tr("board.hq_never"), "cloud-slash", Tone.MUTED


def _count(key: str, count: int, **values: object) -> str:
    return tr(f"{key}_one", count=count, **values) if count == 1 else tr(f"{key}_many", count=count, **values)


def start_row(desk: Desk) -> QHBoxLayout:
    """The first thing a deputy sees: one large button."""
    inside = row(gap=Space.M)
    start = button(
        tr("board.start_screening"), Kind.PRIMARY, glyph="clipboard-text", name="start_screening", large=True
    )
    start.clicked.connect(lambda: desk.open("screening"))
    inside.addWidget(start, stretch=2)
    return inside
