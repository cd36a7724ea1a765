"""This laptop in words."""

from __future__ import annotations

import re
from pathlib import Path

from fieldapp.actions.about import load_about
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import DEVICE, a_session
from tests.fakes.sample import fill_agencies


def test_laptop_names_its_agency_once_the_directory_is_here(tmp_path: Path, clock: FakeClock):
    session = a_session(tmp_path, clock)
    assert load_about(session).agency == session.profile.agency
    fill_agencies(session)
    about = load_about(session)
    assert "Sheriff" in about.agency
    assert (about.device, about.handle, about.role) == (DEVICE, "alvarez", "detective")
    session.close()


def test_fingerprint_can_be_read_out(tmp_path: Path, clock: FakeClock):
    session = a_session(tmp_path, clock)
    assert re.fullmatch(r"[0-9]{5}( [0-9]{5})+|[0-9]{5}(-[0-9]{5})+", load_about(session).fingerprint)
    session.close()
