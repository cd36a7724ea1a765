"""JavaRosa, once for all tests of a worker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.conformance.javarosa import JavaRosa


@pytest.fixture(scope="session")
def javarosa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JavaRosa]:
    """The other engine, standing where the bureau is; skips where there is no Java.

    Its clock is the machine's. Where a day is about to end it stands elsewhere: the engines must not see two days.
    """
    zone = ZoneInfo("America/Los_Angeles")
    place = "America/Los_Angeles" if datetime.now(zone).hour < 23 else "Pacific/Auckland"
    engine = JavaRosa(tmp_path_factory.mktemp("javarosa"), place)
    yield engine
    engine.close()


@pytest.fixture
def now(javarosa: JavaRosa) -> datetime:
    """What time it is for JavaRosa, in its zone."""
    return datetime.fromtimestamp(int(javarosa.ask("now")[0]) / 1000, UTC).astimezone(ZoneInfo(javarosa.zone))
