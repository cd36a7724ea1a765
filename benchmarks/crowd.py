"""What much belongs to: the team's caseload, an operation of a busy night, a person named by thousands of notes.

What is read for them on the store's thread stands beside a bare SQL query of the same rows in the same run; the page
of the caseload is timed as every page is.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from benchmarks.measurement import Measurement, bound, in_turn, spell_time
from benchmarks.program import finish
from benchmarks.scene import Scene, longest_ms, run_both, summary
from benchmarks.stage import Stage, unlock
from fieldapp.actions.caseload import load_caseload
from fieldapp.actions.operation_scene import load_scene
from fieldapp.actions.session import Session
from fieldapp.domain.clock import to_wire
from fieldapp.records import RECORD_TYPES
from fieldapp.store.tables import draft_rows, open_rows
from ui.screens.record.links_pane import read_links
from ui.screens.task.caseload_pane import CaseloadPane

_MANY: Final = 2_000
_TIMES: Final = 5
_OPENS: Final = 6
_GOAL: Final = 100
_OPEN: Final = ("task", "lead", "operation")
_DRAFTED: Final = ("recovery", "arrest", "screening", "search_warrant", "evidence_item")

Statement = tuple[str, tuple[Any, ...]]


def measure(stage: Stage) -> Iterator[Measurement]:
    """Read each several times in turn with the bare query; then open the caseload."""
    session = unlock(stage.full_laptop)
    try:
        yield from _reads(session)
    finally:
        session.close()
    timed, watched = run_both("benchmarks.crowd", str(stage.full_laptop))
    yield bound("page of the caseload, first person", timed["ms"], 150, "ms", f"wall {timed['wall']}")
    yield bound("  longest handler", longest_ms(timed, watched), 16, "ms")


def _reads(session: Session) -> Iterator[Measurement]:
    yield _read("read the caseload of 120 people", session, lambda: load_caseload(session), _caseload_rows())
    operation, person = _crowded(session)
    rows = [(f"SELECT * FROM {name} WHERE operation = ? AND voided = 0", (operation,)) for name in _captured()]
    yield _read(f"read an operation with {_MANY:,} check-ins", session, lambda: load_scene(session, operation), rows)
    rows = [(f"SELECT * FROM {name} WHERE person = ? AND voided = 0", (person,)) for name in _naming()]
    yield _read(
        f"read links to a person of {_MANY:,} notes", session, lambda: read_links(session, "person", person), rows
    )


def _read(what: str, session: Session, ours: Callable[[], object], rows: list[Statement]) -> Measurement:
    driver: Any = session.store.connection.connection.dbapi_connection

    def bare() -> None:
        for sql, values in rows:
            driver.execute(sql, values).fetchall()

    ours()
    bare()
    spent, of_bare = in_turn(_TIMES, lambda: _timed(ours), lambda: _timed(bare))
    ms, beside = statistics.median(spent) * 1e3, statistics.median(of_bare)
    return Measurement(what, f"{ms:,.0f} ms", f"SQL {spell_time(beside)}", ms, _GOAL, "ms")


def _timed(work: Callable[[], object]) -> float:
    started = time.thread_time()
    work()
    return time.thread_time() - started


def _caseload_rows() -> list[Statement]:
    types = {record.type_name: record for record in RECORD_TYPES}
    found = [f"SELECT id FROM {open_rows(types[name])}" for name in _OPEN]
    found += [f"SELECT id, created_by FROM {draft_rows(types[name])}" for name in _DRAFTED]
    return [(sql, ()) for sql in found]


def _captured() -> list[str]:
    return ["check_in", "recovery", "arrest", "search_warrant", "screening", "evidence_item", "note", "roster_member"]


def _naming() -> list[str]:
    fields = ((record, record.fields.get("person")) for record in RECORD_TYPES)
    return [record.type_name for record, field in fields if field is not None and field.link == "person"]


def _crowded(session: Session) -> tuple[str, str]:
    """Return an operation with very many check-ins and a person with very many notes; made once in a store."""
    store, author, now = session.store, session.author, session.clock.now()
    sql = "SELECT operation, person FROM note WHERE text = 'crowd' LIMIT 1"
    found = store.connection.exec_driver_sql(sql).fetchone()
    if found is not None:
        return str(found[0]), str(found[1])
    operation = store.save(author, "operation", {"name": "Long Night"}).state.record_id
    person = store.save(author, "person", {"code_name": "Doe-crowd"}).state.record_id
    members = [
        store.save(author, "roster_member", {"operation": operation, "role": "cover", "name": f"Cover {number}"})
        for number in range(30)
    ]
    with store.transaction():
        for number in range(_MANY):
            member = members[number % len(members)].state.record_id
            at = to_wire(now - timedelta(minutes=number))
            facts = {"operation": operation, "roster_member": member, "kind": "checked_in", "at": at, "due_at": at}
            store.save(author, "check_in", facts)
            store.save(author, "note", {"person": person, "operation": operation, "text": "crowd", "written_at": at})
    return operation, person


def show_caseload(folder: Path, *, watched: bool) -> None:
    """Open the team's caseload, each time anew."""
    scene = Scene(folder, watched=watched)
    spent = []
    for _ in range(_OPENS):
        made: list[CaseloadPane] = []

        def begin(made: list[CaseloadPane] = made) -> None:
            made.append(CaseloadPane(scene.desk))
            scene.put(made[0])
            made[0].reload()

        spent.append(scene.time(begin, lambda made=made: bool(made) and made[0].first() is not None))
        made[0].empty()
        made[0].deleteLater()
        scene.rest()
    finish(**summary(spent[1:], [0.0]))


if __name__ == "__main__":
    show_caseload(Path(sys.argv[2]), watched=sys.argv[1] == "watched")
