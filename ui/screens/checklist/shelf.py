"""The checklists on this laptop, each form once with its versions, as the list shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from fieldapp.actions.checklist import ChecklistHead, list_checklists
from fieldapp.actions.checklist_head import BUNDLED, DRAFT, PUBLISHED, REFUSED, SUBMITTED, WITHDRAWN
from ui.style.token import Tone
from ui.text import tr

_GLYPHS: Final = {
    BUNDLED: ("package", Tone.MUTED),
    DRAFT: ("pencil-line", Tone.MUTED),
    SUBMITTED: ("paper-plane-tilt", Tone.SOON),
    PUBLISHED: ("check-circle", Tone.OK),
    REFUSED: ("warning", Tone.SOON),
    WITHDRAWN: ("prohibit", Tone.MUTED),
}


@dataclass(frozen=True)
class ShelfForm:
    """One form with its versions, the newest first; never without one."""

    form_id: str
    versions: tuple[ChecklistHead, ...]

    @property
    def front(self) -> ChecklistHead:
        """The version to look at first: the newest that is more than a draft somebody dropped."""
        return next((head for head in self.versions if head.status != WITHDRAWN), self.versions[0])

    @property
    def refused(self) -> ChecklistHead | None:
        """The newest version that headquarters refused and nobody withdrew."""
        return next((head for head in self.versions if head.status == REFUSED), None)

    def find(self, sha256: str) -> ChecklistHead | None:
        """Return the version whose package has this name."""
        return next((head for head in self.versions if head.sha256 == sha256), None)


def read_shelf(session: Any) -> tuple[ShelfForm, ...]:
    """Return every form on this laptop by title; on the store's thread."""
    return group_forms(list_checklists(session))


def group_forms(heads: Iterable[ChecklistHead]) -> tuple[ShelfForm, ...]:
    """Return the versions of each form together, in the order in which the forms come."""
    found: dict[str, list[ChecklistHead]] = {}
    for head in heads:
        found.setdefault(head.form_id, []).append(head)
    return tuple(ShelfForm(form_id, tuple(versions)) for form_id, versions in found.items())


def status_glyph(status: str) -> tuple[str, Tone]:
    """Return icon and tone of a status; a status that only a newer version knows gets a plain mark."""
    return _GLYPHS.get(status, ("circle-dashed", Tone.MUTED))


def status_words(status: str) -> str:
    """Return a status as people say it."""
    return tr(f"checklist.status_{status}") if status in _GLYPHS else status


def form_line(form: ShelfForm) -> str:
    """Return what stands below a form's title: version, status, and what is in use meanwhile."""
    head = form.front
    words = tr("checklist.version_status", version=head.version, status=status_words(head.status))
    used = next((each for each in form.versions if each.is_newest), None)
    if used is not None and used.sha256 != head.sha256:
        words = f"{words} · {tr('checklist.in_use', version=used.version)}"
    if form.refused is not None and form.refused.sha256 != head.sha256:
        words = f"{words} · {tr('checklist.is_refused', version=form.refused.version)}"
    return words
