"""What each verb comes to at an open laptop: the act that the window itself would do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from fieldapp.actions.age_evidence import state_age
from fieldapp.actions.capture import finalise_record, record_as_recovery, save_record, void_record
from fieldapp.actions.caseload import reassign
from fieldapp.actions.conflict import load_clashes, resolve_clash
from fieldapp.actions.custody import answer_transfer, hand_over, settle_transfer, take_over
from fieldapp.actions.operation import release_notice, take_step
from fieldapp.actions.operation_check_in import mark
from fieldapp.actions.operation_help import ask_for_help, open_help, take_help_back
from fieldapp.actions.operation_notice import note_given
from fieldapp.actions.session import Session
from fieldapp.demo.act import Act, Verb
from fieldapp.demo.reviewed import go_through_inbox, mend_returned
from fieldapp.demo.screened import close_screening, screen
from fieldapp.domain.problems import Refused

Deed = Callable[[Session, Act], object]

_FORBIDDEN: Final = "ARREST_MINOR_PROSTITUTION"
_PAPERS: Final = "Papers that came later"


class StoryError(Exception):
    """The program did not do what the story says it does: a bug of the program or of the story."""


def _finalise(session: Session, act: Act) -> None:
    if act.record_type == "screening":
        close_screening(session, act.record_id, act.values)
    else:
        finalise_record(session, act.record_type, act.record_id)


def _settle(session: Session, act: Act) -> None:
    for clash in load_clashes(session):
        if clash.record_id == act.record_id and clash.field in act.values:
            resolve_clash(session, clash, act.values[clash.field], act.reason or "")


def _charge_minor(session: Session, act: Act) -> None:
    try:
        save_record(session, "charge", act.values)
    except Refused as error:
        if [problem.code for problem in error.problems] != [_FORBIDDEN]:
            raise
    else:
        msg = "a minor was charged with selling, and nothing stopped it"
        raise StoryError(msg)
    row = session.store.load("arrest", act.record_id)
    record_as_recovery(session, act.record_id, row.state.values if row else {})


def _take_back_help(session: Session, act: Act) -> None:
    for call in open_help(session, act.record_id):
        take_help_back(session, call.record_id, act.reason or "")


def _pass(session: Session, act: Act) -> None:
    facts = {**act.values}
    other, purpose = str(facts.pop("other")), str(facts.pop("purpose"))
    pass_on = hand_over if act.verb is Verb.HAND_OVER else take_over
    pass_on(session, act.record_id, other, purpose, **facts)


def _state_age(session: Session, act: Act) -> None:
    said = {"basis": act.values["age_basis"], "born_on": act.values["born_on"], "source": _PAPERS}
    state_age(session, act.record_id, said, turns_arrests=True)


def _reassign(session: Session, act: Act) -> None:
    owners = act.values["owners"]
    names = [str(owner) for owner in owners] if isinstance(owners, list) else []
    reassign(session, str(act.values["who"]), names, act.reason or "")


DEEDS: Final[Mapping[Verb, Deed]] = {
    Verb.SAVE: lambda s, a: save_record(s, a.record_type, a.values, record_id=a.record_id, reason=a.reason),
    Verb.SCREEN: lambda s, a: screen(s, a.record_id, a.values),
    Verb.FINALISE: _finalise,
    Verb.VOID: lambda s, a: void_record(s, a.record_type, a.record_id, a.reason or ""),
    Verb.SETTLE: _settle,
    Verb.CHARGE_MINOR: _charge_minor,
    Verb.CORRECT_AGE: _state_age,
    Verb.STEP: lambda s, a: take_step(s, a.record_id, str(a.values["status"]), reason=a.reason or ""),
    Verb.GIVE_NOTICE: lambda s, a: note_given(s, a.record_id, a.reason or ""),
    Verb.RELEASE_NOTICE: lambda s, a: release_notice(s, a.record_id),
    Verb.MARK: lambda s, a: mark(s, a.record_id, str(a.values["act"])),
    Verb.HELP: lambda s, a: ask_for_help(s, a.record_id, str(a.values["member"])),
    Verb.FALSE_ALARM: _take_back_help,
    Verb.HAND_OVER: _pass,
    Verb.TAKE_OVER: _pass,
    Verb.ANSWER: lambda s, a: answer_transfer(s, a.record_id, denied_because=a.reason),
    Verb.SETTLE_TRANSFER: lambda s, a: settle_transfer(
        s, a.record_id, counts=a.values["counts"] is True, comment=a.reason or ""
    ),
    Verb.REVIEW: lambda s, _a: go_through_inbox(s),
    Verb.MEND: lambda s, _a: mend_returned(s),
    Verb.REASSIGN: _reassign,
}
