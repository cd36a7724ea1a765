"""The web server of headquarters: a thin skin of FastAPI and uvicorn around the door.

Nothing is decided here but what only a socket can know: how large, how slow, how many.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
import threading
from functools import partial
from pathlib import Path
from typing import Final, Self

import anyio.to_thread
import uvicorn
from fastapi import FastAPI
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import Response as HttpResponse
from uvicorn.protocols.http.h11_impl import H11Protocol

from sync.hq.door import HEALTH_PATH, Door, Response
from sync.protocol import ENROL_PATH, MAX_BODY_BYTES, PATH

_BODY_LIMIT_S: Final = 120
_KEEP_ALIVE_S: Final = 75
_GRACE_S: Final = 5
_CONNECTIONS: Final = 512
_HEADER_BYTES: Final = 16 << 10


def build_app(door: Door, body_limit_s: float = _BODY_LIMIT_S) -> FastAPI:
    """Return the web application: two routes to the door, and a tiny unsigned answer that says we are up."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    pass_to_door = partial(_pass_to_door, door, body_limit_s)
    app.add_route(PATH, pass_to_door, methods=["POST"])
    app.add_route(ENROL_PATH, pass_to_door, methods=["POST"])
    app.add_route(HEALTH_PATH, _answer_health, methods=["GET"])
    return app


async def _answer_health(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"ok")


async def _pass_to_door(door: Door, body_limit_s: float, request: HttpRequest) -> HttpResponse:
    headers = _headers_of(request)
    try:
        async with asyncio.timeout(body_limit_s):
            body = await _read_body(request)
    except TimeoutError:
        return _to_http(door.refuse("TOO_SLOW", "This message took too long. Nothing was taken; try again.", headers))
    except ClientDisconnect:
        return HttpResponse(status_code=400)  # nobody is there to read it
    # The desk talks to a database and blocks; the loop must not.
    answer = await anyio.to_thread.run_sync(door.handle, request.method, request.url.path, headers, body)
    return _to_http(answer)


def _headers_of(request: HttpRequest) -> dict[str, str]:
    """Join repeated headers as the standard says: what is signed once is then in no form that the door accepts."""
    headers: dict[str, str] = {}
    for name, value in request.headers.items():
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


async def _read_body(request: HttpRequest) -> bytes:
    """Read as much as the door takes and one chunk more: the door then says that it is too large."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            break
    return bytes(body)


def _to_http(answer: Response) -> HttpResponse:
    return HttpResponse(answer.body, answer.status, answer.headers)


class _Line(H11Protocol):
    """A connection that is not waited for at the end: an idle laptop does not answer the farewell of TLS."""

    def shutdown(self) -> None:
        if getattr(self.cycle, "response_complete", True):  # there is no cycle before the first request
            self.transport.abort()
        else:
            self.cycle.keep_alive = False


class _Signalling(uvicorn.Server):
    """Says when it listens, so that nobody has to poll for it."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        for line in list(self.server_state.connections):
            if isinstance(line, _Line):
                line.transport.abort()
        await asyncio.sleep(0)  # the loop's next turn tells each that it is gone


class Server:
    """An application behind TLS 1.3: in this thread (``run``), or in one of its own (``start``, ``stop``).

    The port is taken at once (0: a free one, see ``port``). Raises OSError: the port is taken, the files are damaged.
    """

    def __init__(self, app: FastAPI, server_pem: Path, host: str = "127.0.0.1", port: int = 0) -> None:
        self._server = _Signalling(_configure(app, _tls(server_pem)))
        self._socket = _listen(host, port)
        self.host = host
        self.port: int = self._socket.getsockname()[1]
        self._thread: threading.Thread | None = None

    def run(self) -> None:
        """Serve until the process is told to end."""
        with self._socket:
            self._server.run([self._socket])

    def start(self) -> None:
        """Serve in a thread; return when it listens. Raises RuntimeError when it cannot."""
        self._thread = threading.Thread(target=self._run, name="hq-server", daemon=True)
        self._thread.start()
        self._server.listening.wait()
        if not self._server.started:
            self._thread.join()
            msg = "the server could not start"
            raise RuntimeError(msg)

    def stop(self) -> None:
        """End what ``start`` began; answers under way are given a few seconds. Twice does no harm."""
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join()
        self._socket.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _run(self) -> None:
        try:
            self.run()
        finally:
            self._server.listening.set()


def serve(app: FastAPI, host: str, port: int, server_pem: Path) -> None:
    """Serve until the process is told to end (Ctrl+C, SIGTERM)."""
    Server(app, server_pem, host, port).run()


def _listen(host: str, port: int) -> socket.socket:
    family, kind, number, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, number)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows: the other option would let two servers share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError:
        listener.close()
        raise
    return listener


def _configure(app: FastAPI, tls: ssl.SSLContext) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=_Line,
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        log_level=logging.WARNING,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        limit_concurrency=_CONNECTIONS,
        h11_max_incomplete_event_size=_HEADER_BYTES,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=_GRACE_S,
        ssl_context_factory=lambda _config, _default: tls,
    )


def _tls(server_pem: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_cert_chain(server_pem)
    return context
