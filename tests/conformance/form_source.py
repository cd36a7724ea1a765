"""The forms that engines are held against one another with."""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from pathlib import Path

from pyxform.xls2xform import convert

from fieldapp.forms.xlsform_import import import_file

_OURS = Path(__file__).with_name("forms")
_BUNDLED = Path(__file__).resolve().parents[2] / "resources" / "forms"


def form_files() -> list[Path]:
    """Return written fixtures, the bundled checklists, and the form that pyxform itself is tested with."""
    found = importlib.util.find_spec("pyxform")
    spec = [Path(found.origin).parent / "validators/xlsform_spec_test.xml"] if found and found.origin else []
    return [*sorted(_OURS.glob("*.md")), *sorted(_BUNDLED.glob("*.xlsx")), *filter(Path.is_file, spec)]


@lru_cache
def xform_of(file: Path) -> str:
    """Return the XForm that a file is or becomes."""
    if file.suffix == ".xml":
        return file.read_text("utf-8")
    if file.suffix == ".md":
        return str(convert(str(file), validate=False).xform)
    imported = import_file(file)
    package = imported.package or imported.draft
    assert package is not None, imported.findings
    return package.xform
