"""Forms of the sizes that people meet, converted from sheets as theirs are: none of a real agency is among them."""

from __future__ import annotations

import functools
import random
from typing import Final

from pyxform.xls2xform import convert

_SECTIONS: Final = 20
_OFTEN: Final = ("never", "rarely", "sometimes", "often", "always")
_LABELS: Final = ("label::English (en)", "label::Español (es)")
_CONDITIONS: Final = ("relevant", "calculation", "constraint", "constraint_message", "required", "repeat_count")
Row = dict[str, str]


def _ask(kind: str, name: str, words: str = "", **more: str) -> Row:
    labels = dict(zip(_LABELS, (words, words and f"{words} (es)"), strict=True))
    return {column: text for column, text in {"type": kind, "name": name, **labels, **more}.items() if text}


def _calculated(name: str, calculation: str) -> Row:
    return _ask("calculate", name, calculation=calculation)


def _choices(name: str, codes: tuple[str, ...], points: bool = False) -> list[Row]:
    return [
        {
            "list_name": name,
            "name": str(number) if points else code,
            "label::English (en)": code.capitalize(),
            "label::Español (es)": f"{code.capitalize()} (es)",
        }
        for number, code in enumerate(codes)
    ]


def _converted(survey: list[Row], choices: list[Row], name: str) -> str:
    headings = dict.fromkeys(("type", "name", *_LABELS, *_CONDITIONS))
    book = {
        "survey": survey,
        "survey_header": [headings],
        "choices": choices,
        "settings": [{"form_id": name, "version": "1"}],
    }
    form: str = convert(book, validate=False).xform
    return form


@functools.cache
def screening_xml() -> str:
    """500 questions in 20 sections, each scored; a total, a level; sections for minors; contacts; two languages."""
    survey = [_ask("integer", "age", "Age", constraint=". >= 0 and . <= 120", constraint_message="0 to 120")]
    survey.append(_calculated("is_minor", "if(${age} < 18, 1, 0)"))
    for section in range(_SECTIONS):
        gate = "${age} < 18" if section % 5 == 4 else ""
        survey.append(_ask("begin group", f"s{section}", f"Section {section}", relevant=gate))
        names = [f"s{section}_q{number}" for number in range(24)]
        for number, name in enumerate(names):
            shown = f"${{{names[number - 1]}}} > 1" if number % 6 == 5 else ""
            survey.append(_ask("select_one often", name, f"Question {number} of section {section}", relevant=shown))
        survey.append(_calculated(f"s{section}_score", " + ".join(f"coalesce(${{{name}}}, 0)" for name in names)))
        survey.append(_ask("end group", ""))
    scores = [f"coalesce(${{s{section}_score}}, 0)" for section in range(_SECTIONS)]
    survey.append(_calculated("total", " + ".join(scores)))
    survey.append(_calculated("level", "if(${total} > 900, 'high', if(${total} > 300, 'some', 'low'))"))
    survey.append(_ask("note", "told", "The total is ${total}, level ${level}"))
    survey.append(_ask("begin repeat", "contact", "Contacts"))
    survey.append(_ask("text", "called", "Name"))
    survey.append(_ask("integer", "contact_age", "Age"))
    survey.append(_calculated("contact_minor", "if(${contact_age} < 18, 1, 0)"))
    survey.append(_ask("end repeat", ""))
    survey.append(_calculated("minors", "sum(${contact_minor})"))
    return _converted(survey, _choices("often", _OFTEN, points=True), "screening")


@functools.cache
def autopsy_xml() -> str:
    """As large as the verbal autopsy of the WHO: 551 binds, 931 conditions, most of them chains over a few answers."""
    draw = random.Random(551)
    survey = [
        _ask("integer", "age", "Age", required="true()", constraint=". >= 0 and . <= 120"),
        _ask("select_one sex", "sex", "Sex", required="true()"),
        _ask("select_one yn", "injury", "Was there an injury?", required="true()"),
        _calculated("is_neonate", "if(${age} < 1, 1, 0)"),
        _calculated("is_child", "if(${age} >= 1 and ${age} < 12, 1, 0)"),
        _calculated("is_adult", "if(${age} >= 12, 1, 0)"),
    ]
    asked = ["injury"]
    ages = ("${is_neonate} = 1", "${is_child} = 1", "${is_adult} = 1", "${is_child} = 1 or ${is_adult} = 1")
    for number in range(490):
        chain = [f"({draw.choice(ages)})"]
        if draw.random() < 0.3:
            chain.append("${sex} = 'female'")
        before = draw.sample(asked[-60:], min(len(asked[-60:]), draw.choice((1, 2, 2, 3))))
        chain.append("(" + " or ".join(f"${{{name}}} = 'yes'" for name in before) + " or ${injury} != 'yes')")
        more = {"required": "${is_adult} = 1 or ${is_child} = 1"} if number % 4 else {}
        survey.append(
            _ask("select_one yn", f"w{number}", f"Was sign {number} seen?", relevant=" and ".join(chain), **more)
        )
        asked.append(f"w{number}")
    for number in range(55):
        held = draw.sample(asked, 12)
        survey.append(
            _calculated(f"c{number}", "if(" + " or ".join(f"${{{each}}} = 'yes'" for each in held) + ", 1, 0)")
        )
    choices = _choices("yn", ("yes", "no", "unknown")) + _choices("sex", ("female", "male"))
    return _converted(survey, choices, "autopsy")


@functools.cache
def household_xml() -> str:
    """177 binds, most of them in a repeat of 30 rows: conditions within the row, and sums across all of them."""
    survey = [
        _ask("integer", "members", "How many people?"),
        _ask("begin repeat", "member", "Person", repeat_count="${members}"),
    ]
    survey += [_ask("integer", "years", "Age"), _ask("select_one yn", "here", "Is the person here?")]
    survey.append(_calculated("number", "position(..)"))
    survey.append(_calculated("before", "coalesce(indexed-repeat(${years}, ${member}, position(..) - 1), 0)"))
    for number in range(100):
        gate = "${here} = 'yes' and ${years} < 18" if number % 2 else "${here} = 'yes'"
        survey.append(_ask("select_one yn", f"m{number}", f"Question {number}", relevant=gate))
    for number in range(40):
        survey.append(_calculated(f"k{number}", f"if(${{m{number}}} = 'yes' or ${{m{number + 1}}} = 'yes', 1, 0)"))
    survey.append(_ask("end repeat", ""))
    survey += [_calculated(f"t{number}", f"sum(${{k{number}}})") for number in range(28)]
    survey.append(_calculated("last", "sum(${number})"))
    return _converted(survey, _choices("yn", ("yes", "no")), "household")
