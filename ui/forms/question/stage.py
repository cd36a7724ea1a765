"""What every part of a running form shares: the session, the rows that are shown, and one way in for answers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fieldapp.forms.item import WITHOUT_ANSWER
from fieldapp.forms.model import Bind, Control, Group, Repeat
from ui.desk import Desk
from ui.forms.question.entry import Prompt
from ui.forms.question.file_shelf import FileShelf
from ui.forms.question.question_row import QuestionRow
from ui.text import tr

if TYPE_CHECKING:
    from fieldapp.forms.form_session import Changes, FormSession, Item


class Stage(QObject):
    """``changed(Changes, words)`` after every act, with what to say of it. Rows are found by their ref."""

    changed = Signal(object, str)
    answered = Signal(str, str, str)
    attached = Signal(str, str, object)
    went_on = Signal(str)

    def __init__(
        self,
        session: FormSession,
        desk: Desk,
        way: str,
        parent: QObject,
        *,
        numbers_go_on: bool = False,
        hidden: Collection[str] = (),
        files: FileShelf | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.desk = desk
        self.way = way
        self._numbers_go_on = numbers_go_on
        self.hidden = hidden
        self._files = files
        self.is_editable = True
        self._rows: dict[str, QuestionRow] = {}

    def make_row(self, control: Control, item: Item) -> QuestionRow:
        """Return a new row for a question, wired up."""
        bind = item.bind or Bind(control.path)
        prompt = Prompt(control, bind, self.desk, ref=item.ref, files=self._files)
        made = QuestionRow(self.session, prompt, item, way=self.way)
        made.answered.connect(self._on_answered)
        made.attached.connect(self.attached)
        made.went_on.connect(self.went_on)
        if self._numbers_go_on:
            made.entry.let_numbers_go_on()
        if not self.is_editable:
            made.set_editable(editable=False)
        self._rows[item.ref] = made
        return made

    def row(self, ref: str) -> QuestionRow | None:
        """Return the row that shows a question, if one does."""
        return self._rows.get(ref)

    def rows(self) -> Iterator[QuestionRow]:
        """Yield every row there is."""
        yield from list(self._rows.values())

    def drop(self, ref: str) -> None:
        """Forget the rows of everything below a ref."""
        for name in [name for name in self._rows if name == ref or name.startswith(f"{ref}/")]:
            del self._rows[name]

    def take_row(self, row: Item) -> None:
        """Take a row of a repeat away; it can be had back."""
        self.tell(self.session.remove_row(row), tr("question.row_removed"))

    def tell(self, changes: Changes, words: str = "") -> None:
        """Say that the session changed; ``words`` where something went that the person may want back."""
        self.changed.emit(changes, words)

    def _on_answered(self, ref: str, value: str, known: str) -> None:
        shown = self._rows.get(ref)
        if shown is None:
            return
        had = shown.item.value
        changes = self.session.answer(shown.item, value, known)
        self.answered.emit(ref, value, known)
        went = had and not value and (known in WITHOUT_ANSWER or shown.control.kind == "upload")
        self.tell(changes, tr("question.blanked") if went else "")


def item_of_group(parent: Item, group: Group) -> Item | None:
    """Return the node that a group's questions lie below; a group without a node of its own has its parent's."""
    wraps = any(isinstance(child, Repeat) and child.path == group.path for child in group.children)
    return find_item(parent, group.path) if group.path and not wraps else parent


def holder_of_rows(parent: Item, repeat: Repeat) -> Item:
    """Return the node that the rows of a repeat are children of."""
    return find_item(parent, repeat.path.rpartition("/")[0]) or parent


def find_item(parent: Item, path: str) -> Item | None:
    """Return the node at a schema path below ``parent``, which is a row, a group or the root."""
    if path == parent.path:
        return parent
    found: Item | None = parent
    for name in path[len(parent.path) + 1 :].split("/"):
        found = found.child(name) if found is not None else None
    return found
