"""Find anything on this laptop."""
