"""Headquarters, a tiny one with certificates and a whole one, and laptops that speak to them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sync.client.transport import HttpTransport, Limits, Sign, make_signer
from sync.hq.certificate import Certificates, prepare_certificates
from sync.hq.server import Server, build_app
from tests.fakes.bureau import dana, eli, town
from tests.fakes.clock import FakeClock
from tests.fakes.tiny_hq import DEVICE, TinyHq

__all__ = ["certificates", "dana", "eli", "server", "server_pem", "sign", "tiny_hq", "town", "transport_to"]


@pytest.fixture
def tiny_hq(clock: FakeClock) -> TinyHq:
    """Headquarters behind the real door."""
    return TinyHq(clock)


@pytest.fixture
def sign(tiny_hq: TinyHq, clock: FakeClock) -> Sign:
    """What signs for the one enrolled laptop, counting from 1."""
    return make_signer(DEVICE, tiny_hq.device_key, clock, itertools.count(1).__next__)


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """Headquarters' certificates, for loopback."""
    return prepare_certificates(tmp_path_factory.mktemp("hq"), ["127.0.0.1", "localhost"], FakeClock())


@pytest.fixture(scope="session")
def server_pem(certificates: Certificates) -> Path:
    """The certificate and key of headquarters' server."""
    return certificates.server_pem


@pytest.fixture
def transport_to(
    tiny_hq: TinyHq, certificates: Certificates, sign: Sign, clock: FakeClock, request: pytest.FixtureRequest
) -> Callable[..., HttpTransport]:
    """Make a transport to a port on loopback; it is closed at the end."""

    def make(
        port: int, *, limits: Limits | None = None, ca_der: bytes = certificates.authority_der, host: str = "127.0.0.1"
    ) -> HttpTransport:
        transport = HttpTransport(f"https://{host}:{port}", ca_der, tiny_hq.public_key, clock, sign, limits)
        request.addfinalizer(transport.close)
        return transport

    return make


@pytest.fixture
def server(tiny_hq: TinyHq, server_pem: Path) -> Iterator[Server]:
    """Headquarters on a real port of loopback, behind TLS. It waits 0.3 s for the rest of a body."""
    with Server(build_app(tiny_hq.door, body_limit_s=0.3), server_pem) as running:
        yield running
