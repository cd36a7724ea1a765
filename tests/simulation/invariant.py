"""The invariants I1 to I10, looked at when the world is at rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any, Final

from fieldapp.domain.access import LOCAL, may_read
from fieldapp.domain.change import LOCAL_SUFFIX
from fieldapp.store import outbox
from fieldapp.store.projection import Row
from fieldapp.store.rebuild import rebuild
from fieldapp.vault.identity import verify
from sync.protocol import Receipt, receipt_statement
from tests.simulation.log import Line, check_aside, check_log, find_judged_anew, read_log
from tests.simulation.model import Expected
from tests.simulation.office import Office
from tests.simulation.past import check_past
from tests.simulation.replica import Replica, require
from tests.simulation.world import World

_NOT_COMPARED: Final = frozenset({"hq_seq", "workspace"})

Values = dict[str, Any]


def check_world(world: World) -> None:
    """Hold everything against its definition. Raises BrokenInvariantError, beginning with the invariant's name."""
    lines = read_log(world.office)
    check_log(world, lines)
    aside = {line.id for line in lines if line.quarantined is not None}
    if world.exchange.was_put_back:
        world.judged_anew = find_judged_anew(world, lines)
    check_aside(world, lines)
    expected = _expect(world, {line.id for line in lines} - aside)
    rows = read_rows(world.office)
    _check_office(world, expected, rows)
    for replica in world.replicas:
        _check_own_work(replica, world, lines)
        _check_chains(replica)
        check_holdings(world, replica, expected)
        if not (replica.lost or replica.revoked):
            _check_replica(world, replica, rows)
        _check_rebuild(replica)
    if not world.judged_anew:
        _check_figures(world, world.replicas[0], rows)
        world.reached += check_past(world, world.replicas[0])


def _expect(world: World, standing: set[str]) -> dict[str, Expected]:
    aside = world.model.acts.keys() - standing
    found = {record_id: world.model.expect(record_id, aside) for record_id in world.model.by_record}
    return {record_id: expected for record_id, expected in found.items() if expected is not None}


def read_rows(office: Office) -> dict[str, tuple[Row, Values]]:
    """Return every row at headquarters, opened and plain, by record id."""
    found: dict[str, tuple[Row, Values]] = {}
    with office.database.read() as work:
        for name in office.database.records.tables:
            plain = {row["id"]: row for row in _plain_rows(work.connection, name)}
            opened = office.database.projection.load(work.connection, name, list(plain))
            found |= {key: (opened[key], plain[key]) for key in plain}
    return found


def _plain_rows(connection: Any, table: str) -> Iterator[Values]:
    result = connection.exec_driver_sql(f'SELECT * FROM "{table}" ORDER BY id')
    names = list(result.keys())
    for row in result.fetchall():
        yield {name: value for name, value in zip(names, row, strict=True) if name not in _NOT_COMPARED}


def _check_office(world: World, expected: dict[str, Expected], rows: dict[str, tuple[Row, Values]]) -> None:
    """I5 and I6: headquarters shows what the acts come to, no value lost, each clash listed once."""
    missing = expected.keys() ^ rows.keys()
    require(not missing, "I5", f"records only in the model or only at headquarters: {sorted(missing)[:3]}")
    for record_id in expected.keys() - world.judged_anew:
        want = expected[record_id]
        state, plain = rows[record_id][0].state, rows[record_id][1]
        heads = {name: set(state.heads_of(name)) for name in state.values}
        require(heads == {n: set(h) for n, h in want.heads.items()}, "I5", f"{record_id}: heads {heads}, not {want}")
        require(state.values == want.shown, "I5", f"{record_id} shows {state.values}, not {want.shown}")
        for name, values in want.heads.items():
            if len(values) > 1:
                rivals = {head.change_id: head.value for head in state.candidates(name)}
                require(rivals == values, "I5", f"{record_id} {name}: {rivals}, not {values}")
        require(list(state.conflicts) == want.conflicts, "I5", f"{record_id}: clashes {state.conflicts}")
        require(plain["conflicts"] == len(want.conflicts), "I5", f"{record_id}: {plain['conflicts']} clashes listed")
        require(bool(plain["voided"]) is want.voided, "I6", f"{record_id}: void is {plain['voided']}")


