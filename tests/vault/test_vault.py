from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldapp.domain.faults import VaultError
from fieldapp.domain.problems import Refused
from fieldapp.vault.attempt import LIMIT, GuessError
from fieldapp.vault.identity import DeviceIdentity
from fieldapp.vault.kdf import KdfLimits, KdfParameters, derive_passphrase_key
from fieldapp.vault.release import sign_release
from fieldapp.vault.slot import encode_checked
from fieldapp.vault.vault import Vault
from tests.fakes.clock import START, FakeClock

PASSPHRASE = "granite lantern orbit"
OTHER_PASSPHRASE = "velvet harbour compass"
QUICK = KdfParameters(m_kib=64, t=1, p=1)

OpenVault = Callable[..., Vault]


def kind_of(act: Callable[[], object]) -> str:
    with pytest.raises(VaultError) as caught:
        act()
    assert str(caught.value).endswith(".")
    return caught.value.kind


def test_empty_folder_has_no_vault(open_vault: OpenVault) -> None:
    vault = open_vault()
    assert not vault.exists()
    assert kind_of(lambda: vault.unlock(PASSPHRASE)) == "SLOT_MISSING"
    assert kind_of(vault.users) == "SLOT_MISSING"


def test_right_passphrase_opens_the_same_key_again(open_vault: OpenVault) -> None:
    made = open_vault().create(PASSPHRASE, "alvarez", "a", QUICK)
    opened = open_vault().unlock(PASSPHRASE)
    assert opened.sqlcipher_key() == made.sqlcipher_key()
    assert (opened.user, opened.device_id, opened.slot_id) == ("alvarez", "a", made.slot_id)


def test_usual_cost_is_the_default(open_vault: OpenVault, tmp_path: Path) -> None:
    asked = []

    def derive(passphrase: str, salt: bytes, parameters: KdfParameters) -> bytearray:
        asked.append(parameters)
        return derive_passphrase_key(passphrase, salt, QUICK)

    open_vault(limits=KdfLimits(), derive=derive).create(PASSPHRASE, "alvarez", "a")
    assert asked == [KdfParameters(m_kib=262144, t=3, p=4)]


def test_wrong_passphrase_says_how_many_tries_are_left(vault: Vault) -> None:
    with pytest.raises(GuessError, match="9 attempts are left") as caught:
        vault.unlock(OTHER_PASSPHRASE)
    assert (caught.value.kind, caught.value.tries_left) == ("WRONG_PASSPHRASE", 9)
    assert vault.tries_left() == 9


def test_success_gives_all_tries_back(vault: Vault) -> None:
    kind_of(lambda: vault.unlock(OTHER_PASSPHRASE))
    vault.unlock(PASSPHRASE)
    assert vault.tries_left() == LIMIT
    assert vault.throttled_until() is None


def test_guessing_is_slowed_then_stopped(vault: Vault, clock: FakeClock) -> None:
    kinds = []
    waited_s = 0.0
    for _ in range(LIMIT):
        until = vault.throttled_until()
        if until is not None:
            assert kind_of(lambda: vault.unlock(PASSPHRASE)) == "THROTTLED"
            waited_s += (until - clock.now()).total_seconds()
            clock.advance((until - clock.now()).total_seconds())
        kinds.append(kind_of(lambda: vault.unlock(OTHER_PASSPHRASE)))
    assert kinds == ["WRONG_PASSPHRASE"] * LIMIT
    assert waited_s == pytest.approx(240 * 60, abs=1)
    assert kind_of(lambda: vault.unlock(PASSPHRASE)) == "LOCKED_OUT"
    assert vault.tries_left() == 0


