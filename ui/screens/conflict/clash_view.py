"""What a clash shows, read on the store's thread: every value in words, times local."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fieldapp.actions.conflict import Clash, load_clashes
from fieldapp.domain.change import VOID_FIELD
from fieldapp.domain.fields import Field, Kind, Sensitivity
from fieldapp.records import find_type
from ui.forms.local_time import show_instant
from ui.forms.reading import words_for
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


def _view(session: Any, clash: Clash) -> ClashView:
    record = find_type(clash.record_type)
    field = record.fields.get(clash.field) if record else None
    words = []
    for head in clash.heads:
        if clash.field == VOID_FIELD:
            words.append(tr("conflict.struck_out") if head.value is True else tr("conflict.kept"))
        elif record is None or field is None or head.value is None:
            words.append(tr("conflict.blank") if head.value is None else str(head.value))
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
