"""How a form is cut into pages: a section a page, long ones in parts; no Qt, no answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from fieldapp.forms.model import Body, Control, Form, Group, Repeat, Text

MOST_QUESTIONS: Final = 25


@dataclass(frozen=True)
class PagePlan:
    """One page: the titles of the sections it lies in, outermost first, and what stands on it."""

    titles: tuple[Text, ...]
    bodies: tuple[Body, ...]
    part: int = 1
    parts: int = 1


def seen_bodies(bodies: Iterable[Body], hidden: Collection[str]) -> tuple[Body, ...]:
    """Return the parts of a form without those at the paths ``hidden`` and all below them; emptied groups go too."""
    found: list[Body] = []
    for body in bodies:
        own = body.path or ""
        if any(own == path or own.startswith(f"{path}/") for path in hidden):
            continue
        if isinstance(body, Control):
            found.append(body)
            continue
        children = seen_bodies(body.children, hidden)
        if children:
            found.append(replace(body, children=children))
    return tuple(found)


def plan_pages(form: Form, hidden: Collection[str] = ()) -> tuple[PagePlan, ...]:
    """Return the pages of a form, in order, without what is hidden."""
    body = seen_bodies(form.body, hidden) if hidden else form.body
    while len(body) == 1 and isinstance(body[0], Group) and not _is_page(body[0]) and _has_sections(body[0]):
        body = body[0].children
    return tuple(_pages(body, (), is_top=True))


def controls_in(bodies: Iterable[Body]) -> Iterator[Control]:
    """Yield the questions of some parts of a form, those of repeats included."""
    for body in bodies:
        if isinstance(body, Control):
            yield body
        else:
            yield from controls_in(body.children)


def _pages(bodies: Sequence[Body], titles: tuple[Text, ...], *, is_top: bool) -> Iterator[PagePlan]:
    loose: list[Body] = []
    for body in bodies:
        if not _stands_alone(body, is_top=is_top):
            loose.append(body)
            continue
        yield from _in_parts(loose, titles)
        loose = []
        if isinstance(body, Repeat):
            yield PagePlan(titles, (body,))
        elif isinstance(body, Group):
            yield from _section(body, titles)
    yield from _in_parts(loose, titles)


def _section(group: Group, titles: tuple[Text, ...]) -> Iterator[PagePlan]:
    inner = (*titles, group.label) if group.label is not None else titles
    if _is_table(group):
        yield PagePlan(inner, (replace(group, label=None),))
    elif _is_page(group):
        yield PagePlan(inner, group.children)
    else:
        yield from _pages(group.children, inner, is_top=False)


def _stands_alone(body: Body, *, is_top: bool) -> bool:
    if isinstance(body, Control):
        return False
    if is_top:
        return True
    if isinstance(body, Repeat) or _is_table(body):
        return False
    return _is_page(body) or sum(1 for _ in controls_in((body,))) > MOST_QUESTIONS // 2


def _is_page(group: Group) -> bool:
    return "field-list" in group.appearance and not _is_table(group)


def _is_table(group: Group) -> bool:
    return any(isinstance(child, Control) and "label" in child.appearance for child in group.children)


def _has_sections(group: Group) -> bool:
    return any(not isinstance(child, Control) for child in group.children)


def _in_parts(bodies: Sequence[Body], titles: tuple[Text, ...]) -> Iterator[PagePlan]:
    """Yield a page, or several about equally long where one would be too long."""
    weights = [sum(1 for _ in controls_in((body,))) for body in bodies]
    parts = max(1, -(-sum(weights) // MOST_QUESTIONS))
    goal = sum(weights) / parts
    shares: list[list[Body]] = [[]]
    used = 0
    for body, weight in zip(bodies, weights, strict=True):
        if shares[-1] and used + weight / 2 > goal * len(shares):
            shares.append([])
        shares[-1].append(body)
        used += weight
    pages = [PagePlan(titles, tuple(share)) for share in shares if share]
    for number, page in enumerate(pages, start=1):
        yield replace(page, part=number, parts=len(pages))
