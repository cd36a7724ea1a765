"""A form being filled in: its sections as pages, what is answered, what is left; it holds no store.

Whoever embeds it saves ``Changes.stored`` of every ``changed``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.desk import Desk

if TYPE_CHECKING:
    from fieldapp.forms.form_session import Changes, FormSession


@dataclass(frozen=True)
class Tally:
    """How many questions there are now, and what became of them; ``blank`` is what nobody has dealt with."""

    asked: int = 0
    answered: int = 0
    declined: int = 0
    not_asked: int = 0

    @property
    def blank(self) -> int:
        """Questions without an answer and without a reason for it."""
        return self.asked - self.answered - self.declined - self.not_asked


class FormView(QWidget):
    """``administration`` (observed, read_aloud, self, chart) says how answers are known unless somebody says otherwise.

    ``answered(ref, value, known)`` tells of each answer, ``changed(Changes)`` of all that came of it,
    ``attached(ref, name, bytes)`` of a file that was chosen, ``finished()`` that the person is done with the questions.
    """

    answered = Signal(str, str, str)
    changed = Signal(object)
    attached = Signal(str, str, object)
    page_changed = Signal(int, int)
    language_changed = Signal(str)
    finished = Signal()

    def __init__(
        self, form_session: FormSession, desk: Desk, *, administration: str = "observed", editable: bool = True
    ) -> None:
        super().__init__()
        raise NotImplementedError

    def tally(self) -> Tally:
        """Count the questions as they stand."""
        raise NotImplementedError

    def place(self) -> str:
        """Return the ref of the question with the keyboard, for resuming there; blank when there is none."""
        raise NotImplementedError

    def jump(self, ref: str) -> bool:
        """Bring a question into view and put the keyboard there; False when the form has no such question now."""
        raise NotImplementedError

    def resume(self) -> None:
        """Go to the first question that nobody has dealt with; to the review when there is none."""
        raise NotImplementedError

    def show_page(self, number: int) -> None:
        """Show a page by its number among those that concern this person, from 0; the one after the last is the review."""
        raise NotImplementedError

    def next_page(self) -> None:
        """Go on, over pages on which nothing is to be asked."""
        raise NotImplementedError

    def previous_page(self) -> None:
        """Go back."""
        raise NotImplementedError

    def show_review(self) -> None:
        """List what is unanswered, declined and wrong."""
        raise NotImplementedError

    def set_language(self, language: str) -> None:
        """Show the questions in another of the form's languages; the keyboard stays where it is."""
        raise NotImplementedError

    def set_editable(self, *, editable: bool) -> None:
        """A final screening is read, not answered."""
        raise NotImplementedError

    def apply(self, changes: Changes) -> None:
        """Show what changed in the session other than by this view, and tell of it."""
        raise NotImplementedError

    def undo(self) -> None:
        """Take the newest answer back."""
        raise NotImplementedError

    def flush(self) -> None:
        """Hand over at once what is being typed."""
        raise NotImplementedError

    def wipe(self) -> None:
        """Empty every field, saying nothing: the app locks."""
        raise NotImplementedError
