"""The sentences of pyxform that are known, and what is said to the author for each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Saying:
    """A sentence of pyxform's that we know, and what we say for it. ``{0}`` and so on are its groups."""

    pattern: re.Pattern[str]
    code: str
    message: str
    fix: str = ""
    column: str = ""
    sheet: str = "survey"


def say(pattern: str, code: str, message: str, fix: str = "", column: str = "", sheet: str = "survey") -> Saying:
    return Saying(re.compile(pattern, re.DOTALL | re.IGNORECASE), code, message, fix, column, sheet)


ERRORS: Final = (
    say(
        r"Parameters must be in the form",
        "PARAMETERS_SHAPE",
        "The parameters are not written as name=value, with spaces between them.",
        "Write them such as “start=0 end=10 step=1”.",
        "parameters",
    ),
    say(
        r"survey element named '([^']*)'\. There is no survey element|no survey element named '([^']*)'",
        "REFERENCE_UNKNOWN",
        "No question is named “{0}”.",
        "Correct the name between ${{ and }}.",
    ),
    say(
        r"element named '([^']*)' has no label or hint",
        "LABEL_MISSING",
        "The question “{0}” has no label, so people see nothing.",
        "Fill the column “label”.",
        "label",
    ),
    say(r"empty id_string", "FORM_ID_SHAPE", "The form_id is no name.", "Write a name such as “county_intake”."),
    say(
        r"List name not in (?:choices|external choices|columns) sheet: (.+)",
        "LIST_MISSING",
        "The list “{0}” does not exist on the sheet “choices”.",
        "Add its choices there, or correct the name of the list.",
        "type",
    ),
    say(
        r"There should be a choices sheet",
        "LIST_MISSING",
        "The question chooses from a list, but there is no sheet “choices”.",
        "Add the sheet “choices” with the columns list_name, name and label.",
        "type",
    ),
    say(
        r"Could not find the name '([^']*)'",
        "REFERENCE_UNKNOWN",
        "There is no question named “{0}”.",
        "Correct the name between ${{ and }}.",
        "*",
    ),
    say(
        r"The name '([^']*)' appears more than once",
        "REFERENCE_AMBIGUOUS",
        "Several questions are named “{0}”, so ${{{0}}} may mean any of them.",
        "Give each question a name of its own.",
        "*",
    ),
    say(
        r"Reference variables must start with",
        "REFERENCE_MALFORMED",
        "A reference is not written as ${{name}}.",
        "Write ${{, the question's name, and }}.",
        "*",
    ),
    say(
        r"'name' value '([^']*)' is invalid.*unique within",
        "NAME_TWICE",
        "Two questions or groups beside each other are named “{0}”.",
        "Rename one of them.",
        "name",
    ),
    say(
        r"'name' value '([^']*)' is invalid.*(?:Repeat names must|same as the survey root)",
        "NAME_TWICE",
        "The repeat's name “{0}” is taken: by another repeat, or by the form itself.",
        "Rename the repeat.",
        "name",
    ),
    say(
        r"name 'meta' is reserved|'meta' is invalid",
        "NAME_RESERVED",
        "The name “meta” is kept for the form's own data.",
        "Rename the question.",
        "name",
    ),
    say(
        r"Names must begin with a letter or underscore",
        "NAME_INVALID",
        "The name may hold only letters, digits, “_”, “-” and “.”, and begins with a letter or “_”.",
        "Write a name such as “q1”.",
        "name",
    ),
    say(
        r"Choices must have a name",
        "CHOICE_NAME_MISSING",
        "The choice has no name.",
        "Fill the column “name”.",
        "name",
        "choices",
    ),
    say(
        r"Choice names must be unique",
        "CHOICE_TWICE",
        "Another choice of the same list has this name.",
        "Rename one of them.",
        "name",
        "choices",
    ),
    say(
        r"Unmatched 'end_(\w+)'",
        "GROUP_NOT_BEGUN",
        "This “end {0}” closes nothing: no “begin {0}” is open here.",
        "Delete the row, or add the “begin {0}” above.",
        "type",
    ),
    say(
        r"Unmatched 'begin_(\w+)'",
        "GROUP_NOT_ENDED",
        "This “begin {0}” is never closed.",
        "Add a row “end {0}” after its last question.",
        "type",
    ),
    say(
        r"Question with no type",
        "TYPE_MISSING",
        "The row has a name or a label, but no type.",
        "Fill the column “type”, or empty the row.",
        "type",
    ),
    say(
        r"Question or group with no name",
        "NAME_MISSING",
        "The question has no name.",
        "Fill the column “name”.",
        "name",
    ),
    say(
        r"Missing calculation",
        "CALCULATION_MISSING",
        "A row of type “calculate” has no calculation.",
        "Fill the column “calculation”.",
        "calculation",
    ),
    say(
        r"Unknown question type '([^']*)'",
        "TYPE_UNKNOWN",
        "There is no question type “{0}”.",
        "Use a type of XLSForm such as text, integer, date, select_one LIST or note.",
        "type",
    ),
    say(
        r"Choice names with spaces cannot be added.*See \[([^\]]*)\] in \[([^\]]*)\]",
        "CHOICE_NAME_SPACE",
        "The choice “{0}” of the list “{1}” has a space in its name, which select_multiple cannot hold.",
        "Write “_” for the space.",
        "name",
        "choices",
    ),
    say(
        r"Duplicate column header: (.+)",
        "HEADING_TWICE",
        "Two columns have the heading “{0}”.",
        "Rename or delete one of them.",
    ),
    say(
        r"sheet: '(\w+)'\. Headers that are different names for the same column were found: '([^']*)', '([^']*)'",
        "HEADING_TWICE",
        "On the sheet “{0}”, “{1}” and “{2}” are two headings for the same column.",
        "Delete one of them.",
    ),
    say(
        r"sheet: '(\w+)'.*required column headers were not found: (.+?)\. ",
        "HEADINGS_MISSING",
        "The sheet “{0}” lacks the column {1}.",
        "Add it to row 1.",
    ),
    say(
        r"sheet: '(\w+)'.*missing header row",
        "HEADINGS_MISSING",
        "The sheet “{0}” has cells without a heading above them.",
        "Put the headings into row 1.",
    ),
    say(
        r"You must have a sheet named 'survey'",
        "SHEET_MISSING",
        "The workbook has no sheet named “survey”.",
        "Rename the sheet with the questions to “survey”.",
    ),
)

