"""Reckoning one screening again, as the laptop did: its stored answers, and the very package it was made with.

Beside the result itself: what its form still asks for, and the duties that the result brings.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from fieldapp.domain.clock import from_wire
from fieldapp.domain.ids import IdSource, RandomBytes
from fieldapp.domain.wire import Json
from fieldapp.forms.form_session import Setting, Stored
from fieldapp.forms.media_table import read_tables
from fieldapp.forms.model import Form
from fieldapp.forms.package import Package
from fieldapp.forms.summary import SCORED, differences, recompute
from fieldapp.forms.xform_reader import read_form
from fieldapp.rules.offence import load_offences
from sync.hq.duty_finding import Standing, duty_findings
from sync.hq.rescoring import SCREENING, Finding

_FORMS_KEPT: Final = 8
_REQUIRED: Final = "required"
_ROW_KEY: Final = re.compile(r"\[@[^\]]*\]")


class Reckoner:
    """Keeps the forms used last, so that not every screening reads its own."""

    def __init__(self, random_bytes: RandomBytes) -> None:
        self._random = random_bytes
        self._forms: dict[str, Form] = {}

    def reckon(
        self,
        package: Package,
        record_id: str,
        screening: Mapping[str, Json],
        answers: Mapping[str, tuple[str, str]],
        duties: Mapping[str, Standing],
        now: datetime,
    ) -> list[Finding]:
        """Return what the screening does not say as its answers do. Raises FormError, and whatever a form provokes.

        ``answers``: question -> (value, how it is known). ``duties``: those there are, by their code.
        """
        ended = screening.get("stopped_at") or screening.get("started_at")
        clock = _StoppedClock(from_wire(str(ended)) if ended else now)
        setting = Setting(
            clock=clock,
            zone=load_offences().zone,
            random=random.Random(record_id),  # noqa: S311 - a questionnaire's random(), as on the laptop
            preloads={},
            tables=read_tables(package),
            new_key=IdSource(clock, self._random).new,
        )
        summary = recompute(
            package,
            {question: Stored(*answer) for question, answer in answers.items()},
            setting,
            language=str(screening.get("shown_language") or ""),
            is_disclosed=screening.get("disclosure_made") is True,
            form=self._form_of(package),
        )
        is_disclosed = screening.get("disclosure_made") is True
        differing = [
            (name, _shown(name, screening.get(name)), _shown(name, summary.values.get(name)))
            for name in differences(summary, screening)
        ]
        # A disclosure ends the questions, and sworn roles are not shown private ones: neither is missing.
        wanting = [
            (v.ref, "", v.kind)
            for v in summary.violations
            if v.kind != _REQUIRED or not (is_disclosed or _is_private(package, v.ref))
        ]
        found = [*differing, *wanting, *duty_findings(summary.duties, duties)]
        return [Finding(SCREENING, record_id, name, said, computed) for name, said, computed in found]

    def _form_of(self, package: Package) -> Form:
        if package.sha256 not in self._forms:
            while len(self._forms) >= _FORMS_KEPT:
                self._forms.pop(next(iter(self._forms)), None)
            self._forms[package.sha256] = read_form(package.xform)
        return self._forms[package.sha256]


class _StoppedClock:
    """A clock that stands where the screening ended."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    def monotonic(self) -> float:
        return 0.0


def _is_private(package: Package, ref: str) -> bool:
    path = _ROW_KEY.sub("", ref)
    return any(path == each or path.startswith(f"{each}/") for each in package.private)


def _shown(name: str, value: Json) -> str:
    """Return a result as it is listed; what an answer filled in is not."""
    if name not in SCORED or value is None:
        return ""
    return str(value)[:200]
