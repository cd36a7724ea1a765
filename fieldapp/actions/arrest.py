"""What is done about arrests: the refusal of a minor's arrest goes into the journal, as the attempt it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fieldapp.actions.session import Session
from fieldapp.domain.change import ACCESS
from fieldapp.domain.problems import Refused
from fieldapp.domain.wire import Json
from fieldapp.rules.offence import find

MINOR_RULES: Final = frozenset({"ARREST_MINOR_PROSTITUTION", "CHARGE_UNKNOWN_FOR_MINOR"})


def note_refusal(
    session: Session, record_type: str, record_id: str | None, values: Mapping[str, Json], refusal: Refused
) -> None:
    """Write into the history of an arrest (or person) that a charge on a minor was refused, and which (rule N2).

    Nothing is written for other refusals, nor where there is no record yet that could carry the line.
    """
    code = next((problem.code for problem in refusal.problems if problem.code in MINOR_RULES), None)
    about, key = ("arrest", values.get("arrest")) if record_type == "charge" else (record_type, record_id)
    if record_type == "charge" and key is None and record_id is not None:
        key = (session.store.record("charge", record_id) or {}).get("arrest")
    if code is None or not key or session.store.load(about, str(key)) is None:
        return
    offence = find(str(values.get("offence")))
    words = f"Refused: {code}" + (f", {offence.statute}" if offence else "")
    session.store.save(session.author, about, {}, record_id=str(key), kind=ACCESS, reason=words)
