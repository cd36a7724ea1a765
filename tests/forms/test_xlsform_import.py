"""A good workbook becomes a package with all that it says; what is missing or wrong in ours is named by its cell."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from fieldapp.forms.finding import ERROR, WARNING
from fieldapp.forms.package import Band, Cell, DutyRule, Licence, Scored, Use, pack_package, unpack_package
from fieldapp.forms.xlsform_import import Import, import_file, import_workbook
from tests.forms.workbook import (
    BANDS,
    CHOICES,
    DUTIES,
    EN,
    ES,
    SETTINGS,
    SURVEY,
    a_workbook,
    sheets,
    with_row,
)

ROOT = Path(__file__).resolve().parents[2]


def imported(**changed) -> Import:
    return import_workbook(a_workbook(sheets(**changed)), "checklist.xlsx")


def found(result: Import, severity: str = ERROR) -> set[tuple[str, str]]:
    return {(finding.code, finding.place) for finding in result.findings if finding.severity == severity}


def setting(**values) -> list[tuple]:
    headings = [*SETTINGS[0], *(name for name in values if name not in SETTINGS[0])]
    row = {**dict(zip(SETTINGS[0], SETTINGS[1], strict=True)), **values}
    return [tuple(headings), tuple(row.get(name) for name in headings)]


def test_good_workbook_becomes_a_package_that_travels() -> None:
    package = imported().package
    assert package is not None
    assert (package.form_id, package.version, package.title) == ("county_intake", "2026.1", {"": "County intake"})
    assert package.licence == Licence("The county", "For use by the county")
    assert package.use == Use("observed", age_min=10)
    assert package.converter == "pyxform 4.5.0"
    assert unpack_package(pack_package(package), package.sha256) == package


def test_version_of_the_converter_is_the_one_installed() -> None:
    import pyxform

    from fieldapp.forms.xlsform_convert import CONVERTER

    assert f"pyxform {pyxform.__version__}" == CONVERTER


def test_scores_bands_and_duties_come_from_the_columns_and_sheets_of_ours() -> None:
    package = imported().package
    assert package is not None
    assert package.scale.items[0] == Scored("/data/first/harm", {"yes": 1, "no": 0}, 2, ("unknown",), ("declined",))
    assert package.scale.bands[1] == Band(
        "some", 2, {"English (en)": "Some concern", "Español (es)": "Alguna preocupación"}, "soon"
    )
    words = {"English (en)": "Call an advocate", "Español (es)": "Llamar a una defensora"}
    assert package.duties == (
        DutyRule("advocate_call", words, ("some",), "/data/first/times > 3", 90, on_disclosure=True),
    )
    assert package.private == ("/data/first/fear",)


def test_every_question_knows_its_row() -> None:
    package = imported().package
    assert package is not None
    assert package.sources["/data/first"] == Cell("survey", 2)
    assert package.sources["/data/first/times"] == Cell("survey", 5)
    assert package.sources["/data/twice"] == Cell("survey", 7)


def test_columns_of_ours_do_not_reach_the_form() -> None:
    package = imported().package
    assert package is not None
    for word in ("score", "save_to", "private", "licence", "<unknown>", "<declined>"):
        assert word not in package.xform


def test_empty_rows_do_not_shift_the_rows_that_findings_name() -> None:
    survey = [
        SURVEY[0],
        (None,) * 3,
        *SURVEY[1:3],
        (None,) * 3,
        ("select_one nope", "lost", "Lost", "Perdido"),
        *SURVEY[3:],
    ]
    assert ("LIST_MISSING", "survey, row 6, column type") in found(imported(survey=survey))


def test_every_fault_of_the_sheets_is_listed_at_once() -> None:
    survey = [
        ("type", "name", "label"),
        ("select_one nope", "1st", "First"),
        ("text", "twin", "${gone}"),
        ("text", "twin", None),
        ("begin_group", None, "Open"),
    ]
    codes = {code for code, _ in found(imported(survey=survey, duties=None, bands=None))}
    assert codes >= {
        "LIST_MISSING",
        "NAME_INVALID",
        "REFERENCE_UNKNOWN",
        "NAME_TWICE",
        "NAME_MISSING",
        "GROUP_NOT_ENDED",
    }


@pytest.mark.parametrize(
    ("values", "code", "column"),
    [
        ({"form_id": None}, "FORM_ID_MISSING", "form_id"),
        ({"form_id": "a b"}, "FORM_ID_SHAPE", "form_id"),
        ({"form_id": "../up"}, "FORM_ID_SHAPE", "form_id"),
        ({"version": None}, "VERSION_MISSING", "version"),
        ({"version": "a/b"}, "VERSION_SHAPE", "version"),
        ({"licence_holder": None}, "LICENCE_HOLDER_MISSING", "licence_holder"),
        ({"licence_terms": " "}, "LICENCE_TERMS_MISSING", "licence_terms"),
        ({"administration": "shouted"}, "ADMINISTRATION_UNKNOWN", "administration"),
        ({"allowed_roles": "deputy king"}, "ROLE_UNKNOWN", "allowed_roles"),
        ({"age_min": "ten"}, "AGE_SHAPE", "age_min"),
        ({"age_max": 9}, "AGE_ORDER", "age_max"),
        ({"age_max": "9" * 400}, "AGE_SHAPE", "age_max"),
        ({"training_required": "perhaps"}, "FLAG_UNKNOWN", "training_required"),
    ],
)
def test_settings_that_are_missing_or_wrong_keep_the_package_from_being_made(values, code: str, column: str) -> None:
    result = imported(settings=setting(**values))
    assert result.package is None
    assert (code, f"settings, row 2, column {column}") in found(result)


def test_workbook_without_a_licence_is_still_shown_as_a_draft() -> None:
    result = imported(settings=[("form_id", "version"), ("county_intake", "1")])
    assert result.package is None
    assert result.draft is not None
    assert "<h:html" in result.draft.xform


def test_settings_say_for_whom_and_by_whom() -> None:
    result = imported(
        settings=setting(
            administration="read_aloud",
            allowed_roles="Deputy, advocate",
            age_max=17,
            training_required="yes",
            validated="no",
            agency="SHELTER",
            permission_ref="MOU 7",
            citation="Nobody 2020",
            **{"caution::English (en)": "No proof.", "caution::Español (es)": "No es prueba."},
        )
    )
    assert result.package is not None, result.findings
    use = result.package.use
    assert use == Use("read_aloud", ("deputy", "advocate"), 10, 17, training_required=True, validated="no")
    assert result.package.licence.agency == "SHELTER"
    assert result.package.scale.caution == {"English (en)": "No proof.", "Español (es)": "No es prueba."}


def test_title_may_be_said_in_each_language() -> None:
    titles = {"form_title::English (en)": "Intake", "form_title::Español (es)": "Ingreso"}
    package = imported(settings=setting(form_title=None, **titles)).package
    assert package is not None
    assert package.title == {"English (en)": "Intake", "Español (es)": "Ingreso"}


def test_version_that_is_a_number_is_warned_of() -> None:
    assert ("VERSION_NUMBER", "settings, row 2, column version") in found(
        imported(settings=setting(version=1.1)), WARNING
    )
    assert not found(imported(settings=setting(version="1.1")), WARNING)


def test_permission_is_asked_of_a_checklist_that_stays_with_an_agency() -> None:
    assert ("PERMISSION_MISSING", "settings, row 2, column permission_ref") in found(
        imported(settings=setting(agency="SHELTER")), WARNING
    )


@pytest.mark.parametrize(
    ("changed", "code", "place"),
    [
        ({"choices": with_row(CHOICES, 2, score="many")}, "SCORE_SHAPE", "choices, row 2, column score"),
        ({"choices": with_row(CHOICES, 2, score=1.5)}, "SCORE_SHAPE", "choices, row 2, column score"),
        ({"choices": with_row(CHOICES, 4, unknown="so")}, "FLAG_UNKNOWN", "choices, row 4, column unknown"),
        ({"survey": with_row(SURVEY, 3, score_weight="x")}, "SCORE_SHAPE", "survey, row 3, column score_weight"),
        ({"survey": with_row(SURVEY, 4, private="so")}, "FLAG_UNKNOWN", "survey, row 4, column private"),
        ({"bands": with_row(BANDS, 2, code=None)}, "BAND_CODE", "bands, row 2, column code"),
        ({"bands": with_row(BANDS, 3, code="none")}, "BAND_TWICE", "bands, row 3, column code"),
        ({"bands": with_row(BANDS, 3, minimum="two")}, "BAND_MINIMUM", "bands, row 3, column minimum"),
        ({"bands": with_row(BANDS, 3, tone="loud")}, "BAND_TONE", "bands, row 3, column tone"),
        ({"duties": with_row(DUTIES, 2, duty=None)}, "DUTY_MISSING", "duties, row 2, column duty"),
        ({"duties": with_row(DUTIES, 2, due_minutes="soon")}, "DUTY_DUE", "duties, row 2, column due_minutes"),
        ({"duties": with_row(DUTIES, 2, due_minutes=-5)}, "DUTY_DUE", "duties, row 2, column due_minutes"),
        ({"duties": with_row(DUTIES, 2, on_disclosure="so")}, "FLAG_UNKNOWN", "duties, row 2, column on_disclosure"),
        (
            {"duties": with_row(DUTIES, 2, condition="${gone} = 1")},
            "REFERENCE_UNKNOWN",
            "duties, row 2, column condition",
        ),
    ],
)
def test_columns_of_ours_that_are_wrong_are_named_by_their_cell(changed, code: str, place: str) -> None:
    result = imported(**changed)
    assert result.package is None
    assert (code, place) in found(result)


def test_same_bytes_give_the_same_package_in_every_process(tmp_path: Path) -> None:
    file = tmp_path / "checklist.xlsx"
    file.write_bytes(a_workbook())
    program = (
        "import sys; from pathlib import Path; from fieldapp.forms.xlsform_import import import_file;"
        "print(import_file(Path(sys.argv[1])).package.sha256)"
    )
    names = {
        subprocess.run(
            [sys.executable, "-c", program, str(file)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    package = import_file(file).package
    assert package is not None
    assert names == {package.sha256}


def test_archive_with_folders_first_and_odd_names_is_read() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(a_workbook())) as old, zipfile.ZipFile(stream, "w") as new:
        new.writestr("xl/", b"")
        for info in old.infolist():
            new.writestr(info.filename.replace("sharedStrings", "SharedStrings"), old.read(info))
    assert import_workbook(stream.getvalue(), "odd.xlsx").package is not None


def test_language_with_a_single_column_is_kept() -> None:
    survey = [("type", "name", EN), ("text", "q", "Q")]
    package = imported(survey=survey, choices=None, bands=None, duties=None).package
    assert package is not None
    assert 'lang="English (en)"' in package.xform
    assert ES not in package.xform


def test_converter_is_loaded_only_when_a_workbook_is_read_and_known_only_to_the_importer() -> None:
    program = (
        "import sys; import fieldapp.forms.xlsform_import, fieldapp.forms.lint, fieldapp.forms.bundle;"
        "print([name for name in ('pyxform', 'openpyxl', 'lark', 'xlrd') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    for folder in ("fieldapp", "sync", "ui"):
        for file in (ROOT / folder).rglob("*.py"):
            if not file.name.startswith("xlsform_"):
                text = file.read_text(encoding="utf-8")
                assert "import pyxform" not in text, file
                assert "from pyxform" not in text, file
                assert "openpyxl import" not in text, file


@pytest.mark.parametrize("heading", ["type::x", "bind", "choice_filter::x"])
def test_column_over_which_the_converter_breaks_down_is_found(heading: str) -> None:
    survey = [("type", "name", "label", heading), ("text", "q", "Q", "x")]
    result = imported(survey=survey, choices=None, bands=None, duties=None)
    assert ("XLSFORM_GAVE_UP", f"survey, row 1, column {heading}") in found(result)
    result = imported(
        survey=[("type", "name", "label"), ("unheard of", "q", "Q")], settings=setting(**{"type::x": "y"})
    )
    assert ("XLSFORM_GAVE_UP", "settings, row 1, column type::x") in found(result)
