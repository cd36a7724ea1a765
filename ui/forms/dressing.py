"""What a form has been told so far: an editor that is made later must know it as well as one that was there."""

from __future__ import annotations

from dataclasses import dataclass, field

from fieldapp.domain.wire import Json
from ui.forms.editor import Editor
from ui.forms.reading import Reading


@dataclass(repr=False)
class Dressing:
    """``values`` are what a new record begins with, each with its words; ``texts`` what was typed and not saved."""

    reading: Reading | None = None
    values: dict[str, tuple[Json, str]] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    is_editable: bool = True
    is_revealed: bool = False

    def dress(self, name: str, editor: Editor) -> None:
        """Tell a new editor all of it."""
        if name in self.values:
            editor.set_value(*self.values.pop(name))
        if self.reading is not None:
            show_in(editor, name, self.reading)
        if not self.is_editable:
            editor.set_editable(editable=False)
        if self.is_revealed:
            editor.reveal()
        if name in self.texts:
            editor.retype(self.texts.pop(name))
        if name in self.problems:
            editor.show_problem(self.problems.pop(name))

    def known(self, name: str) -> Json:
        """Return the value that the editor of a field would show."""
        if self.reading is not None:
            return self.reading.view.values.get(name)
        return self.values[name][0] if name in self.values else None

    def wipe(self) -> None:
        """Forget what is in any field."""
        self.reading = None
        self.values.clear()
        self.problems.clear()
        self.texts.clear()


def show_in(editor: Editor, name: str, reading: Reading) -> None:
    """Show in one editor what the store holds; what is being typed is left alone."""
    editor.set_value(reading.view.values.get(name), reading.titles.get(name, ""))
    editor.show_rivals(reading.rivals.get(name, ()))
