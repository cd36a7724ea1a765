"""Making a laptop's store and opening it: folder lock, key slot, encrypted file, anchor, in that order."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fieldapp.actions.guard import GUARDS
from fieldapp.actions.profile import Profile, cut_short, read_device_key, read_profile, write_device_key, write_profile
from fieldapp.actions.session import Session
from fieldapp.domain.clock import Clock
from fieldapp.domain.faults import StoreError
from fieldapp.domain.ids import RandomBytes, is_device_id
from fieldapp.records import RECORD_TYPES
from fieldapp.records.vocabulary import codes
from fieldapp.store.store import Store, create_store, open_store
from fieldapp.vault.anchor import Anchor, AnchorState, compare
from fieldapp.vault.identity import DeviceIdentity
from fieldapp.vault.kdf import KdfLimits, KdfParameters, calibrate
from fieldapp.vault.key import StoreKey
from fieldapp.vault.lock import FolderLock, prepare_folder
from fieldapp.vault.passphrase import PassphrasePolicy
from fieldapp.vault.vault import Vault


@dataclass(frozen=True)
class Laptop:
    """A data folder and the world it lives in. Both are handed in, so that a simulator can drive the same code."""

    folder: Path
    clock: Clock
    random: RandomBytes
    limits: KdfLimits | None = None
    policy: PassphrasePolicy | None = None

    @property
    def is_enrolled(self) -> bool:
        """Whether somebody has a key slot here."""
        return self._vault().exists()

    def create(
        self,
        passphrase: str,
        device: str,
        identity: DeviceIdentity,
        profile: Profile,
        kdf: KdfParameters | None = None,
    ) -> Session:
        """Make slot, store and profile for a new user of this laptop. Raises Refused, VaultError, StoreError."""
        lock = FolderLock(self.folder)
        lock.acquire()
        try:
            parameters = kdf or calibrate(self.clock)
            key = self._vault().create(passphrase, profile.handle, device, parameters)
            try:
                create_store(self._file(device, "db"), key.sqlcipher_key, RECORD_TYPES)
                store = self._open(key, device)
            except BaseException:
                key.close()
                raise
        except BaseException:
            lock.release()
            raise
        write_device_key(store, identity.private_bytes())
        write_profile(store, profile)
        return Session(store, profile, self.folder, identity, self.clock, _release(key, lock))

    def unlock(self, passphrase: str, user: str | None = None) -> Session:
        """Open the store with a passphrase. Raises VaultError and StoreError; nothing is changed by a failure.

        When the anchor knows more than the store holds, the session says how much is missing.
        """
        lock = FolderLock(self.folder)
        lock.acquire()
        try:
            key = self._vault().unlock(passphrase, user)
            try:
                device = key.device_id
                store = self._open(key, device)
                try:
                    missing = self._missing(store, device, key)
                    profile = read_profile(store)
                    if not profile.agency:  # written before headquarters answered, and it never did
                        raise cut_short()
                    self.end_enrolment()
                    identity = DeviceIdentity(read_device_key(store))
                except BaseException:
                    store.close()
                    raise
            except BaseException:
                key.close()
                raise
        except BaseException:
            lock.release()
            raise
        return Session(store, profile, self.folder, identity, self.clock, _release(key, lock), missing)

    def begin_enrolment(self, device: str) -> None:
        """Note outside the store that an enrolment is under way, having cleared away one that was cut short."""
        prepare_folder(self.folder)
        try:
            cut = json.loads(self._marker.read_text("utf-8"))
        except (OSError, ValueError):
            cut = None
        if isinstance(cut, dict) and is_device_id(cut.get("device")):
            self.forget(str(cut["device"]))
        self._marker.write_text(json.dumps({"device": device}), "utf-8")

    def end_enrolment(self) -> None:
        """Note that it came to its end."""
        self._marker.unlink(missing_ok=True)

    @property
    def _marker(self) -> Path:
        return self.folder / "enrolling.json"

    def forget(self, device: str) -> None:
        """Take back a ``create`` that headquarters did not confirm: nothing was ever written in that store."""
        vault = self._vault()
        # Only the slot made for this very device: somebody of the same name may be at work here already.
        if vault.exists() and vault.devices() == [device]:
            vault.erase()
        for kind in ("db", "db-wal", "db-shm", "anchor"):
            self._file(device, kind).unlink(missing_ok=True)

    def change_passphrase(self, old: str, new: str, user: str | None = None) -> None:
        """Wrap the key under a new passphrase; store, outbox and other devices stay as they are."""
        with FolderLock(self.folder):
            self._vault().change_passphrase(old, new, user)

    def trust_release_key(self, public: bytes) -> None:
        """Note the key with which headquarters may release this laptop after too many wrong passphrases."""
        self._vault().trust_release_key(public)

    def release_challenge(self, user: str | None = None) -> str:
        """Return what to read to headquarters to have a locked laptop released."""
        return self._vault().release_challenge(user)

    def release(self, answer: str, user: str | None = None) -> None:
        """Give all tries back on headquarters' answer. Raises VaultError RELEASE_REFUSED."""
        with FolderLock(self.folder):
            self._vault().release(answer, user)

    def users(self) -> list[str]:
        """Who has a key slot here."""
        return self._vault().users()

    def tries_left(self, user: str | None = None) -> int:
        """How many passphrases may still be tried."""
        return self._vault().tries_left(user)

    def _vault(self) -> Vault:
        return Vault(self.folder, self.clock, self.random, limits=self.limits, policy=self.policy)

    def _file(self, device: str, kind: str) -> Path:
        return self.folder / f"{device}.{kind}"

    def _open(self, key: StoreKey, device: str) -> Store:
        return open_store(
            self._file(device, "db"),
            key.sqlcipher_key,
            RECORD_TYPES,
            device=device,
            clock=self.clock,
            random=self.random,
            anchor=Anchor(self._file(device, "anchor"), key.logmac, self.random),
            guards=GUARDS,
            choices=codes,
        )

    def _missing(self, store: Store, device: str, key: StoreKey) -> int:
        noted = Anchor(self._file(device, "anchor"), key.logmac, self.random).read()
        chains = store.journal.chains(store.connection)
        here = AnchorState(store.commit_count(), {name: (head.counter, head.hash) for name, head in chains.items()})
        verdict = compare(noted, here)
        if verdict.is_normal:
            store.write_anchor()  # else a second power cut at the same moment would leave it two commits behind
        return 0 if verdict.is_normal else max(verdict.missing, 1)


def require_writable(session: Session) -> None:
    """Refuse to write into a store that is known to have lost something. Raises StoreError STORE_BEHIND."""
    if session.missing:
        raise StoreError(
            "STORE_BEHIND",
            f"This store lacks at least {session.missing} of its last saves: it was cut short or an older copy was put "
            "in its place. It can be read; writing waits until headquarters has looked at it.",
        )


def _release(key: StoreKey, lock: FolderLock) -> Callable[[], None]:
    def release() -> None:
        key.close()
        lock.release()

    return release
