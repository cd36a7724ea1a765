"""What the tabs of the team's place share: each reads itself when it is shown, and says above what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desk import Desk
from ui.jobs import Fault
from ui.screens.board.board_row import BoardRow
from ui.style.look import px
from ui.style.token import Space
from ui.text import error_text, tr
from ui.widgets.banner import Banner
from ui.widgets.card import Card
from ui.widgets.chip import Chip, even_out
from ui.widgets.label import Role, label, rule
from ui.widgets.layout import clear, column

Found = TypeVar("Found")


class TeamPane(QWidget, Generic[Found]):
    """A tab. ``rows`` in the order shown; ``name`` begins the names of its objects.

    What is read anew stands in ``inside``; what stays meanwhile, in ``above``.
    """

    name: ClassVar[str]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName(f"{self.name}_pane")
        self.desk = desk
        self.rows: list[BoardRow] = []
        self.banner = Banner(name=f"{self.name}_banner")
        self.above: QVBoxLayout = column(gap=Space.M)
        self.inside: QVBoxLayout = column(gap=Space.M)
        outside = column(self, gap=Space.M)
        outside.addWidget(self.banner)
        outside.addLayout(self.above)
        outside.addLayout(self.inside)
        outside.addStretch()

    def read(self, session: Any) -> Found:
        """Return what the tab shows; on the store's thread."""
        raise NotImplementedError

    def show_found(self, found: Found) -> None:
        """Show what was read, in ``inside``, which is empty."""
        raise NotImplementedError

    def first(self) -> QWidget | None:
        """Return where the keyboard begins."""
        return self.rows[0] if self.rows else None

    def reload(self) -> None:
        """Read it anew."""
        session = self.desk.session
        if session is not None:
            self.desk.jobs.store(lambda: self.read(session), self._on_found, self.say_fault, self)

    def empty(self) -> None:
        """Forget every row at once."""
        self.rows = []
        clear(self.inside)

    def say_fault(self, fault: Fault) -> None:
        """Say that it could not be read; what was shown stays."""
        self.banner.say(tr("team.unread"), error_text(fault))

    def add_rows(self, card: Card, hint: str, rows: Sequence[tuple[Chip, Callable[[Chip], BoardRow]]]) -> None:
        """Fill a card with a line about it and its rows, whose chips share one width."""
        card.body.setSpacing(px(Space.NONE))
        card.body.addWidget(label(hint, Role.CAPTION, wrap=True))
        card.body.addSpacing(px(Space.S))
        even_out([chip for chip, _make in rows])
        for chip, make in rows:
            made = make(chip)
            card.body.addWidget(rule())
            card.body.addWidget(made)
            self.rows.append(made)
        self.inside.addWidget(card)

    def _on_found(self, found: Found) -> None:
        self.empty()
        self.banner.hush()
        self.show_found(found)
        first = self.first()
        if first is not None and self.isVisible():
            first.setFocus()
