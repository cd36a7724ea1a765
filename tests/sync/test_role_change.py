"""Headquarters changes what somebody is to the task force: the laptop follows with the next sync and loses nothing."""

from __future__ import annotations

import pytest

from fieldapp.actions.capture import save_record
from fieldapp.actions.exchange_status import load_refused
from fieldapp.actions.profile import read_profile
from fieldapp.domain.access import Role
from fieldapp.domain.clock import to_wire
from fieldapp.domain.problems import Refused
from fieldapp.store.outbox import quarantined
from tests.hostile.town import Seat, Town


def sign(seat: Seat, operation: str) -> None:
    session = seat.session
    signed = {"approved_by": session.profile.name, "approved_at": to_wire(session.clock.now())}
    save_record(session, "operation", signed, record_id=operation)


def test_demoted_supervisors_unsent_word_is_put_aside_with_its_reason_and_the_laptop_follows(town: Town):
    lena, dana = town.enrol("lena", Role.SUPERVISOR), town.enrol("dana")
    operation = save_record(dana.session, "operation", {"name": "Amber"})
    for seat in (dana, lena):
        seat.sync()
    sign(lena, operation)  # offline, and believing in the role
    note = save_record(lena.session, "note", {"kind": "observation", "text": "A blue van", "operation": operation})
    town.hq.accounts.change_role("lena", Role.DETECTIVE, "admin")
    lena.sync()
    assert lena.session.role is Role.DETECTIVE
    assert read_profile(lena.session.store).role == "detective"  # also after the next unlock
    (refused,) = quarantined(lena.session.store)
    assert (refused.reason, refused.detail) == ("SUPERVISOR_NEEDED", "approved_by")
    assert len(load_refused(lena.session)) == 1  # shown beside the outbox, with what was written
    with pytest.raises(Refused, match="SUPERVISOR_NEEDED"):
        sign(lena, operation)
    dana.sync()
    assert not dana.session.store.record("operation", operation).get("approved_by")
    assert dana.session.store.record("note", note)["text"] == "A blue van"  # what needs no role arrived


def test_who_becomes_a_supervisor_signs_after_the_next_sync(town: Town):
    dana, lena = town.enrol("dana"), town.enrol("lena")
    operation = save_record(lena.session, "operation", {"name": "Amber"})
    for seat in (lena, dana):
        seat.sync()
    with pytest.raises(Refused, match="SUPERVISOR_NEEDED"):
        sign(dana, operation)
    town.hq.accounts.change_role("dana", Role.SUPERVISOR, "admin")
    dana.sync()
    assert dana.session.role is Role.SUPERVISOR
    sign(dana, operation)
    dana.sync()
    assert list(quarantined(dana.session.store)) == []
    lena.sync()
    assert lena.session.store.record("operation", operation)["approved_by"] == dana.session.profile.name


def test_role_that_this_version_does_not_know_changes_nothing(town: Town):
    dana = town.enrol("dana")
    dana.sync()
    dana.session.store.set_meta("role", "commander")
    dana.link._settle(0)
    assert dana.session.role is Role.DETECTIVE
