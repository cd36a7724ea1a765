"""Keys of the laptop: slots, unlocking, throttling, the folder lock, device identity and the rollback anchor."""
