"""What is said of a published report: who signed what, what is not as signed, why a row is not what it was."""

from __future__ import annotations

from datetime import timedelta

from fieldapp.domain.change import VOID_FIELD
from fieldapp.records import find_type, require_type
from fieldapp.reports.archive import FIELD, PART_CHANGED, PART_MISSING, PART_TWICE, Fault, ReportHead
from fieldapp.reports.as_of import end_of
from fieldapp.reports.comparison import FigureChange, RowChange
from fieldapp.reports.figure import find_figure
from fieldapp.reports.period import bureau_day
from fieldapp.reports.report_text import ReportText, SignedFigure
from fieldapp.reports.wording import wording
from ui.forms.local_time import show_instant
from ui.text import chosen_language, declared_text, tr

_NONE = "\N{EN DASH}"
_WITH_A_NAME = frozenset({FIELD, PART_CHANGED, PART_MISSING, PART_TWICE})


def head_note(head: ReportHead) -> str:
    """The line below a report's name in a list."""
    facts = head.facts
    days = tr("published.days", first=facts["first_day"], last=facts["last_day"])
    return " \N{MIDDLE DOT} ".join((days, as_of_words(facts["as_of"]), signed_words(head)))


def signed_words(head: ReportHead, *, alone: bool = False) -> str:
    """Who published it, and when; ``alone`` as a sentence."""
    when = show_instant(head.facts["published_at"]) if head.facts["published_at"] else _NONE
    return tr("published.signed_alone" if alone else "published.signed_by", who=head.facts["published_by"], when=when)


def as_of_words(as_of: str) -> str:
    """As of when: the end of a day where it is one."""
    try:
        day = bureau_day(as_of) - timedelta(days=1)
        if end_of(day) == as_of:
            return tr("published.as_of_day", day=day.isoformat())
        return tr("published.as_of", when=show_instant(as_of))
    except ValueError:  # not as it was signed, which is said elsewhere
        return as_of


def digest_words(sha256: str) -> str:
    """A digest in groups, for two people to compare and for a line that breaks."""
    return " ".join(sha256[at : at + 8] for at in range(0, len(sha256), 8))


def fault_words(fault: Fault) -> str:
    """What is not as it was signed."""
    name = fault.name
    if fault.code == FIELD:
        declared = require_type("published_report").fields.get(name)
        name = declared_text(declared.label) if declared is not None else name
    return (
        tr(f"published.fault.{fault.code}", name=name)
        if fault.code in _WITH_A_NAME
        else tr(f"published.fault.{fault.code}")
    )


def open_words(report: ReportText) -> list[str]:
    """What was not settled on the laptop that published it."""
    state = report.state
    said = [tr("published.open", **{name: state[name] for name in ("unsent", "refused", "conflicts")})]
    if state["heard_until"]:
        said.append(tr("published.heard", when=show_instant(state["heard_until"])))
    if state["laptops"]:
        laptops = ", ".join(f"{device} ({show_instant(at) if at else _NONE})" for device, at in state["laptops"])
        said.append(tr("published.laptops", laptops=laptops))
    return said


def title_words(name: str, signed: str) -> str:
    """A figure's title in the language chosen, as signed where it is not known any more."""
    figure = find_figure(name)
    return wording(figure, chosen_language()).title if figure is not None else signed


def value_words(value: int | None, *, is_share: bool) -> str:
    """A value as shown."""
    if value is None:
        return _NONE
    return f"{value} %" if is_share else f"{value:,}"


def question_words(figure: SignedFigure) -> str:
    """What was asked of the records for a figure, and what each row was judged by."""
    asked = " ".join(figure.query.split())
    judged = " " + tr("published.judged", judge=figure.judge) if figure.judge else ""
    return f"{asked}{judged} {tr('published.data', sha256=digest_words(figure.sha256))}"


def change_words(change: FigureChange) -> str:
    """A figure that is not what was signed: then and now."""
    then = value_words(change.then, is_share=change.is_share)
    now = value_words(change.now, is_share=change.is_share) if change.is_held else tr("figures.not_held")
    return tr("published.then_now", title=title_words(change.name, change.title), then=then, now=now)


def row_words(row: RowChange) -> str:
    """Why a row is not what it was."""
    when = show_instant(row.at) if row.at else ""
    why = tr(f"published.why.{row.why}", fields=", ".join(_field(*field) for field in row.fields))
    said = f"{tr(f'published.move.{row.move}')}: {why}"
    return f"{said} ({when})" if when else said


def _field(record_type: str, name: str) -> str:
    record = find_type(record_type)
    if record is None:
        return name
    own = tr("published.struck") if name == VOID_FIELD else declared_text(record.fields[name].label)
    return f"{declared_text(record.title)}: {own}"
