"""The shelf: the list of checklists at the left, the chosen one at the right; a page that teaches when it is empty."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QListWidget, QListWidgetItem, QPushButton, QStackedWidget, QWidget

from ui.forms.question.markup import plain_text
from ui.screens.checklist.detail_view import DetailView
from ui.screens.checklist.shelf import ShelfForm, form_line, status_glyph
from ui.style.icon import icon
from ui.style.look import px
from ui.style.token import Size, Space
from ui.text import tr
from ui.widgets.banner import Banner
from ui.widgets.button import button
from ui.widgets.empty_state import EmptyState
from ui.widgets.label import Role, label, set_hint
from ui.widgets.layout import column, row, scrolled

_WIDEST = 16_777_215  # Qt's "no limit"
_LONGEST = 60


class ShelfPage(QWidget):
    """``chosen(sha256)`` when a form is gone to; ``import_wanted()``."""

    chosen = Signal(str)
    import_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.forms: tuple[ShelfForm, ...] = ()
        self.banner = Banner(name="checklist_banner")
        self.rows = QListWidget()
        self.rows.setObjectName("checklists")
        self.rows.setAccessibleName(tr("checklist.list"))
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.rows.currentRowChanged.connect(self._on_row_changed)
        self.detail = DetailView()
        self._count = label("", Role.CAPTION, name="checklist_count")
        self._empty = EmptyState(
            "clipboard-text",
            tr("checklist.empty_title"),
            tr("checklist.empty"),
            tr("checklist.import"),
            name="checklist_empty",
        )
        self._empty.started.connect(self.import_wanted)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._make_work())
        outside = column(self, gap=Space.NONE)
        notice = column(gap=Space.NONE)
        notice.addWidget(self.banner)
        outside.addLayout(notice)
        outside.addWidget(self._pages, stretch=1)
        self.setFocusProxy(self.rows)

    def _make_work(self) -> QWidget:
        made = QWidget()
        self._across = row(made, gap=Space.NONE)
        self._left = left = column(gap=Space.S)
        bring = button(tr("checklist.import"), glyph="upload-simple", name="checklist_import")
        set_hint(bring, tr("checklist.import_hint"), "Ctrl+O")
        bring.clicked.connect(self.import_wanted)
        left.addWidget(bring)
        left.addWidget(self.rows, stretch=1)
        left.addWidget(self._count)
        self._across.addLayout(left)
        self._area = scrolled(self.detail)
        self._across.addWidget(self._area, stretch=1)
        return made

    def load(self, forms: tuple[ShelfForm, ...], wanted: str = "") -> None:
        """Show these forms and go to the version whose package is ``wanted``, else stay where the list stood."""
        stood = max(0, self.rows.currentRow())
        before = self.forms[stood].form_id if stood < len(self.forms) else ""
        self.forms = forms
        self.rows.blockSignals(True)
        self.rows.clear()
        for form in forms:
            self.rows.addItem(_item(form))
        places = [number for number, form in enumerate(forms) if form.find(wanted) is not None]
        places += [number for number, form in enumerate(forms) if form.form_id == before]
        places += [number for number, form in enumerate(forms) if any(head.is_usable for head in form.versions)]
        if forms:
            self.rows.setCurrentRow(places[0] if places else 0)
        self.rows.blockSignals(False)
        one = len(forms) == 1
        self._count.setText(tr("checklist.count_one") if one else tr("checklist.count", count=len(forms)))
        self._pages.setCurrentIndex(1 if forms else 0)
        if not forms:
            self.detail.empty()

    def form(self) -> ShelfForm | None:
        """Return the form that is chosen."""
        number = self.rows.currentRow()
        return self.forms[number] if 0 <= number < len(self.forms) else None

    def focus(self) -> None:
        """Put the keyboard where it belongs: into the list, or on the one button of an empty page."""
        start = self._empty.findChild(QPushButton)
        (self.rows if self.forms or start is None else start).setFocus()

    def scroll_up(self) -> None:
        """Show the upper end of what is chosen."""
        self._area.verticalScrollBar().setValue(0)

    def empty(self) -> None:
        """Forget everything shown."""
        self.forms = ()
        self.rows.blockSignals(True)
        self.rows.clear()
        self.rows.blockSignals(False)
        self.detail.empty()
        self.banner.hush()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= px(Size.COLUMN_MAX)
        self._across.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self._left.setContentsMargins(px(Space.L), px(Space.L), px(Space.XS if beside else Space.L), px(Space.L))
        # Beside the checklist the list is as wide as a pane; above it, as high as two of its lines.
        self.rows.setMinimumWidth(px(Size.PANE) if beside else 0)
        self.rows.setMaximumWidth(px(Size.PANE) if beside else _WIDEST)
        self.rows.setMaximumHeight(_WIDEST if beside else px(2 * Size.TARGET_LARGE + Space.L))

    def _on_row_changed(self, number: int) -> None:
        if 0 <= number < len(self.forms):
            self.chosen.emit(self.forms[number].front.sha256)


def _item(form: ShelfForm) -> QListWidgetItem:
    head = form.front
    glyph, tone = status_glyph(head.status)
    title = " ".join(plain_text(head.title).split())
    made = QListWidgetItem(icon(glyph, tone), f"{title[:_LONGEST]}\n{form_line(form)}")
    made.setSizeHint(QSize(0, px(Size.TARGET_LARGE)))
    made.setData(Qt.ItemDataRole.AccessibleTextRole, f"{title}, {form_line(form)}")
    return made
