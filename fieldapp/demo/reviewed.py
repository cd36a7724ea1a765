"""A supervisor goes through what waits for review, and whoever gets something back mends it."""

from __future__ import annotations

from typing import Final

from fieldapp.actions.capture import finalise_record, save_record, unfinished_problems
from fieldapp.actions.clock import CHANGE, approve_change
from fieldapp.actions.review import CLOCK, FIRST, ForReview, load_inbox, load_returned, review_record
from fieldapp.actions.screening_duty import confirm_duty, list_duties
from fieldapp.actions.session import Session
from fieldapp.domain.wire import Json
from fieldapp.rules.review_guard import APPROVED, RETURNED
from fieldapp.rules.screening_guard import NOT_DONE

_RETURNED_EACH: Final = 17
# What is to be mended, and the field that the author mends, by the kind of record.
_COMMENTS: Final = {
    "arrest": ("Say which of the two phones was in whose hand", "narrative"),
    "recovery": ("Put the words about the sister in quotes, as they were said", "narrative"),
    "operation": ("Add what we do differently at the second door next time", "outcome"),
}
_MENDED: Final = "Added after the review, as asked."


def go_through_inbox(session: Session) -> None:
    """Approve what waits, oldest first; now and then one goes back with a comment.

    Of a screening on which something was not done, the reason is confirmed first.
    """
    for each in load_inbox(session):
        if each.why == CLOCK:
            _approve_clocks(session, each)
            continue
        if each.why == FIRST and _goes_back(session, each):
            comment, _ = _COMMENTS[each.record_type]
            review_record(session, each.record_type, each.record_id, RETURNED, comment)
            continue
        if each.record_type == "screening":
            _confirm(session, each.record_id)
        review_record(session, each.record_type, each.record_id, APPROVED)


def mend_returned(session: Session) -> None:
    """Mend what came back to whoever is here, and make it final again; what is in conflict waits.

    The last that came is not mended yet.
    """
    for each in load_returned(session)[1:]:
        row = session.store.load(each.record_type, each.record_id)
        if row is None or each.record_type not in _COMMENTS or row.state.conflicts:
            continue
        _, name = _COMMENTS[each.record_type]
        before = str(row.state.values.get(name) or "")
        mended: dict[str, Json] = {name: f"{before} {_MENDED}".strip()}
        save_record(session, each.record_type, mended, record_id=each.record_id, reason=each.comment)
        if not unfinished_problems(session, each.record_type, each.record_id, row.state.values):
            finalise_record(session, each.record_type, each.record_id)


def _goes_back(session: Session, each: ForReview) -> bool:
    row = session.store.load(each.record_type, each.record_id)
    is_sound = row is not None and not row.state.conflicts
    return is_sound and each.record_type in _COMMENTS and int(each.record_id[-4:], 16) % _RETURNED_EACH == 0


def _approve_clocks(session: Session, each: ForReview) -> None:
    for change in session.store.linked(CHANGE, each.record_type, each.record_id):
        if not change.get("approved_by"):
            approve_change(session, str(change["id"]))


def _confirm(session: Session, screening_id: str) -> None:
    for duty in list_duties(session, screening_id):
        if duty.status == NOT_DONE:
            confirm_duty(session, duty.task_id)
