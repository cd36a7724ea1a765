"""One message at a time between a laptop and headquarters, through a network that does what networks do."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from typing import Final

import msgspec

from fieldapp.domain.access import may_read
from fieldapp.domain.faults import SyncError
from sync import protocol
from sync.client.reply import check_reply
from sync.client.round import Round
from sync.hq.door import Response
from sync.protocol import ChangeItem, Fault, Reply, Request, StateItem
from sync.signature import signature_of
from tests.simulation.disk import PlugPulledError
from tests.simulation.office import Office
from tests.simulation.post import METHOD, PORTAL, Letter
from tests.simulation.replica import BrokenInvariantError, Replica, require

ARRIVES: Final = "arrives"
_FATES: Final = (
    "request lost",
    "reply lost",
    "request twice",
    "signed again",
    "request late",
    "older reply",
    "request cut",
    "reply cut",
    "portal",
    "spoiled change",
)
_DEVICE_FAULTS: Final = frozenset({"DEVICE_FORKED", "STORE_BEHIND_HQ"})


@dataclass
class Exchange:
    """Carries letters. ``trouble`` is how often, of a hundred letters, something happens to one."""

    office: Office
    rng: random.Random
    trouble: int = 25
    late: list[Letter] = field(default_factory=list)
    older: dict[str, Response] = field(default_factory=dict)
    requests: int = 0
    spoiled: set[str] = field(default_factory=set)
    cloned: set[str] = field(default_factory=set)
    was_put_back: bool = False

    def step(self, replica: Replica) -> str:
        """Let one thing happen: a request is written, carried, or its reply is taken. Return what it was."""
        if replica.sent is None:
            return self._write(replica)
        if replica.sent.reply is None:
            return self._carry(replica, replica.sent)
        return self._take(replica, replica.sent)

    def _write(self, replica: Replica) -> str:
        if replica.current is None:
            replica.current = Round(replica.store, replica.identity, replica.nonces)
        try:
            body = replica.current.next_request()
        except PlugPulledError as error:
            replica.crash()
            return f"plug pulled {error}"
        if body is None:
            replica.hang_up()
            return "round over"
        replica.sent = Letter(replica.sign(METHOD, protocol.PATH, body), body)
        return "request"

    def _carry(self, replica: Replica, letter: Letter) -> str:
        self.requests += 1
        fate = self.rng.choice(_FATES) if self.rng.randrange(100) < self.trouble else ARRIVES
        try:
            self._meet(fate, replica, letter)
        except PlugPulledError as error:
            self.office.crash()
            replica.hang_up()
            return f"{fate}, headquarters' plug pulled {error}"
        if letter.reply is None:
            replica.hang_up()
        return fate

    def _meet(self, fate: str, replica: Replica, letter: Letter) -> None:
        """Let the network do one thing to a letter; without a reply nobody hears of it any more."""
        if fate == "request late":
            self.late.append(letter)
        elif fate == "reply lost":
            self.older[replica.device] = self._answer(letter, replica)
        elif fate == "request twice":
            self._send_twice(replica, letter)
        elif fate == "signed again":
            self.older[replica.device] = self._answer(letter, replica)
            letter.headers = replica.sign(METHOD, protocol.PATH, letter.body)
            letter.reply = self._answer(letter, replica)
        elif fate == "portal":
            letter.reply = PORTAL
        elif fate == "older reply" and replica.device in self.older:
            letter.reply = self.older[replica.device]
        elif fate in {"request cut", "reply cut"}:
            self._cut(fate, replica, letter)
        elif fate != "request lost":
            if fate == "spoiled change":
                self._spoil(replica, letter)
            letter.reply = self._answer(letter, replica)

    def _send_twice(self, replica: Replica, letter: Letter) -> None:
        first = self.older[replica.device] = self._answer(letter, replica)
        second = self._answer(letter, replica)
        require(kind_of(second) == "REPLAYED", "I3", "the same signed request was taken twice")
        letter.reply = self.rng.choice([first, second])

    def _cut(self, fate: str, replica: Replica, letter: Letter) -> None:
        if fate == "request cut":
            cut = Letter(letter.headers, letter.body[: self.rng.randrange(len(letter.body))])
            letter.reply = self._answer(cut, replica)
            require(kind_of(letter.reply) == "DIGEST_WRONG", "I3", "a request cut on its way was taken")
        else:
            whole = self._answer(letter, replica)
            letter.reply = Response(whole.status, whole.headers, whole.body[: self.rng.randrange(len(whole.body))])

    def _spoil(self, replica: Replica, letter: Letter) -> None:
        """Send one change of the batch with a payload that its author did not seal."""
        request = protocol.unpack(letter.body, Request)
        if not request.changes:
            return
        changes = list(request.changes)
        at = self.rng.randrange(len(changes))
        changes[at] = msgspec.structs.replace(changes[at], payload=changes[at].payload + b" ")
        self.spoiled.add(f"{replica.device}-{json.loads(changes[at].entry)[2]}")
        body = protocol.pack(msgspec.structs.replace(request, changes=changes))
        letter.body, letter.headers = body, replica.sign(METHOD, protocol.PATH, body)

    def deliver_late(self) -> str:
        """Bring a letter that was thought lost; nobody waits for its reply any more."""
        if not self.late:
            return "nothing late"
        letter = self.late.pop(self.rng.randrange(len(self.late)))
        try:
            reply = self.office.answer(letter)
        except PlugPulledError as error:
            self.office.crash()
            return f"late letter, headquarters' plug pulled {error}"
        self._require_no_bug()
        return f"late letter {kind_of(reply)}"

    def _answer(self, letter: Letter, replica: Replica) -> Response:
        reply = self.office.answer(letter)
        self._require_no_bug()
        if reply.status == 200:
            self._require_readable(replica, protocol.unpack(reply.body, Reply))
        return reply

    def _require_no_bug(self) -> None:
        if self.office.bugs:
            bug = self.office.bugs.pop()
            raise BrokenInvariantError(f"headquarters made a mistake: {bug!r}") from bug

    def _require_readable(self, replica: Replica, reply: Reply) -> None:
        """I7, on the wire: nothing that the person may not read at this moment."""
        if not reply.items:
            return
        scopes = self.office.member(replica.name).scopes
        for item in reply.items:
            if isinstance(item, ChangeItem):
                entry = json.loads(item.entry)
                record_type, record_id, zone = entry[5], entry[6], entry[7]
            elif isinstance(item, StateItem):
                record_type, record_id, zone = item.record_type, item.record_id, item.zone
            else:
                continue
            if zone not in scopes:
                audience = self.office.audience_of(record_type, record_id)
                require(may_read(scopes, zone, audience), "I7", f"{replica.name} was sent {record_type} {record_id}")

    def _take(self, replica: Replica, letter: Letter) -> str:
        current = replica.current
        assert letter.reply is not None
        assert current is not None
        commits = replica.store.commit_count()
        try:
            body = check_reply(*letter.reply, self.office.public_key, signature_of(letter.headers))
            current.take(body)
        except SyncError as error:
            replica.hang_up()
            self._require_expected(replica, letter, error.kind)
            if error.kind == "REPLAYED":
                return self._leap(replica)
            unchanged = replica.store.commit_count() == commits
            require(unchanged, "I3", f"{replica.name}: something of a refused reply was kept ({error.kind})")
            return error.kind
        except PlugPulledError as error:
            replica.crash()
            return f"plug pulled {error}"
        is_sure = self.was_put_back or not current._mistrust
        require(is_sure, "I4", f"{replica.name}: the holdings differ from headquarters'")
        replica.sent = None
        return "reply"

    @staticmethod
    def _leap(replica: Replica) -> str:
        """Go on with far higher counters, as the link does."""
        try:
            replica.nonces.leap(10**9)
        except PlugPulledError as error:
            replica.crash()
            return f"leaping, plug pulled {error}"
        return "REPLAYED"

    def _require_expected(self, replica: Replica, letter: Letter, kind: str) -> None:
        if kind == "DEVICE_REVOKED":
            require(replica.revoked, "I10", f"{replica.name} was told that it is revoked")
        elif kind in _DEVICE_FAULTS or (kind == "REPLAYED" and replica.device in self.cloned):
            require(replica.device in self.cloned, "I3", f"{replica.name} was told {kind}")
            replica.lost = replica.lost or kind in _DEVICE_FAULTS
        else:
            known = {"NETWORK_SIGN_IN", "REPLY_FORGED", "REPLAYED", "DIGEST_WRONG"}
            require(kind in known and self.trouble, "I10", f"{replica.name} was told {kind} ({letter.reply})")


def kind_of(reply: Response) -> str:
    """Return the kind of the fault that a reply is, "" when it is none."""
    return "" if reply.status == 200 else protocol.unpack(reply.body, Fault).kind
