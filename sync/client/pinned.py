"""A session of ``requests`` that trusts one authority, obeys no environment and says nothing that it need not.

It knows neither signatures nor messages: status, headers and body come back as they were sent, whole or not at all.
"""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3.util import SKIP_HEADER

from fieldapp.domain.clock import Clock
from fieldapp.domain.faults import SyncError
from sync.client.reply import LineDroppedError
from sync.protocol import MEDIA_TYPE

if TYPE_CHECKING:
    from sync.client.transport import Limits

# OpenSSL's X509_V_FLAG_NO_CHECK_TIME. A laptop with a dead battery lives in another year and must still reach its
# headquarters. What expiry guards against is covered: one private authority is pinned, and HQ signs each reply.
_NO_CHECK_TIME: Final = 0x200000
_CHUNK: Final = 1 << 16
_PLAIN_ANSWERS: Final = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG", "RECORD_LAYER_FAILURE")

_AWAY: Final = "Headquarters cannot be reached from here. Your work is safe; it is sent when there is a connection."
_CUT: Final = "The connection broke in the middle of the reply. Nothing was taken in half; it is tried again."
_NOT_TRUSTED: Final = (
    "What answers is not your headquarters. This network may be listening, or ask for a sign-in. Nothing was sent."
)
_PLAIN: Final = "This network answers in place of headquarters: it may ask for a sign-in. Nothing was sent or lost."


class PinnedSession:
    """Posts to one headquarters over one kept-alive connection. Raises SyncError."""

    def __init__(self, ca_der: bytes, clock: Clock, limits: Limits) -> None:
        self._clock = clock
        self._limits = limits
        self._session = requests.Session()
        self._session.trust_env = False  # no proxies, no .netrc, no REQUESTS_CA_BUNDLE
        self._session.adapters.clear()
        self._session.mount("https://", ContextAdapter(_trust_only(ca_der)))
        self._session.headers = CaseInsensitiveDict({"User-Agent": SKIP_HEADER, "Accept-Encoding": SKIP_HEADER})
        self._adapter = self._session.get_adapter("https://")
        self._is_kept = False
        self._prepared: dict[str, requests.PreparedRequest] = {}

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers (lower-case names) and body."""
        was_kept, self._is_kept = self._is_kept, False
        try:
            response = self._adapter.send(
                self._prepare(url, headers, body),
                stream=True,
                timeout=(self._limits.connect_s, self._limits.silence_s),
            )
        except requests.exceptions.ConnectionError as error:
            if was_kept and not isinstance(error, requests.exceptions.Timeout):
                raise LineDroppedError(_AWAY) from None
            raise _line_fault(error) from None
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError):
            raise SyncError("HQ_AWAY", _AWAY) from None
        with response:
            reply_headers = {name.lower(): value for name, value in response.headers.items()}
            reply = self._read(response)
        self._is_kept = True
        return response.status_code, reply_headers, reply

    def close(self) -> None:
        """Close the connection."""
        self._session.close()

    def _prepare(self, url: str, headers: Mapping[str, str], body: bytes) -> requests.PreparedRequest:
        """Return a request. The address is taken apart once; the adapter then follows nothing and keeps no cookies."""
        if url not in self._prepared:
            self._prepared[url] = self._session.prepare_request(requests.Request("POST", url))
        prepared = self._prepared[url].copy()
        prepared.headers.update({"Content-Length": str(len(body)), **headers})
        prepared.body = body
        return prepared

    def _read(self, response: requests.Response) -> bytes:
        """Read the body as it was sent, uncompressed by nobody, up to the size and the time that are allowed."""
        body = bytearray()
        deadline = self._clock.monotonic() + self._limits.whole_s
        try:
            for chunk in _chunks(response):
                body += chunk
                if len(body) > self._limits.body_bytes:
                    raise SyncError(
                        "REPLY_TOO_LARGE", "The reply is larger than headquarters would send. It was dropped."
                    )
                if self._clock.monotonic() > deadline:
                    raise SyncError("REPLY_CUT", _CUT)
        except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, ValueError):
            raise SyncError("REPLY_CUT", _CUT) from None
        if _is_cut(response, len(body)):
            raise SyncError("REPLY_CUT", _CUT)
        return bytes(body)


def _chunks(response: requests.Response) -> Iterator[bytes]:
    while chunk := response.raw.read1(_CHUNK, decode_content=False):
        yield chunk


def _is_cut(response: requests.Response, length: int) -> bool:
    """Say whether a line that broke among the headers could have left this: the parser takes the end for an end.

    HQ always says what a body is and how long. A sign-in page says something else, or redirects.
    """
    kind = response.headers.get("content-type")
    if kind is None and (response.status_code == 204 or 300 <= response.status_code < 400):
        return False
    return MEDIA_TYPE.startswith(kind or "") and response.headers.get("content-length") != str(length)


def _trust_only(ca_der: bytes) -> ssl.SSLContext:
    """Return a context that knows this authority and no other. Raises SyncError when it is none."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # checks host names, requires certificates, loads none
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.verify_flags |= ssl.VerifyFlags(_NO_CHECK_TIME)
    try:
        context.load_verify_locations(cadata=ca_der)
    except ssl.SSLError:
        raise SyncError("HQ_NOT_TRUSTED", "The certificate of headquarters is damaged. Enrol again.") from None
    return context


def _line_fault(error: BaseException) -> SyncError:
    """Sort what broke a line: a stranger's certificate, an answer that is no TLS at all, or nobody there."""
    reason = ""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return SyncError("HQ_NOT_TRUSTED", _NOT_TRUSTED)
        if isinstance(cause, ssl.SSLError):
            reason = cause.reason or ""
    if reason in _PLAIN_ANSWERS:
        return SyncError("NETWORK_SIGN_IN", _PLAIN)
    if "ALERT" in reason or "PROTOCOL" in reason:
        return SyncError("HQ_NOT_TRUSTED", _NOT_TRUSTED)
    return SyncError("HQ_AWAY", _AWAY)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and those it wraps: requests and urllib3 keep them in arguments, ``reason`` and the chain."""
    waiting: list[Any] = [error]
    seen: set[int] = set()
    while waiting:
        cause = waiting.pop()
        if isinstance(cause, BaseException) and id(cause) not in seen:
            seen.add(id(cause))
            yield cause
            waiting += [*cause.args, getattr(cause, "reason", None), cause.__cause__, cause.__context__]


class ContextAdapter(HTTPAdapter):
    """Uses our context as it is. The stock adapter would add the public authorities to it."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__(pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: Any) -> None:
        super().init_poolmanager(connections, maxsize, block=block, ssl_context=self._context, **pool_kwargs)

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: bool | str, cert: Any = None
    ) -> Any:
        host_params, _ = super().build_connection_pool_key_attributes(request, verify, cert)
        return host_params, {}

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Add nothing to what the context says."""

    def close(self) -> None:
        for host in self.poolmanager.pools.keys():  # noqa: SIM118 - it is no mapping that could be iterated
            pool = self.poolmanager.pools.get(host)
            if pool is not None:
                pool.close()  # urllib3 leaves that to the garbage collector, and headquarters waiting
        super().close()
