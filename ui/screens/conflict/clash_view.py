"""What a clash shows, read on the store's thread: every value in words, times local."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from fieldapp.actions.conflict import Clash, load_clashes
from fieldapp.actions.screening import open_screening
from fieldapp.domain.change import VOID_FIELD
from fieldapp.domain.fields import Field, Kind, Sensitivity
from fieldapp.domain.problems import Refused
from fieldapp.records import find_type
from ui.forms.local_time import show_instant
from ui.forms.reading import words_for
from ui.screens.screening.screening_reading import answer_words, question_words
from ui.text import tr


@dataclass(frozen=True, repr=False)
class ClashView:
    """A clash with each of its values in words, in the order of its heads."""

    clash: Clash
    words: tuple[str, ...]
    authors: tuple[str, ...]
    devices: tuple[str, ...]
    field: Field | None

    @property
    def is_hidden(self) -> bool:
        """Whether the values wait to be revealed."""
        return self.field is not None and self.field.sensitivity is not Sensitivity.NORMAL

    @property
    def is_text(self) -> bool:
        """Whether differences within the values mean something."""
        return self.field is not None and self.field.kind in {Kind.TEXT, Kind.NARRATIVE}


def read_clashes(session: Any) -> list[ClashView]:
    """Return every clash in words."""
    return [_view(session, clash) for clash in load_clashes(session)]


def _asked(session: Any, clash: Clash) -> tuple[Clash, dict[str, str]]:
    """Return a clash of an answer under its question's own words, and each value in the words of its choices."""
    row = session.store.record("answer", clash.record_id) or {}
    question = str(row.get("question") or "")
    try:
        running = open_screening(session, str(row.get("screening") or "")).run()
    except Refused:
        # Without its checklist the question has no words; its values are still to be decided.
        return clash, {}
    item = running.find(question)
    values = [str(head.value) for head in clash.heads if head.value is not None] if clash.field == "value" else []
    words = {value: answer_words(running, item, value) for value in values} if item is not None else {}
    return replace(clash, title=question_words(running, question)), words


def _view(session: Any, clash: Clash) -> ClashView:
    clash, said = _asked(session, clash) if clash.record_type == "answer" else (clash, {})
    record = find_type(clash.record_type)
    field = record.fields.get(clash.field) if record else None
    words = []
    for head in clash.heads:
        if clash.field == VOID_FIELD:
            words.append(tr("conflict.struck_out") if head.value is True else tr("conflict.kept"))
        elif record is None or field is None or head.value is None:
            words.append(tr("conflict.blank") if head.value is None else str(head.value))
        elif said.get(str(head.value)):
            words.append(said[str(head.value)])
        else:
            words.append(words_for(session, record, clash.field, head.value))
    origins = [(head.origin.author, show_instant(head.origin.made_at)) for head in clash.heads]
    return ClashView(
        clash,
        tuple(words),
        tuple(tr("conflict.author", author=author, when=when) for author, when in origins),
        tuple(head.change_id.rpartition("-")[0] for head in clash.heads),
        field,
    )
