"""Rows of the same questions: each is a card that opens, with a title from what was answered first in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from fieldapp.forms.model import Repeat
from ui.forms.question.block import build_blocks, show_parts
from ui.forms.question.markup import set_words, words_label
from ui.forms.question.page_plan import controls_in
from ui.forms.question.row_title import row_title
from ui.forms.question.stage import Stage, find_item
from ui.style.token import Space, Tone
from ui.text import tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button
from ui.widgets.label import Role
from ui.widgets.layout import column, row

if TYPE_CHECKING:
    from fieldapp.forms.form_session import Item

_OPEN_AT_ONCE: Final = 12


class RowCard(QFrame):
    """One row: its title, its questions once it was opened, and a way to take it away."""

    remove_wanted = Signal()

    def __init__(self, stage: Stage, repeat: Repeat, item: Item, number: int, *, removable: bool) -> None:
        super().__init__()
        self.item = item
        self._stage = stage
        self._repeat = repeat
        self._number = number
        self._is_built = False
        self.setProperty("kind", "card")
        outside = column(self, gap=Space.M, margin=Space.M)
        head = row(gap=Space.S)
        self._title = button("", Kind.QUIET, glyph="caret-right", name="row_title", large=True)
        self._title.setProperty("choice", True)
        self._title.clicked.connect(self._on_title)
        head.addWidget(self._title, stretch=1)
        self._remove = button(tr("question.remove_row"), Kind.QUIET, glyph="trash", name="remove_row", large=True)
        self._remove.clicked.connect(self.remove_wanted)
        head.addWidget(self._remove)
        outside.addLayout(head)
        self._inside = QWidget()
        self.body: QVBoxLayout = column(self._inside, gap=Space.XL)
        self._inside.hide()
        outside.addWidget(self._inside)
        # In its place first: shown before, it would be a window of its own and take the keyboard.
        self._remove.setVisible(removable)
        self.show_title(number)

    def is_open(self) -> bool:
        """Whether the row's questions are shown."""
        return not self._inside.isHidden()

    def open(self) -> None:
        """Show the row's questions; they are made the first time."""
        if not self._is_built:
            self._is_built = True
            for _step in build_blocks(self._stage, self._repeat.children, self.item, self.body):
                pass
        self._inside.show()
        self._say_open()

    def close_row(self) -> None:
        """Fold the row to its title."""
        self._inside.hide()
        self._say_open()

    def show_title(self, number: int) -> None:
        """Say which row this is, and what it is about."""
        self._number = number
        about = row_title(self._stage.session, self._repeat, self.item)
        words = tr("question.row_about", number=number, about=about) if about else tr("question.row", number=number)
        if words == self.title():
            return
        self._title.setText(words.replace("&", "&&"))
        self._title.setAccessibleName(words)
        self._remove.setAccessibleName(f"{tr('question.remove_row')}: {words}")
        self._say_open()

    def set_removable(self, *, removable: bool) -> None:
        """Offer to take the row away, or not."""
        self._remove.setVisible(removable)

    def title(self) -> str:
        """Return the title shown."""
        return self._title.accessibleName()

    def focus_title(self) -> None:
        """Put the keyboard on the title."""
        self._title.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_title(self) -> None:
        if self.is_open():
            self.close_row()
        else:
            self.open()

    def _say_open(self) -> None:
        from ui.style.icon import icon

        self._title.setIcon(icon("caret-down" if self.is_open() else "caret-right", Tone.ACCENT))
        self._title.setAccessibleDescription(tr("question.row_open" if self.is_open() else "question.row_closed"))


