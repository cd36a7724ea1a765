"""From a spreadsheet to headquarters: a row is changed, published, asked offline, and the result is checked."""

from __future__ import annotations

from fieldapp.actions.checklist import find_checklist, install_draft, load_package, submit_for_publication
from fieldapp.actions.exchange_status import load_refused
from fieldapp.actions.screening import open_screening, start_screening
from fieldapp.actions.screening_close import finalise_screening
from fieldapp.actions.screening_duty import close_duty, fire_duties
from fieldapp.actions.screening_version import find_newer_version, move_to_version
from fieldapp.domain.access import Role
from fieldapp.forms.package import Package
from fieldapp.forms.xlsform_import import import_workbook
from tests.fakes.sample import a_person
from tests.fakes.screened import HEADER, answer
from tests.forms.workbook import SETTINGS, SURVEY, a_workbook, sheets, with_row
from tests.hostile.town import Seat, Town


def imported(version: str, label: str) -> Package:
    """The checklist of the workbook with one label changed, as the importer makes it."""
    survey = with_row(SURVEY, 3, **{"label::English (en)": label})
    found = import_workbook(
        a_workbook(sheets(survey=survey, settings=with_row(SETTINGS, 2, version=version))), "c.xlsx"
    )
    assert found.package is not None, found.findings
    return found.package


def publish(seat: Seat, package: Package) -> None:
    submit_for_publication(seat.session, install_draft(seat.session, package))
    seat.sync()
    seat.sync()


def screen(seat: Seat, package: Package) -> str:
    person = a_person(seat.session, "Doe-2026-0131", estimated_age=15, age_basis="apparent")
    return start_screening(seat.session, package.sha256, {**HEADER, "person": person})


def test_changed_row_is_asked_on_a_laptop_and_its_result_checked_at_headquarters(town: Town) -> None:
    lena, dee = town.enrol("lena", Role.SUPERVISOR), town.enrol("dee", Role.DEPUTY)
    first = imported("2026.1", "Is harm seen?")
    publish(lena, first)
    dee.sync()
    begun = screen(dee, first)
    answer(dee.session, begun, {"/data/first/harm": "yes", "/data/first/times": "5"})

    second = imported("2026.2", "Is any harm seen?")
    publish(lena, second)
    dee.sync()
    assert find_checklist(dee.session, second.sha256).is_newest
    screening = open_screening(dee.session, begun)
    assert screening.package.version == "2026.1"
    assert find_newer_version(dee.session, screening).version == "2026.2"
    change = move_to_version(dee.session, begun, second.sha256)
    assert (change.dropped, change.invalid) == ((), ())

    running = open_screening(dee.session, begun).run()
    asked = running.find("/data/first/harm")
    assert running.words(asked.control.label, asked) == "Is any harm seen?"
    duties = fire_duties(dee.session, begun)
    assert [duty.duty for duty in duties] == ["advocate_call"]
    close_duty(dee.session, duties[0].task_id)
    finalise_screening(dee.session, begun)
    dee.sync()
    lena.sync()
    shown = lena.session.store.record("screening", begun)
    assert (shown["state"], shown["score"], shown["band"], shown["checklist_version"]) == ("final", 2, "some", "2026.2")
    assert shown["checklist_sha256"] == second.sha256
    assert town.hq.rescorer.findings() == []
    assert load_refused(dee.session) == load_refused(lena.session) == []


def test_screening_made_with_a_version_that_was_withdrawn_since_is_shown_as_it_was(town: Town) -> None:
    lena, dee = town.enrol("lena", Role.SUPERVISOR), town.enrol("dee", Role.DEPUTY)
    package = imported("2026.1", "Is harm seen?")
    publish(lena, package)
    dee.sync()
    screening_id = screen(dee, package)
    answer(dee.session, screening_id, {"/data/first/harm": "no"})
    finalise_screening(dee.session, screening_id)
    dee.sync()
    town.hq.publisher.withdraw("county_intake", "2026.1", "admin")
    lena.sync()
    for seat in (lena, dee):
        seat.sync()
        seat.session.packages.clear()
        assert find_checklist(seat.session, package.sha256).why_not == "CHECKLIST_WITHDRAWN"
        assert load_package(seat.session, package.sha256) == package
        item = open_screening(seat.session, screening_id).run().find("/data/first/harm")
        assert item.value == "no"
