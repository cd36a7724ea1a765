"""Running forms in these tests: written as XForms by hand, since what is tested is the engine and not the converter."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from itertools import count
from typing import Any

from fieldapp.forms.form_session import FormSession, Item, Setting, Stored
from fieldapp.forms.model import Form
from fieldapp.forms.xform_reader import read_form
from fieldapp.forms.xpath import Table
from tests.fakes.clock import FakeClock

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def a_form(instance: str, binds: str = "", body: str = "", model: str = "") -> Form:
    """A form: ``instance`` is what stands inside ``<data>``; binds may be written without their ``bind``'s closing."""
    head = '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
    return read_form(
        f'{head} xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms"><h:head>'
        f'<h:title>t</h:title><model><instance><data id="t" version="1">{instance}</data></instance>{model}{binds}'
        f"</model></h:head><h:body>{body}</h:body></h:html>"
    )


def bind(path: str, **conditions: str) -> str:
    """A bind; ``kind`` is its type."""
    said = {("type" if name == "kind" else name): text for name, text in conditions.items()}
    return f'<bind nodeset="/data/{path}" {" ".join(f"{name}={_quoted(text)}" for name, text in said.items())}/>'


def asked(*paths: str) -> str:
    """Questions for text at these paths."""
    return "".join(f'<input ref="/data/{path}"><label>{path}</label></input>' for path in paths)


def repeat(path: str, inside: str, **attributes: str) -> str:
    """A repeat with its questions; ``count`` is how many rows."""
    said = "".join(f" jr:{name}={_quoted(text)}" for name, text in attributes.items())
    return (
        f'<group ref="/data/{path}"><label>{path}</label><repeat nodeset="/data/{path}"{said}>{inside}</repeat></group>'
    )


def a_setting(new_key: Callable[[], str], clock: FakeClock | None = None, **more: Any) -> Setting:
    """What a form may know of the world."""
    known = {"zone": UTC, "random": random.Random(1), "preloads": {}, "tables": {}, **more}
    return Setting(clock=clock or FakeClock(NOON), new_key=new_key, **known)


def run(
    form: Form,
    *,
    clock: FakeClock | None = None,
    stored: Mapping[str, Stored] | None = None,
    tables: Mapping[str, Table] | None = None,
    zone: tzinfo = UTC,
    language: str = "",
    seed: int = 1,
    first_key: int = 1,
) -> FormSession:
    """A session of a form, all whose rows have keys that count up."""
    keys = count(first_key)
    more = {"zone": zone, "random": random.Random(seed), "tables": tables or {}}
    setting = a_setting(lambda: f"{next(keys):032x}", clock, **more)
    return FormSession(form, setting, language=language, stored=stored)


def put(session: FormSession, path: str, value: str) -> None:
    """Answer the question at a path below the top."""
    session.answer(at(session, path), value)


def at(session: FormSession, path: str) -> Item:
    """The item at a path below the top."""
    found = session.find(f"/data/{path}")
    assert found is not None, path
    return found


def value(session: FormSession, path: str) -> str:
    """What an expression reads there: blank where it does not matter."""
    return at(session, path).text


def matters(session: FormSession, path: str) -> bool:
    """Whether the item at a path is relevant."""
    return at(session, path).is_relevant


def picture(session: FormSession) -> dict[str, tuple[object, ...]]:
    """Everything that shows of a session, by ref."""
    return {
        item.ref: (item.is_relevant, item.is_aside, item.value, item.known, *(_shown(session, item)))
        for item in session.root.items()
    }


def _shown(session: FormSession, item: Item) -> Iterator[object]:
    if item.is_relevant:
        yield item.is_required
        yield item.is_readonly
        yield tuple((option.value, option.label) for option in session.choices(item))
        found = session.problem(item)
        yield (found.kind, found.message) if found is not None else None


def _quoted(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return f'"{escaped}"'
