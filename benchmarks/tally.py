"""The tally of the operation under way after a capture: from the save until the new number is painted."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.measurement import Measurement, bound
from benchmarks.program import finish
from benchmarks.scene import Scene, longest_ms, run_both, summary
from benchmarks.stage import Stage
from fieldapp.actions.board import load_board
from fieldapp.actions.capture import save_record
from fieldapp.domain.clock import to_wire
from ui.screens.board.board_screen import BoardScreen
from ui.widgets.big_number import BigNumber

_CAPTURES: Final = 12


def measure(stage: Stage) -> Iterator[Measurement]:
    """Capture on a board that stands."""
    timed, watched = run_both("benchmarks.tally", str(stage.full_laptop))
    yield bound("tally after a capture", timed["ms"], 50, "ms", f"SQL {timed['bare']}, wall {timed['wall']}")
    yield bound("  longest handler", longest_ms(timed, watched), 16, "ms")


def count_captures(folder: Path, *, watched: bool) -> None:
    """Save recoveries of the operation under way and watch its first number."""
    scene = Scene(folder, watched=watched)
    screen = BoardScreen(scene.desk)
    scene.put(screen)
    screen.reload()
    scene.rest()
    operation = scene.ask(lambda: load_board(scene.session).operation)
    assert operation is not None
    assert operation.is_active
    spent, bare = [], []
    for number in range(_CAPTURES):
        wanted = operation.tally.recoveries + number + 1
        values = {
            "operation": operation.record_id,
            "first_contact_at": to_wire(scene.desk.clock.now()),
            "place": "Motel on Holt Avenue",
            "estimated_age": 15,
        }
        scene.ask(lambda values=values: save_record(scene.session, "recovery", values))
        spent.append(scene.time(screen.reload, lambda wanted=wanted: _shown(screen) == f"{wanted:,}"))
        bare.append(scene.bare(_statements(operation.record_id)))
    finish(**summary(spent, bare))


def _shown(screen: BoardScreen) -> str:
    number = screen.findChild(BigNumber, "tally_recoveries")
    return number.text() if number is not None else ""


def _statements(operation_id: str) -> list[tuple[str, tuple[str]]]:
    return [
        (f'SELECT count(*) FROM "{table}" WHERE operation = ? AND voided = 0', (operation_id,))
        for table in ("recovery", "arrest", "search_warrant", "screening")
    ]


if __name__ == "__main__":
    count_captures(Path(sys.argv[2]), watched=sys.argv[1] == "watched")
