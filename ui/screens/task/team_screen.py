"""The supervisor's place: a tab for each question that is asked of a team."""

from __future__ import annotations

from typing import TypeAlias

from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from ui.desk import Desk
from ui.screen import Screen
from ui.screens.task.caseload_pane import CaseloadPane
from ui.screens.task.exposure_pane import ExposurePane
from ui.screens.task.review_pane import ReviewPane
from ui.screens.task.sealed_pane import SealedPane
from ui.screens.task.training_pane import TrainingPane
from ui.style.look import px
from ui.style.token import Size, Space
from ui.text import tr
from ui.widgets.layout import column, row, scrolled

Pane: TypeAlias = ReviewPane | CaseloadPane | TrainingPane | SealedPane | ExposurePane
TABS = ("review", "caseload", "training", "sealed", "exposure")


class TeamScreen(Screen):
    """Open with ``tab`` to bring one to the front; each reads itself anew whenever it is shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._sealed = SealedPane(desk)
        self.panes: dict[str, Pane] = {
            "review": ReviewPane(desk),
            "caseload": CaseloadPane(desk),
            "training": TrainingPane(desk),
            "sealed": self._sealed,
            "exposure": ExposurePane(desk),
        }
        self.tabs = QTabBar()
        self.tabs.setObjectName("team_tabs")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self._stack = QStackedWidget()
        for name in TABS:
            self.tabs.addTab(tr(f"team.{name}"))
            self._stack.addWidget(_page(self.panes[name]))
        outside = column(self, gap=Space.NONE)
        head = row(gap=Space.M)
        head.setContentsMargins(px(Space.L), px(Space.S), px(Space.L), Space.NONE)
        head.addWidget(self.tabs)
        head.addStretch()
        outside.addLayout(head)
        outside.addWidget(self._stack, stretch=1)
        self.tabs.currentChanged.connect(self._on_tab_changed)
        desk.shortcuts.add("Ctrl+PgDown", tr("list.next_tab"), lambda: self._step(1), self)
        desk.shortcuts.add("Ctrl+PgUp", tr("list.previous_tab"), lambda: self._step(-1), self)

    def title(self) -> str:
        return tr("place.team")

    def shown(self, **params: object) -> None:
        wanted = params.get("tab")
        if wanted in TABS:
            self.tabs.setCurrentIndex(TABS.index(str(wanted)))
        self._front().reload()

    def left(self) -> None:
        self._forget()

    def locked(self) -> None:
        self._forget()
        for pane in self.panes.values():
            pane.empty()

    def reload(self) -> None:
        """Read the tab in front anew."""
        self._front().reload()

    def _front(self) -> Pane:
        return self.panes[TABS[max(0, self.tabs.currentIndex())]]

    def _step(self, by: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % self.tabs.count())

    def _forget(self) -> None:
        """A name that two people opened is shown here and now, or not at all."""
        self._sealed.forget()

    def _on_tab_changed(self, number: int) -> None:
        self._forget()
        self._stack.setCurrentIndex(number)
        self._front().reload()


def _page(pane: QWidget) -> QWidget:
    ground = QWidget()
    ground.setObjectName("ground")
    across = row(ground, gap=Space.NONE, margin=Space.XL)
    middle = QWidget()
    middle.setMaximumWidth(px(Size.COLUMN_MAX + Size.PANE))
    inside = column(middle, gap=Space.NONE)
    inside.addWidget(pane)
    across.addWidget(middle, stretch=1)
    return scrolled(ground)
