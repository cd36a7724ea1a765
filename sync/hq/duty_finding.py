"""The duties of a final screening: were those raised that its result brings, and who agreed that one is not done?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from fieldapp.domain.access import POLICE
from fieldapp.domain.wire import Json
from fieldapp.forms.package import DutyRule
from fieldapp.rules.screening_guard import NOT_DONE, duty_id, is_closed
from sync.hq.account import find_member
from sync.hq.database import Database, Transaction
from sync.hq.judge import PUBLISHERS

_OPEN = "open"


@dataclass(frozen=True, repr=False)
class Standing:
    """How a duty stands. ``is_confirmed``: a supervisor's own hand wrote who agreed that it is not done."""

    task: Mapping[str, Json]
    is_confirmed: bool


def load_duties(work: Transaction, database: Database, screening_id: str) -> dict[str, Standing]:
    """Return the duties of a screening by their code, those alone whose task is that duty's."""
    found = work.rows(
        "SELECT id FROM task WHERE workspace = ? AND screening = ? AND voided = 0", work.workspace, screening_id
    )
    rows = database.projection.load(work.connection, "task", [row[0] for row in found])
    duties = {}
    for task_id, row in rows.items():
        code = str(row.state.values.get("duty") or "")
        if code and task_id == duty_id(screening_id, code):
            heads = row.state.candidates("approved_by")
            authors = [member for head in heads if (member := find_member(work, head.origin.author)) is not None]
            # Who is whose supervisor inside a partner agency is not known here: there its own word counts.
            is_confirmed = row.state.zone != POLICE or any(member.role in PUBLISHERS for member in authors)
            duties[code] = Standing(row.state.values, is_confirmed)
    return duties


def duty_findings(rules: Iterable[DutyRule], duties: Mapping[str, Standing]) -> Iterator[tuple[str, str, str]]:
    """Yield (field, said, computed) of each duty that is missing, open, or closed on a word that nobody confirmed."""
    for code in dict.fromkeys(rule.duty for rule in rules):
        if code not in duties:
            yield f"duty.{code}", "not raised", "due"
    for code, standing in sorted(duties.items()):
        status = str(standing.task.get("status") or "")
        if not is_closed(standing.task):
            yield f"duty.{code}", status, _OPEN
        elif status == NOT_DONE and not standing.is_confirmed:
            yield f"duty.{code}", str(standing.task.get("not_done_reason")), "not confirmed"
