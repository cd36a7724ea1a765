"""A screening by the bundled checklist of the statutory indicators, as somebody at the window goes through it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from fieldapp.actions.screening import keep_answers, open_screening, start_screening
from fieldapp.actions.screening_close import finalise_screening
from fieldapp.actions.screening_duty import close_duty, fire_duties
from fieldapp.actions.session import Session
from fieldapp.domain.wire import Json
from fieldapp.forms.bundle import load_bundled
from fieldapp.forms.item import OBSERVED
from fieldapp.forms.package import Package, version_order
from fieldapp.forms.summary import summarise
from fieldapp.records.screening import INDICATORS

AGE_GROUP: Final = "age_group"
_FORM: Final = "pc_236_2"
_AGE_PATH: Final = "/data/about/age_group"


def screen(session: Session, record_id: str, values: Mapping[str, Json]) -> None:
    """Begin a screening with the header in ``values`` and answer its questions: the age group, the indicators."""
    package = indicators()
    header = {name: value for name, value in values.items() if name not in {*INDICATORS, AGE_GROUP}}
    start_screening(session, package.sha256, header, record_id=record_id)
    running = open_screening(session, record_id).run()
    answers = {_AGE_PATH: values[AGE_GROUP]} | {path: values[name] for path, name in package.save_to.items()}
    for path, value in answers.items():
        item = running.find(path)
        if item is not None and value:
            changes = running.answer(item, str(value), OBSERVED)
            keep_answers(session, record_id, changes.stored, summarise(running, package).values)


def close_screening(session: Session, record_id: str, values: Mapping[str, Json]) -> None:
    """Do what the result asks for, and lock the screening. Raises Refused.

    Where ``values`` say why (``not_done``, and which supervisor was asked: ``asked``) the last of what is asked for
    that the law does not demand is left undone.
    """
    raised = fire_duties(session, record_id)
    reason, asked = str(values.get("not_done") or ""), str(values.get("asked") or "")
    left = next((duty.task_id for duty in reversed(raised) if reason and not duty.is_mandated), "")
    for duty in raised:
        if duty.task_id == left:
            close_duty(session, duty.task_id, is_done=False, reason=reason, asked=asked)
        else:
            close_duty(session, duty.task_id)
    finalise_screening(session, record_id)


@cache
def indicators() -> Package:
    """Return the newest bundled checklist of the statutory indicators."""
    found = [package for package in load_bundled().values() if package.form_id == _FORM]
    return max(found, key=lambda package: version_order(package.version))
