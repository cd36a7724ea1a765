"""What only a supervisor writes: an approval, the review of a minor's arrest, why somebody was not screened.

A signature is worth what is known of whoever gave it. So it is the act of a supervisor, from a laptop of theirs and in
their own name; the laptop asks the role that its owner was enrolled with, headquarters the one that the account has
when the change arrives. Nobody else sets, changes or empties such a field, nor changes what was approved under it.
What was written before stays as it is.
Source: domain.md 3.8 (R1, R6, R10), 4.3 (the report line), 5.1 (who signs a plan).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from fieldapp.domain.access import Author
from fieldapp.domain.problems import Problem
from fieldapp.domain.wire import Json
from fieldapp.records.clock_change import SUBJECTS
from fieldapp.rules.offence import OffenceTable, load_offences

Wire: TypeAlias = Mapping[str, Json]

UNSCREENED: Final = ("unscreened_reason", "unscreened_by", "unscreened_at")
"""Why an adult was not screened, who answers for it, since when: the three go together."""
SUPERVISED: Final[Mapping[str, tuple[str, ...]]] = {
    "arrest": ("nexus_reviewed", "approved_by", "approved_at", *UNSCREENED),
    "clock_change": ("approved_by",),
    "recovery": UNSCREENED,
    "task": ("approved_by",),
    "operation": ("reviewed_by", "reviewed_at", "approved_by", "approved_at"),
}
"""By type, the fields that are a supervisor's to write."""
EMPTIED: Final = frozenset({"task"})
"""Where anybody takes the word away: what was left undone with it is open again, which is never less safe."""
APPROVED: Final[Mapping[str, tuple[str, ...]]] = {
    "clock_change": ("clock", "kind", "at", "new_start", "until", "reason", *SUBJECTS),
    "task": ("not_done_reason",),
}
"""By type, what a supervisor approved: nobody else changes it and leaves the word."""
REASON_MISSING: Final = "BUCKET_REASON_MISSING"
_LINE: Final = ("report_bucket", "bucket_reason")


def supervisor_problems(
    record_type: str, before: Wire | None, after: Wire, writer: Author, settled: Collection[str] = ()
) -> Iterator[Problem]:
    """Yield what forbids a record to become what it would be by a change of ``writer``; nothing of other types.

    ``settled`` are the fields in conflict that the change writes: also to let the word stand that is shown is to choose
    between two supervisors. Any supervisor does, so that no conflict is nobody's to settle.
    """
    shown, fields = before or {}, SUPERVISED.get(record_type, ())
    changed = _changed(fields, shown, after)
    if not writer.is_supervisor:
        changed = [name for name in fields if name in changed or name in settled]
    if not writer.is_supervisor:
        taken = [name for name in changed if _said(after, name) is not None or record_type not in EMPTIED]
        if not changed and shown.get("approved_by"):
            taken = _changed(APPROVED.get(record_type, ()), shown, after)
        yield from (Problem("SUPERVISOR_NEEDED", name) for name in taken[:1])
        return
    for name in changed:
        if name.endswith("_by") and after.get(name) and not writer.is_called(after[name]):
            yield Problem("SIGNED_AS_ANOTHER", name)
    if any(name in changed for name in UNSCREENED) and any(after.get(name) for name in UNSCREENED):
        yield from (Problem("UNSCREENED_INCOMPLETE", name) for name in UNSCREENED if not _said(after, name))


def report_line_problems(
    before: Wire | None, after: Wire, suggested: str | None, writer: Author, *, becomes_final: bool
) -> Iterator[Problem]:
    """Yield what forbids an arrest to count in another line than its charges suggest (None: they suggest none).

    Before it is final anybody may propose one; a supervisor gives their name for it, and who changes it after that is a
    supervisor again.
    """
    if suggested is None or after.get("report_bucket") in {None, suggested}:
        return
    shown = before or {}
    changed = [name for name in _LINE if shown.get(name) != after.get(name)]
    if changed and shown.get("approved_by") and not writer.is_supervisor:
        yield Problem("SUPERVISOR_NEEDED", changed[0])
    elif becomes_final or (changed and after.get("state") == "final"):
        yield from line_problems(after, suggested)


def line_problems(arrest: Wire, suggested: str | None) -> list[Problem]:
    """Return what a report line other than the suggested one still needs: the reason, and the supervisor's name."""
    if suggested is None or arrest.get("report_bucket") in {None, suggested}:
        return []
    return [Problem(REASON_MISSING, name) for name in ("bucket_reason", "approved_by") if not arrest.get(name)]


def suggested_line(charges: list[Wire], table: OffenceTable | None = None) -> str | None:
    """Return the report line that charges suggest by their precedence, None without any."""
    return (table or load_offences()).bucket_of(str(charge.get("offence")) for charge in charges)


def _changed(names: Iterable[str], before: Wire, after: Wire) -> list[str]:
    return [name for name in names if _said(before, name) != _said(after, name)]


def _said(record: Wire, name: str) -> Json:
    """A flag that is not set and one that is off say the same; so do a blank text and none."""
    value = record.get(name)
    return value.strip() or None if isinstance(value, str) else value or None
