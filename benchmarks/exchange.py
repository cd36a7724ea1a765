"""Push, pull and the round with nothing to do, over TLS on loopback to a headquarters in another process."""

from __future__ import annotations

import http.client
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.bare import time_baseline
from benchmarks.measurement import Measurement, bound, in_turn, ratio
from benchmarks.serving import found_headquarters, open_headquarters, postgresql, serving
from benchmarks.stage import CHEAP, PASSPHRASE, Stage, machine
from benchmarks.workload import Sample, recoveries
from fieldapp.actions.find import index_some
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.records.seed import agency_id
from fieldapp.store import outbox
from sync.client import pinned  # noqa: F401 - imported before the watch runs: it takes 100 ms, once a program
from sync.client.enrol import enrol
from sync.client.run import Link, open_link
from sync.client.transport import DirectTransport


def measure_push(stage: Stage) -> Iterator[Measurement]:
    """Push everything a laptop wrote, to a headquarters on SQLCipher and to one on PostgreSQL."""
    samples = list(recoveries(stage.batch))
    yield _push(stage, samples, "SQLCipher", 3, None)
    with postgresql(stage.new_folder("postgresql")) as url:
        if url is not None:
            yield _push(stage, samples, "PostgreSQL", 4, url)


def _push(stage: Stage, samples: Sequence[Sample], name: str, limit: float, url: str | None) -> Measurement:
    ours, baseline = in_turn(
        stage.rounds,
        lambda: _time_push(stage, samples, url)[0],
        lambda: time_baseline(stage.new_folder("bare"), samples),
    )
    return ratio(f"push {len(samples):,}, TLS, HQ on {name}", ours, baseline, limit)


def measure_pull(stage: Stage) -> Iterator[Measurement]:
    """Pull everything into an empty laptop, until it can be listed and found."""
    samples = list(recoveries(stage.batch))
    _, headquarters = _time_push(stage, samples)

    def pull() -> float:
        session = join(headquarters, stage.new_folder("reader"), f"reader{len(baseline)}")
        with serving(headquarters):
            link = open_link(session)
            spent = _timed(lambda: _pull(link, session))
            link.close()
        held = session.store.connection.exec_driver_sql("SELECT count(*) FROM search_doc").scalar_one()
        assert held >= len(samples)
        session.close()
        return spent

    ours: list[float] = []
    baseline: list[float] = []
    for _ in range(stage.rounds):
        ours.append(pull())
        baseline.append(time_baseline(stage.new_folder("bare"), samples))
    yield ratio(f"pull {len(samples):,} into an empty store, searchable", ours, baseline, 2.5)


def measure_idle(stage: Stage) -> Iterator[Measurement]:
    """A round with nothing to do, beside a bare GET on a kept connection."""
    _, headquarters = _time_push(stage, list(recoveries(min(1_000, stage.batch))))
    session = join(headquarters, stage.new_folder("idler"), "idler")
    with serving(headquarters):
        link = open_link(session)
        link.run()
        link.run()
        line = _bare_line(session)
        with counted_traffic() as traffic:
            link.run()
        rounds, gets = in_turn(stage.idle_rounds, lambda: _timed(link.run), lambda: _timed(lambda: _get_health(line)))
        line.close()
        link.close()
    session.close()
    yield bound("a round with nothing to do: requests", traffic.requests, 1, "requests")
    yield bound("  bytes up, headers included", traffic.up, 400, "bytes")
    yield bound("  bytes down, headers included", traffic.down, 400, "bytes")
    yield ratio("  time, beside GET /health", rounds, gets, 3)


def _time_push(stage: Stage, samples: Sequence[Sample], url: str | None = None) -> tuple[float, Path]:
    """Push records to a new headquarters; return the seconds it took and the folder of that headquarters."""
    headquarters = stage.new_folder("hq")
    found_headquarters(headquarters, url)
    session = join(headquarters, stage.new_folder("writer"), "writer", url)
    with serving(headquarters, url):
        link = open_link(session)
        link.run()
        write_down(session, samples)
        spent = _timed(link.run)
        link.close()
    assert outbox.unsent(session.store) == 0
    session.close()
    return spent, headquarters


def write_down(session: Session, samples: Sequence[Sample]) -> None:
    """Save records as one transaction: how fast one is saved is another row of the table."""
    with session.store.transaction():
        for sample in samples:
            session.store.save(session.author, sample.record_type, sample.values, record_id=sample.record_id)
    while index_some(session, 5_000):
        pass


def join(headquarters: Path, laptop: Path, handle: str, url: str | None = None) -> Session:
    """Enrol a new laptop with a headquarters that nobody is serving, and return it unlocked."""
    hq = open_headquarters(headquarters, url)
    try:
        ticket = hq.enrolment.enrol(handle, handle.title(), Role.DETECTIVE, agency_id("LASD"), "admin")
        door = DirectTransport(hq.door, hq.public_key)
        return enrol(machine(laptop), ticket, PASSPHRASE, open_transport=lambda _: door, kdf=CHEAP)
    finally:
        hq.close()


def _pull(link: Link, session: Session) -> None:
    link.run()
    while index_some(session, 5_000):
        pass


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _bare_line(session: Session) -> http.client.HTTPSConnection:
    where = urlsplit(session.profile.url)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=bytes.fromhex(session.profile.ca_der))
    return http.client.HTTPSConnection(where.hostname or "", where.port, context=context)


def _get_health(line: http.client.HTTPSConnection) -> None:
    line.request("GET", "/health")
    line.getresponse().read()


class Traffic:
    """What went through TLS, in bytes of the messages themselves."""

    def __init__(self) -> None:
        self.up = self.down = self.requests = 0


@contextmanager
def counted_traffic() -> Iterator[Traffic]:
    """Count what this process says and hears through TLS."""
    traffic = Traffic()
    send, read = ssl.SSLSocket.send, ssl.SSLSocket.read

    def counting_send(self: ssl.SSLSocket, data: Any, flags: int = 0) -> int:
        sent = send(self, data, flags)
        traffic.up += sent
        traffic.requests += bytes(data[:5]) == b"POST "
        return sent

    def counting_read(self: ssl.SSLSocket, len: int = 1024, buffer: Any = None) -> Any:  # noqa: A002 - as it is there
        got = read(self, len, buffer)
        traffic.down += got if isinstance(got, int) else memoryview(got).nbytes
        return got

    ssl.SSLSocket.send, ssl.SSLSocket.read = counting_send, counting_read  # type: ignore[method-assign,assignment]
    try:
        yield traffic
    finally:
        ssl.SSLSocket.send, ssl.SSLSocket.read = send, read  # type: ignore[method-assign]
