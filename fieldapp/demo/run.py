"""The demonstration from end to end: headquarters, four laptops, a year offline, meetings, and the reckoning."""

from __future__ import annotations

import textwrap
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from fieldapp.actions.conflict import count_clashes
from fieldapp.actions.exchange_status import load_status
from fieldapp.actions.find import index_all
from fieldapp.demo.act import Verb
from fieldapp.demo.bureau import PASSPHRASE, Bureau, Economy, clear_folder, open_bureau
from fieldapp.demo.evening import NOW, write_evening
from fieldapp.demo.photograph import photograph_item
from fieldapp.demo.reckoning import Line, compare, laptop_figures
from fieldapp.demo.replay import Replay, ReplayClock, Tally
from fieldapp.demo.scenario import DEPUTY, DETECTIVE, FIRST_DAY, LAST_DAY, SUPERVISOR, Scenario, accounts
from fieldapp.demo.script import ENROLLED_AT
from fieldapp.demo.year import write_year
from fieldapp.demo.yearly_report import MIDDLE, figures_then, publish_year
from fieldapp.domain.clock import Clock
from fieldapp.reports.period import Period

PERIOD: Final = Period(FIRST_DAY, LAST_DAY)
_TOLD: Final = ("victims_recovered", "arrests", "search_warrants_served")

Say = Callable[[str], None]


@dataclass(frozen=True)
class Desk:
    """A locked laptop, for who wants to sit down at it: the clock shows the time of the story."""

    folder: Path
    passphrase: str
    clock: Clock


TakePictures = Callable[[Sequence[Desk], Path], list[Path]]
"""Makes pictures of the screens at these desks in a folder, and returns their paths."""
OpenWindow = Callable[[Desk], int]
"""Opens the window, and returns when it is closed."""


@dataclass
class DemoResult:
    """What the demonstration came to. ``middle`` are the year's figures as of its middle. ``clashes`` are those left
    open, at headquarters and on the police laptops.

    ``put_aside`` and ``findings`` are what headquarters did not accept, and what it found wrong with a screening.
    """

    lines: list[Line] = field(default_factory=list)
    middle: list[Line] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    clashes: dict[str, int] = field(default_factory=dict)
    waiting: int = 0
    refused: int = 0
    put_aside: int = 0
    findings: int = 0
    log_length: int = 0
    log_fault: str = ""
    seconds: dict[str, float] = field(default_factory=dict)
    pictures: list[Path] = field(default_factory=list)
    wanted_clashes: int = 0

    @property
    def agrees(self) -> bool:
        """Whether both ends find the same, and what the scenario holds."""
        settled = set(self.clashes.values()) == {self.wanted_clashes}
        delivered = not (self.waiting or self.refused or self.log_fault)
        sound = not (self.put_aside or self.findings)
        return all(line.agrees for line in (*self.lines, *self.middle)) and settled and delivered and sound

    @property
    def status(self) -> int:
        """The exit status of the program."""
        return 0 if self.agrees else 1


def run_demo(
    folder: Path,
    out: Path,
    say: Say = print,
    *,
    scenario: Scenario | None = None,
    economy: Economy | None = None,
    take_pictures: TakePictures | None = None,
    open_window: OpenWindow | None = None,
) -> DemoResult:
    """Run it in ``folder``, which must be empty or left over from an earlier one; pictures go to ``out``.

    With ``open_window`` headquarters stays up until the window is closed. Raises StoreError, SyncError, StoryError.
    """
    wanted = scenario or Scenario()
    result = DemoResult(wanted_clashes=wanted.open_clashes)
    clock = ReplayClock(ENROLLED_AT)
    clear_folder(folder)
    with open_bureau(folder, clock) as bureau:
        say(f"Headquarters serves {bureau.hq.settings.url} (TLS 1.3, its own authority, embedded SQLCipher store).")
        with _stage(result, say, "Four laptops enrolled by ticket"):
            bureau.enrol_everybody(economy)
        _live_a_year(bureau, wanted, result, say)
        with _stage(result, say, "Figures, clashes and log looked at"):
            _reckon(bureau, wanted, result)
        report(result, say)
        with _stage(result, say, "Yearly report published and signed by the supervisor"):
            publish_year(bureau.sessions[SUPERVISOR], PERIOD)
            bureau.meet(SUPERVISOR)
        photograph_item(bureau.sessions, bureau.meet)
        Replay(bureau.sessions, clock, bureau.meet).play(write_evening(wanted))
        say(f"An evening later, with an operation under way: {NOW:%d %B %Y %H:%M} UTC.")
        with _stage(result, say, "Words indexed for searching"):
            index_all(bureau.sessions[DETECTIVE])
        bureau.put_away()
        clock.moment = NOW
        clock.run_on()
        desks = [Desk(bureau.laptop_folder(who), PASSPHRASE, clock) for who in (DETECTIVE, SUPERVISOR)]
        if take_pictures is not None:
            with _stage(result, say, "Pictures taken"):
                result.pictures = take_pictures(desks, out)
            say(f"{len(result.pictures)} pictures are in {out}.")
        if open_window is not None:
            open_window(desks[0])
    return result


