"""What leaves a screening, and what sworn roles do not see of it unless they ask."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from fieldapp.actions.screening import open_screening
from fieldapp.actions.screening_close import finalise_screening
from fieldapp.actions.screening_export import export_csv, export_rows, export_submission
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.forms.package import Licence
from fieldapp.records.seed import agency_id
from tests.fakes.checklist import a_package, an_xform
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import a_session
from tests.fakes.refusal import codes
from tests.fakes.screened import a_screening, answer

FEW = {"/data/moves": "yes", "/data/papers": "no"}
ODD = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", 'a "quoted", comma', "two\nlines", "\t=1", "ñ ✓", "\r\n=1"]


def private_debt(**changes):
    required = an_xform().replace('nodeset="/data/debt" ', 'nodeset="/data/debt" required="true()" ')
    return a_package(xform=required, private=("/data/debt",), **changes)


@pytest.fixture
def advocate(tmp_path: Path, clock: FakeClock) -> Iterator[Session]:
    """An advocate's."""
    made = a_session(tmp_path / "cora", clock, Role.ADVOCATE, handle="cora", agency=agency_id("CAST"))
    yield made
    made.close()


def test_private_question_is_hidden_from_sworn_roles_and_not_from_an_advocate(session: Session, advocate: Session):
    for who, hidden in ((session, {"/data/debt"}), (advocate, set())):
        assert open_screening(who, a_screening(who, private_debt())).hidden == hidden


def test_private_question_that_was_not_shown_does_not_hold_a_deputy_back_and_counts_as_not_asked(session: Session):
    screening_id = a_screening(session, private_debt())
    answer(session, screening_id, FEW)
    finalise_screening(session, screening_id)
    shown = session.store.record("screening", screening_id)
    assert (shown["answered"], shown["asked"], shown["score"], shown["score_highest"]) == (2, 3, 0, 2)


def test_private_answer_leaves_in_no_export_of_a_sworn_role_unless_asked_for(session: Session, advocate: Session):
    for who, leaves in ((session, False), (advocate, True)):
        screening_id = a_screening(who, private_debt())
        answer(who, screening_id, {**FEW, "/data/debt": "no"})
        table, xml = export_csv(who, [screening_id]), export_submission(who, screening_id)
        assert ("/data/debt" in table) is leaves
        assert ("<debt>" in xml) is leaves
        assert "/data/debt" in export_csv(who, [screening_id], with_private=True)
        assert "<debt>no</debt>" in export_submission(who, screening_id, with_private=True)


def test_of_an_agencys_instrument_only_the_result_leaves(session: Session):
    package = a_package(licence=Licence("Institute", "By agreement", "MOU 7", agency="LASD"))
    screening_id = a_screening(session, package)
    answer(session, screening_id, FEW)
    assert codes(export_submission, session, screening_id) == ["CHECKLIST_STAYS_HERE"]
    columns, rows = export_rows(session, [screening_id])
    assert not [column for column in columns if column.startswith("/")]
    assert (rows[0]["score"], rows[0]["band"]) == (0, "low")


def test_blank_declined_not_asked_and_no_are_four_different_things_in_a_table(session: Session):
    lines = []
    for known, value in (("", None), ("declined", ""), ("not_asked", ""), ("observed", "no")):
        screening_id = a_screening(session)
        answer(session, screening_id, {"/data/papers": "no"})
        if value is not None:
            answer(session, screening_id, {"/data/debt": value}, known)
        _, (row,) = export_rows(session, [screening_id])
        lines.append((row.get("/data/debt"), row.get("/data/debt (known)"), row["answered"], row["score_highest"]))
    assert lines == [
        (None, None, 1, 4),
        (None, "declined", 1, 4),
        (None, "not_asked", 1, 4),
        ("no", "observed", 2, 2),
    ]


def test_screening_with_unknowns_is_listed_by_both_ends_of_its_level(session: Session):
    screening_id = a_screening(session)
    answer(session, screening_id, {"/data/moves": "yes"})
    shown = session.store.record("screening", screening_id)
    assert shown["band_label"] == "Few indicators \u2013 Clear indicators"
    answer(session, screening_id, {"/data/papers": "no", "/data/debt": "no"})
    assert session.store.record("screening", screening_id)["band_label"] == "Few indicators"


def test_table_is_read_back_cell_by_cell_and_runs_nothing(session: Session):
    for text in ODD:
        answer(session, a_screening(session), {"/data/remarks": text})
    ids = [row["id"] for row in session.store.linked("answer", "question", "/data/remarks")]
    screenings = [session.store.record("answer", str(key))["screening"] for key in ids]
    table = export_csv(session, screenings)
    assert table.count("\r\n") >= len(ODD) + 1
    rows = list(csv.reader(io.StringIO(table, newline="")))
    assert len(rows) == len(ODD) + 1
    column = rows[0].index("/data/remarks")
    for row, text in zip(rows[1:], [session.store.record("answer", str(key))["value"] for key in ids], strict=True):
        assert len(row) == len(rows[0])
        assert row[column] in {text, "'" + text}
        assert not row[column].lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_submission_is_well_formed_whatever_was_typed(session: Session):
    text = "<script>&amp;]]>\"' ñ 😀 \u200f\u0627" + "\u0085\x01\x0b\ufffe"
    screening_id = a_screening(session)
    answer(session, screening_id, {"/data/remarks": text})
    root = ET.fromstring(export_submission(session, screening_id))  # noqa: S314 - our own XML
    assert root.findtext("remarks") == text[:-3] + "\ufffd" * 3
    assert root.findtext(".//{*}instanceID") == f"uuid:{screening_id}"


def test_answer_that_is_known_not_to_be_one_fills_no_field(session: Session):
    package = msgspec.structs.replace(
        a_package(), save_to={"/data/debt": "disclosure_made", "/data/papers": "owes_debt"}
    )
    screening_id = a_screening(session, package)
    answer(session, screening_id, {"/data/debt": "no"}, known="not_asked")
    assert session.store.record("screening", screening_id).get("disclosure_made") is None
