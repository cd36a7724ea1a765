"""The page of a screening: running, as it was filled in, or what is kept of one whose checklist is not to be had."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from fieldapp.domain.record import Record
from fieldapp.domain.wire import Json
from ui.desk import Desk
from ui.jobs import Fault
from ui.screens.record.page import Page
from ui.screens.screening.indicator_page import IndicatorPage
from ui.screens.screening.kept_page import KeptPage
from ui.screens.screening.run_page import RunPage
from ui.screens.screening.screening_reading import ScreeningReading, read_screening
from ui.screens.screening.start_page import StartPage
from ui.screens.task.review_strip import ReviewStrip
from ui.style.token import Space, Tone
from ui.text import error_text, tr
from ui.widgets.banner import Banner
from ui.widgets.layout import column


def screening_page(desk: Desk, record: type[Record], record_id: str | None, preset: Mapping[str, Json]) -> Page:
    """Return the page of a screening; without one, the page that begins it."""
    if record_id is None:
        return StartPage(desk, record, preset)
    return ScreeningPage(desk, record, record_id)


class ScreeningPage(Page):
    """Reads the screening, then shows it on ``inner``, the page that suits it."""

    def __init__(self, desk: Desk, record: type[Record], record_id: str) -> None:
        super().__init__(desk, record)
        self.setObjectName("screening_page")
        self.inner: Page | None = None
        self._record_id = record_id
        self._focus = ""
        self._is_revealed = False
        self._inside = column(self, gap=Space.NONE)
        self.trouble = Banner(name="trouble_banner")
        self._inside.addWidget(self.trouble)
        self.review = ReviewStrip(desk, record.type_name)
        self._inside.addWidget(self.review)

    @property
    def record_id(self) -> str:
        return self._record_id

    def start(self, focus: str = "") -> None:
        self._focus = focus
        self._read()

    def show_pane(self) -> None:
        if self.inner is not None:
            self.inner.show_pane()

    def read_again(self) -> None:
        self.review.show_record(self._record_id)

    def jump(self, name: str) -> None:
        if self.inner is not None:
            self.inner.jump(name)

    def save_typing(self) -> None:
        if self.inner is not None:
            self.inner.save_typing()

    def keep_place(self) -> None:
        if self.inner is not None:
            self.inner.keep_place()

    def wipe(self) -> None:
        self.review.wipe()
        if self.inner is not None:
            self.inner.wipe()

    def _read(self) -> None:
        session, record_id = self.desk.session, self._record_id
        if session is not None:
            self.desk.jobs.store(lambda: read_screening(session, record_id), self._on_read, self._on_fault, self)

    def _on_read(self, reading: ScreeningReading) -> None:
        if reading.record is None:
            self.trouble.say(tr("record.not_here"), tr("record.not_here_detail"), Tone.SOON)
            return
        self.review.show_record(self._record_id)
        self._bring(self._page_of(reading))

    def _page_of(self, reading: ScreeningReading) -> Page:
        if reading.opened is not None and reading.running is not None:
            made = RunPage(
                self.desk,
                self.record,
                reading,
                reading.opened,
                reading.running,
                is_trusted=self.inner is not None,
                is_revealed=self._is_revealed,
            )
            made.outdated.connect(self._on_outdated)
            made.revealed.connect(self._on_revealed)
            return made
        if reading.trouble is not None:
            return KeptPage(self.desk, self.record, reading)
        return IndicatorPage(self.desk, self.record, self._record_id)

    def _bring(self, page: Page) -> None:
        if self.inner is not None:
            _discard(self.inner)
        self.inner = page
        self._inside.addWidget(page, stretch=1)
        page.show()
        page.start(self._focus)
        self._focus = ""

    def _on_outdated(self) -> None:
        if isinstance(self.inner, RunPage):
            self._focus = self.inner.part.value
            self.inner.save_typing()
        self._read()

    def _on_revealed(self) -> None:
        self._is_revealed = True
        self._on_outdated()

    def _on_fault(self, fault: Fault) -> None:
        self.trouble.say(error_text(fault))


def _discard(widget: QWidget) -> None:
    widget.hide()
    widget.setParent(None)
    widget.deleteLater()
