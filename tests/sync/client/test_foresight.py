"""A round that sends its next request early says and takes the same as one that waits."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fieldapp.actions.capture import save_record
from fieldapp.actions.guard import GUARDS
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.domain.faults import SyncError
from fieldapp.records.seed import agency_id
from fieldapp.store import outbox
from sync import protocol
from sync.client.enrol import enrol
from sync.client.run import Link
from sync.client.transport import DirectTransport, Sign
from sync.hq.headquarters import Headquarters, init_headquarters
from sync.protocol import Request
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import PASSPHRASE, QUICK, a_laptop


@pytest.fixture
def hq(tmp_path: Path, clock: FakeClock) -> Iterator[Headquarters]:
    made = init_headquarters(
        tmp_path / "hq", "Task force", ["localhost"], clock=clock, random=os.urandom, guards=GUARDS
    )
    yield made
    made.close()


class Line(DirectTransport):
    """The way to headquarters, which notes what is asked and can be cut."""

    def __init__(self, hq: Headquarters, sign: Sign, before: Callable[[int], None] = lambda _: None) -> None:
        super().__init__(hq.door, hq.public_key, sign)
        self.asked: list[Request] = []
        self._before = before

    def exchange(self, path: str, body: bytes) -> bytes:
        self.asked.append(protocol.unpack(body, Request))
        self._before(len(self.asked))
        return super().exchange(path, body)


@pytest.fixture
def join(hq: Headquarters, tmp_path: Path, clock: FakeClock) -> Iterator[Callable[[str], Session]]:
    """Enrol a detective's laptop."""
    sessions: list[Session] = []

    def make(handle: str) -> Session:
        ticket = hq.enrolment.enrol(handle, handle.title(), Role.DETECTIVE, agency_id("LASD"), "admin")
        door = DirectTransport(hq.door, hq.public_key)
        laptop = a_laptop(tmp_path / handle, clock)
        sessions.append(enrol(laptop, ticket, PASSPHRASE, open_transport=lambda _: door, kdf=QUICK))
        return sessions[-1]

    yield make
    for session in sessions:
        session.close()


def _link(
    session: Session, hq: Headquarters, before: Callable[[int], None] = lambda _: None
) -> tuple[Link, list[Line]]:
    lines: list[Line] = []

    def open_line(sign: Sign) -> Line:
        lines.append(Line(hq, sign, before))
        return lines[-1]

    return Link(session, open_line), lines


def _write(session: Session, n: int) -> None:
    with session.store.transaction():
        for number in range(n):
            session.store.save(session.author, "note", {"text": f"Note {number}"})


def _rows(session: Session) -> list[tuple[object, ...]]:
    return [tuple(row) for row in session.store.connection.exec_driver_sql("SELECT id, heads FROM note ORDER BY id")]


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of four and pages of three, so that a few records make a long round."""
    monkeypatch.setattr(protocol, "MAX_BATCH_CHANGES", 4)
    monkeypatch.setattr("sync.hq.state_page.PAGE_ITEMS", 3)
    monkeypatch.setattr("sync.hq.feed.PAGE_ITEMS", 3)


@pytest.mark.usefixtures("small_pages")
def test_long_round_pushes_and_pulls_everything_once(hq: Headquarters, join: Callable[[str], Session]) -> None:
    writer, reader = join("alvarez"), join("chen")
    link, lines = _link(writer, hq)
    link.run()
    before = len(lines[0].asked)
    _write(writer, 14)
    assert link.run().sent == 14
    pushed = [len(request.changes) for request in lines[0].asked[before:] if request.changes]
    assert pushed == [4, 4, 4, 2]
    assert outbox.unsent(writer.store) == 0
    reading, _ = _link(reader, hq)
    reading.run()
    assert _rows(reader) == _rows(writer)


@pytest.mark.usefixtures("small_pages")
def test_line_that_breaks_under_an_early_request_loses_nothing(
    hq: Headquarters, join: Callable[[str], Session]
) -> None:
    writer = join("alvarez")
    _link(writer, hq)[0].run()
    _write(writer, 14)

    def cut(number: int) -> None:
        if number == 3:
            raise SyncError("HQ_AWAY", "The line is gone.")

    with pytest.raises(SyncError):
        _link(writer, hq, cut)[0].run()
    assert 0 < outbox.unsent(writer.store) < 14
    _link(writer, hq)[0].run()
    assert outbox.unsent(writer.store) == 0
    assert hq.verify_log().fault == ""


@pytest.mark.usefixtures("small_pages")
def test_early_reply_is_dropped_when_the_laptop_stands_elsewhere(
    hq: Headquarters, join: Callable[[str], Session]
) -> None:
    writer, reader = join("alvarez"), join("chen")
    _link(writer, hq)[0].run()
    _write(writer, 9)
    _link(writer, hq)[0].run()
    link, lines = _link(reader, hq)
    moved: list[int] = []

    def on_store(work: Callable[[], object]) -> object:
        done = work()
        if len(lines[0].asked) == 3 and not moved:
            moved.append(1)  # somebody begins anew between two pages
            with reader.store.transaction():
                reader.store.set_meta("page", "")
        return done

    link.run(on_store=on_store)
    assert moved
    assert _rows(reader) == _rows(writer)


def test_round_with_nothing_to_do_asks_once(hq: Headquarters, join: Callable[[str], Session]) -> None:
    session = join("alvarez")
    link, lines = _link(session, hq)
    link.run()
    save_record(session, "note", {"text": "One"})
    link.run()
    before = len(lines[0].asked)
    link.run()
    assert len(lines[0].asked) == before + 1
