"""Headquarters' log in the simulation: whole, in order, nothing twice, and rightly judged."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.change import FIRST_PREV, chain_hash
from sync.hq.log import verify_log
from tests.simulation.model import Act
from tests.simulation.office import WORKSPACE, Office
from tests.simulation.replica import Replica, require
from tests.simulation.world import World

_ASIDE_FOR_SCOPES: Final = frozenset({"NO_PERMISSION"})
_ASIDE_FOR_RULES: Final = frozenset({"ARREST_MINOR_PROSTITUTION", "CHARGE_NOT_IN_FORCE", "CHARGE_UNKNOWN_FOR_MINOR"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of headquarters' log."""

    seq: int
    device: str
    counter: int
    quarantined: str | None
    hash: str
    entry: bytes
    payload: bytes
    salt: bytes

    @property
    def id(self) -> str:
        """The change that it holds."""
        return f"{self.device}-{self.counter}"


def read_log(office: Office) -> list[Line]:
    """Return the whole log."""
    with office.database.read() as work:
        found = work.rows(
            "SELECT seq, device, counter, quarantined, hash, entry, payload, salt FROM change_log "
            "WHERE workspace = ? ORDER BY seq",
            WORKSPACE,
        )
        return [Line(*row) for row in found]


def find_judged_anew(world: World, lines: list[Line]) -> set[str]:
    """Return the records about which a headquarters that was put back may tell another story than before.

    Their changes came again in another order than the first time: one before another that it has seen, or judged by
    other scopes and records than then.
    """
    places = {line.id: line.seq for line in lines}
    found: set[str] = set()
    for line in lines:
        act = world.model.acts.get(line.id)
        if act is not None:
            seen = {change_id for ids in act.seen.values() for change_id in ids}
            if line.quarantined is not None or any(places.get(change_id, line.seq) > line.seq for change_id in seen):
                found.add(act.record_id)
    return found


def check_log(world: World, lines: list[Line]) -> None:
    """I9 at headquarters: no hole, no double, every chain and the running hash; I3: nothing twice."""
    total = bytes(32)
    heads: dict[str, tuple[int, str]] = defaultdict(lambda: (0, FIRST_PREV))
    for place, line in enumerate(lines, 1):
        require(line.seq == place, "I9", f"the log has a hole before {line.seq}")
        counter, prev = heads[line.device]
        require(line.counter == counter + 1, "I3", f"{line.id} comes after {counter} in the log")
        require(chain_hash(line.entry) == line.hash, "I9", f"{line.id} was altered")
        act = world.model.acts.get(line.id)
        if act is None or act.sealed.entry != line.entry:
            require(line.device in world.exchange.cloned, "I3", f"{line.id} is in the log and nobody wrote it")
        require(f'"{prev}"'.encode() in line.entry, "I9", f"{line.id} does not follow")
        heads[line.device] = (line.counter, line.hash)
        total = hashlib.sha256(total + bytes.fromhex(line.hash)).digest()
    with world.office.database.read() as work:
        found = verify_log(work)
    require(not found.fault, "I9", f"the log does not verify: {found.fault}")
    require((found.length, found.log_hash) == (len(lines), total), "I9", "the running hash is another")


def check_aside(world: World, lines: list[Line]) -> None:
    """What must be put aside was, and nothing was put aside without a cause."""
    names = {replica.device: replica for replica in world.replicas}
    acts = world.model.acts
    foreign = {acts[key].record_id for key, reason in world.poison.items() if reason == "NO_PERMISSION" and key in acts}
    for line in lines:
        if line.device in world.exchange.cloned:
            continue
        wrong, replica = world.poison.get(line.id), names[line.device]
        if wrong is not None and not replica.revoked and replica.name not in world.unsure_scopes:
            hidden = wrong == "ARREST_MINOR_PROSTITUTION" and _is_alone(world, line)
            caught = line.quarantined in {wrong, "MALFORMED"} or hidden
            require(caught, "I7", f"{line.id}: {line.quarantined}, not {wrong}")
        if line.quarantined is None or wrong is not None:
            _check_permitted(replica, world.model.acts[line.id], line)
            continue
        if line.quarantined == "MALFORMED":
            require(line.id in world.exchange.spoiled, "I2", f"{line.id} was put aside as malformed")
        elif line.quarantined in _ASIDE_FOR_SCOPES:
            caused = replica.name in world.unsure_scopes or replica.is_narrow
            act = world.model.acts[line.id]
            caused = caused or act.record_id in foreign or (act.record_type == "agency" and not replica.keeps_directory)
            require(caused, "I2", f"{line.id} was not permitted")
        elif line.quarantined == "DEVICE_REVOKED":
            require(replica.revoked, "I2", f"{line.id} was put aside for a revoked laptop")
        else:
            require(line.quarantined in _ASIDE_FOR_RULES, "I2", f"{line.id} was put aside: {line.quarantined}")


def _is_alone(world: World, line: Line) -> bool:
    """Say whether the person or the arrest behind a charge never came through."""
    before = {f"{line.device}-{line.counter - back}" for back in (1, 2)}
    return bool(before & world.exchange.spoiled)


def _check_permitted(replica: Replica, act: Act, line: Line) -> None:
    """I7 for writing: only those who keep the directory have changed it."""
    if act.record_type == "agency" and act.kind != "access" and line.quarantined is None:
        require(replica.keeps_directory, "I7", f"{line.id} changed the directory")
