"""What two people wrote differently without knowing of each other, and how a third thing settles it."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.actions.age_keeping import keep_ages
from fieldapp.actions.laptop import require_writable
from fieldapp.actions.lookup import title_of
from fieldapp.actions.session import Session
from fieldapp.domain.change import RESOLVE, RESTORE, VOID, VOID_FIELD
from fieldapp.domain.merge import Head
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json
from fieldapp.records import require_type


@dataclass(frozen=True, repr=False)
class Clash:
    """One field of one record with more than one value; ``heads`` has the one shown until now first."""

    record_type: str
    record_id: str
    title: str
    field: str
    label: str
    heads: tuple[Head, ...]


def count_clashes(session: Session) -> int:
    """Return how many records are in conflict."""
    counts = (
        session.store.connection.exec_driver_sql(f'SELECT count(*) FROM "{name}" WHERE conflicts > 0').scalar_one()
        for name in session.store.types
    )
    return sum(counts)


def load_clashes(session: Session, limit: int = 500) -> list[Clash]:
    """Return every field in conflict, record by record, each once."""
    store = session.store
    clashes: list[Clash] = []
    for name, record in store.types.items():
        ids = store.connection.exec_driver_sql(
            f'SELECT id FROM "{name}" WHERE conflicts > 0 ORDER BY id LIMIT ?', (limit - len(clashes),)
        ).fetchall()
        for row in store.projection.load(store.connection, name, [i[0] for i in ids]).values():
            title = title_of(session, name, row.state.values)
            for field in row.state.conflicts:
                declared = record.fields.get(field)
                label = declared.label if declared else ("Struck out" if field == VOID_FIELD else field)
                heads = tuple(row.state.candidates(field))
                clashes.append(Clash(name, row.state.record_id, title, field, label, heads))
    return clashes


def resolve_clash(session: Session, clash: Clash, value: Json, reason: str) -> None:
    """Settle a field: with one of the values, or another. The change says that it has seen every one of them.

    Raises Refused when the value is not valid, or no reason is given; then the conflict stays listed.
    """
    require_writable(session)
    if not reason.strip():
        raise Refused([Problem("REASON_REQUIRED", clash.field, {"label": clash.label})])
    if clash.field == VOID_FIELD:
        kind = VOID if value is True else RESTORE
    else:
        kind = RESOLVE
        require_type(clash.record_type)
    store, values = session.store, {clash.field: value}
    with store.transaction():
        keep_ages(session, clash.record_type, store.load(clash.record_type, clash.record_id), values, settles=True)
        store.save(
            session.author, clash.record_type, values, record_id=clash.record_id, kind=kind, reason=reason.strip()
        )
