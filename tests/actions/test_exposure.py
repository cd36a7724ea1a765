"""Looks at covered pictures: never without a reason, each counted before anything is shown, added up by week."""

from __future__ import annotations

import pytest

from fieldapp.actions.attachment import attach_to_record
from fieldapp.actions.capture import save_record
from fieldapp.actions.exposure import load_exposure, look_at, own_looks
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.domain.problems import Refused
from tests.fakes.picture import a_png
from tests.hostile.town import Seat, Town, meet

DAY = 24 * 3600


def a_covered(session: Session) -> str:
    item = save_record(session, "evidence_item", {"number": "E-1"})
    file = attach_to_record(session, "evidence_item", item, "a.png", a_png())
    assert file.is_covered
    return file.attachment_id


def test_look_needs_a_reason_and_is_written_before_the_picture_is_given(session: Session):
    attachment = a_covered(session)
    with pytest.raises(Refused):
        look_at(session, attachment, "  ")
    assert own_looks(session)[0] == 0
    assert look_at(session, attachment, "Interview tomorrow") == a_png()
    assert look_at(session, attachment, "Again") == a_png()
    assert own_looks(session)[0] == 2
    (view, *_) = session.store.linked("image_view", "attachment", attachment)
    assert (view["viewer"], view["reason"]) == ("alvarez", "Interview tomorrow")


def test_picture_that_has_not_arrived_whole_counts_nobody(session: Session):
    attachment = a_covered(session)
    session.store.connection.exec_driver_sql("DELETE FROM attachment_part")
    with pytest.raises(Refused):
        look_at(session, attachment, "Interview")
    assert session.store.linked("image_view", "attachment", attachment) == []


def test_look_is_not_changed_nor_struck_out(session: Session):
    attachment = a_covered(session)
    look_at(session, attachment, "Interview")
    (view,) = session.store.linked("image_view", "attachment", attachment)
    for values in ({"reason": "Other"}, {"viewer": "somebody"}):
        with pytest.raises(Refused):
            save_record(session, "image_view", values, record_id=view["id"])


def test_supervisor_sees_the_looks_of_each_week_by_person(town: Town, dana: Seat, eli: Seat, clock):
    boss = town.enrol("boss", Role.SUPERVISOR)
    attachment = a_covered(dana.session)
    meet(dana, eli)
    for _ in range(3):
        look_at(eli.session, attachment, "Case review")
    clock.advance(7 * DAY)
    for _ in range(21):
        look_at(dana.session, attachment, "Court")
    look_at(eli.session, attachment, "Court")
    meet(dana, eli)
    meet(eli, boss)
    found = {each.who: (each.looks[:2], each.state) for each in load_exposure(boss.session)}
    assert found == {"dana": ((21, 0), "amber"), "eli": ((1, 3), "ok")}
    assert [each.who for each in load_exposure(boss.session)] == ["dana", "eli"]
    clock.advance(28 * DAY)
    assert load_exposure(boss.session) == ()


def test_look_in_another_name_is_put_aside_at_headquarters(town: Town, dana: Seat, eli: Seat):
    attachment = a_covered(dana.session)
    dana.sync()
    store = dana.session.store
    store.guards = ()
    forged = {
        "attachment": attachment,
        "viewer": "eli",
        "viewed_at": "2026-01-01T00:00:00.000Z",
        "reason": "Not I",
    }
    store.save(dana.session.author, "image_view", forged)
    store.save(dana.session.author, "attachment", {"distressing": False}, record_id=attachment)
    assert dana.sync().refused == 2
    eli.sync()
    assert eli.session.store.linked("image_view", "attachment", attachment) == []
    assert eli.session.store.record("attachment", attachment)["distressing"] is True
