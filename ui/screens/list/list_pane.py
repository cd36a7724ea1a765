"""The list of one record type."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QItemSelection, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from fieldapp.actions.listing import Among, Filter, Listing, list_columns, list_page, open_list
from fieldapp.actions.session import Undo
from fieldapp.actions.task import close_tasks
from fieldapp.domain.access import EVERY_AGENCY, Role, may_write, zone_for
from fieldapp.records import require_type
from ui.desk import Desk
from ui.forms.emblem import glyph_of
from ui.jobs import Fault
from ui.models.list_model import ListColumn, ListModel, ModelRow
from ui.models.row_words import spell_page
from ui.screens.list.filter_bar import TO_DO, FilterBar
from ui.screens.list.row_table import RowTable
from ui.screens.task.task_act import reopen_later
from ui.style.icon import icon
from ui.style.look import px
from ui.style.token import Space, Tone
from ui.text import declared_text, error_text, tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button
from ui.widgets.empty_state import EmptyState
from ui.widgets.label import Role as Voice
from ui.widgets.label import label
from ui.widgets.layout import column, row


class ListPane(QWidget):
    """One type's records: filters above, rows, count and selection below, a teaching page when there are none."""

    opened = Signal(str)
    counted = Signal(int)
    emptied = Signal(bool)

    def __init__(self, desk: Desk, record_type: str) -> None:
        super().__init__()
        self.setObjectName(f"list_{record_type}")
        self.record_type = record_type
        self._desk = desk
        self._record = require_type(record_type)
        self._columns = list_columns(record_type)
        self.may_create = may_create(desk.session, record_type)
        self._listing: Listing | None = None
        self._asked = 0
        self._ids: tuple[str, ...] | None = None
        self._sort: str | None = None
        self._descending = self._record.sort.startswith("-")
        self._marks = {
            "draft": icon("pencil-line", Tone.MUTED),
            "conflict": icon("git-fork", Tone.SOON),
            "void": icon("x-circle", Tone.MUTED),
        }
        headings = [ListColumn(c.name, declared_text(c.label)) for c in self._columns]
        self.model = ListModel(headings, self._fetch, self)
        self.table = RowTable([self._record.fields[c.name] for c in self._columns], self.model)
        self.bar = FilterBar(
            self._columns, str(getattr(getattr(desk.session, "profile", None), "handle", "")), desk.clock
        )
        self.banner = Banner(name="list_banner")
        self._behind = self._make_behind()
        self._count = label("", Voice.CAPTION, name="list_count")
        self._selected = label("", Voice.CAPTION, name="list_selected")
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._pages.addWidget(self.table)
        singular = declared_text(self._record.title)
        plural = declared_text(self._record.plural)
        self.table.setAccessibleName(plural)
        self._empty = EmptyState(
            glyph_of(self.record_type),
            tr("list.empty_title", plural=plural.lower()),
            tr(f"list.empty.{self.record_type}"),
            tr("list.new", title=singular.lower()) if self.may_create else "",
            name="list_empty",
        )
        self._none = EmptyState(
            "funnel-simple", tr("list.none_title"), tr("list.none"), tr("list.clear"), name="list_none"
        )
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._none)
        outside = column(self, gap=Space.NONE)
        head = column(gap=Space.S)
        head.setContentsMargins(px(Space.L), px(Space.M), px(Space.L), px(Space.S))
        head.addWidget(self.banner)
        head.addWidget(self._behind)
        head.addWidget(self.bar)
        outside.addLayout(head)
        outside.addWidget(self._pages, stretch=1)
        foot = row(gap=Space.L)
        foot.setContentsMargins(px(Space.L), px(Space.XS), px(Space.L), px(Space.XS))
        foot.addWidget(self._count)
        foot.addWidget(self._selected)
        foot.addStretch()
        outside.addLayout(foot)

    def _make_behind(self) -> QWidget:
        made = QWidget()
        inside = row(made, gap=Space.S)
        self._behind_words = label("", Voice.STRONG, name="list_behind")
        inside.addWidget(self._behind_words)
        every = button(tr("list.show_all"), Kind.QUIET, glyph="x", name="list_show_all")
        every.clicked.connect(lambda: self.show_rows(None))
        inside.addWidget(every)
        inside.addStretch()
        made.hide()
        return made

    def _connect(self) -> None:
        self.bar.changed.connect(self.reload)
        self.bar.left.connect(self._on_bar_left)
        self._empty.started.connect(self.start_new)
        self._none.started.connect(self.bar.clear)
        self.table.activated.connect(lambda index: self._open_row(index.row()))
        self.table.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.table.horizontalHeader().sectionClicked.connect(self._on_section_clicked)
        self.table.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.setFocusProxy(self.table)
        if self.record_type == "task":
            self._desk.shortcuts.add("Ctrl+D", tr("task.done_hint"), self._on_done, self)

    def show_rows(self, ids: Sequence[str] | None, heading: str = "") -> None:
        """Show exactly these records (the rows behind a number), or all again."""
        self._ids = tuple(ids) if ids is not None else None
        self._behind_words.setText(tr("list.behind", heading=heading) if heading else tr("list.picked"))
        self._behind.setVisible(ids is not None)
        self.reload()

    def reload(self) -> None:
        """Ask for the list anew; what is shown stays until it is here."""
        session = self._desk.session
        if session is None:
            return
        self._asked += 1
        asked = self._asked
        filters: list[Filter] = self.bar.filters()
        if self._ids is not None:
            filters.append(Among(self._ids))
        sort, descending = self._sort, self._descending if self._sort is not None else None
        # The rows behind a number of a past day are all of them, struck out since or not.
        voided = self._ids is not None
        self._desk.jobs.store(
            lambda: open_list(session, self.record_type, filters, sort=sort, descending=descending, voided=voided),
            lambda listing: self._on_listing(asked, listing),
            self._on_error,
            self,
        )

    def start_new(self) -> None:
        """Begin a new record of this type, for whoever may."""
        if self.may_create:
            self._desk.open("capture", record_type=self.record_type)

    def focus_filter(self) -> None:
        """Put the cursor into the word filter."""
        self.bar.words.setFocus()
        self.bar.words.selectAll()

    def is_empty(self) -> bool:
        """Whether there is no record of this type at all, as far as is known."""
        return self._pages.currentWidget() is self._empty

    def count(self) -> int:
        """How many rows there are."""
        return self.model.rowCount()

    def selected_ids(self) -> list[str]:
        """The records of the selected rows that were seen."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [found for number in rows if (found := self.model.id_at(number)) is not None]

    def empty(self) -> None:
        """Forget every row at once."""
        self._asked += 1
        self._listing = None
        self.model.set_count(0)
        self.table.forget()
        self.bar.words.clear()

    def _on_listing(self, asked: int, listing: Listing) -> None:
        if asked != self._asked:
            return
        first_time = self._listing is None
        stood, current = self.table.verticalScrollBar().value(), self.table.currentIndex().row()
        self._listing = listing
        self.banner.hide()
        self.model.set_count(listing.count)
        self._count.setText(
            tr("list.count_one") if listing.count == 1 else tr("list.count", count=f"{listing.count:,}")
        )
        self._on_selection_changed()
        narrowed = not self.bar.is_empty() or self._ids is not None
        self._pages.setCurrentWidget(self.table if listing.count else self._none if narrowed else self._empty)
        self.bar.setVisible(bool(listing.count) or narrowed)
        if listing.count:
            self.table.setCurrentIndex(self.model.index(max(0, min(current, listing.count - 1)), 0))
            if not first_time:
                self.table.verticalScrollBar().setValue(stood)
        self._show_sort()
        if first_time and listing.count and self._ids is None and self.record_type == "task":
            # What is done long since must not stand before what is to be done.
            self.bar.tick(TO_DO)
        self.counted.emit(listing.count)
        self.emptied.emit(self.is_empty())

    def _fetch(
        self, start: int, n: int, on_rows: Callable[[Sequence[ModelRow]], object], on_failure: Callable[[], object]
    ) -> None:
        session, listing, columns, marks = self._desk.session, self._listing, self._columns, self._marks
        if session is None or listing is None:
            return

        def on_error(error: Fault) -> None:
            on_failure()
            self._on_error(error)

        self._desk.jobs.store(
            lambda: spell_page(list_page(session, self.record_type, listing, start, n), columns, marks),
            on_rows,
            on_error,
            self,
        )

    def _on_error(self, error: Fault) -> None:
        self.banner.say(tr("list.failed"), error_text(error))

    def _on_scrolled(self, _value: int) -> None:
        view = self.table
        first = view.rowAt(0)
        last = view.rowAt(view.viewport().height() - 1)
        if first >= 0:
            self.model.look_ahead(first, last if last >= 0 else self.model.rowCount() - 1)

    def _on_section_clicked(self, section: int) -> None:
        name = self._columns[section].name
        current = self._sort or self._record.sort.removeprefix("-")
        self._descending = not self._descending if name == current else False
        self._sort = name
        self.table.scrollToTop()
        self.reload()

    def _show_sort(self) -> None:
        key = self._sort or self._record.sort.removeprefix("-")
        names = [column.name for column in self._columns]
        header = self.table.horizontalHeader()
        header.setSortIndicatorShown(key in names)
        if key in names:
            order = Qt.SortOrder.DescendingOrder if self._descending else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(names.index(key), order)

    def _on_selection_changed(self, _new: QItemSelection | None = None, _old: QItemSelection | None = None) -> None:
        selection = self.table.selectionModel().selection()
        chosen = sum(selection.at(number).height() for number in range(selection.count()))
        self._selected.setText(tr("list.selected", count=f"{chosen:,}") if chosen > 1 else "")

    def _on_done(self) -> None:
        session, ids = self._desk.session, self.selected_ids()
        if session is not None and ids:
            self._desk.jobs.store(lambda: close_tasks(session, ids), self._on_closed, self._on_error, self)

    def _on_closed(self, undone: list[Undo]) -> None:
        self._desk.toast(tr("task.done", count=len(undone)), partial(reopen_later, self._desk, undone))
        self.reload()

    def _on_bar_left(self) -> None:
        self.table.setFocus()

    def _open_row(self, number: int) -> None:
        record_id = self.model.id_at(number)
        if record_id is not None:
            self.opened.emit(record_id)
            self._desk.open("record", record_type=self.record_type, record_id=record_id)


def _count_words(count: int) -> str:
    if count == 0:
        return ""
    return tr("list.count_one") if count == 1 else tr("list.count", count=f"{count:,}")


def may_create(session: Any, record_type: str) -> bool:
    """Say whether headquarters would take a new record of this type from whoever is in."""
    if session is None:
        return False
    record, profile = require_type(record_type), session.profile
    audience = EVERY_AGENCY if record.audience == EVERY_AGENCY else profile.agency
    return may_write(Role(profile.role), profile.scopes, zone_for(record.zone, profile.agency), audience)
