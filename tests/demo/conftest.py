"""A laptop on which a year can be played."""

from collections.abc import Iterator

import pytest

from fieldapp.actions.session import Session
from fieldapp.demo.replay import ReplayClock
from fieldapp.demo.script import ENROLLED_AT
from tests.fakes.laptop import a_session


@pytest.fixture
def replay_clock() -> ReplayClock:
    return ReplayClock(ENROLLED_AT)


@pytest.fixture
def laptop(tmp_path, replay_clock) -> Iterator[Session]:
    session = a_session(tmp_path, replay_clock)
    yield session
    session.close()
