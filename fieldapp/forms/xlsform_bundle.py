"""Compiles the workbooks in ``resources/forms``: ``python -m fieldapp.forms.xlsform_bundle``, part of ``make format``.

A package of an older version stays, so that a screening made with it can always be shown.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fieldapp.forms.bundle import folder, package_file
from fieldapp.forms.finding import ERROR
from fieldapp.forms.package import Package, PackageError, pack_package, unpack_package
from fieldapp.forms.xlsform_import import Import, import_file


def source_files() -> tuple[Path, ...]:
    """Return the workbooks, without what a spreadsheet program leaves beside them."""
    return tuple(file for file in sorted(folder().glob("*.xlsx")) if not file.name.startswith(("~", ".")))


def compile_source(file: Path) -> Import:
    """Return what a bundled workbook comes to."""
    return import_file(file)


def is_current(package: Package) -> bool:
    """Whether the file beside the workbook holds this package. Compressed bytes differ between versions of zlib."""
    try:
        return unpack_package(package_file(package).read_bytes()).sha256 == package.sha256
    except (OSError, PackageError):
        return False


def main() -> int:
    """Write what is missing or out of date; 1 when a workbook has errors."""
    failed = 0
    for file in source_files():
        imported = compile_source(file)
        for finding in imported.findings:
            if finding.severity == ERROR:
                print(f"{file.name}: {finding.place}: {finding.message} {finding.fix}", file=sys.stderr)
        if imported.package is None:
            failed += 1
        elif not is_current(imported.package):
            package_file(imported.package).write_bytes(pack_package(imported.package))
            print(f"compiled {package_file(imported.package).name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
