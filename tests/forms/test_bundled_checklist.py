"""What every checklist that comes with the program must have, and that each can be gone through to its end."""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook

from fieldapp.domain.access import Role
from fieldapp.forms.bundle import folder
from fieldapp.forms.finding import NOTE
from fieldapp.forms.form_session import Item
from fieldapp.forms.model import Group, Text
from fieldapp.forms.package import Words
from fieldapp.forms.xlsform_bundle import compile_source, main, source_files
from tests.forms.running import ENGLISH, SPANISH, Run, bundled, form_of

FORMS = ("ahtst_2018", "demo_concern", "field_needs", "pc_236_2", "tvit_long", "tvit_short")
BOTH = {ENGLISH, SPANISH}
# Words that judge, that tell of sex in detail, or that decide what only people can decide.
FORBIDDEN = re.compile(
    r"prostitut|\bpimps?\b|\bsubjects?\b|\brescue|not a victim|no es (una )?víctima|are you (being )?trafficked"
    r"|víctima de (la )?trata|\bsex with\b|partners?\b.{0,20}\bsex|\bcooperative|recant",
    re.IGNORECASE,
)


def words_of(form_id: str) -> Iterator[tuple[str, Words]]:
    """Yield every text that people meet, by where it stands."""
    package = bundled(form_id)
    form = form_of(package.sha256)
    for control in form.controls():
        for text in (control.label, control.hint, form.binds[control.path].constraint_message):
            if text is not None:
                yield control.path, spoken(text)
    for group in form.body:
        if isinstance(group, Group) and group.label is not None:
            yield group.path, spoken(group.label)
    for band in package.scale.bands:
        yield f"band {band.code}", band.label
    for duty in package.duties:
        yield f"duty {duty.duty}", duty.label
    yield "caution", package.scale.caution
    yield "title", package.title


def spoken(text: Text) -> Words:
    return {
        language: "".join(part if isinstance(part, str) else "1" for part in parts)
        for language, parts in text.versions.items()
    }


def test_the_promised_checklists_come_with_the_program() -> None:
    assert tuple(file.stem for file in source_files()) == FORMS


@pytest.mark.parametrize("form_id", FORMS)
def test_checklist_says_whose_it_is_for_whom_and_by_whom(form_id: str) -> None:
    package = bundled(form_id)
    licence, use = package.licence, package.use
    assert licence.holder
    assert licence.terms
    assert licence.citation
    assert not licence.agency, "it is for everybody"
    assert use.roles
    assert set(use.roles) <= {role.value for role in Role} - {"analyst", "administrator"}
    assert use.administration in {"observed", "read_aloud"}
    assert use.validated.startswith("no"), "none of these words has been tested"


def test_age_bands_and_training_are_those_of_the_instruments() -> None:
    uses = {form_id: bundled(form_id).use for form_id in FORMS}
    assert {form_id: (use.age_min, use.age_max) for form_id, use in uses.items() if use.age_min or use.age_max} == {
        "ahtst_2018": (18, None),
        "demo_concern": (10, 17),
    }
    assert [form_id for form_id, use in uses.items() if use.training_required] == ["tvit_long", "tvit_short"]
    assert uses["ahtst_2018"].roles == ("advocate",)
    assert "advocate" not in uses["pc_236_2"].roles, "the law speaks to officers"


@pytest.mark.parametrize("form_id", FORMS)
def test_every_text_is_there_in_both_languages(form_id: str) -> None:
    texts = list(words_of(form_id))
    assert len(texts) > 10
    for place, words in texts:
        assert set(words) == BOTH, place
        english, spanish = words[ENGLISH].strip(), words[SPANISH].strip()
        assert english, place
        assert spanish, place
        assert english != spanish, place
    for item in Run(form_id).questions():
        run = Run(form_id, SPANISH)
        assert len(run.session.choices(run.item(item.name))) == len(Run(form_id).session.choices(item))


@pytest.mark.parametrize("form_id", FORMS)
def test_no_text_judges_or_decides(form_id: str) -> None:
    found = [(place, text) for place, words in words_of(form_id) for text in words.values() if FORBIDDEN.search(text)]
    assert not found


