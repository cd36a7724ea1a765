"""The parts of a page: questions, groups with a heading, repeats; built one by one, shown while they matter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from fieldapp.forms.model import Body, Control, Group, Repeat
from ui.forms.question.markup import set_words, words_label
from ui.forms.question.question_row import QuestionRow
from ui.forms.question.stage import Stage, find_item, holder_of_rows, item_of_group
from ui.style.token import Space
from ui.widgets.label import Role
from ui.widgets.layout import column

if TYPE_CHECKING:
    from fieldapp.forms.form_session import Item
    from ui.forms.question.repeat_view import RepeatView


class GroupBlock(QFrame):
    """Questions that belong together, under their heading."""

    def __init__(self, stage: Stage, group: Group, item: Item) -> None:
        super().__init__()
        self.group = group
        self.item = item
        self._stage = stage
        self.setProperty("kind", "group")
        outside = column(self, gap=Space.S)
        self._heading = words_label("", Role.STRONG, name="group_heading")
        outside.addWidget(self._heading)
        is_table = any(isinstance(child, Control) and "label" in child.appearance for child in group.children)
        self.body: QVBoxLayout = column(gap=Space.XS if is_table else Space.XL)
        outside.addLayout(self.body)
        self.show_words()

    def show_words(self) -> None:
        """Show the heading in the form's language."""
        set_words(self._heading, self._stage.session.words(self.group.label, self.item))
        self._heading.setVisible(bool(self._heading.text()))


Block = QuestionRow | GroupBlock | QWidget


def build_blocks(stage: Stage, bodies: Sequence[Body], parent: Item, into: QBoxLayout) -> Iterator[None]:
    """Build the parts of a form below ``parent`` into a layout; every step makes one widget, or shows what is made."""
    for body in bodies:
        if isinstance(body, Control):
            item = find_item(parent, body.path)
            if item is not None:
                made = stage.make_row(body, item)
                made.setVisible(False)
                into.addWidget(made)
                yield
                # It is laid out with all that stands on the page by now, which takes as long as making it.
                made.setVisible(item.is_relevant)
                yield
        elif isinstance(body, Group):
            item = item_of_group(parent, body)
            if item is None:
                continue
            block = GroupBlock(stage, body, item)
            block.setVisible(False)
            into.addWidget(block)
            yield from build_blocks(stage, body.children, item, block.body)
            block.setVisible(show_parts(block.body))
        else:
            into.addWidget(_make_repeat(stage, body, parent))
            yield


def show_parts(layout: QBoxLayout) -> bool:
    """Show the parts that matter now and hide the others; returns whether any is shown."""
    any_shown = False
    for part in parts_of(layout):
        shown = _matters(part)
        # isHidden, not isVisible: the page itself may be hidden.
        if part.isHidden() == shown:
            part.setVisible(shown)
        any_shown = any_shown or shown
    return any_shown


def parts_of(layout: QBoxLayout) -> Iterator[QWidget]:
    """Yield the widgets of a layout, in order."""
    for at in range(layout.count()):
        item = layout.itemAt(at)
        widget = item.widget() if item is not None else None
        if widget is not None:
            yield widget


def _matters(part: QWidget) -> bool:
    from ui.forms.question.repeat_view import RepeatView

    if isinstance(part, QuestionRow):
        return bool(part.item.is_relevant)
    if isinstance(part, GroupBlock):
        return show_parts(part.body)
    if isinstance(part, RepeatView):
        return part.refresh_shown()
    return True


def _make_repeat(stage: Stage, repeat: Repeat, parent: Item) -> RepeatView:
    from ui.forms.question.repeat_view import RepeatView

    return RepeatView(stage, repeat, holder_of_rows(parent, repeat))
