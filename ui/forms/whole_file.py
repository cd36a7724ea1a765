"""Writing a file outside the store: whole or not at all."""

from __future__ import annotations

from pathlib import Path

from fieldapp.domain.faults import StoreError
from ui.text import tr


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path``. Raises StoreError EXPORT_FAILED; then what was there before still is."""
    partly = path.with_name(path.name + ".part")
    try:
        partly.write_bytes(content)
        partly.replace(path)
    except OSError as error:
        partly.unlink(missing_ok=True)
        raise StoreError("EXPORT_FAILED", tr("figures.export_failed")) from error
