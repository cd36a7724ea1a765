"""A sentence for the author of a checklist, which remembers what it was made of, so that it can be said again in
another language.
"""

from __future__ import annotations


class Sentence(str):
    """English as it stands; ``template`` and ``values`` are what it was made of. Values may be sentences themselves."""

    __slots__ = ("template", "values")

    template: str
    values: tuple[object, ...]


def sentence(template: str, *values: object) -> Sentence:
    """Return the template with its values put in: ``{0}`` and so on, ``{{`` and ``}}`` for braces."""
    made = Sentence(template.format(*values))
    made.template, made.values = template, values
    return made
