"""Screenings in tests of their screens."""

from tests.ui.screens.screening.answers import clear
from tests.ui.screens.screening.room import begin, deputy, screened

__all__ = ["begin", "clear", "deputy", "screened"]
