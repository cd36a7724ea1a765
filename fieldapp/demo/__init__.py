"""A year of a bureau that never was: made-up people, a fixed seed, and the real program from end to end."""
