"""What the answers of a screening come to: points, level of concern, what they fill in, and which duties they bring.

One computation for the laptop while somebody answers, for finalising, and for headquarters, which holds what it was
sent against it. It tells of indicators, never that somebody is or is no victim.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from fieldapp.domain.fields import Field, Kind
from fieldapp.domain.wire import Json
from fieldapp.forms.form_session import WITHOUT_ANSWER, FormSession, Setting, Stored, Violation
from fieldapp.forms.media_table import read_tables
from fieldapp.forms.model import Form
from fieldapp.forms.package import DISCLOSURE, Band, DutyRule, Package, plain_words
from fieldapp.forms.scoring import Score, score
from fieldapp.forms.xform_reader import read_form
from fieldapp.records import vocabulary
from fieldapp.records.screening import INDICATORS, Screening

SCORED: Final = ("score", "score_highest", "band", "band_highest", "band_label", "answered", "asked")
"""The fields of a screening that only ever come from its answers, together with those that the package saves to."""

_LONGEST_LABEL: Final = 200
_YES: Final = frozenset({"yes", "true", "1", "y", "si", "sí"})
_NO: Final = frozenset({"no", "false", "0", "n"})
_UNTOUCHED: Final = frozenset({"state", "checklist", "checklist_sha256", "checklist_version", "person", *SCORED})


@dataclass(frozen=True, repr=False)
class Summary:
    """``values`` are wire values for the screening record, None where there is nothing to say.

    ``duties`` are those that this result brings, ``violations`` what the form itself still asks for.
    """

    values: Mapping[str, Json]
    score: Score | None
    duties: tuple[DutyRule, ...]
    violations: tuple[Violation, ...]


def summarise(session: FormSession, package: Package, *, is_disclosed: bool = False) -> Summary:
    """Return what the answers given so far come to."""
    found = score(session, package.scale) if package.scale.items else None
    values: dict[str, Json] = _saved(session, package)
    if found is not None:
        band, highest = found.band, found.highest_band
        values |= {
            "score": found.points,
            "score_highest": found.highest,
            "band": band.code if band else None,
            "band_highest": highest.code if highest else None,
            "band_label": _range_of(band, highest),
            "answered": found.answered,
            "asked": found.asked,
        }
    else:
        values |= dict.fromkeys(SCORED) | dict(zip(("answered", "asked"), _completeness(session), strict=True))
    band_code = found.band.code if found is not None and found.band is not None else ""
    duties = tuple(rule for rule in package.duties if _is_due(rule, session, band_code, is_disclosed=is_disclosed))
    return Summary(values, found, duties, session.violations())


class StandingClock:
    """A clock that shows one moment for ever: the screening's end, whenever and wherever it is looked at again."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        """Return the moment."""
        return self._moment

    def monotonic(self) -> float:
        """Return no seconds: none ever pass."""
        return 0.0


def standing_setting(package: Package, screening_id: str, moment: datetime, zone: tzinfo) -> Setting:
    """Return the setting in which a screening's result is reckoned again: the same on every machine."""
    return Setting(
        clock=StandingClock(moment),
        zone=zone,
        random=random.Random(screening_id),  # noqa: S311 - a questionnaire's random(), nobody's secret
        preloads={},
        tables=read_tables(package),
        new_key=lambda: screening_id,
    )


def recompute(
    package: Package,
    stored: Mapping[str, Stored],
    setting: Setting,
    *,
    language: str = "",
    is_disclosed: bool = False,
    form: Form | None = None,
) -> Summary:
    """Return what stored answers come to. Raises ``FormError`` when the package's form cannot be read.

    With a clock that stands at the end of the screening the result is the same on every machine.
    """
    # Where nothing was stored the form stands as it opens, here as on the laptop.
    session = FormSession(form or read_form(package.xform), setting, language=language, stored=stored or None)
    return summarise(session, package, is_disclosed=is_disclosed)


def differences(summary: Summary, screening: Mapping[str, Json]) -> tuple[str, ...]:
    """Return the fields of a screening that do not say what its answers come to."""
    return tuple(name for name, value in summary.values.items() if screening.get(name) != value)


def _range_of(lowest: Band | None, highest: Band | None) -> str | None:
    """Return what a list calls the level: both ends of it where what nobody knows could make it another."""
    names = dict.fromkeys(plain_words(band.label) for band in (lowest, highest) if band is not None)
    return " \u2013 ".join(names)[:_LONGEST_LABEL] or None


def _is_due(rule: DutyRule, session: FormSession, band: str, *, is_disclosed: bool) -> bool:
    """Say whether a rule holds. One for a disclosure that names neither level nor condition waits for a disclosure."""
    if rule.on_disclosure and (is_disclosed or not (rule.bands or rule.condition)):
        return is_disclosed
    if rule.bands and band not in rule.bands and not (is_disclosed and DISCLOSURE in rule.bands):
        return False
    return not rule.condition or session.holds(rule.condition)


def _completeness(session: FormSession) -> tuple[int, int]:
    """Return (answered, asked) of a form without points: its visible questions, each row of a repeat for itself."""
    asked = [
        item
        for item in session.root.items()
        if item.control is not None and item.is_relevant and not item.is_readonly and item.control.kind != "trigger"
    ]
    return sum(bool(item.value) for item in asked), len(asked)


def _saved(session: FormSession, package: Package) -> dict[str, Json]:
    """Return what the package saves to fields of the screening; a blank answer leaves its field blank, never "no".

    The indicators come from answers alone. Other fields people fill as well: no blank answer takes their words away.
    """
    found: dict[str, Json] = {}
    for path, name in package.save_to.items():
        declared = Screening.fields.get(name)
        if declared is None or name in _UNTOUCHED:
            continue
        item = session.find(path)
        is_answer = item is not None and item.is_relevant and item.known not in WITHOUT_ANSWER
        text = item.value if item is not None and is_answer else ""
        value = _field_value(declared, text)
        if value is not None or name in INDICATORS:
            found[name] = value
    return found


def _field_value(declared: Field, text: str) -> Json:
    value: Json = text or None
    if value is not None and declared.kind is Kind.FLAG:
        value = True if text.lower() in _YES else False if text.lower() in _NO else None
    elif value is not None and declared.kind is Kind.COUNT:
        value = int(float(text)) if text.lstrip("-").replace(".", "", 1).isdecimal() else None
    elif value is not None and declared.kind is Kind.CHOICES:
        value = [*sorted(text.split())]
    allowed = vocabulary.codes(declared.vocabulary) if declared.vocabulary else None
    return None if declared.problem(value, allowed) else value
