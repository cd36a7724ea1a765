"""The place "record": whichever page the type has."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from fieldapp.domain.record import Record
from fieldapp.domain.wire import Json
from fieldapp.records import require_type
from ui.desk import Desk
from ui.screen import Screen
from ui.screens.record.page import Page
from ui.screens.record.quick import starting_values
from ui.screens.record.record_page import RecordPage
from ui.style.token import Space
from ui.text import declared_text
from ui.widgets.layout import column


class RecordScreen(Screen):
    """Shows one record at a time; see the package for its parameters."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.page: Page | None = None
        self._inside = column(self, gap=Space.NONE)

    def title(self) -> str:
        return declared_text(self.page.record.title) if self.page is not None else ""

    def shown(self, **params: object) -> None:
        preset = dict(params)
        record_type = str(preset.pop("record_type"))
        record_id = preset.pop("record_id", None)
        focus = str(preset.pop("focus", "") or "")
        wanted = str(record_id) if record_id is not None else None
        page = self.page
        if page is not None and wanted is not None and page.record_id == wanted:
            # It is on the screen already, perhaps in the middle of typing: only the pane was taken away.
            page.show_pane()
            page.read_again()
            if focus:
                page.jump(focus)
            return
        self._drop()
        self._bring(page_of(self.desk, require_type(record_type), wanted, preset, parent=self))  # type: ignore[arg-type]  # wire values
        if self.page is not None:
            self.page.start(focus)
        self.title_changed.emit(self.title())

    def left(self) -> None:
        if self.page is not None:
            self.page.save_typing()

    def locked(self) -> None:
        self._drop()

    def _bring(self, page: Page) -> None:
        self.page = page
        self._inside.addWidget(page)
        page.created.connect(self._on_created)

    def _drop(self) -> None:
        page, self.page = self.page, None
        if page is not None:
            page.save_typing()
            page.keep_place()
            page.wipe()
            self._inside.removeWidget(page)
            _discard(page)

    def _on_created(self, record_id: str) -> None:
        # The way back, and unlocking after a lock, lead to the record that was made, not to a blank page.
        if self.page is not None and self.isVisible():
            self.desk.open("record", record_type=self.page.record.type_name, record_id=record_id)


def page_of(
    desk: Desk,
    record: type[Record],
    record_id: str | None = None,
    preset: Mapping[str, Json] | None = None,
    *,
    parent: QWidget | None = None,
) -> Page:
    """Return the page of a type: its own where it has one, else the generated one."""
    begun = starting_values(desk.session, record, desk.clock.now()) if record_id is None else {}
    values = begun | dict(preset or {})
    if record.type_name == "screening":
        from ui.screens.screening.screening_page import screening_page

        return screening_page(desk, record, record_id, values)
    return _makers().get(record.type_name, RecordPage)(desk, record, record_id, values, parent=parent)


def _makers() -> dict[str, type[RecordPage]]:
    # Imported here: those pages build on this package.
    from ui.screens.arrest.arrest_page import ArrestPage
    from ui.screens.evidence.evidence_page import EvidencePage
    from ui.screens.interview.interview_page import InterviewPage
    from ui.screens.operation.operation_page import OperationPage
    from ui.screens.person.person_page import PersonPage
    from ui.screens.recovery.recovery_page import RecoveryPage
    from ui.screens.warrant.warrant_page import WarrantPage

    return {
        "arrest": ArrestPage,
        "evidence_item": EvidencePage,
        "interview": InterviewPage,
        "operation": OperationPage,
        "person": PersonPage,
        "recovery": RecoveryPage,
        "search_warrant": WarrantPage,
    }


def _discard(widget: QWidget) -> None:
    # Not taken from its parent: that would give each of its hundreds of widgets its style anew, only to be destroyed.
    widget.hide()
    widget.deleteLater()
