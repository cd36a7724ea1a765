"""One page of a running form. Its questions are made in small slices, so that the window never stands still."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldapp.forms.model import Body, Control, Group, Repeat
from ui.forms.question.block import GroupBlock, build_blocks, show_parts
from ui.forms.question.page_plan import PagePlan
from ui.forms.question.question_row import QuestionRow
from ui.forms.question.repeat_view import RepeatView
from ui.forms.question.stage import Stage, find_item, holder_of_rows, item_of_group
from ui.style.look import px
from ui.style.token import Size, Space
from ui.widgets.layout import column

if TYPE_CHECKING:
    from fieldapp.forms.form_session import Item

_SLICE_MS: Final = 4


class FormPage(QWidget):
    """``built`` once every question of the page is there."""

    built = Signal()

    def __init__(self, stage: Stage, plan: PagePlan) -> None:
        super().__init__()
        self.plan = plan
        self._stage = stage
        self._repeats = _has_repeat(plan.bodies)
        self.setObjectName("ground")
        outside = column(self)
        outside.setContentsMargins(px(Space.XL), px(Space.L), px(Space.XL), px(Space.XL))
        self.body: QVBoxLayout = column(gap=Space.L)
        host = QWidget()
        host.setMaximumWidth(px(Size.COLUMN_MAX))
        host.setLayout(self.body)
        outside.addWidget(host)
        outside.addStretch(1)
        self._steps: Iterator[None] | None = build_blocks(stage, plan.bodies, stage.session.root, self.body)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_slice)

    @property
    def is_built(self) -> bool:
        """Whether every question of the page is there."""
        return self._steps is None

    def start(self) -> None:
        """Build while nothing else is to be done, as soon as whoever asks is done."""
        if self._steps is not None:
            self._timer.start()

    def build_first(self) -> None:
        """Build as far as the first question that takes an answer, so that the keyboard has a place at once."""
        while self._steps is not None and not any(shown.takes_answer for shown in self.rows()):
            self._build_next()

    def finish(self) -> None:
        """Build the rest at once."""
        if self._steps is not None:
            for _step in self._steps:
                pass
            self._end()

    def rows(self) -> Iterator[QuestionRow]:
        """Yield the questions that are shown, from top to bottom."""
        # As they are laid out, not as they were made: an entry that came back stands where it was.
        yield from (shown for shown in _questions_in(self) if self._is_shown(shown))

    def refresh_shown(self) -> None:
        """Show what matters now."""
        if self.is_built:
            show_parts(self.body)

    def refresh_rows(self) -> None:
        """Show the rows that the repeats have now."""
        for repeat in self.repeats():
            repeat.refresh_rows()
        chain_focus(self)

    def show_titles(self) -> None:
        """Say what each row of a repeat is about now."""
        for repeat in self.repeats():
            repeat.show_titles()

    def show_words(self) -> None:
        """Show headings in the form's language; questions are told by themselves."""
        for group in self.findChildren(GroupBlock):
            group.show_words()
        for repeat in self.repeats():
            repeat.show_words()

    def repeats(self) -> list[RepeatView]:
        """Return the repeats built on this page."""
        # Most pages have none, and every answer asks each page.
        return self.findChildren(RepeatView) if self._repeats else []

    def _is_shown(self, shown: QWidget) -> bool:
        part: QWidget | None = shown
        while part is not None and part is not self:
            if part.isHidden():
                return False
            part = part.parentWidget()
        return True

    def _on_slice(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        while self._steps is not None and clock.elapsed() < _SLICE_MS:
            self._build_next()

    def _build_next(self) -> None:
        if self._steps is not None and next(self._steps, self) is self:
            self._end()

    def _end(self) -> None:
        self._steps = None
        self._timer.stop()
        show_parts(self.body)
        chain_focus(self)
        self.built.emit()


def chain_focus(page: QWidget) -> None:
    """Let Tab follow the eye, whatever the order in which the parts were made."""
    previous: QWidget | None = None
    for widget in _in_order(page):
        if previous is not None:
            QWidget.setTabOrder(previous, widget)
        previous = widget


def _questions_in(widget: QWidget) -> Iterator[QuestionRow]:
    layout = widget.layout()
    for child in _laid_out(layout) if layout is not None else ():
        if isinstance(child, QuestionRow):
            yield child
        else:
            yield from _questions_in(child)


def _in_order(widget: QWidget) -> Iterator[QWidget]:
    from PySide6.QtCore import Qt

    layout = widget.layout()
    children = _laid_out(layout) if layout is not None else ()
    for child in children:
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.focusProxy() is None:
            yield child
        else:
            yield from _in_order(child)


def _laid_out(layout: object) -> Iterator[QWidget]:
    from PySide6.QtWidgets import QLayout

    if not isinstance(layout, QLayout):
        return
    for at in range(layout.count()):
        item = layout.itemAt(at)
        inner = item.layout() if item is not None else None
        widget = item.widget() if item is not None else None
        if inner is not None:
            yield from _laid_out(inner)
        elif widget is not None:
            yield widget


def is_relevant(stage: Stage, plan: PagePlan) -> bool:
    """Whether anything on a page concerns this person now; asked of the session, since the page may not be built."""
    return _any_relevant(stage, plan.bodies, stage.session.root)


def _has_repeat(bodies: Sequence[Body]) -> bool:
    return any(isinstance(body, Repeat) or (isinstance(body, Group) and _has_repeat(body.children)) for body in bodies)


def _any_relevant(stage: Stage, bodies: Sequence[Body], parent: Item) -> bool:
    for body in bodies:
        if isinstance(body, Repeat):
            holder = holder_of_rows(parent, body)
            rows = stage.session.rows(body.path, holder)
            if any(row.is_relevant for row in rows) or (not rows and body.count is None and holder.is_relevant):
                return True
            continue
        if isinstance(body, Control):
            item = find_item(parent, body.path)
            if item is not None and item.is_relevant:
                return True
            continue
        inner = item_of_group(parent, body)
        if inner is not None and _any_relevant(stage, body.children, inner):
            return True
    return False
