"""Sober sentences for the long fields. People's own words stand in quotes; nothing tells what was done to them."""

from __future__ import annotations

from random import Random
from typing import Final

NARRATIVE_CHARACTERS: Final = 300

_CONTACT: Final = (
    "Deputies made contact at the location and spoke with the person apart from others.",
    "Contact was made after the vehicle stopped in the parking area.",
    "The person approached the team and asked for help.",
    "Contact followed a call from the front desk about somebody who seemed afraid to leave.",
    "The person was found during the search and was taken aside at once.",
)
_CARE: Final = (
    "Water, food and a blanket were offered and accepted.",
    "An interpreter was reached by phone before any question was asked.",
    "The advocate was called and the reason for the call was explained.",
    "The person rested in a quiet room with one detective in plain clothes.",
    "A jacket and shoes were given out of the care kit.",
)
_WORDS: Final = (
    'The person said: "I would like to call my sister."',
    'The person said: "I do not want to go back there."',
    'The person said: "He keeps my phone and my papers."',
    'The person said: "I am tired. Can we talk tomorrow?"',
    'The person said: "I was told I still owe money."',
)
_NEXT: Final = (
    "The interview was left for another day.",
    "Phone and bag stayed with the person.",
    "The hotline worker was told of the placement.",
    "Video of the lobby was asked for the same evening.",
    "The case agent will follow up with the manager of the site.",
)
_INVESTIGATION: Final = (
    "The account was found in an advertisement and kept with its date.",
    "Messages were recorded as the procedure for online work asks.",
    "Two phones were seized and booked under the numbers listed.",
    "The plate was run and the vehicle was seen again near the second site.",
    "Register entries were copied and the original returned to the front desk.",
    "Statements were taken separately, each in the witness's own words.",
)
SUMMARIES: Final = (
    "Advertisement that may show somebody under age",
    "Caller worried about a neighbor who never leaves the house",
    "Motel clerk reports many short visits to one room",
    "School reports a student absent with an older companion",
    "Workers at a site said to be kept from leaving",
    "Patrol contact with a young person far from home",
    "Message asking for help, passed on by a partner",
    "Same phone number in four advertisements",
)


_OBJECTIVES: Final = (
    "Find those who advertise minors online and take them aside before anybody else can reach them.",
    "Meet the young people named in three leads, offer help, and arrest whoever brought them.",
    "Answer advertisements, identify purchasers at the door, and keep the advocate ready around the corner.",
    "Serve the warrant at first light, secure phones and books, and speak with each worker alone.",
    "Walk the track with partners, hand out the card with the numbers, and learn who is new.",
)
_OUTREACH: Final = (
    "Visit motels along the boulevard with The Guardian Group, speak with the desks, and see that the signs hang.",
    "Go from door to door with the clergy council, leave the card with the numbers, and say who answers them.",
)


def write_objective(random: Random, *, outreach: bool = False) -> str:
    """Return what an operation is for."""
    return random.choice(_OUTREACH if outreach else _OBJECTIVES)


def write_narrative(random: Random, characters: int = NARRATIVE_CHARACTERS) -> str:
    """Return whole sentences, at most so many characters, on how a recovery went."""
    return _join(random, (_CONTACT, _CARE, _WORDS, _NEXT, _CARE, _INVESTIGATION, _NEXT), characters)


def write_report(random: Random, characters: int = 220) -> str:
    """Return whole sentences, at most so many characters, on an investigation."""
    return _join(random, (_INVESTIGATION, _NEXT, _INVESTIGATION, _NEXT), characters)


def write_sentence(random: Random) -> str:
    """Return one sentence."""
    return random.choice(random.choice((_CARE, _NEXT, _INVESTIGATION)))


def _join(random: Random, drawers: tuple[tuple[str, ...], ...], characters: int) -> str:
    """Draw from each in turn, nothing twice, until the next sentence would be too much."""
    text = ""
    for drawer in drawers:
        sentence = random.choice([choice for choice in drawer if choice not in text])
        longer = f"{text} {sentence}".strip()
        if len(longer) > characters:
            break
        text = longer
    return text
