"""What the protocol beside a recovery shows, read in one go on the store's thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fieldapp.actions.age_change import AgeChange, age_change_of
from fieldapp.actions.directory import load_numbers
from fieldapp.actions.protocol import ProtocolRun, load_run
from fieldapp.actions.repeat import Repeat, list_repeats
from fieldapp.actions.responder import Called, list_responders
from fieldapp.domain.problems import Problem
from fieldapp.domain.wire import Json
from fieldapp.records import require_type
from fieldapp.records.seed import DirectoryEntry, load_directory
from fieldapp.rules.event_time import early_problems
from fieldapp.rules.exam import ExamAdvice, exam_advice
from fieldapp.rules.offence import load_offences
from fieldapp.rules.protocol import load_protocol
from fieldapp.rules.protocol_run import RunStep, run_steps
from fieldapp.rules.recovery_guard import age_at_recovery
from ui.forms.reading import words_for


@dataclass(frozen=True)
class RunReading:
    """The run with everything around it. ``evidence`` is by the code of a step: label and words of what bears it out.

    ``doubts`` are times before first contact, which are asked about; ``repeats`` the person's other recoveries; ``age``
    how a corrected age turned this one, ``numbers`` whom to call, the agency's own first.
    """

    run: ProtocolRun
    evidence: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    responders: tuple[Called, ...] = ()
    exam: ExamAdvice | None = None
    doubts: tuple[Problem, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    age: AgeChange | None = None
    numbers: tuple[DirectoryEntry, ...] = field(default_factory=load_directory)


def read_run(session: Any, recovery_id: str) -> RunReading | None:
    """Return how the protocol stands in a recovery; None when this laptop does not hold it."""
    run = load_run(session, recovery_id)
    values = session.store.record("recovery", recovery_id)
    if run is None or values is None:
        return None
    person = session.store.record("person", values["person"]) if values.get("person") else None
    age = age_at_recovery(values, person or {}, load_offences())
    return RunReading(
        run,
        {step.code: _evidence(session, step, values) for step in run.steps},
        list_responders(session, recovery_id),
        exam_advice(values, age, session.clock.now()),
        tuple(early_problems(values)),
        list_repeats(session, recovery_id),
        age_change_of(session, "recovery", recovery_id),
        load_numbers(session),
    )


def blank_run(values: Mapping[str, Json]) -> RunReading:
    """Return the run of a recovery that is not saved yet."""
    protocol = load_protocol()
    return RunReading(ProtocolRun(protocol, tuple(run_steps(protocol, values)), None))


def _evidence(session: Any, step: RunStep, values: Mapping[str, Json]) -> tuple[tuple[str, str], ...]:
    recovery = require_type("recovery")
    names = [name for name in step.step.evidence if values.get(name) is not None]
    return tuple((recovery.fields[name].label, words_for(session, recovery, name, values[name])) for name in names)
