"""What an act leads to is what working everything out from nothing leads to, on random forms and acts."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from fieldapp.forms.form_session import Changes, FormSession, Item, Stored
from tests.forms.session.filled import picture, run
from tests.forms.session.random_form import random_form

RANDOM = settings(max_examples=120, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
SEEDS = st.integers(0, 2**48)


def begun(seed: int) -> tuple[FormSession, Iterator[tuple[str, int, str]]]:
    """A random form, and acts on it; all from one number, which Hypothesis prints."""
    draw = Random(seed)
    session = run(random_form(draw))
    kinds, values = ("answer", "answer", "answer", "add", "remove", "undo", "confirm"), ("", "0", "1", "2", "3", "x")
    acts = [(draw.choice(kinds), draw.randrange(60), draw.choice(values)) for _ in range(draw.randrange(12))]
    return session, iter(acts)


def do(session: FormSession, act: str, number: int, value: str) -> Changes | None:
    """One act at random; None where there was nothing to do."""
    items = list(session.root.items())
    rows = [item for item in items if item.row]
    if act == "answer":
        questions = [item for item in items if item.control is not None and not (item.bind and item.bind.calculate)]
        return session.answer(questions[number % len(questions)], value)
    if act == "add":
        holders = [item for item in items if item.path in {"/data", "/data/rep"}]
        holder = holders[number % len(holders)]
        return session.add_row("/data/rep" if holder.path == "/data" else "/data/rep/inner", holder)
    if act == "remove":
        return session.remove_row(rows[number % len(rows)]) if rows else None
    return session.undo() if act == "undo" else session.confirm_shrink()


@RANDOM
@given(SEEDS)
def test_every_act_leads_to_what_working_all_out_from_nothing_leads_to(seed: int) -> None:
    session, acts = begun(seed)
    for act in acts:
        do(session, *act)
        assert picture(session) == picture(run(session.form, stored=session.stored(), first_key=1000))


@RANDOM
@given(SEEDS)
def test_changes_name_what_changed_and_only_that(seed: int) -> None:
    session, acts = begun(seed)
    kept: dict[str, Stored | None] = {}
    for act in acts:
        before, items = picture(session), {item.ref: item for item in session.root.items()}
        changes = do(session, *act)
        if changes is None:
            continue
        after = picture(session)
        assert refs(changes.added) == [ref for ref in after if ref not in before and items_of(session)[ref].row]
        assert refs(changes.removed) == [ref for ref in before if ref not in after and items[ref].row]
        both = [ref for ref in after if ref in before]
        assert set(refs(changes.values)) == {ref for ref in both if after[ref][2:4] != before[ref][2:4]}
        assert set(refs(changes.relevance)) == {ref for ref in both if after[ref][0] != before[ref][0]}
        told = {*refs(changes.states), *refs(changes.values), *refs(changes.relevance), *refs(changes.choices)}
        assert {ref for ref in both if after[ref] != before[ref] and after[ref][1] == before[ref][1]} <= told
        kept |= changes.stored
        assert {ref: (each.value, each.known) for ref, each in kept.items() if each is not None} == {
            ref: (each.value, each.known) for ref, each in session.stored().items()
        }


@RANDOM
@given(SEEDS)
def test_taking_every_act_back_leads_to_where_it_began(seed: int) -> None:
    session, acts = begun(seed)
    pictures = [picture(session)]
    kept = [act for act in acts if act[0] != "undo"]
    pictures += [picture(session) for act in kept if do(session, *act) is not None]
    for expected in reversed(pictures[:-1]):
        session.undo()
        assert picture(session) == expected


def items_of(session: FormSession) -> dict[str, Item]:
    return {item.ref: item for item in session.root.items()}


def refs(items: tuple[Item, ...]) -> list[str]:
    return [item.ref for item in items]
