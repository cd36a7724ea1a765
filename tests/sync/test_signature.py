"""Signed messages: the published vector, another implementation as a witness, and every single byte changed."""

from __future__ import annotations

import base64
from types import SimpleNamespace

import http_message_signatures as witness
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from requests.structures import CaseInsensitiveDict

from sync.signature import (
    SignatureError,
    SignedBy,
    digest_of,
    sign_reply,
    sign_request,
    signature_base,
    signature_of,
    verify_reply,
    verify_request,
)

DEVICE = "0123456789ab"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
BODY = b"\x00what the laptop says"
SIGNED = sign_request("POST", "/sync", BODY, KEY, DEVICE, 1_767_323_045, 42)
ANSWER = b"\x00what headquarters says"
BOUND_TO = signature_of(SIGNED)
ANSWERED = sign_reply(200, ANSWER, KEY, BOUND_TO)

# RFC 9421, appendix B.1.4 (the key) and B.2.6 (the message, its base and its signature).
RFC_KEY = base64.urlsafe_b64decode("n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU=")
RFC_COMPONENTS = (
    ('"date"', "Tue, 20 Apr 2021 02:07:55 GMT"),
    ('"@method"', "POST"),
    ('"@path"', "/foo"),
    ('"@authority"', "example.com"),
    ('"content-type"', "application/json"),
    ('"content-length"', "18"),
)
RFC_PARAMS = (
    '("date" "@method" "@path" "@authority" "content-type" "content-length")'
    ';created=1618884473;keyid="test-key-ed25519"'
)
RFC_SIGNATURE = "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=="


def public_key_of(device: str) -> bytes | None:
    return PUBLIC if device == DEVICE else None


def verify(headers: dict[str, str] = SIGNED, body: bytes = BODY, method: str = "POST", path: str = "/sync") -> SignedBy:
    return verify_request(method, path, headers, body, public_key_of)


def test_signature_base_gives_the_published_signature() -> None:
    signature = Ed25519PrivateKey.from_private_bytes(RFC_KEY).sign(signature_base(RFC_COMPONENTS, RFC_PARAMS))
    assert base64.b64encode(signature).decode() == RFC_SIGNATURE


def test_content_digest_is_the_published_one() -> None:
    # RFC 9530, appendix B.1
    assert digest_of(b'{"hello": "world"}\n') == "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"


def test_signed_request_says_who_when_and_which() -> None:
    assert verify() == SignedBy(DEVICE, 1_767_323_045, 42)


class WitnessKeys(witness.HTTPSignatureKeyResolver):
    def resolve_public_key(self, key_id: str):
        return KEY.public_key()

    def resolve_private_key(self, key_id: str):
        return KEY


def a_request(headers: dict[str, str]) -> SimpleNamespace:
    return SimpleNamespace(method="POST", url="https://hq.example/sync", headers=CaseInsensitiveDict(headers))


def a_reply(headers: dict[str, str]) -> SimpleNamespace:
    return SimpleNamespace(status_code=200, headers=CaseInsensitiveDict(headers), request=a_request(SIGNED))


def verified_by_witness(message: SimpleNamespace, body: bytes) -> witness.VerifyResult:
    verifier = witness.HTTPMessageVerifier(signature_algorithm=witness.algorithms.ED25519, key_resolver=WitnessKeys())
    verifier.require_created = False  # a reply carries no time of its own: it is bound to a request that does
    (result,) = verifier.verify(message, max_age=None, body=body)
    return result


def test_another_implementation_accepts_our_request() -> None:
    result = verified_by_witness(a_request(SIGNED), BODY)
    assert set(result.covered_components) >= {'"@method"', '"@path"', '"content-digest"'}
    assert result.parameters["keyid"] == DEVICE
    assert result.parameters["nonce"] == "42"


def test_another_implementation_accepts_our_reply() -> None:
    result = verified_by_witness(a_reply(ANSWERED), ANSWER)
    assert '"signature";req;key="s"' in result.covered_components


def test_another_implementation_refuses_our_reply_to_another_request() -> None:
    other = sign_request("POST", "/sync", BODY, KEY, DEVICE, 1_767_323_045, 43)
    with pytest.raises(witness.InvalidSignature):
        verified_by_witness(a_reply(sign_reply(200, ANSWER, KEY, signature_of(other))), ANSWER)


def test_parameters_in_another_order_are_refused() -> None:
    message = a_request({})
    signer = witness.HTTPMessageSigner(signature_algorithm=witness.algorithms.ED25519, key_resolver=WitnessKeys())
    covered = ("@method", "@path", "content-digest")
    signer.sign(
        message, covered_component_ids=covered, key_id=DEVICE, nonce="7", label="s", include_alg=False, body=BODY
    )
    with pytest.raises(SignatureError) as caught:
        verify({name.lower(): value for name, value in message.headers.items()})
    assert caught.value.kind == "SIGNATURE_UNREADABLE"


def changed(text: str, place: int, by: int = 1) -> str:
    return text[:place] + chr(ord(text[place]) ^ by) + text[place + 1 :]


