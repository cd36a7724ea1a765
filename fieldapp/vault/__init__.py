"""Keys of the laptop: slots, unlocking, throttling, the folder lock, device identity and the rollback anchor."""

from typing import Final

SLOT_FILE_NAME: Final = "vault.json"
