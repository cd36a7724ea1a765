"""HQ's certificates: made once, renewed in time, readable by nobody else."""

from __future__ import annotations

import ipaddress
import ssl
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from sync.hq.certificate import AUTHORITY_FILE, SERVER_FILE, prepare_certificates
from tests.fakes.clock import FakeClock

NAMES = ["hq.example", "127.0.0.1", "::1"]


def server_certificate(folder: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate((folder / SERVER_FILE).read_bytes())


def test_server_certificate_names_what_it_was_given(tmp_path: Path, clock: FakeClock) -> None:
    prepare_certificates(tmp_path, NAMES, clock)
    names = server_certificate(tmp_path).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["hq.example"]
    assert names.get_values_for_type(x509.IPAddress) == [ipaddress.ip_address(name) for name in NAMES[1:]]


def test_certificates_are_what_a_strict_verifier_wants(tmp_path: Path, clock: FakeClock) -> None:
    found = prepare_certificates(tmp_path, NAMES, clock)
    store = x509.verification.Store([x509.load_der_x509_certificate(found.authority_der)])
    verifier = (
        x509.verification.PolicyBuilder()
        .store(store)
        .time(clock.now())
        .build_server_verifier(x509.DNSName("hq.example"))
    )
    chain = verifier.verify(server_certificate(tmp_path), [])
    assert len(chain) == 2
    usage = server_certificate(tmp_path).extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [ExtendedKeyUsageOID.SERVER_AUTH]


def test_dates_start_a_day_early(tmp_path: Path, clock: FakeClock) -> None:
    found = prepare_certificates(tmp_path, NAMES, clock)
    start = clock.now().replace(microsecond=0) - timedelta(days=1)
    assert server_certificate(tmp_path).not_valid_before_utc == start
    authority = x509.load_der_x509_certificate(found.authority_der)
    assert authority.not_valid_before_utc == start
    assert authority.not_valid_after_utc - clock.now() > timedelta(days=3650)


@pytest.mark.parametrize("name", [AUTHORITY_FILE, SERVER_FILE])
def test_key_files_are_for_their_owner_alone(tmp_path: Path, clock: FakeClock, name: str) -> None:
    prepare_certificates(tmp_path / "hq", NAMES, clock)
    assert (tmp_path / "hq" / name).stat().st_mode & 0o777 == 0o600


def test_second_start_changes_nothing(tmp_path: Path, clock: FakeClock) -> None:
    first = prepare_certificates(tmp_path, NAMES, clock)
    before = first.server_pem.read_bytes()
    clock.advance(300 * 86_400)
    assert prepare_certificates(tmp_path, NAMES[:1], clock) == first
    assert first.server_pem.read_bytes() == before


def test_server_certificate_is_renewed_two_months_before_it_ends(tmp_path: Path, clock: FakeClock) -> None:
    first = prepare_certificates(tmp_path, NAMES, clock)
    before = first.server_pem.read_bytes()
    clock.advance(306 * 86_400)
    second = prepare_certificates(tmp_path, NAMES, clock)
    assert second.authority_der == first.authority_der
    assert second.server_pem.read_bytes() != before
    assert server_certificate(tmp_path).not_valid_after_utc - clock.now() > timedelta(days=364)


def test_new_name_makes_a_new_server_certificate(tmp_path: Path, clock: FakeClock) -> None:
    first = prepare_certificates(tmp_path, NAMES, clock)
    before = first.server_pem.read_bytes()
    assert prepare_certificates(tmp_path, [*NAMES, "10.0.0.7"], clock).server_pem.read_bytes() != before


def test_certificate_of_another_authority_is_replaced(tmp_path: Path, clock: FakeClock) -> None:
    prepare_certificates(tmp_path / "other", NAMES, clock)
    prepare_certificates(tmp_path / "ours", NAMES, clock)
    (tmp_path / "other" / SERVER_FILE).replace(tmp_path / "ours" / SERVER_FILE)
    found = prepare_certificates(tmp_path / "ours", NAMES, clock)
    authority = x509.load_der_x509_certificate(found.authority_der)
    server_certificate(tmp_path / "ours").verify_directly_issued_by(authority)


def test_damaged_authority_is_not_silently_replaced(tmp_path: Path, clock: FakeClock) -> None:
    prepare_certificates(tmp_path, NAMES, clock)
    (tmp_path / AUTHORITY_FILE).write_bytes(b"")
    with pytest.raises(ValueError, match="PEM"):
        prepare_certificates(tmp_path, NAMES, clock)


@pytest.mark.parametrize(
    "names", [[], [""], ["https://hq.example"], ["hq example"], ["hq.example:8443"], ["*.example"]]
)
def test_what_is_no_name_is_refused(tmp_path: Path, clock: FakeClock, names: list[str]) -> None:
    with pytest.raises(ValueError, match="name"):
        prepare_certificates(tmp_path, names, clock)


def test_server_pem_serves(tmp_path: Path, clock: FakeClock) -> None:
    found = prepare_certificates(tmp_path, NAMES, clock)
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(found.server_pem)
    ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=found.authority_der)
