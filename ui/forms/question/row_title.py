"""What an entry of a repeat is called: its number and what was answered first in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from fieldapp.forms.model import Body, Control, Form, Repeat
from ui.forms.question.markup import plain_text
from ui.forms.question.page_plan import controls_in
from ui.forms.question.stage import find_item
from ui.text import tr

if TYPE_CHECKING:
    from fieldapp.forms.form_session import FormSession, Item

_PARTS: Final = 2
_LONGEST_PART: Final = 40
_SAYS_LITTLE: Final = frozenset({"upload", "trigger", "range"})


def row_title(session: FormSession, repeat: Repeat, row: Item) -> str:
    """Return an entry's first answers in words."""
    parts: list[str] = []
    for control in controls_in(repeat.children):
        found = find_item(row, control.path)
        if found is None or not found.value or not found.is_relevant or control.kind in _SAYS_LITTLE:
            continue
        words = _in_words(session, control, found)
        parts.append(words if len(words) <= _LONGEST_PART else f"{words[:_LONGEST_PART]}…")
        if len(parts) == _PARTS:
            break
    return ", ".join(parts)


def entry_words(session: FormSession, item: Item) -> str:
    """Return the title of the entry that a question lies in; blank when it lies in none."""
    repeats = _repeats_of(session.form)
    node: Item | None = item
    while node is not None and node.path not in repeats:
        node = node.parent
    if node is None or node.parent is None:
        return ""
    siblings = [child for child in node.parent.children if child.name == node.name]
    number = siblings.index(node) + 1
    about = row_title(session, repeats[node.path], node)
    return tr("question.row_about", number=number, about=about) if about else tr("question.row", number=number)


def _in_words(session: FormSession, control: Control, item: Item) -> str:
    if control.kind not in {"select1", "select"}:
        return item.value
    names = {option.value: option.label for option in session.choices(item)}
    return ", ".join(plain_text(names.get(code, code)) for code in item.value.split())


@lru_cache(maxsize=4)
def _repeats_of(form: Form) -> Mapping[str, Repeat]:
    # Asked for by every question of a page that says where each of them lies.
    return {repeat.path: repeat for repeat in _repeats(form.body)}


def _repeats(bodies: Iterable[Body]) -> Iterator[Repeat]:
    for body in bodies:
        if isinstance(body, Control):
            continue
        if isinstance(body, Repeat):
            yield body
        yield from _repeats(body.children)
