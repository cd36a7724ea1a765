"""The page of an arrest, or of a recovery, on the screen, as the tests of its cards look at it."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from tests.fakes.office import Office
from ui.screens.arrest.arrest_page import ArrestPage
from ui.screens.record.record_screen import RecordScreen


class ShownArrest:
    """The page of one record, complete."""

    def __init__(self, office: Office, qtbot: QtBot, arrest: str, record_type: str = "arrest") -> None:
        self.office, self.qtbot, self.arrest = office, qtbot, arrest
        self.screen = RecordScreen(office.desk)
        qtbot.addWidget(self.screen)
        self.screen.show()
        with qtbot.waitSignal(office.desk.pane_changed) as pane:
            self.screen.shown(record_type=record_type, record_id=self.arrest)
        qtbot.addWidget(pane.args[0])
        office.settle()
        self.page: ArrestPage = self.screen.page
        assert self.page.children_shown
        office.settle()

    def values(self) -> dict:
        """What the store holds of it."""
        return self.office.do(lambda session: dict(session.store.record("arrest", self.arrest)))
