"""Appearance, locking, this laptop."""
