"""One place's lists: a tab for each record type that belongs there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedWidget, QTabBar

from fieldapp.records import require_type
from ui.desk import Desk
from ui.screen import Screen
from ui.screens.list.list_pane import ListPane
from ui.style.look import px
from ui.style.token import Space
from ui.text import declared_text, tr
from ui.widgets.button import Kind, button
from ui.widgets.label import set_hint
from ui.widgets.layout import column, row


class ListScreen(Screen):
    """Open with ``record_type`` to bring its tab to the front; with ``ids`` and ``heading`` to see just those."""

    def __init__(self, desk: Desk, record_types: Sequence[str]) -> None:
        super().__init__(desk)
        self._types = tuple(record_types)
        self._panes: dict[str, ListPane] = {}
        self._tabs = QTabBar()
        self._tabs.setObjectName("list_tabs")
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        for name in self._types:
            self._tabs.addTab(declared_text(require_type(name).plural))
        self._tabs.setVisible(len(self._types) > 1)
        self._stack = QStackedWidget()
        self._new = button("", Kind.PRIMARY, glyph="plus", name="list_new")
        self._new.clicked.connect(self._on_new)
        outside = column(self, gap=Space.NONE)
        head = row(gap=Space.M)
        head.setContentsMargins(px(Space.L), px(Space.S), px(Space.L), Space.NONE)
        head.addWidget(self._tabs)
        head.addStretch()
        head.addWidget(self._new)
        outside.addLayout(head)
        outside.addWidget(self._stack, stretch=1)
        self._tabs.currentChanged.connect(self._on_tab_changed)
        desk.shortcuts.add("Ctrl+N", tr("list.shortcut_new"), self._on_new, self)
        desk.shortcuts.add("/", tr("list.words_hint"), self._on_slash, self)
        desk.shortcuts.add("Ctrl+PgDown", tr("list.next_tab"), lambda: self._step(1), self)
        desk.shortcuts.add("Ctrl+PgUp", tr("list.previous_tab"), lambda: self._step(-1), self)

    def shown(self, **params: object) -> None:
        name = params.get("record_type")
        number = self._types.index(str(name)) if name in self._types else max(0, self._tabs.currentIndex())
        ids = params.get("ids")
        if self._tabs.currentIndex() != number:
            self._tabs.blockSignals(True)
            self._tabs.setCurrentIndex(number)
            self._tabs.blockSignals(False)
        pane = self._bring(number)
        if name is not None or ids is not None:
            rows = [str(one) for one in ids] if isinstance(ids, Sequence) and not isinstance(ids, str) else None
            pane.show_rows(rows, str(params.get("heading") or ""))
        else:
            pane.reload()
        only = params.get("only")
        if isinstance(only, str):
            pane.bar.tick(only)
        pane.setFocus()

    def locked(self) -> None:
        for pane in self._panes.values():
            pane.empty()

    def pane(self) -> ListPane:
        """The list in front."""
        return self._bring(max(0, self._tabs.currentIndex()))

    def _bring(self, number: int) -> ListPane:
        name = self._types[number]
        if name not in self._panes:
            self._panes[name] = ListPane(self.desk, name)
            self._panes[name].emptied.connect(self._on_emptied)
            self._stack.addWidget(self._panes[name])
        pane = self._panes[name]
        self._stack.setCurrentWidget(pane)
        words = tr("list.new", title=declared_text(require_type(name).title).lower())
        self._new.setText(words)
        self._new.setVisible(pane.may_create and not pane.is_empty())
        set_hint(self._new, words, "Ctrl+N")
        return pane

    def _on_tab_changed(self, number: int) -> None:
        pane = self._bring(number)
        pane.reload()
        pane.setFocus()

    def _on_emptied(self, empty: bool) -> None:
        # One button starts a list that is empty: the one in its middle.
        if self.sender() is self.pane():
            self._new.setVisible(self.pane().may_create and not empty)

    def _on_new(self) -> None:
        self.pane().start_new()

    def _on_slash(self) -> None:
        self.pane().focus_filter()

    def _step(self, by: int) -> None:
        self._tabs.setCurrentIndex((self._tabs.currentIndex() + by) % self._tabs.count())
