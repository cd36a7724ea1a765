"""The bench: each reason for which a change is put aside, and that nothing sealed can stop the rest."""

from __future__ import annotations

import hmac

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldapp.domain.access import Role
from fieldapp.domain.change import KINDS, Change
from fieldapp.domain.faults import SyncError
from fieldapp.domain.wire import Json
from sync.hq.headquarters import Headquarters
from sync.hq.judge import _is_storable
from tests.hq.conftest import CAST, Laptop, NewLaptop, RefusalError

FORBIDDEN = "ARREST_MINOR_PROSTITUTION"
SELLING = "pc_647_b_1"


REASONS: list[tuple[dict[str, object], str]] = [
    ({"author": "eli"}, "NOT_THE_AUTHOR"),
    ({"agency": CAST}, "NOT_THE_AUTHOR"),
    ({"zone": "local"}, "LOCAL_ZONE"),
    ({"zone": "Police!"}, "MALFORMED"),
    ({"record_id": "1"}, "MALFORMED"),
    ({"record_id": "a\0b"}, "MALFORMED"),
    ({"record_type": 'person"; --'}, "MALFORMED"),
    ({"made_at": "yesterday"}, "MALFORMED"),
    ({"fields": {"family_name": "a\0b"}}, "VALUE_REFUSED"),
    ({"fields": {"_void": "yes"}}, "VALUE_REFUSED"),
    ({"fields": {"": 1}}, "VALUE_REFUSED"),
    ({"fields": {"tomorrow": "\0 is fine as JSON"}}, ""),
    ({"fields": {"sex": "a_code_of_tomorrow"}}, ""),
]


def test_each_reason_is_named(new_laptop: NewLaptop) -> None:
    dana = new_laptop("dana")
    for envelope, _ in REASONS:
        dana.write(**{"record_type": "person", "fields": {"family_name": "Doe"}} | envelope)
    named = {v.counter: v.reason for v in dana.push().verdicts}
    assert [named.get(counter, "") for counter, _ in enumerate(REASONS, 1)] == [reason for _, reason in REASONS]


def test_record_keeps_its_type_and_zone(new_laptop: NewLaptop) -> None:
    dana = new_laptop("dana")
    made = dana.write("person", {"family_name": "Doe"})
    dana.write("person", {"family_name": "Doe"}, record_id=made.record_id, zone="shared")
    dana.push()
    dana.write("arrest", {"city": "Pomona"}, record_id=made.record_id)
    dana.write("vehicle", {"plate": "4ABC123"}, record_id=made.record_id)
    assert [v.reason for v in dana.push().verdicts] == ["ZONE_MISMATCH", "ZONE_MISMATCH"]


def _arrest(laptop: Laptop, born_on: str | None) -> tuple[Change, Change]:
    person = laptop.write("person", {"family_name": "Doe", "born_on": born_on, "age_basis": "documented"})
    arrest = laptop.write("arrest", {"person": person.record_id, "arrested_at": "2026-01-02T03:04:05.678Z"})
    return person, arrest


def test_guard_sees_what_the_same_batch_wrote_before(new_laptop: NewLaptop) -> None:
    dana = new_laptop("dana")
    _, arrest = _arrest(dana, "2010-05-05")
    charge = dana.write("charge", {"arrest": arrest.record_id, "offence": SELLING})
    (verdict,) = dana.push().verdicts
    assert (verdict.counter, verdict.reason) == (charge.counter, FORBIDDEN)


def test_guard_sees_what_another_laptop_wrote(hq: Headquarters, new_laptop: NewLaptop) -> None:
    dana, eli = new_laptop("dana"), new_laptop("eli")
    person, arrest = _arrest(dana, "1990-05-05")
    dana.push()
    eli.write("charge", {"arrest": arrest.record_id, "offence": SELLING})
    eli.push()
    dana.write("person", {"born_on": "2010-05-05"}, record_id=person.record_id, seen={"born_on": [person.id]})
    assert [v.reason for v in dana.push().verdicts] == [FORBIDDEN]
    with hq.database.read() as work:
        row = hq.database.projection.load(work.connection, "person", [person.record_id])[person.record_id]
    assert row.state.values["born_on"] == "1990-05-05"


