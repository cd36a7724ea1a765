"""What is said of a kept file: name and size, what it shows, when and where it was taken and who says so, its hash."""

from __future__ import annotations

from fieldapp.actions.attachment import FROM_FILE, AttachedFile
from ui.forms.local_time import show_instant
from ui.forms.question.upload_entry import size_words
from ui.forms.shown_file import can_show
from ui.text import tr
from ui.widgets.label import Role


def file_lines(file: AttachedFile) -> list[tuple[str, Role]]:
    """Return the lines about a file, its name first."""
    lines = [(tr("question.file_size", name=file.name, size=size_words(file.size_bytes)), Role.STRONG)]
    if file.description:
        lines.append((file.description, Role.BODY))
    if file.is_covered:
        lines.append((tr("attachment.covered"), Role.CAPTION))
    elif not can_show(file.media_type):
        lines.append((tr("attachment.not_opened"), Role.CAPTION))
    taken = []
    if file.taken_at:
        key = "attachment.added_by_file" if file.taken_source == FROM_FILE else "attachment.added_by_person"
        taken.append(tr(key, when=show_instant(file.taken_at)))
    if file.taken_place:
        taken.append(tr("attachment.taken_place", place=file.taken_place))
    if taken:
        lines.append((" \N{MIDDLE DOT} ".join(taken), Role.CAPTION))
    return [*lines, (f"SHA-256 {file.sha256}", Role.CAPTION)]
