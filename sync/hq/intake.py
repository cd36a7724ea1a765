"""Taking in a batch: against its chain, change by change before the bench, then all of it in one transaction.

Every change that continues the chain gets a place in the log, also one that is put aside, so that neither chain nor
log ever has a hole. What is put aside reaches no table and no other laptop.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from fieldapp.domain.change import Change
from fieldapp.domain.clock import Clock, from_wire, to_ms, to_wire
from fieldapp.domain.faults import SyncError
from fieldapp.store.store import Guard
from sync.hq.account import Member, require_member
from sync.hq.audit import note_act
from sync.hq.chain import Arrival, Batch, Fit, open_batch
from sync.hq.clock_run import clock_runs
from sync.hq.database import Database, Transaction
from sync.hq.device import FORKED, Device, quarantine_device, require_device
from sync.hq.judge import MALFORMED, REVOKED, STANDS, Bench
from sync.hq.judge import Verdict as Judgement
from sync.hq.rescoring import SCREENING, queue_finals
from sync.hq.workspace import extend_log, load_workspace
from sync.protocol import (
    ACCEPTED,
    DUPLICATE,
    MAX_BATCH_CHANGES,
    QUARANTINED,
    ClockRun,
    Receipt,
    Request,
    Verdict,
    WireChange,
    head_statement,
    receipt_statement,
)

_REVOKED_PUSH_LASTS: Final = timedelta(days=30)
_CHUNK: Final = 400
_LOG: Final = (
    *("workspace", "seq", "device", "counter", "record_type", "record_id", "zone", "audience", "audience_before"),
    *("quarantined", "detail", "hash", "received_at", "clock_ahead_ms", "entry", "payload", "salt"),
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a batch. ``forked``: nothing was taken, the device now stands in quarantine.

    ``clocks``: those of its changes that are dated by a clock that was off.
    """

    verdicts: list[Verdict]
    receipts: list[Receipt]
    forked: bool = False
    clocks: tuple[ClockRun, ...] = ()


@dataclass(frozen=True, slots=True)
class _Logged:
    """A line of the log as a receipt needs it."""

    counter: int
    seq: int
    hash: str
    received_at: str
    quarantined: str | None = None
    detail: str | None = None
    ahead_ms: int | None = None


