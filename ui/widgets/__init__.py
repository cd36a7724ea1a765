"""Reusable widgets. They take texts and codes, never records, and know nothing of stores or screens."""