def test_killing_the_program_while_it_derives_is_no_free_guess(vault: Vault, open_vault: OpenVault) -> None:
    def die(passphrase: str, salt: bytes, parameters: KdfParameters) -> bytearray:
        raise KeyboardInterrupt

    for killed in range(1, 5):
        with pytest.raises(KeyboardInterrupt):
            open_vault(derive=die).unlock(PASSPHRASE)
        assert open_vault().tries_left() == LIMIT - killed


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_process_that_dies_while_it_derives_has_used_up_an_attempt(vault: Vault, open_vault: OpenVault) -> None:
    for died in range(1, 4):
        child = os.fork()
        if child == 0:
            open_vault(derive=lambda *_: os._exit(9)).unlock(PASSPHRASE)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 9
        assert open_vault().tries_left() == LIMIT - died


def test_attempt_that_cannot_be_counted_is_not_made(vault: Vault, open_vault: OpenVault, tmp_path: Path) -> None:
    (tmp_path / "attempts.json").unlink()
    (tmp_path / "attempts.json").mkdir()
    derived = []
    kind_of(lambda: open_vault(derive=lambda *_: derived.append(1)).unlock(PASSPHRASE))
    assert derived == []


def test_throttle_survives_a_new_start_and_a_lost_counter(vault: Vault, open_vault: OpenVault, tmp_path: Path) -> None:
    for _ in range(5):
        kind_of(lambda: vault.unlock(OTHER_PASSPHRASE))
    assert kind_of(lambda: open_vault().unlock(PASSPHRASE)) == "THROTTLED"
    (tmp_path / "attempts.json").unlink()
    assert kind_of(lambda: open_vault(boot_id=lambda: "later boot").unlock(PASSPHRASE)) == "THROTTLED"


def test_new_passphrase_opens_the_same_key_and_the_old_one_no_more(vault: Vault) -> None:
    before = vault.unlock(PASSPHRASE)
    vault.change_passphrase(PASSPHRASE, OTHER_PASSPHRASE)
    after = vault.unlock(OTHER_PASSPHRASE)
    assert after.sqlcipher_key() == before.sqlcipher_key()
    assert after.backup == before.backup
    assert after.slot_id == before.slot_id
    assert kind_of(lambda: vault.unlock(PASSPHRASE)) == "WRONG_PASSPHRASE"


def test_changing_with_a_wrong_passphrase_counts_and_changes_nothing(vault: Vault) -> None:
    assert kind_of(lambda: vault.change_passphrase("wrong lantern here", OTHER_PASSPHRASE)) == "WRONG_PASSPHRASE"
    assert vault.tries_left() == LIMIT - 1
    vault.unlock(PASSPHRASE)


def test_change_may_raise_the_cost_and_renews_the_salt(vault: Vault, tmp_path: Path) -> None:
    before = json.loads((tmp_path / "vault.json").read_bytes())["slots"][0]["header"]
    vault.change_passphrase(PASSPHRASE, PASSPHRASE, kdf=KdfParameters(m_kib=128, t=2, p=1))
    after = json.loads((tmp_path / "vault.json").read_bytes())["slots"][0]["header"]
    assert after["kdf"]["m_kib"] == 128
    assert after["kdf"]["salt"] != before["kdf"]["salt"]
    assert after["salt_db"] == before["salt_db"]
    vault.unlock(PASSPHRASE)


