"""The XML of a submission: what was relevant, in the order of the form (OpenRosa metadata schema for ``meta``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from fieldapp.forms.item import Item
from fieldapp.forms.model import Form

_OPENROSA: Final = "http://openrosa.org/xforms"
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What may stand in no XML 1.0 document, not even escaped (XML 1.0, production 2)."""


def write_instance(form: Form, root: Item, instance_id: str, ended_at: str = "") -> str:
    """Return the instance as XML text; ``ended_at`` (ISO 8601) stands where the form asks when it was ended."""
    inside = "".join(part for child in root.below() for part in _write(child, instance_id, ended_at))
    if instance_id and not any(child.name == "meta" for child in root.children):
        inside += f"<meta><instanceID>{escape(instance_id)}</instanceID></meta>"
    version = f" version={quoteattr(form.version)}" if form.version else ""
    return f"<{root.name} id={quoteattr(form.form_id)}{version} xmlns:orx={quoteattr(_OPENROSA)}>{inside}</{root.name}>"


def _write(item: Item, instance_id: str, ended_at: str) -> Iterator[str]:
    if not item.is_relevant:
        return
    yield f"<{item.name}>"
    if item.children:
        for child in item.below():
            yield from _write(child, instance_id, ended_at)
    else:
        text = instance_id if item.path.endswith("/meta/instanceID") else ended_at if _is_end(item) else ""
        yield escape(_NOT_XML.sub("\ufffd", text or item.value), {"\r": "&#13;"})
    yield f"</{item.name}>"


def _is_end(item: Item) -> bool:
    bind = item.bind
    return bind is not None and (bind.preload, bind.preload_params) == ("timestamp", "end")
