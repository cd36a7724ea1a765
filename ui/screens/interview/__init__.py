"""The page of an interview with a victim."""