def test_revoked_laptop_hands_in_to_quarantine_and_gets_nothing(hq: Headquarters, new_laptop: NewLaptop) -> None:
    dana, eli = new_laptop("dana"), new_laptop("eli")
    hq.devices.revoke(dana.device, "admin")
    eli.write("person", {"family_name": "Secret"})
    eli.push()
    dana.write("person", {"family_name": "Doe"})
    reply = dana.push()
    assert [v.reason for v in reply.verdicts] == ["DEVICE_REVOKED"]
    assert (reply.items, reply.scopes, reply.expected, len(reply.receipts)) == ([], [], 2, 1)
    assert eli.pull().items == []
    assert [(c.handle, c.reason) for c in hq.quarantine.changes()] == [("dana", "DEVICE_REVOKED")]
    assert dana.pull().scopes == []


def test_revoked_laptop_may_hand_in_for_thirty_days(hq: Headquarters, new_laptop: NewLaptop) -> None:
    dana = new_laptop("dana")
    hq.accounts.disable("dana", "admin")
    dana.clock.advance(31 * 86_400)
    dana.write("person", {"family_name": "Doe"})
    with pytest.raises(RefusalError, match="DEVICE_REVOKED"):
        dana.push()


def test_quarantined_change_is_dismissed_once(hq: Headquarters, new_laptop: NewLaptop) -> None:
    cast = new_laptop("cast", Role.ADVOCATE, CAST)
    cast.write("arrest", {"city": "Pomona"})
    cast.push()
    (waiting,) = hq.quarantine.changes()
    hq.quarantine.dismiss(waiting.seq, "admin")
    assert hq.quarantine.changes() == []
    assert len(hq.quarantine.changes(settled=True)) == 1
    with pytest.raises(SyncError, match="quarantine"):
        hq.quarantine.dismiss(waiting.seq, "admin")


TEXT = st.text(max_size=12) | st.sampled_from(["\0", "é", "e\u0301", "2026-02-30", "*", "\ud800"])
JSON: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.dictionaries(
    st.sampled_from(["family_name", "born_on", "agency", "needs", "estimated_age", "_void", "person"]) | TEXT,
    JSON,
    max_size=5,
)


DRAFTS = st.lists(
    st.tuples(
        st.sampled_from(["person", "referral", "charge", "vehicle", "tally", "other_record"]),
        st.sampled_from(["police", "shared"]),
        st.sampled_from(sorted(KINDS)),
        FIELDS,
        st.dictionaries(TEXT, st.lists(TEXT, max_size=2), max_size=2),
    ),
    min_size=10,
    max_size=60,
)


@pytest.fixture
def dana(new_laptop: NewLaptop) -> Laptop:
    """A detective's laptop."""
    return new_laptop("dana")


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(DRAFTS)
def test_nothing_sealed_stops_the_rest(dana: Laptop, drafts: list[tuple[str, str, str, dict, dict]]) -> None:
    for record_type, zone, kind, fields, seen in drafts:
        try:
            dana.write(record_type, fields, zone=zone, kind=kind, seen=seen)
        except UnicodeEncodeError:  # our own seal refuses a lone surrogate
            dana.counter -= 1
    good = dana.write("person", {"family_name": "Doe"})
    reply = dana.push()
    assert reply.expected == dana.counter + 1
    assert good.counter not in [v.counter for v in reply.verdicts]


def test_lone_surrogate_in_escapes_is_put_aside(new_laptop: NewLaptop) -> None:
    dana = new_laptop("dana")
    change = dana.write("person", {"tomorrow": "MARK"})
    sealed = dana.waiting.pop()
    payload = sealed.payload.replace(b"MARK", b"\\ud800")
    bound = hmac.digest(sealed.salt, payload, "sha256").hex().encode()
    entry = sealed.entry[: -len(bound) - 2] + bound + sealed.entry[-2:]
    dana.queue(sealed._replace(entry=entry, payload=payload))
    assert [(v.counter, v.reason) for v in dana.push().verdicts] == [(change.counter, "MALFORMED")]


def test_value_nested_without_end_is_not_storable() -> None:
    deep: Json = 1
    for _ in range(50):
        deep = [deep]
    assert not _is_storable(deep)
    assert _is_storable([{"a": [None, True, "é"]}])
