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

# No deadline: the machine is shared and the first example pays for imports. `make test` tries the same examples every
# time, so that what stops a merge is the merge; `make fuzz` looks for new ones and prints how to see each again.
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.register_profile("thorough", deadline=None, derandomize=False, print_blob=True, max_examples=2000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests of the built binary unless one is named: building it takes a minute."""
    if "FIELDAPP_BINARY" in os.environ:
        return
    left_out = [item for item in items if item.get_closest_marker("binary")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("binary")]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how far the engine of forms agrees with others: tests say it of themselves, also from a worker of xdist."""
    tallies: dict[str, list[int]] = {}
    for report in (each for kind in ("passed", "failed") for each in terminalreporter.stats.get(kind, ())):
        for name, value in getattr(report, "user_properties", ()):
            if name == "conformance" and getattr(report, "when", "") == "call":
                engine, *counts = value
                tallies[engine] = [a + b for a, b in zip(tallies.get(engine, [0] * len(counts)), counts, strict=True)]
    if tallies:
        shares = (
            f"{engine} {agreed:,}/{total:,} ({100 * agreed / max(total, 1):.2f} %)"
            + "".join(f", {count} fillings refused by it" for count in refused if count)
            for engine, (agreed, total, *refused) in sorted(tallies.items())
        )
        terminalreporter.write_line(f"conformance: {'; '.join(shares)}")


@pytest.fixture
def clock() -> FakeClock:
    """A clock that stands still until a test moves it."""
    return FakeClock()
