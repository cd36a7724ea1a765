"""The simulator can fail: each of these mistakes, made on purpose, is found within a few seeds."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from fieldapp.domain import merge
from fieldapp.domain.merge import RecordState
from fieldapp.store import inbox, outbox
from fieldapp.store.journal import Journal
from sync.client.round import Round
from sync.hq import feed, intake, scope, state_page
from sync.hq.device import Devices
from sync.hq.judge import Bench
from sync.hq.workspace import load_workspace
from tests.simulation.run import SeedFailedError, run_seed

SEEDS = range(1, 9)
OPERATIONS = 120

Mutation = Callable[[pytest.MonkeyPatch], None]


def drop_the_rival(patch: pytest.MonkeyPatch) -> None:
    """The last to write wins in silence."""

    def write(self: RecordState, name: str, value: Any, change_id: str, _seen: Any) -> None:
        self.values[name], self.heads[name] = value, (change_id,)
        self.rivals.pop(name, None)

    patch.setattr(RecordState, "_write", write)


def let_a_void_win(patch: pytest.MonkeyPatch) -> None:
    """A void hides an edit that its author had not seen."""
    ranks = merge._precedence

    def precedence(name: str) -> Any:
        rank = ranks(name)
        return lambda head: (head.value is True if name == "_void" else False, *rank(head)[1:])

    patch.setattr(merge, "_precedence", precedence)


def skip_a_sequence(patch: pytest.MonkeyPatch) -> None:
    """Headquarters' log has holes."""

    def load(work: Any) -> Any:
        workspace = load_workspace(work)
        return dataclasses.replace(workspace, head_seq=workspace.head_seq + 1)

    patch.setattr(intake, "load_workspace", load)


def feed_too_little(patch: pytest.MonkeyPatch) -> None:
    """A page leaves its last change out, and its cursor says it did not."""
    load = feed._load_lines

    def load_lines(*arguments: Any) -> Any:
        lines, cursor = load(*arguments)
        return lines[:-1], cursor

    patch.setattr(feed, "_load_lines", load_lines)


def move_the_cursor_first(patch: pytest.MonkeyPatch) -> None:
    """The cursor is written before the page, in a transaction of its own."""
    take = Round._take

    def take_late(self: Round, reply: Any) -> None:
        if self._cursor() >= 0 and reply.scopes is None and reply.cursor > self._cursor():
            with self._store.transaction():
                self._store.set_meta("cursor", str(reply.cursor))
        take(self, reply)

    patch.setattr(Round, "_take", take_late)


def forget_the_outbox(patch: pytest.MonkeyPatch) -> None:
    """A laptop believes that headquarters has all it wrote, whatever headquarters says."""
    take = outbox.take_verdicts

    def believe(store: Any, _acknowledged: int, receipts: Any, refusals: Any) -> None:
        take(store, 1 << 40, receipts, refusals)

    patch.setattr(outbox, "take_verdicts", believe)


def show_everything(patch: pytest.MonkeyPatch) -> None:
    """Headquarters sends every zone to everybody."""
    for module in (feed, state_page, scope):
        patch.setattr(module, "scope_condition", lambda *_: ("1 = 1", []))
    patch.setattr(feed, "may_read", lambda *_: True)


def take_twice(patch: pytest.MonkeyPatch) -> None:
    """Headquarters takes a request that it has seen."""
    patch.setattr(Devices, "take_nonce", lambda *_: True)


def judge_nobody(patch: pytest.MonkeyPatch) -> None:
    """Headquarters holds nothing against anybody."""
    patch.setattr(Bench, "judge", lambda *_: intake.STANDS)


def write_no_journal(patch: pytest.MonkeyPatch) -> None:
    """Now and then a save makes its row and no line in the journal."""
    insert = Journal.insert

    def forget_some(connection: Any, lines: Any) -> None:
        insert(connection, [line for line in lines if line[1] % 40])

    patch.setattr(Journal, "insert", staticmethod(forget_some))


def keep_what_is_withdrawn(patch: pytest.MonkeyPatch) -> None:
    """A record that is no longer this laptop's stays on it."""
    patch.setattr(inbox, "withdraw", lambda *_: None)


MUTATIONS: tuple[tuple[Mutation, tuple[str, ...]], ...] = (
    (drop_the_rival, ("I4", "I5")),
    (let_a_void_win, ("I4", "I5", "I6")),
    (skip_a_sequence, ("I2", "I3", "I4", "I9")),
    (feed_too_little, ("I4",)),
    (move_the_cursor_first, ("I3", "I4", "I10")),
    (forget_the_outbox, ("I2", "I4", "I10")),
    (show_everything, ("I7",)),
    (take_twice, ("I3",)),
    (judge_nobody, ("I2", "I4", "I7")),
    (write_no_journal, ("I1", "I4", "I5", "I9")),
    (keep_what_is_withdrawn, ("I4", "I7")),
)


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("mutate", "found_by"), MUTATIONS, ids=[mutate.__name__ for mutate, _ in MUTATIONS])
def test_a_mistake_made_on_purpose_is_found(monkeypatch, mutate, found_by):
    mutate(monkeypatch)
    for seed in SEEDS:
        try:
            run_seed(seed, operations=OPERATIONS)
        except SeedFailedError as failure:
            reason = str(failure.cause)
            assert reason.startswith(tuple(f"{name}:" for name in found_by)), reason
            return
    pytest.fail("nobody noticed")
