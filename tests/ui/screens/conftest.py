"""Screens in tests: a real laptop behind a desk without a window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fieldapp.domain.access import Role
from tests.fakes.clock import FakeClock
from tests.fakes.office import Office, open_office
from ui.jobs import Jobs


@pytest.fixture
def open_desk(qtbot: QtBot, jobs: Jobs, clock: FakeClock, tmp_path: Path) -> Iterator[Callable[..., Office]]:
    """Unlock a fresh laptop for a role."""
    opened: list[Office] = []

    def make(role: Role = Role.DETECTIVE, **kwargs: object) -> Office:
        opened.append(open_office(qtbot, jobs, clock, tmp_path / str(len(opened)), role, **kwargs))
        return opened[-1]

    yield make
    for office in opened:
        office.close()


@pytest.fixture
def office(open_desk: Callable[..., Office]) -> Office:
    """A detective's laptop."""
    return open_desk()