class Intake:
    """The way into the log. Raises SyncError; then nothing of the batch was taken."""

    def __init__(self, database: Database, clock: Clock, key: Ed25519PrivateKey, guards: Sequence[Guard]) -> None:
        self._database = database
        self._clock = clock
        self._key = key
        self._guards = guards

    def take(self, device_id: str, request: Request) -> Taken:
        """Take a pushed batch, in one transaction."""
        if len(request.changes) > MAX_BATCH_CHANGES:
            raise SyncError("TOO_LARGE", f"A batch has at most {MAX_BATCH_CHANGES} changes. Nothing was taken.")
        with self._database.write() as work:
            device = require_device(work, device_id)
            self._require_speaking(device)
            ahead = clock_ahead_ms(request, self._clock)
            taken = self.take_batch(work, device, request.changes, request.acked + 1, request.head, ahead)
        if taken.forked:
            raise forked()
        return taken

    def take_batch(
        self,
        work: Transaction,
        device: Device,
        changes: Sequence[WireChange],
        start: int,
        head: bytes = b"",
        ahead_ms: int | None = None,
    ) -> Taken:
        """Take a batch in the transaction that is open; ``start`` is the first change's counter if it is unreadable.

        ``ahead_ms``: how far the device's clock is ahead of ours now, None where that is not known.
        """
        batch = open_batch(device.id, device.acked, device.chain, start, changes)
        known = _load_known(work, device, batch.known)
        if batch.fit is Fit.FORKED or any(known[a.counter].hash != a.hash for a in batch.known):
            quarantine_device(work, to_wire(self._clock.now()), device.id, FORKED)
            return Taken([], [], forked=True)
        self._check_head(device, batch, len(changes), head)
        lines = [known[arrival.counter] for arrival in batch.known]
        verdicts = [_verdict(line, DUPLICATE) for line in lines]
        if batch.fresh:
            fresh = self._write(work, device, batch.fresh, ahead_ms)
            lines += fresh
            verdicts += [_verdict(line, ACCEPTED) for line in fresh if line.quarantined is not None]
            self._keep_head(work, device, batch, len(changes), head)
        receipts = [self._receipt(device.id, run) for run in _runs(lines)]
        clocks = clock_runs((device.id, line.counter, line.ahead_ms) for line in lines)
        return Taken(verdicts, receipts, clocks=tuple(clocks))

    def _require_speaking(self, device: Device) -> None:
        if device.quarantined_at is not None:
            raise forked()
        if device.revoked_at is not None and self._clock.now() > from_wire(device.revoked_at) + _REVOKED_PUSH_LASTS:
            raise revoked()

    def _write(self, work: Transaction, device: Device, fresh: list[Arrival], ahead_ms: int | None) -> list[_Logged]:
        workspace = load_workspace(work)
        now = to_wire(self._clock.now())
        member = require_member(work, device.handle)
        bench = Bench(work, self._database.projection, self._guards)
        _seat(bench, [arrival.change for arrival in fresh if arrival.change is not None])
        before = {record_id: (row.digest, row.audience) for record_id, row in bench.rows.items()}
        log_hash, lines, rows = workspace.log_hash, [], []
        stood: list[Change] = []
        for seq, arrival in enumerate(fresh, workspace.head_seq + 1):
            judgement = _judge(bench, member, arrival.change, is_revoked=device.revoked_at is not None)
            audiences: tuple[str | None, str | None] = (None, None)
            if judgement is STANDS and arrival.change is not None:
                audiences = bench.apply(arrival.change, seq)
                stood.append(arrival.change)
            log_hash = extend_log(log_hash, arrival.hash)
            refusal = judgement.reason or None, judgement.detail or None
            lines.append(_Logged(arrival.counter, seq, arrival.hash, now, *refusal, ahead_ms))
            rows.append(_log_row(work.workspace, device.id, arrival, lines[-1], audiences))
        bench.projection.write(work.connection, bench.rows.values(), before)
        work.add_many("change_log", _LOG, rows)
        work.run(
            "UPDATE workspace SET head_seq = ?, log_hash = ? WHERE id = ?", lines[-1].seq, log_hash, work.workspace
        )
        work.run(
            "UPDATE device SET acked = ?, chain = ? WHERE workspace = ? AND id = ?",
            *(fresh[-1].counter, fresh[-1].hash, work.workspace, device.id),
        )
        _note_quarantined(work, now, device.id, lines)
        if SCREENING in self._database.records.types:
            queue_finals(work, stood, bench.rows)
        return lines

    def _check_head(self, device: Device, batch: Batch, size: int, head: bytes) -> None:
        """Refuse a batch whose signed head is not the one that its changes lead to. Raises SyncError HEAD_WRONG."""
        last = batch.fresh[-1] if batch.fresh else None
        if not head or last is None or len(batch.known) + len(batch.fresh) != size:
            return
        try:
            Ed25519PublicKey.from_public_bytes(device.public_key).verify(
                head, head_statement(device.id, last.counter, last.hash)
            )
        except InvalidSignature:
            raise SyncError(
                "HEAD_WRONG", "The signature over this laptop's chain does not fit. Nothing was taken."
            ) from None

    def _keep_head(self, work: Transaction, device: Device, batch: Batch, size: int, head: bytes) -> None:
        if head and len(batch.known) + len(batch.fresh) == size:
            last = batch.fresh[-1]
            work.run(
                "INSERT INTO head_signature (workspace, device, counter, chain, signature) VALUES (?, ?, ?, ?, ?)",
                *(work.workspace, device.id, last.counter, last.hash, head),
            )

    def _receipt(self, device: str, run: list[_Logged]) -> Receipt:
        first, last = run[0], run[-1]
        receipt = Receipt(device, first.counter, last.counter, last.hash, last.seq, last.received_at)
        return msgspec.structs.replace(receipt, signature=self._key.sign(receipt_statement(receipt)))


