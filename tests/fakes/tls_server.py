"""A server of bare TLS (or bare TCP): reads one whole request a connection, sends what it is told, hangs up."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Self


class RawServer:
    """``answer`` gets the bytes of the request and returns those of the reply. ``heard`` keeps every request."""

    def __init__(self, answer: Callable[[bytes], bytes], server_pem: Path | None) -> None:
        self.heard: list[bytes] = []
        self._answer = answer
        self._context: ssl.SSLContext | None = None
        if server_pem is not None:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(server_pem)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):  # wakes accept()
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _run(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            with contextlib.suppress(OSError), line:
                line.settimeout(10)
                self._serve(line)

    def _serve(self, line: socket.socket) -> None:
        if self._context is None:
            request = line.recv(65536)  # the first words of TLS are no message
            self.heard.append(request)
            line.sendall(self._answer(request))
            return
        with self._context.wrap_socket(line, server_side=True) as wrapped:
            request = read_message(wrapped)
            self.heard.append(request)
            wrapped.sendall(self._answer(request))


def read_message(line: socket.socket) -> bytes:
    """Read one HTTP message that says its length."""
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = line.recv(65536)
        if not chunk:
            return data
        data += chunk
    head, _, body = data.partition(b"\r\n\r\n")
    fields = dict(field.lower().split(b": ", 1) for field in head.split(b"\r\n")[1:])
    missing = int(fields.get(b"content-length", 0)) - len(body)
    while missing > 0:
        chunk = line.recv(65536)
        if not chunk:
            break
        data += chunk
        missing -= len(chunk)
    return data


def split_message(message: bytes) -> tuple[bytes, dict[str, str], bytes]:
    """Return start line, headers (lower-case names) and body."""
    head, _, body = message.partition(b"\r\n\r\n")
    start, *fields = head.split(b"\r\n")
    headers = dict(field.decode("latin-1").split(": ", 1) for field in fields)
    return start, {name.lower(): value for name, value in headers.items()}, body


def a_page(status: str, *fields: str, body: bytes = b"<html>Welcome to our lounge</html>") -> Callable[[bytes], bytes]:
    head = [f"HTTP/1.1 {status}", *fields, f"content-length: {len(body)}"]
    return lambda _request: "\r\n".join([*head, "", ""]).encode() + body
