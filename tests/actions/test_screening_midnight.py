"""What day it is: a draft lives with the clock, a final screening stands at its end for ever."""

from __future__ import annotations

from fieldapp.actions.screening import open_screening
from fieldapp.actions.screening_close import finalise_screening, note_disclosure
from fieldapp.actions.screening_duty import close_duty, list_duties
from fieldapp.actions.screening_export import export_submission
from fieldapp.forms.package import Package
from tests.fakes.checklist import a_package, an_xform
from tests.fakes.clock import FakeClock
from tests.fakes.screened import a_screening, answer
from tests.hostile.town import Seat, Town

FEW = {"/data/moves": "yes", "/data/papers": "no"}
DAY = 86_400


def dated() -> Package:
    """A checklist with the day worked out, shown in the remarks, and saved to the screening."""
    xform = an_xform().replace(
        'nodeset="/data/remarks" type="string"', 'nodeset="/data/remarks" type="string" calculate="string(today())"'
    )
    return a_package(xform=xform)


def day_of(seat: Seat, screening_id: str) -> str:
    item = open_screening(seat.session, screening_id).run().find("/data/remarks")
    assert item is not None
    return item.value


def test_today_moves_on_in_a_draft_at_midnight_and_stands_in_a_final_screening(
    town: Town, dana: Seat, clock: FakeClock
) -> None:
    screening_id = a_screening(dana.session, dated())
    running = open_screening(dana.session, screening_id).run()
    item = running.find("/data/remarks")
    first = item.value
    clock.advance(DAY)
    changes = running.revalidate()
    assert item in changes.values
    assert item.value > first
    answer(dana.session, screening_id, FEW)
    finalise_screening(dana.session, screening_id)
    ended, sent = day_of(dana, screening_id), export_submission(dana.session, screening_id)
    assert dana.session.store.record("screening", screening_id)["observations"] == ended
    clock.advance(400 * DAY)
    assert day_of(dana, screening_id) == ended
    assert export_submission(dana.session, screening_id) == sent


def test_screening_stopped_before_midnight_and_finished_after_it_is_reckoned_for_when_it_stopped(
    town: Town, dana: Seat, clock: FakeClock
) -> None:
    screening_id = a_screening(dana.session, dated())
    answer(dana.session, screening_id, FEW)
    stopped = day_of(dana, screening_id)
    stopped_at = dana.session.store.record("screening", screening_id)["started_at"]
    dana.session.store.save(dana.session.author, "screening", {"stopped_at": stopped_at}, record_id=screening_id)
    clock.advance(DAY)
    finalise_screening(dana.session, screening_id)
    assert dana.session.store.record("screening", screening_id)["observations"] == stopped
    dana.sync()
    assert town.hq.rescorer.findings() == []


def test_reckoning_at_headquarters_days_later_agrees(town: Town, dana: Seat, clock: FakeClock) -> None:
    screening_id = a_screening(dana.session, dated())
    answer(dana.session, screening_id, FEW)
    finalise_screening(dana.session, screening_id)
    clock.advance(30 * DAY)
    dana.sync()
    assert town.hq.rescorer.findings() == []


def test_disclosure_before_the_first_answer_is_reckoned_the_same_at_both_ends(town: Town, dana: Seat) -> None:
    package = a_package(
        xform=an_xform().replace("<moves/><papers/>", "<moves>no</moves><papers>yes</papers>"),
    )
    screening_id = a_screening(dana.session, package)
    note_disclosure(dana.session, screening_id, "He keeps my phone")
    for duty in list_duties(dana.session, screening_id):
        close_duty(dana.session, duty.task_id)
    finalise_screening(dana.session, screening_id)
    dana.sync()
    assert town.hq.rescorer.findings() == []
