"""This laptop in words: whose it is, what headquarters knows it by, which task force it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.actions.lookup import title_of
from fieldapp.actions.session import Session
from fieldapp.vault.identity import fingerprint


@dataclass(frozen=True)
class About:
    """``fingerprint`` is what a person reads out to headquarters; ``agency`` is its title, else its id."""

    device: str
    fingerprint: str
    handle: str
    name: str
    role: str
    agency: str
    workspace: str
    url: str


def load_about(session: Session) -> About:
    """Return who this laptop is."""
    profile = session.profile
    agency = session.store.record("agency", profile.agency)
    return About(
        session.store.device,
        fingerprint(session.identity.public_bytes),
        profile.handle,
        profile.name,
        profile.role,
        title_of(session, "agency", agency) if agency else profile.agency,
        profile.workspace,
        profile.url,
    )
