"""A form on trial: read, opened once and reckoned, as every laptop would, within a limit of time."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Final

from fieldapp.forms.deadline import DeadlineError, run_within
from fieldapp.forms.form_session import FormSession
from fieldapp.forms.model import Form
from fieldapp.forms.package import Package
from fieldapp.forms.summary import standing_setting, summarise
from fieldapp.forms.xform_reader import FormError, read_form

LONGEST_S: Final = 5.0
"""Seconds; the largest form that the importer lets through opens in less than one."""

UNREADABLE: Final = "unreadable"
TOO_SLOW: Final = "too slow"
DEFEATS_US: Final = "defeats us"


def try_form(
    package: Package, moment: datetime, zone: tzinfo, *, form: Form | None = None, longest_s: float = LONGEST_S
) -> str:
    """Return why a package's form cannot be run, "" when it can."""

    def run() -> None:
        setting = standing_setting(package, package.sha256, moment, zone)
        summarise(FormSession(form or read_form(package.xform), setting), package)

    try:
        run_within(longest_s, run)
    except FormError:
        return UNREADABLE
    except (DeadlineError, RecursionError, MemoryError):
        return TOO_SLOW
    except Exception:  # noqa: BLE001 - the edge: a form that trips our engine is found out before anybody has it
        return DEFEATS_US
    return ""
