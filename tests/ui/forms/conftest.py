"""Forms in tests: the same real laptop behind a desk that the screens have."""

from tests.ui.screens.conftest import office, open_desk

__all__ = ["office", "open_desk"]
