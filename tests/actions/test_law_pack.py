"""An agency's own tables of law: checked, installed, gone by after a restart, and never below the floor."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.actions.capture import save_record
from fieldapp.actions.clock import record_clocks
from fieldapp.actions.law_pack import (
    FOLDER,
    LARGEST_BYTES,
    difference,
    install_pack,
    read_pack,
    remove_pack,
    row_count,
    take_packs,
)
from fieldapp.domain.clock import to_wire
from fieldapp.records import vocabulary
from fieldapp.records.rulebook import NAMES, bundled, faults, in_force, put_in_force
from fieldapp.rules.law import load_law
from fieldapp.rules.offence import load_offences
from fieldapp.rules.pack import RulesPackError
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import a_session
from tests.fakes.sample import a_person, a_recovery


@pytest.fixture(autouse=True)
def _own_law() -> Iterator[None]:
    yield
    put_in_force()


def edited(name: str, *changes: tuple[str, str], version: str = "2027-01-01") -> bytes:
    """The program's own pack with these words for those, and a version of its own."""
    pack = bundled(name)
    text = pack.data.decode().replace(f'version = "{pack.version}"', f'version = "{version}"')
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text.encode()


QUICKER = edited("clocks", ('due = "90 minutes"', 'due = "60 minutes"'), ('soon = "75 minutes"', 'soon = "45 minutes"'))

# A value of each kind that TOML knows, among them numbers that no calendar and no list has.
WRONG = ("5", "-1", "1.5", "nan", "99999999999999999999", "true", '""', '"x"', "[]", "[1]", "[[]]", "{}")
WRONG += ("{a = 1}", "2026-01-01", "2026-01-01T00:00:00Z", "07:32:00")


@pytest.mark.parametrize("name", NAMES)
def test_own_packs_pass_their_own_check(name: str):
    pack = read_pack(bundled(name).data)
    assert pack.name == name
    assert row_count(pack) >= (1 if name == "exposure" else 6)


def test_installed_pack_is_gone_by_and_after_a_restart_too(tmp_path: Path):
    install_pack(tmp_path, QUICKER)
    assert load_law().clocks.version == "2027-01-01"
    put_in_force()
    assert load_law().clocks.version != "2027-01-01"
    assert take_packs(tmp_path) == []
    assert in_force("clocks").data == QUICKER
    assert in_force("holidays") == bundled("holidays")


def test_clocks_run_by_the_agencys_table(tmp_path: Path, clock: FakeClock):
    install_pack(tmp_path, QUICKER)
    session = a_session(tmp_path / "laptop", clock)
    recovery = a_recovery(session, a_person(session, "Doe-1"), first_contact_at=to_wire(clock.now()))
    found = next(each for each in record_clocks(session, "recovery", recovery) if each.code == "responders")
    assert found.due_at is not None
    assert (found.due_at - clock.now()).total_seconds() == 3600
    session.close()


def test_offences_of_the_agency_are_choices_of_a_charge(tmp_path: Path, clock: FakeClock):
    row = (
        '[[offence]]\ncode = "lamc_41_18"\nstatute = "LAMC 41.18"\nen = "a local ordinance"\nes = "una ordenanza"\n'
        'nibrs = "90Z"\nbucket = "MISC"\ngroup = "other"\neffective_from = 2020-01-01\ncitation = "LAMC 41.18"\n'
        "confirmed = false\n"
    )
    install_pack(tmp_path, edited("offences") + b"\n" + row.encode())
    assert load_offences().find("lamc_41_18") is not None
    assert "lamc_41_18" in vocabulary.codes("offence")
    session = a_session(tmp_path / "laptop", clock)
    arrest = save_record(session, "arrest", {"person": a_person(session, "Roe-1", born_on="1980-01-01")})
    charge = save_record(session, "charge", {"arrest": arrest, "offence": "lamc_41_18"})
    assert session.store.record("charge", charge)["offence"] == "lamc_41_18"
    session.close()


def test_removed_pack_leaves_the_programs_own(tmp_path: Path):
    install_pack(tmp_path, QUICKER)
    assert remove_pack(tmp_path, "clocks")
    assert in_force("clocks") == bundled("clocks")
    assert not remove_pack(tmp_path, "clocks")


