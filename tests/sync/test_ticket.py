"""The enrolment ticket survives mail programs and terminals, and nothing else is taken for one."""

from __future__ import annotations

import contextlib
import re
import textwrap

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.faults import SyncError
from sync.protocol import EnrolReply, EnrolRequest
from sync.ticket import Ticket, is_proof, proof_of, proof_of_reply, read_code, read_ticket, show_code, write_ticket

CODE = bytes(range(10))
TICKET = Ticket("https://hq.example:8443", "South Bay", "rivera", bytes(range(256)) * 2, b"k" * 32, CODE)
TEXT = write_ticket(TICKET)
REQUEST = EnrolRequest(1, "rivera", "0123456789ab", b"p" * 32, "0.1.0", b"")
REPLY = EnrolReply("South Bay", b"i" * 16, b"k" * 32, "rivera", "R. Rivera", "detective", "agency", ["police"], 1, 2)


def kind_of(text: str) -> str:
    with pytest.raises(SyncError) as caught:
        read_ticket(text)
    return caught.value.kind


def test_ticket_comes_back_as_it_was() -> None:
    assert read_ticket(TEXT) == TICKET


@pytest.mark.parametrize(
    "pasted",
    [
        "\n".join(textwrap.wrap(TEXT, 60)),
        "\r\n  ".join(textwrap.wrap(TEXT, 76)),
        "\u200b".join(TEXT),
        f"\ufeffYour ticket:\n\n  {TEXT}\n\nIt is good for 15 minutes.",
        f'"{TEXT}"',
        f"<{TEXT}>",
        f"{TEXT}.",
        f"{TEXT}\n> next line of the mail",
        f"\t{TEXT}\x0b",
    ],
)
def test_what_surrounds_or_breaks_a_ticket_does_no_harm(pasted: str) -> None:
    assert read_ticket(pasted) == TICKET


def test_every_wrong_character_is_noticed() -> None:
    for place in range(len(TEXT)):
        other = "B" if TEXT[place] == "A" else "A"
        assert kind_of(TEXT[:place] + other + TEXT[place + 1 :]) in {"TICKET_UNREADABLE", "TICKET_NEWER"}


def test_every_cut_is_noticed() -> None:
    for place in range(len(TEXT)):
        assert kind_of(TEXT[:place]) == "TICKET_UNREADABLE"


@pytest.mark.parametrize("version", ["2", "10", "9999"])
def test_newer_ticket_asks_for_an_update(version: str) -> None:
    assert kind_of(TEXT.replace("FIELDBOOK1", f"FIELDBOOK{version}")) == "TICKET_NEWER"
    assert kind_of(f"FIELDBOOK{version}.of a form nobody knows yet") == "TICKET_NEWER"


@given(st.text() | st.from_regex(r"FIELDBOOK[0-9]{1,5}\.[A-Za-z0-9_.-]*", fullmatch=True))
def test_garbage_is_no_ticket(text: str) -> None:
    assert kind_of(text) in {"TICKET_UNREADABLE", "TICKET_NEWER"}


@given(st.text(), st.text(), st.integers(0, len(TEXT)))
def test_text_around_a_ticket_either_works_or_is_refused(before: str, after: str, place: int) -> None:
    for pasted in (before + TEXT + after, TEXT[:place] + after + TEXT[place:]):
        with contextlib.suppress(SyncError):  # every other error is a fault of ours
            assert read_ticket(pasted) == TICKET


def test_endless_text_is_refused_at_once() -> None:
    assert kind_of("FIELDBOOK1." * 1_000_000) == "TICKET_UNREADABLE"


@pytest.mark.parametrize(
    "parts",
    [
        {"url": "http://hq.example"},
        {"hq_public_key": b"short"},
        {"code": b"short"},
    ],
)
def test_ticket_that_could_not_work_is_not_made(parts: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not the parts"):
        Ticket(**{**msgspec.structs.asdict(TICKET), **parts})


def test_code_of_a_ticket_is_not_printed_with_it() -> None:
    assert repr(CODE)[2:-1] not in repr(TICKET)
    assert "code" not in repr(TICKET)


def test_code_reads_well_and_comes_back() -> None:
    assert show_code(CODE) == "000G-40R4-0M30-E209-Y"
    assert read_code(show_code(CODE)) == CODE


@given(st.binary(min_size=10, max_size=10))
def test_any_code_comes_back_from_sloppy_typing(code: bytes) -> None:
    shown = show_code(code)
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z*~$=U]", shown)
    assert read_code(shown.lower().replace("0", "o").replace("1", "l").replace("-", " ")) == code


@given(st.binary(min_size=10, max_size=10), st.integers(0, 16), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_one_mistyped_character_is_noticed(code: bytes, place: int, character: str) -> None:
    typed = list(show_code(code).replace("-", ""))
    if typed[place] != character:
        typed[place] = character
        with pytest.raises(SyncError, match="not an enrolment code"):
            read_code("".join(typed))


@given(st.text())
def test_garbage_is_no_code(text: str) -> None:
    with pytest.raises(SyncError):
        read_code(text)


@pytest.mark.parametrize("part", ["handle", "device", "app_version", "public_key", "version"])
def test_proof_covers_every_part_of_the_statement(part: str) -> None:
    value = getattr(REQUEST, part)
    other = value + (1 if isinstance(value, int) else value[:1])
    assert not is_proof(proof_of(CODE, REQUEST), proof_of(CODE, msgspec.structs.replace(REQUEST, **{part: other})))


def test_proof_needs_the_code_and_nothing_that_stood_there_before() -> None:
    proof = proof_of(CODE, REQUEST)
    assert is_proof(proof_of(CODE, msgspec.structs.replace(REQUEST, proof=proof)), proof)
    assert not is_proof(proof_of(bytes(10), REQUEST), proof)
    reply_proof = proof_of_reply(CODE, REPLY)
    assert is_proof(proof_of_reply(CODE, msgspec.structs.replace(REPLY, proof=reply_proof)), reply_proof)
    assert not is_proof(proof_of_reply(CODE, msgspec.structs.replace(REPLY, role="administrator")), reply_proof)
