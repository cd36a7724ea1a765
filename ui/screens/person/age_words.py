"""Ages, decisions and what came of a statement in words; years only, a date of birth stays in its covered field."""

from __future__ import annotations

from datetime import date

from fieldapp.actions.age_change import AgeChange
from fieldapp.actions.age_decision import AgeDecision
from fieldapp.actions.age_evidence import Outcome
from fieldapp.domain.people import age_on
from fieldapp.records import find_type, require_type, vocabulary
from fieldapp.rules.law import load_law
from fieldapp.rules.stated_age import StatedAge
from ui.forms.local_time import show_instant
from ui.text import chosen_language, declared_text, tr


def kind_words(basis: str) -> str:
    """How an age is known."""
    return vocabulary.label("age_basis", basis, chosen_language())


def years_words(stated: StatedAge) -> str:
    """The years on the day it was stated; whether a date of birth gives them."""
    day = stated.stated_on
    if not stated.born_on:
        return tr("age.years", years=stated.age if stated.age is not None else "?", day=day)
    years = age_on(date.fromisoformat(stated.born_on), date.fromisoformat(day)) if day else "?"
    return tr("age.years_born", years=years, day=day)


def source_words(stated: StatedAge) -> str:
    """Where it comes from, who wrote it and when."""
    found_on = find_type(stated.found_on)
    where = stated.source
    if not where and found_on is not None:
        where = tr("age.found_on", what=declared_text(found_on.title))
    who = tr("age.written", who=stated.author, at=show_instant(stated.at)) if stated.at else stated.author
    return f"{where} \N{MIDDLE DOT} {who}" if where else who


def decision_words(decision: AgeDecision) -> tuple[str, str]:
    """Minor or adult as of an event; and because of what, decided when and by whom."""
    what = declared_text(require_type(decision.record_type).title)
    when = show_instant(decision.happened_at) if decision.happened_at else "?"
    key = {True: "as_minor", False: "as_adult", None: "as_unknown"}[decision.is_minor]
    told = tr(f"age.{key}", what=what, when=when)
    if decision.by_eye:
        return told, tr("age.by_eye")
    if decision.stated is None:
        return told, tr("age.no_basis")
    because = ", ".join(word for word in (kind_words(decision.stated.basis), decision.stated.source) if word)
    return told, tr("age.because", because=because, at=show_instant(decision.decided_at), who=decision.author)


def outcome_words(outcome: Outcome) -> tuple[str, str]:
    """What came of a statement: whether it counts, and each record that it turned."""
    head = tr("age.taken") if outcome.is_taken else tr("age.kept")
    lines = [tr("age.turned", count=len(outcome.made))] if outcome.made else []
    lines += [sentence(change) for change in outcome.turned]
    if outcome.is_taken and not lines:
        lines.append(tr("age.turned_nothing"))
    return head, "\n".join(lines)


def sentence(change: AgeChange) -> str:
    """Return what a correction turned, in words; never an age or a date of birth."""
    what = declared_text(require_type(change.record_type).title)
    when = show_instant(change.happened_at) if change.happened_at else "?"
    key = {True: "now_minor", False: "now_adult", None: "now_unknown"}[change.is_minor]
    told = [tr(f"age.{key}", what=what, when=when, at=show_instant(change.at), who=change.author)]
    if change.clocks:
        key = "clocks_run" if change.is_minor else "clocks_stop"
        told.append(tr(f"age.{key}", clocks=", ".join(map(_clock_words, change.clocks))))
    told += [tr(f"age.breaks_{code}") for code in change.broken]
    return " ".join(told)


def _clock_words(code: str) -> str:
    rule = load_law().clocks.newest(code)
    return rule.label(chosen_language()) if rule is not None else code
