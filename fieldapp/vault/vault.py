"""The laptop's vault: makes, opens and re-wraps the keys of the stores, one slot for each user."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from fieldapp.domain.clock import Clock
from fieldapp.domain.faults import VaultError
from fieldapp.domain.ids import RandomBytes
from fieldapp.domain.problems import Refused
from fieldapp.vault import SLOT_FILE_NAME
from fieldapp.vault import passphrase as passphrases
from fieldapp.vault.attempt import LIMIT, AttemptCounter, Attempts, GuessError, read_boot_id
from fieldapp.vault.file import flush_folder, flush_to_disk, folder_fault, read_small, write_whole
from fieldapp.vault.kdf import (
    KEY_BYTES,
    SALT_BYTES,
    Derive,
    KdfLimits,
    KdfParameters,
    derive_passphrase_key,
    derive_wrapping_key,
    wipe,
)
from fieldapp.vault.key import StoreKey
from fieldapp.vault.passphrase import PassphrasePolicy
from fieldapp.vault.release import is_release, write_challenge
from fieldapp.vault.slot import (
    FILE_CAP_BYTES,
    Slot,
    SlotFile,
    SlotHeader,
    decode_slots,
    encode_slots,
    open_slot,
    require_name,
    seal_slot,
)

ATTEMPT_FILE_NAME: Final = "attempts.json"


class Vault:
    """The slot file and the attempt counter of one data folder. Hold the folder's lock while using it.

    A passphrase is right because the slot opens with it, and for no other reason.
    """

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        random: RandomBytes,
        *,
        limits: KdfLimits | None = None,
        policy: PassphrasePolicy | None = None,
        boot_id: Callable[[], str] = read_boot_id,
        derive: Derive = derive_passphrase_key,
    ) -> None:
        self._path = folder / SLOT_FILE_NAME
        self._attempts = AttemptCounter(folder / ATTEMPT_FILE_NAME, clock, boot_id)
        self._clock = clock
        self._random = random
        self._limits = limits or KdfLimits()
        self._policy = policy or PassphrasePolicy()
        self._derive = derive

    def exists(self) -> bool:
        """Say whether somebody has a slot on this laptop (readable or not)."""
        return self._path.exists()

    def users(self) -> list[str]:
        """Return the user handles that have a slot, for the unlock screen."""
        return [slot.header.user for slot in self._load().slots]

    def devices(self) -> list[str]:
        """Return the device ids of the slots, in the order of ``users``."""
        return [slot.header.device_id for slot in self._load().slots]

    def tries_left(self, user: str | None = None) -> int:
        """How many passphrases may still be tried before headquarters must release the laptop."""
        return self._state(user).tries_left

    def throttled_until(self, user: str | None = None) -> datetime | None:
        """Return when the next passphrase may be tried; None when now (or never: see ``tries_left``)."""
        left_s = self._attempts.wait_s(self._state(user))
        return self._clock.now() + timedelta(seconds=left_s) if left_s > 0 else None

    def create(self, passphrase: str, user: str, device_id: str, kdf: KdfParameters | None = None) -> StoreKey:
        """Make a slot for a user, with a new random store key of that user's own.

        Each slot is a device of its own to headquarters, so each takes its own device id. Raises Refused for a
        weak passphrase, VaultError SLOT_EXISTS when the user has a slot here, SLOT_REFUSED for a cost out of limits.
        """
        self._require_strong(passphrase, user)
        user = require_name(user)
        file = self._load() if self.exists() else SlotFile()
        if any(slot.header.user == user for slot in file.slots):
            raise VaultError(
                "SLOT_EXISTS",
                "This user already has a key on this laptop. Nothing was changed. Unlock with the passphrase instead.",
            )
        header = SlotHeader(
            slot_id=self._random(SALT_BYTES).hex(),
            user=user,
            device_id=require_name(device_id),
            kdf=kdf or KdfParameters(),
            salt=self._random(SALT_BYTES),
            salt_db=self._random(SALT_BYTES),
        )
        dek = bytearray(self._random(KEY_BYTES))
        slot = self._seal(header, passphrase, dek)
        self._attempts.register(header.slot_id, file.begun)
        self._save(replace(file, slots=(*file.slots, slot), begun={**file.begun, header.slot_id: 0}))
        return _store_key(slot, dek)

    def unlock(self, passphrase: str, user: str | None = None) -> StoreKey:
        """Open a user's slot; ``user`` may be left out while the laptop has one.

        Raises VaultError WRONG_PASSPHRASE, THROTTLED, LOCKED_OUT (these three are GuessError), SLOT_MISSING,
        SLOT_DAMAGED, SLOT_FOREIGN_DEVICE, SLOT_NEWER, SLOT_REFUSED, SLOT_USER_NEEDED.
        """
        slot, dek = self._open(passphrase, user)
        return _store_key(slot, dek)

    def change_passphrase(self, old: str, new: str, user: str | None = None, kdf: KdfParameters | None = None) -> None:
        """Wrap the same store key under a new passphrase. The store is not touched; other devices neither."""
        self._require_strong(new, self._find(self._load(), user).header.user)
        slot, dek = self._open(old, user)
        try:
            header = replace(slot.header, salt=self._random(SALT_BYTES), kdf=kdf or slot.header.kdf)
            changed = self._seal(header, new, dek)
        finally:
            wipe(dek)
        file = self._load()
        slots = tuple(changed if each.header.slot_id == header.slot_id else each for each in file.slots)
        self._save(replace(file, slots=slots))

    def trust_release_key(self, public: bytes) -> None:
        """Note the Ed25519 public key (32 bytes) that headquarters releases a locked laptop with."""
        if len(public) != KEY_BYTES:
            msg = "a public key is 32 bytes"
            raise ValueError(msg)
        self._save(replace(self._load(), release_key=public))

    def release_challenge(self, user: str | None = None) -> str:
        """Return what to tell headquarters to get a locked laptop released."""
        file = self._load()
        header = self._find(file, user).header
        wall = self._attempts.state(header.slot_id, file.begun).wall
        return write_challenge(header.device_id, header.slot_id, wall)

    def release(self, answer: str, user: str | None = None) -> None:
        """Give all tries back on headquarters' answer to the challenge. Raises VaultError RELEASE_REFUSED."""
        file = self._load()
        if not is_release(file.release_key, self.release_challenge(user), answer):
            raise VaultError(
                "RELEASE_REFUSED",
                "This release is not for this lock of this laptop. Nothing was changed. "
                "Read the challenge on this screen to headquarters once more.",
            )
        self._forgive(file, self._find(file, user).header.slot_id)

    def erase(self) -> None:
        """Make every store of this laptop unreadable for good, without needing a passphrase.

        The keys are overwritten first, which a drive that moves its blocks may not honour; that the file is gone
        is what counts. The caller asks about unsent work before.
        """
        try:
            if self.exists():
                length = self._path.stat().st_size
                with self._path.open("r+b") as file:
                    file.write(os.urandom(length))
                    file.flush()
                    flush_to_disk(file.fileno())
                self._path.unlink()
            self._attempts.erase()
            flush_folder(self._path.parent)
        except OSError as error:
            raise folder_fault(error) from error

    def _open(self, passphrase: str, user: str | None) -> tuple[Slot, bytearray]:
        file = self._load()
        slot = self._find(file, user)
        slot_id = slot.header.slot_id
        begun = self._attempts.begin(slot_id, file.begun)
        self._save(replace(file, begun={**file.begun, slot_id: begun.count}))
        dek = self._unwrap(slot, passphrase)
        if dek is None:
            raise _wrong_passphrase(begun)
        self._forgive(file, slot_id)
        return slot, dek

    def _forgive(self, file: SlotFile, slot_id: str) -> None:
        # The mirror first: while it is behind the counter file, the higher of the two still holds.
        forgiven = {**file.begun, slot_id: 0}
        self._save(replace(file, begun=forgiven))
        self._attempts.forgive(slot_id, forgiven)

    def _unwrap(self, slot: Slot, passphrase: str) -> bytearray | None:
        kek = self._wrapping_key(slot.header, passphrase)
        try:
            return open_slot(slot, kek)
        finally:
            wipe(kek)

    def _seal(self, header: SlotHeader, passphrase: str, dek: bytearray) -> Slot:
        if not self._limits.admits(header.kdf):
            raise VaultError("SLOT_REFUSED", "The cost asked of the key derivation is outside the safe limits.")
        kek = self._wrapping_key(header, passphrase)
        try:
            return seal_slot(header, kek, dek, self._random)
        finally:
            wipe(kek)

    def _wrapping_key(self, header: SlotHeader, passphrase: str) -> bytearray:
        secret = self._derive(passphrase, header.salt, header.kdf)
        try:
            return derive_wrapping_key([secret], header.factors, header.device_id)
        finally:
            wipe(secret)

    def _require_strong(self, passphrase: str, user: str) -> None:
        found = passphrases.problems(passphrase, self._policy, user)
        if found:
            raise Refused(found)

    def _state(self, user: str | None) -> Attempts:
        file = self._load()
        return self._attempts.state(self._find(file, user).header.slot_id, file.begun)

    def _find(self, file: SlotFile, user: str | None) -> Slot:
        if user is None:
            if len(file.slots) == 1:
                return file.slots[0]
            raise VaultError("SLOT_USER_NEEDED", "Several people use this laptop. Choose your name first.")
        for slot in file.slots:
            if slot.header.user == unicodedata.normalize("NFC", user):
                return slot
        raise VaultError(
            "SLOT_MISSING",
            "This user has no key on this laptop. Nothing was changed. Choose another name, or enrol.",
        )

    def _load(self) -> SlotFile:
        try:
            data = read_small(self._path, FILE_CAP_BYTES)
        except ValueError:
            data = b""  # too long to be a key file: damaged, like anything else that is not one
        if data is None:
            raise VaultError(
                "SLOT_MISSING",
                "There is no key file on this laptop. If it was enrolled before, restore vault.json from a backup; "
                "otherwise enrol it with headquarters.",
            )
        return decode_slots(data, self._limits)

    def _save(self, file: SlotFile) -> None:
        data = encode_slots(file)
        if len(data) > FILE_CAP_BYTES:
            raise VaultError("SLOT_NO_ROOM", "This laptop has as many users as it can hold. Nothing was changed.")
        write_whole(self._path, data)


def _store_key(slot: Slot, dek: bytearray) -> StoreKey:
    header = slot.header
    return StoreKey(dek, header.salt_db, slot_id=header.slot_id, user=header.user, device_id=header.device_id)


def _wrong_passphrase(begun: Attempts) -> GuessError:
    left = begun.tries_left
    tries = "1 attempt is left" if left == 1 else f"{left} attempts are left"
    if left == 0:
        tries = f"That was attempt {LIMIT}: the laptop is now locked until headquarters releases it"
    return GuessError("WRONG_PASSPHRASE", f"The passphrase is not right. {tries}.", tries_left=left)
