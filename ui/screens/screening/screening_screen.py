"""The place "screening": a new one, at once."""

from __future__ import annotations

from ui.screens.record.record_screen import RecordScreen


class ScreeningScreen(RecordScreen):
    """Opens on the questions; further parameters begin the new screening (``person="…"``)."""

    def shown(self, **params: object) -> None:
        super().shown(**{"record_type": "screening", **params})
