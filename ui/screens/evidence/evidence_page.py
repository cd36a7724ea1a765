"""An item of evidence on one page: in whose hands it is, then what it is."""

from __future__ import annotations

from collections.abc import Iterator

from ui.forms.reading import Reading
from ui.screens.evidence.custody_card import CustodyCard
from ui.screens.evidence.digital_card import DigitalCard
from ui.screens.record.record_page import RecordPage


class EvidencePage(RecordPage):
    """The page of one item. Its transfers are in the time line, not in a section of children."""

    def fill_body(self) -> None:
        self.custody = CustodyCard(self.desk)
        self.custody.changed.connect(self.note_change)
        self.body.addWidget(self.custody)
        self.digital = DigitalCard(self.desk)
        self.digital.changed.connect(self.note_change)
        self.digital.hide()
        self.body.addWidget(self.digital)
        super().fill_body()
        self.custody.setVisible(self.record_id is not None)

    def show_reading(self, reading: Reading) -> None:
        super().show_reading(reading)
        self.custody.show()
        self.custody.set_editable(editable=not reading.view.is_void)
        self.custody.show_item(self.record_id)
        editable = not reading.view.is_void and not reading.view.is_final
        self.digital.show_item(reading.view.record_id, reading.view.values, editable=editable)

    def show_pane(self) -> None:
        super().show_pane()
        if self.reading is not None:
            # Somebody came back to it: others may have signed meanwhile.
            self.reload()

    def wipe(self) -> None:
        super().wipe()
        self.custody.wipe()
        self.digital.wipe()

    def _make_sections(self) -> Iterator[None]:
        yield from ()
