"""What an act was refused for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fieldapp.domain.problems import Refused


def codes(act: Callable[..., object], *arguments: object, **keywords: object) -> list[str]:
    """Do an act that must be refused; return the codes of its problems, in order."""
    with pytest.raises(Refused) as caught:
        act(*arguments, **keywords)
    return [problem.code for problem in caught.value.problems]