def _check_own_work(replica: Replica, world: World, lines: list[Line]) -> None:
    """I1, I2, I3, I10: every acknowledged change is in the laptop's journal, and in the log once, with a receipt."""
    store = replica.store
    held = {
        (row[0], row[1]): row[2]
        for row in store.connection.exec_driver_sql(
            "SELECT device, counter, entry FROM journal WHERE device IN (?, ?)",
            (replica.device, replica.device + LOCAL_SUFFIX),
        )
    }
    for chain, (last, _hash) in replica.noted.items():
        for counter in range(1, last + 1):
            require((chain, counter) in held, "I1", f"{replica.name} lost {chain}-{counter}")
    if replica.lost:
        return
    logged = {line.counter: line for line in lines if line.device == replica.device}
    count = replica.noted[replica.device][0]
    if replica.revoked:
        require(outbox.unsent(store) + len(logged) == count, "I2", f"{replica.name}: revoked, and changes are missing")
        return
    require(outbox.unsent(store) == 0, "I10", f"{replica.name} still has {outbox.unsent(store)} to send")
    require(set(logged) == set(range(1, count + 1)), "I2", f"{replica.name}: headquarters has {len(logged)} of {count}")
    receipts = _receipts(replica, world)
    for counter, line in logged.items():
        require(held[replica.device, counter] == line.entry, "I3", f"{line.id} is another one in the log")
        require(
            receipts.get(counter) == line.seq, "I2", f"{line.id} at {line.seq}: receipt says {receipts.get(counter)}"
        )
    aside = {line.counter for line in logged.values() if line.quarantined is not None}
    told = {change.counter for change in outbox.quarantined(store)}
    require(told == aside, "I2", f"{replica.name} was told of {sorted(told ^ aside)[:3]} wrongly")


def _receipts(replica: Replica, world: World) -> dict[int, int]:
    found: dict[int, int] = {}
    rows = replica.store.connection.exec_driver_sql(
        "SELECT device, first, last, chain, seq, received_at, signature FROM receipt"
    )
    for row in rows:
        receipt = Receipt(*row)
        good = verify(world.office.public_key, receipt.signature, receipt_statement(receipt))
        require(good and receipt.device == replica.device, "I2", f"{replica.name}: a receipt is not headquarters'")
        for counter in range(receipt.first, receipt.last + 1):
            seq = receipt.seq - (receipt.last - counter)
            require(found.setdefault(counter, seq) == seq, "I2", f"{replica.name}: two receipts for {counter} differ")
    return found


def _check_chains(replica: Replica) -> None:
    """I9 on the laptop; and I5: what this laptop has of others is what they sealed."""
    faults = replica.store.journal.verify(replica.store.connection)
    require(not faults, "I9", f"{replica.name}: {faults[:2]}")


def check_holdings(world: World, replica: Replica, standing: Collection[str]) -> None:
    """I7 in the file: no row, base or journal line of others outside what this person may hold.

    A record of which nothing stands has no row; a look at it may still be in the journal.
    """
    store = replica.store
    scopes = world.office.member(replica.name).scopes
    shown: set[str] = set()
    for table in store.tables.records.tables.values():
        for record_id, zone, audience in store.connection.exec_driver_sql(
            f'SELECT id, zone, audience FROM "{table.name}"'
        ):
            shown.add(record_id)
            if not (replica.revoked or replica.lost):
                covered = zone == LOCAL or may_read(scopes, zone, audience)
                require(covered, "I7", f"{replica.name} holds {table.name} {record_id} of {zone}")
    for table, condition in (("base", "1 = 1"), ("journal", "device NOT IN (?, ?)")):
        values = (replica.device, replica.device + LOCAL_SUFFIX) if "?" in condition else ()
        held = store.connection.exec_driver_sql(f"SELECT DISTINCT record_id FROM {table} WHERE {condition}", values)
        stray = {row[0] for row in held} - shown
        stray -= {key for key in stray if world.model.zones.get(key) in scopes and key not in standing}
        require(not stray, "I7", f"{replica.name}: {table} holds {sorted(stray)[:2]}, which is not shown")


