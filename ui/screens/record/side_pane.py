"""The right pane of a record's page: history and links, and what a page puts before them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QScrollArea, QTabWidget, QWidget

from fieldapp.actions.clock import has_clocks
from fieldapp.actions.disclosure import load_register
from fieldapp.domain.problems import Problem
from ui.desk import Desk
from ui.screens.clock.clock_pane import ClockPane
from ui.screens.packet.register_pane import RegisterPane
from ui.screens.record.history_pane import HistoryPane, read_history
from ui.screens.record.links_pane import LinksPane, read_links
from ui.screens.record.missing_list import MissingList, distinct
from ui.style.look import px
from ui.style.token import Motion, Space
from ui.text import error_text, tr
from ui.widgets.layout import column, scrolled

_REGISTERED: Final = frozenset({"person", "arrest", "search_warrant", "recovery", "evidence_item"})
"""The types that more than figures ever leaves of."""


class SidePane(QWidget):
    """Reads itself anew when told that the record changed; the window owns it and may take it away."""

    def __init__(
        self, desk: Desk, record_type: str, is_revealed: Callable[[], bool], first: QWidget | None = None
    ) -> None:
        super().__init__()
        self.setObjectName("side_pane")
        self._desk = desk
        self._record_type = record_type
        self._record_id: str | None = None
        self._is_revealed = is_revealed
        self._clocks = ClockPane(desk, record_type) if has_clocks(record_type) else None
        self._history = HistoryPane()
        self._links = LinksPane(desk)
        self._left = RegisterPane() if record_type in _REGISTERED else None
        # A first tab may show what is missing by itself; else there is a tab for it, once somebody asked.
        own = first.findChild(MissingList) if first is not None else None
        self.missing: MissingList = own or MissingList()
        self._tabs = QTabWidget()
        self._tabs.setAccessibleName(tr("record.beside"))
        self._tabs.setDocumentMode(True)
        # Of its two lines the one below the tabs is the style sheet's; this would run on above them.
        self._tabs.tabBar().setDrawBase(False)
        if first is not None:
            self._tabs.addTab(_Tab(first), first.windowTitle() or tr("record.protocol"))
        if self._clocks is not None:
            self._tabs.addTab(_Tab(self._clocks), tr("clock.tab"))
        self._tabs.addTab(_Tab(self._history), tr("record.history"))
        self._tabs.addTab(_Tab(self._links), tr("record.links"))
        if self._left is not None:
            self._tabs.addTab(_Tab(self._left), tr("packet.left_tab"))
        self._missing_at = 0 if own is not None else self._tabs.addTab(_Tab(self.missing), "")
        self._tabs.setTabVisible(self._missing_at, own is not None)
        inside = column(self)
        inside.addWidget(self._tabs)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(Motion.SHORT)
        self._pause.timeout.connect(self._read)

    def show_record(self, record_id: str | None) -> None:
        """Read what is around a record, once its writes have come to rest."""
        self._record_id = record_id
        if record_id is not None:
            self._pause.start()

    def show_missing(self, problems: Sequence[Problem]) -> None:
        """Bring what still stops the record from being final to the front."""
        self.update_missing(problems)
        self._tabs.setTabVisible(self._missing_at, True)
        self._tabs.setCurrentIndex(self._missing_at)
        area = self._tabs.currentWidget().findChild(QScrollArea)
        if area is not None:
            # Once the lines have their places.
            QTimer.singleShot(0, area, lambda: area.ensureWidgetVisible(self.missing))

    def update_missing(self, problems: Sequence[Problem]) -> None:
        """Show what is missing now, if it is being shown at all."""
        self.missing.show_problems(problems)
        if self._missing_at:
            self._tabs.setTabText(self._missing_at, tr("record.missing_tab", count=len(distinct(problems))))

    def _read(self) -> None:
        session, record_type, record_id = self._desk.session, self._record_type, self._record_id
        if session is None or record_id is None:
            return
        if self._clocks is not None:
            self._clocks.show_record(record_id)
        revealed = self._is_revealed()
        store = self._desk.jobs.store
        store(
            lambda: read_history(session, record_type, record_id, revealed=revealed),
            self._history.show_lines,
            lambda fault: self._desk.toast(error_text(fault)),
            self._history,
        )
        store(
            lambda: read_links(session, record_type, record_id),
            self._links.show_lines,
            lambda fault: self._desk.toast(error_text(fault)),
            self._links,
        )
        if self._left is not None:
            store(
                lambda: load_register(session, record_type, record_id),
                self._left.show_lines,
                lambda fault: self._desk.toast(error_text(fault)),
                self._left,
            )


class _Tab(QWidget):
    """Its content scrolls. It is put up when the tab is first seen: most are not, and a page must be there at once."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._content: QWidget | None = content
        content.hide()
        content.setParent(self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        content, self._content = self._content, None
        if content is None:
            return
        ground = QWidget()
        inside = column(ground)
        inside.setContentsMargins(0, px(Space.M), px(Space.S), px(Space.S))
        inside.addWidget(content)
        inside.addStretch()
        outside = column(self)
        outside.addWidget(scrolled(ground))
        content.show()


def is_alive(pane: QWidget | None) -> bool:
    """Whether the window has not destroyed a pane yet."""
    return pane is not None and shiboken6.isValid(pane)
