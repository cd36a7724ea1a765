"""Editors of answers: yes or no, one of a list, several of a list. Blank is never an answer."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar, Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QListView,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from fieldapp.domain.fields import Field
from fieldapp.domain.wire import Json
from fieldapp.records.vocabulary import choices
from fieldapp.records.vocabulary import label as choice_label
from ui.desk import Desk
from ui.forms.editor import Editor
from ui.forms.segment_row import SegmentRow
from ui.forms.text_editor import make_line
from ui.style.look import px
from ui.style.token import Size, Space
from ui.text import chosen_language, declared_text, tr
from ui.widgets.label import Role

_SEGMENTS: Final = 4
_SEGMENT_LETTERS: Final = 30
_TYPED_FROM: Final = 9
_BOX_LETTERS: Final = 12
_YES: Final = "yes"
_NO: Final = "no"
_CODE_ROLE: Final = Qt.ItemDataRole.UserRole


def make_choice_editor(field: Field, desk: Desk) -> Editor:
    """Return the editor that suits the length of the list: side by side, a list to open, a list to type into."""
    offered = choices(field.vocabulary or "")
    letters = sum(len(choice.label(chosen_language())) for choice in offered)
    if len(offered) <= _SEGMENTS and letters <= _SEGMENT_LETTERS:
        return SegmentEditor(field, desk)
    return ChoiceEditor(field, desk)


class FlagEditor(Editor):
    """Yes, no, or not answered."""

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__(field, desk)
        self._row = SegmentRow([(_YES, tr("form.yes")), (_NO, tr("form.no"))])
        self._adopt(self._row)
        self.body.addWidget(self._row, alignment=Qt.AlignmentFlag.AlignLeft)
        self._row.picked.connect(self._on_picked)
        self._say_blank()

    def focus_widget(self) -> QWidget:
        return self._row

    def _show(self, value: Json) -> None:
        self._row.set_code(None if value is None else _YES if value else _NO)
        self._say_blank()

    def _read(self) -> Json:
        code = self._row.code()
        return None if code is None else code == _YES

    def _on_picked(self) -> None:
        self._say_blank()
        self._touch()

    def _say_blank(self) -> None:
        help_text = declared_text(self.field.help)
        blank = tr("form.unanswered") if self._row.code() is None else ""
        self.say(" ".join(part for part in (blank, help_text) if part))


class SegmentEditor(Editor):
    """One of two to four short answers, side by side."""

    is_large: ClassVar[bool] = False

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__(field, desk)
        large = self.is_large
        offered = [(choice.code, choice.label(chosen_language())) for choice in choices(field.vocabulary or "")]
        self._row = SegmentRow(offered, large=large, numbered=large)
        self._foreign: Json = None
        self._adopt(self._row)
        if large:
            self.body.addWidget(self._row)
        else:
            self.body.addWidget(self._row, alignment=Qt.AlignmentFlag.AlignLeft)
        self._row.picked.connect(self._on_picked)

    def focus_widget(self) -> QWidget:
        return self._row

    def _show(self, value: Json) -> None:
        self._row.set_code(str(value) if value is not None else None)
        # A code that is offered no more is still said, and kept until another answer is given.
        self._foreign = value if self._row.code() is None else None
        self.say(choice_label(self.field.vocabulary or "", str(value)) if self._foreign is not None else "")

    def _read(self) -> Json:
        return self._row.code() or self._foreign

    def _on_picked(self) -> None:
        self._foreign = None
        self._touch()


class LargeSegmentEditor(SegmentEditor):
    """The same, large enough for a thumb in a moving car, numbered for the keyboard."""

    label_role = Role.LEAD
    is_large = True

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__(field, desk)
        self.is_wide = True
        self._row.picked.connect(self._on_row_picked)

    def _on_row_picked(self) -> None:
        self.left.emit(self.field.name)


class _ChoiceBox(QComboBox):
    # Its own hints: a size policy, or a length, makes Qt build the list that drops down, for every box of a page.
    def sizeHint(self) -> QSize:
        return self._narrowed(super().sizeHint())

    def minimumSizeHint(self) -> QSize:
        return self._narrowed(super().minimumSizeHint())

    def _narrowed(self, hint: QSize) -> QSize:
        most = _BOX_LETTERS * self.fontMetrics().horizontalAdvance("X") + px(Size.ICON) + px(Space.XL)
        return QSize(min(hint.width(), most), hint.height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling the page must not change an answer.
        event.ignore()


class ChoiceEditor(Editor):
    """One of a list. A long list is typed into: any part of any answer finds it."""

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__(field, desk)
        self._box = _ChoiceBox()
        self._box.setMaxVisibleItems(14)
        offered = choices(field.vocabulary or "")
        self._codes: list[Json] = [None, *(choice.code for choice in offered)]
        self._box.addItems(["", *(choice.label(chosen_language()) for choice in offered)])
        self._line = make_line(is_sensitive=self.is_sensitive)
        self._is_typed = self._box.count() > _TYPED_FROM
        self._adopt(self._box)
        if self._is_typed:
            self._line.setAccessibleName(declared_text(field.label))
            self._let_type()
        self.body.addWidget(self._box)
        self._box.activated.connect(self._touch)

    def focus_widget(self) -> QWidget:
        return self._box

    def offer(self, codes: Collection[str]) -> None:
        """Offer only these of the list; what is chosen or typed stays as it is."""
        chosen = self._code_at(self._box.currentIndex())
        kept = [c for c in choices(self.field.vocabulary or "") if c.code in codes or c.code == chosen]
        typed = self._line.text() if self._is_typed else ""
        with QSignalBlocker(self._box):
            self._codes = [None, *(choice.code for choice in kept)]
            self._box.clear()
            self._box.addItems(["", *(choice.label(chosen_language()) for choice in kept)])
            self._box.setCurrentIndex(self._codes.index(chosen) if chosen in self._codes else 0)
        if self._is_typed:
            self._line.setText(typed)
            if not self._line.hasFocus():
                # What is too long for the field shows its beginning.
                self._line.setCursorPosition(0)

    def _let_type(self) -> None:
        self._box.setEditable(True)
        self._box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self._box.model(), self._box)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._line.setPlaceholderText(tr("form.type_to_choose"))
        self._line.installEventFilter(self)
        self._line.textEdited.connect(self._touch)
        self._box.setLineEdit(self._line)
        self._box.setCompleter(completer)

    def _show(self, value: Json) -> None:
        if value not in self._codes:
            # A retired code, or one that only a newer version knows: shown, never lost.
            self._box.addItem(choice_label(self.field.vocabulary or "", str(value), chosen_language()))
            self._codes.append(value)
        place = self._codes.index(value)
        self._box.setCurrentIndex(place)
        if self._is_typed:
            self._line.setText(self._box.itemText(place))
            self._line.setCursorPosition(0)

    def _read(self) -> Json:
        if not self._is_typed:
            return self._code_at(self._box.currentIndex())
        typed = self._line.text().strip().casefold()
        if not typed:
            return None
        labels = [self._box.itemText(place).casefold() for place in range(self._box.count())]
        if typed in labels:
            return self._code_at(labels.index(typed))
        near = [place for place, words in enumerate(labels) if typed in words]
        if len(near) != 1:
            raise self._refuse("CHOICE_UNKNOWN")
        return self._code_at(near[0])

    def _code_at(self, place: int) -> Json:
        return self._codes[place] if place >= 0 else None

    def _on_left(self) -> None:
        super()._on_left()
        if self.is_dirty and not self.problem():
            return
        if self._is_typed and not self.problem() and self.known is not None:
            self._show(self.known)


class CheckList(QListWidget):
    """Answers to tick, in as many columns as fit. One stop for Tab; arrows move, Space ticks, letters jump."""

    def __init__(self) -> None:
        super().__init__()
        self._measured: tuple[tuple[int, str], int] = ((0, ""), 0)
        self.setProperty("kind", "checks")
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        policy = self.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.currentItemChanged.connect(self._keep_in_view)

    def resizeEvent(self, event: QResizeEvent) -> None:
        cell = QSize((self.viewport().width() - px(Space.XS)) // self._columns(self.width()), self._row_height())
        self.setGridSize(cell)
        # A cell that is told its size counts as changed; nobody has answered anything by it.
        with QSignalBlocker(self):
            for at in range(self.count()):
                # Without it the words are cut to their own width less the padding.
                self.item(at).setSizeHint(cell)
        super().resizeEvent(event)

    def _keep_in_view(self, item: QListWidgetItem | None) -> None:
        """Scroll the page along: the list itself is as high as its answers, and may be higher than the page shows."""
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        page = area.widget() if isinstance(area, QScrollArea) else None
        if item is not None and isinstance(area, QScrollArea) and page is not None and self.hasFocus():
            cell = self.visualItemRect(item)
            middle = self.viewport().mapTo(page, cell.center())
            area.ensureVisible(middle.x(), middle.y(), 0, cell.height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return -(-self.count() // self._columns(width)) * self._row_height() + 2 * px(Space.S)

    def sizeHint(self) -> QSize:
        width = px(Size.PANE)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(Size.PANE) // 2, self._row_height() + 2 * px(Space.S))

    def _columns(self, width: int) -> int:
        room = width - px(Space.L)
        return max(1, room // (self._widest() + px(Size.ICON) + px(Space.XXL)))

    def _widest(self) -> int:
        """The widest words; measured once, as every layout of the page asks for it."""
        known = (self.count(), self.font().key())
        if known != self._measured[0]:
            letters = (self.fontMetrics().horizontalAdvance(self.item(at).text()) for at in range(self.count()))
            self._measured = known, max(letters, default=0)
        return self._measured[1]

    def _row_height(self) -> int:
        return px(Size.TARGET) - px(Space.XS)


class ChoicesEditor(Editor):
    """Several of a list."""

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__(field, desk)
        self._list = CheckList()
        self._adopt(self._list)
        for choice in choices(field.vocabulary or ""):
            self._add(choice.code, choice.label(chosen_language()))
        self.body.addWidget(self._list)
        self._showing = False
        self._list.itemChanged.connect(self._on_changed)

    def focus_widget(self) -> QWidget:
        return self._list

    def _add(self, code: str, words: str) -> None:
        item = QListWidgetItem(words)
        item.setData(_CODE_ROLE, code)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Unchecked)
        self._list.addItem(item)

    def _show(self, value: Json) -> None:
        ticked = [str(code) for code in value] if isinstance(value, list) else []
        self._showing = True
        known = {self._list.item(at).data(_CODE_ROLE) for at in range(self._list.count())}
        for code in ticked:
            if code not in known:
                self._add(code, choice_label(self.field.vocabulary or "", code, chosen_language()))
        for at in range(self._list.count()):
            item = self._list.item(at)
            on = item.data(_CODE_ROLE) in ticked
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self._showing = False

    def _read(self) -> Json:
        items = (self._list.item(at) for at in range(self._list.count()))
        ticked = sorted(str(item.data(_CODE_ROLE)) for item in items if item.checkState() == Qt.CheckState.Checked)
        return [*ticked] or None

    def _on_changed(self, _item: QListWidgetItem) -> None:
        if not self._showing:
            self._touch()
