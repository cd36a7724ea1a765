"""Every checklist that comes with the program is tried out from its first page to its last, by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from fieldapp.actions.checklist import install_draft
from fieldapp.forms.bundle import load_bundled
from fieldapp.forms.package import Package
from tests.ui.screens.checklist.conftest import Seat

PACKAGES = sorted(load_bundled().values(), key=lambda package: package.form_id)
_MOST_PAGES = 40


class _WindowWatch(QObject):
    """Notes every widget that is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


@pytest.fixture
def watch(qapp: QApplication) -> Iterator[_WindowWatch]:
    """Watches for windows that flash up; put in place once the screen is shown."""
    made = _WindowWatch()
    yield made
    qapp.removeEventFilter(made)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.form_id)
def test_bundled_checklist_runs_to_its_end(
    sit_down: Callable[..., Seat], watch: _WindowWatch, qapp: QApplication, look_at: Callable, package: Package
):
    seat = sit_down(before=lambda session: install_draft(session, package))
    qapp.installEventFilter(watch)
    seat.keys(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    view = seat.screen.preview.view
    assert view is not None
    finished: list[bool] = []
    view.finished.connect(lambda: finished.append(True))
    page = 0
    while not finished:
        assert seat.held() is not None, f"page {page} lost the keyboard"
        if page == 1:
            look_at(seat.screen, f"form-{package.form_id}")
        seat.keys(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        page += 1
        assert page < _MOST_PAGES
    assert watch.shown == []
    assert any(made.isVisible() for made in seat.screen.findChildren(QPushButton, "preview_close"))