def test_weak_passphrase_is_refused_and_writes_nothing(open_vault: OpenVault, tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        open_vault().create("alvarez", "alvarez", "a", QUICK)
    assert "PASSPHRASE_SHORT" in {problem.code for problem in caught.value.problems}
    assert list(tmp_path.iterdir()) == []


def test_weak_new_passphrase_costs_no_attempt(vault: Vault) -> None:
    with pytest.raises(Refused):
        vault.change_passphrase(PASSPHRASE, "short")
    assert vault.tries_left() == LIMIT


def test_cost_outside_the_limits_is_refused_at_creation(open_vault: OpenVault, tmp_path: Path) -> None:
    for cost in (KdfParameters(m_kib=8), KdfParameters(m_kib=4 * 1024**3)):
        assert kind_of(lambda cost=cost: open_vault().create(PASSPHRASE, "alvarez", "a", cost)) == "SLOT_REFUSED"
    assert list(tmp_path.iterdir()) == []


def test_two_users_of_one_laptop_are_separate(vault: Vault) -> None:
    second = vault.create(OTHER_PASSPHRASE, "brooks", "b", QUICK)
    first = vault.unlock(PASSPHRASE, "alvarez")
    assert vault.users() == ["alvarez", "brooks"]
    assert first.sqlcipher_key()[:64] != second.sqlcipher_key()[:64]
    assert first.sqlcipher_key()[64:] != second.sqlcipher_key()[64:]
    assert (first.device_id, second.device_id) == ("a", "b")
    assert kind_of(lambda: vault.unlock(PASSPHRASE, "brooks")) == "WRONG_PASSPHRASE"
    assert (vault.tries_left("alvarez"), vault.tries_left("brooks")) == (10, 9)
    assert kind_of(lambda: vault.unlock(PASSPHRASE)) == "SLOT_USER_NEEDED"
    assert kind_of(lambda: vault.unlock(PASSPHRASE, "castillo")) == "SLOT_MISSING"


def test_user_has_one_slot_however_the_name_is_composed(open_vault: OpenVault) -> None:
    vault = open_vault()
    vault.create(PASSPHRASE, "nu\u00f1ez", "a", QUICK)
    assert kind_of(lambda: vault.create(PASSPHRASE, "nun\u0303ez", "b", QUICK)) == "SLOT_EXISTS"
    vault.unlock(PASSPHRASE, "nun\u0303ez")


def test_key_file_of_another_laptop_is_named_as_such(vault: Vault, open_vault: OpenVault, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    open_vault(folder=other).create(OTHER_PASSPHRASE, "brooks", "b", QUICK)
    (tmp_path / "vault.json").write_bytes((other / "vault.json").read_bytes())
    assert kind_of(lambda: vault.unlock(OTHER_PASSPHRASE)) == "SLOT_FOREIGN_DEVICE"


def test_header_swapped_between_devices_never_opens(vault: Vault, open_vault: OpenVault, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    open_vault(folder=other).create(PASSPHRASE, "alvarez", "b", QUICK)
    body = json.loads((tmp_path / "vault.json").read_bytes())
    header = json.loads((other / "vault.json").read_bytes())["slots"][0]["header"]
    del body["check"]
    header["slot"] = body["slots"][0]["header"]["slot"]
    body["slots"][0]["header"] = header
    (tmp_path / "vault.json").write_bytes(encode_checked(body))
    assert kind_of(lambda: vault.unlock(PASSPHRASE)) == "WRONG_PASSPHRASE"


def test_bomb_is_refused_before_anything_is_derived_or_counted(
    vault: Vault, open_vault: OpenVault, tmp_path: Path
) -> None:
    path = tmp_path / "vault.json"
    good = path.read_bytes()
    for m_kib in (4 * 1024**3, 8):
        body = json.loads(good)
        del body["check"]
        body["slots"][0]["header"]["kdf"]["m_kib"] = m_kib
        path.write_bytes(encode_checked(body))
        derived = []
        watched = open_vault(derive=lambda *_, seen=derived: seen.append(1))
        assert kind_of(lambda watched=watched: watched.unlock(PASSPHRASE)) == "SLOT_REFUSED"
        assert derived == []
    path.write_bytes(good)
    assert vault.tries_left() == LIMIT


def test_rotten_key_file_costs_no_attempt(vault: Vault, tmp_path: Path) -> None:
    path = tmp_path / "vault.json"
    good = path.read_bytes()
    for bad in (b"", good[:-1], good[: len(good) // 2], good.replace(b"alvarez", b"alvarex"), b" " * 100_000):
        path.write_bytes(bad)
        assert kind_of(lambda: vault.unlock(PASSPHRASE)) == "SLOT_DAMAGED"
    path.write_bytes(good)
    assert vault.tries_left() == LIMIT


def test_nobody_joins_a_damaged_key_file(vault: Vault, tmp_path: Path) -> None:
    (tmp_path / "vault.json").write_bytes(b"")
    assert kind_of(lambda: vault.create(OTHER_PASSPHRASE, "brooks", "b", QUICK)) == "SLOT_DAMAGED"


def test_files_are_private_and_none_is_left_over(vault: Vault, tmp_path: Path) -> None:
    vault.unlock(PASSPHRASE)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["attempts.json", "vault.json"]
    if os.name == "posix":
        modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
        assert modes == {0o600}


def test_erased_vault_leaves_nothing_that_opens(vault: Vault, tmp_path: Path) -> None:
    with (tmp_path / "vault.json").open("rb") as held:
        before = held.read()
        vault.erase()
        held.seek(0)
        assert held.read() != before  # overwritten, not only unlinked
    assert list(tmp_path.iterdir()) == []
    assert not vault.exists()
    vault.erase()


def test_folder_that_cannot_be_written_gets_a_sentence(open_vault: OpenVault, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    vault = open_vault(folder=tmp_path / "file")
    assert kind_of(lambda: vault.create(PASSPHRASE, "alvarez", "a", QUICK)) == "FOLDER_READ_ONLY"


def locked(vault: Vault, clock: FakeClock) -> None:
    for _ in range(LIMIT):
        clock.advance(2 * 3600)
        kind_of(lambda: vault.unlock(OTHER_PASSPHRASE))


def test_headquarters_releases_a_locked_laptop(vault: Vault, open_vault: OpenVault, clock: FakeClock) -> None:
    headquarters = DeviceIdentity.generate(os.urandom)
    vault.trust_release_key(headquarters.public_bytes)
    locked(vault, clock)
    challenge = vault.release_challenge()
    clock.advance(3600)
    restarted = open_vault(boot_id=lambda: "second boot")
    assert kind_of(lambda: restarted.unlock(PASSPHRASE)) == "LOCKED_OUT"
    assert restarted.release_challenge() == challenge
    restarted.release(sign_release(headquarters, challenge).lower() + "\n")
    assert restarted.tries_left() == LIMIT
    restarted.unlock(PASSPHRASE)


def test_release_is_good_for_one_lock_even_with_the_clock_set_back(vault: Vault, clock: FakeClock) -> None:
    headquarters = DeviceIdentity.generate(os.urandom)
    vault.trust_release_key(headquarters.public_bytes)
    locked(vault, clock)
    answer = sign_release(headquarters, vault.release_challenge())
    vault.release(answer)
    clock.set_wall(START)
    locked(vault, clock)
    assert kind_of(lambda: vault.release(answer)) == "RELEASE_REFUSED"
    assert vault.tries_left() == 0


def test_release_by_anybody_else_is_refused(vault: Vault, clock: FakeClock) -> None:
    stranger = DeviceIdentity.generate(os.urandom)
    locked(vault, clock)
    for _ in range(2):
        challenge = vault.release_challenge()
        for answer in (sign_release(stranger, challenge), "", "not base 32!", "é"):
            assert kind_of(lambda answer=answer: vault.release(answer)) == "RELEASE_REFUSED"
        vault.trust_release_key(DeviceIdentity.generate(os.urandom).public_bytes)
    with pytest.raises(ValueError, match="32 bytes"):
        vault.trust_release_key(b"short")


def test_release_key_outlives_unlocking_and_a_new_passphrase(vault: Vault, tmp_path: Path) -> None:
    public = DeviceIdentity.generate(os.urandom).public_bytes
    vault.trust_release_key(public)
    vault.unlock(PASSPHRASE)
    vault.change_passphrase(PASSPHRASE, OTHER_PASSPHRASE)
    vault.create(OTHER_PASSPHRASE, "brooks", "b", QUICK)
    assert json.loads((tmp_path / "vault.json").read_bytes())["release"] == public.hex()
