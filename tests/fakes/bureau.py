"""Fixtures of a bureau: a headquarters with two colleagues at their laptops, and a laptop by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.actions.session import Session
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import a_session
from tests.hostile.town import Seat, Town


@pytest.fixture
def town(tmp_path: Path, clock: FakeClock) -> Iterator[Town]:
    """A headquarters that laptops can be enrolled with."""
    made = Town(tmp_path / "town", clock)
    yield made
    made.close()


@pytest.fixture
def dana(town: Town) -> Seat:
    """A detective at her laptop."""
    return town.enrol("dana")


@pytest.fixture
def eli(town: Town) -> Seat:
    """A colleague at his."""
    return town.enrol("eli")


@pytest.fixture
def session(tmp_path: Path, clock: FakeClock) -> Iterator[Session]:
    """A detective's fresh laptop."""
    made = a_session(tmp_path, clock)
    yield made
    made.close()
