"""The way in: the notice, the passphrase, enrolling a fresh laptop."""
