"""A table of any length of which only what is seen is fetched."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtTest import QAbstractItemModelTester

from ui.models.list_model import PAGE, ListColumn, ListModel, ModelRow

COUNT = 100_000


class Shelf:
    """Keeps requests until a test answers them."""

    def __init__(self) -> None:
        self.requests: list[tuple[int, int, Callable, Callable]] = []
        self.asked: list[int] = []

    def fetch(self, start, n, on_rows, on_failure) -> None:
        self.asked.append(start // PAGE)
        self.requests.append((start, n, on_rows, on_failure))

    def answer(self) -> None:
        while self.requests:
            start, n, on_rows, _ = self.requests.pop(0)
            on_rows([ModelRow(f"id {row}", (str(row), f"row {row}")) for row in range(start, start + n)])


@pytest.fixture
def shelf() -> Shelf:
    """Pages that arrive when told."""
    return Shelf()


@pytest.fixture
def model(shelf: Shelf) -> ListModel:
    """A hundred thousand rows of two columns."""
    made = ListModel([ListColumn("key", "Key"), ListColumn("words", "Words")], shelf.fetch)
    made.set_count(COUNT)
    return made


def words(model: ListModel, row: int) -> str:
    return model.data(model.index(row, 1))


def test_model_keeps_qts_contract(model: ListModel, shelf: Shelf, qapp):
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    shelf.answer()
    model.set_count(3)
    model.refresh()
    assert model.rowCount() == 3
    del tester


def test_cell_is_a_placeholder_until_its_page_is_here(model: ListModel, shelf: Shelf):
    assert words(model, 5) == "…"
    shelf.answer()
    assert words(model, 5) == "row 5"


def test_only_what_is_looked_at_is_fetched(model: ListModel, shelf: Shelf):
    words(model, 5)
    words(model, 6)
    words(model, 99_999)
    shelf.answer()
    assert sorted(shelf.asked) == [0, 99_999 // PAGE]
    assert model.rowCount() == COUNT


def test_two_pages_at_most_are_under_way_and_the_newest_wish_is_next(model: ListModel, shelf: Shelf):
    for page in range(50):
        words(model, page * PAGE)
    assert shelf.asked == [0, 1]
    shelf.answer()
    assert shelf.asked[2] == 49
    assert len(shelf.asked) < 20


def test_looking_ahead_fetches_the_next_page_in_the_direction_of_travel(model: ListModel, shelf: Shelf):
    model.look_ahead(0, 30)
    model.look_ahead(PAGE, PAGE + 30)
    shelf.answer()
    assert set(shelf.asked) == {0, 1, 2}
    shelf.asked.clear()
    model.look_ahead(10 * PAGE, 10 * PAGE + 30)
    model.look_ahead(9 * PAGE, 9 * PAGE + 30)
    shelf.answer()
    assert set(shelf.asked) == {10, 9, 8}


def test_jump_fetches_what_is_seen_and_guesses_nothing(model: ListModel, shelf: Shelf):
    model.look_ahead(500 * PAGE, 500 * PAGE + 30)
    shelf.answer()
    assert shelf.asked == [500]


def test_memory_is_bounded(model: ListModel, shelf: Shelf):
    for page in range(100):
        words(model, page * PAGE)
        shelf.answer()
    assert sum(model.has_page(page) for page in range(100)) == 24
    assert model.has_page(99)
    assert not model.has_page(0)


def test_page_of_an_older_list_is_dropped(model: ListModel, shelf: Shelf):
    words(model, 0)
    model.set_count(2)
    shelf.answer()
    assert words(model, 0) == "…"
    shelf.answer()
    assert words(model, 0) == "row 0"
    assert words(model, 1) == "row 1"


def test_failed_page_is_asked_for_again_when_it_is_seen_again(model: ListModel, shelf: Shelf):
    words(model, 0)
    shelf.requests.pop()[3]()
    words(model, 0)
    shelf.answer()
    assert words(model, 0) == "row 0"


def test_row_knows_its_record_once_its_page_is_here(model: ListModel, shelf: Shelf):
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Words"
    assert model.id_at(42) is None
    words(model, 42)
    shelf.answer()
    assert model.id_at(42) == "id 42"
    assert model.id_at(COUNT) is None


def test_first_cell_carries_the_mark_of_its_row_and_says_what_it_means(model: ListModel, qapp):
    mark = QIcon()
    model._on_rows(0, model._generation, [ModelRow("id", ("a", "b"), mark, "Draft")] * PAGE)
    assert model.data(model.index(0, 0), Qt.ItemDataRole.DecorationRole) is mark
    assert model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole) == "Draft"
    assert model.data(model.index(0, 1), Qt.ItemDataRole.DecorationRole) is None
