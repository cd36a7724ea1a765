"""Questions with choices on large buttons: one of them, several of them, in columns, side by side, or folded away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar, Final

from PySide6.QtWidgets import QWidget

from ui.forms.question.choice_group import ChoiceGroup
from ui.forms.question.entry import Entry, Offer, Prompt
from ui.forms.question.markup import plain_text
from ui.text import tr
from ui.widgets.button import Kind, button
from ui.widgets.label import Role, label

_COLUMNS: Final = re.compile(r"columns-([1-9][0-9]?)\Z")
_FLOWING: Final = frozenset({"columns", "columns-pack", "horizontal", "horizontal-compact", "compact"})


def wanted_columns(appearance: frozenset[str]) -> int | None:
    """Return what a form's author asks of the columns: a number, 0 for as many as fit, None for whatever suits."""
    for name in sorted(appearance):
        if found := _COLUMNS.match(name):
            return int(found[1])
    flowing = any(name in _FLOWING or name.startswith("compact-") for name in appearance)
    return 0 if flowing else None


class _GroupEntry(Entry):
    """Buttons, and a sentence where the form offers nothing to choose."""

    only: ClassVar[bool] = True
    bare: ClassVar[bool] = False

    def __init__(self, prompt: Prompt) -> None:
        super().__init__(prompt)
        self._offers: tuple[Offer, ...] = ()
        self.group = ChoiceGroup(only=self.only, columns=self._columns(), bare=self.bare)
        self._none = label(tr("question.no_choices"), Role.MUTED, wrap=True)
        self._none.hide()
        self.body.addWidget(self.group)
        self.body.addWidget(self._none)
        self.setFocusProxy(self.group)
        self.group.picked.connect(self._on_picked)
        self.group.went_on.connect(self.went_on)

    def focus_widget(self) -> QWidget:
        return self.group.current()

    def inputs(self) -> Sequence[QWidget]:
        return self.group.buttons()

    def set_options(self, options: Sequence[Offer]) -> None:
        self._offers = tuple(options)
        self._offer()

    def describe(self, name: str, description: str) -> None:
        self.group.describe(name, description)

    def let_numbers_go_on(self) -> None:
        if self.only:
            self.group.numbered.connect(self.went_on)

    def codes(self) -> list[str]:
        """Return the codes of the value shown."""
        return self.value.split() if not self.only else [self.value] if self.value else []

    def _columns(self) -> int | None:
        return wanted_columns(self.prompt.appearance)

    def _show(self, value: str) -> None:  # noqa: ARG002 - the codes are read from it
        self._offer()

    def _offer(self) -> None:
        """Offer what there is to choose; an answer that is offered no more is still shown, and says so."""
        offered = {offer.value for offer in self._offers}
        gone = [Offer(code, tr("question.gone_choice", code=code)) for code in self.codes() if code not in offered]
        self.group.set_options([*self._offers, *gone])
        self.group.set_chosen(self.codes())
        self._none.setVisible(not self._offers and not gone)

    def _on_picked(self) -> None:
        self._give(" ".join(self.group.chosen()))
        self._offer()


class OneEntry(_GroupEntry):
    """One of several choices."""


class QuickEntry(OneEntry):
    """One of several; choosing goes to the next question at once."""

    def let_numbers_go_on(self) -> None:
        # It does already.
        return

    def _on_picked(self) -> None:
        super()._on_picked()
        if self.value:
            self.went_on.emit()


class LikertEntry(OneEntry):
    """A scale: every choice of one width, in one row as long as its words fit."""

    def _columns(self) -> int | None:
        return 12


class ManyEntry(_GroupEntry):
    """Any number of the choices."""

    only = False


class FoldedManyEntry(ManyEntry):
    """Any number of many choices, folded to one line until it is opened."""

    def __init__(self, prompt: Prompt) -> None:
        super().__init__(prompt)
        self._fold = button("", Kind.SECONDARY, glyph="caret-down", name="unfold", large=True)
        self._fold.setProperty("choice", True)
        self._fold.clicked.connect(self._on_fold)
        self.body.insertWidget(0, self._fold)
        self.group.hide()
        self._say()

    def focus_widget(self) -> QWidget:
        return self._fold

    def inputs(self) -> Sequence[QWidget]:
        return (self._fold, *super().inputs())

    def describe(self, name: str, description: str) -> None:
        super().describe(name, description)
        self._fold.setAccessibleName(f"{name}: {self._fold.text()}")
        self._fold.setAccessibleDescription(description)

    def _offer(self) -> None:
        super()._offer()
        self._say()

    def _say(self) -> None:
        words = [plain_text(offer.label) for offer in self._offers if offer.value in self.codes()]
        said = ", ".join(words[:3]) + (" …" if len(words) > 3 else "")
        self._fold.setText(said.replace("&", "&&") or tr("question.choose"))

    def _on_fold(self) -> None:
        self.group.setVisible(self.group.isHidden())
        if not self.group.isHidden():
            self.group.current().setFocus()