WARNINGS: Final = (
    say(
        r"'label' value is invalid. Choices should have a label",
        "CHOICE_LABEL_MISSING",
        "The choice has no label, so people see its name.",
        "Fill the column “label”.",
        "label",
        "choices",
    ),
    say(
        r"case-insensitive match",
        "NAME_CASE",
        "Another question's name differs from this one only in capital letters.",
        "Rename one of them.",
        "name",
    ),
    say(
        r"Row without name, text, or label is being skipped",
        "ROW_SKIPPED",
        "The row has no type, name or label and is left out.",
        "Complete it or empty it.",
    ),
    say(
        r"has no label",
        "LABEL_MISSING",
        "The question has no label, so people see nothing.",
        "Fill the column “label”.",
        "label",
    ),
    say(r"Use the max-pixels parameter", "", ""),
    say(r"Language '[^']*' is missing the|default language", "", ""),
    say(
        r"similar names were found: (.+?)\.",
        "SHEET_MISSPELT",
        "A sheet's name looks like that of a sheet of XLSForm: {0}.",
        "Correct it, or put “_” before it to keep it aside.",
    ),
    say(
        r"do not contain valid machine-readable codes: (.+?)\. ",
        "LANGUAGE_CODE",
        "The language {0} names no language code.",
        "Write it as “English (en)”, in every heading.",
    ),
    say(
        r"The 'disabled' column",
        "COLUMN_DISABLED",
        "The column “disabled” is not part of XLSForm any more.",
        "Use “relevant”.",
        "disabled",
    ),
    say(
        r"is no longer supported on most devices",
        "TYPE_DEVICE",
        "This asks for a number of a telephone, which a laptop does not have.",
        "Delete the row.",
        "type",
    ),
    say(
        r"or_other",
        "OR_OTHER_TRANSLATION",
        "“or_other” adds a choice in English only.",
        "Write a choice “other” and a text question of your own.",
        "type",
    ),
    say(
        r"Column headers must not be empty and must not contain spaces",
        "HEADING_SPACE",
        "A heading of the sheet “choices” has a space and is left out.",
        "Write “_” for the space.",
        "",
        "choices",
    ),
)
