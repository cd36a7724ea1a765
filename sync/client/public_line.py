"""A line to a server that is not ours: system authorities, one host only, and nothing read without a limit.

It knows no forms: status, headers and body come back as they were sent, whole or not at all. What the server says is
never trusted to say where to go next, how much to read, or what to show.
"""

from __future__ import annotations

import http.client
import ipaddress
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter

from fieldapp.domain.clock import Clock
from fieldapp.domain.faults import SyncError
from sync.client.pinned import ContextAdapter
from sync.client.transport import Limits

LIMITS: Final = Limits(connect_s=10.0, silence_s=60.0, whole_s=300.0)
_CHUNK: Final = 1 << 16
_MAX_REDIRECTS: Final = 3
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_LOOPBACK: Final = "localhost"

_AWAY: Final = "The form server cannot be reached from here. Nothing was sent or taken."
_CUT: Final = "The connection to the form server broke off. Send it again: the same submission is never stored twice."
_TOO_LARGE: Final = "The form server sends more than it should. What came was dropped."
_NOT_TRUSTED: Final = (
    "The form server could not prove who it is: its certificate is not valid for its name. Nothing was sent."
)


class Answer(NamedTuple):
    """What a server sent. ``headers`` have lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Credentials:
    """A name and a passphrase for Basic authentication."""

    name: str
    secret: str

    def __repr__(self) -> str:
        return f"<Credentials {self.name}>"


class PublicLine:
    """Requests to one server. Raises SyncError; no sentence of its own ever holds an address, which may hold a key.

    ``trust`` replaces the authorities of this machine.
    """

    def __init__(
        self,
        url: str,
        clock: Clock,
        credentials: Credentials | None = None,
        *,
        trust: ssl.SSLContext | None = None,
        limits: Limits = LIMITS,
    ) -> None:
        self._base = require_address(url)
        self._clock = clock
        self._limits = limits
        self._auth = (credentials.name, credentials.secret) if credentials else None
        self._session = requests.Session()
        self._session.trust_env = False  # no proxies, no .netrc, no REQUESTS_CA_BUNDLE
        self._session.adapters.clear()
        secure = self._base.scheme == "https"
        adapter = ContextAdapter(trust or _system_trust()) if secure else HTTPAdapter(max_retries=0)
        self._session.mount(f"{self._base.scheme}://", adapter)
        self._session.headers.clear()

    @property
    def host(self) -> str:
        """Whom it speaks to: name and port, never the path, which may hold a key."""
        return self._base.netloc.rpartition("@")[2]

    def url(self, path: str) -> str:
        """Return an address below the base."""
        return f"{self._base.geturl().rstrip('/')}/{path}"

    def get(self, url: str, limit: int, headers: Mapping[str, str]) -> Answer:
        """Fetch what is at an address of this server, up to ``limit`` bytes; it may move within the server."""
        for _ in range(_MAX_REDIRECTS):
            answer = self._send("GET", url, headers, limit)
            if answer.status not in _MOVED:
                return answer
            url = self.require_own(urljoin(url, answer.headers.get("location", "")))
        raise SyncError("FORM_SERVER_LOOPS", "The form server sends us in circles. Nothing was taken.")

    def head(self, url: str, headers: Mapping[str, str]) -> Answer:
        """Ask what would be said, without a body."""
        return self._send("HEAD", url, headers, 0)

    def post(self, url: str, headers: Mapping[str, str], body: bytes, limit: int) -> Answer:
        """Send a body. A redirect is not followed: what is sent is meant for this address."""
        return self._send("POST", url, headers, limit, body)

    def require_own(self, url: str) -> str:
        """Return an address if it is one of this server. Raises SyncError FORM_SERVER_ELSEWHERE."""
        try:
            parts = urlsplit(url)
            is_own = _origin(parts) == _origin(self._base)
        except ValueError:
            is_own = False
        if not is_own:
            raise SyncError(
                "FORM_SERVER_ELSEWHERE",
                "The form server, or this network, sends us to another place. We did not go there; nothing was sent.",
            )
        return url

    def close(self) -> None:
        """Let the connection go."""
        self._session.close()

    def _send(self, method: str, url: str, headers: Mapping[str, str], limit: int, body: bytes | None = None) -> Answer:
        deadline = self._clock.monotonic() + self._limits.whole_s
        try:
            response = self._session.request(
                method,
                self.require_own(url),
                headers={"User-Agent": "Fieldbook", "Accept-Encoding": "identity", **headers},
                data=body,
                auth=self._auth,
                allow_redirects=False,
                stream=True,
                timeout=(self._limits.connect_s, self._limits.silence_s),
            )
        except requests.exceptions.SSLError:
            raise SyncError("FORM_SERVER_NOT_TRUSTED", _NOT_TRUSTED) from None
        except requests.exceptions.ConnectionError as error:
            if isinstance(error, requests.exceptions.ConnectTimeout) or body is None:
                raise SyncError("FORM_SERVER_AWAY", _AWAY) from None
            raise SyncError("FORM_SERVER_CUT", _CUT) from None
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, ValueError):
            raise SyncError("FORM_SERVER_AWAY", _AWAY) from None
        with response:
            found = {name.lower(): value for name, value in response.headers.items()}
            return Answer(
                response.status_code, found, b"" if method == "HEAD" else self._read(response, limit, deadline)
            )

    def _read(self, response: requests.Response, limit: int, deadline: float) -> bytes:
        body = bytearray()
        try:
            while chunk := response.raw.read1(_CHUNK, decode_content=False):
                body += chunk
                if len(body) > limit:
                    raise SyncError(
                        "FORM_SERVER_TOO_LARGE", "The form server sends more than it should. It was dropped."
                    )
                if self._clock.monotonic() > deadline:
                    raise SyncError("FORM_SERVER_CUT", _CUT)
        except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, ValueError):
            raise SyncError("FORM_SERVER_CUT", _CUT) from None
        said = response.headers.get("content-length", "")
        if said.isdecimal() and int(said) != len(body):
            raise SyncError("FORM_SERVER_CUT", _CUT)
        return bytes(body)


def require_address(url: str) -> SplitResult:
    """Return the parts of a base address. Raises SyncError FORM_SERVER_ADDRESS for one that is none, or not secure."""
    try:
        parts = urlsplit(url.strip())
        secure = parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname or ""))
        whole = bool(parts.hostname) and parts.port != 0 and not parts.username and not parts.password
    except ValueError:
        secure = whole = False
    if not secure or not whole or parts.query or parts.fragment:
        raise SyncError(
            "FORM_SERVER_ADDRESS",
            "This is not the address of a form server. It begins with https:// and holds no name, passphrase or query.",
        )
    return parts


def _origin(parts: SplitResult) -> tuple[str, str, int]:
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return parts.scheme, (parts.hostname or "").casefold(), port


def _is_loopback(host: str) -> bool:
    if host.casefold() == _LOOPBACK:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _system_trust() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
