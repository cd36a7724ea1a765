"""The left rail: the places, each with icon, word and count."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton, QWidget

from ui.screen import Place
from ui.style.icon import icon
from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.text import tr
from ui.widgets.label import Role, label, set_hint
from ui.widgets.layout import column, scrolled


class RailButton(QToolButton):
    """One place in the rail."""

    def __init__(self, place: Place, keys: str) -> None:
        super().__init__()
        title = tr(place.title_key)
        self.setObjectName(f"rail_{place.key}")
        self.setProperty("kind", "rail")
        self.setCheckable(True)
        self.setText(title)
        self.setIcon(icon(place.glyph, Tone.MUTED, Size.ICON_RAIL))
        self.setIconSize(QSize(px(Size.ICON_RAIL), px(Size.ICON_RAIL)))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        set_hint(self, title, keys)
        self._title = title
        self._badge = label("", Role.BADGE)
        self._badge.setParent(self)
        self._badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.set_count(0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.StyleChange, QEvent.Type.FontChange}:
            self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        # The rail is as narrow as tokens say unless a word, a language or a text size needs more.
        word = self.fontMetrics().horizontalAdvance(self.text()) + 2 * Size.FOCUS
        self.setMinimumWidth(max(px(Size.RAIL - 2 * Space.XS), word + px(Space.XS)))

    def sizeHint(self) -> QSize:
        return QSize(self.minimumWidth(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def set_count(self, count: int) -> None:
        """Show a count; 0 shows none."""
        self._badge.setText(str(count) if count < 100 else "99+")
        self._badge.setVisible(count > 0)
        self.setAccessibleName(tr("shell.place_count", place=self._title, count=count) if count else self._title)
        self._place_badge()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_badge()

    def _place_badge(self) -> None:
        self._badge.adjustSize()
        self._badge.setFixedWidth(max(self._badge.sizeHint().width(), self._badge.sizeHint().height()))
        self._badge.move(self.width() // 2 + px(Space.XS), px(Space.XS))


class Rail(QFrame):
    """All places of the rail; emits ``chosen`` with a place's key."""

    chosen = Signal(str)

    def __init__(self, places: Sequence[Place]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self._buttons: dict[str, RailButton] = {}
        outside = column(self, gap=Space.XS, margin=Space.XS)
        ground = QWidget()
        inside = column(ground, gap=Space.XS)
        head = [place for place in places if place.rail and not place.foot]
        foot = [place for place in places if place.rail and place.foot]
        for number, place in enumerate(head, start=1):
            inside.addWidget(self._add(place, f"Ctrl+{number}" if number < 10 else ""))
        inside.addStretch()
        # With large text on a small screen the places scroll; what stands at the foot stays.
        self._ground = ground
        self._area = scrolled(ground)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.verticalScrollBar().rangeChanged.connect(lambda _least, _most: self._make_room())
        outside.addWidget(self._area, stretch=1)
        for place in foot:
            outside.addWidget(self._add(place, place.keys))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._make_room()
        return super().event(event)

    def _make_room(self) -> None:
        # A bar says that there are more places than are seen; it takes its room beside them.
        bar = self._area.verticalScrollBar()
        beside = bar.sizeHint().width() if bar.maximum() else 0
        self._area.setMinimumWidth(self._ground.minimumSizeHint().width() + beside)

    def _add(self, place: Place, keys: str) -> RailButton:
        made = RailButton(place, keys)
        # Pressed again, a checked button must stay checked: the place decides, not the click.
        made.clicked.connect(lambda: self.chosen.emit(place.key))
        self._buttons[place.key] = made
        return made

    def mark(self, key: str) -> None:
        """Mark the place that is in front; an unknown key marks none."""
        for name, button in self._buttons.items():
            button.setChecked(name == key)

    def set_count(self, key: str, count: int) -> None:
        """Show a count beside a place, if it stands here."""
        if key in self._buttons:
            self._buttons[key].set_count(count)
