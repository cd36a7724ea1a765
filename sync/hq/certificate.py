"""The private certificate authority of one headquarters, and the certificate of its server.

Laptops trust this authority alone; it travels in the ticket. Key and certificate of a pair lie in one file of mode
0600, replaced in one step, so that they can never belong to different pairs. Dates start a day early: the clocks of
laptops are not ours.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from fieldapp.domain.clock import Clock

AUTHORITY_FILE: Final = "authority.pem"
SERVER_FILE: Final = "server.pem"
_AUTHORITY_LASTS: Final = timedelta(days=3653)
_SERVER_LASTS: Final = timedelta(days=365)
_RENEWED_BEFORE: Final = timedelta(days=60)
_EARLY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Certificates:
    """What a server needs to be trusted. ``server_pem`` holds the certificate and its key."""

    server_pem: Path
    authority_der: bytes


@dataclass(frozen=True, slots=True)
class _Pair:
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


def prepare_certificates(folder: Path, names: Iterable[str], clock: Clock) -> Certificates:
    """Return the certificates of a headquarters reached under ``names`` (host names and IP addresses).

    The authority is made once. The server's certificate is made anew when it has less than 60 days left, when it is
    another authority's, or when a name is missing in it. Raises ValueError on a name that can be neither.
    """
    wanted = _alternative_names(names)
    authority = _load(folder / AUTHORITY_FILE) or _make_authority(folder, clock.now())
    server_pem = folder / SERVER_FILE
    server = _load(server_pem)
    if server is None or not _is_good(server.certificate, authority.certificate, wanted, clock.now()):
        _make_server(server_pem, authority, wanted, clock.now())
    return Certificates(server_pem, authority.certificate.public_bytes(serialization.Encoding.DER))


def _alternative_names(names: Iterable[str]) -> list[x509.GeneralName]:
    found = [_alternative_name(name) for name in dict.fromkeys(names)]
    if not found:
        msg = "a server needs a name"
        raise ValueError(msg)
    return found


def _alternative_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        if not name or not name.isascii() or any(character in name for character in " /:@*"):
            msg = "neither a host name nor an IP address"
            raise ValueError(msg) from None
        return x509.DNSName(name)


def _is_good(
    server: x509.Certificate, authority: x509.Certificate, wanted: list[x509.GeneralName], now: datetime
) -> bool:
    if server.issuer != authority.subject or server.not_valid_after_utc - now < _RENEWED_BEFORE:
        return False
    try:
        server.verify_directly_issued_by(authority)
    except (ValueError, InvalidSignature):
        return False
    named = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return set(wanted) <= set(named)


def _make_authority(folder: Path, now: datetime) -> _Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    serial = x509.random_serial_number()
    # The serial in the name keeps two authorities of one task force apart.
    name = _name(f"Fieldbook authority {serial:x}"[:64])
    certificate = (
        _start(name, name, key.public_key(), serial, now, now + _AUTHORITY_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    pair = _Pair(key, certificate)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _store(folder / AUTHORITY_FILE, pair)
    return pair


def _make_server(path: Path, authority: _Pair, names: list[x509.GeneralName], now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = authority.certificate
    until = max(min(now + _SERVER_LASTS, issuer.not_valid_after_utc), now)
    certificate = (
        _start(
            _name("Fieldbook headquarters"), issuer.subject, key.public_key(), x509.random_serial_number(), now, until
        )
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False)
        .sign(authority.key, hashes.SHA256())
    )
    _store(path, _Pair(key, certificate))


def _start(
    name: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, serial: int, now: datetime, until: datetime
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(issuer).public_key(key).serial_number(serial)
    return builder.not_valid_before(now - _EARLY).not_valid_after(until)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _load(path: Path) -> _Pair | None:
    """Read a pair; None when there is none yet. Raises ValueError on a damaged file: a new one would lock all out."""
    try:
        pem = path.read_bytes()
    except FileNotFoundError:
        return None
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        msg = f"{path.name} holds a key of another kind"
        raise ValueError(msg)  # noqa: TRY004 - what is wrong is the file's content, not a caller's argument
    return _Pair(key, x509.load_pem_x509_certificate(pem))


def _store(path: Path, pair: _Pair) -> None:
    pem = pair.certificate.public_bytes(serialization.Encoding.PEM) + pair.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
