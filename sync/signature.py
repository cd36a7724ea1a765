"""HTTP message signatures in the one form that both ends send (RFC 9421, Ed25519, label ``s``).

A request is signed over its method, its path and the digest of its body (RFC 9530, SHA-256); the parameters carry
the time, the device's request counter and the device's name. A reply is signed by headquarters over its status, the
digest of its body and the signature of the request that it answers, so that a reply to another request is noticed.

This is not a general implementation. Whatever differs from the form that we send is refused: an attacker gains
nothing from an order, a label or a parameter that we never use.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from fieldapp.domain.faults import SyncError
from fieldapp.domain.ids import is_device_id

DIGEST: Final = "content-digest"
INPUT: Final = "signature-input"
SIGNATURE: Final = "signature"
HQ_KEY_ID: Final = "hq"
MAX_NONCE: Final = (1 << 63) - 1

_REQUEST_COVERED: Final = '("@method" "@path" "content-digest")'
_BOUND_COVERED: Final = '("@status" "content-digest" "signature";req;key="s")'
_UNBOUND_COVERED: Final = '("@status" "content-digest")'
_REQUEST_INPUT: Final = re.compile(
    r's=(?P<params>\("@method" "@path" "content-digest"\)'
    r';created=(?P<created>0|[1-9][0-9]{0,11});nonce="(?P<nonce>[1-9][0-9]{0,18})";keyid="(?P<keyid>[0-9a-z]{12})")'
)
_SIGNATURE_VALUE: Final = re.compile(r"s=(?P<value>:[A-Za-z0-9+/]{86}==:)")

_UNREADABLE: Final = "The signature of this message is not in the form that both ends use."


class SignatureError(SyncError):
    """A message that does not prove who sent it.

    Kinds: ``SIGNATURE_MISSING``, ``SIGNATURE_UNREADABLE``, ``DIGEST_WRONG``, ``DEVICE_UNKNOWN``, ``SIGNATURE_WRONG``.
    """


class SignedBy(NamedTuple):
    """Who signed a request, when by their own clock (seconds since 1970), and their request counter."""

    keyid: str
    created: int
    nonce: int


def digest_of(body: bytes) -> str:
    """Return the value of ``Content-Digest`` for a body."""
    return f"sha-256={_in_colons(hashlib.sha256(body).digest())}"


def sign_request(
    method: str, path: str, body: bytes, key: Ed25519PrivateKey, keyid: str, created: int, nonce: int
) -> dict[str, str]:
    """Return the headers that sign a request. ``nonce`` is the device's counter, higher in every request."""
    if not (1 <= nonce <= MAX_NONCE and 0 <= created < 10**12 and is_device_id(keyid)):
        msg = "no request counter, time or device name that could be signed"
        raise ValueError(msg)
    digest = digest_of(body)
    params = f'{_REQUEST_COVERED};created={created};nonce="{nonce}";keyid="{keyid}"'
    value = _in_colons(key.sign(_request_base(method, path, digest, params)))
    return {DIGEST: digest, INPUT: f"s={params}", SIGNATURE: f"s={value}"}


def verify_request(
    method: str, path: str, headers: Mapping[str, str], body: bytes, public_key_of: Callable[[str], bytes | None]
) -> SignedBy:
    """Return who signed a request. Raises SignatureError.

    ``headers`` have lower-case names. ``public_key_of`` returns the raw key of a device, None when there is no such
    device. That the counter rises and that the device may still speak is for the caller to check.
    """
    found = _REQUEST_INPUT.fullmatch(_require(headers, INPUT))
    if found is None or int(found["nonce"]) > MAX_NONCE or not is_device_id(found["keyid"]):
        raise SignatureError("SIGNATURE_UNREADABLE", _UNREADABLE)
    value = _require_signature(headers)
    digest = _require_digest(headers, body)
    public_key = public_key_of(found["keyid"])
    if public_key is None:
        raise SignatureError("DEVICE_UNKNOWN", "Headquarters does not know this laptop. Enrol it with a new ticket.")
    _verify(public_key, value, _request_base(method, path, digest, found["params"]))
    return SignedBy(found["keyid"], int(found["created"]), int(found["nonce"]))


