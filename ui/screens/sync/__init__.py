"""How things stand with headquarters."""
