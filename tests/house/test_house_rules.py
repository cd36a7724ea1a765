"""House rules that a linter does not know: forbidden calls and names, sizes, and a README that tells the truth."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ("fieldapp", "sync", "ui", "resources")
SIZE_LIMIT = 400

# Files longer than the limit, each with its reason. Empty is the aim.
LONG_FILES: dict[str, str] = {}

# (the call as written, where it is forbidden, the one file where it belongs, what to do instead)
FORBIDDEN_CALLS = [
    (
        "time.sleep",
        SHIPPED,
        "fieldapp/vault/file.py",
        "take a clock or a sleep function as an argument, or wait for an event",
    ),
    ("datetime.now", SHIPPED, "fieldapp/domain/clock.py", "ask the Clock that was handed in"),
    ("datetime.datetime.now", SHIPPED, "fieldapp/domain/clock.py", "ask the Clock that was handed in"),
    ("datetime.utcnow", SHIPPED, "", "ask the Clock that was handed in"),
    ("datetime.today", SHIPPED, "", "ask the Clock that was handed in"),
    ("date.today", SHIPPED, "", "ask the Clock that was handed in"),
    ("time.time", SHIPPED, "", "ask the Clock that was handed in"),
    ("uuid.uuid1", SHIPPED, "", "IdSource makes our ids"),
    ("uuid.uuid4", SHIPPED, "", "IdSource makes our ids"),
    (
        "print",
        ("ui", "fieldapp/domain", "fieldapp/store", "fieldapp/actions"),
        "",
        "return it; the command line prints",
    ),
    ("eval", SHIPPED, "", "there is always another way"),
    ("exec", SHIPPED, "", "there is always another way"),
]
# A name called on anything: the object's own name varies. (app.exec() runs the event loop; a dialog's exec nests one.)
FORBIDDEN_METHODS = [
    ("processEvents", ("ui", "fieldapp/__main__.py"), "hand the work to jobs and continue in a callback"),
]
DRAWERS = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "managers", "base", "shared", "stuff"}
AVOIDED_WORDS = re.compile(r"\bprostitutes?\b|\bsubjects?\b(?!_)", re.IGNORECASE)


def _modules(*places: str) -> Iterator[Path]:
    for place in places:
        path = ROOT / place
        yield from (path,) if path.is_file() else sorted(path.rglob("*.py"))


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def _calls(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno


@pytest.mark.parametrize(
    ("call", "places", "home", "instead"), FORBIDDEN_CALLS, ids=[row[0] for row in FORBIDDEN_CALLS]
)
def test_forbidden_call_is_not_made(call: str, places: tuple[str, ...], home: str, instead: str) -> None:
    found = [
        f"{_name(path)}:{line}"
        for path in _modules(*places)
        if _name(path) != home
        for name, line in _calls(path)
        if name == call
    ]
    assert not found, f"{call}: {instead}"


@pytest.mark.parametrize(("method", "places", "instead"), FORBIDDEN_METHODS)
def test_forbidden_method_is_not_called(method: str, places: tuple[str, ...], instead: str) -> None:
    found = [
        f"{_name(path)}:{line}"
        for path in _modules(*(place for place in places if (ROOT / place).exists()))
        for name, line in _calls(path)
        if name.rpartition(".")[2] == method
    ]
    assert not found, f"{method}: {instead}"


def test_no_thread_is_subclassed() -> None:
    found = [
        f"{_name(path)}:{node.lineno}"
        for path in _modules(*SHIPPED)
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ClassDef)
        and {ast.unparse(parent).rpartition(".")[2] for parent in node.bases} & {"QThread", "Thread"}
    ]
    assert not found, "work runs on the executors of ui/jobs.py"


def test_every_except_says_what_it_expects() -> None:
    found = [
        f"{_name(path)}:{node.lineno}"
        for path in _modules(*SHIPPED, "tests", "benchmarks")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ExceptHandler) and node.type is None
    ]
    assert not found, "a bare except also catches KeyboardInterrupt"


def test_tests_do_not_sleep() -> None:
    found = [
        f"{_name(path)}:{line}" for path in _modules("tests") for name, line in _calls(path) if name == "time.sleep"
    ]
    assert not found, "wait for a signal or a condition (qtbot.waitSignal, waitUntil), or move the fake clock"


def test_no_module_is_a_drawer() -> None:
    found = [
        _name(path)
        for path in _modules(*SHIPPED, "tests", "benchmarks")
        if {part.removesuffix(".py") for part in path.relative_to(ROOT).parts} & DRAWERS
    ]
    assert not found, "name the module after the thing it holds"


def test_only_the_window_knows_qt() -> None:
    allowed = {"fieldapp/__main__.py"}
    found = [
        f"{_name(path)}:{node.lineno}"
        for path in _modules("fieldapp", "sync", "resources")
        if _name(path) not in allowed
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        and ast.unparse(node).split()[1].startswith(("PySide6", "shiboken6", "qtawesome", "qtpy"))
    ]
    assert not found, "Qt stays in ui/"


def test_long_files_are_listed_with_their_reason() -> None:
    lengths = {
        _name(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in _modules(*SHIPPED, "tests", "benchmarks")
        if "migrations" not in path.parts
    }
    too_long = {name: length for name, length in lengths.items() if length > SIZE_LIMIT}
    assert set(too_long) <= set(LONG_FILES), too_long
    assert set(LONG_FILES) <= set(too_long), "a file on the list is short again: take it off"


def test_names_in_the_code_use_the_words_of_the_field() -> None:
    found = [
        f"{_name(path)}:{node.lineno} {node.name}"
        for path in _modules("fieldapp", "ui")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
        and AVOIDED_WORDS.search(re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", node.name))
    ]
    assert not found, "person or victim, arrestee, purchaser"


def _verbs() -> set[str]:
    return set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def _documents() -> list[Path]:
    return [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("document", _documents(), ids=_name)
def test_make_verbs_in_the_documents_exist(document: Path) -> None:
    named = set(re.findall(r"(?:^|`|\n)make ([a-z]+)", document.read_text(encoding="utf-8")))
    assert named <= _verbs()


@pytest.mark.parametrize("document", _documents(), ids=_name)
def test_links_in_the_documents_lead_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", document.read_text(encoding="utf-8"))
    missing = [target for target in targets if not (document.parent / target).exists()]
    assert not missing


def test_readme_opens_with_the_two_commands() -> None:
    opening = (ROOT / "README.md").read_text(encoding="utf-8").split("\n## ")[0]
    assert "make demo" in opening
    assert "make test" in opening


def test_ci_runs_the_verbs_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.findall(r"^make (\w+)$", script, re.MULTILINE) == ["check", "test"]


def test_decisions_are_numbered_without_gaps_and_in_house_form() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(record.name[:3]) for record in records] == list(range(1, len(records) + 1))
    for record in records:
        headings = re.findall(r"^## (.+)$", record.read_text(encoding="utf-8"), re.MULTILINE)
        assert headings == ["Context", "Decision", "Consequences", "Alternatives"], record.name
