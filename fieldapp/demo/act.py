"""One thing that somebody does at a laptop on some day of the year."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fieldapp.domain.wire import Json


class Verb(enum.Enum):
    """What is done. Each is one call of ``fieldapp.actions``, but for ``SYNC``, which is a round with headquarters."""

    SAVE = "save"
    SCREEN = "screen"
    FINALISE = "finalise"
    VOID = "void"
    SETTLE = "settle"
    CHARGE_MINOR = "charge_minor"
    CORRECT_AGE = "correct_age"
    STEP = "step"
    GIVE_NOTICE = "give_notice"
    RELEASE_NOTICE = "release_notice"
    MARK = "mark"
    HELP = "help"
    FALSE_ALARM = "false_alarm"
    HAND_OVER = "hand_over"
    TAKE_OVER = "take_over"
    ANSWER = "answer"
    SETTLE_TRANSFER = "settle_transfer"
    REVIEW = "review"
    MEND = "mend"
    REASSIGN = "reassign"
    SYNC = "sync"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """At ``at`` (UTC), the person ``who`` does ``verb`` to a record.

    ``SAVE`` writes ``values``; ``SCREEN`` goes through the statutory indicators with them; ``FINALISE`` of a screening
    closes its duties first, one of them as not done where ``values`` say why (``not_done``, ``asked``).
    ``SETTLE`` settles the one field in ``values`` with its value; ``CHARGE_MINOR`` tries to save a charge (``values``)
    on a minor's arrest, is refused, and records a recovery instead; ``CORRECT_AGE`` states the age in ``values``.

    ``STEP`` takes an operation to ``values["status"]``; ``GIVE_NOTICE`` tells a partner (``reason``) what may be told,
    ``RELEASE_NOTICE`` allows the exact times; ``MARK`` is a sign of life (``values["act"]``) of a roster member.
    ``HELP`` is a call for help of ``values["member"]`` in an operation, ``FALSE_ALARM`` takes those that stand back.

    ``HAND_OVER`` and ``TAKE_OVER`` pass an item to or from ``values["other"]``, who signs on paper. ``ANSWER`` signs a
    transfer of evidence, or with a ``reason`` denies it; ``SETTLE_TRANSFER`` says, as a supervisor, whether a disputed
    one counts. ``REVIEW`` goes through all that waits for a supervisor, ``MEND`` through what came back to its author.
    ``REASSIGN`` hands on the work of ``values["who"]`` to ``values["owners"]``.
    """

    at: datetime
    who: str
    verb: Verb
    record_type: str = ""
    record_id: str = ""
    values: Mapping[str, Json] = field(default_factory=dict)
    reason: str | None = None
