"""The desk of headquarters: a batch in, a page out, and what both sides should know of each other.

The batch is one transaction, the page one snapshot after it. Nothing is kept between two messages but what the
database holds, so that any node may answer.
"""

from __future__ import annotations

from typing import Final

from fieldapp.domain.clock import Clock, to_ms
from sync import protocol
from sync.holding import holdings_digest, standing_fingerprint
from sync.hq.account import require_member
from sync.hq.database import Database, Transaction
from sync.hq.device import LEASE, Device, require_device
from sync.hq.door import Caller
from sync.hq.enrolment import Enrolment
from sync.hq.feed import load_gone, load_page
from sync.hq.follow_up import FollowUp
from sync.hq.intake import Intake, Taken, clock_ahead_ms, forked, revoked
from sync.hq.state_page import load_state_page
from sync.hq.workspace import Workspace, load_workspace
from sync.protocol import EnrolReply, EnrolRequest, Item, Reply, Request

_FROM_STATES: Final = -1
_NOTHING: Final = Taken([], [])


class Desk:
    """``sync.hq.door.Desk``."""

    def __init__(
        self, database: Database, clock: Clock, intake: Intake, enrolment: Enrolment, follow_up: FollowUp | None = None
    ) -> None:
        self._database = database
        self._clock = clock
        self._intake = intake
        self._enrolment = enrolment
        self._follow_up = follow_up

    def enrol(self, request: EnrolRequest) -> EnrolReply:
        """Take a new laptop in when its code is right. Raises SyncError."""
        return self._enrolment.take_laptop(request)

    def exchange(self, caller: Caller, request: Request) -> Reply:
        """Take the batch, answer with a page. Raises SyncError; then nothing was taken."""
        taken = self._intake.take(caller.device, request) if request.changes else _NOTHING
        if self._follow_up is not None:
            self._follow_up.run()
        with self._database.read() as work:
            device = require_device(work, caller.device)
            if device.quarantined_at is not None:
                raise forked()
            if device.revoked_at is not None:
                if not request.changes and request.scopes == standing_fingerprint([], ""):
                    raise revoked()
                return self._part(load_workspace(work), device, request, taken)
            reply = self._answer(work, device, request, taken)
        self._note(device, request)
        return reply

    def _answer(self, work: Transaction, device: Device, request: Request, taken: Taken) -> Reply:
        workspace = load_workspace(work)
        member = require_member(work, device.handle)
        scopes = member.scopes
        knows_scopes = request.scopes == standing_fingerprint(scopes, member.role.value)
        items: list[Item] = []
        arrivals: list[tuple[int, int]] = []
        clocks = list(taken.clocks)
        cursor, more, page = request.cursor, True, request.page
        if (known_to := _story_ends(workspace, request)) < request.cursor:
            cursor = known_to  # what the laptop has seen of the log is not what the log says: it must begin anew
        elif not knows_scopes and request.cursor != _FROM_STATES:
            pass  # first it puts away what it may not hold any more, and asks for what it may newly hold
        elif request.page is not None or request.cursor == _FROM_STATES:
            found = load_state_page(work, self._database.projection, scopes, request.page)
            items += found.items
            page = found.position
            # The log's end when the first page is made is where the changes go on; later pages let it stand.
            is_first = request.cursor == _FROM_STATES and (request.page is None or not request.page[1])
            cursor = workspace.head_seq if is_first else request.cursor
            more = page is not None or cursor < workspace.head_seq
            if page is None and request.cursor == _FROM_STATES:
                items += load_gone(work, self._database.projection, scopes)
        else:
            fed = load_page(work, self._database.projection, device.id, scopes, request.cursor, workspace.head_seq)
            items += fed.items
            cursor, more, arrivals = fed.cursor, fed.more, fed.arrivals
            clocks += fed.clocks
        tallies = [] if more else self._database.projection.tallies(work.connection)
        now = self._clock.now()
        return Reply(
            version=protocol.VERSION,
            incarnation=workspace.incarnation,
            server_ms=to_ms(now),
            expected=device.acked + 1,
            cursor=cursor,
            digest=holdings_digest(tallies, scopes),
            lease_until=to_ms(now + LEASE),
            more=more,
            items=items,
            verdicts=taken.verdicts,
            receipts=taken.receipts,
            scopes=None if knows_scopes else list(scopes),
            page=page,
            arrivals=arrivals,
            clocks=clocks if items or taken.receipts else None,
            role="" if knows_scopes else member.role.value,
        )

    def _part(self, workspace: Workspace, device: Device, request: Request, taken: Taken) -> Reply:
        """Answer a revoked laptop: what it handed in is here, it gets nothing, and is told to put away all it holds."""
        now_ms = to_ms(self._clock.now())
        return Reply(
            version=protocol.VERSION,
            incarnation=workspace.incarnation,
            server_ms=now_ms,
            expected=device.acked + 1,
            cursor=request.cursor,
            lease_until=now_ms,
            verdicts=taken.verdicts,
            receipts=taken.receipts,
            scopes=[],
        )

    def _note(self, device: Device, request: Request) -> None:
        """Write down how the laptop is, when that differs from what is written."""
        skew_ms = clock_ahead_ms(request, self._clock) or 0
        noted = (request.unsent, request.cursor, skew_ms)
        if noted == (device.unsent, device.delivered, device.clock_skew_ms):
            return
        with self._database.write(alone=False) as work:
            work.run(
                "UPDATE device SET unsent = ?, delivered = ?, clock_skew_ms = ? WHERE workspace = ? AND id = ?",
                *(*noted, work.workspace, device.id),
            )


def _story_ends(workspace: Workspace, request: Request) -> int:
    """Return up to where the log is the one that the laptop has seen: not to its end when HQ was restored since."""
    if request.incarnation and request.incarnation != workspace.incarnation:
        return workspace.began_at
    return workspace.head_seq
