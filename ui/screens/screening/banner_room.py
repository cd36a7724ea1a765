"""Where banners stand: it takes room only while one of them says something."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from ui.style.look import px
from ui.style.token import Space
from ui.widgets.banner import Banner
from ui.widgets.layout import column


class BannerRoom(QWidget):
    """One below the other, as far from the edges as what stands below them."""

    def __init__(self, *banners: Banner) -> None:
        super().__init__()
        self._banners = banners
        inside = column(self, gap=Space.S)
        inside.setContentsMargins(px(Space.XL), px(Space.S), px(Space.XL), px(Space.S))
        for banner in banners:
            inside.addWidget(banner)
            banner.installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.ShowToParent, QEvent.Type.HideToParent}:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        self.setVisible(any(not banner.isHidden() for banner in self._banners))
