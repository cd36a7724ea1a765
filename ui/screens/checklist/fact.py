"""What is said about a checklist: licence, ages, who may use it, how it is given; each a name and words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from fieldapp.actions.checklist_detail import ChecklistDetail
from fieldapp.actions.checklist_head import BUNDLED
from fieldapp.domain.clock import from_wire
from fieldapp.forms.package import Licence, Package, plain_words
from fieldapp.records.vocabulary import label as choice_label
from ui.forms.question.form_head import language_words
from ui.text import chosen_language, tr

Fact = tuple[str, str]

_ADMINISTRATION: Final = "checklist_administration"
_MINUTES_A_DAY: Final = 1440


def title_words(package: Package) -> str:
    """Return the title in the language of the window, where the checklist has it."""
    return plain_words(package.title, chosen_language()) or package.form_id


def licence_words(licence: Licence) -> str:
    """Return whose words the questions are and on what terms they are here."""
    lines = [tr("checklist.licence_of", holder=licence.holder, terms=licence.terms)]
    if licence.agency and licence.permission_ref:
        lines.append(tr("checklist.licensed_under", agency=licence.agency, ref=licence.permission_ref))
    elif licence.agency:
        lines.append(tr("checklist.licensed_to", agency=licence.agency))
    elif licence.permission_ref:
        lines.append(tr("checklist.permitted_under", ref=licence.permission_ref))
    return "\n".join(lines)


def age_words(age_min: int | None, age_max: int | None) -> str:
    """Return an age band, whole years, both inclusive."""
    if age_min is None and age_max is None:
        return tr("checklist.every_age")
    if age_max is None:
        return tr("checklist.age_from", age=age_min)
    if age_min is None:
        return tr("checklist.age_to", age=age_max)
    return tr("checklist.age_between", least=age_min, most=age_max)


def role_words(roles: tuple[str, ...]) -> str:
    """Return who may use it."""
    return ", ".join(tr(f"role.{role}") for role in roles) if roles else tr("checklist.every_role")


def validity_words(validated: str) -> str:
    """Return what is known of its validity: the author's own words, or a plain yes or no."""
    said = validated.strip().lower()
    if said in {"", "no", "false"}:
        return tr("checklist.not_validated")
    return tr("checklist.is_validated") if said in {"yes", "true"} else validated


def due_words(minutes: int) -> str:
    """Return how soon a duty is due, as ``within 36 h``; at once for 0."""
    if minutes <= 0:
        return tr("checklist.due_now")
    if minutes % _MINUTES_A_DAY == 0 and minutes > 2 * _MINUTES_A_DAY:
        return tr("checklist.due_days", count=minutes // _MINUTES_A_DAY)
    if minutes % 60 == 0:
        return tr("checklist.due_hours", count=minutes // 60)
    return tr("checklist.due_minutes", count=minutes)


def package_facts(package: Package, questions: int, languages: tuple[str, ...]) -> Iterator[Fact]:
    """Yield what the package itself says."""
    use, licence = package.use, package.licence
    yield tr("checklist.licence"), licence_words(licence)
    if licence.citation:
        yield tr("checklist.citation"), licence.citation
    yield tr("checklist.validated"), validity_words(use.validated)
    yield tr("checklist.ages"), age_words(use.age_min, use.age_max)
    yield tr("checklist.roles"), role_words(use.roles)
    yield tr("checklist.administration"), choice_label(_ADMINISTRATION, use.administration, chosen_language())
    if use.training_required:
        yield tr("checklist.training"), tr("checklist.training_needed")
    yield tr("checklist.questions"), str(questions)
    yield tr("checklist.languages"), ", ".join(language_words(name) for name in languages) or tr("checklist.one")
    if not package.scale.items:
        yield tr("checklist.points"), tr("checklist.unscored")


def record_facts(detail: ChecklistDetail) -> Iterator[Fact]:
    """Yield what became of it on its way here."""
    head = detail.head
    yield tr("checklist.stays_with"), detail.agency or tr("checklist.everybody")
    if detail.imported_by:
        when = _day(detail.imported_at)
        yield tr("checklist.imported"), tr("checklist.by_on", who=detail.imported_by, when=when)
    elif head.status == BUNDLED:
        yield tr("checklist.imported"), tr("checklist.with_program")
    if detail.published_at:
        yield tr("checklist.published"), tr("checklist.signed_on", when=_day(detail.published_at))
    yield tr("checklist.screenings"), str(detail.screenings)
    yield tr("checklist.form_id"), head.form_id
    yield tr("checklist.sha256"), head.sha256


def _day(instant: str) -> str:
    return from_wire(instant).astimezone().strftime("%Y-%m-%d %H:%M") if instant else "?"
