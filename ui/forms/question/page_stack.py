"""The pages of a running form, built when they are first seen, and the review behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QStackedWidget

from ui.forms.question.form_page import FormPage, is_relevant
from ui.forms.question.page_plan import PagePlan, controls_in
from ui.forms.question.question_row import QuestionRow
from ui.forms.question.review_page import ReviewPage
from ui.forms.question.stage import Stage
from ui.style.look import px
from ui.style.token import Size
from ui.widgets.layout import scrolled

if TYPE_CHECKING:
    from fieldapp.forms.form_session import Item


class PageStack(QStackedWidget):
    """``at`` is the page in front, by its number among all; as many as there are pages: the review."""

    def __init__(self, stage: Stage, plans: Sequence[PagePlan], direction: Qt.LayoutDirection) -> None:
        super().__init__()
        self.at = 0
        self.plans = plans
        self.review = ReviewPage(stage)
        self._stage = stage
        self._direction = direction
        self._pages: dict[int, FormPage] = {}
        self._areas: dict[int, QScrollArea] = {}
        self._review_area = scrolled(self.review)
        self.addWidget(self._review_area)

    @property
    def is_reviewing(self) -> bool:
        """Whether the review is in front."""
        return self.at >= len(self.plans)

    def relevant(self) -> list[int]:
        """Return the numbers of the pages on which something is asked or said now."""
        return [number for number, plan in enumerate(self.plans) if is_relevant(self._stage, plan)]

    def open(self, number: int, untaken: dict[str, str]) -> None:
        """Bring a page to the front; ``untaken`` is for the review."""
        self.at = min(number, len(self.plans))
        if self.is_reviewing:
            self.review.load(untaken)
            self.setCurrentWidget(self._review_area)
            return
        if self.at not in self._pages:
            self._add(self.at)
        self.setCurrentWidget(self._areas[self.at])
        self._pages[self.at].start()

    def page(self) -> FormPage | None:
        """Return the page in front; None for the review."""
        return self._pages.get(self.at)

    def pages(self) -> Iterator[FormPage]:
        """Yield the pages built so far."""
        yield from self._pages.values()

    def number_of(self, item: Item) -> int | None:
        """Return the page that a question is on."""
        for number, plan in enumerate(self.plans):
            if any(control.path == item.path for control in controls_in(plan.bodies)):
                return number
        return None

    def reach(self, item: Item) -> QuestionRow | None:
        """Return the row of a question on the page in front, built and its entry opened, if need be."""
        page = self.page()
        if page is None:
            return None
        page.finish()
        for repeat in page.repeats():
            repeat.open_for(item.ref)
        return self._stage.row(item.ref)

    def set_direction(self, direction: Qt.LayoutDirection) -> None:
        """Lay the pages out for a language written in this direction."""
        self._direction = direction
        for area in self._areas.values():
            area.setLayoutDirection(direction)

    def focus(self, shown: QuestionRow) -> None:
        """Put the keyboard into a question of the page in front, and bring it into view."""
        shown.focus_answer()
        area = self._areas.get(self.at)
        page = self._pages.get(self.at)
        inner = page.layout() if page is not None else None
        if area is not None and inner is not None:
            inner.activate()
            area.ensureWidgetVisible(shown, 0, px(Size.TARGET_LARGE))

    def _add(self, number: int) -> None:
        page = FormPage(self._stage, self.plans[number])
        area = scrolled(page)
        area.setLayoutDirection(self._direction)
        self._pages[number], self._areas[number] = page, area
        self.addWidget(area)
