"""The enrolment ticket: one text that carries all a new laptop needs to know of its headquarters.

``FIELDBOOK1.`` + base64url(MessagePack array) + ``.`` + base64url(first 6 bytes of its SHA-256). It is pasted, or read
from a QR code, so line breaks, spaces and text around it do no harm, and one wrong character is noticed. The code in
it is good for one laptop and a few minutes; HQ keeps count of both. The code itself never travels to HQ: both sides
prove with an HMAC over what they say that they know it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from typing import Final

import msgspec

from fieldapp.domain.faults import SyncError
from sync.protocol import EnrolReply, EnrolRequest

VERSION: Final = 1
CODE_BYTES: Final = 10
_NAME: Final = "FIELDBOOK"
_CHECK_BYTES: Final = 6
_MAX_CHARACTERS: Final = 20_000
_FORM: Final = re.compile(rf"{_NAME}(?P<version>[1-9][0-9]{{0,3}})\.(?P<rest>[A-Za-z0-9_.-]*)")
_REST: Final = re.compile(r"(?P<payload>[A-Za-z0-9_-]{1,8000})\.(?P<check>[A-Za-z0-9_-]{8})")
# What mail programs, terminals and keyboards put between characters: white space, soft hyphen, zero-width, BOM.
_FILLER: Final = re.compile(r"[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]+")

_CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CROCKFORD_CHECK: Final = _CROCKFORD + "*~$=U"
_LOOKALIKES: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None})


class Ticket(msgspec.Struct, array_like=True, frozen=True):
    """What HQ hands to a person who may enrol one laptop. ``ca_der`` is the only authority the laptop will trust."""

    url: str
    workspace: str
    handle: str
    ca_der: bytes
    hq_public_key: bytes
    code: bytes

    def __post_init__(self) -> None:
        """Refuse parts that could not work. Raises ValueError."""
        if not self.url.startswith("https://") or len(self.hq_public_key) != 32 or len(self.code) != CODE_BYTES:
            msg = "not the parts of a ticket"
            raise ValueError(msg)

    def __repr__(self) -> str:
        """Leave out the code: a ticket in a log would open the door."""
        return f"Ticket({self.url!r}, {self.workspace!r}, {self.handle!r})"


def write_ticket(ticket: Ticket) -> str:
    """Return the text of a ticket, about 800 characters."""
    payload = msgspec.msgpack.encode(ticket)
    return f"{_NAME}{VERSION}.{_to_text(payload)}.{_check_of(payload)}"


def read_ticket(text: str) -> Ticket:
    """Read a pasted ticket. Raises SyncError: ``TICKET_UNREADABLE`` or ``TICKET_NEWER``."""
    if len(text) > _MAX_CHARACTERS:
        raise _unreadable()
    found = _FORM.search(_FILLER.sub("", text))
    if found is None:
        raise _unreadable()
    if int(found["version"]) != VERSION:
        raise SyncError(
            "TICKET_NEWER", "This ticket is from a newer headquarters than this app can read. Update the app first."
        )
    rest = _REST.match(found["rest"])
    if rest is None:
        raise _unreadable()
    try:
        payload = _from_text(rest["payload"])
        if not hmac.compare_digest(_check_of(payload), rest["check"]):
            raise _unreadable()
        return msgspec.msgpack.decode(payload, type=Ticket)
    except (binascii.Error, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise _unreadable() from None


def show_code(code: bytes) -> str:
    """Return 80 bits as ``XXXX-XXXX-XXXX-XXXX-C``, Crockford base32 with its check character."""
    number = int.from_bytes(code, "big")
    characters = "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(75, -5, -5))
    groups = [characters[start : start + 4] for start in range(0, 16, 4)]
    return "-".join([*groups, _CROCKFORD_CHECK[number % 37]])


def read_code(text: str) -> bytes:
    """Read a typed code; O is 0, I and L are 1, case and hyphens do not count. Raises SyncError ``CODE_WRONG``."""
    characters = _FILLER.sub("", text).upper().translate(_LOOKALIKES)
    if len(characters) == 17 and set(characters[:16]) <= set(_CROCKFORD):
        number = 0
        for character in characters[:16]:
            number = number << 5 | _CROCKFORD.index(character)
        if characters[16] == _CROCKFORD_CHECK[number % 37]:
            return number.to_bytes(CODE_BYTES, "big")
    raise SyncError("CODE_WRONG", "This is not an enrolment code. Look at it again: it has 17 letters and digits.")


def proof_of(code: bytes, request: EnrolRequest) -> bytes:
    """Return the proof that belongs into ``request.proof``; what stands there now does not count."""
    return _proof(code, b"", msgspec.structs.replace(request, proof=b""))


def proof_of_reply(code: bytes, reply: EnrolReply) -> bytes:
    """Return the proof that belongs into ``reply.proof``: HQ knows the code too."""
    return _proof(code, b"hq", msgspec.structs.replace(reply, proof=b""))


def is_proof(found: bytes, expected: bytes) -> bool:
    """Compare proofs without telling by the time it takes how much of one was right."""
    return hmac.compare_digest(found, expected)


def _proof(code: bytes, prefix: bytes, message: msgspec.Struct) -> bytes:
    return hmac.digest(code, prefix + msgspec.msgpack.encode(message), "sha256")


def _to_text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _from_text(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _check_of(payload: bytes) -> str:
    return _to_text(hashlib.sha256(payload).digest()[:_CHECK_BYTES])


def _unreadable() -> SyncError:
    return SyncError(
        "TICKET_UNREADABLE",
        "This is not a whole enrolment ticket. Copy all of it, from FIELDBOOK to the last character, and paste again.",
    )
