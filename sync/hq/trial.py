"""A checklist on trial before it is published: its form is read and opened once, as every laptop would."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from fieldapp.forms.form_session import FormSession
from fieldapp.forms.package import Package
from fieldapp.forms.summary import standing_setting, summarise
from fieldapp.forms.xform_reader import FormError, read_form
from fieldapp.rules.offence import load_offences
from sync.hq.deadline import DeadlineError, bounded

LONGEST_S: Final = 5.0
"""Seconds; the largest form that the importer lets through opens in less than one."""
_UNREADABLE: Final = "Its questions are no form that can be read. Import its workbook again."
_TOO_SLOW: Final = "Its questions take too long to be worked out. Make its repeats, lists or conditions smaller."
_KEPT: Final = 64


class Trial:
    """Tries packages out and remembers how that went. The same package is tried once."""

    def __init__(self, longest_s: float = LONGEST_S) -> None:
        self.longest_s = longest_s
        self._said: dict[str, str] = {}

    def objection(self, package: Package, now: datetime) -> str:
        """Return the sentence that says why a package cannot be run, "" when it can."""
        if package.sha256 not in self._said:
            while len(self._said) >= _KEPT:
                self._said.pop(next(iter(self._said)))
            self._said[package.sha256] = self._try(package, now)
        return self._said[package.sha256]

    def _try(self, package: Package, now: datetime) -> str:
        try:
            with bounded(self.longest_s):
                setting = standing_setting(package, package.sha256, now, load_offences().zone)
                summarise(FormSession(read_form(package.xform), setting), package)
        except FormError:
            return _UNREADABLE
        except (DeadlineError, RecursionError, MemoryError):
            return _TOO_SLOW
        except Exception:  # noqa: BLE001 - the edge: a form that trips our engine is not sent to anybody
            return _UNREADABLE
        return ""
