"""What could not be saved is kept over a lock, once."""

from __future__ import annotations

from pathlib import Path

from fieldapp.actions.typed import Typed, keep_typed, take_typed
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import PASSPHRASE, a_laptop, a_session


def test_typed_text_survives_a_lock_and_is_given_back_once(tmp_path: Path, clock: FakeClock) -> None:
    session = a_session(tmp_path, clock)
    keep_typed(session, "recovery", None, Typed({"first_contact_at": "yester"}, "first_contact_at"))
    session.close()
    session = a_laptop(tmp_path, clock).unlock(PASSPHRASE)
    assert take_typed(session, "recovery", "other") == Typed()
    assert take_typed(session, "recovery", None) == Typed({"first_contact_at": "yester"}, "first_contact_at")
    assert take_typed(session, "recovery", None) == Typed()
    session.close()
