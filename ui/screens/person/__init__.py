"""The page of a person: the generated one, and what a corrected age changes."""