@pytest.mark.parametrize("form_id", FORMS)
def test_lint_has_nothing_to_say_but_notes(form_id: str) -> None:
    findings = compile_source(folder() / f"{form_id}.xlsx").findings
    assert [finding for finding in findings if finding.severity != NOTE] == []


@pytest.mark.parametrize("form_id", FORMS)
def test_each_section_is_one_page(form_id: str) -> None:
    sections = form_of(bundled(form_id).sha256).body
    assert len(sections) > 1
    for section in sections:
        assert isinstance(section, Group)
        assert "field-list" in section.appearance
        assert section.label is not None


@pytest.mark.parametrize("form_id", FORMS)
def test_private_question_is_never_required_since_sworn_staff_may_not_see_it(form_id: str) -> None:
    package = bundled(form_id)
    binds = form_of(package.sha256).binds
    assert not [path for path in package.private if binds[path].required]


def test_questions_on_sexual_contact_are_private_wherever_they_are_asked() -> None:
    for form_id in FORMS:
        asked = {place for place, words in words_of(form_id) if re.search(r"sexual|such contact", words[ENGLISH])}
        controls = {control.path for control in form_of(bundled(form_id).sha256).controls()}
        assert asked & controls <= set(bundled(form_id).private)
    assert len(bundled("tvit_long").private) == 3
    assert bundled("pc_236_2").private == ()


@pytest.mark.parametrize("form_id", FORMS)
def test_no_answer_fills_a_field_that_people_also_write_in(form_id: str) -> None:
    written = {"observations", "own_words", "immediate_danger", "disclosure_made", "determination"}
    assert written.isdisjoint(bundled(form_id).save_to.values())


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("form_id", FORMS)
def test_checklist_runs_to_its_end_with_any_answers(form_id: str, seed: int) -> None:
    chance = random.Random(f"{form_id} {seed}")
    run = Run(form_id, chance.choice((ENGLISH, SPANISH)))
    for _ in range(4):  # an answer may ask further questions, also above
        for item in run.questions():
            if not item.value:
                run.session.answer(item, an_answer(run, item, chance), chance.choice(("observed", "disclosed", "")))
    assert run.session.violations() == ()
    summary = run.summary()
    assert set(summary.values) >= {"answered", "asked"}
    assert run.resumed().instance_xml() == run.session.instance_xml()


def an_answer(run: Run, item: Item, chance: random.Random) -> str:
    """Return an answer that the form takes, whatever the kind of question."""
    codes = [option.value for option in run.session.choices(item)]
    if item.control is not None and item.control.kind == "select":
        return " ".join(chance.sample(codes, chance.randint(1, len(codes))))
    if codes:
        return chance.choice(codes)
    return str(chance.randint(1, 10)) if item.bind is not None and item.bind.type == "int" else "Said quietly."


@pytest.mark.parametrize("form_id", FORMS)
def test_workbook_is_laid_out_for_people(form_id: str) -> None:
    book = load_workbook(folder() / f"{form_id}.xlsx")
    assert {"survey", "choices", "settings"} <= set(book.sheetnames)
    for sheet in book.worksheets:
        assert sheet.freeze_panes, f"{sheet.title}: the headings stay in sight"
        assert all(cell.font.b for cell in sheet[1]), sheet.title
        assert max(dimension.width for dimension in sheet.column_dimensions.values()) >= 30


@pytest.mark.parametrize("form_id", FORMS)
def test_workbook_holds_no_macro_no_link_and_no_name_of_a_person(form_id: str) -> None:
    with zipfile.ZipFile(folder() / f"{form_id}.xlsx") as parts:
        assert not [name for name in parts.namelist() if "vba" in name.lower() or "external" in name.lower()]
        assert b"<dc:creator>Fieldbook</dc:creator>" in parts.read("docProps/core.xml")


def test_compiling_again_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = {file.name: file.read_bytes() for file in folder().iterdir() if file.is_file()}
    assert main() == 0
    assert capsys.readouterr().out == ""
    assert {file.name: file.read_bytes() for file in folder().iterdir() if file.is_file()} == before
