"""What became of the questions: how many there are now, answered, declined, not asked, left, wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldapp.forms.model import Body, Control, Group
from ui.forms.question.page_plan import seen_bodies
from ui.forms.question.registry import is_note
from ui.forms.question.stage import find_item, holder_of_rows, item_of_group

if TYPE_CHECKING:
    from fieldapp.forms.form_session import FormSession, Item


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


def count_questions(session: FormSession, hidden: Collection[str] = ()) -> Tally:
    """Count the questions as they stand, without those that are hidden."""
    asked = answered = declined = not_asked = 0
    for item in asked_items(session, hidden):
        asked += 1
        answered += bool(item.value)
        declined += not item.value and item.known == "declined"
        not_asked += not item.value and item.known == "not_asked"
    return Tally(asked, answered, declined, not_asked)


def asked_items(session: FormSession, hidden: Collection[str] = ()) -> Iterator[Item]:
    """Yield every question that somebody is asked now, in the order of the form, without those that are hidden."""
    bodies = seen_bodies(session.form.body, hidden) if hidden else session.form.body
    for control, item in walk_questions(session, bodies, session.root):
        if item.is_relevant and is_asked(control, item):
            yield item


def is_asked(control: Control, item: Item) -> bool:
    """Whether a control takes an answer: no note, no head of a table, nothing that is only read."""
    if item.bind is not None and is_note(control, item.bind):
        return False
    if control.kind in {"select1", "select"} and "label" in control.appearance:
        return False
    return not item.is_readonly


def walk_questions(session: FormSession, bodies: tuple[Body, ...], parent: Item) -> Iterator[tuple[Control, Item]]:
    """Yield every question with its node, rows of repeats one after the other."""
    for body in bodies:
        if isinstance(body, Control):
            item = find_item(parent, body.path)
            if item is not None:
                yield body, item
        elif isinstance(body, Group):
            inner = item_of_group(parent, body)
            if inner is not None:
                yield from walk_questions(session, body.children, inner)
        else:
            for row in session.rows(body.path, holder_of_rows(parent, body)):
                yield from walk_questions(session, body.children, row)
