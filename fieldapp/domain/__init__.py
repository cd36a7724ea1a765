"""The words and laws of the field in plain Python: no store, no wire, no window (standard library only)."""
