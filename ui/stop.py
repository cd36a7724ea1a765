"""Where the tour of the window stops: a place, what is brought forward there, and the name of the picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

PICTURES: Final[Mapping[str, str]] = {
    "under_way": "SELECT id FROM operation WHERE status = 'active' AND voided = 0 ORDER BY starts_at DESC LIMIT 1",
    "to_approve": "SELECT id FROM operation WHERE status = 'reviewed' AND voided = 0 ORDER BY starts_at DESC LIMIT 1",
    "outreach": "SELECT id FROM operation WHERE places_visited > 0 AND voided = 0 ORDER BY starts_at DESC LIMIT 1",
    "child": "SELECT id FROM recovery WHERE estimated_age < 18 AND voided = 0 ORDER BY created_at DESC LIMIT 1",
    "stopped_clock": "SELECT recovery FROM clock_change WHERE kind = 'pause' AND voided = 0 "
    "ORDER BY created_at DESC LIMIT 1",
    "held_interview": "SELECT id FROM interview WHERE started_at IS NOT NULL AND voided = 0 "
    "ORDER BY started_at DESC LIMIT 1",
    "final_recovery": "SELECT id FROM recovery WHERE state = 'final' AND voided = 0 ORDER BY updated_at DESC LIMIT 1",
    "corrected": "SELECT p.id FROM person AS p JOIN recovery AS r ON r.person = p.id WHERE p.born_on IS NOT NULL "
    "AND p.estimated_age IS NOT NULL AND p.voided = 0 ORDER BY p.updated_at DESC LIMIT 1",
    "convicted": "SELECT c.arrest FROM charge AS c WHERE c.disposition IN ('plea', 'convicted') AND c.victim "
    "IS NOT NULL AND c.voided = 0 ORDER BY c.disposed_on DESC LIMIT 1",
    "unscreened": "SELECT id FROM arrest WHERE unscreened_reason IS NOT NULL AND voided = 0 "
    "ORDER BY created_at DESC LIMIT 1",
    "youth": "SELECT id FROM arrest WHERE nexus_reviewed = 1 AND voided = 0 ORDER BY approved_at DESC LIMIT 1",
    "returned_warrant": "SELECT id FROM search_warrant WHERE notice_delayed_until IS NOT NULL AND returned_at "
    "IS NOT NULL AND voided = 0 ORDER BY created_at DESC LIMIT 1",
    "disputed": "SELECT evidence_item FROM custody_transfer WHERE receiver_answer = 'denied' AND voided = 0 "
    "AND id NOT IN (SELECT record_id FROM review WHERE voided = 0) ORDER BY handed_at DESC LIMIT 1",
    "photographed": "SELECT record_id FROM attachment WHERE record_type = 'evidence_item' AND voided = 0 LIMIT 1",
    "told_of": "SELECT person FROM disclosure WHERE person IS NOT NULL AND voided = 0 ORDER BY at DESC LIMIT 1",
    "laboratory": "SELECT evidence_item FROM custody_transfer WHERE handed_by LIKE '%laboratory' AND voided = 0 "
    "ORDER BY handed_at DESC LIMIT 1",
}
"""Records that a picture is of, where it is not of the newest of its type: what finds their ids."""


@dataclass(frozen=True, kw_only=True)
class Stop:
    """One picture. A stop at "record" shows the record that ``of`` names: a key of ``PICTURES``, else a record type.

    ``tab`` is the text key of a tab of the right pane, ``down_to`` the object name of what is scrolled into sight,
    ``press`` that of a button which asks something; the question is put away again after the picture.
    """

    name: str
    place: str
    given: Mapping[str, object] = field(default_factory=dict)
    of: str = ""
    tab: str = ""
    down_to: str = ""
    press: str = ""

    @property
    def sql(self) -> str:
        """What finds the record of the picture; "" where it is of none."""
        if self.place != "record":
            return ""
        newest = f'SELECT id FROM "{self.of}" WHERE voided = 0 ORDER BY created_at DESC LIMIT 1'
        return PICTURES.get(self.of, newest)


def _record(name: str, record_type: str, of: str = "", *, focus: str = "", **more: str) -> Stop:
    given = {"record_type": record_type} | ({"focus": focus} if focus else {})
    return Stop(name=name, place="record", given=given, of=of or record_type, **more)


STOPS: Final = (
    Stop(name="board", place="board"),
    _record("operation", "operation", "under_way"),
    _record("operation-roster", "operation", "under_way", down_to="operation_roster"),
    _record("operation-notice", "operation", "under_way", down_to="operation_notice"),
    _record("operation-outreach", "operation", "outreach", focus="signs_posted"),
    _record("recovery", "recovery", "child"),
    _record("hand-off", "recovery", "child", press="sheet_handoff"),
    _record("clocks", "recovery", "stopped_clock", tab="clock.tab"),
    _record("recovery-responders", "responder"),
    _record("interview", "interview", "held_interview"),
    _record("person", "person", "corrected"),
    _record("age", "person", "corrected", down_to="age_card"),
    _record("files", "evidence_item", "photographed", down_to="record_files"),
    Stop(name="recoveries", place="people"),
    _record("arrest", "arrest", "convicted"),
    _record("court-packet", "arrest", "convicted", press="packet"),
    _record("arrest-unscreened", "arrest", "unscreened", focus="unscreened_reason"),
    _record("arrest-nexus", "arrest", "youth", down_to="nexus_card"),
    _record("what-left", "person", "told_of", tab="packet.left_tab"),
    _record("warrant", "search_warrant"),
    _record("warrant-returned", "search_warrant", "returned_warrant"),
    _record("evidence", "evidence_item"),
    _record("custody-dispute", "evidence_item", "disputed"),
    _record("custody-laboratory", "evidence_item", "laboratory"),
    Stop(name="tasks", place="operations", given={"record_type": "task", "only": "week"}),
    Stop(name="screening-start", place="screening"),
    _record("screening", "screening", focus="/data/freedom/no_freedom_of_movement"),
    _record("screening-result", "screening", focus="result"),
    Stop(name="capture", place="capture", given={"record_type": "recovery"}),
    Stop(name="conflicts", place="conflicts"),
    Stop(name="figures", place="figures", given={"year": 2015}),
    Stop(name="prosecution", place="figures", given={"year": 2015}, down_to="funnel_arrests"),
    Stop(name="sync", place="sync"),
    Stop(name="find", place="find", given={"query": "doe"}),
    Stop(name="checklists", place="checklists"),
    Stop(name="settings", place="settings"),
)
"""At the laptop of whoever works in the field."""

SUPERVISOR_STOPS: Final = (
    Stop(name="team-board", place="board"),
    Stop(name="team-review", place="team", given={"tab": "review"}),
    _record("review", "recovery", "final_recovery"),
    _record("operation-approval", "operation", "to_approve"),
    Stop(name="team-caseload", place="team", given={"tab": "caseload"}),
    Stop(name="team-hand-on", place="team", given={"tab": "caseload"}, press="hand_on"),
    Stop(name="published", place="figures", given={"year": 2015}, down_to="report_card"),
    Stop(name="team-trainings", place="team", given={"tab": "training"}),
    Stop(name="team-sealed", place="team", given={"tab": "sealed"}),
    Stop(name="team-exposure", place="team", given={"tab": "exposure"}),
)
"""At a supervisor's laptop."""