def signature_of(headers: Mapping[str, str]) -> str | None:
    """Return the signature that a reply can be bound to, ``:base64:``; None when there is none in our form."""
    found = _SIGNATURE_VALUE.fullmatch(headers.get(SIGNATURE, ""))
    return found["value"] if found else None


def sign_reply(status: int, body: bytes, key: Ed25519PrivateKey, request_signature: str | None) -> dict[str, str]:
    """Return the headers that sign a reply. ``request_signature`` is ``signature_of`` the request."""
    digest = digest_of(body)
    params = _reply_params(request_signature)
    value = _in_colons(key.sign(_reply_base(status, digest, params, request_signature)))
    return {DIGEST: digest, INPUT: f"s={params}", SIGNATURE: f"s={value}"}


def verify_reply(
    status: int, headers: Mapping[str, str], body: bytes, public_key: bytes, request_signature: str | None
) -> None:
    """Raise SignatureError unless headquarters signed this reply, to this request."""
    params = _reply_params(request_signature)
    if _require(headers, INPUT) != f"s={params}":
        raise SignatureError("SIGNATURE_UNREADABLE", _UNREADABLE)
    value = _require_signature(headers)
    digest = _require_digest(headers, body)
    _verify(public_key, value, _reply_base(status, digest, params, request_signature))


def signature_base(components: Iterable[tuple[str, str]], params: str) -> bytes:
    """Return the bytes that are signed (RFC 9421 §2.5). The components are as written in the list, with values."""
    lines = [f"{name}: {value}" for name, value in components]
    return "\n".join([*lines, f'"@signature-params": {params}']).encode()


def _request_base(method: str, path: str, digest: str, params: str) -> bytes:
    return signature_base((('"@method"', method), ('"@path"', path), ('"content-digest"', digest)), params)


def _reply_base(status: int, digest: str, params: str, request_signature: str | None) -> bytes:
    components = [('"@status"', str(status)), ('"content-digest"', digest)]
    if request_signature is not None:
        components.append(('"signature";req;key="s"', request_signature))
    return signature_base(components, params)


def _reply_params(request_signature: str | None) -> str:
    covered = _UNBOUND_COVERED if request_signature is None else _BOUND_COVERED
    return f'{covered};keyid="{HQ_KEY_ID}"'


def _require(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(name)
    if value is None:
        raise SignatureError("SIGNATURE_MISSING", "This message is not signed.")
    return value


def _require_signature(headers: Mapping[str, str]) -> bytes:
    found = _SIGNATURE_VALUE.fullmatch(_require(headers, SIGNATURE))
    if found is None:
        raise SignatureError("SIGNATURE_UNREADABLE", _UNREADABLE)
    value = _from_colons(found["value"])
    if _in_colons(value) != found["value"]:  # the last character carries four bits that base64 does not read
        raise SignatureError("SIGNATURE_UNREADABLE", _UNREADABLE)
    return value


def _require_digest(headers: Mapping[str, str], body: bytes) -> str:
    digest = digest_of(body)
    if not hmac.compare_digest(_require(headers, DIGEST).encode(), digest.encode()):
        raise SignatureError("DIGEST_WRONG", "The body of this message was changed on its way.")
    return digest


def _verify(public_key: bytes, value: bytes, base: bytes) -> None:
    try:
        _load(public_key).verify(value, base)
    except InvalidSignature:
        raise SignatureError("SIGNATURE_WRONG", "The signature of this message does not fit it.") from None


@lru_cache(maxsize=1024)
def _load(public_key: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(public_key)


def _in_colons(data: bytes) -> str:
    """Return a byte sequence of RFC 8941."""
    return f":{base64.b64encode(data).decode('ascii')}:"


def _from_colons(text: str) -> bytes:
    try:
        return base64.b64decode(text[1:-1], validate=True)
    except binascii.Error:
        raise SignatureError("SIGNATURE_UNREADABLE", _UNREADABLE) from None
