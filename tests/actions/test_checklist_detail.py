"""One checklist as it is looked at: who may do what, what would come of installing a package, drafts put right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fieldapp.actions.checklist import (
    count_refused,
    install_draft,
    list_checklists,
    replace_draft,
    submit_for_publication,
    take_back,
    withdraw,
)
from fieldapp.actions.checklist_detail import foresee_install, load_detail
from fieldapp.actions.profile import write_profile
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.domain.problems import Refused
from fieldapp.forms.package import Licence, Package
from fieldapp.records.seed import agency_id
from tests.actions.test_checklist_action import KEY, publish
from tests.fakes.checklist import a_package
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import a_session

Open = Callable[..., Session]


@pytest.fixture
def open_laptop(tmp_path: Path, clock: FakeClock) -> Iterator[Open]:
    """Open a fresh laptop for a role; it knows headquarters' key."""
    opened: list[Session] = []

    def make(role: Role = Role.SUPERVISOR, **kwargs: str) -> Session:
        session = a_session(tmp_path / str(len(opened)), clock, role, **kwargs)
        session.profile = replace(session.profile, hq_public_key=KEY.public_key().public_bytes_raw().hex())
        write_profile(session.store, session.profile)
        opened.append(session)
        return session

    yield make
    for session in opened:
        session.close()


def acts(session: Session, package: Package) -> frozenset[str]:
    detail = load_detail(session, package.sha256)
    assert detail is not None
    return detail.acts


def statuses(session: Session) -> list[tuple[str, str]]:
    return [(head.version, head.status) for head in list_checklists(session) if head.form_id == "demo_small"]


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.SUPERVISOR, {"preview", "start", "withdraw", "hand_in", "copy"}),
        (Role.DETECTIVE, {"preview", "start", "withdraw", "copy"}),
        (Role.ADVOCATE, {"preview", "start", "withdraw", "copy"}),
        (Role.ADMINISTRATOR, {"preview", "withdraw", "hand_in", "copy"}),
    ],
)
def test_what_may_be_done_with_a_draft_goes_by_the_role(open_laptop: Open, role: Role, may: set[str]):
    agency = agency_id("CAST") if role is Role.ADVOCATE else agency_id("LASD")
    session, package = open_laptop(role, agency=agency), a_package(workbook=b"a workbook")
    install_draft(session, package)
    assert acts(session, package) == may


def test_published_checklist_is_taken_out_of_use_by_a_supervisor_only(open_laptop: Open):
    for role, may in ((Role.SUPERVISOR, True), (Role.DEPUTY, False)):
        session, package = open_laptop(role), a_package()
        record_id = install_draft(session, package)
        publish(session, record_id, package)
        assert ("withdraw" in acts(session, package)) is may
        if not may:
            with pytest.raises(Refused, match="CHECKLIST_NOT_YOURS"):
                withdraw(session, record_id, "Replaced")


def test_one_that_is_licensed_to_an_agency_is_not_given_out_as_a_workbook(open_laptop: Open):
    session = open_laptop()
    package = a_package(workbook=b"a workbook", licence=Licence("Holder", "By permission", "P-7", agency="LASD"))
    install_draft(session, package)
    assert "copy" not in acts(session, package)


def test_what_was_handed_in_can_be_taken_back(open_laptop: Open):
    session, package = open_laptop(), a_package()
    record_id = install_draft(session, package)
    submit_for_publication(session, record_id)
    assert "take_back" in acts(session, package)
    take_back(session, record_id)
    assert statuses(session) == [("1", "draft")]
    assert "hand_in" in acts(session, package)


def test_detail_says_who_brought_it_and_how_often_it_was_used(open_laptop: Open):
    session, package = open_laptop(), a_package()
    install_draft(session, package)
    detail = load_detail(session, package.sha256)
    assert detail is not None
    assert (detail.imported_by, detail.screenings, detail.problem) == ("Dana Alvarez", 0, None)
    assert "Sheriff" in detail.agency
    assert load_detail(session, "0" * 64) is None


def test_package_that_cannot_be_shown_says_why(open_laptop: Open):
    session, package = open_laptop(), a_package()
    install_draft(session, package)
    session.packages.clear()
    session.store.connection.exec_driver_sql("UPDATE checklist_part SET content = 'QUJD'")
    detail = load_detail(session, package.sha256)
    assert detail is not None
    assert detail.package is None
    assert detail.problem is not None
    assert detail.problem.code == "CHECKLIST_DAMAGED"
    assert "preview" not in detail.acts


def test_corrected_draft_takes_the_place_of_the_one_before(open_laptop: Open):
    session, corrected = open_laptop(), a_package(converter="corrected")
    install_draft(session, a_package())
    outlook = foresee_install(session, corrected)
    assert outlook.problem is not None
    assert (outlook.problem.code, outlook.replaces) == ("CHECKLIST_VERSION_TAKEN", True)
    replace_draft(session, corrected)
    assert sorted(statuses(session)) == [("1", "draft"), ("1", "withdrawn")]
    assert foresee_install(session, corrected).installed == "draft"


def test_what_waits_for_headquarters_is_not_replaced(open_laptop: Open):
    session = open_laptop()
    submit_for_publication(session, install_draft(session, a_package()))
    corrected = a_package(converter="corrected")
    assert not foresee_install(session, corrected).replaces
    with pytest.raises(Refused, match="CHECKLIST_NOT_A_DRAFT"):
        replace_draft(session, corrected)
    assert statuses(session) == [("1", "submitted")]


def test_draft_that_was_withdrawn_becomes_one_again_when_it_is_brought_in_again(open_laptop: Open):
    session, package = open_laptop(), a_package()
    record_id = install_draft(session, package)
    withdraw(session, record_id, "Not yet")
    assert install_draft(session, package) == record_id
    assert statuses(session) == [("1", "draft")]


def test_published_one_that_was_withdrawn_stays_so(open_laptop: Open):
    session, package = open_laptop(), a_package()
    record_id = install_draft(session, package)
    publish(session, record_id, package)
    withdraw(session, record_id, "A question was wrong")
    assert install_draft(session, package) == record_id
    assert statuses(session) == [("1", "withdrawn")]
    with pytest.raises(Refused, match="CHECKLIST_VERSION_TAKEN"):
        install_draft(session, a_package(converter="corrected"))


@pytest.mark.parametrize(("version", "newest"), [("1.9", "1.10"), ("1.10.1", ""), ("2", "")])
def test_version_that_headquarters_would_refuse_is_foreseen(open_laptop: Open, version: str, newest: str):
    session, package = open_laptop(), a_package("1.10")
    publish(session, install_draft(session, package), package)
    assert foresee_install(session, a_package(version)).newest == newest


def test_refused_ones_are_counted_for_those_who_can_put_them_right(open_laptop: Open):
    session = open_laptop()
    for version, agency in (("1", agency_id("LASD")), ("2", agency_id("CAST"))):
        record_id = install_draft(session, a_package(version))
        values = {"status": "refused", "refusal": "No permission", "agency": agency}
        session.store.save(session.author, "checklist", values, record_id=record_id)
    assert count_refused(session) == 1
