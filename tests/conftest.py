"""What every test shares: Qt without a screen, hypothesis profiles, a clock that moves only when told.

Tests are imported in pytest's ``importlib`` mode with the project's root on the path. So there are no ``__init__``
files, two tests may have the same file name, and a shared thing is imported by its place: ``from tests.fakes.clock
import FakeClock``. A folder's own fixtures live in its ``conftest.py``; what several folders need, in ``tests/fakes``.
Fakes stand for the world (time, network, disk), never for a class of ours.
"""

from __future__ import annotations

import os

# Before anything imports Qt.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# A test that forgets to say where a laptop's data lives must not find the tester's own.
os.environ.pop("FIELDAPP_HOME", None)
os.environ.pop("FIELDAPP_HQ_DATABASE", None)

import hypothesis
import pytest

from tests.fakes.clock import FakeClock

# No deadline: the machine is shared and the first example pays for imports. Examples stay random, the seed is printed.
hypothesis.settings.register_profile("ci", deadline=None, derandomize=False, print_blob=True)
hypothesis.settings.register_profile("thorough", parent=hypothesis.settings.get_profile("ci"), max_examples=2000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests of the built binary unless one is named: building it takes a minute."""
    if "FIELDAPP_BINARY" in os.environ:
        return
    left_out = [item for item in items if item.get_closest_marker("binary")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("binary")]


@pytest.fixture
def clock() -> FakeClock:
    """A clock that stands still until a test moves it."""
    return FakeClock()
