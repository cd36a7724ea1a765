"""A published report is frozen and signed: what comes later changes today's figures, never the report."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from fieldapp import VERSION
from fieldapp.actions.capture import save_record
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.domain.problems import Refused
from fieldapp.reports.archive import Fault, OpenedReport, list_reports, open_report
from fieldapp.reports.as_of import figures_on
from fieldapp.reports.comparison import compare_report
from fieldapp.reports.period import Period
from fieldapp.reports.publication import Publisher, publish_report
from fieldapp.store.store import Store
from fieldapp.vault.identity import DeviceIdentity
from tests.fakes.bureau import dana, eli, town
from tests.fakes.clock import FakeClock
from tests.hostile.town import Seat, Town

__all__ = ["dana", "eli", "town"]

MONTH = Period(date(2026, 1, 1), date(2026, 1, 31))
DAY_S = 86_400
FIRST = date(2026, 1, 1)
NOON = "2026-01-01T20:00:00.000Z"


@pytest.fixture
def lena(town: Town) -> Seat:
    """The supervisor."""
    return town.enrol("lena", Role.SUPERVISOR)


def publisher(session: Session) -> Publisher:
    return Publisher(session.store, session.identity, session.author, session.scopes, "0.1.0")


def publish(seat: Seat, day: date | None = None) -> str:
    return publish_report(publisher(seat.session), "January", MONTH, day)


def opened(seat: Seat, report: str) -> OpenedReport:
    found = open_report(seat.session.store, report)
    assert found is not None
    return found


def values(report: OpenedReport) -> dict[str, int]:
    assert report.text is not None
    return {figure.name: figure.value for figure in report.text.figures if figure.value}


def warrant(session: Session, **facts: object) -> str:
    return save_record(session, "search_warrant", {"number": "SW-1", "served_at": NOON} | facts)


def recovery(session: Session, person: str | None = None, at: str = NOON, **facts: object) -> str:
    return save_record(session, "recovery", {"first_contact_at": at, "person": person} | facts)


def reasons(seat: Seat, report: str) -> dict[str, list[tuple[str, str, tuple[tuple[str, str], ...]]]]:
    found = opened(seat, report)
    assert found.text is not None
    compared = compare_report(publisher(seat.session), found.text)
    return {change.name: [(r.move, r.why, r.fields) for r in change.rows] for change in compared.changes}


def test_late_record_changes_today_but_neither_yesterday_nor_the_signed_report(
    town: Town, dana: Seat, lena: Seat, clock: FakeClock
):
    warrant(dana.session)
    dana.sync()
    lena.sync()
    late = warrant(dana.session)  # made the same day, and kept on her laptop overnight
    report = publish(lena)
    before = opened(lena, report)
    lena.sync()
    clock.advance(DAY_S)
    dana.sync()
    lena.sync()
    dana.sync()
    for seat in (dana, lena):
        made = seat.session
        asked = {"scopes": made.scopes, "agency": made.profile.agency}
        today = {r.name: r.value for r in figures_on(made.store, MONTH, None, **asked)}
        yesterday = {r.name: r.value for r in figures_on(made.store, MONTH, FIRST, **asked)}
        assert (today["search_warrants_served"], yesterday["search_warrants_served"]) == (2, 1)
        signed = opened(seat, report)
        assert signed.is_genuine
        assert values(signed) == {"search_warrants_served": 1}
        assert (signed.sha256, signed.text) == (before.sha256, before.text)
        assert reasons(seat, report) == {"search_warrants_served": [("came", "later", ())]}
        compared = compare_report(publisher(made), signed.text)
        assert compared.again == "as_signed"
        assert compared.changes[0].rows[0].record_id == late


def test_report_of_a_past_day_is_the_figures_of_then_and_the_same_data(
    town: Town, dana: Seat, lena: Seat, clock: FakeClock
):
    warrant(dana.session)
    dana.sync()
    lena.sync()
    first = publish(lena)
    clock.advance(DAY_S)
    warrant(dana.session)
    dana.sync()
    lena.sync()
    again = publish(lena, FIRST)
    then, now = opened(lena, first).text, opened(lena, again).text
    assert [(f.name, f.value, f.sha256, f.query) for f in then.figures] == [
        (f.name, f.value, f.sha256, f.query) for f in now.figures
    ]
    assert values(opened(lena, again)) == {"search_warrants_served": 1}


def test_report_says_what_was_asked_and_what_was_open(dana: Seat, lena: Seat):
    warrant(lena.session)
    text = opened(lena, publish(lena)).text
    assert text.state["unsent"] == 1
    figure = next(f for f in text.figures if f.name == "search_warrants_served")
    assert "search_warrant.served_at" in figure.query
    assert (figure.definition, figure.date_basis) == ("Search warrants with a time of service in the period.", "Served")
    assert text.facts["program_version"] == "0.1.0"
    minors = next(f for f in text.figures if f.name == "minors_recovered")
    assert minors.judge.endswith("_was_minor")
    assert next(f for f in text.figures if f.name == "services_given").is_held is False


def test_every_changed_row_has_its_reason(town: Town, dana: Seat, lena: Seat, clock: FakeClock):
    person = save_record(dana.session, "person", {"code_name": "Doe-1", "born_on": "2015-01-01"})
    recovery(dana.session, person)
    moved, struck, noted = (warrant(dana.session, number=f"SW-{n}") for n in range(3))
    arrest = save_record(dana.session, "arrest", {"role": "other", "place": "Motel", "arrested_at": NOON})
    dana.sync()
    lena.sync()
    report = publish(lena)
    assert values(opened(lena, report))["minors_recovered"] == 1
    clock.advance(DAY_S)
    save_record(dana.session, "person", {"born_on": "1990-01-01"}, record_id=person, reason="Document seen")
    save_record(dana.session, "search_warrant", {"served_at": "2026-02-20T20:00:00.000Z"}, record_id=moved)
    save_record(dana.session, "search_warrant", {"served_at": "2026-01-01T21:00:00.000Z"}, record_id=noted)
    dana.session.store.save(
        dana.session.author, "search_warrant", {"_void": True}, record_id=struck, kind="void", reason="Twice"
    )
    save_record(dana.session, "charge", {"arrest": arrest, "offence": "pc_266h"})
    dana.sync()
    lena.sync()
    found = reasons(lena, report)
    assert found["minors_recovered"] == [("went", "corrected", (("person", "born_on"),))]
    assert found["victims_recovered"] == [("stayed", "corrected", (("person", "born_on"),))]
    assert sorted(found["search_warrants_served"]) == [
        ("stayed", "corrected", (("search_warrant", "served_at"),)),
        ("went", "corrected", (("search_warrant", "served_at"),)),
        ("went", "struck_out", ()),
    ]
    assert found["arrests_ht"] == [("came", "corrected", (("charge", "arrest"), ("charge", "offence")))]
    assert found["arrests_misc"] == [("went", "corrected", (("charge", "arrest"), ("charge", "offence")))]
    assert "arrests" not in found


def test_person_recovered_again_earlier_counts_by_the_other_record(
    town: Town, dana: Seat, lena: Seat, clock: FakeClock
):
    person = save_record(dana.session, "person", {"code_name": "Doe-1", "born_on": "1990-01-01"})
    recovery(dana.session, person, "2026-01-01T21:00:00.000Z")
    dana.sync()
    lena.sync()
    report = publish(lena)
    clock.advance(DAY_S)
    recovery(dana.session, person, NOON)
    dana.sync()
    lena.sync()
    assert reasons(lena, report) == {"victims_recovered": [("came", "later", ()), ("went", "same_person", ())]}


def test_record_no_longer_readable_is_said_as_that(town: Town, dana: Seat, lena: Seat):
    recovery(dana.session)
    gone = warrant(dana.session)
    dana.sync()
    lena.sync()
    report = publish(lena)
    store: Store = lena.session.store
    from fieldapp.store.inbox import withdraw

    with store.transaction() as connection:
        withdraw(store, connection, "search_warrant", gone)
    assert reasons(lena, report) == {"search_warrants_served": [("went", "not_readable", ())]}


def test_young_laptop_compares_by_what_it_holds(town: Town, dana: Seat, lena: Seat, clock: FakeClock):
    kept = warrant(dana.session)
    dana.sync()
    lena.sync()
    report = publish(lena)
    lena.sync()
    clock.advance(DAY_S)
    save_record(dana.session, "search_warrant", {"served_at": "2026-02-20T20:00:00.000Z"}, record_id=kept)
    warrant(dana.session, number="SW-2")
    dana.sync()
    young = town.enrol("fay")
    assert opened(young, report).is_genuine
    assert compare_report(publisher(young.session), opened(young, report).text).again == "no_reach"
    assert sorted(reasons(young, report)["search_warrants_served"]) == [
        ("came", "later", ()),
        ("went", "corrected", (("search_warrant", "served_at"),)),
    ]


def test_only_a_supervisor_publishes(dana: Seat):
    with pytest.raises(Refused) as raised:
        publish(dana)
    assert {problem.code for problem in raised.value.problems} == {"REPORT_ROLE"}
    assert list_reports(dana.session.store) == []


def tamper(seat: Seat, sql: str, *given: object) -> None:
    """Write past every guard, as somebody with the key of the store could."""
    with seat.session.store.transaction() as connection:
        connection.exec_driver_sql(sql, given)


@pytest.mark.parametrize("field", ["name", "as_of", "published_by", "program_version", "first_day"])
def test_field_that_is_not_as_signed_is_named(lena: Seat, field: str):
    report = publish(lena)
    tamper(lena, f"UPDATE published_report SET \"{field}\" = '2019-01-01'")
    assert Fault("field", field) in opened(lena, report).faults
    assert Fault("signature") in opened(lena, report).faults


def test_part_that_is_not_as_signed_is_named(lena: Seat, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("fieldapp.records.checklist_part.PART_LENGTH", 800)
    report = publish(lena)
    assert opened(lena, report).is_genuine
    tamper(lena, "UPDATE published_report_part SET content = 'x' || substr(content, 2) WHERE number = 1")
    assert Fault("part_changed", "2") in opened(lena, report).faults
    tamper(lena, "DELETE FROM published_report_part WHERE number = 0")
    assert Fault("part_missing", "1") in opened(lena, report).faults
    assert opened(lena, report).text is None


def test_part_too_many_is_named_and_the_signed_one_is_read(lena: Seat):
    report = publish(lena)
    tamper(
        lena,
        "INSERT INTO published_report_part SELECT 'x' || substr(id, 2), zone, audience, created_at, created_by, "
        "updated_at, updated_by, voided, conflicts, hq_seq, digest, heads, extra, published_report, number, 'junk', "
        "state FROM published_report_part",
    )
    found = opened(lena, report)
    assert found.faults == (Fault("part_twice", "1"),)
    assert found.text is not None
    assert not found.is_genuine


def test_signature_of_another_key_is_no_signature(lena: Seat):
    report = publish(lena)
    tamper(lena, "UPDATE published_report SET public_key = ?", DeviceIdentity(b"x" * 32).public_bytes.hex())
    assert opened(lena, report).faults == (Fault("signature"),)


def test_reports_are_listed_newest_first(lena: Seat, clock: FakeClock):
    first = publish(lena)
    clock.advance(DAY_S)
    second = publish(lena, FIRST)
    heads = list_reports(lena.session.store)
    assert [head.record_id for head in heads] == [second, first]
    assert heads[0].facts["as_of"] == "2026-01-02T08:00:00.000Z"


def test_report_and_its_parts_are_not_changed_on_the_laptop_either(lena: Seat):
    report = publish(lena)
    store, author = lena.session.store, lena.session.author
    part = store.connection.exec_driver_sql("SELECT id FROM published_report_part").scalar_one()
    acts = [
        lambda: store.save(author, "published_report", {"name": "Other"}, record_id=report),
        lambda: store.save(author, "published_report", {"_void": True}, record_id=report, kind="void", reason="No"),
        lambda: store.save(author, "published_report_part", {"content": "x"}, record_id=part),
        lambda: store.save(author, "published_report_part", {"_void": True}, record_id=part, kind="void", reason="No"),
        lambda: store.save(author, "published_report_part", {"published_report": report, "number": 9, "content": "x"}),
    ]
    for act in acts:
        with pytest.raises(Refused) as raised:
            act()
        assert [problem.code for problem in raised.value.problems] == ["REPORT_FIXED"]
    assert opened(lena, report).is_genuine


def test_report_is_reckoned_again_from_the_changes_it_was_made_of_on_every_laptop(
    town: Town, dana: Seat, eli: Seat, lena: Seat, clock: FakeClock
):
    person = save_record(dana.session, "person", {"code_name": "Doe-1", "born_on": "2015-01-01"})
    recovery(dana.session, person)
    arrest = save_record(eli.session, "arrest", {"role": "other", "place": "Motel", "arrested_at": NOON})
    for seat in (dana, eli, lena):
        seat.sync()
    warrant(lena.session)  # hers alone as she publishes
    report = publish(lena)
    clock.advance(DAY_S)
    save_record(dana.session, "person", {"born_on": "1990-01-01"}, record_id=person, reason="Document seen")
    save_record(eli.session, "charge", {"arrest": arrest, "offence": "pc_266h"})
    save_record(eli.session, "arrest", {"arrested_at": "2026-02-20T20:00:00.000Z"}, record_id=arrest)
    warrant(lena.session, number="SW-9")
    for seat in (dana, eli, lena, dana, eli):
        seat.sync()
    for seat in (dana, eli, lena):
        compared = compare_report(publisher(seat.session), opened(seat, report).text)
        assert compared.again == "as_signed"
        assert {change.name for change in compared.changes} >= {"minors_recovered", "arrests", "search_warrants_served"}


def test_version_that_is_signed_is_the_projects():
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
    assert project["project"]["version"] == VERSION
