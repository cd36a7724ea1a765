"""A file that answers a question travels with its screening and arrives whole, also once that is locked."""

from __future__ import annotations

from fieldapp.actions.attachment import load_attachment
from fieldapp.actions.screening_attachment import attach_file, list_attachments
from fieldapp.actions.screening_close import finalise_screening
from fieldapp.actions.screening_duty import close_duty, fire_duties
from tests.fakes.screened import a_screening, answer
from tests.hostile.town import Seat, meet

CONTENT = bytes(range(256)) * 4_000


def test_file_of_a_locked_screening_is_whole_on_another_laptop(dana: Seat, eli: Seat):
    screening_id = a_screening(dana.session)
    answer(dana.session, screening_id, {"/data/moves": "yes", "/data/papers": "no", "/data/debt": "no"})
    attach_file(dana.session, screening_id, "/data/remarks", "scene.jpg", "image/jpeg", CONTENT)
    for duty in fire_duties(dana.session, screening_id):
        close_duty(dana.session, duty.task_id)
    finalise_screening(dana.session, screening_id)
    meet(dana, eli)
    (file,) = list_attachments(eli.session, screening_id)
    assert (file.name, file.size_bytes) == ("scene.jpg", len(CONTENT))
    assert load_attachment(eli.session, file.attachment_id) == CONTENT
    assert eli.session.store.record("screening", screening_id)["state"] == "final"