def report(result: DemoResult, say: Say) -> None:
    """Say what the figures are at both ends, what they mean, and whether they agree. No name is in it."""
    say("")
    places = [account.role.value.capitalize() for account in accounts()]
    say(_row("16 November 2015 to 16 November 2016", "Headquarters", *places))
    for line in result.lines:
        indent = "  " if line.figure.figure.part_of or line.figure.figure.stage_of else ""
        ours = ["not held" if value is None else value for value in line.laptops.values()]
        say(_row(indent + line.figure.figure.title, "-" if line.hq is None else line.hq, *ours))
    say("")
    say("What each one counts, and by which date:")
    for line in result.lines:
        figure = line.figure.figure
        text = f"{figure.title} [{figure.date_basis}]: {figure.whole_definition}"
        say(textwrap.fill(text, 100, initial_indent="  ", subsequent_indent="      "))
    say("")
    then = ", ".join(
        f"{line.hq} {line.figure.figure.title.lower()}" for line in result.middle if line.figure.name in _TOLD
    )
    say(f"As of the end of {MIDDLE:%d %B %Y}, by what had reached headquarters by then: {then}.")
    counts = ", ".join(f"{place} {count}" for place, count in result.clashes.items())
    say(f"Clashes left open for people to settle: {counts}.")
    say(f"Charges refused because the law protects minors: {result.tally.refused}, recorded as recoveries.")
    say(f"Changes that headquarters put aside: {result.put_aside}; findings about screenings: {result.findings}.")
    say(f"Headquarters' log of {result.log_length:,} changes verifies: {'no' if result.log_fault else 'yes'}.")
    if result.agrees:
        say("HQ and laptop agree.")
        return
    say("HQ AND LAPTOP DO NOT AGREE.")
    for line in (*result.lines, *result.middle):
        if not line.agrees:
            say(f"  {line.figure.name}: headquarters {line.hq}, laptops {[*line.laptops.values()]}, due {line.wanted}")
    say(f"  unsent {result.waiting}, refused {result.refused}, fault in the log: {result.log_fault or 'none'}")


def _live_a_year(bureau: Bureau, scenario: Scenario, result: DemoResult, say: Say) -> None:
    met_s, sent, received = 0.0, 0, 0

    def meet(who: str) -> None:
        nonlocal met_s, sent, received
        began = time.monotonic()
        progress = bureau.meet(who)
        met_s += time.monotonic() - began
        sent, received = sent + progress.sent, received + progress.received

    acts = write_year(scenario)
    began = time.monotonic()
    result.tally = Replay(bureau.sessions, bureau.clock, meet).play(acts)
    whole_s = time.monotonic() - began
    result.seconds |= {"acts": whole_s - met_s, "meetings": met_s}
    meetings = result.tally.acts.get(Verb.SYNC, 0)
    say(f"{result.tally.total:,} acts saved on laptops that were offline: {whole_s - met_s:.1f} s.")
    say(f"{meetings} meetings with headquarters, {sent:,} changes sent, {received:,} received: {met_s:.1f} s.")


def _reckon(bureau: Bureau, scenario: Scenario, result: DemoResult) -> None:
    sessions = bureau.sessions
    laptops = {who: laptop_figures(session, PERIOD) for who, session in sessions.items()}
    result.lines = compare(bureau.hq_figures(PERIOD), laptops, scenario)
    result.clashes = {
        "headquarters": bureau.hq_clashes(),
        "detective": count_clashes(sessions[DETECTIVE]),
        "deputy": count_clashes(sessions[DEPUTY]),
        "supervisor": count_clashes(sessions[SUPERVISOR]),
    }
    result.middle = compare(
        bureau.hq_figures(PERIOD, MIDDLE), {who: figures_then(sessions[who], PERIOD) for who in sessions}, None
    )
    statuses = [load_status(session) for session in sessions.values()]
    result.waiting = sum(status.waiting for status in statuses)
    result.refused = sum(status.refused for status in statuses)
    result.put_aside, result.findings = bureau.hq_violations()
    log = bureau.hq.verify_log()
    result.log_length, result.log_fault = log.length, log.fault


@contextmanager
def _stage(result: DemoResult, say: Say, title: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    result.seconds[title] = time.monotonic() - began
    say(f"{title}: {result.seconds[title]:.1f} s.")


def _row(title: str, *values: object) -> str:
    return f"{title:<42}" + "".join(f"{value!s:>14}" for value in values)
