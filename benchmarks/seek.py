"""Finding what somebody remembers of a record, among all that a laptop holds; in processor time (see the scene)."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from random import Random

from benchmarks.measurement import Measurement, bound
from benchmarks.stage import Stage, unlock
from benchmarks.workload import SEED, family_name, persons, phone, plate
from fieldapp.actions.find import find_records

_QUERIES = 200


def measure(stage: Stage) -> Iterator[Measurement]:
    """Ask 200 questions of five kinds; the first question of all, which reads the names, is not one of them."""
    session = unlock(stage.full_laptop)
    find_records(session, "warm")
    spent = []
    for text in queries():
        started = time.thread_time()
        find_records(session, text)
        spent.append((time.thread_time() - started) * 1e3)
    session.close()
    p95 = statistics.quantiles(spent, n=20)[-1]
    what = f"find at {stage.large:,}, p95 of {len(spent)} mixed queries"
    yield bound(what, p95, 30, "ms", f"p50 {statistics.median(spent):.1f} ms")


def queries() -> list[str]:
    """Return names, beginnings, slips of the finger, phones and plates, in a fixed order."""
    random = Random(SEED + 20)
    people = list(persons(_QUERIES))
    found = []
    for number, person in enumerate(people):
        family, given = str(person.values["family_name"]), str(person.values["given_name"])
        kinds = (f"{given} {family}", family[:4], _slip(random, family_name(random)), phone(random), plate(random))
        found.append(kinds[number % len(kinds)])
    return found


def _slip(random: Random, word: str) -> str:
    place = random.randrange(1, len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
