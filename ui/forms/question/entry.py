"""What every kind of question shares: it shows a value, takes one by keyboard, touch or screen reader, and says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldapp.forms.model import Bind, Control
from ui.desk import Desk
from ui.forms.question.file_shelf import FileShelf
from ui.style.token import Space
from ui.widgets.label import set_state
from ui.widgets.layout import column


@dataclass(frozen=True)
class Prompt:
    """What a widget is made for. ``zone`` None: the machine's own; ``files`` None: nobody keeps any."""

    control: Control
    bind: Bind
    desk: Desk
    zone: tzinfo | None = None
    ref: str = ""
    files: FileShelf | None = None

    @property
    def appearance(self) -> frozenset[str]:
        """How the form's author wants it shown, in lower case."""
        return self.control.appearance


@dataclass(frozen=True)
class Offer:
    """One of the choices, as it is offered now."""

    value: str
    label: str


class Entry(QWidget):
    """A question's own widget. Values are the form's: text, blank for none.

    ``answered(value)`` once there is one to keep, ``complained(sentence)`` when what is typed is none (blank: it is
    again), ``went_on()`` when the person is done with it, ``attached(name, bytes)`` for a file.
    """

    answered = Signal(str)
    complained = Signal(str)
    went_on = Signal()
    attached = Signal(str, object)

    takes_answer: ClassVar[bool] = True
    """Whether it counts as asked; a note does not."""
    says_how_known: ClassVar[bool] = True
    is_beside: ClassVar[bool] = False
    """Whether it stands beside its words, as a line of a table does."""

    def __init__(self, prompt: Prompt) -> None:
        super().__init__()
        self.prompt = prompt
        self.value = ""
        self.body = column(self, gap=Space.XS)

    def focus_widget(self) -> QWidget:
        """Return the widget that takes the keyboard."""
        raise NotImplementedError

    def set_value(self, value: str) -> None:
        """Show what the form holds. What is being typed is left alone."""
        self.value = value
        self._show(value)

    def set_options(self, options: Sequence[Offer]) -> None:
        """Offer these choices; only questions with choices care."""

    def set_editable(self, *, editable: bool) -> None:
        """Switch it off, yet to be read."""
        for part in self.inputs():
            part.setEnabled(editable)
            set_state(part, "locked", not editable)

    def inputs(self) -> Sequence[QWidget]:
        """Return everything that can be pressed or typed into."""
        return (self.focus_widget(),)

    def describe(self, name: str, description: str) -> None:
        """Tell a screen reader what is asked, and all that is said about it."""
        self.focus_widget().setAccessibleName(name)
        self.focus_widget().setAccessibleDescription(description)

    def let_numbers_go_on(self) -> None:
        """Take a choice by its number as the whole answer, and go on; only where one is chosen."""

    def typed(self) -> str:
        """Return what is typed, whether or not it is an answer; only questions that are typed have any."""
        return ""

    def type_text(self, text: str) -> None:
        """Put a text in as if the person had typed it."""

    def flush(self) -> None:
        """Hand over at once what is being typed."""

    def wipe(self) -> None:
        """Empty it, telling nobody."""
        self.value = ""
        self._show("")

    def _show(self, value: str) -> None:
        raise NotImplementedError

    def _give(self, value: str) -> None:
        """Tell of an answer, unless it is the one that is known."""
        if value != self.value:
            self.value = value
            self.answered.emit(value)
