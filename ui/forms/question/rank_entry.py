"""Choices put in an order: the one that matters most first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ui.forms.question.entry import Entry, Offer, Prompt
from ui.forms.question.markup import plain_text
from ui.style.look import px
from ui.style.token import Size, Space
from ui.text import tr
from ui.widgets.button import Kind, button
from ui.widgets.label import Role, label, set_hint
from ui.widgets.layout import row

_CODE = Qt.ItemDataRole.UserRole


class _RankList(QListWidget):
    """Arrows move the mark, with Ctrl they move what is marked."""

    move_wanted = Signal(int)
    taken = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in steps:
            self.move_wanted.emit(steps[Qt.Key(event.key())])
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.taken.emit()
        else:
            super().keyPressEvent(event)


class RankEntry(Entry):
    """Nothing is answered until something was moved or the order was said to be right."""

    def __init__(self, prompt: Prompt) -> None:
        super().__init__(prompt)
        self._offers: tuple[Offer, ...] = ()
        self._list = _RankList()
        self._list.setObjectName("ranks")
        self._list.setProperty("kind", "ranks")
        self._list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.move_wanted.connect(self._move)
        self._list.taken.connect(self._on_taken)
        self._up = button(tr("question.rank_up"), Kind.SECONDARY, glyph="arrow-up", name="rank_up", large=True)
        self._down = button(tr("question.rank_down"), Kind.SECONDARY, glyph="arrow-down", name="rank_down", large=True)
        self._take = button(tr("question.rank_take"), Kind.SECONDARY, glyph="check", name="rank_take", large=True)
        set_hint(self._up, tr("question.rank_up"), "Ctrl+Up")
        set_hint(self._down, tr("question.rank_down"), "Ctrl+Down")
        self._up.clicked.connect(lambda: self._move(-1))
        self._down.clicked.connect(lambda: self._move(1))
        self._take.clicked.connect(self._hand_over)
        self._state = label("", Role.MUTED, wrap=True, name="rank_state")
        tools = row(gap=Space.S)
        for made in (self._up, self._down, self._take):
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            tools.addWidget(made)
        tools.addStretch()
        self.body.addWidget(self._list)
        self.body.addLayout(tools)
        self.body.addWidget(self._state)
        self.setFocusProxy(self._list)

    def focus_widget(self) -> QWidget:
        return self._list

    def inputs(self) -> Sequence[QWidget]:
        return (self._list, self._up, self._down, self._take)

    def set_options(self, options: Sequence[Offer]) -> None:
        self._offers = tuple(options)
        self._show(self.value)

    def order(self) -> list[str]:
        """Return the codes as they stand now, the first first."""
        return [str(self._list.item(at).data(_CODE)) for at in range(self._list.count())]

    def _show(self, value: str) -> None:
        held = self._list.currentRow()
        words = {offer.value: plain_text(offer.label) for offer in self._offers}
        ranked = [code for code in value.split() if code in words]
        self._list.clear()
        for place, code in enumerate([*ranked, *(code for code in words if code not in ranked)], start=1):
            item = QListWidgetItem(f"{place}.  {words[code]}")
            item.setData(_CODE, code)
            self._list.addItem(item)
        self._list.setCurrentRow(max(0, min(held, self._list.count() - 1)))
        self._fit()

    def _fit(self) -> None:
        height = self._list.sizeHintForRow(0) if self._list.count() else px(Size.TARGET)
        self._list.setFixedHeight(max(px(Size.TARGET), height) * max(1, self._list.count()) + px(Space.L))
        self._state.setText(tr("question.rank_hint") if not self.value else "")
        self._state.setVisible(not self.value)
        self._take.setVisible(not self.value)

    def _move(self, by: int) -> None:
        at = self._list.currentRow()
        to = at + by
        if at < 0 or not 0 <= to < self._list.count():
            return
        codes = self.order()
        codes.insert(to, codes.pop(at))
        self._give(" ".join(codes))
        self._list.setCurrentRow(to)
        self._show(self.value)

    def _on_taken(self) -> None:
        if self.value:
            self.went_on.emit()
        else:
            self._hand_over()

    def _hand_over(self) -> None:
        self._give(" ".join(self.order()))
        self._show(self.value)
