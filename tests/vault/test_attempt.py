from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.faults import VaultError
from fieldapp.vault.attempt import LIMIT, AttemptCounter, GuessError, read_boot_id
from tests.fakes.clock import START, FakeClock

SLOT = "5" * 32
OTHER = "6" * 32
MINUTE_S = 60
WAITS_MIN = {5: 15, 6: 15, 7: 30, 8: 60, 9: 120}


class Laptop:
    """A machine with a clock that can be set and that can be restarted; keeps the mirror as the vault does."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "attempts.json"
        self.path.unlink(missing_ok=True)
        self.boot = 0
        self.clock = FakeClock()
        self.mirror = {SLOT: 0}
        self.start()
        self.counter.register(SLOT, {})

    def start(self) -> None:
        self.counter = AttemptCounter(self.path, self.clock, lambda: f"boot {self.boot}")

    def reboot(self, wall=None) -> None:
        self.boot += 1
        self.clock = FakeClock(wall or self.clock.now())
        self.start()

    def guess(self) -> None:
        self.mirror[SLOT] = self.counter.begin(SLOT, self.mirror).count

    def guess_times(self, times: int) -> None:
        for _ in range(times):
            self.clock.advance(self.wait_s())
            self.guess()

    def wait_s(self) -> float:
        return self.counter.wait_s(self.counter.state(SLOT, self.mirror))

    def refusal(self) -> GuessError | None:
        try:
            self.guess()
        except GuessError as error:
            return error
        return None


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    return Laptop(tmp_path)


def test_four_attempts_are_free(laptop: Laptop) -> None:
    for _ in range(4):
        laptop.guess()
        assert laptop.wait_s() == 0


@pytest.mark.parametrize(("attempts", "minutes"), WAITS_MIN.items())
def test_later_attempts_are_followed_by_a_wait(laptop: Laptop, attempts: int, minutes: int) -> None:
    laptop.guess_times(attempts)
    assert laptop.wait_s() == minutes * MINUTE_S
    laptop.clock.advance(minutes * MINUTE_S - 1)
    refusal = laptop.refusal()
    assert refusal is not None
    assert refusal.kind == "THROTTLED"
    assert refusal.tries_left == LIMIT - attempts
    assert refusal.until == laptop.clock.now() + timedelta(seconds=1)
    laptop.clock.advance(1)
    laptop.guess()


def test_throttled_attempt_is_not_counted(laptop: Laptop) -> None:
    laptop.guess_times(5)
    for _ in range(50):
        assert laptop.refusal() is not None
    assert laptop.counter.state(SLOT, laptop.mirror).count == 5


def test_tenth_attempt_is_the_last(laptop: Laptop) -> None:
    laptop.guess_times(10)
    laptop.clock.advance(10 * 365 * 24 * 3600)
    laptop.reboot()
    refusal = laptop.refusal()
    assert refusal is not None
    assert (refusal.kind, refusal.tries_left) == ("LOCKED_OUT", 0)


def test_forgiven_attempts_start_from_zero(laptop: Laptop) -> None:
    laptop.guess_times(9)
    laptop.mirror[SLOT] = 0
    laptop.counter.forgive(SLOT, laptop.mirror)
    assert laptop.counter.state(SLOT, laptop.mirror).count == 0
    laptop.guess_times(4)
    assert laptop.wait_s() == 0


def test_attempt_is_on_the_disk_before_begin_returns(laptop: Laptop) -> None:
    laptop.guess_times(3)
    laptop.start()  # as after a crash: only the file is left
    assert laptop.counter.state(SLOT, {SLOT: 0}).count == 3


@pytest.mark.parametrize("years", [-20, 50])
def test_setting_the_clock_while_running_changes_no_wait(laptop: Laptop, years: int) -> None:
    laptop.guess_times(5)
    laptop.clock.set_wall(START + timedelta(days=365 * years))
    assert laptop.wait_s() == 15 * MINUTE_S


def test_clock_set_back_across_a_reboot_shortens_nothing(laptop: Laptop) -> None:
    laptop.guess_times(5)
    laptop.reboot(wall=START - timedelta(days=365))
    assert laptop.wait_s() == 15 * MINUTE_S


def test_wait_ends_even_though_the_clock_is_years_behind(laptop: Laptop) -> None:
    laptop.guess_times(5)
    laptop.reboot(wall=START - timedelta(days=20 * 365))
    assert laptop.wait_s() == 15 * MINUTE_S
    laptop.clock.advance(15 * MINUTE_S)
    laptop.guess()


def test_time_switched_off_counts_towards_the_wait(laptop: Laptop) -> None:
    laptop.guess_times(5)
    laptop.reboot(wall=laptop.clock.now() + timedelta(minutes=10))
    assert laptop.wait_s() == pytest.approx(5 * MINUTE_S, abs=0.1)
    laptop.reboot(wall=laptop.clock.now() + timedelta(hours=10))
    assert laptop.wait_s() == 0


def test_clock_set_forward_and_back_earns_nothing_twice(laptop: Laptop) -> None:
    laptop.guess_times(5)
    ahead = laptop.clock.now() + timedelta(minutes=10)
    laptop.reboot(wall=ahead)
    assert laptop.wait_s() == pytest.approx(5 * MINUTE_S, abs=0.1)
    laptop.reboot(wall=START)
    assert laptop.wait_s() == pytest.approx(5 * MINUTE_S, abs=0.1)
    laptop.reboot(wall=ahead)
    assert laptop.wait_s() == pytest.approx(5 * MINUTE_S, abs=0.1)


def test_reboot_is_noticed_where_boots_have_no_name(laptop: Laptop) -> None:
    laptop.clock.advance(1000)
    laptop.counter = AttemptCounter(laptop.path, laptop.clock, lambda: "")
    laptop.guess_times(5)
    restarted = FakeClock(START - timedelta(days=1))
    counter = AttemptCounter(laptop.path, restarted, lambda: "")
    assert counter.wait_s(counter.state(SLOT, laptop.mirror)) == 15 * MINUTE_S


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(["run", "back", "reboot", "guess"]), st.integers(1, 3 * 3600)), max_size=25))
def test_no_order_of_reboots_and_clock_changes_shortens_a_wait(tmp_path_factory, steps) -> None:
    laptop = Laptop(tmp_path_factory.getbasetemp())
    laptop.guess_times(5)
    true_wait_s: float = 15 * MINUTE_S
    for act, amount in steps:
        if act == "run":
            laptop.clock.advance(amount)
            true_wait_s -= amount
        elif act == "back":
            laptop.clock.set_wall(laptop.clock.now() - timedelta(seconds=amount))
        elif act == "reboot":
            laptop.reboot(laptop.clock.now() - timedelta(seconds=amount // 2))
        else:
            before = laptop.counter.state(SLOT, laptop.mirror).count
            if laptop.refusal() is None:
                assert true_wait_s <= 0.002
                true_wait_s = WAITS_MIN.get(before + 1, 0) * MINUTE_S


@pytest.mark.parametrize("damage", ["missing", "empty", "garbled", "newer", "endless"])
def test_lost_counter_file_is_the_worst_known_state(laptop: Laptop, damage: str) -> None:
    laptop.guess_times(5)
    laptop.clock.advance(14 * MINUTE_S)
    if damage == "missing":
        laptop.path.unlink()
    else:
        text = {"empty": b"", "garbled": b'{"format":1', "newer": b'{"format":2}', "endless": b" " * 10**6}
        laptop.path.write_bytes(text[damage])
    refusal = laptop.refusal()
    assert refusal is not None
    assert refusal.kind == "THROTTLED"
    assert laptop.counter.state(SLOT, laptop.mirror).count == 6
    assert laptop.wait_s() == 15 * MINUTE_S


def test_deleting_the_counter_each_time_gives_fewer_tries_not_more(laptop: Laptop) -> None:
    tries = 0
    while True:
        laptop.path.unlink()
        laptop.clock.advance(laptop.wait_s())
        if laptop.refusal() is not None:
            break
        tries += 1
    assert tries <= LIMIT / 2


def test_counter_put_back_to_an_older_state_is_raised_to_its_mirror(laptop: Laptop) -> None:
    earlier = laptop.path.read_bytes()
    laptop.guess_times(5)
    laptop.path.write_bytes(earlier)
    assert laptop.counter.state(SLOT, laptop.mirror).count == 5
    assert laptop.wait_s() == 15 * MINUTE_S


def test_every_bit_flip_of_the_counter_file_is_noticed(laptop: Laptop) -> None:
    laptop.guess_times(2)
    data = laptop.path.read_bytes()
    for bit in range(0, len(data) * 8, 7):
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        laptop.path.write_bytes(bytes(flipped))
        assert laptop.counter.state(SLOT, laptop.mirror).count == 3


def test_users_are_counted_apart(laptop: Laptop) -> None:
    laptop.counter.register(OTHER, laptop.mirror)
    laptop.mirror[OTHER] = 0
    laptop.guess_times(5)
    assert laptop.counter.state(OTHER, laptop.mirror).count == 0
    laptop.path.unlink()
    assert laptop.counter.state(OTHER, laptop.mirror).count == 1


def test_slot_that_was_never_counted_here_is_of_another_laptop(laptop: Laptop) -> None:
    with pytest.raises(VaultError) as caught:
        laptop.counter.begin(OTHER, {OTHER: 0})
    assert caught.value.kind == "SLOT_FOREIGN_DEVICE"


def test_boot_keeps_its_name_while_it_lasts() -> None:
    assert read_boot_id() == read_boot_id()
