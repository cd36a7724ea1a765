"""Running forms: how long an answer takes with all that follows from it, a result, and opening the form.

The baseline is working the whole form out anew, as an engine without a graph does after every answer. Each act is
done in several fresh sessions and counts with the best time of the processor, so that the figures tell of the engine
and not of what else the machine did; garbage is not collected meanwhile, as in the window (decision 014).
"""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC
from itertools import count
from typing import Final

from benchmarks.measurement import Measurement, spell_time
from benchmarks.sample_form import autopsy_xml, household_xml, screening_xml
from benchmarks.stage import Stage
from fieldapp.domain.clock import SystemClock
from fieldapp.forms.form_session import FormSession, Setting
from fieldapp.forms.model import Form
from fieldapp.forms.package import Licence, Package, Scale, Scored
from fieldapp.forms.summary import summarise
from fieldapp.forms.xform_reader import read_form
from fieldapp.forms.xpath import compile_expression

_RUNS: Final = 3
_ROWS: Final = 30
Act = tuple[str, str]


def measure(_stage: Stage) -> Iterator[Measurement]:
    """Answer every question of three forms, and tell the slowest answers; then open them."""
    gc.disable()
    try:
        form = read_form(screening_xml())
        spent, anew = _answer(form, _screening_acts(form))
        yield _bound("answer one of 500 questions, p99", _percentile(spent, 99), 5, anew)
        yield _bound("  the slowest answer", max(spent), 5, anew)
        yield _bound("  its result, after an answer", _summary_time(form), 5, anew)
        form = read_form(autopsy_xml())
        spent, anew = _answer(form, _autopsy_acts(form))
        yield _bound("answer one of 551 binds, the slowest", max(spent), 10, anew)
        yield _bound("  p99", _percentile(spent, 99), 10, anew)
        form = read_form(household_xml())
        spent, anew = _answer(form, _household_acts(form))
        yield _bound("repeat of 30 rows, the slowest act", max(spent), 50, anew)
        yield _bound("  p99", _percentile(spent, 99), 50, anew)
        for name, xml in (("500 questions", screening_xml()), ("551 binds", autopsy_xml()), ("rows", household_xml())):
            cold, warm = min(_load(xml) for _ in range(_RUNS)), min(_reopen(xml) for _ in range(_RUNS))
            yield _bound(f"open a form, {name}", cold, 150, warm, "again")
    finally:
        gc.enable()


def begin(form: Form) -> FormSession:
    """Start a form."""
    keys = count(1)
    return FormSession(form, Setting(SystemClock(), UTC, random.Random(1), {}, {}, lambda: f"{next(keys):032x}"))


def _answer(form: Form, acts: list[Act]) -> tuple[list[float], float]:
    """Return the best time of each act in s, and that of working everything out anew half-way."""
    best = [float("inf")] * len(acts)
    anew = float("inf")
    for _ in range(_RUNS):
        session = begin(form)
        for number, act in enumerate(acts):
            best[number] = min(best[number], _act(session, act))
            if number == len(acts) // 2:
                anew = min(anew, _timed(session.revalidate))
    return [each for each in best if each < float("inf")], anew


def _act(session: FormSession, act: Act) -> float:
    """Answer a question that there is now; return the seconds."""
    item = session.find(act[0])
    return _timed(lambda: session.answer(item, act[1])) if item is not None else float("inf")


def _screening_acts(form: Form) -> list[Act]:
    draw = random.Random(500)
    acts = [("/data/age", "15")]
    acts += [(c.path, draw.choice("01234")) for c in form.controls() if c.kind == "select1"]
    return [*acts, ("/data/age", "40"), ("/data/age", "15"), ("/data/age", "")]


def _autopsy_acts(form: Form) -> list[Act]:
    draw = random.Random(551)
    acts = [("/data/age", "30"), ("/data/sex", "female"), ("/data/injury", "no")]
    acts += [(c.path, draw.choice(("yes", "no"))) for c in form.controls() if c.path.startswith("/data/w")]
    acts += [("/data/injury", "yes"), ("/data/age", "0"), ("/data/age", "5"), ("/data/sex", "male")]
    return [*acts, ("/data/injury", "no"), ("/data/age", "30"), ("/data/age", "")]


def _household_acts(form: Form) -> list[Act]:
    draw = random.Random(30)
    names = [c.path.rpartition("/")[2] for c in form.controls() if c.kind == "select1"]
    acts = [("/data/members", str(_ROWS))]
    for row in range(1, _ROWS + 1):
        acts += [(f"/data/member[{row}]/years", str(draw.randrange(60))), (f"/data/member[{row}]/here", "yes")]
        acts += [(f"/data/member[{row}]/{name}", draw.choice(("yes", "no"))) for name in names[1:40:4]]
    return [*acts, ("/data/member[1]/years", "7"), ("/data/members", "5"), ("/data/members", "30")]


def _summary_time(form: Form) -> float:
    paths = [control.path for control in form.controls() if control.kind == "select1"]
    scale = Scale(tuple(Scored(path, {str(points): points for points in range(5)}) for path in paths))
    package = Package("screening", "1", {"": "Screening"}, "", Licence("", ""), scale=scale)
    session = begin(form)
    spent = []
    for path in paths[:60]:
        item = session.find(path)
        assert item is not None
        session.answer(item, "3")
        spent.append(_timed(lambda: summarise(session, package)))
    return _percentile(spent, 50)


def _load(xml: str) -> float:
    compile_expression.cache_clear()
    return _timed(lambda: begin(read_form(xml)))


def _reopen(xml: str) -> float:
    form = read_form(xml)
    begin(form)
    return _timed(lambda: begin(form))


def _timed(work: Callable[[], object]) -> float:
    started = time.thread_time()
    work()
    return time.thread_time() - started


def _percentile(spent: list[float], part: int) -> float:
    return sorted(spent)[min(len(spent) - 1, len(spent) * part // 100)]


def _bound(what: str, seconds: float, limit_ms: float, baseline: float, of: str = "all anew") -> Measurement:
    return Measurement(what, spell_time(seconds), f"{of} {spell_time(baseline)}", seconds * 1e3, limit_ms, "ms")