def clock_ahead_ms(request: Request, clock: Clock) -> int | None:
    """Return how far the clock of whoever sent a request is ahead of ours, in whole seconds of milliseconds."""
    return round(request.wall_ms - to_ms(clock.now()), -3) if request.wall_ms else None


def forked() -> SyncError:
    """Return the fault of a laptop whose chain has two stories."""
    return SyncError(
        FORKED,
        "This laptop's record of its own work differs from what headquarters has of it: it may have been copied. "
        "Nothing was taken and nothing is lost; speak to headquarters.",
    )


def revoked() -> SyncError:
    """Return the fault of a laptop that may not speak any more."""
    return SyncError("DEVICE_REVOKED", "Headquarters has revoked this laptop. Speak to your administrator.")


def _judge(bench: Bench, member: Member, change: Change | None, *, is_revoked: bool) -> Judgement:
    if change is None:  # first, since it is how the proof of the log knows that the bytes came like this
        return Judgement(MALFORMED)
    if is_revoked:
        return Judgement(REVOKED)
    return bench.judge(member, change)


def _seat(bench: Bench, changes: Sequence[Change]) -> None:
    """Load what is known of the records that a batch is about: one statement, and one more a type."""
    work = bench.work
    ids = [record_id for record_id in {change.record_id: None for change in changes} if record_id.isascii()]
    ids = [record_id for record_id in ids if record_id.isprintable()]
    bench.sought.update(ids)
    by_type: dict[str, list[str]] = defaultdict(list)
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        found = work.rows(
            "SELECT record_id, min(record_type), min(zone) FROM change_log "
            f"WHERE workspace = ? AND record_id IN ({work.mark_list(chunk)}) AND quarantined IS NULL "
            "GROUP BY record_id",
            *(work.workspace, *chunk),
        )
        for record_id, record_type, zone in found:
            bench.places[record_id] = (record_type, zone)
            by_type[record_type].append(record_id)
    for record_type, known in by_type.items():
        bench.rows |= bench.projection.load(work.connection, record_type, known)


def _load_known(work: Transaction, device: Device, known: list[Arrival]) -> dict[int, _Logged]:
    if not known:
        return {}
    counters = [arrival.counter for arrival in known]
    rows = work.rows(
        "SELECT counter, seq, hash, received_at, quarantined, detail, clock_ahead_ms FROM change_log "
        "WHERE workspace = ? AND device = ? AND counter BETWEEN ? AND ?",
        *(work.workspace, device.id, min(counters), max(counters)),
    )
    return {row[0]: _Logged(*row) for row in rows}


def _log_row(
    workspace: str,
    device: str,
    arrival: Arrival,
    line: _Logged,
    audiences: tuple[str | None, str | None],
) -> tuple[object, ...]:
    change = arrival.change if line.quarantined != MALFORMED else None
    about = (change.record_type, change.record_id, change.zone) if change is not None else ("", "", "")
    sealed = arrival.sealed
    return (
        *(workspace, line.seq, device, line.counter, *about, audiences[1], audiences[0]),
        *(line.quarantined, line.detail, line.hash, line.received_at, line.ahead_ms),
        *(sealed.entry, sealed.payload, sealed.salt),
    )


def _note_quarantined(work: Transaction, now: str, device: str, lines: list[_Logged]) -> None:
    reasons = sorted({line.quarantined for line in lines if line.quarantined is not None})
    if reasons:
        first, last = lines[0].counter, lines[-1].counter
        note_act(work, now, device, "CHANGES_QUARANTINED", f"{first}-{last}", " ".join(reasons)[:200])


def _verdict(line: _Logged, otherwise: int) -> Verdict:
    if line.quarantined is None:
        return Verdict(line.counter, otherwise)
    return Verdict(line.counter, QUARANTINED, line.quarantined, line.detail or "")


def _runs(lines: list[_Logged]) -> Iterator[list[_Logged]]:
    """Split lines where the log has other devices' changes between them, or another transaction began."""
    run: list[_Logged] = []
    for line in sorted(lines, key=lambda line: line.counter):
        if run and (line.seq, line.counter) != (run[-1].seq + 1, run[-1].counter + 1):
            if line.counter == run[-1].counter:
                continue
            yield run
            run = []
        run.append(line)
    if run:
        yield run
