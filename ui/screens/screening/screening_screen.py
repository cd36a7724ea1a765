"""The place "screening": a new one begins here."""

from __future__ import annotations

from ui.screens.record.capture_screen import CaptureScreen


class ScreeningScreen(CaptureScreen):
    """Opens on the choice of a checklist; further parameters are what its header begins with (``person="…"``)."""

    def shown(self, **params: object) -> None:
        super().shown(**{"record_type": "screening", **params})
