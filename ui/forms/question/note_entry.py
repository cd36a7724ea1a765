"""What is read rather than answered: notes, something to acknowledge, and kinds of question that are not built in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.forms.question.choice_button import ChoiceButton
from ui.forms.question.choice_group import ChoiceGroup
from ui.forms.question.entry import Entry, Offer, Prompt
from ui.forms.question.line_entry import LineEntry
from ui.forms.question.markup import set_words, words_label
from ui.text import tr
from ui.widgets.label import Role, label

_ACKNOWLEDGED = "OK"


class NoteEntry(Entry):
    """Words to read, and the value that a form worked out, if there is one."""

    takes_answer = False
    says_how_known = False

    def __init__(self, prompt: Prompt) -> None:
        super().__init__(prompt)
        self._words = words_label("", Role.STRONG, name="note")
        self._words.hide()
        self.body.addWidget(self._words)

    def focus_widget(self) -> QWidget:
        return self

    def inputs(self) -> Sequence[QWidget]:
        return ()

    def _show(self, value: str) -> None:
        set_words(self._words, value)
        self._words.setVisible(bool(value))


class AcknowledgeEntry(Entry):
    """Something to tick once it was read, said or done."""

    says_how_known = False

    def __init__(self, prompt: Prompt) -> None:
        super().__init__(prompt)
        self._group = ChoiceGroup(only=False)
        self._group.set_options([Offer(_ACKNOWLEDGED, tr("question.acknowledge"))])
        self._group.picked.connect(lambda: self._give(" ".join(self._group.chosen())))
        self._group.went_on.connect(self.went_on)
        self.setFocusProxy(self._group)
        self.body.addWidget(self._group, alignment=Qt.AlignmentFlag.AlignLeft)

    def focus_widget(self) -> QWidget:
        return self._group.current()

    def inputs(self) -> Sequence[ChoiceButton]:
        return self._group.buttons()

    def describe(self, name: str, description: str) -> None:
        self._group.describe(name, description)

    def _show(self, value: str) -> None:
        self._group.set_chosen([_ACKNOWLEDGED] if value else [])


class PlainEntry(LineEntry):
    """A kind of question that this version has no widget for: it says so and takes the answer as text."""

    def __init__(self, prompt: Prompt) -> None:
        super().__init__(prompt)
        kind = prompt.bind.type or prompt.control.kind
        self.body.addWidget(label(tr("question.as_text", kind=kind), Role.MUTED, wrap=True, name="as_text"))
