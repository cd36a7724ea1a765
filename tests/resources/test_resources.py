"""Bundled files are found by name, wherever the program lies, and every TOML file parses."""

import pytest

import resources


def test_path_is_below_the_package():
    assert resources.path("rules/offences.toml").is_file()
    assert resources.path("vocabularies").is_dir()


@pytest.mark.parametrize("file", sorted(resources.ROOT.rglob("*.toml")), ids=lambda file: file.name)
def test_toml_file_parses(file):
    assert resources.load_toml(file.relative_to(resources.ROOT).as_posix())


@pytest.mark.parametrize("file", sorted(resources.ROOT.rglob("*.toml")), ids=lambda file: file.name)
def test_toml_file_is_plain_text_without_windows_line_ends(file):
    data = file.read_bytes()
    assert b"\r" not in data
    assert b"\t" not in data
    assert data.endswith(b"\n")
