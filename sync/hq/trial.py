"""A checklist on trial before it is published: its form is read and opened once, as every laptop would."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from fieldapp.forms.package import Package
from fieldapp.forms.trial import DEFEATS_US, LONGEST_S, TOO_SLOW, UNREADABLE, try_form
from fieldapp.rules.offence import load_offences

_SAID: Final = {
    "": "",
    UNREADABLE: "Its questions are no form that can be read. Import its workbook again.",
    DEFEATS_US: "Its questions cannot be worked out by this version of the program. Import its workbook again.",
    TOO_SLOW: "Its questions take too long to be worked out. Make its repeats, lists or conditions smaller.",
}
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
            why = try_form(package, now, load_offences().zone, longest_s=self.longest_s)
            self._said[package.sha256] = _SAID[why]
        return self._said[package.sha256]