def test_broken_pack_is_not_installed_and_nothing_changes(tmp_path: Path):
    install_pack(tmp_path, QUICKER)
    with pytest.raises(RulesPackError, match=r"row 22 \(presentation\): unknown citation pc_9"):
        install_pack(tmp_path, edited("clocks", ('citation = "pc_825"', 'citation = "pc_9"'), version="2028"))
    assert in_force("clocks").data == QUICKER
    assert (tmp_path / FOLDER / "clocks.toml").read_bytes() == QUICKER


def test_pack_that_was_damaged_later_keeps_nobody_from_work_and_is_said(tmp_path: Path):
    install_pack(tmp_path, QUICKER)
    (tmp_path / FOLDER / "clocks.toml").write_bytes(QUICKER[:4000])
    said = take_packs(tmp_path)
    assert len(said) == 1
    assert faults() == tuple(said)
    assert load_law().clocks.version == bundled("clocks").version


def test_pack_under_another_packs_name_is_not_taken(tmp_path: Path):
    install_pack(tmp_path, QUICKER)
    (tmp_path / FOLDER / "clocks.toml").write_bytes(bundled("holidays").data)
    assert take_packs(tmp_path) == ["clocks: the file clocks.toml holds the pack holidays"]
    assert in_force("clocks") == bundled("clocks")


def test_same_version_of_another_pack_is_refused(tmp_path: Path):
    install_pack(tmp_path, QUICKER)
    other = edited("clocks", ('due = "2 hours"', 'due = "3 hours"'))
    with pytest.raises(RulesPackError, match="version 2027-01-01 is another pack already"):
        install_pack(tmp_path, other)
    own = bundled("clocks")
    with pytest.raises(RulesPackError, match="is another pack already"):
        install_pack(tmp_path, own.data + b"\n# edited\n")
    install_pack(tmp_path, QUICKER)
    assert in_force("clocks").sha256 == read_pack(QUICKER).sha256


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("adult_at = 18", "adult_at = 16"), "adult_at is 18 or more"),
        (('minor_never_charged = ["prostitution_seller"]', "minor_never_charged = []"), "has to name prostitution_"),
        (('group = "prostitution_seller"', 'group = "other"'), "has to stay, in the group prostitution_seller"),
        (('code = "pc_653_22"', 'code = "pc_653_22_x"'), "pc_653_22 has to stay"),
    ],
)
def test_no_pack_lets_a_minor_be_charged_with_selling(tmp_path: Path, change: tuple[str, str], said: str):
    with pytest.raises(RulesPackError, match=said):
        install_pack(tmp_path, edited("offences", change))
    assert not (tmp_path / FOLDER).exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xfe", "the file is no TOML"),
        (b"pack = ", "the file is no TOML"),
        (b"", "says of no pack that it is one"),
        (b'pack = "moons"', "says of no pack that it is one"),
        (b'pack = "clocks"', "version is a text"),
        (b'pack = "clocks"\nversion = "1"', "the pack has no"),
        (b'pack = "offences"\nversion = 5', "version is a text"),
        (b" " * (LARGEST_BYTES + 1), "larger than"),
    ],
)
def test_what_is_no_pack_is_refused_with_a_sentence(data: bytes, said: str):
    with pytest.raises(RulesPackError, match=said):
        read_pack(data)


@pytest.mark.parametrize("name", NAMES)
def test_value_of_any_wrong_kind_is_refused_and_never_a_crash(name: str):
    lines = bundled(name).data.decode().splitlines()
    said = [(text.split(" = ")[0], number) for number, text in enumerate(lines) if " = " in text and text[0] != "#"]
    first = dict(reversed(said))
    for (key, number), value in itertools.product(first.items(), WRONG):
        changed = [*lines[:number], f"{key} = {value}", *lines[number + 1 :]]
        with contextlib.suppress(RulesPackError):
            pack = read_pack("\n".join(changed).encode())
            # What is taken can be counted and compared: the window does both before it asks.
            assert row_count(pack)
            difference(pack)


def test_difference_names_the_rows():
    row = (
        '[[holiday]]\ncode = "founders"\nday = "June 1"\ncalendars = ["county"]\nen = "Founders"\nes = "Fundadores"\n'
        'citation = "Ordinance 1"\neffective_from = 2027-01-01\nconfirmed = true\n'
    )
    data = edited("holidays", ('day = "December 25"', 'day = "December 24"'), ('code = "lincoln"', 'code = "abraham"'))
    found = difference(read_pack(data + b"\n" + row.encode()))
    assert found.added == ("abraham", "founders")
    assert found.changed == ("christmas",)
    assert found.removed == ("lincoln",)
