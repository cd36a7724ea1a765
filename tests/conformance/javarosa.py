"""JavaRosa, the engine of ODK Collect, in a process of its own: the classes that pyxform brings to validate forms."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote_plus, unquote_plus

import pytest

from tests.conformance.contest import OpponentError, Seen
from tests.conformance.draw import ANSWER, Step

SOURCE = Path(__file__).with_name("JavaRosaHarness.java")


class JavaRosaError(Exception):
    """JavaRosa raised: a form or an answer that it does not take."""


def find_jar() -> Path | None:
    """Return the archive with JavaRosa's classes, or None."""
    found = importlib.util.find_spec("pyxform")
    if found is None or not found.origin:
        return None
    jar = Path(found.origin).parent / "validators/odk_validate/bin/ODK_Validate.jar"
    return jar if jar.is_file() else None


class JavaRosa:
    """One process of Java that fills one form after another."""

    def __init__(self, folder: Path, zone: str) -> None:
        self.zone = zone
        jar, java, compiler = find_jar(), shutil.which("java"), shutil.which("javac")
        if jar is None or java is None or compiler is None:
            pytest.skip("JavaRosa needs java and javac (a JDK) and the archive inside pyxform")
        classes = folder / "classes"
        made = subprocess.run(
            [compiler, "-cp", str(jar), "-d", str(classes), str(SOURCE)], capture_output=True, check=False, timeout=120
        )
        if made.returncode:
            pytest.skip(f"the compiler of Java does not make the harness: {made.stderr.decode(errors='replace')[:500]}")
        options = [f"-Duser.timezone={zone}", "-Xshare:auto", "-XX:TieredStopAtLevel=1"]
        path = os.pathsep.join(map(str, (classes, jar)))
        self._log = (folder / "javarosa.log").open("wb")
        self._process = subprocess.Popen(
            [java, *options, "-cp", path, "JavaRosaHarness"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
        )

    def ask(self, *words: str) -> list[str]:
        """Send a request of JavaRosaHarness and return the words of its reply. Raises JavaRosaError."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\t".join(quote_plus(word) for word in words).encode() + b"\n")
        self._process.stdin.flush()
        kind, *reply = (
            unquote_plus(word) for word in self._process.stdout.readline().decode().rstrip("\n").split("\t")
        )
        if kind != "ok":
            raise JavaRosaError(" ".join(reply))
        return reply

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()
        self._log.close()


class JavaRosaForm:
    """``Opponent``: one form in the process."""

    is_whole = True

    def __init__(self, engine: JavaRosa, file: Path) -> None:
        self._engine = engine
        self._ask("load", str(file))

    def take(self, step: Step) -> bool | None:
        reply = self._ask(step.act, step.path, *([step.value] if step.act == ANSWER else []))
        return reply == ["true"] if step.act == ANSWER else None

    def look(self) -> dict[str, Seen]:
        self._ask("walk")
        words = self._ask("dump")
        return {path: Seen(flag == "1", value) for path, flag, value in zip(*[iter(words)] * 3, strict=True)}

    def trim(self, rows: list[str]) -> None:
        for row in rows:
            self._ask("remove", row)

    def _ask(self, *words: str) -> list[str]:
        try:
            return self._engine.ask(*words)
        except JavaRosaError as error:
            raise OpponentError(f"{words[0]} {words[-1]}: {error}") from error
