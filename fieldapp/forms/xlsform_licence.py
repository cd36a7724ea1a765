"""The settings sheet: what the checklist is called, whose words it uses, and for whom and by whom it may be used."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from fieldapp.domain.access import Role
from fieldapp.forms.finding import ERROR, WARNING, Finding
from fieldapp.forms.package import Cell, Licence, Use, Words
from fieldapp.forms.sentence import sentence
from fieldapp.forms.xlsform_sheet import Row, Sheet, Workbook

ADMINISTRATION: Final = ("observed", "read_aloud", "self", "chart")
YES: Final = frozenset({"yes", "true", "true()", "1", "x"})
NO: Final = frozenset({"", "no", "false", "false()", "0"})

_FORM_ID: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{1,79}")
_VERSION: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_. -]{0,59}")
_NOTHING: Final = frozenset({"none", "nan", "null"})
_OLDEST: Final = 120


@dataclass
class Settings:
    """The settings as read; ``findings`` says what is wrong with them."""

    form_id: str = ""
    version: str = ""
    title: Words = field(default_factory=dict)
    licence: Licence = field(default_factory=lambda: Licence("", ""))
    use: Use = field(default_factory=Use)
    caution: Words = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def read_settings(workbook: Workbook) -> Settings:
    """Read the settings sheet; a licence, a version and a form id are required."""
    sheet = workbook.sheet("settings")
    row = sheet.rows[0] if sheet.rows else Row(2, {})
    reader = _Reader(sheet, row)
    settings = Settings(findings=reader.findings)
    settings.form_id = reader.identifier()
    settings.version = reader.version()
    settings.title = {**reader.words("title"), **reader.words("form_title")} or {"": settings.form_id}
    settings.licence = reader.licence()
    settings.use = reader.use()
    settings.caution = reader.words("caution")
    if len(sheet.rows) > 1:
        message = sentence("Only the first row of the settings counts; this one is not read.")
        cell = sheet.cell(sheet.rows[1].number)
        reader.findings.append(Finding(WARNING, "SETTINGS_ROWS", message, cell, sentence("Delete it.")))
    return settings


def read_flag(text: str) -> bool | None:
    """Return what a yes-or-no cell says, None if it says neither."""
    plain = text.strip().lower()
    return True if plain in YES else False if plain in NO else None


class _Reader:
    """Reads one row of settings and gathers findings."""

    def __init__(self, sheet: Sheet, row: Row) -> None:
        self._sheet = sheet
        self._row = row
        self.findings: list[Finding] = []

    def _text(self, *names: str) -> str:
        heading = self._sheet.heading(*names)
        return self._row.text(heading) if heading else ""

    def _say(self, code: str, column: str, message: str, fix: str = "", severity: str = ERROR) -> None:
        cell = Cell("settings", self._row.number, self._sheet.heading(column) or column)
        self.findings.append(Finding(severity, code, message, cell, fix))

    def identifier(self) -> str:
        text = self._text("form_id", "id_string")
        if not text:
            self._say(
                "FORM_ID_MISSING",
                "form_id",
                sentence("The checklist has no form_id."),
                sentence("Add the column form_id, such as “county_intake”."),
            )
        elif not _FORM_ID.fullmatch(text) or text.lower() in _NOTHING:
            message = sentence(
                "The form_id may hold letters, digits, “_”, “-” and “.”, begins with a letter and has at most 80."
            )
            self._say("FORM_ID_SHAPE", "form_id", message, sentence("Write a name such as “county_intake”."))
        return text

    def version(self) -> str:
        text = self._text("version")
        if not text:
            fix = sentence("Add the column version, such as “2026.1”, and raise it with each change.")
            self._say("VERSION_MISSING", "version", sentence("The checklist has no version."), fix)
        elif not _VERSION.fullmatch(text):
            message = sentence("The version may hold letters, digits, “.”, “_”, “-” and spaces, and has at most 60.")
            self._say("VERSION_SHAPE", "version", message, sentence("Write a version such as “2026.1”."))
        elif "." in text and self._sheet.heading("version") in self._row.numbers:
            message = sentence("The version is a number, in which 1.10 and 1.1 are the same.")
            self._say(
                "VERSION_NUMBER", "version", message, sentence("Format the cell as text and type it again."), WARNING
            )
        return text

    def words(self, name: str) -> Words:
        found = {language: self._row.text(heading) for language, heading in self._sheet.translated(name).items()}
        return {language: text for language, text in found.items() if text}

    def licence(self) -> Licence:
        for column, what in (
            ("licence_holder", sentence("whose words the questions are")),
            ("licence_terms", sentence("on what terms they may be used")),
        ):
            if not self._text(column):
                code = f"{column.upper()}_MISSING"
                message = sentence("The settings do not say {0} ({1}).", what, column)
                self._say(
                    code, column, message, sentence("Add the column {0} to the sheet “settings” and fill it.", column)
                )
        licence = Licence(
            *(self._text("licence_holder"), self._text("licence_terms")),
            *(self._text("permission_ref"), self._text("citation"), self._text("agency")),
        )
        if licence.agency and not licence.permission_ref:
            message = sentence("The checklist stays with one agency, but nothing says by which permission it has it.")
            self._say("PERMISSION_MISSING", "permission_ref", message, sentence("Fill permission_ref."), WARNING)
        return licence

    def use(self) -> Use:
        administration = self._text("administration").lower() or "observed"
        if administration not in ADMINISTRATION:
            message = sentence("“{0}” is no way to administer a checklist.", administration)
            self._say(
                "ADMINISTRATION_UNKNOWN",
                "administration",
                message,
                sentence("Write one of {0}.", ", ".join(ADMINISTRATION)),
            )
            administration = "observed"
        youngest, oldest = self._age("age_min"), self._age("age_max")
        if youngest is not None and oldest is not None and youngest > oldest:
            self._say(
                "AGE_ORDER", "age_max", sentence("The highest age is below the lowest."), sentence("Exchange the two.")
            )
        training = read_flag(self._text("training_required"))
        if training is None:
            self._say(
                "FLAG_UNKNOWN",
                "training_required",
                sentence("This is neither yes nor no."),
                sentence("Write yes or no."),
            )
        return Use(administration, self._roles(), youngest, oldest, bool(training), self._text("validated"))

    def _roles(self) -> tuple[str, ...]:
        known = {role.value for role in Role}
        named = tuple(dict.fromkeys(self._text("allowed_roles").replace(",", " ").lower().split()))
        for role in named:
            if role not in known:
                message = sentence("There is no role “{0}”.", role)
                self._say("ROLE_UNKNOWN", "allowed_roles", message, sentence("Use {0}.", ", ".join(sorted(known))))
        return tuple(role for role in named if role in known)

    def _age(self, column: str) -> int | None:
        text = self._text(column)
        if not text:
            return None
        if not text.isascii() or not text.isdecimal() or int(text[:4]) > _OLDEST:
            self._say(
                "AGE_SHAPE",
                column,
                sentence("“{0}” is no age in whole years.", text[:20]),
                sentence("Write a number such as 12."),
            )
            return None
        return int(text)