@pytest.mark.parametrize("name", SIGNED)
@pytest.mark.parametrize("by", [1, 2, 4, 8, 16, 32, 64])
def test_every_single_bit_of_a_request_header_counts(name: str, by: int) -> None:
    for place in range(len(SIGNED[name])):
        with pytest.raises(SignatureError):
            verify({**SIGNED, name: changed(SIGNED[name], place, by)})


@pytest.mark.parametrize("name", SIGNED)
def test_every_cut_and_every_addition_in_a_request_header_counts(name: str) -> None:
    for place in range(len(SIGNED[name])):
        with pytest.raises(SignatureError):
            verify({**SIGNED, name: SIGNED[name][:place]})
        with pytest.raises(SignatureError):
            verify({**SIGNED, name: f"{SIGNED[name][:place]} {SIGNED[name][place:]}"})
    with pytest.raises(SignatureError):
        verify({**SIGNED, name: SIGNED[name] + "\n"})


def test_every_single_byte_of_a_request_body_counts() -> None:
    for place in range(len(BODY)):
        with pytest.raises(SignatureError) as caught:
            verify(body=BODY[:place] + bytes([BODY[place] ^ 1]) + BODY[place + 1 :])
        assert caught.value.kind == "DIGEST_WRONG"


@given(st.binary())
def test_no_other_body_is_accepted(body: bytes) -> None:
    if body != BODY:
        with pytest.raises(SignatureError):
            verify(body=body)


@pytest.mark.parametrize(("method", "path"), [("GET", "/sync"), ("post", "/sync"), ("POST", "/enrol"), ("POST", "/")])
def test_method_and_path_count(method: str, path: str) -> None:
    with pytest.raises(SignatureError) as caught:
        verify(method=method, path=path)
    assert caught.value.kind == "SIGNATURE_WRONG"


def test_every_single_bit_of_a_reply_counts() -> None:
    for name, value in ANSWERED.items():
        for place in range(len(value)):
            with pytest.raises(SignatureError):
                verify_reply(200, {**ANSWERED, name: changed(value, place)}, ANSWER, PUBLIC, BOUND_TO)
    for place in range(len(ANSWER)):
        other = ANSWER[:place] + bytes([ANSWER[place] ^ 1]) + ANSWER[place + 1 :]
        with pytest.raises(SignatureError):
            verify_reply(200, ANSWERED, other, PUBLIC, BOUND_TO)
    with pytest.raises(SignatureError):
        verify_reply(403, ANSWERED, ANSWER, PUBLIC, BOUND_TO)
    verify_reply(200, ANSWERED, ANSWER, PUBLIC, BOUND_TO)


def test_reply_to_another_request_is_refused() -> None:
    other = signature_of(sign_request("POST", "/sync", BODY, KEY, DEVICE, 1_767_323_045, 43))
    with pytest.raises(SignatureError) as caught:
        verify_reply(200, ANSWERED, ANSWER, PUBLIC, other)
    assert caught.value.kind == "SIGNATURE_WRONG"


def test_unbound_reply_does_not_answer_a_signed_request() -> None:
    unbound = sign_reply(200, ANSWER, KEY, None)
    verify_reply(200, unbound, ANSWER, PUBLIC, None)
    with pytest.raises(SignatureError):
        verify_reply(200, unbound, ANSWER, PUBLIC, BOUND_TO)
    with pytest.raises(SignatureError):
        verify_reply(200, ANSWERED, ANSWER, PUBLIC, None)


def test_stranger_is_told_from_a_wrong_signature() -> None:
    stranger = sign_request("POST", "/sync", BODY, KEY, "zzzzzzzzzzzz", 1, 1)
    with pytest.raises(SignatureError) as caught:
        verify(stranger)
    assert caught.value.kind == "DEVICE_UNKNOWN"
    swapped = {**SIGNED, "signature-input": SIGNED["signature-input"].replace(DEVICE, "0123456789ac")}
    with pytest.raises(SignatureError) as caught:
        verify_request("POST", "/sync", swapped, BODY, lambda _device: PUBLIC)
    assert caught.value.kind == "SIGNATURE_WRONG"


@pytest.mark.parametrize("name", SIGNED)
def test_missing_header_is_a_missing_signature(name: str) -> None:
    with pytest.raises(SignatureError) as caught:
        verify({key: value for key, value in SIGNED.items() if key != name})
    assert caught.value.kind == "SIGNATURE_MISSING"


@given(st.text(), st.text(), st.text())
def test_garbage_in_the_headers_is_refused(digest: str, signature_input: str, signature: str) -> None:
    with pytest.raises(SignatureError):
        verify({"content-digest": digest, "signature-input": signature_input, "signature": signature})


@pytest.mark.parametrize(
    ("nonce", "created", "keyid"),
    [(0, 1, DEVICE), (1 << 63, 1, DEVICE), (1, -1, DEVICE), (1, 1, "hq")],
)
def test_what_could_not_be_read_is_not_signed(nonce: int, created: int, keyid: str) -> None:
    with pytest.raises(ValueError, match="could be signed"):
        sign_request("POST", "/sync", b"", KEY, keyid, created, nonce)
