"""A search warrant on one page: its life above, its fields below, the items seized as lines of their own."""

from __future__ import annotations

from ui.forms.reading import Reading
from ui.screens.record.record_page import RecordPage
from ui.screens.warrant.life_card import LifeCard


class WarrantPage(RecordPage):
    """The page of one warrant."""

    def fill_body(self) -> None:
        self.life = LifeCard(self.desk)
        self.life.changed.connect(self.note_change)
        # What the press wrote can be corrected where it stands.
        self.life.stepped.connect(self.jump)
        self.life.offered.connect(lambda offered: self.header.lead(leads=not offered))
        self.body.addWidget(self.life)
        super().fill_body()
        self.life.setVisible(self.record_id is not None)

    def show_reading(self, reading: Reading) -> None:
        super().show_reading(reading)
        self.life.show_warrant(self.record_id, editable=not reading.view.is_void)

    def show_pane(self) -> None:
        super().show_pane()
        if self.reading is not None:
            self.reload()

    def wipe(self) -> None:
        super().wipe()
        self.life.wipe()
