"""The board: what is mine now."""
