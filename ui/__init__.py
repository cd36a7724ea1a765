"""The window: the only package that imports PySide6.

PySide6 6.12.0 hands out None, True and False without counting the reference, as only Python 3.12 and later
allow (there they are immortal, PEP 683); on 3.11 the interpreter aborts after some thousand calls. So on 3.11
they are given more references than a program can use up, before the first window is made.
"""

import sys

if sys.version_info < (3, 12):
    import ctypes

    for _constant in (None, True, False):
        # CPython's object header begins with the reference count.
        ctypes.c_ssize_t.from_address(id(_constant)).value += 1 << 40
