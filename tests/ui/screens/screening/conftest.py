"""Screenings in tests of their screens."""

from tests.ui.screens.screening.room import begin, deputy, screened

__all__ = ["begin", "deputy", "screened"]
