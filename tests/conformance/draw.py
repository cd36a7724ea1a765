"""Random answers to any form, drawn by a seed: mostly sensible, now and then not."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from fieldapp.forms.form_session import FormSession, Item
from fieldapp.forms.model import Body, Form, Group, Repeat

ANSWER, ADD, REMOVE = "set", "add", "remove"
_WORDS = (
    "a",
    "b",
    "ab",
    "cab",
    "5",
    "12",
    "-3",
    "0",
    "yes",
    "true",
    "K7",
    "555-1234",
    "AB123",
    "a@b.org",
    "x y",
    "banana",
)
_NO_QUESTIONS = frozenset({"trigger", "upload", "note"})
_MOST_ROWS = 5


class Step(NamedTuple):
    """What is done: an answer at a path, or a row of a repeat added (path of the repeat) or removed (of the row)."""

    act: str
    path: str
    value: str = ""


def open_repeats(form: Form) -> frozenset[str]:
    """Return the repeats whose rows people add themselves."""
    return frozenset(repeat.path for repeat in repeats_of(form) if not repeat.count)


def repeats_of(form: Form) -> Iterator[Repeat]:
    """Yield the repeats of a form."""
    return _repeats(form.body)


def draw_step(
    draw: random.Random, session: FormSession, items: dict[str, Item], now: datetime, *, may_remove: bool = True
) -> Step | None:
    """Draw what is done next, None when nothing can be."""
    repeats = open_repeats(session.form)
    if repeats and draw.random() < 0.12:
        step = _draw_row(draw, items, repeats, may_remove=may_remove)
        if step is not None:
            return step
    asked = [(path, item) for path, item in items.items() if _is_asked(item)]
    if not asked:
        return None
    path, item = draw.choice(asked)
    return Step(ANSWER, path, "" if draw.random() < 0.08 else _draw_value(draw, session, item, now))


def _is_asked(item: Item) -> bool:
    bind, control = item.bind, item.control
    if control is None or item.children or not item.is_relevant or item.is_readonly or control.kind in _NO_QUESTIONS:
        return False
    return bind is None or not bind.calculate


def _draw_row(draw: random.Random, items: dict[str, Item], repeats: frozenset[str], *, may_remove: bool) -> Step | None:
    rows = [path for path, item in items.items() if item.row and item.path in repeats and item.is_relevant]
    if rows and may_remove and draw.random() < 0.4:
        return Step(REMOVE, draw.choice(rows))
    places = []
    for holder, item in items.items():
        for path in sorted(repeats):  # a set has another order in each run
            above, _, name = path.rpartition("/")
            if item.path == above and item.is_relevant:
                count = sum(child.path == path for child in item.below())
                places += [f"{holder}/{name}"] if count < _MOST_ROWS else []
    return Step(ADD, draw.choice(places)) if places else None


def _draw_value(draw: random.Random, session: FormSession, item: Item, now: datetime) -> str:
    kind = item.control.kind if item.control is not None else ""
    type_name = item.bind.type if item.bind is not None else "string"
    if kind in {"select", "select1", "rank"}:
        codes = [option.value for option in session.choices(item)]
        if not codes:
            return ""
        many = draw.sample(codes, draw.randint(1, min(3, len(codes))))
        return " ".join(many) if kind != "select1" else many[0]
    return _draw_typed(draw, type_name, now)


def _draw_typed(draw: random.Random, type_name: str, now: datetime) -> str:
    day = now + timedelta(days=draw.choice((0, 0, -1, 1, draw.randint(-20_000, 400))))
    if type_name == "int":
        return str(draw.choice((draw.randint(0, 6), draw.randint(-5, 130))))
    if type_name == "decimal":
        return str(round(draw.uniform(-5, 60), draw.randint(0, 3)))
    if type_name == "date":
        return day.date().isoformat()
    if type_name == "dateTime":
        return day.isoformat(timespec="milliseconds")
    if type_name == "time":
        return now.isoformat(timespec="milliseconds").partition("T")[2]
    if type_name.startswith("geo"):
        points = 1 if type_name == "geopoint" else draw.randint(3, 5)
        places = [f"{draw.uniform(33, 34):.5f} {draw.uniform(-119, -118):.5f} 0.0 0.0" for _ in range(points)]
        return "; ".join([*places, places[0]] if type_name == "geoshape" else places)
    return draw.choice(_WORDS)


def _repeats(body: tuple[Body, ...]) -> Iterator[Repeat]:
    for part in body:
        if isinstance(part, Repeat):
            yield part
        if isinstance(part, Group | Repeat):
            yield from _repeats(part.children)
