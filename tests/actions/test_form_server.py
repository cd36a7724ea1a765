"""What comes from a form server and what leaves for it, before any wire."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.actions.form_server import (
    disable_form_server,
    enable_form_server,
    find_form_server,
    note_submission,
    package_of_form,
    prepare_submission,
    register_submission,
    require_form_server,
)
from fieldapp.actions.history import load_history
from fieldapp.actions.screening_attachment import attach_file
from fieldapp.actions.screening_close import finalise_screening
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.forms.package import Licence
from tests.fakes.checklist import a_package, an_xform
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import a_session
from tests.fakes.publication import endless
from tests.fakes.refusal import codes
from tests.fakes.screened import a_screening, answer

FEW = {"/data/moves": "yes", "/data/papers": "no"}
FREE = Licence("County", "Free within the county")
URL = "https://forms.example.org/v1/key/secret/projects/1"


@pytest.fixture
def session(tmp_path: Path, clock: FakeClock) -> Iterator[Session]:
    """A supervisor's fresh laptop."""
    made = a_session(tmp_path, clock, Role.SUPERVISOR)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("xml", "licence", "code"),
    [
        (an_xform().encode(), Licence("", ""), "LICENCE_MISSING"),
        (an_xform().encode(), Licence("County", " "), "LICENCE_MISSING"),
        (b"\xff\xfe\x00", FREE, "FORM_UNREADABLE"),
        (b"<html/>", FREE, "FORM_UNREADABLE"),
        (b"<!DOCTYPE a [<!ENTITY e 'x'>]>" + an_xform().encode(), FREE, "FORM_UNREADABLE"),
        (an_xform().replace(' version="1"', "").encode(), FREE, "FORM_UNVERSIONED"),
        (b"<a>" * 100_000, FREE, "FORM_UNREADABLE"),
        (endless().xform.encode(), FREE, "FORM_TOO_SLOW"),
    ],
    ids=["no licence", "blank terms", "no text", "no form", "entities", "no version", "deep", "endless"],
)
def test_form_that_cannot_be_taken_is_refused(xml: bytes, licence: Licence, code: str) -> None:
    assert codes(package_of_form, xml, {}, licence, longest_s=0.3) == [code]


def test_form_that_can_is_a_package_without_points() -> None:
    package = package_of_form(b"\xef\xbb\xbf" + an_xform().encode(), {"a.csv": b"x"}, FREE)
    assert (package.form_id, package.version, package.media) == ("demo_small", "1", {"a.csv": b"x"})
    assert not package.scale.items
    assert not package.duties


def test_server_is_off_until_a_supervisor_allows_it_and_its_key_is_never_shown(
    session: Session, tmp_path: Path, clock: FakeClock
) -> None:
    assert codes(require_form_server, session) == ["FORM_SERVER_OFF"]
    enable_form_server(session, f"{URL}/")
    server = require_form_server(session)
    assert (server.url, server.enabled_by) == (URL, "alvarez")
    assert "secret" not in repr(server)
    disable_form_server(session)
    assert find_form_server(session) is None
    for role in (Role.DEPUTY, Role.DETECTIVE, Role.ADVOCATE, Role.ANALYST):
        other = a_session(tmp_path / role.value, clock, role)
        assert codes(enable_form_server, other, URL) == ["FORM_SERVER_NOT_YOURS"]
        other.close()


def test_only_what_is_final_and_nobodys_own_leaves_and_the_same_bytes_each_time(
    session: Session, clock: FakeClock
) -> None:
    screening_id = a_screening(session)
    answer(session, screening_id, FEW)
    assert codes(prepare_submission, session, screening_id) == ["SCREENING_NOT_FINAL"]
    finalise_screening(session, screening_id)
    first = prepare_submission(session, screening_id)
    assert not first.is_sent
    register_submission(session, first, "forms.example.org")
    note_submission(session, first)
    clock.advance(400 * 86_400)
    again = prepare_submission(session, screening_id)
    assert again.xml == first.xml
    assert again.is_sent
    acts = load_history(session, "screening", screening_id)
    assert any(first.sha256 in (act.reason or "") and "forms.example.org" in (act.reason or "") for act in acts)
    own = a_screening(session, a_package("2", licence=Licence("Institute", "By agreement", "MOU 7", agency="LASD")))
    answer(session, own, FEW)
    finalise_screening(session, own)
    assert codes(prepare_submission, session, own) == ["CHECKLIST_STAYS_HERE"]


def test_file_that_no_answer_names_stays_here(session: Session) -> None:
    screening_id = a_screening(session)
    attach_file(session, screening_id, "/data/remarks", "seen.txt", "text/plain", b"a tattoo")
    attach_file(session, screening_id, "/data/remarks", "other.txt", "text/plain", b"something else")
    answer(session, screening_id, {**FEW, "/data/remarks": "seen.txt"})
    finalise_screening(session, screening_id)
    outgoing = prepare_submission(session, screening_id)
    assert [(file.name, data) for file, data in outgoing.files] == [("seen.txt", b"a tattoo")]