class RepeatView(QFrame):
    """The rows of one repeat, below one heading."""

    def __init__(self, stage: Stage, repeat: Repeat, parent: Item) -> None:
        super().__init__()
        self.setProperty("kind", "repeat")
        self.setObjectName(repeat.path.rpartition("/")[2])
        self.repeat = repeat
        self.parent_item = parent
        self._stage = stage
        self._cards: list[RowCard] = []
        outside = column(self, gap=Space.S)
        self._heading = words_label("", Role.STRONG, name="repeat_heading")
        self._count = words_label("", Role.MUTED, name="repeat_count")
        outside.addWidget(self._heading)
        outside.addWidget(self._count)
        self._keep = button(tr("question.shrink"), Kind.DANGER, name="confirm_shrink")
        self._keep.clicked.connect(self._on_shrink)
        self._warning = Banner(name="refused_rows", action=self._keep)
        outside.addWidget(self._warning)
        self._column: QVBoxLayout = column(gap=Space.S)
        outside.addLayout(self._column)
        self._add = button(tr("question.add_row"), Kind.SECONDARY, glyph="plus", name="add_row", large=True)
        self._add.clicked.connect(self.add)
        outside.addWidget(self._add, alignment=Qt.AlignmentFlag.AlignLeft)
        self._add.setVisible(repeat.count is None)
        self.show_words()
        self.refresh_rows()
        self._open_some()

    def cards(self) -> tuple[RowCard, ...]:
        """Return the rows shown, in order."""
        return tuple(self._cards)

    def show_words(self) -> None:
        """Show the heading in the form's language."""
        set_words(self._heading, self._stage.session.words(self.repeat.label, self.parent_item))
        self._heading.setVisible(bool(self._heading.text()))
        self.show_titles()

    def show_titles(self) -> None:
        """Show what each row is about, as it was answered."""
        for number, card in enumerate(self._cards, start=1):
            card.show_title(number)
        self._warn()

    def refresh_rows(self) -> None:
        """Show the rows that the form has now: new ones in their place, those that are gone not any more."""
        items = self._stage.session.rows(self.repeat.path, self.parent_item)
        kept = {id(item) for item in items}
        for card in [card for card in self._cards if id(card.item) not in kept]:
            self._take_away(card)
        shown = {id(card.item): card for card in self._cards}
        self._cards = []
        for place, item in enumerate(items):
            card = shown.get(id(item)) or self._make_card(item, place)
            self._cards.append(card)
            if id(item) not in shown:
                self._column.insertWidget(place, card)
                # A layout shows it only once control is back in the event loop; the next key may come before.
                card.show()
        self.show_titles()
        set_words(self._count, tr("question.rows", count=len(self._cards)) if self._cards else tr("question.no_rows"))

    def refresh_shown(self) -> bool:
        """Show what matters in the open rows; returns whether the repeat matters itself."""
        for card in self._cards:
            if card.is_open():
                show_parts(card.body)
        return any(card.item.is_relevant for card in self._cards) or (
            not self._cards and bool(self.parent_item.is_relevant) and self.repeat.count is None
        )

    def add(self) -> None:
        """Add a row at the end, open it, and put the keyboard into its first question."""
        self._stage.tell(self._stage.session.add_row(self.repeat.path, self.parent_item))
        if self._cards:
            card = self._cards[-1]
            card.open()
            self._focus_first(card)

    def set_editable(self, *, editable: bool) -> None:
        """Offer no more rows, and none to take away."""
        self._add.setVisible(editable and self.repeat.count is None)
        for card in self._cards:
            card.set_removable(removable=editable and self.repeat.count is None)

    def open_for(self, ref: str) -> None:
        """Open the row that a question lies in."""
        for card in self._cards:
            if ref.startswith(f"{card.item.ref}/"):
                card.open()

    def _make_card(self, item: Item, place: int) -> RowCard:
        removable = self.repeat.count is None and self._stage.is_editable
        card = RowCard(self._stage, self.repeat, item, place + 1, removable=removable)
        card.remove_wanted.connect(lambda: self._remove(card))
        return card

    def _take_away(self, card: RowCard) -> None:
        self._stage.drop(card.item.ref)
        self._cards.remove(card)
        self._column.removeWidget(card)
        card.hide()
        card.setParent(None)
        card.deleteLater()

    def _remove(self, card: RowCard) -> None:
        place = self._cards.index(card)
        self._stage.take_row(card.item)
        if self._cards:
            self._cards[min(place, len(self._cards) - 1)].focus_title()
        else:
            self._add.setFocus()

    def _open_some(self) -> None:
        """Open the rows there is room for; a person with many sees their titles first."""
        each = max(1, sum(1 for _ in controls_in(self.repeat.children)))
        for card in self._cards[: max(1, _OPEN_AT_ONCE // each)]:
            card.open()

    def _focus_first(self, card: RowCard) -> None:
        for control in controls_in(self.repeat.children):
            item = find_item(card.item, control.path)
            shown = self._stage.row(item.ref) if item is not None else None
            if shown is not None and shown.takes_answer and not shown.isHidden():
                shown.focus_answer()
                return

    def _warn(self) -> None:
        """Say so when the number given asks for fewer entries than were filled in; they stay until somebody decides."""
        beyond = {id(row) for row in self._stage.session.refused_rows()}
        count = sum(id(card.item) in beyond for card in self._cards)
        if count and self._stage.is_editable:
            self._warning.say(tr("question.shrink_headline", count=count), tr("question.shrink_detail"), Tone.SOON)
        else:
            self._warning.hush()

    def _on_shrink(self) -> None:
        self._stage.tell(self._stage.session.confirm_shrink(), tr("question.row_removed"))
