"""Evidence of an age at headquarters: what a forged or broken laptop sends is put aside, whatever it checked itself."""

from __future__ import annotations

import pytest

from fieldapp.domain.change import RESTORE, VOID, VOID_FIELD
from fieldapp.domain.wire import Json
from sync.hq.headquarters import Headquarters
from tests.hq.conftest import NewLaptop
from tests.hq.test_supervisor_word import held, verdicts

STATED: dict[str, Json] = {"basis": "verified", "born_on": "2009-06-01", "stated_on": "2026-01-02"}


@pytest.mark.parametrize(
    ("broken", "verdict"),
    [
        ({"born_on": None}, ("AGE_MISSING", "age")),
        ({"basis": None}, ("REQUIRED", "basis")),
        ({"stated_on": None}, ("REQUIRED", "stated_on")),
        ({"born_on": "2026-01-03"}, ("AGE_BORN_LATER", "born_on")),
        ({"age": 19}, ("AGE_CONTRADICTS", "age")),
        ({"age": 400}, ("VALUE_REFUSED", "COUNT_TOO_GREAT:age")),
    ],
)
def test_evidence_that_breaks_its_own_checks_is_put_aside(new_laptop: NewLaptop, broken, verdict):
    dana = new_laptop("dana")
    person = dana.write("person", {"code_name": "Doe-2026-0001"}).record_id
    values = {name: value for name, value in {**STATED, "person": person, **broken}.items() if value is not None}
    dana.write("age_evidence", values)
    (found,) = verdicts(dana)
    assert found[0] == verdict[0]
    assert verdict[0] == "VALUE_REFUSED" or found == verdict


def test_evidence_is_not_edited_over_and_struck_out_only_with_the_reason(hq: Headquarters, new_laptop: NewLaptop):
    dana, lena = new_laptop("dana"), new_laptop("lena")
    person = dana.write("person", {"code_name": "Doe-2026-0001"}).record_id
    stated = dana.write("age_evidence", {**STATED, "person": person})
    evidence, seen = stated.record_id, {VOID_FIELD: [stated.id]}
    assert verdicts(dana) == []
    for name, value in (("born_on", "2006-06-01"), ("basis", "claimed"), ("source", "Heard"), ("person", None)):
        lena.write("age_evidence", {name: value}, record_id=evidence)
        assert verdicts(lena) == [("AGE_FIXED", name)]
    lena.write("age_evidence", {VOID_FIELD: True}, record_id=evidence, kind=VOID)
    assert verdicts(lena) == [("AGE_STRUCK_WHY", "")]
    lena.write("age_evidence", {VOID_FIELD: True}, record_id=evidence, kind=VOID, reason="Not hers", seen=seen)
    assert verdicts(lena) == []
    assert held(hq, "age_evidence", evidence)[VOID_FIELD] is True
    dana.write("age_evidence", {VOID_FIELD: False}, record_id=evidence, kind=RESTORE)
    assert verdicts(dana) == []
    assert held(hq, "age_evidence", evidence)["born_on"] == "2009-06-01"
