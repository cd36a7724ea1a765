"""Checklists on a laptop: listed, installed as drafts, verified before use, out of use when withdrawn."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldapp.actions import checklist_head
from fieldapp.actions.checklist import (
    find_checklist,
    install_draft,
    list_checklists,
    load_package,
    submit_for_publication,
    withdraw,
)
from fieldapp.actions.profile import write_profile
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.domain.problems import Refused
from fieldapp.forms.package import Licence, Package, Use, publication_statement, version_order
from fieldapp.records.seed import agency_id
from tests.fakes.checklist import FORM_ID, a_package
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import a_session

KEY = Ed25519PrivateKey.from_private_bytes(b"q" * 32)


@pytest.fixture
def session(tmp_path: Path, clock: FakeClock) -> Iterator[Session]:
    """A supervisor's fresh laptop that knows headquarters' key."""
    made = a_session(tmp_path, clock, Role.SUPERVISOR)
    made.profile = replace(made.profile, hq_public_key=KEY.public_key().public_bytes_raw().hex())
    write_profile(made.store, made.profile)
    yield made
    made.close()


def publish(session: Session, record_id: str, package: Package, key: Ed25519PrivateKey = KEY) -> None:
    """Do as headquarters does: sign the checklist and give it to everybody."""
    statement = publication_statement(package.form_id, package.version, package.sha256, package.licence.agency)
    values = {"status": "published", "signature": key.sign(statement).hex(), "published_at": "2026-01-02T03:04:05.678Z"}
    session.store.save(session.author, "checklist", {**values, "agency": None}, record_id=record_id)
    session.packages.clear()


def refusal(act, *arguments) -> str:
    with pytest.raises(Refused) as caught:
        act(*arguments)
    return caught.value.problems[0].code


def heads(session: Session, form_id: str = FORM_ID):
    return [head for head in list_checklists(session) if head.form_id == form_id]


def test_draft_is_installed_in_parts_listed_and_comes_back_byte_for_byte(session: Session):
    package = a_package(workbook=os.urandom(150_000))
    record_id = install_draft(session, package)
    [head] = heads(session)
    assert (head.status, head.is_usable, head.is_newest, head.record_id) == ("draft", True, True, record_id)
    assert head.languages == ("English (en)", "Español (es)")
    assert head.questions == 6
    assert len(session.store.linked("checklist_part", "checklist", record_id)) > 2
    session.packages.clear()
    assert load_package(session, package.sha256).content == package.content


def test_same_package_is_installed_once(session: Session):
    assert install_draft(session, a_package()) == install_draft(session, a_package())
    assert len(heads(session)) == 1


def test_other_content_under_a_version_that_is_taken_is_refused(session: Session):
    install_draft(session, a_package())
    assert refusal(install_draft, session, a_package(converter="other")) == "CHECKLIST_VERSION_TAKEN"


def test_newest_usable_version_stands_first_and_is_marked(session: Session):
    for version in ("1.9", "1.10", "1.2"):
        install_draft(session, a_package(version))
    assert [head.version for head in heads(session)] == ["1.10", "1.9", "1.2"]
    assert [head.is_newest for head in heads(session)] == [True, False, False]
    newest = heads(session)[0]
    withdraw(session, str(newest.record_id), "A question was wrong")
    assert [(head.version, head.is_newest) for head in heads(session)][:2] == [("1.10", False), ("1.9", True)]


def test_versions_are_ordered_as_people_count():
    versions = ["2026.10", "1", "1.10", "1.9", "1.9b", "10", "2"]
    assert sorted(versions, key=version_order) == ["1", "1.9", "1.9b", "1.10", "2", "10", "2026.10"]


def test_published_checklist_needs_headquarters_signature(session: Session):
    package = a_package()
    record_id = install_draft(session, package)
    publish(session, record_id, package)
    assert heads(session)[0].is_usable
    assert load_package(session, package.sha256).sha256 == package.sha256


def test_signature_of_another_key_is_refused(session: Session):
    package = a_package()
    record_id = install_draft(session, package)
    publish(session, record_id, package, Ed25519PrivateKey.generate())
    assert heads(session)[0].why_not == "CHECKLIST_UNSIGNED"
    assert refusal(load_package, session, package.sha256) == "CHECKLIST_UNSIGNED"


def test_checklist_with_a_part_missing_is_not_usable_and_says_so(session: Session):
    package = a_package(workbook=os.urandom(150_000))
    record_id = install_draft(session, package)
    session.packages.clear()
    session.store.connection.exec_driver_sql("DELETE FROM checklist_part WHERE number = 1")
    assert heads(session)[0].why_not == "CHECKLIST_INCOMPLETE"
    assert refusal(load_package, session, package.sha256) == "CHECKLIST_INCOMPLETE"
    assert record_id


@pytest.mark.parametrize("content", ["QUJD", "not base64!", ""])
def test_package_whose_content_is_not_its_name_is_refused(session: Session, content: str):
    package = a_package()
    install_draft(session, package)
    session.packages.clear()
    session.store.connection.exec_driver_sql("UPDATE checklist_part SET content = ?", (content,))
    assert refusal(load_package, session, package.sha256) == "CHECKLIST_DAMAGED"


def test_record_that_claims_another_version_than_its_package_is_refused(session: Session):
    package = a_package()
    install_draft(session, package)
    session.packages.clear()
    session.store.connection.exec_driver_sql("UPDATE checklist SET version = '99'")
    assert refusal(load_package, session, package.sha256) == "CHECKLIST_DAMAGED"


def test_withdrawn_checklist_is_not_for_new_screenings_but_still_opens(session: Session):
    package = a_package()
    record_id = install_draft(session, package)
    assert refusal(withdraw, session, record_id, " ") == "REASON_REQUIRED"
    withdraw(session, record_id, "Replaced")
    assert heads(session)[0].why_not == "CHECKLIST_WITHDRAWN"
    session.packages.clear()
    assert load_package(session, package.sha256).sha256 == package.sha256


def test_refused_checklist_says_why(session: Session):
    record_id = install_draft(session, a_package())
    session.store.save(
        session.author, "checklist", {"status": "refused", "refusal": "No permission"}, record_id=record_id
    )
    [head] = heads(session)
    assert (head.why_not, head.refusal) == ("CHECKLIST_REFUSED", "No permission")


def test_draft_of_another_agency_and_a_checklist_of_another_agency_are_seen_not_used(session: Session):
    record_id = install_draft(session, a_package())
    other = agency_id("CAST")
    session.store.save(session.author, "checklist", {"agency": other}, record_id=record_id)
    assert heads(session)[0].why_not == "CHECKLIST_DRAFT_ELSEWHERE"
    licensed = a_package("2", licence=Licence("Somebody", "By permission", agency="CAST"))
    assert refusal(install_draft, session, licensed) == "CHECKLIST_OTHER_AGENCY"
    unknown = a_package("2", licence=Licence("Somebody", "By permission", agency="NOBODY"))
    assert refusal(install_draft, session, unknown) == "CHECKLIST_AGENCY_UNKNOWN"


def test_checklist_for_other_roles_says_so(session: Session):
    install_draft(session, a_package(use=Use(roles=("advocate",))))
    assert heads(session)[0].why_not == "CHECKLIST_ROLE"


def test_draft_is_handed_in_once_by_a_supervisor(session: Session):
    record_id = install_draft(session, a_package())
    submit_for_publication(session, record_id)
    assert heads(session)[0].status == "submitted"
    assert refusal(submit_for_publication, session, record_id) == "CHECKLIST_NOT_A_DRAFT"


def test_detective_brings_a_draft_but_does_not_hand_it_in(tmp_path: Path, clock: FakeClock):
    session = a_session(tmp_path / "detective", clock)
    record_id = install_draft(session, a_package())
    assert heads(session)[0].is_usable
    assert refusal(submit_for_publication, session, record_id) == "CHECKLIST_NOT_YOURS"
    session.close()


def test_bundled_checklist_is_listed_without_a_record_and_its_version_is_taken(
    session: Session, monkeypatch: pytest.MonkeyPatch
):
    bundled = a_package("3")
    monkeypatch.setattr(checklist_head, "bundled_packages", lambda: {bundled.sha256: bundled})
    monkeypatch.setattr("fieldapp.actions.checklist.bundled_packages", lambda: {bundled.sha256: bundled})
    [head] = heads(session)
    assert (head.status, head.record_id, head.is_usable) == ("bundled", None, True)
    assert load_package(session, bundled.sha256) is bundled
    assert refusal(install_draft, session, a_package("3", converter="x")) == "CHECKLIST_VERSION_TAKEN"
    install_draft(session, a_package("4"))
    assert [head.version for head in heads(session)] == ["4", "3"]


def test_unknown_checklist_is_not_found(session: Session):
    assert find_checklist(session, "0" * 64) is None
    assert refusal(load_package, session, "0" * 64) == "CHECKLIST_MISSING"