def _check_replica(world: World, replica: Replica, rows: dict[str, tuple[Row, Values]]) -> None:
    """I4: the laptop has exactly the rows that its person may hold, equal to headquarters'."""
    store = replica.store
    scopes = world.office.member(replica.name).scopes
    want = {key: row for key, row in rows.items() if may_read(scopes, row[0].state.zone, row[1]["audience"])}
    want = {key: row for key, row in want.items() if key not in world.judged_anew}
    seen: set[str] = set()
    for name in store.tables.records.tables:
        for plain in _plain_rows(store.connection, name):
            if plain["zone"] == LOCAL:
                continue
            key = plain["id"]
            if key in world.judged_anew:
                continue
            seen.add(key)
            require(key in want, "I4", f"{replica.name} has {name} {key}, which headquarters has not for it")
            opened, theirs = want[key]
            if "record_type" in plain:
                mine = store.projection.load(store.connection, plain["record_type"], [key])[key]
                mine.hq_seq = opened.hq_seq
                require(mine.state == opened.state, "I4", f"{replica.name}: {key} is another")
            else:
                wrong = sorted(n for n in plain if plain[n] != theirs[n])
                require(
                    not wrong, "I4", f"{replica.name}: {name} {key} differs in {[(plain[n], theirs[n]) for n in wrong]}"
                )
    require(seen == want.keys(), "I4", f"{replica.name} lacks {sorted(want.keys() - seen)[:3]}")


def _check_rebuild(replica: Replica) -> None:
    """What the journal gives is what the tables hold, byte for byte."""
    before = snapshot(replica)
    rebuild(replica.store)
    after = snapshot(replica)
    for name, rows in before.items():
        if rows != after[name]:
            wrong = [pair for pair in zip(sorted(rows), sorted(after[name]), strict=False) if pair[0] != pair[1]][:1]
            require(None, "I4", f"{replica.name}: rebuilding changes {name}: {wrong or len(after[name]) - len(rows)}")


def snapshot(replica: Replica) -> dict[str, list[Any]]:
    """Return all rows of all record tables, and the tally."""
    names = [*replica.store.tables.records.tables, "tally"]
    found: dict[str, list[Any]] = {}
    for name in names:
        where = "WHERE n <> 0 ORDER BY 1, 2, 3" if name == "tally" else "ORDER BY id"
        rows = replica.store.connection.exec_driver_sql(f'SELECT * FROM "{name}" {where}').fetchall()
        found[name] = [tuple(row) for row in rows]
    return found


def _check_figures(world: World, full: Replica, rows: dict[str, tuple[Row, Values]]) -> None:
    """I8: what a full replica counts is what headquarters counts, type by type, and by the values of choices."""
    mine: Counter[Any] = Counter()
    for name in full.store.tables.records.tables:
        for plain in _plain_rows(full.store.connection, name):
            if plain["zone"] != LOCAL and not plain["voided"]:
                mine[name, plain.get("status"), plain.get("role"), plain.get("kind")] += 1
    scopes = world.office.member(full.name).scopes
    theirs = Counter(
        (row.state.record_type, plain.get("status"), plain.get("role"), plain.get("kind"))
        for row, plain in rows.values()
        if not plain["voided"] and may_read(scopes, row.state.zone, plain["audience"])
    )
    require(mine == theirs, "I8", f"figures differ: {mine - theirs} {theirs - mine}")
