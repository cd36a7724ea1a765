"""The year and the evening after it, told once; what their records would show; a laptop to play a year on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeAlias

import pytest

from fieldapp.actions.session import Session
from fieldapp.demo.act import Act, Verb
from fieldapp.demo.evening import write_evening
from fieldapp.demo.replay import ReplayClock
from fieldapp.demo.script import ENROLLED_AT
from fieldapp.demo.year import write_year
from tests.fakes.laptop import a_session

Records: TypeAlias = dict[str, dict[str, dict]]

_WRITES = frozenset({Verb.SAVE, Verb.CORRECT_AGE})


@pytest.fixture
def replay_clock() -> ReplayClock:
    return ReplayClock(ENROLLED_AT)


@pytest.fixture
def laptop(tmp_path, replay_clock) -> Iterator[Session]:
    session = a_session(tmp_path, replay_clock)
    yield session
    session.close()


@pytest.fixture(scope="package")
def year() -> list[Act]:
    return write_year()


@pytest.fixture(scope="package")
def evening() -> list[Act]:
    return write_evening()


@pytest.fixture(scope="package")
def shown(year) -> Records:
    """What the records show when the year is over, by type and id."""
    return records_of(year)


@pytest.fixture(scope="package")
def shown_tonight(year, evening) -> Records:
    """What the records show on the evening after the year, by type and id."""
    return records_of([*year, *evening])


def records_of(acts: Iterable[Act]) -> Records:
    """What records would show after these acts: last write wins, what was struck out is left out."""
    found: Records = defaultdict(dict)
    for act in acts:
        held = found[act.record_type]
        if act.verb in _WRITES:
            held.setdefault(act.record_id, {}).update(act.values)
        elif act.verb is Verb.STEP:
            held[act.record_id] |= {"status": act.values["status"]}
        elif act.verb is Verb.FINALISE and act.record_id in held:
            held[act.record_id]["state"] = "final"
        elif act.verb is Verb.VOID:
            del held[act.record_id]
        elif act.verb is Verb.CHARGE_MINOR:
            facts = held.pop(act.record_id)
            kept = {"person": facts["person"], "estimated_age": facts["estimated_age"]}
            found["recovery"][act.record_id] = kept | {"first_contact_at": facts["arrested_at"]}
    return found
