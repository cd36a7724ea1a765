"""What a user does in the simulation. Each act goes through the store as the app's own actions do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from fieldapp.domain.access import LOCAL, Role
from fieldapp.domain.change import ACCESS, RESOLVE, RESTORE, VOID, VOID_FIELD
from fieldapp.domain.problems import Refused
from fieldapp.domain.wire import Json
from fieldapp.store.projection import Row
from fieldapp.store.store import Author
from tests.simulation.draw import FIELDS, PARTNERS, SELLER, draw_values
from tests.simulation.replica import Replica, require
from tests.simulation.world import World

SWORN: Final = frozenset({Role.DETECTIVE, Role.DEPUTY, Role.SUPERVISOR, Role.ANALYST})
_SWORN_TYPES: Final = ("person", "arrest", "charge", "note", "task", "referral")


def types_of(replica: Replica) -> tuple[str, ...]:
    """Return what this person writes about; an older app does not know every type."""
    if replica.role in SWORN:
        names = _SWORN_TYPES + (("agency",) if replica.role is Role.SUPERVISOR else ())
    elif replica.role is Role.ADVOCATE:
        names = ("service", "referral")
    else:
        names = ("agency",)
    return tuple(name for name in names if name in replica.store.types)


def create(world: World, replica: Replica) -> str:
    """Write a new record down."""
    record_type = world.rng.choice(types_of(replica))
    values = draw_values(world.rng, world.pool, record_type, most=8)
    if record_type == "referral":
        values["agency"] = world.rng.choice(PARTNERS) if replica.role in SWORN else replica.author.agency
    if not any(value is not None for value in values.values()):
        values["state"] = "draft"
    zone = LOCAL if record_type == "note" and world.rng.random() < 0.2 else None
    row = replica.store.save(replica.author, record_type, values, zone=zone)
    if zone is None:
        world.pool.add(record_type, row.state.record_id)
    require_shown(replica, row, values)
    return f"creates {record_type} {row.state.record_id[-6:]}"


def edit(world: World, replica: Replica) -> str:
    """Change a record that this laptop shows."""
    found = pick(world, replica)
    if found is None:
        return create(world, replica)
    record_type, record_id = found
    values = draw_values(world.rng, world.pool, record_type)
    row = replica.store.save(replica.author, record_type, values, record_id=record_id)
    require_shown(replica, row, values)
    return f"edits {record_type} {record_id[-6:]} {sorted(values)}"


def form(world: World, replica: Replica) -> str:
    """Save several records at one stroke, as a page with its children does."""
    with replica.store.transaction():
        done = [world.rng.choice((create, edit, edit, edit))(world, replica) for _ in range(world.forms)]
    return f"form: {'; '.join(done)}"


def void(world: World, replica: Replica) -> str:
    """Strike a record out."""
    found = pick(world, replica)
    if found is None:
        return create(world, replica)
    record_type, record_id = found
    replica.store.save(
        replica.author, record_type, {VOID_FIELD: True}, record_id=record_id, kind=VOID, reason="duplicate"
    )
    return f"voids {record_type} {record_id[-6:]}"


def restore(world: World, replica: Replica) -> str:
    """Bring a record back."""
    for record_type in types_of(replica):
        ids = _ids(replica, record_type, "voided = 1")
        if ids:
            record_id = world.rng.choice(ids)
            replica.store.save(replica.author, record_type, {VOID_FIELD: False}, record_id=record_id, kind=RESTORE)
            return f"restores {record_type} {record_id[-6:]}"
    return edit(world, replica)


def resolve(world: World, replica: Replica) -> str:
    """Settle a conflict, with one of its values or another."""
    for record_type in types_of(replica):
        ids = _ids(replica, record_type, "conflicts > 0")
        if not ids:
            continue
        record_id = world.rng.choice(ids)
        row = replica.store.load(record_type, record_id)
        assert row is not None
        name = world.rng.choice(row.state.conflicts)
        value: Json = world.rng.choice(row.state.candidates(name)).value
        if name in FIELDS[record_type] and world.rng.random() < 0.2:
            value = FIELDS[record_type][name](world.rng, world.pool)
        kind = RESOLVE if name != VOID_FIELD else VOID if value is True else RESTORE
        row = replica.store.save(
            replica.author, record_type, {name: value}, record_id=record_id, kind=kind, reason="asked both"
        )
        require(name not in row.state.conflicts, "I5", f"{replica.name} resolved {name} and it is still listed")
        return f"resolves {record_type} {record_id[-6:]} {name}"
    return edit(world, replica)


def access(world: World, replica: Replica) -> str:
    """Look at a record that says who looked."""
    found = pick(world, replica)
    if found is None:
        return create(world, replica)
    record_type, record_id = found
    replica.store.save(replica.author, record_type, {}, record_id=record_id, kind=ACCESS, reason="case review")
    return f"looks at {record_type} {record_id[-6:]}"


def refer_elsewhere(world: World, replica: Replica) -> str:
    """Send a referral to the other partner agency."""
    record_id = world.pool.link(world.rng, "referral") if replica.role in SWORN else None
    row = replica.store.load("referral", record_id) if record_id else None
    if row is None or record_id is None:
        return edit(world, replica)
    here = row.state.values.get("agency")
    replica.store.save(replica.author, "referral", {"agency": PARTNERS[here == PARTNERS[0]]}, record_id=record_id)
    return f"refers {record_id[-6:]} elsewhere"


def charge_minor(world: World, replica: Replica) -> str:
    """Try what rule R1 forbids: it is refused, and nothing of it is kept."""
    if replica.role not in SWORN:
        return edit(world, replica)
    store, author = replica.store, replica.author
    before = store.journal.head(store.connection)
    try:
        with store.transaction():
            _charge_a_minor(replica, author)
    except Refused as refused:
        codes = {problem.code for problem in refused.problems}
        require(codes == {"ARREST_MINOR_PROSTITUTION"}, "R1", f"refused for {codes}")
    else:
        require(None, "R1", f"{replica.name} could charge a minor")
    require(store.journal.head(store.connection) == before, "R1", f"{replica.name}: a refused save left a trace")
    return "is refused a charge"


def poison(world: World, replica: Replica) -> str:
    """Write what a sound app would not; headquarters puts it aside and takes what stands beside it."""
    store = replica.store
    names = ["long", "author", "zone"] + (["minor", "minor"] if replica.role in SWORN else [])
    name = world.rng.choice(names)
    own = types_of(replica)[0]
    text = next(n for n, d in FIELDS[own].items() if store.types[own].fields[n].vocabulary is None and n != "person")
    store._judge = lambda *_: None  # type: ignore[method-assign]
    try:
        with store.transaction():
            if name == "long":
                row = store.save(replica.author, own, {text: "x" * 100_001})
                reason = "VALUE_REFUSED"
            elif name == "author":
                row = store.save(Author("somebody", replica.author.agency), own, {text: "not mine"})
                reason = "NOT_THE_AUTHOR"
            elif name == "zone":
                row = store.save(replica.author, own, {text: "not mine"}, zone=f"services:{'0' * 30}{PARTNERS[0][-2:]}")
                reason = "NO_PERMISSION"
            else:
                row = _charge_a_minor(replica, replica.author)
                reason = "ARREST_MINOR_PROSTITUTION"
            world.poison[f"{store.device}-{store.journal.head(store.connection).counter}"] = reason
    finally:
        del store._judge
    return f"slips in {name} {row.state.record_type} {row.state.record_id[-6:]}"


def _charge_a_minor(replica: Replica, author: Author) -> Row:
    store = replica.store
    person = store.save(author, "person", {"code_name": "Fern", "estimated_age": 15, "age_basis": "documented"})
    arrest = store.save(
        author,
        "arrest",
        {"person": person.state.record_id, "place": "Main St", "arrested_at": "2026-01-02T03:04:05.000Z"},
    )
    return store.save(author, "charge", {"arrest": arrest.state.record_id, "offence": SELLER})


def pick(world: World, replica: Replica) -> tuple[str, str] | None:
    """Return a record that this laptop shows and whose type its app knows."""
    for _ in range(4):
        found = world.pool.pick(world.rng)
        if found is not None and found[0] in replica.store.types:
            sql = f'SELECT 1 FROM "{found[0]}" WHERE id = ?'
            if replica.store.connection.exec_driver_sql(sql, (found[1],)).fetchone() is not None:
                return found
    return None


def _ids(replica: Replica, record_type: str, where: str) -> list[str]:
    rows = replica.store.connection.exec_driver_sql(f'SELECT id FROM "{record_type}" WHERE {where} ORDER BY id')
    return [row[0] for row in rows]


def require_shown(replica: Replica, row: Row, values: dict[str, Json]) -> None:
    """What was typed is what the screen shows after the save, and what the journal holds."""
    shown = row.state.values
    wrong = [name for name, value in values.items() if value is not None and shown.get(name) != value]
    require(not wrong, "I5", f"{replica.name} typed {wrong} in {row.state.record_id} and sees something else")


ACTS: Final[tuple[tuple[Callable[[World, Replica], str], int], ...]] = (
    (create, 9),
    (edit, 30),
    (void, 3),
    (restore, 2),
    (resolve, 6),
    (access, 4),
    (refer_elsewhere, 2),
    (charge_minor, 1),
    (poison, 1),
)
