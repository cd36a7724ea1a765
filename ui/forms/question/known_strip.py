"""How an answer is known, or why there is none: one small control of five words beside each question."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QSizePolicy

from fieldapp.forms.item import DECLINED, NOT_ASKED, OBSERVED
from ui.forms.question.target import needs_large
from ui.style.token import Space
from ui.text import tr
from ui.widgets.button import Kind, button
from ui.widgets.flow import FlowLayout
from ui.widgets.label import set_hint

WAYS: Final = (OBSERVED, "disclosed", "reported", DECLINED, NOT_ASKED)
_TOLD: Final = frozenset({"read_aloud", "self"})


def usual_way(administration: str) -> str:
    """Return how answers are known when nobody says otherwise: told where questions are put, else seen."""
    return "disclosed" if administration in _TOLD else OBSERVED


class KnownStrip(QFrame):
    """Five words, one of them marked; ``folded``: one word that opens the five. It is pressed, or Alt+1 to Alt+5.

    It is no stop of the Tab key: going from answer to answer must take one key.
    """

    picked = Signal(str)

    def __init__(self, *, folded: bool = False) -> None:
        super().__init__()
        self.setProperty("kind", "known")
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.way = ""
        self._buttons: dict[str, QPushButton] = {}
        self._fold: QPushButton | None = None
        inside = FlowLayout(self, gap=Space.NONE)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if folded:
            self._fold = self._make("fold", "")
            self._fold.clicked.connect(self._on_fold)
            inside.addWidget(self._fold)
            return
        for number, way in enumerate(WAYS, start=1):
            made = self._make(way, tr(f"question.known_{way}"))
            made.setCheckable(True)
            set_hint(made, tr(f"question.known_{way}_hint"), f"Alt+{number}")
            made.clicked.connect(self._on_pressed)
            self._buttons[way] = made
            inside.addWidget(made)

    def show_way(self, way: str) -> None:
        """Mark a word."""
        self.way = way
        for name, made in self._buttons.items():
            made.setChecked(name == way)
        if self._fold is not None:
            self._fold.setText(tr(f"question.known_{way}") if way in WAYS else tr("question.known"))
        self.setAccessibleName(tr("question.known"))
        self.setAccessibleDescription(tr(f"question.known_{way}") if way in WAYS else "")

    def sizeHint(self) -> QSize:
        inside = self.layout()
        return inside.sizeHint() if inside is not None else super().sizeHint()

    def _make(self, name: str, words: str) -> QPushButton:
        made = button(words, Kind.QUIET, name=f"known_{name}")
        made.setProperty("question", "known")
        made.setProperty("large", needs_large())
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return made

    def _on_pressed(self) -> None:
        pressed = next(way for way, made in self._buttons.items() if made is self.sender())
        self.show_way(self.way)
        self.picked.emit(pressed)

    def _on_fold(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, way in enumerate(WAYS, start=1):
            action = menu.addAction(f"{tr(f'question.known_{way}')}\tAlt+{number}")
            action.triggered.connect(lambda _checked=False, way=way: self.picked.emit(way))
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
