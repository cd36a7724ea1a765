"""Every field on which people disagree, one decision at a time."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from fieldapp.actions.conflict import resolve_clash
from fieldapp.actions.lookup import note_access
from fieldapp.domain.wire import Json
from ui.desk import Desk
from ui.forms.emblem import glyph_of
from ui.forms.reason_dialog import ask_reason
from ui.jobs import Fault
from ui.screen import Screen
from ui.screens.conflict.clash_view import ClashView, read_clashes
from ui.screens.conflict.decision import Decision
from ui.style.icon import icon
from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.text import declared_text, error_text, tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button
from ui.widgets.empty_state import EmptyState
from ui.widgets.label import Role, label
from ui.widgets.layout import clear, column, row, scrolled

_WIDEST = 16_777_215  # Qt's "no limit"


class ConflictScreen(Screen):
    """Open with ``record_type`` and ``record_id`` to begin with that record."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._views: list[ClashView] = []
        self._wanted = ""
        self.decision: Decision | None = None
        self.banner = Banner(name="conflict_banner")
        self.rows = QListWidget()
        self.rows.setObjectName("clashes")
        self.rows.setAccessibleName(tr("conflict.list_title"))
        self.rows.setIconSize(QSize(px(Size.ICON), px(Size.ICON)))
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.rows.currentRowChanged.connect(self._on_row_changed)
        # Whoever comes here walks through the list by arrow keys.
        self.setFocusProxy(self.rows)
        self._pages = QStackedWidget()
        self._none = EmptyState("git-fork", tr("conflict.none"), tr("conflict.none_hint"), name="conflict_none")
        self._pages.addWidget(self._none)
        self._pages.addWidget(self._make_work())
        outside = column(self, gap=Space.NONE)
        outside.addWidget(self.banner)
        outside.addWidget(self._pages, stretch=1)

    def title(self) -> str:
        return tr("conflict.place")

    def shown(self, **params: object) -> None:
        self._wanted = str(params.get("record_id") or "")
        self.reload()

    def locked(self) -> None:
        self._drop()
        self.rows.clear()
        self._views = []

    def reload(self) -> None:
        """Read every clash anew."""
        session = self.desk.session
        if session is not None:
            self.desk.jobs.store(lambda: read_clashes(session), self._on_read, self._on_error, self)

    def _make_work(self) -> QWidget:
        made = QWidget()
        self._across = row(made, gap=Space.NONE)
        left = column(gap=Space.S)
        left.setContentsMargins(px(Space.L), px(Space.L), px(Space.L), px(Space.L))
        self._left = label("", Role.CAPTION, name="conflicts_left")
        left.addWidget(label(tr("conflict.list_title"), Role.STRONG))
        left.addWidget(self.rows, stretch=1)
        left.addWidget(self._left)
        self._across.addLayout(left)
        ground = QWidget()
        ground.setObjectName("ground")
        across = row(ground, gap=Space.NONE, margin=Space.L)
        middle = QWidget()
        middle.setMaximumWidth(px(Size.COLUMN_MAX))
        across.addWidget(middle, stretch=1)
        stack = column(middle, gap=Space.L)
        stack.addWidget(label(tr("conflict.you_decide"), Role.MUTED, wrap=True))
        self._place = column(gap=Space.NONE)
        stack.addLayout(self._place)
        open_row = row()
        self._open = button(tr("conflict.open"), Kind.QUIET, glyph="arrow-square-out", name="conflict_open")
        self._open.clicked.connect(self._on_open)
        open_row.addWidget(self._open)
        open_row.addStretch()
        stack.addLayout(open_row)
        stack.addStretch()
        self._across.addWidget(scrolled(ground), stretch=1)
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= px(Size.COLUMN_MAX)
        self._across.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        # Beside the decision the list is as wide as a pane; above it, as high as two of its lines.
        self.rows.setMinimumWidth(px(Size.PANE) if beside else 0)
        self.rows.setMaximumWidth(px(Size.PANE) if beside else _WIDEST)
        self.rows.setMaximumHeight(_WIDEST if beside else px(2 * Size.TARGET_LARGE + Space.L))

    def _on_read(self, views: list[ClashView]) -> None:
        self._views = views
        self.desk.set_count("conflicts", len(views))
        self.rows.blockSignals(True)
        self.rows.clear()
        for view in views:
            words = f"{declared_text(view.clash.label)}\n{view.clash.title}"
            item = QListWidgetItem(icon(glyph_of(view.clash.record_type), Tone.MUTED), words)
            item.setSizeHint(QSize(0, px(Size.TARGET_LARGE)))
            self.rows.addItem(item)
        self.rows.blockSignals(False)
        self._left.setText(tr("conflict.left", count=len(views)))
        self._pages.setCurrentIndex(1 if views else 0)
        places = [number for number, view in enumerate(views) if view.clash.record_id == self._wanted]
        if views:
            self.rows.setCurrentRow(places[0] if places else 0)
            self._on_row_changed(self.rows.currentRow())
        else:
            self._drop()

    def _on_row_changed(self, number: int) -> None:
        if not 0 <= number < len(self._views):
            return
        self._drop()
        view = self._views[number]
        self.decision = Decision(self.desk, view)
        self.decision.decided.connect(partial(self._on_decided, view))
        self.decision.reveal_wanted.connect(partial(self._on_reveal_wanted, view))
        self._place.addWidget(self.decision)

    def _drop(self) -> None:
        if self.decision is not None:
            self.decision.wipe()
            self.decision = None
        clear(self._place)

    def _on_decided(self, view: ClashView, value: Json, reason: str) -> None:
        session = self.desk.session
        self.desk.jobs.store(
            lambda: resolve_clash(session, view.clash, value, reason),
            lambda _: self._on_resolved(view),
            self._on_refused,
            self,
        )

    def _on_resolved(self, view: ClashView) -> None:
        self._wanted = view.clash.record_id
        self.desk.toast(tr("conflict.resolved"))
        self.reload()

    def _on_refused(self, error: Fault) -> None:
        if self.decision is not None:
            self.decision.banner.say(tr("conflict.failed"), error_text(error))

    def _on_reveal_wanted(self, view: ClashView) -> None:
        dialog = ask_reason(self, tr("conflict.reveal_title"), tr("conflict.reveal_why"), tr("conflict.reveal"))
        dialog.given.connect(partial(self._reveal, view))

    def _reveal(self, view: ClashView, reason: str) -> None:
        session, decision = self.desk.session, self.decision
        clash = view.clash
        self.desk.jobs.store(
            lambda: note_access(session, clash.record_type, clash.record_id, reason),
            lambda _: decision.reveal() if decision is not None and decision is self.decision else None,
            self._on_refused,
            self,
        )

    def _on_open(self) -> None:
        if self.decision is not None:
            clash = self.decision.view.clash
            self.desk.open("record", record_type=clash.record_type, record_id=clash.record_id)

    def _on_error(self, error: Fault) -> None:
        self.banner.say(tr("conflict.failed"), error_text(error))
